"""An assessment as text that a lawyer can read: the verdict first, then what it rests on."""

from __future__ import annotations

__all__ = ["matters", "write_text"]

import textwrap
from typing import TYPE_CHECKING

from lunargraph.explaining.phrases import joined
from lunargraph.policy.sentences import Sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import NamedNode

    from lunargraph.policy.assessing import Assessment, OpenQuestion
    from lunargraph.policy.judging import JudgedClause, JudgedElement, JudgedInstrument
    from lunargraph.policy.policies import Clause

_WIDTH = 100
_SHORT = 50
"""A reason that is longer than this is told once."""
_HEADLINES = {
    "prohibited": "PROHIBITED",
    "unknown": "UNKNOWN",
    "permitted-with-conditions": "PERMITTED WITH CONDITIONS",
    "permitted": "PERMITTED",
    "not-covered": "NOT COVERED",
}
_MEANING = {
    "prohibited": "a prohibition is met, and nothing lifts it",
    "unknown": "what is known does not decide it; below is what would",
    "permitted-with-conditions": "nothing prohibits it, and conditions are to be met",
    "permitted": "nothing prohibits it, and a clause allows it",
    "not-covered": "no clause of the instruments known here regulates it; no general clearance",
}
_LIFTING = {"met": "lifted by", "not-met": "not lifted by"}


def write_text(assessment: Assessment, *, full: bool = False, width: int | None = None) -> str:
    """Return an assessment as text.

    :param full: every clause of every instrument with its elements, not only what matters.
    :param width: columns to wrap at, 100 unless said.
    """
    lines = _Text(assessment, full=full, width=width or _WIDTH).lines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


class _Text:
    def __init__(self, assessment: Assessment, *, full: bool, width: int) -> None:
        self._assessment = assessment
        self._words = Sentences(assessment)
        self._full = full
        self._told: set[str] = set()
        self._width = max(width, 40)

    def lines(self) -> Iterator[str]:
        """Yield the lines."""
        assessment = self._assessment
        if assessment.verdict is None:
            yield from self._contradiction()
            return
        yield from self._verdict()
        yield ""
        yield from self._wrapped(f"What is judged: {self._words.activity()}.")
        if assessment.complete:
            taken = joined([f"the {each}" for each in assessment.complete])
            yield from self._wrapped(f"Taken as all there are: {taken} that are named.")
        decided = "Not decided by" if assessment.verdict == "unknown" else "Decided by"
        conditions = "Would also apply" if assessment.verdict == "prohibited" else "Conditions"
        for title, lines in (
            (decided, self._deciding()),
            ("Read otherwise", self._readings()),
            (conditions, self._conditions()),
            ("What would decide", self._questions()),
            ("What would change it", self._off_record()),
            ("Close, and not met", self._close()),
            ("Other instruments in force", self._others()),
            ("Not law, and so not deciding", self._not_law()),
            ("Presumed, to be checked", self._presumed()),
            ("Not modelled", self._limits()),
        ):
            found = list(lines)
            if found:
                yield ""
                yield title
                yield from found

    def _contradiction(self) -> Iterator[str]:
        yield f"NO VERDICT for {self._assessment.case.day}: the facts contradict each other"
        yield ""
        yield "What contradicts"
        for proof in self._assessment.contradictions:
            reasons = [each for part in proof.premises for each in self._words.reasons(part)]
            axioms = [self._words.statement(leaf) for leaf in proof.leaves()]
            for reason in dict.fromkeys(reasons or axioms):
                yield from self._item(reason)
        yield ""
        yield "Correct the facts that are wrong, and ask again."

    def _verdict(self) -> Iterator[str]:
        assessment = self._assessment
        verdict = assessment.verdict or ""
        contested = ", reading contested" if assessment.contested else ""
        yield f"{_HEADLINES[verdict]}{contested} on {assessment.case.day}"
        yield from self._wrapped(f"({_MEANING[verdict]})")
        if assessment.first_known and assessment.case.day < assessment.first_known:
            yield from self._wrapped(
                f"The day lies before the first instrument of which the first day is known: "
                f"{assessment.first_known}."
            )

    def _deciding(self) -> Iterator[str]:
        groups: dict[tuple[object, ...], list[JudgedInstrument]] = {}
        for judged in self._assessment.deciding:
            key = (judged.instrument.family, tuple(each.clause.iri for each in judged.deciding))
            groups.setdefault(key if judged.instrument.implements else (judged,), []).append(judged)
        for group in groups.values():
            names = joined([self._cited(each) for each in group])
            through = group[0].instrument.implements
            how = f", which applies the {self._words.name(through)}" if through else ""
            yield from self._wrapped(f"{names}{how}", "  ", "    ")
            for judged in group:
                yield from self._caution(judged.instrument.iri, "    ")
            if group[0].force == "not-known" and group[0].instrument.afterwards:
                yield from self._wrapped(group[0].instrument.afterwards, "    ")
            if len(group) == 1:
                yield from self._wrapped(self._words.force(group[0]), "    ", "    ")
            yield from self._clauses(group[0].deciding)

    def _caution(self, thing: NamedNode, indent: str) -> Iterator[str]:
        """Yield how far the record of a thing can be trusted, if that has to be known."""
        for record in self._assessment.records.get(thing, ()):
            if record.caution is not None:
                yield from self._wrapped(f"[{record.caution}]", indent)

    def _cited(self, judged: JudgedInstrument) -> str:
        instrument = judged.instrument
        name = instrument.label
        if instrument.citation and instrument.citation != name:
            name += f" ({instrument.citation})"
        if instrument.carries_terms_of is not None:
            name += f", with the terms of the {self._words.name(instrument.carries_terms_of)}"
        return name

    def _clauses(self, clauses: Sequence[JudgedClause]) -> Iterator[str]:
        """Yield clauses, one that only takes over the words of another with that one."""
        here = {each.clause.iri for each in clauses}
        by_reference: dict[NamedNode, list[Clause]] = {}
        for each in clauses:
            for other in each.clause.incorporates:
                by_reference.setdefault(other, []).append(each.clause)
        for each in clauses:
            if here.isdisjoint(each.clause.incorporates):
                yield from self._clause(each, by_reference.get(each.clause.iri, []))

    def _clause(self, judged: JudgedClause, by_reference: Sequence[Clause]) -> Iterator[str]:
        clause = judged.clause
        yield from self._wrapped(f"{clause.place} {clause.effect}: {clause.regulates}", "    ")
        for other in by_reference:
            words = f": “{other.quote}”" if other.quote else ""
            yield from self._wrapped(f"taken over by {other.place}{words}", "      ")
        if clause.quote:
            yield from self._wrapped(f"“{clause.quote}”", "      ")
        yield from self._caution(clause.iri, "      ")
        for record in self._assessment.records.get(clause.iri, ()):
            for note in record.notes:
                yield from self._wrapped(f"[note: {note}]", "      ")
        for element in judged.elements:
            yield from self._element(element, "      ")
        for exception in judged.exceptions:
            part = exception.clause
            state = _LIFTING.get(part.outcome, "perhaps lifted by")
            if not exception.certain and part.outcome == "met":
                state = "perhaps lifted by"
            name = f"{exception.instrument.label}, {part.clause.place}: {part.clause.regulates}"
            yield from self._wrapped(f"{state} {name}", "      ", "        ")
            failing = [e for e in part.elements if e.outcome == "not-met"]
            for element in (failing[:1] or part.elements) if not self._full else part.elements:
                yield from self._element(element, "        ")

    def _element(self, judged: JudgedElement, indent: str) -> Iterator[str]:
        outcome = judged.outcome.replace("-", " ")
        because = self._words.because(judged)
        if judged.outcome == "unknown":
            because = judged.element.question
        if because in self._told and len(because) > _SHORT:
            because = "as above"
        self._told.add(because)
        yield from self._wrapped(
            f"{outcome}: {judged.element.label} - {because}", indent, indent + "  "
        )

    def _readings(self) -> Iterator[str]:
        for other in self._assessment.other_readings:
            if not self._assessment.contested:
                return
            verdict = _HEADLINES[other.verdict].lower()
            if not other.readings:
                state = "met" if other.met else "not met"
                yield from self._item(f"{verdict}, if it is {state}: {other.element.label}")
            for reading in other.readings:
                quote = f" (“{reading.quote}”)" if reading.quote else ""
                yield from self._item(f"{verdict} by {reading.label}: {reading.words}{quote}")

    def _conditions(self) -> Iterator[str]:
        seen = set()
        for instrument, judged in self._assessment.conditions:
            clause = judged.clause
            if clause.iri in seen:
                continue
            seen.add(clause.iri)
            evidence = f" ({clause.evidence})" if clause.evidence else ""
            yield from self._item(
                f"{clause.regulates}{evidence} - {instrument.instrument.label}, {clause.place}"
            )

    def _questions(self) -> Iterator[str]:
        for number, question in enumerate(self._assessment.questions, 1):
            yield from self._wrapped(f"{number}. {question.text}", "  ", "     ")
            yield from self._wrapped(matters(question), "     ")

    def _off_record(self) -> Iterator[str]:
        until = self._assessment.known_until
        for clause, element, verdict in self._assessment.off_record:
            changed = verdict != self._assessment.verdict
            what = (
                f"one would make it {_HEADLINES[verdict].lower()}"
                if changed
                else "one alone would not change the verdict"
            )
            yield from self._item(
                f"{clause.name}, {clause.regulates}: none that counts is on record up to {until}; "
                f"{what}. {element.question}"
            )

    def _close(self) -> Iterator[str]:
        """Yield the prohibitions that known facts keep from being met, and some would meet."""
        seen = set()
        for judged in self._assessment.instruments:
            if judged.force == "not-law" or not judged.instrument.binding:
                continue
            for clause in judged.clauses:
                failing = [each for each in clause.elements if each.outcome == "not-met"]
                met = [each for each in clause.elements if each.outcome in ("met", "contested")]
                shown = [each for each in failing if each.because is not None]
                if clause.clause.effect != "prohibits" or not met or len(shown) < len(failing):
                    continue
                if not failing or clause.clause.iri in seen or clause.clause.incorporates:
                    continue
                seen.add(clause.clause.iri)
                yield from self._item(f"{self._cited(judged)}, {clause.clause.place}")
                for element in failing:
                    yield from self._element(element, "      ")

    def _others(self) -> Iterator[str]:
        deciding = {each.instrument.iri for each in self._assessment.deciding}
        rest = [
            each
            for each in self._assessment.instruments
            if each.force != "not-law" and each.instrument.iri not in deciding
        ]
        groups: dict[tuple[object, ...], list[JudgedInstrument]] = {}
        for judged in rest:
            if judged.verdict != "not-covered" or self._full:
                clauses = tuple(each.clause.iri for each in judged.deciding)
                groups.setdefault((judged.verdict, judged.instrument.binding, clauses), []).append(
                    judged
                )
        for group in groups.values():
            binding = "" if group[0].instrument.binding else ", not binding"
            verdict = _HEADLINES[group[0].verdict].lower()
            places = joined([each.clause.place for each in group[0].deciding])
            by = f" ({places})" if places else ""
            names = joined([self._cited(each) for each in group])
            yield from self._item(f"{names}: {verdict}{binding}{by}")
            if self._full:
                for judged in group:
                    yield from self._clauses(judged.clauses)
        without = [each.instrument.label for each in rest if each.verdict == "not-covered"]
        if without and not self._full:
            yield from self._item(f"not covered by {joined(sorted(without))}")

    def _not_law(self) -> Iterator[str]:
        for judged in self._assessment.instruments:
            if judged.force == "not-law" and judged.verdict != "not-covered":
                verdict = _HEADLINES[judged.verdict].lower()
                yield from self._item(f"{self._cited(judged)}: would make it {verdict}")

    def _presumed(self) -> Iterator[str]:
        for clause, element, verdict in self._assessment.presumed:
            if verdict == self._assessment.verdict and not self._full:
                continue
            what = _HEADLINES[verdict].lower()
            yield from self._item(
                f"not {element.label} ({clause.name}); otherwise {what}. {element.question}"
            )

    def _limits(self) -> Iterator[str]:
        assessment = self._assessment
        if assessment.unmodelled:
            names = joined([self._words.name(each) for each in assessment.unmodelled], "or")
            yield from self._item(f"what rules {names} may have, on security for instance")
        until = assessment.known_until
        yield from self._item(f"what happened after {until}, up to which this graph knows")

    def _item(self, text: str) -> Iterator[str]:
        yield from self._wrapped(text, "  - ", "    ")

    def _wrapped(self, text: str, first: str = "", rest: str | None = None) -> Iterator[str]:
        yield from textwrap.wrap(
            text, self._width, initial_indent=first,
            subsequent_indent=first if rest is None else rest, break_on_hyphens=False,
        )  # fmt: skip


def matters(question: OpenQuestion) -> str:
    """Return why a question matters."""
    about = f"it bears on {joined(list(question.clauses))}"
    if question.if_met is None or question.if_not_met is None:
        return about
    yes, no = (_HEADLINES[each].lower() for each in (question.if_met, question.if_not_met))
    return f"if so: {yes}; if not: {no}; {about}" if yes != no else about
