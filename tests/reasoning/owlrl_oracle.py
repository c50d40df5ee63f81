"""The closure by owlrl, with literals under opaque names and their values told as facts.

owlrl reads the rule table to the letter but for datatypes: here it is told what the rules ``dt-*``
conclude, so that the other 73 can be compared.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import rdflib
from owlrl.Namespaces import ERRNS
from owlrl.OWLRL import OWLRL_Semantics
from pyoxigraph import BlankNode, Literal, NamedNode

from literal_values import DATATYPES, belongs, different_values, same_value, value_of
from rdf_terms import Statement, Term, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple
    from rdflib.term import Node


class _Opaque(rdflib.URIRef):
    """A name for a literal; *value* is its number, if that is 0 or 1, as owlrl asks for it."""

    value: int | None = None


_ABOVE = {
    rdflib.RDFS.subClassOf: (rdflib.RDFS.subClassOf, rdflib.OWL.equivalentClass),
    rdflib.RDFS.subPropertyOf: (rdflib.RDFS.subPropertyOf, rdflib.OWL.equivalentProperty),
}


_NUMBERED = {rdflib.OWL.maxCardinality, rdflib.OWL.maxQualifiedCardinality}


class _Semantics(OWLRL_Semantics):
    """The rules of owlrl, with three liberties that it takes taken back.

    It skips conclusions of the schema rules about one term twice (that a class is its own subclass),
    throws statements with a blank node as predicate away at the end, and goes by the names of datatypes
    instead of by values.
    """

    def __init__(self, graph: rdflib.Graph) -> None:
        super().__init__(graph, axioms=False, daxioms=False)
        self._triples = graph

    def rules(self, t: tuple[Node, Node, Node], cycle_num: int) -> None:
        super().rules(t, cycle_num)  # type: ignore[no-untyped-call]  # owlrl has no types
        one, predicate, other = t
        for below, both in _ABOVE.items():
            if predicate in both and (predicate != below or (other, below, one) in self._triples):
                for term, conclusion in product((one, other), both):
                    self.store_triple((term, conclusion, term))  # type: ignore[no-untyped-call]  # the same

    def _classes(self, triple: tuple[Node, Node, Node], cycle_num: int) -> None:
        if triple[1] in _NUMBERED and not isinstance(triple[2], _Opaque):
            return  # something that is the same as a number: owlrl would fail
        super()._classes(triple, cycle_num)  # type: ignore[no-untyped-call]  # owlrl has no types

    def post_process(self) -> None:
        pass

    def _one_time_rules_datatypes(self) -> None:
        pass


def owlrl_closure(triples: Iterable[Triple]) -> tuple[set[Statement], set[str]]:
    """Return the closure of *triples* by owlrl, and its words on what contradicts itself."""
    asserted = {(t.subject, t.predicate, t.object) for t in triples}
    literals = {term for statement in asserted for term in statement if isinstance(term, Literal)}
    names: dict[Term, Node] = {}

    def name(term: Term) -> Node:
        if term not in names:
            names[term] = _name(term, len(names))
        return names[term]

    graph = rdflib.Graph()
    for s, p, o in asserted | set(_facts(literals)):
        graph.add((name(s), name(p), name(o)))
    _Semantics(graph).closure()  # type: ignore[no-untyped-call]  # owlrl has no types
    errors = dict(graph.subject_objects(ERRNS.error))
    terms = {node: term for term, node in names.items()}

    def term_(node: Node) -> Term:
        return terms.get(node) or NamedNode(str(node))

    closed = {(term_(s), term_(p), term_(o)) for s, p, o in graph if s not in errors}
    return closed, {str(message) for message in errors.values()}


def _name(term: Term, number: int) -> Node:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    opaque = _Opaque(f"literal-{number}")
    if isinstance(term, Literal):
        opaque.value = next((n for n in (0, 1) if value_of(term) == value_of(Literal(n))), None)
    return opaque


def _facts(literals: Iterable[Literal]) -> Iterator[Statement]:
    for iri in DATATYPES:
        yield NamedNode(iri), named("rdf:type"), named("rdfs:Datatype")
    for one in literals:
        for iri in DATATYPES:
            if belongs(one, iri):
                yield one, named("rdf:type"), NamedNode(iri)
        for other in literals:
            if same_value(one, other):
                yield one, named("owl:sameAs"), other
            elif different_values(one, other):
                yield one, named("owl:differentFrom"), other
