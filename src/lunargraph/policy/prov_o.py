"""An assessment in PROV-O: statements are entities, steps of reasoning generated them.

The facts of the activity are asserted as they were given; everything else is reified, so that
nothing that holds for one case on one day becomes a fact.

Source: PROV-O: The PROV Ontology, sections 3.1 and 3.2.
"""

from __future__ import annotations

__all__ = ["write_turtle"]

import hashlib
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lunargraph.formats.turtle import write_turtle as write_triples
from lunargraph.namespaces import LGI, PROOFS, expand
from lunargraph.policy.sentences import Sentences
from lunargraph.reasoning.clashes import as_triple
from lunargraph.reasoning.proofs import ASSERTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lunargraph.policy.assessing import Assessment
    from lunargraph.policy.judging import JudgedClause, JudgedElement, JudgedInstrument
    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.proofs import Proof

_DIGITS = 24


def write_turtle(assessment: Assessment) -> str:
    """Return an assessment as canonical Turtle."""
    return write_triples([*dict.fromkeys(_Document(assessment).triples())])


class _Document:
    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self._words = Sentences(assessment)
        facts = sorted(map(str, assessment.facts))
        self._root = self._named("assessment", assessment.case.day, *facts)
        self._done: set[int] = set()

    def triples(self) -> Iterator[Triple]:
        assessment = self._assessment
        root, activity = self._root, assessment.case.activity
        yield from assessment.facts
        yield from self._said(
            root,
            ("rdf:type", _iri("lg:Assessment")),
            ("rdf:type", _iri("prov:Entity")),
            ("lg:assesses", activity),
            ("lg:assessedOn", Literal(assessment.case.day, datatype=_iri("xsd:date"))),
            ("rdfs:label", _english(f"assessment of {self._words.activity()}")),
        )
        if assessment.verdict is None:
            for proof in assessment.contradictions:
                yield from self._proof(proof)
                yield from self._said(root, ("prov:wasDerivedFrom", self._entity(proof)))
            return
        yield from self._said(root, ("lg:verdict", NamedNode(f"{LGI}verdict-{assessment.verdict}")))
        for judged in assessment.instruments:
            yield from self._instrument(judged)

    def _instrument(self, judged: JudgedInstrument) -> Iterator[Triple]:
        name = self._named(self._root.value, judged.instrument.iri.value)
        proof = self._assessment.proofs[judged.shown]
        yield from self._proof(proof)
        yield from self._said(
            name,
            ("rdf:type", _iri("lg:Judgement")),
            ("rdf:type", _iri("prov:Entity")),
            ("rdfs:label", _english(f"{judged.instrument.label}: {judged.verdict}")),
            ("lg:judgementOf", judged.instrument.iri),
            ("lg:verdict", NamedNode(f"{LGI}verdict-{judged.verdict}")),
            ("prov:wasDerivedFrom", self._entity(proof)),
        )
        decides = judged.instrument.binding and judged.force != "not-law"
        if decides:
            yield from self._said(self._root, ("prov:wasDerivedFrom", name))
        if judged in self._assessment.deciding:
            yield from self._said(self._root, ("lg:decidedBy", judged.instrument.iri))
        for clause in judged.clauses:
            yield from self._clause(clause, name)
            if clause in judged.deciding:
                yield from self._said(name, ("lg:decidedBy", clause.clause.iri))

    def _clause(self, judged: JudgedClause, above: NamedNode) -> Iterator[Triple]:
        name = self._named(above.value, judged.clause.iri.value)
        yield from self._said(
            name,
            ("rdf:type", _iri("lg:Judgement")),
            ("rdf:type", _iri("prov:Entity")),
            ("rdfs:label", _english(f"{judged.clause.name}: {judged.outcome}")),
            ("lg:judgementOf", judged.clause.iri),
            ("lg:judgedAs", NamedNode(f"{LGI}decision-{judged.outcome}")),
        )
        yield from self._said(above, ("prov:wasDerivedFrom", name))
        for element in judged.elements:
            yield from self._element(element, name)
        for exception in judged.exceptions:
            yield from self._clause(exception.clause, name)

    def _element(self, judged: JudgedElement, above: NamedNode) -> Iterator[Triple]:
        name = self._named(above.value, judged.element.iri.value)
        yield from self._said(
            name,
            ("rdf:type", _iri("lg:Judgement")),
            ("rdf:type", _iri("prov:Entity")),
            ("rdfs:label", _english(f"{judged.element.label}: {judged.outcome}")),
            ("rdfs:comment", _english(self._words.because(judged))),
            ("lg:judgementOf", judged.element.iri),
            ("lg:judgedAs", NamedNode(f"{LGI}decision-{judged.outcome}")),
        )
        yield from self._said(above, ("prov:wasDerivedFrom", name))
        if judged.because is not None:
            proof = self._assessment.proofs[judged.because]
            yield from self._proof(proof)
            yield from self._said(name, ("prov:wasDerivedFrom", self._entity(proof)))

    def _proof(self, proof: Proof) -> Iterator[Triple]:
        for part in proof.walk():
            if id(part) in self._done:
                continue
            self._done.add(id(part))
            entity = self._entity(part)
            yield from self._said(entity, ("rdf:type", _iri("prov:Entity")))
            statement = None if part.statement is None else as_triple(part.statement)
            if statement is not None:
                yield from self._said(
                    entity,
                    ("rdf:type", _iri("rdf:Statement")),
                    ("rdfs:label", _english(self._words.statement(statement))),
                    ("rdf:subject", statement.subject),
                    ("rdf:predicate", statement.predicate),
                    ("rdf:object", statement.object),
                )
                for graph in self._assessment.graphs.get(statement, ()):
                    yield from self._said(entity, ("prov:wasDerivedFrom", graph))
            if part.rule != ASSERTED:
                step = self._named("step", entity.value, part.rule)
                yield from self._said(
                    step,
                    ("rdf:type", _iri("prov:Activity")),
                    ("rdfs:label", Literal(part.rule)),
                )
                yield from self._said(entity, ("prov:wasGeneratedBy", step))
                for premise in part.premises:
                    yield from self._said(step, ("prov:used", self._entity(premise)))
                    yield from self._said(entity, ("prov:wasDerivedFrom", self._entity(premise)))

    def _entity(self, proof: Proof) -> NamedNode:
        terms = ["false"] if proof.statement is None else [*map(str, proof.statement)]
        return self._named("statement", *terms)

    @staticmethod
    def _named(*parts: str) -> NamedNode:
        digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_DIGITS]
        return NamedNode(PROOFS + digest)

    @staticmethod
    def _said(subject: NamedNode | BlankNode, *pairs: tuple[str, Term]) -> Iterator[Triple]:
        for curie, object_ in pairs:
            yield Triple(subject, _iri(curie), object_)


def _iri(curie: str) -> NamedNode:
    return NamedNode(expand(curie))


def _english(text: str) -> Literal:
    return Literal(text, language="en")
