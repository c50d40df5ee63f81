"""What the graph records of activities: on which days they were, and what became of them."""

from __future__ import annotations

__all__ = ["Dated", "Recorded", "recorded_activities", "recorded_days", "recorded_outcome"]

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from lunargraph.namespaces import LG, LGI, PREFIXES
from lunargraph.policy.days import is_day

if TYPE_CHECKING:
    from lunargraph.store.worlds import World
    from lunargraph.validation.names import Names

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_ACTIVITY = NamedNode(LG + "Activity")
_ASKED_FOR = ("metBy", "notMetBy", "contestedBy")
_WHEN = ("startsOn", "happenedOn")
_STEPS = ("asOf", "openedOn", "closedOn", "approvedOn", "signedOn", "handedOverOn", "receivedOn",
          "givenBackOn")  # fmt: skip
_COMPLETED = NamedNode(LG + "CompletedTransfer")
_DONE = NamedNode(LGI + "stage-done")


class Dated(NamedTuple):
    """A date of an activity as it is recorded, and what was on it: ``signed on``."""

    date: str
    what: tuple[str, ...]


class Recorded(NamedTuple):
    """What became of an activity: in *words*, by its *stage*; *done* if it is told as carried out.

    Without *done* it may have been carried out all the same: nobody recorded it as such.
    """

    words: tuple[str, ...]
    stage: str | None
    done: bool

    @property
    def silent(self) -> bool:
        """Whether nothing is on record."""
        return not (self.words or self.stage or self.done)


def recorded_activities(
    world: World, kind: NamedNode | None = None
) -> tuple[list[NamedNode], list[NamedNode]]:
    """Return the activities of a *world* that policies speak of, and the others; sorted.

    Policies speak of an activity if it belongs to a class that an element of a clause names.

    :param kind: only members of this class of activities.
    """
    named = {
        triple.object for name in _ASKED_FOR for triple in world.triples(None, NamedNode(LG + name))
    } - {_ACTIVITY}
    found: tuple[list[NamedNode], list[NamedNode]] = ([], [])
    members = {triple.subject for triple in world.triples(None, _TYPE, _ACTIVITY)}
    for activity in sorted((each for each in members if isinstance(each, NamedNode)), key=str):
        classes = {triple.object for triple in world.triples(activity, _TYPE)}
        if kind is None or kind in classes:
            found[named.isdisjoint(classes)].append(activity)
    return found


def recorded_days(world: World, activity: NamedNode, names: Names) -> list[Dated]:
    """Return when an activity was: on one date, or else on those of the steps that it took."""
    for properties in (_WHEN, _STEPS):
        found: dict[str, list[str]] = {}
        for name in properties:
            property_ = NamedNode(LG + name)
            for triple in world.stated(activity, property_):
                if isinstance(triple.object, Literal):
                    label = names.label(property_) or name
                    found.setdefault(triple.object.value, []).append(label)
        if found:
            days = {date: what for date, what in found.items() if is_day(date)} or found
            return [Dated(date, tuple(what)) for date, what in sorted(days.items())]
    return []


def recorded_outcome(world: World, activity: NamedNode, names: Names) -> Recorded:
    """Return what is recorded of what became of an activity."""
    words = sorted(
        triple.object.value
        for triple in world.stated(activity, NamedNode(LG + "whatHappened"))
        if isinstance(triple.object, Literal)
    )
    stages = sorted((t.object for t in world.stated(activity, NamedNode(LG + "stage"))), key=str)
    done = _DONE in stages or any(True for _ in world.triples(activity, _TYPE, _COMPLETED))
    return Recorded(tuple(words), names.label(stages[0]) if stages else None, done)
