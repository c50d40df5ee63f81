"""All recorded activities judged: each on its own day, or all on one; and what became of them."""

from __future__ import annotations

__all__ = ["Judged", "Sweep", "Undated", "sweep"]

import json
import textwrap
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from lunargraph.explaining.phrases import joined
from lunargraph.lookup.names import typed
from lunargraph.policy.cases import recorded_case
from lunargraph.policy.days import days_of, is_day, read_day
from lunargraph.policy.histories import (
    Dated,
    recorded_activities,
    recorded_days,
    recorded_outcome,
)
from lunargraph.policy.judging import VERDICTS
from lunargraph.policy.rulings import rulings
from lunargraph.policy.stretches import over_days, rows_of
from lunargraph.policy.tabulating import (
    FORMATS,
    WIDTH,
    check_format,
    decided_by,
    table_of,
    verdict_words,
)
from lunargraph.store.worlds import changed
from lunargraph.validation.names import Names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pyoxigraph import NamedNode

    from lunargraph.policy.cases import Case
    from lunargraph.policy.histories import Recorded
    from lunargraph.policy.rulings import Ground, Ruling
    from lunargraph.policy.stretches import Row
    from lunargraph.results import Table
    from lunargraph.store.worlds import World

VERSION = 1
"""The version of the JSON; raised when a program that reads the old one could stumble."""
_ALLOWED = ("permitted-with-conditions", "permitted", "not-covered")
_BEARINGS = {
    "disagree": "they disagree: it was carried out, and is prohibited",
    "agree": "they agree: it was carried out, and nothing known here prohibits it",
    "undecided": "it was carried out, and the rule leaves it open",
    "in words": "the record tells it in words: read it beside the verdict",
    "not told as done": "nothing on record tells that it was carried out",
    "silent": "the record is silent",
}

_LISTED = ("disagree", "in words")


class Judged(NamedTuple):
    """A recorded *activity*, judged on a *day*, and what is on *record* of what became of it.

    *what* says what was on that day, such as ``signed on``; it is empty where one day was chosen
    for all.
    """

    activity: NamedNode
    row: Row
    what: tuple[str, ...]
    record: Recorded

    @property
    def label(self) -> str:
        """What the activity is called."""
        return self.row.label

    @property
    def day(self) -> str:
        """The day that it is judged on."""
        return self.row.day

    @property
    def when(self) -> str:
        """The day, and what was on it."""
        return self.day + (f" ({joined(self.what)})" if self.what else "")

    @property
    def bearing(self) -> str:
        """How record and rule bear on each other: one of the keys that ``sweep.schema.json`` has.

        Only what the record tells as carried out can agree or disagree; words are for people.
        """
        if self.record.done:
            verdict = self.row.verdict
            return (
                "disagree"
                if verdict == "prohibited"
                else "agree"
                if verdict in _ALLOWED
                else "undecided"
            )
        if self.record.words:
            return "in words"
        return "silent" if self.record.silent else "not told as done"


class Undated(NamedTuple):
    """A recorded *activity* of which no day is recorded; *known* are its dates, if there are any.

    *rows* are the verdicts over all days that each of these dates may mean: one verdict in all of
    them stands, whichever day it was.
    """

    activity: NamedNode
    label: str
    known: tuple[Dated, ...]
    record: Recorded
    rows: tuple[Row, ...] = ()

    @property
    def has_day(self) -> bool:
        """Whether one of its dates is a day after all."""
        return any(is_day(each.date) for each in self.known)


@dataclass(frozen=True)
class Sweep:
    """The verdicts of all recorded activities, *on* one day or each on its own days.

    *left_out* are the labels of the activities of which no policy says anything.
    """

    on: str | None
    judged: tuple[Judged, ...]
    undated: tuple[Undated, ...]
    left_out: tuple[str, ...]

    formats: ClassVar[tuple[str, ...]] = FORMATS

    def rows(self) -> Iterator[tuple[NamedNode, Row]]:
        """Yield all rows with their activities, those of activities without a day as well."""
        yield from ((each.activity, each.row) for each in self.judged)
        yield from ((each.activity, row) for each in self.undated for row in each.rows)

    @property
    def counts(self) -> dict[str | None, int]:
        """How often each verdict was given, the strictest first; None where facts contradict."""
        found = Counter(each.row.verdict for each in self.judged)
        return {verdict: found[verdict] for verdict in (*VERDICTS, None) if found[verdict]}

    def table(self) -> Table:
        """Return the judged activities as a table of words."""
        return table_of(
            ["activity", "day", "verdict", "decided by", "on record", "record and rule"],
            (
                (
                    each.label,
                    each.when,
                    each.row.words,
                    decided_by(each.row.deciding),
                    _on_record(each.record),
                    each.bearing,
                )
                for each in self.judged
            ),
        )

    def write(self, format_name: str = "text", *, width: int | None = None) -> str:
        """Return the sweep as ``text``, ``json``, ``csv`` or ``md``.

        The shape of the JSON is that of ``sweep.schema.json``.

        :param width: text only: columns of the terminal.
        :raises UnknownNameError: no such format.
        """
        check_format(format_name, self.formats)
        if format_name == "json":
            return json.dumps(self._document(), ensure_ascii=False, indent=2) + "\n"
        if format_name != "text":
            return self.table().write(format_name)
        return "\n".join(self._lines(width)) + "\n"

    def _lines(self, width: int | None) -> Iterator[str]:
        when = f"on {self.on}" if self.on else "each on its own day"
        counts = [f"{count} {verdict_words(each)}" for each, count in self.counts.items()]
        number = len({each.activity for each in self.judged})
        yield f"{_counted(number)} judged, {when}: {', '.join(counts) or 'no verdict'}"
        if self.judged:
            yield ""
            yield self._short_table().write("table", width=width or WIDTH)
            yield from self._bearings()
        if self.undated:
            yield ""
            yield "No day is recorded"
            for each in self.undated:
                yield from textwrap.wrap(
                    f"{each.label}: {_whichever(each)}", width or WIDTH,
                    initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False,
                )  # fmt: skip
        if self.left_out:
            yield ""
            yield f"Left out: {_counted(len(self.left_out))} of which no policy says anything"

    def _short_table(self) -> Table:
        """Return the table without what follows below it."""
        return table_of(
            ["activity", "day", "verdict", "decided by", "on record"],
            (
                (each.label, each.when, each.row.words, decided_by(each.row.deciding),
                 each.record.stage or ("in words" if each.record.words else None))
                for each in self.judged
            ),
        )  # fmt: skip

    def _bearings(self) -> Iterator[str]:
        """Yield how record and rule bear on each other, and where people have to look."""
        yield "Record and rule"
        for name, words in _BEARINGS.items():
            found = [each for each in self.judged if each.bearing == name]
            if found:
                yield f"  {len(found)} x {name}: {words}"
            for each in found if name in _LISTED else ():
                said = f": {_on_record(each.record)}" if each.record.words else ""
                yield f"    - {each.label}, {each.when}, {each.row.words}{said}"

    def _document(self) -> dict[str, Any]:
        return {
            "format": VERSION,
            "on": self.on,
            "counts": {each or "none": count for each, count in self.counts.items()},
            "judged": [
                {"activity": each.activity.value, "label": each.label, "day": each.day,
                 "what": list(each.what), **each.row.ruling(),
                 "record": _record_value(each.record), "bearing": each.bearing}
                for each in self.judged
            ],
            "undated": [
                {"activity": each.activity.value, "label": each.label,
                 "known": [{"date": date, "what": list(what)} for date, what in each.known],
                 "rows": [row.document() for row in each.rows],
                 "record": _record_value(each.record)}
                for each in self.undated
            ],
            "left_out": list(self.left_out),
        }  # fmt: skip


def sweep(
    ground: Ground,
    on: str | None = None,
    *,
    kind: NamedNode | None = None,
    only: Collection[NamedNode] | None = None,
) -> Sweep:
    """Judge the recorded activities of which policies speak, in the order of their names.

    :param on: the day to judge all of them on; without it each is judged on the day on which it
        starts or happened, or else on each day of which a step of it is recorded.
    :param kind: only activities of this class.
    :param only: the instruments and families that count; all of them unless said.
    :raises UsageError: *on* is no day.
    """
    if on is not None:
        read_day(on, "--on")
    with changed(ground.dataset, ground.outcome, beside=ground.beside) as world:
        names = Names((), world)
        activities, others = recorded_activities(world, kind)
        known = [_known(world, each, names) for each in activities]
        plans = [plan for each in known for plan in _plans(world, each, on)]
        left_out = sorted(names.label(each) or typed(each.value) for each in others)
    found = rulings([plan.case for plan in plans], ground, only=only)
    ruled: dict[tuple[NamedNode, Dated], list[tuple[str, str, str | None, Ruling]]] = {}
    for plan, ruling in zip(plans, found, strict=True):
        entry = (plan.dated.date, plan.known.label, plan.until, ruling)
        ruled.setdefault((plan.known.activity, plan.dated), []).append(entry)
    judged, undated = [], []
    for each in known:
        dates = each.known if on is None else (Dated(on, ()),)
        rows = [(dated, rows_of(ruled.get((each.activity, dated), ()))) for dated in dates]
        if on is None and not each.has_day:
            undated.append(each._replace(rows=tuple(row for _, some in rows for row in some)))
        else:
            judged += [
                Judged(each.activity, row, dated.what, each.record)
                for dated, some in rows
                for row in some
            ]
    return Sweep(
        on,
        tuple(sorted(judged, key=lambda each: (each.label, each.activity.value, each.day))),
        tuple(sorted(undated, key=lambda each: (each.label, each.activity.value))),
        tuple(left_out),
    )


class _Plan(NamedTuple):
    """A *case* to judge: on a day, or, with *until*, in a stretch of what a date may mean."""

    known: Undated
    dated: Dated
    case: Case
    until: str | None = None


def _known(world: World, activity: NamedNode, names: Names) -> Undated:
    return Undated(
        activity,
        names.label(activity) or typed(activity.value),
        tuple(recorded_days(world, activity, names)),
        recorded_outcome(world, activity, names),
    )


def _plans(world: World, known: Undated, on: str | None) -> Iterator[_Plan]:
    for dated in known.known if on is None else [Dated(on, ())]:
        period = days_of(dated.date)
        if on is not None or known.has_day:
            yield _Plan(known, dated, recorded_case(known.activity, dated.date, ()))
        elif period is not None:
            for first, last in over_days(world, period):
                yield _Plan(known, dated, recorded_case(known.activity, first, ()), last)


def _record_value(record: Recorded) -> dict[str, Any]:
    return {"words": list(record.words), "stage": record.stage, "done": record.done}


def _whichever(undated: Undated) -> str:
    """Return what is known of when an activity was, and what follows whichever day it was."""
    if not undated.known:
        return "no date at all"
    known = joined([f"{date} ({joined(what)})" for date, what in undated.known])
    verdicts = [*dict.fromkeys(verdict_words(row.verdict) for row in undated.rows)]
    if not verdicts:
        return f"no more than {known}"
    if len(verdicts) == 1:
        return f"no more than {known}; {verdicts[0]}, whichever day it was"
    return f"no more than {known}; {joined(verdicts, 'or')}, as the day may have been"


def _on_record(record: Recorded) -> str | None:
    parts = ([record.stage] if record.stage else []) + [*record.words]
    return "; ".join(parts) or ("carried out" if record.done else None)


def _counted(number: int) -> str:
    return "1 recorded activity" if number == 1 else f"{number} recorded activities"
