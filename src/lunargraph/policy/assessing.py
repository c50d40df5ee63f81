"""The assessment of an activity: the verdict of all instruments, and all that belongs to it."""

from __future__ import annotations

__all__ = ["Assessment", "OpenQuestion", "OtherReading", "Supposition", "assess"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from lunargraph.errors import UsageError
from lunargraph.explaining.phrases import joined
from lunargraph.lookup.names import typed
from lunargraph.namespaces import LG
from lunargraph.policy.cases import COMPLETE, TRUE
from lunargraph.policy.judging import VERDICTS, Judge
from lunargraph.policy.policies import load_policies
from lunargraph.policy.records import records_of
from lunargraph.reasoning.clashes import as_triple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from lunargraph.policy.cases import Case
    from lunargraph.policy.judging import JudgedClause, JudgedElement, JudgedInstrument
    from lunargraph.policy.policies import Clause, Element, Policies, Reading
    from lunargraph.policy.records import Record
    from lunargraph.policy.rules import Conclusion
    from lunargraph.policy.situations import Situation
    from lunargraph.reasoning.proofs import Proof


class OtherReading(NamedTuple):
    """What the verdict is if a contested *element* is taken as met, or as not met.

    *readings* are those that take it so, none if nobody who is on record does.
    """

    element: Element
    met: bool
    verdict: str
    readings: tuple[Reading, ...]


class Supposition(NamedTuple):
    """What counts as not met though nothing shows it, and the verdict if it were met after all.

    *clause* is the exception whose act is not on record, or the clause that the element keeps from
    being met.
    """

    clause: Clause
    element: Element
    verdict: str


class OpenQuestion(NamedTuple):
    """What is not known and would decide: the verdict if it were so, and if it were not.

    *element* is None where the question is whether an instrument is in force.
    """

    text: str
    element: Element | None
    clauses: tuple[str, ...]
    instruments: tuple[NamedNode, ...]
    if_met: str | None = None
    if_not_met: str | None = None

    @property
    def takes_names(self) -> bool:
        """Whether it is answered with names: one that begins with "Who" is."""
        asks = self.element is not None and self.element.asks_for is not None
        return asks and self.text.startswith("Who ")

    @property
    def alone_decides(self) -> bool:
        """Whether one answer, without any other, changes the verdict."""
        return self.if_met != self.if_not_met


@dataclass(frozen=True)
class Assessment:
    """Whether an activity is allowed on a day, by which clauses, and what would change it.

    *verdict* is one of ``judging.VERDICTS``, None where the facts contradict each other: then
    *contradictions* are the proofs. *instruments* are all that may be in force, and the bills, the
    strictest first. *other_readings* are the verdicts where readers of the law differ and it
    matters. *proofs* are those of the statements that elements and instruments rest on, and
    *conclusions* what rules beyond OWL made of the facts.
    """

    case: Case
    facts: tuple[Triple, ...]
    verdict: str | None
    instruments: tuple[JudgedInstrument, ...]
    other_readings: tuple[OtherReading, ...]
    questions: tuple[OpenQuestion, ...]
    presumed: tuple[Supposition, ...]
    off_record: tuple[Supposition, ...]
    unmodelled: tuple[NamedNode, ...]
    first_known: str | None
    known_until: str | None
    proofs: Mapping[Triple, Proof]
    conclusions: Mapping[Triple, Conclusion]
    labels: Mapping[NamedNode, str]
    records: Mapping[NamedNode, Sequence[Record]]
    graphs: Mapping[Triple, Sequence[NamedNode]]
    contradictions: tuple[Proof, ...] = ()

    @property
    def deciding(self) -> tuple[JudgedInstrument, ...]:
        """The instruments that the verdict rests on."""
        return tuple(
            each
            for each in self.instruments
            if _decides(each) and each.verdict == self.verdict and each.deciding
        )

    @property
    def conditions(self) -> tuple[tuple[JudgedInstrument, JudgedClause], ...]:
        """What must be done: requirements that are met, and exceptions that need an act."""
        return tuple(
            (instrument, part)
            for instrument in self.instruments
            if _decides(instrument)
            for clause in instrument.clauses
            for part in _conditions(clause)
        )

    def write(
        self, format_name: str = "text", *, full: bool = False, width: int | None = None
    ) -> str:
        """Return the assessment as ``text``, ``json`` or ``turtle`` (PROV-O).

        :param full: text only: every clause of every instrument.
        :param width: text only: the columns to wrap at.
        :raises UnknownNameError: no such format.
        """
        from lunargraph.policy.writing import write  # it knows this class

        return write(self, format_name, full=full, width=width)

    @property
    def complete(self) -> tuple[str, ...]:
        """What the stated facts were taken to be all of, such as ``parties``."""
        activity = self.case.activity
        return tuple(
            name
            for closing, name in COMPLETE.items()
            if Triple(activity, closing, TRUE) in self.facts
        )

    @property
    def contested(self) -> bool:
        """Whether the verdict depends on how the law is read."""
        return any(other.verdict != self.verdict for other in self.other_readings)


def assess(
    situation: Situation, case: Case, *, only: Collection[NamedNode] | None = None
) -> Assessment:
    """Assess a *case* in its *situation*.

    :param only: the instruments and families that count; all of them unless said.
    """
    if situation.clashes:
        proofs = (situation.why_false(clash) for clash in situation.clashes)
        found = tuple(proof for proof in proofs if proof is not None)
        return Assessment(
            case, _facts(situation), None, (), (), (), (), (), (), None, None, {},
            situation.conclusions, _Labels(situation).of(*found), {}, _graphs(situation, found),
            found,
        )  # fmt: skip
    policies = load_policies(situation.world)
    if only is not None:
        refuse_others(policies, only)
    return _Assessor(situation, case, policies, only).assessment()


def refuse_others(policies: Policies, only: Collection[NamedNode]) -> None:
    """Refuse what is no instrument and no family of instruments.

    :raises UsageError: with its name.
    """
    families = {each.family for each in policies.instruments.values()}
    for iri in only:
        if iri not in policies.instruments and iri not in families:
            raise UsageError(
                f"this is no instrument: {typed(iri.value)}",
                where="--instrument",
                mend="`lunargraph query instruments` shows them",
            )


def _facts(situation: Situation) -> tuple[Triple, ...]:
    """Return what is stated of an activity, by the case or by the graph."""
    concluded = situation.conclusions
    stated = [*situation.given, *situation.world.stated(situation.activity)]
    return tuple(dict.fromkeys(sorted((t for t in stated if t not in concluded), key=str)))


def _graphs(situation: Situation, proofs: Iterable[Proof]) -> dict[Triple, tuple[NamedNode, ...]]:
    """Return the named graphs that assert the leaves of proofs."""
    found = (as_triple(leaf) for proof in proofs for leaf in proof.leaves())
    leaves = [leaf for leaf in dict.fromkeys(found) if leaf is not None]
    return {
        leaf: tuple(each for each in situation.world.graphs(leaf) if isinstance(each, NamedNode))
        for leaf in leaves
    }


def overall(instruments: Iterable[JudgedInstrument]) -> str:
    """Return the strictest verdict of what is law."""
    found = {each.verdict for each in instruments if _decides(each)}
    return next((verdict for verdict in VERDICTS if verdict in found), "not-covered")


def _conditions(judged: JudgedClause) -> Iterator[JudgedClause]:
    """Yield a clause if it has to be fulfilled, or what lifts it if that needs an act."""
    if judged.outcome == "not-met":
        return
    if judged.clause.effect == "requires" and judged.outcome != "undecided":
        if judged.lifted != "yes":
            yield judged
    elif judged.clause.effect == "prohibits":
        for exception in judged.exceptions:
            part = exception.clause
            if exception.certain and part.outcome == "met" and part.clause.evidence:
                yield part


def _decides(judged: JudgedInstrument) -> bool:
    return judged.instrument.binding and judged.force != "not-law"


_KNOWN = """
PREFIX lg: <https://w3id.org/lunargraph/ns#>
SELECT DISTINCT ?until WHERE {
  ?instrument a lg:Instrument .
  ?record lg:describes ?instrument ; lg:belongsTo ?set .
  ?set lg:knownUntil ?until .
  FILTER NOT EXISTS { ?record a lg:BibliographicRecord }
}
"""


class _Assessor:
    def __init__(
        self,
        situation: Situation,
        case: Case,
        policies: Policies,
        only: Collection[NamedNode] | None,
    ) -> None:
        self._situation = situation
        self._case = case
        self._policies = policies
        self._answered = dict(case.answered)
        self._only = only
        self._judge = self._judging()

    def _judging(
        self,
        assumed: Mapping[NamedNode, bool] | None = None,
        forces: Mapping[NamedNode, bool] | None = None,
    ) -> Judge:
        return Judge(self._situation, self._policies, assumed, forces, self._answered, self._only)

    def assessment(self) -> Assessment:
        instruments = tuple(self._judge.instruments())
        verdict = overall(instruments)
        shown = dict.fromkeys(_shown(instruments))
        proofs = {statement: self._situation.why(statement) for statement in shown}
        unmodelled = tuple(self._unmodelled())
        return Assessment(
            self._case,
            _facts(self._situation),
            verdict,
            instruments,
            tuple(self._other_readings(instruments)),
            tuple(self._questions(instruments)),
            tuple(self._supposing(_presumed(instruments))),
            tuple(self._supposing(_off_record(instruments))),
            unmodelled,
            self._first_known(),
            self._known_until(),
            proofs,
            self._situation.conclusions,
            _Labels(self._situation).of(
                *proofs.values(),
                instruments,
                self._case,
                unmodelled,
                _facts(self._situation),
                [tuple(each.bindings.values()) for each in self._situation.conclusions.values()],
            ),
            records_of(self._situation.world.dataset, _described(instruments)),
            _graphs(self._situation, proofs.values()),
        )

    def _assuming(self, assumed: Mapping[NamedNode, bool]) -> str:
        return overall(self._judging(assumed).instruments())

    def _in_force(self, forces: Mapping[NamedNode, bool]) -> str:
        return overall(self._judging(forces=forces).instruments())

    def _supposing(
        self, found: Iterable[tuple[JudgedClause, JudgedElement]]
    ) -> Iterator[Supposition]:
        for clause, judged in found:
            element = judged.element
            yield Supposition(clause.clause, element, self._assuming({element.iri: True}))

    def _other_readings(self, instruments: Sequence[JudgedInstrument]) -> Iterator[OtherReading]:
        contested = {
            element.element.iri: element.element
            for _, clause in _open_clauses(instruments)
            for element in clause.elements
            if element.outcome == "contested"
        }
        for iri, element in contested.items():
            for met in (True, False):
                readings = tuple(each for each in element.readings if each.met == met)
                yield OtherReading(element, met, self._assuming({iri: met}), readings)

    def _questions(self, instruments: Sequence[JudgedInstrument]) -> Iterator[OpenQuestion]:
        """Yield what is not known and could change the verdict, the most decisive first."""
        found: dict[NamedNode, tuple[Element, list[str], list[NamedNode]]] = {}
        contexts: dict[NamedNode, set[frozenset[NamedNode]]] = {}
        for instrument, clause in _open_clauses(instruments):
            if not _decides(instrument) or clause.clause.effect == "excepts":
                continue
            parts = [(instrument.instrument, clause)]
            parts += [(each.instrument, each.clause) for each in clause.exceptions]
            for carrier, part in parts:
                if part.outcome != "undecided":
                    continue
                unknown = frozenset(
                    each.element.iri for each in part.elements if each.outcome == "unknown"
                )
                for element in part.elements:
                    if element.outcome == "unknown":
                        contexts.setdefault(element.element.iri, set()).add(unknown)
                        entry = found.setdefault(element.element.iri, (element.element, [], []))
                        if part.clause.name not in entry[1]:
                            entry[1].append(part.clause.name)
                        if carrier.iri not in entry[2]:
                            entry[2].append(carrier.iri)
        questions = [
            OpenQuestion(
                element.question,
                element,
                tuple(clauses),
                tuple(carriers),
                self._assuming({iri: True}),
                self._assuming({iri: False}),
            )
            for iri, (element, clauses, carriers) in found.items()
            if self._matters(iri, contexts[iri])
        ]
        yield from self._questions_of_force(instruments)
        yield from sorted(
            questions,
            key=lambda each: (
                not each.alone_decides,
                not each.takes_names,
                -len(each.clauses),
                each.text,
            ),
        )

    def _matters(self, element: NamedNode, contexts: Iterable[frozenset[NamedNode]]) -> bool:
        """Tell whether the verdict turns on an element of a clause.

        :param contexts: for each clause that has it, all its elements that are unknown: it turns on
            the element if it does by itself, or if the others were met.
        """
        tried: list[dict[NamedNode, bool]] = [{}]
        tried += [dict.fromkeys(sorted(each, key=str), True) for each in sorted(contexts, key=str)]
        return any(
            self._assuming({**each, element: True}) != self._assuming({**each, element: False})
            for each in tried
        )

    def _questions_of_force(
        self, instruments: Sequence[JudgedInstrument]
    ) -> Iterator[OpenQuestion]:
        """Yield whether instruments are in force, one question for those of a family."""
        families: dict[tuple[NamedNode, str], list[JudgedInstrument]] = {}
        lifting = {
            exception.instrument.iri
            for _, clause in _open_clauses(instruments)
            for exception in clause.exceptions
            if not exception.certain and exception.clause.outcome != "not-met"
        }
        for each in instruments:
            matters = each.verdict == "unknown" or each.instrument.iri in lifting
            if _decides(each) and each.force != "in-force" and matters:
                key = (each.instrument.family or each.instrument.iri, each.force)
                families.setdefault(key, []).append(each)
        for group in families.values():
            members = frozenset(each.instrument.iri for each in group)
            verdicts = [self._in_force(dict.fromkeys(members, so)) for so in (True, False)]
            clauses = dict.fromkeys(part.clause.name for each in group for part in each.deciding)
            yield OpenQuestion(
                _in_force_question(group), None, tuple(clauses), tuple(sorted(members, key=str)),
                *verdicts,
            )  # fmt: skip

    def _unmodelled(self) -> Iterator[NamedNode]:
        """Yield who takes part or pays, and has no rules of its own in the graph."""
        world, activity = self._situation.world, self._case.activity
        known = {
            triple.object
            for name in ("issuedBy", "binds")
            for triple in world.triples(None, NamedNode(LG + name))
        }
        seen = set()
        for name in ("fundedBy", "hasParty"):
            for triple in world.triples(activity, NamedNode(LG + name)):
                agent = triple.object
                if isinstance(agent, NamedNode) and agent not in seen:
                    seen.add(agent)
                    wholes = (
                        each.object for each in world.triples(agent, NamedNode(LG + "partOf"))
                    )
                    if known.isdisjoint({agent, *wholes}):
                        yield agent

    def _first_known(self) -> str | None:
        found = (
            triple.object.value
            for triple in self._situation.world.triples(None, NamedNode(LG + "inForceFrom"))
            if isinstance(triple.object, Literal) and triple.subject in self._policies.instruments
        )
        return min(found, default=None)

    def _known_until(self) -> str | None:
        """Return up to when the data sets that describe instruments all know."""
        answer = self._situation.world.dataset.query(_KNOWN, name="knowledge of instruments")
        found = [term.value for (term,) in answer.terms if isinstance(term, Literal)]  # type: ignore[union-attr]  # a SELECT
        return min(found, default=None)


def _in_force_question(group: Sequence[JudgedInstrument]) -> str:
    names = joined([each.instrument.label for each in group])
    if group[0].force == "perhaps-in-force":
        return f"Was it in force on that day: {names}?"
    family = group[0].instrument.family_label
    return (
        f"Is it still in force on that day: {family or names}? What succeeds or continues {names} "
        "would decide: a new instrument or, for an act, a continuing resolution."
    )


def _open_clauses(
    instruments: Iterable[JudgedInstrument],
) -> Iterator[tuple[JudgedInstrument, JudgedClause]]:
    """Yield the clauses that are not out of the question."""
    for instrument in instruments:
        for clause in instrument.clauses:
            if clause.outcome != "not-met":
                yield instrument, clause


def _shown(instruments: Iterable[JudgedInstrument]) -> Iterator[Triple]:
    for instrument in instruments:
        yield instrument.shown
        for clause in instrument.clauses:
            for part in (clause, *(each.clause for each in clause.exceptions)):
                for element in part.elements:
                    if element.because is not None:
                        yield element.because


def _described(instruments: Iterable[JudgedInstrument]) -> Iterator[NamedNode]:
    """Yield the things of the law that an assessment speaks of."""
    for instrument in instruments:
        yield instrument.instrument.iri
        for clause in instrument.clauses:
            for part in (clause, *(each.clause for each in clause.exceptions)):
                yield part.clause.iri
                for element in part.elements:
                    yield element.element.iri
                    yield from (reading.iri for reading in element.element.readings)


def _presumed(
    instruments: Iterable[JudgedInstrument],
) -> Iterator[tuple[JudgedClause, JudgedElement]]:
    """Yield the elements whose presumption alone keeps a clause of a law from being met."""
    seen = set()
    for instrument in instruments:
        if not _decides(instrument):
            continue
        for clause in instrument.clauses:
            failing = [each for each in clause.elements if each.outcome == "not-met"]
            presumed = [each for each in failing if each.silence == "presumed-not-met"]
            if len(presumed) == len(failing) and clause.clause.effect in ("prohibits", "requires"):
                for each in presumed:
                    if each.element.iri not in seen:
                        seen.add(each.element.iri)
                        yield clause, each


def _off_record(
    instruments: Iterable[JudgedInstrument],
) -> Iterator[tuple[JudgedClause, JudgedElement]]:
    """Yield the exceptions that nothing but the lack of an act on record keeps from lifting."""
    seen = set()
    for instrument in filter(_decides, instruments):
        for clause in instrument.deciding:
            for exception in clause.exceptions:
                part = exception.clause
                failing = [each for each in part.elements if each.outcome == "not-met"]
                silent = [each for each in failing if each.element.silence == "none-on-record"]
                if silent and len(silent) == len(failing) and part.clause.iri not in seen:
                    seen.add(part.clause.iri)
                    yield part, silent[0]


class _Labels:
    """Collects what the terms of an assessment are called."""

    def __init__(self, situation: Situation) -> None:
        from lunargraph.validation.names import Names  # labels by look-ups

        self._names = Names([], situation.world)

    def of(self, *parts: object) -> dict[NamedNode, str]:
        """Return the labels of all terms in these parts."""
        found: dict[NamedNode, str] = {}
        for term in _terms(parts):
            label = self._names.label(term)
            if label is not None:
                found[term] = label
        return found


def _terms(part: object, seen: set[int] | None = None) -> Iterator[NamedNode]:
    seen = set() if seen is None else seen
    if isinstance(part, NamedNode):
        yield part
    elif isinstance(part, Triple):
        yield from _terms((part.subject, part.predicate, part.object), seen)
    elif isinstance(part, tuple | list) and id(part) not in seen:
        seen.add(id(part))
        for each in part:
            yield from _terms(each, seen)
