"""An explanation in PROV-O: statements are entities, steps are activities that generated them.

The IRI of a statement or a step is a digest of what it says, so that the same step of two proofs
is one. Axioms are among what a step used. Statements are reified, and none is asserted thereby.

Source: PROV-O: The PROV Ontology, sections 3.1 and 3.2; RDF 1.1 Semantics, appendix D.1.
"""

from __future__ import annotations

__all__ = ["write_turtle"]

import hashlib
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lunargraph.explaining.copies import Copies
from lunargraph.explaining.summaries import reason
from lunargraph.formats.turtle import write_turtle as write_triples
from lunargraph.namespaces import PROOFS, expand
from lunargraph.reasoning.rules import rule_named

if TYPE_CHECKING:
    from lunargraph.explaining.explanations import Explanation, Outline
    from lunargraph.explaining.grounds import Ground
    from lunargraph.explaining.points import Point, Way
    from lunargraph.reasoning.clashes import Statement, Term

_RULES = NamedNode(
    "https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules"
)
_DIGITS = 24


def write_turtle(explanation: Explanation) -> str:
    """Return an explanation in PROV-O as canonical Turtle.

    A statement that does not hold is there with comments on what is missing, and without a step.
    """
    outline = explanation.outline(full=True)
    document = _Document(outline, Copies(explanation.triples, explanation.parts))
    document.add(outline.root, holds=explanation.holds)
    return write_triples(document.triples)


def _iri(curie: str) -> NamedNode:
    return NamedNode(expand(curie))


class _Document:
    def __init__(self, outline: Outline, copies: Copies) -> None:
        self._outline = outline
        self._copies = copies
        self._names: dict[Statement | None, NamedNode] = {}
        self._described: set[NamedNode] = set()
        self.triples: list[Triple] = []

    def add(self, root: Point, *, holds: bool) -> None:
        """Add a statement with everything behind it, or what it would take.

        Two class expressions that are spelt alike are one here. What is said of both has the
        first of its proofs, in which the other has no part.
        """
        first: dict[NamedNode, Point] = {}
        for point in root.in_order():
            first.setdefault(self._name(point.statement), point)
        waiting, done = [self._name(root.statement)], set[NamedNode]()
        while waiting:
            entity = waiting.pop()
            if entity in done:
                continue
            done.add(entity)
            point = first[entity]
            self._describe(entity, point.statement)
            for way in point.ways:
                if holds:
                    self._step(way, entity)
                    waiting += [self._name(premise.statement) for premise in way.premises]
                else:
                    self._comment(way, entity)

    def _comment(self, way: Way, entity: NamedNode) -> None:
        missing = " and ".join(map(self._outline.wording.pattern, way.missing))
        told = f"It would follow if this held: {missing}."
        self._say(entity, "rdfs:comment", Literal(told, language="en"))

    def _step(self, way: Way, conclusion: NamedNode) -> None:
        used = [self._name(point.statement) for point in way.premises]
        for axiom in way.axioms:
            used.append(self._name(axiom))
            self._describe(used[-1], axiom)
        rule = way.rules[0]
        names = sorted(entity.value for entity in used)
        step = NamedNode(PROOFS + _digest("step", rule, conclusion.value, *names))
        self._say(step, "rdf:type", _iri("prov:Activity"))
        self._say(step, "rdfs:label", Literal(", ".join(way.rules)))
        told = f"{rule_named(rule).says}: {reason(way, self._outline)}"
        self._say(step, "dcterms:description", Literal(told, language="en"))
        self._say(step, "dcterms:conformsTo", _RULES)
        self._say(conclusion, "prov:wasGeneratedBy", step)
        for each in used:
            self._say(step, "prov:used", each)
            self._say(conclusion, "prov:wasDerivedFrom", each)

    def _name(self, statement: Statement | None) -> NamedNode:
        """Return the entity of a statement."""
        if statement not in self._names:
            spelt = ["false"] if statement is None else [*map(self._copies.spelt, statement)]
            self._names[statement] = NamedNode(PROOFS + _digest("statement", *spelt))
        return self._names[statement]

    def _describe(self, entity: NamedNode, statement: Statement | None) -> None:
        if entity in self._described:
            return
        self._described.add(entity)
        label = Literal(self._outline.wording.statement(statement), language="en")
        self._say(entity, "rdf:type", _iri("prov:Entity"))
        self._say(entity, "rdfs:label", label)
        if statement is None:
            return
        self._say(entity, "rdf:type", _iri("rdf:Statement"))
        for part, term in zip(("subject", "predicate", "object"), statement, strict=True):
            name = f"{entity.value.removeprefix(PROOFS)}{part}"
            self._say(entity, f"rdf:{part}", self._copies.copy(term, name, self.triples))
        for ground in self._outline.grounds.of(statement):
            self._ground(ground, entity)

    def _ground(self, ground: Ground, entity: NamedNode) -> None:
        self._say(entity, "prov:wasDerivedFrom", ground.graph)
        for source in ground.sources:
            self._say(entity, "prov:hadPrimarySource", source.term)
            if isinstance(source.term, NamedNode):
                self._say(source.term, "dcterms:title", Literal(source.title))
        self._say(ground.graph, "rdf:type", _iri("prov:Entity"))
        for predicate, object_ in self._outline.grounds.described(ground):
            self.triples.append(Triple(ground.graph, predicate, object_))

    def _say(self, subject: NamedNode | BlankNode, curie: str, object_: Term) -> None:
        self.triples.append(Triple(subject, _iri(curie), object_))


def _digest(*parts: str) -> str:
    """Return a name that stands for *parts*: the beginning of their SHA-256 digest."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_DIGITS]
