"""The closure by owlrl, which works through the rule table of OWL 2 RL to the letter.

Three liberties are taken, each without a difference in the outcome (a test compares):

* Literals go in under opaque names. rdflib would rewrite ``"01"^^xsd:integer``, log a warning at
  ``"2 June"^^xsd:date`` and take ``@en`` and ``@EN`` for one.
* A statement is handed to the rules only if one of them can start from it: all but ``eq-ref`` ask
  for a predicate of RDFS or OWL, or for a class of OWL. ``eq-ref``, by which each thing is itself,
  is skipped; only an axiom about ``owl:sameAs``, which OWL 2 does not allow, could tell.
* The rules that conclude *false* are left to :mod:`lunargraph.reasoning.false_rules`.

Left out, and said in the notes: ``owl:hasKey`` (owlrl 7.6.2 ignores the last property of a key).
Not known to owlrl: that two spellings are one value (``dt-eq``).
"""

from __future__ import annotations

__all__ = ["close_with_owlrl", "everything_that_follows"]

from typing import TYPE_CHECKING

from owlrl.OWLRL import OWLRL_Semantics
from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.clashes import as_triple
from lunargraph.reasoning.datatypes import DATATYPES, belongs
from lunargraph.reasoning.false_rules import find_clashes
from lunargraph.reasoning.inference import Inference
from lunargraph.reasoning.noise import anonymous_expressions, is_noise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple
    from rdflib.term import Node

    from lunargraph.reasoning.clashes import Statement, Term
    from lunargraph.reasoning.inference import Progress

_HAS_KEY = NamedNode(PREFIXES["owl"] + "hasKey")
_DATATYPES = {*DATATYPES, PREFIXES["rdfs"] + "Literal", PREFIXES["rdf"] + "PlainLiteral"}

_TYPE, _SAME = RDF.type, OWL.sameAs  # a look-up in a namespace is slow
_PREDICATES = frozenset(
    {RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf, OWL.sameAs}
    | {OWL.equivalentClass, OWL.equivalentProperty, OWL.inverseOf, OWL.propertyChainAxiom}
    | {OWL.intersectionOf, OWL.unionOf, OWL.oneOf, OWL.someValuesFrom, OWL.allValuesFrom}
    | {OWL.hasValue, OWL.maxCardinality, OWL.maxQualifiedCardinality}
)
_NUMBERED = frozenset({OWL.maxCardinality, OWL.maxQualifiedCardinality})
_CLASSES = frozenset(
    {OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.SymmetricProperty}
    | {OWL.TransitiveProperty, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property}
)


def close_with_owlrl(triples: Iterable[Triple], progress: Progress | None = None) -> Inference:
    """Return the closure of *triples*; see :func:`lunargraph.reasoning.close`."""
    asserted: set[Statement] = {(t.subject, t.predicate, t.object) for t in triples}
    keys = {statement for statement in asserted if statement[1] == _HAS_KEY}
    closed = everything_that_follows(asserted - keys, progress)
    expressions = anonymous_expressions(asserted)
    worth = (s for s in closed - asserted if not is_noise(s, expressions))
    inferred = (triple for triple in map(as_triple, worth) if triple is not None)
    notes = []
    if keys:
        notes.append(
            f"{len(keys)} owl:hasKey {'axiom' if len(keys) == 1 else 'axioms'} left out: "
            "the engine owlrl would make different things the same"
        )
    return Inference(tuple(sorted(inferred, key=str)), tuple(find_clashes(closed)), tuple(notes))


def everything_that_follows(
    asserted: Iterable[Statement], progress: Progress | None = None
) -> set[Statement]:
    """Return *asserted* closed under the rules, with what says nothing; it must hold no keys."""
    asserted = set(asserted)
    names = _Names()
    graph = Graph(store="SimpleMemory")
    for statement in asserted:
        graph.add(names.of_statement(statement))
    for statement in _types_of_literals(asserted):
        graph.add(names.of_statement(statement))
    _Semantics(graph, progress).closure()  # type: ignore[no-untyped-call]  # owlrl has no types
    return {names.term_statement(statement) for statement in graph}


def _types_of_literals(statements: Iterable[Statement]) -> Iterable[Statement]:
    """Return the datatypes of each literal that an axiom may ask for (rule dt-type2)."""
    type_ = NamedNode(PREFIXES["rdf"] + "type")
    terms = {term for subject, _, object_ in statements for term in (subject, object_)}
    asked = [term for term in terms if isinstance(term, NamedNode) and term.value in _DATATYPES]
    literals = [term for term in terms if isinstance(term, Literal)] if asked else []
    return [(lit, type_, dt) for lit in literals for dt in asked if belongs(lit, dt.value)]


class _Opaque(URIRef):
    """A name for a literal; *value* is its number, if it is a whole one, as owlrl reads it."""

    value: int | None = None


class _Names:
    """The terms of rdflib for ours, and the way back."""

    def __init__(self) -> None:
        self._names: dict[Term, Node] = {}
        self._terms: dict[Node, Term] = {}

    def of_statement(self, statement: Statement) -> tuple[Node, Node, Node]:
        subject, predicate, object_ = map(self._name, statement)
        return subject, predicate, object_

    def term_statement(self, statement: tuple[Node, Node, Node]) -> Statement:
        subject, predicate, object_ = map(self._term, statement)
        return subject, predicate, object_

    def _name(self, term: Term) -> Node:
        name = self._names.get(term)
        if name is None:
            name = self._names[term] = self._new_name(term)
            self._terms[name] = term
        return name

    def _new_name(self, term: Term) -> Node:
        if isinstance(term, NamedNode):
            return URIRef(term.value)
        if isinstance(term, BlankNode):
            return BNode(term.value)
        opaque = _Opaque(f"literal-{len(self._names)}")  # no scheme: never the name of a resource
        if isinstance(term, Literal) and term.value.isdecimal():
            opaque.value = int(term.value)
        return opaque

    def _term(self, name: Node) -> Term:
        term = self._terms.get(name)
        if term is None:  # of the built-in vocabulary, put in by a rule
            term = self._terms[name] = NamedNode(str(name))
        return term


class _Semantics(OWLRL_Semantics):
    """The rules of owlrl, started only where one can fire."""

    def __init__(self, graph: Graph, progress: Progress | None) -> None:
        super().__init__(graph, axioms=False, daxioms=False)
        self._triples = graph
        self._progress = progress
        self._cycle = 0
        self._known = set(graph)  # ten times faster to ask than the graph

    def rules(self, t: tuple[Node, Node, Node], cycle_num: int) -> None:
        if cycle_num != self._cycle:
            self._cycle = cycle_num
            if self._progress is not None:
                said = f"reasoning: cycle {cycle_num}, {len(self._triples):,} statements"
                self._progress(said, None)
        if self._can_fire(*t):
            super().rules(t, cycle_num)  # type: ignore[no-untyped-call]  # owlrl has no types

    def _can_fire(self, subject: Node, predicate: Node, object_: Node) -> bool:
        if predicate == _TYPE:
            return object_ in _CLASSES
        if predicate == _SAME and (isinstance(subject, _Opaque) or isinstance(object_, _Opaque)):
            return False
        if predicate in _NUMBERED and not isinstance(object_, _Opaque):
            return False  # not a number: owlrl would fail
        return predicate in _PREDICATES

    def store_triple(self, t: tuple[Node, Node, Node]) -> None:
        if t in self._known:
            return
        subject, predicate, object_ = t
        if predicate == _SAME:
            if subject == object_:
                return  # eq-ref
            if isinstance(subject, _Opaque) or isinstance(object_, _Opaque):
                return  # two values for one are a clash, and no reason to spread either
        if not isinstance(predicate, _Opaque):
            self._known.add(t)
            self.added_triples.add(t)

    def _list(self, l: Node) -> list[Node]:  # noqa: E741  # the name that owlrl calls it by
        """Return the members of an RDF list; none if it is broken or bites its tail."""
        items: list[Node] = []
        seen: set[Node] = set()
        while l != RDF.nil:
            first = list(self._triples.objects(l, RDF.first))
            rest = list(self._triples.objects(l, RDF.rest))
            if l in seen or len(first) != 1 or len(rest) != 1:
                return []
            seen.add(l)
            items += first
            [l] = rest  # noqa: E741  # owlrl's name
        return items

    def post_process(self) -> None:
        """Keep statements with a blank node as predicate: they are left out on the way back."""

    def add_error(self, message: str) -> None:
        """Say nothing: clashes are found in the closure."""
