"""The reasons of an assessment as sentences: what was given, what follows, by which rule."""

from __future__ import annotations

__all__ = ["Sentences"]

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from lunargraph.explaining.phrases import a, joined, sentence
from lunargraph.lookup.names import typed
from lunargraph.namespaces import LG, PREFIXES
from lunargraph.policy.judging import ANSWERED
from lunargraph.reasoning.clashes import as_triple
from lunargraph.reasoning.proofs import ASSERTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lunargraph.policy.assessing import Assessment
    from lunargraph.policy.judging import JudgedElement, JudgedInstrument
    from lunargraph.policy.rules import Conclusion
    from lunargraph.reasoning.clashes import Statement, Term
    from lunargraph.reasoning.proofs import Proof

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_SCHEMA = tuple(PREFIXES[name] for name in ("owl", "rdfs", "rdf"))
_VARIABLE = re.compile(r"\{(\w+)\}")
_ACTIVITY = NamedNode(LG + "Activity")
_PREPOSITIONS = frozenset(("at", "by", "of", "on", "with"))
_MENTIONED = {
    "carriedOutBy": "by",
    "carriedOutWith": "with",
    "hasSubject": "about",
    "takesPlaceAt": "at",
    "fundedBy": "paid by",
    "attendedByNationalOf": "attended by nationals of",
    "startsOn": "from",
    "certifiedOn": "certified on",
}


class Sentences:
    """Puts an *assessment* into words."""

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self._activity = assessment.case.activity

    def name(self, term: Term) -> str:
        """Return what a term is called."""
        if term == self._activity:
            return "it"
        if isinstance(term, Literal):
            return term.value
        if isinstance(term, NamedNode):
            label = self._assessment.labels.get(term)
            return typed(term.value) if label is None else label
        return str(term)

    def statement(self, statement: Triple | Statement) -> str:
        """Return a statement as a clause without a full stop."""
        subject, predicate, object_ = (
            (statement.subject, statement.predicate, statement.object)
            if isinstance(statement, Triple)
            else statement
        )
        if predicate == _TYPE:
            return f"{self.name(subject)} is {a(self.name(object_))}"
        if isinstance(object_, Literal) and object_.value in ("true", "false"):
            verb = "is a case of" if object_.value == "true" else "is no case of"
            return f"{self.name(subject)} {verb}: {self.name(predicate)}"
        label = self.name(predicate)
        words = label.split()
        if words and words[-1] in _PREPOSITIONS and words[0].endswith("ed"):
            return f"{self.name(subject)} is {label} {self.name(object_)}"
        return sentence(self.name(subject), label, self.name(object_))

    def conclusion(self, conclusion: Conclusion) -> str:
        """Return the sentence of a rule, with what it takes as absent."""
        said = _VARIABLE.sub(
            lambda found: self.name(conclusion.bindings[found[1]]), conclusion.rule.says
        )
        return (
            f"{said} (closed world: {conclusion.rule.absent})" if conclusion.rule.absent else said
        )

    def reasons(self, proof: Proof) -> list[str]:
        """Return why a statement holds: the sentences of rules, and the facts behind the rest."""
        return list(dict.fromkeys(self._reasons(proof)))

    def _reasons(self, proof: Proof) -> Iterator[str]:
        triple = None if proof.statement is None else as_triple(proof.statement)
        if triple is None:
            return
        conclusion = self._assessment.conclusions.get(triple)
        if conclusion is not None and proof.rule == conclusion.rule.name:
            yield self.conclusion(conclusion)
        elif proof.rule == ASSERTED:
            if not self._is_schema(triple):
                yield self.statement(triple)
        else:
            for premise in proof.premises:
                if premise.statement != (self._activity, _TYPE, _ACTIVITY):
                    yield from self._reasons(premise)

    @staticmethod
    def _is_schema(triple: Triple) -> bool:
        if triple.predicate == _TYPE:
            object_ = triple.object
            return isinstance(object_, NamedNode) and object_.value.startswith(_SCHEMA)
        return triple.predicate.value.startswith(_SCHEMA)

    def because(self, element: JudgedElement) -> str:
        """Return why an element is what it is."""
        if element.silence == "presumed-not-met":
            return "presumed, since nothing shows it"
        if element.silence == "none-on-record":
            return f"none is on record up to {self._assessment.known_until}"
        if element.silence == ANSWERED:
            return "as was answered"
        if element.because is None:
            return "not known"
        reasons = self.reasons(self._assessment.proofs[element.because])
        if element.apart is not None:
            shown, other = element.because.object, element.apart[1]
            reasons.append(f"{a(self.name(shown))} is never {a(self.name(other))}")
        return "; ".join(reasons)

    def force(self, judged: JudgedInstrument) -> str:
        """Return how far an instrument is in force on the day."""
        proof = self._assessment.proofs[judged.shown]
        return "; ".join(self.reasons(proof))

    def activity(self) -> str:
        """Return what is judged."""
        facts = self._facts()
        kinds = [self.name(each) for each in facts.get(_TYPE, []) if each != _ACTIVITY]
        label = self._assessment.labels.get(self._activity)
        said = [label or (a(joined(sorted(kinds))) if kinds else "an activity")]
        for name, word in _MENTIONED.items():
            predicate = NamedNode(LG + name)
            if predicate in facts:
                objects = joined(sorted(map(self.name, facts[predicate])))
                said.append(f"{word} {objects}")
        return ", ".join(said)

    def _facts(self) -> dict[Term, list[Term]]:
        found: dict[Term, list[Term]] = {}
        for triple in self._assessment.facts:
            if triple.subject == self._activity:
                found.setdefault(triple.predicate, []).append(triple.object)
        return found
