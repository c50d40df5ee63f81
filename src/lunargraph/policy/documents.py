"""An assessment as JSON, in the shape of ``assess.schema.json``: everything, proofs included."""

from __future__ import annotations

__all__ = ["VERSION", "document_of", "write_interview", "write_json"]

import json
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from lunargraph.policy.sentences import Sentences
from lunargraph.reasoning.clashes import as_triple

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from lunargraph.policy.assessing import Assessment
    from lunargraph.policy.interviews import Interview
    from lunargraph.policy.judging import (
        JudgedClause,
        JudgedElement,
        JudgedException,
        JudgedInstrument,
    )
    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.proofs import Proof

VERSION = 1
"""The version of the JSON; raised when a program that reads the old one could stumble."""


def write_json(assessment: Assessment) -> str:
    """Return an assessment as JSON; nothing of it is left out."""
    return json.dumps(document_of(assessment), ensure_ascii=False, indent=2) + "\n"


def write_interview(interview: Interview) -> str:
    """Return the state of an interview as JSON, in the shape of ``interview.schema.json``."""
    question = interview.question
    value = {
        "format": VERSION,
        "answered": [
            {"question": each.question.text, "answer": each.answer,
             "element": each.question.element and each.question.element.iri.value}
            for each in interview.answered
        ],
        "question": None if question is None else {
            "text": question.text,
            "element": question.element and question.element.iri.value,
            "takes_names": interview.takes_names,
            "clauses": list(question.clauses),
            "if_met": question.if_met,
            "if_not_met": question.if_not_met,
        },
        "assessment": document_of(interview.assessment),
    }  # fmt: skip
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def document_of(assessment: Assessment) -> dict[str, Any]:
    """Return an assessment as the value that its JSON holds."""
    return _Document(assessment).value()


class _Document:
    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self._words = Sentences(assessment)
        self._ids: dict[int, int] = {}
        self._nodes: list[dict[str, Any]] = []

    def value(self) -> dict[str, Any]:
        assessment = self._assessment
        value = {
            "format": VERSION,
            "activity": assessment.case.activity.value,
            "text": self._words.activity(),
            "day": assessment.case.day,
            "facts": [self._statement(each) for each in assessment.facts],
            "taken_as_all": list(assessment.complete),
            "verdict": assessment.verdict,
            "contested": assessment.contested,
            "deciding": [each.instrument.iri.value for each in assessment.deciding],
            "instruments": [self._instrument(each) for each in assessment.instruments],
            "conditions": [
                {"instrument": instrument.instrument.iri.value, "clause": clause.clause.iri.value,
                 "text": clause.clause.regulates, "evidence": clause.clause.evidence}
                for instrument, clause in assessment.conditions
            ],
            "other_readings": [
                {"element": each.element.iri.value, "met": each.met, "verdict": each.verdict,
                 "readings": [
                     {"reading": reading.iri.value, "label": reading.label,
                      "text": reading.words, "quote": reading.quote,
                      "taken_by": reading.taken_by and reading.taken_by.value,
                      "records": self._records(reading.iri)}
                     for reading in each.readings
                 ]}
                for each in assessment.other_readings
            ],
            "questions": [
                {"text": each.text, "element": each.element and each.element.iri.value,
                 "asks_for": each.element and each.element.asks_for
                 and each.element.asks_for.value,
                 "clauses": list(each.clauses),
                 "instruments": [iri.value for iri in each.instruments], "if_met": each.if_met,
                 "if_not_met": each.if_not_met}
                for each in assessment.questions
            ],
            "presumed": [
                {"element": element.iri.value, "clause": clause.iri.value,
                 "question": element.question, "if_met": verdict}
                for clause, element, verdict in assessment.presumed
            ],
            "none_on_record": [
                {"element": element.iri.value, "clause": clause.iri.value,
                 "question": element.question, "if_met": verdict}
                for clause, element, verdict in assessment.off_record
            ],
            "not_modelled": [each.value for each in assessment.unmodelled],
            "first_known": assessment.first_known,
            "known_until": assessment.known_until,
            "contradictions": [self._node(proof) for proof in assessment.contradictions],
        }  # fmt: skip
        return value | {"proofs": self._nodes}

    def _instrument(self, judged: JudgedInstrument) -> dict[str, Any]:
        instrument = judged.instrument
        return {
            "instrument": instrument.iri.value,
            "label": instrument.label,
            "citation": instrument.citation,
            "family": instrument.family and instrument.family.value,
            "implements": instrument.implements and instrument.implements.value,
            "afterwards": instrument.afterwards,
            "carries_terms_of": instrument.carries_terms_of and instrument.carries_terms_of.value,
            "binding": instrument.binding,
            "force": judged.force,
            "force_proof": self._node(self._assessment.proofs[judged.shown]),
            "verdict": judged.verdict,
            "deciding": [each.clause.iri.value for each in judged.deciding],
            "records": self._records(instrument.iri),
            "clauses": [self._clause(each) for each in judged.clauses],
        }

    def _clause(self, judged: JudgedClause) -> dict[str, Any]:
        clause = judged.clause
        return {
            "clause": clause.iri.value,
            "label": clause.name,
            "effect": clause.effect,
            "text": clause.regulates,
            "quote": clause.quote,
            "outcome": judged.outcome,
            "lifted": judged.lifted,
            "elements": [self._element(each) for each in judged.elements],
            "exceptions": [self._exception(each) for each in judged.exceptions],
            "records": self._records(clause.iri),
        }

    def _exception(self, judged: JudgedException) -> dict[str, Any]:
        return {
            "instrument": judged.instrument.iri.value,
            "certain": judged.certain,
            **self._clause(judged.clause),
        }

    def _element(self, judged: JudgedElement) -> dict[str, Any]:
        element, apart = judged.element, judged.apart
        proofs = self._assessment.proofs
        return {
            "element": element.iri.value,
            "label": element.label,
            "question": element.question,
            "outcome": judged.outcome,
            "silence": judged.silence,
            "because": self._words.because(judged),
            "proof": None if judged.because is None else self._node(proofs[judged.because]),
            "disjoint": None if apart is None else [each.value for each in apart],
        }

    def _records(self, thing: NamedNode) -> list[dict[str, Any]]:
        return [
            {
                "record": each.iri,
                "confidence": each.confidence,
                "verification": each.verification,
                "unverified": list(each.unverified),
                "notes": list(each.notes),
                "sources": [
                    {"source": source.iri, "title": source.title} for source in each.sources
                ],
            }
            for each in self._assessment.records.get(thing, ())
        ]

    def _node(self, proof: Proof) -> int:
        """Return the number of a proof among the nodes, which hold everything below it first."""
        for part in proof.walk():
            if id(part) in self._ids:
                continue
            self._ids[id(part)] = len(self._nodes) + 1
            statement = None if part.statement is None else as_triple(part.statement)
            conclusion = self._assessment.conclusions.get(statement) if statement else None
            by_rule = conclusion is not None and conclusion.rule.name == part.rule
            self._nodes.append(
                {
                    "id": len(self._nodes) + 1,
                    "statement": None if statement is None else self._statement(statement),
                    "text": "a contradiction"
                    if statement is None
                    else self._words.statement(statement),
                    "rule": part.rule,
                    "beyond_owl": by_rule,
                    "reason": self._words.conclusion(conclusion)
                    if by_rule and conclusion
                    else None,
                    "premises": [self._ids[id(each)] for each in part.premises],
                    "graphs": [each.value for each in self._assessment.graphs.get(statement, ())]
                    if statement is not None
                    else [],
                }
            )
        return self._ids[id(proof)]

    def _statement(self, statement: Triple) -> dict[str, Any]:
        return {
            "subject": self._term(statement.subject),
            "predicate": self._term(statement.predicate),
            "object": self._term(statement.object),
        }

    def _term(self, term: Term) -> dict[str, Any]:
        """Return a term as in the JSON of SPARQL results, with its label."""
        if isinstance(term, Literal):
            said = {"type": "literal", "value": term.value}
            if term.language:
                return {**said, "xml:lang": term.language}
            return {**said, "datatype": term.datatype.value}
        if isinstance(term, NamedNode):
            label = self._assessment.labels.get(term)
            return {"type": "uri", "value": term.value, "label": label}
        return {"type": "bnode", "value": str(term).removeprefix("_:"), "label": None}
