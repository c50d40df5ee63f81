"""Which consequences are worth writing down.

OWL 2 RL derives much that says nothing: that each thing is itself, that each class has owl:Thing
above it, the axioms of the built-in vocabulary, and statements about the anonymous class
expressions of an ontology, which only repeat the axiom that they stand in.
"""

from __future__ import annotations

__all__ = ["ABOVE_ALL", "BUILT_IN", "ENDS", "EVERYTHING", "REFLEXIVE", "STRUCTURE",
           "anonymous_expressions", "is_noise"]  # fmt: skip

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode

from lunargraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from lunargraph.reasoning.clashes import Statement, Term


def _nodes(prefix: str, *names: str) -> frozenset[NamedNode]:
    return frozenset(NamedNode(PREFIXES[prefix] + name) for name in names)


_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
_THING = NamedNode(PREFIXES["owl"] + "Thing")
_NOTHING = NamedNode(PREFIXES["owl"] + "Nothing")
EVERYTHING = _nodes("owl", "Thing") | _nodes("rdfs", "Resource", "Literal")
ABOVE_ALL = EVERYTHING - _nodes("rdfs", "Literal")
REFLEXIVE = _nodes("owl", "sameAs", "equivalentClass", "equivalentProperty") | _nodes(
    "rdfs", "subClassOf", "subPropertyOf"
)
ENDS = _nodes("rdfs", "domain", "range")
BUILT_IN = tuple(PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd"))
STRUCTURE = (
    _nodes("rdf", "first", "rest")
    | _nodes("owl", "onProperty", "onProperties", "intersectionOf", "unionOf", "complementOf")
    | _nodes("owl", "oneOf", "onDatatype", "withRestrictions", "inverseOf", "members")
    | _nodes("owl", "distinctMembers", "sourceIndividual", "annotatedSource")
    | _nodes("owl", "datatypeComplementOf")
)


def anonymous_expressions(statements: Iterable[Statement]) -> frozenset[Term]:
    """Return the blank nodes that stand for a class expression, a list or an axiom."""
    return frozenset(
        subject
        for subject, predicate, _ in statements
        if predicate in STRUCTURE and isinstance(subject, BlankNode)
    )


def is_noise(statement: Statement, expressions: Set[Term]) -> bool:
    """Tell whether an inferred *statement* says nothing that anybody would ask for.

    *expressions* are the blank nodes of :func:`anonymous_expressions`.

    >>> thing = NamedNode("https://w3id.org/lunargraph/id/moon")
    >>> is_noise((thing, _TYPE, _THING), frozenset())
    True
    """
    subject, predicate, object_ = statement
    if subject in expressions or object_ in expressions:
        return True
    if predicate in REFLEXIVE and subject == object_:
        return True
    if predicate == _TYPE:
        return object_ in EVERYTHING or (_is_built_in(subject) and _is_built_in(object_))
    if predicate in ENDS:
        return object_ in EVERYTHING
    if predicate == _SUBCLASS:
        return object_ in ABOVE_ALL or subject == _NOTHING
    return _is_built_in(subject) and _is_built_in(object_)


def _is_built_in(term: Term) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(BUILT_IN)
