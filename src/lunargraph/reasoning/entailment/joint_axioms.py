"""Statements about several terms that a blank node makes at once, such as that all are different.

Source: OWL 2 RDF-Based Semantics, tables 5.10, 5.12, 5.14 and 5.15, and section 5.4 for a named
class that is defined as an expression.
"""

from __future__ import annotations

__all__ = ["JointAxiom", "joint_axioms", "named_definitions"]

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, NamedNode, Triple

from lunargraph.reasoning.index import owl, rdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Set

    from lunargraph.reasoning.clashes import Term

_TYPE = rdf("type")
_PAIRWISE: dict[Term | None, NamedNode] = {
    owl("AllDifferent"): owl("differentFrom"),
    owl("AllDisjointClasses"): owl("disjointWith"),
    owl("AllDisjointProperties"): owl("propertyDisjointWith"),
}
_LISTED: list[Set[Term]] = [{owl("members")}, {owl("distinctMembers")}]
_DENIALS = {None, owl("NegativePropertyAssertion")}
_SOURCE, _PROPERTY = owl("sourceIndividual"), owl("assertionProperty")
_DENYING: list[Set[Term]] = [
    {_SOURCE, _PROPERTY, owl(name)} for name in ("targetIndividual", "targetValue")
]
_DEFINING = {owl(name) for name in ("intersectionOf", "unionOf", "complementOf", "oneOf")}


class JointAxiom(NamedTuple):
    """Some *triples* that hold if all those *wanted* do and none of those *denied*."""

    triples: tuple[Triple, ...]
    wanted: tuple[Triple, ...] = ()
    denied: tuple[Triple, ...] = ()


def joint_axioms(
    triples: Iterable[Triple], items: Callable[[Term], tuple[Term, ...] | None]
) -> Iterator[JointAxiom]:
    """Yield the axioms of blank nodes; *items* gives those of a list that exists."""
    about: dict[Term, list[Triple]] = {}
    pointed_at = set()
    for triple in triples:
        about.setdefault(triple.subject, []).append(triple)
        pointed_at.add(triple.object)
    for node, said in about.items():
        if isinstance(node, BlankNode) and node not in pointed_at:
            axiom = _joint_axiom(said, items)
            if axiom is not None:
                yield axiom


def _joint_axiom(
    triples: list[Triple], items: Callable[[Term], tuple[Term, ...] | None]
) -> JointAxiom | None:
    said: dict[Term, Term] = {triple.predicate: triple.object for triple in triples}
    if len(said) < len(triples):
        return None
    kind = said.pop(_TYPE, None)
    if set(said) in _LISTED and kind in _PAIRWISE:
        [head] = said.values()
        return _pairwise(triples, items(head) or (), _PAIRWISE[kind])
    if kind in _DENIALS and set(said) in _DENYING:
        subject, predicate = said.pop(_SOURCE), said.pop(_PROPERTY)
        [object_] = said.values()
        return _denial(triples, subject, predicate, object_)
    return None


def _pairwise(
    triples: list[Triple], terms: tuple[Term, ...], predicate: NamedNode
) -> JointAxiom | None:
    nodes = [term for term in terms if isinstance(term, NamedNode | BlankNode)]
    if len(nodes) < len(terms) or len(nodes) < 2:
        return None
    pairs = (Triple(one, predicate, other) for one, other in combinations(nodes, 2))
    return JointAxiom(tuple(triples), wanted=tuple(pairs))


def _denial(
    triples: list[Triple], subject: Term, predicate: Term, object_: Term
) -> JointAxiom | None:
    """Return the axiom that a property does not hold, if its terms have names."""
    if not (isinstance(subject, NamedNode) and isinstance(predicate, NamedNode)):
        return None
    if isinstance(object_, BlankNode):
        return None
    return JointAxiom(tuple(triples), denied=(Triple(subject, predicate, object_),))


def named_definitions(triples: Iterable[Triple], stem: str) -> Mapping[Triple, Triple]:
    """Return, for each triple that defines a named class, one that gives a new node the meaning.

    :param stem: how the name of a new blank node begins, and that of no other.
    """
    named = [t for t in triples if isinstance(t.subject, NamedNode) and t.predicate in _DEFINING]
    return {
        triple: Triple(BlankNode(f"{stem}{n}"), triple.predicate, triple.object)
        for n, triple in enumerate(named)
    }
