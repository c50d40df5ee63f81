"""From the elements of clauses to a verdict: what is met, what that decides, what would decide.

Only this arithmetic is here. Which classes meet an element, which clause carries which effect and
which day an instrument is in force stand in the graph and in its rules.
"""

from __future__ import annotations

__all__ = [
    "VERDICTS",
    "Judge",
    "JudgedClause",
    "JudgedElement",
    "JudgedException",
    "JudgedInstrument",
]

from copy import copy
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode, Triple

from lunargraph.namespaces import LG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from lunargraph.policy.policies import Clause, Element, Instrument, Policies
    from lunargraph.policy.situations import Situation

VERDICTS = ("prohibited", "unknown", "permitted-with-conditions", "permitted", "not-covered")
"""The verdicts, the strictest first."""
ANSWERED = "answered"
"""How silence was read where somebody answered the question of an element."""
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_IN_FORCE = {
    "in-force": NamedNode(LG + "fallsUnder"),
    "perhaps-in-force": NamedNode(LG + "mayFallUnder"),
    "not-known": NamedNode(LG + "beyondKnowledgeOf"),
    "not-law": NamedNode(LG + "wouldFallUnder"),
}


class JudgedElement(NamedTuple):
    """What an *element* is for the activity: ``met``, ``not-met``, ``contested`` or ``unknown``.

    *because* is the statement that shows it; without one, *silence* says how the silence of the
    facts was read. *apart* are two disjoint classes: that the activity belongs to the first, or to
    a class below it, shows that it does not to the second.
    """

    element: Element
    outcome: str
    because: Triple | None = None
    silence: str | None = None
    apart: tuple[NamedNode, NamedNode] | None = None


class JudgedException(NamedTuple):
    """A clause that lifts another, as it is under the *instrument* that carries it.

    *certain* tells whether that instrument is in force on the day, and not only perhaps.
    """

    instrument: Instrument
    clause: JudgedClause
    certain: bool = True


class JudgedClause(NamedTuple):
    """A *clause* with its *elements*, and the *exceptions* to it that were looked at.

    *outcome* is ``met``, ``not-met``, ``contested`` or ``undecided``, exceptions apart; *lifted* is
    ``yes``, ``no`` or ``unknown``.
    """

    clause: Clause
    outcome: str
    elements: tuple[JudgedElement, ...]
    exceptions: tuple[JudgedException, ...] = ()
    lifted: str = "no"


class JudgedInstrument(NamedTuple):
    """An *instrument* on the day: how far it is in force, its clauses, and what they come to.

    *force* is ``in-force``, ``perhaps-in-force``, ``not-known`` or ``not-law``; *shown* is the
    statement that says so. *deciding* are the clauses that the verdict rests on.
    """

    instrument: Instrument
    force: str
    shown: Triple
    verdict: str
    clauses: tuple[JudgedClause, ...]
    deciding: tuple[JudgedClause, ...]


class Judge:
    """Judges one activity by the *policies* of its graph.

    :param assumed: what open elements are taken to be, by their IRIs: met, or not. Only those that
        are contested, unknown or read from silence can be assumed; a contested one that is not
        among them holds, which is the stricter reading, and its outcome stays ``contested``.
    :param answered: what was answered to the questions of elements, met or not; each answer decides
        its own element where the facts are silent, and no other. Of an instrument, whether it is in
        force.
    :param only: the instruments and families that are judged; what lifts their clauses may stand in
        any.
    :param forces: whether instruments of which it is not known are taken to be in force.
    """

    def __init__(
        self,
        situation: Situation,
        policies: Policies,
        assumed: Mapping[NamedNode, bool] | None = None,
        forces: Mapping[NamedNode, bool] | None = None,
        answered: Mapping[NamedNode, bool] | None = None,
        only: Collection[NamedNode] | None = None,
    ) -> None:
        self._situation = situation
        self._activity = situation.activity
        self._policies = policies
        self._assumed = assumed or {}
        self._answered = answered or {}
        known = policies.instruments
        self._forces = {iri: so for iri, so in self._answered.items() if iri in known}
        self._forces |= forces or {}
        self._only = None if only is None else frozenset(only)
        self._classes = situation.classes()
        self._implemented = policies.implemented()
        self._apart = _Disjointness(situation)

    def of(self, situation: Situation, assumed: Mapping[NamedNode, bool] | None = None) -> Judge:
        """Return the judge of another activity of the same world, or of other assumptions."""
        other = copy(self)
        other._situation = situation
        other._activity = situation.activity
        other._classes = situation.classes()
        other._assumed = assumed or {}
        return other

    def instruments(self) -> list[JudgedInstrument]:
        """Return every instrument that may be in force on the day, and the bills, judged."""
        found = []
        for instrument in self._policies.instruments.values():
            force = self._force_of(instrument)
            if force is not None and self._counts(instrument):
                shown = next(filter(None, (self._force(instrument, each) for each in _IN_FORCE)))
                found.append(self._instrument(instrument, force, shown))
        return sorted(found, key=self._order)

    def _order(self, judged: JudgedInstrument) -> tuple[bool, int, bool, bool, str]:
        """Law first; the strict before the lax; what is implemented, and what implements it."""
        instrument = judged.instrument
        return (
            not instrument.binding or judged.force == "not-law",
            VERDICTS.index(judged.verdict),
            self._implemented.isdisjoint({instrument.iri, instrument.family}),
            instrument.implements is None,
            instrument.iri.value,
        )

    def _counts(self, instrument: Instrument) -> bool:
        return self._only is None or not self._only.isdisjoint({instrument.iri, instrument.family})

    def _force_of(self, instrument: Instrument) -> str | None:
        """Return how far an instrument is in force, None if it is not, as known or as assumed."""
        known = next(
            (each for each in _IN_FORCE if self._force(instrument, each) is not None), None
        )
        taken = self._forces.get(instrument.iri) if known is not None else None
        return known if taken is None else "in-force" if taken else None

    def _force(self, instrument: Instrument, force: str) -> Triple | None:
        shown = Triple(self._activity, _IN_FORCE[force], instrument.iri)
        return shown if self._situation.world.holds(shown) else None

    def _instrument(self, instrument: Instrument, force: str, shown: Triple) -> JudgedInstrument:
        clauses = tuple(self._clause(each, instrument) for each in instrument.clauses)
        verdict, deciding = _verdict(clauses, certain=force in ("in-force", "not-law"))
        return JudgedInstrument(instrument, force, shown, verdict, clauses, deciding)

    def _clause(self, clause: Clause, instrument: Instrument) -> JudgedClause:
        judged = self._bare(clause, instrument)
        if judged.outcome == "not-met":
            return judged
        exceptions = tuple(self._exceptions(clause, instrument))
        lifting = {each.clause.outcome for each in exceptions if each.certain}
        perhaps = {each.clause.outcome for each in exceptions} - {"not-met"}
        lifted = "yes" if "met" in lifting else "unknown" if perhaps else "no"
        return judged._replace(exceptions=exceptions, lifted=lifted)

    def _bare(self, clause: Clause, instrument: Instrument) -> JudgedClause:
        elements = tuple(self._element(each, instrument) for each in clause.elements)
        return JudgedClause(clause, _all(each.outcome for each in elements), elements)

    def _exceptions(self, clause: Clause, instrument: Instrument) -> Iterable[JudgedException]:
        """Yield what may lift a *clause*: under its own instrument, or under others."""
        for other, exception in self._policies.lifting(clause.iri):
            if exception in instrument.clauses and other != instrument:
                continue
            force = "in-force" if other == instrument else self._force_of(other)
            if force is not None and force != "not-law":
                certain = force == "in-force"
                yield JudgedException(other, self._bare(exception, other), certain)

    def _element(self, element: Element, instrument: Instrument) -> JudgedElement:
        judged = self._found(element, instrument)
        silent = judged.silence not in (None, ANSWERED)
        open_ = judged.outcome in ("contested", "unknown") or silent
        if open_ and element.iri in self._assumed:
            return judged._replace(outcome="met" if self._assumed[element.iri] else "not-met")
        return judged

    def _found(self, element: Element, instrument: Instrument) -> JudgedElement:
        judged = self._by_facts(element, instrument)
        if judged.because is None and element.iri in self._answered:
            outcome = "met" if self._answered[element.iri] else "not-met"
            return JudgedElement(element, outcome, silence=ANSWERED)
        return judged

    def _by_facts(self, element: Element, instrument: Instrument) -> JudgedElement:
        shown = self._shown(element, instrument)
        if shown is not None:
            return shown
        apart_from_all = [self._apart.between(self._classes, each) for each in element.met_by]
        if apart_from_all and not element.met_towards and None not in apart_from_all:
            apart = apart_from_all[0]
            if apart is not None:
                below = self._apart.stated(self._classes, apart[0])
                because = Triple(self._activity, _TYPE, below)
                return JudgedElement(element, "not-met", because, apart=apart)
        if element.silence is not None and not self._is_stated(element):
            return JudgedElement(element, "not-met", silence=element.silence)
        return JudgedElement(element, "unknown")

    def _is_stated(self, element: Element) -> bool:
        """Tell whether an act is on record, though not all that would decide about it.

        So it is where facts could show either that the element is met or that it is not.
        """
        both = element.not_met_by or element.not_met_towards
        if element.silence != "none-on-record" or element.asks_for is None or not both:
            return False
        stated = self._situation.world.stated(self._activity, element.asks_for)
        return next(iter(stated), None) is not None

    def _shown(self, element: Element, instrument: Instrument) -> JudgedElement | None:
        """Return what a class or a property shows; what is met for certain is not contested."""
        for outcome, classes, properties in (
            ("met", element.met_by, element.met_towards),
            ("not-met", element.not_met_by, element.not_met_towards),
            ("contested", element.contested_by, ()),
        ):
            statements = [
                *(Triple(self._activity, _TYPE, each) for each in classes if each in self._classes),
                *(Triple(self._activity, each, instrument.iri) for each in properties),
            ]
            for statement in statements:
                if self._situation.world.holds(statement):
                    return JudgedElement(element, outcome, statement)
        return None


class _Disjointness:
    """Which classes have no members in common, by what the ontology says."""

    def __init__(self, situation: Situation) -> None:
        self._situation = situation
        self._world = situation.world
        self._above: dict[NamedNode, set[NamedNode]] = {}
        self._pairs: dict[NamedNode, set[NamedNode]] = {}
        answer = self._world.dataset.query(_PAIRS, name="disjoint classes")
        for one, other in answer.terms:  # type: ignore[union-attr]  # a SELECT
            if isinstance(one, NamedNode) and isinstance(other, NamedNode):
                self._pairs.setdefault(one, set()).add(other)
                self._pairs.setdefault(other, set()).add(one)

    def between(
        self, classes: Collection[NamedNode], class_: NamedNode
    ) -> tuple[NamedNode, NamedNode] | None:
        """Return one of *classes* and one above *class_* that are disjoint, None without any."""
        found = [
            (each, above)
            for above in self._supers(class_)
            for each in self._pairs.get(above, ())
            if each in classes
        ]
        return min(found, key=str, default=None)

    def stated(self, classes: Collection[NamedNode], class_: NamedNode) -> NamedNode:
        """Return one of *classes* below *class_* that is stated of the activity, or itself."""
        about, concluded = self._situation.activity, self._situation.conclusions
        below = (each for each in classes if class_ in self._supers(each))
        stated = ((each, Triple(about, _TYPE, each)) for each in below)
        found = [
            each
            for each, triple in stated
            if self._world.is_asserted(triple) and triple not in concluded
        ]
        return min(found, key=str, default=class_)

    def _supers(self, class_: NamedNode) -> set[NamedNode]:
        if class_ not in self._above:
            seen, left = {class_}, [class_]
            while left:
                for triple in self._world.triples(left.pop(), _SUBCLASS):
                    above = triple.object
                    if isinstance(above, NamedNode) and above not in seen:
                        seen.add(above)
                        left.append(above)
            self._above[class_] = seen
        return self._above[class_]


_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
_PAIRS = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?one ?other WHERE {
  { ?one owl:disjointWith ?other }
  UNION
  {
    ?axiom a owl:AllDisjointClasses ; owl:members ?list .
    ?list rdf:rest*/rdf:first ?one , ?other .
    FILTER(?one != ?other)
  }
}
"""


def _all(outcomes: Iterable[str]) -> str:
    """Return what elements come to that must all be met; a clause without any is undecided."""
    found = set(outcomes)
    if "not-met" in found:
        return "not-met"
    if "unknown" in found or not found:
        return "undecided"
    return "contested" if "contested" in found else "met"


def _verdict(
    clauses: Iterable[JudgedClause], *, certain: bool
) -> tuple[str, tuple[JudgedClause, ...]]:
    """Return the verdict of the clauses of one instrument, and those that it rests on.

    :param certain: whether the instrument is in force for certain.
    """
    by_verdict: dict[str, list[JudgedClause]] = {}
    for judged in clauses:
        verdict = _effect(judged)
        if verdict == "prohibited" and not certain:
            verdict = "unknown"
        if verdict is not None:
            by_verdict.setdefault(verdict, []).append(judged)
    for verdict in VERDICTS:
        if verdict in by_verdict:
            return verdict, tuple(by_verdict[verdict])
    return "not-covered", ()


def _effect(judged: JudgedClause) -> str | None:
    """Return the verdict that one clause gives by itself, None if it gives none."""
    effect, outcome = judged.clause.effect, judged.outcome
    holds = outcome in ("met", "contested")
    if effect == "prohibits" and outcome != "not-met":
        if judged.lifted == "yes":
            lifting = [each.clause for each in judged.exceptions if each.clause.outcome == "met"]
            conditional = any(each.clause.evidence for each in lifting)
            return "permitted-with-conditions" if conditional else "permitted"
        return "prohibited" if holds and judged.lifted == "no" else "unknown"
    if effect == "requires" and holds and judged.lifted != "yes":
        return "permitted-with-conditions"
    if effect == "permits" and holds:
        return "permitted"
    return None
