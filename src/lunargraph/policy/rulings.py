"""Many activities judged at once: the verdict of each and its deciding clauses, without proofs.

The activities stand side by side in one world, each with its own day, so that the policies are read
once and the rules run once. One activity on several days, or described in several ways, stands
there as several: copies of it. Where a contradiction shows up, each is judged in a world of its
own, so that it concerns only whom it concerns.
"""

from __future__ import annotations

__all__ = ["Deciding", "Ground", "Ruling", "key_of", "rulings"]

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode, Triple

from lunargraph.namespaces import PREFIXES
from lunargraph.policy.assessing import overall
from lunargraph.policy.judging import Judge
from lunargraph.policy.policies import load_policies
from lunargraph.policy.situations import Situation
from lunargraph.store.worlds import Outcome, changed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from lunargraph.explaining.questions import Reader
    from lunargraph.policy.cases import Case
    from lunargraph.policy.policies import Clause, Instrument
    from lunargraph.reasoning import Closure
    from lunargraph.reasoning.clashes import Term
    from lunargraph.store import Dataset
    from lunargraph.store.worlds import World

_SAME = NamedNode(PREFIXES["owl"] + "sameAs")


class Deciding(NamedTuple):
    """An *instrument* that a verdict rests on, and its *clauses* that do."""

    instrument: Instrument
    clauses: tuple[Clause, ...]

    @property
    def own_words(self) -> tuple[Clause, ...]:
        """The clauses without those that only take over the words of another of them."""
        here = {each.iri for each in self.clauses}
        return tuple(each for each in self.clauses if here.isdisjoint(each.incorporates))


class Ruling(NamedTuple):
    """What an assessment of a *case* comes to.

    *verdict* is one of ``judging.VERDICTS``, None where the facts contradict each other;
    *contested* tells whether it depends on how the law is read.
    """

    case: Case
    verdict: str | None
    contested: bool
    deciding: tuple[Deciding, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """What two rulings share that say the same, see :func:`key_of`."""
        return key_of(self.verdict, self.deciding, contested=self.contested)


def key_of(
    verdict: str | None, deciding: Iterable[Deciding], *, contested: bool
) -> tuple[object, ...]:
    """Return what verdicts share that say the same: verdict, reading, and which clauses decide.

    Acts of one family that carry a clause in the same place say the same by it.
    """
    places = {
        ((each.instrument.family or each.instrument.iri).value, clause.place or clause.label)
        for each in deciding
        for clause in each.own_words
    }
    return (verdict, contested, tuple(sorted(places)))


class Ground(NamedTuple):
    """The graph that cases are judged in.

    *triples* are its asserted statements, *reader* reads names by them, *closure* gives a copy of
    its closure, to be changed, and *beside* is a folder on the file system of *dataset*, see
    ``store.worlds.changed``. *outcome* is a change of the dataset to judge after: the copies of the
    closure and the triples have it too.
    """

    dataset: Dataset
    triples: Sequence[Triple]
    reader: Reader
    closure: Callable[[], Closure]
    beside: Path | None = None
    outcome: Outcome = Outcome(())


def rulings(
    cases: Sequence[Case],
    ground: Ground,
    *,
    only: Collection[NamedNode] | None = None,
    without: Collection[NamedNode] = (),
) -> list[Ruling]:
    """Return the rulings of *cases*, in their order.

    :param only: the instruments and families that count; all of them unless said.
    :param without: properties of which copies of a recorded activity take over nothing.
    :raises StoreError: the disk is full or cannot be written.
    """
    if not cases:
        return []

    def alone() -> Iterator[Ruling]:
        for case in cases:
            yield from rulings([case], ground, only=only, without=without)

    if _differ_beside(cases):
        return [*alone()]
    with changed(ground.dataset, ground.outcome, beside=ground.beside) as world:
        apart = [*_apart(cases, world, without)]
        given = dict.fromkeys(fact for case in apart for fact in case.facts)
        first, *others = [case.activity for case in apart]
        together = Situation(first, [*given], world, ground.closure(), others=others)
        together.settle()
        if not together.clashes and not _merged(world, apart):
            judge = Judge(together, load_policies(world), only=only)
            return [
                _ruling(case, judge, together.seen_from(copy.activity))
                for case, copy in zip(cases, apart, strict=True)
            ]
    if len(cases) == 1:
        return [Ruling(cases[0], None, contested=False, deciding=())]
    return [*alone()]


def _ruling(case: Case, judge: Judge, situation: Situation) -> Ruling:
    judged = judge.of(situation).instruments()
    verdict = overall(judged)
    contested = {
        element.element.iri
        for instrument in judged
        for clause in instrument.clauses
        if clause.outcome != "not-met"
        for element in clause.elements
        if element.outcome == "contested"
    }
    others = {
        overall(judge.of(situation, {element: met}).instruments())
        for element in contested
        for met in (True, False)
    }
    deciding = tuple(
        Deciding(each.instrument, tuple(part.clause for part in each.deciding))
        for each in judged
        if each.instrument.binding
        and each.force != "not-law"
        and each.verdict == verdict
        and each.deciding
    )
    return Ruling(case, verdict, bool(others - {verdict}), deciding)


# --- several cases in one world -------------------------------------------------------------------


def _differ_beside(cases: Sequence[Case]) -> bool:
    """Tell whether two cases say different things of something else than the activity."""
    said: dict[Term, set[Triple]] = {}
    for case in cases:
        here: dict[Term, set[Triple]] = {}
        for fact in case.facts:
            if fact.subject != case.activity:
                here.setdefault(fact.subject, set()).add(fact)
        for subject, facts in here.items():
            if said.setdefault(subject, facts) != facts:
                return True
    return False


def _apart(cases: Sequence[Case], world: World, without: Collection[NamedNode]) -> Iterator[Case]:
    """Yield the cases, each with an activity of its own: copies where several have the same."""
    count = Counter(case.activity for case in cases)
    for number, case in enumerate(cases, 1):
        if count[case.activity] == 1 and not without:
            yield case
            continue
        copy = NamedNode(f"{case.activity.value}-case-{number}")
        known = dict.fromkeys(
            (*world.stated(case.activity), *world.stated(None, None, case.activity))
        )
        facts = [*(each for each in known if each.predicate not in without), *case.facts]
        yield case._replace(
            activity=copy, facts=tuple(_renamed(each, case.activity, copy) for each in facts)
        )


def _renamed(fact: Triple, old: NamedNode, new: NamedNode) -> Triple:
    subject = new if fact.subject == old else fact.subject
    object_ = new if fact.object == old else fact.object
    return Triple(subject, fact.predicate, object_)


def _merged(world: World, cases: Iterable[Case]) -> bool:
    """Tell whether activities are the same thing by what follows of them."""
    return len({*cases}) > 1 and any(
        triple.object != case.activity
        for case in cases
        for triple in world.triples(case.activity, _SAME)
    )
