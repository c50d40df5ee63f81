"""What new facts would change: the verdicts of the recorded activities before and after them."""

from __future__ import annotations

__all__ = ["Changed", "Impact", "impact"]

import json
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from lunargraph.policy.days import day_before
from lunargraph.policy.sweeping import sweep
from lunargraph.policy.tabulating import FORMATS, WIDTH, check_format, decided_by, table_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pyoxigraph import NamedNode

    from lunargraph.explaining import Explanation
    from lunargraph.policy.rulings import Deciding, Ground
    from lunargraph.policy.stretches import Row
    from lunargraph.policy.sweeping import Sweep
    from lunargraph.results import Table

VERSION = 1
"""The version of the JSON; raised when a program that reads the old one could stumble."""
_WORDS = {
    "verdict": "another verdict",
    "deciding": "the same verdict by other clauses",
    "new": "judged with these facts only",
    "gone": "judged without these facts only",
}


class Changed(NamedTuple):
    """A recorded *activity* that is judged otherwise on a *day* with the new facts.

    *before* is None where only the new facts tell of it, or of that day; *after* where they tell of
    another day. Of an activity of which no day is recorded, *until* is the last one of a stretch in
    which it may have been.
    """

    activity: NamedNode
    label: str
    day: str
    until: str | None
    before: Row | None
    after: Row | None

    @property
    def kind(self) -> str:
        """What changes: ``verdict``, only what is ``deciding``; or it is ``new`` or ``gone``."""
        if self.before is None or self.after is None:
            return "new" if self.before is None else "gone"
        one, other = self.before, self.after
        same = (one.verdict, one.contested) == (other.verdict, other.contested)
        return "deciding" if same else "verdict"

    @property
    def verdicts(self) -> str:
        """The verdict before and after, once if it stays."""
        words = dict.fromkeys(row.words if row else "none" for row in (self.before, self.after))
        return " -> ".join(words)

    @property
    def by(self) -> str:
        """What the verdict rests on now; if it stays, what it newly rests on and what no more."""
        before, after = (row.deciding if row else () for row in (self.before, self.after))
        if self.kind != "deciding":
            return decided_by(after)
        parts = (("newly", after, before), ("no longer", before, after))
        told = ((word, decided_by(_only_in(one, other))) for word, one, other in parts)
        return "; ".join(f"{word}: {said}" for word, said in told if said)

    @property
    def when(self) -> str:
        """The day, or the days of the stretch."""
        return self.day if self.until is None else f"{self.day} to {self.until}"


@dataclass(frozen=True)
class Impact:
    """Which verdicts the facts of a *file* would change, *on* a day or each on its own.

    *contradictions* are those that the facts bring about; then nothing is judged. *judged* is the
    number of judgements that were compared.
    """

    file: str
    on: str | None
    changed: tuple[Changed, ...]
    judged: int
    contradictions: tuple[Explanation, ...] = ()

    formats: ClassVar[tuple[str, ...]] = FORMATS

    def table(self) -> Table:
        """Return what changes as a table of words."""
        return table_of(
            ["activity", "day", "before", "after", "decided before by", "decided after by"],
            (
                (
                    each.label,
                    each.when,
                    *(row and row.words for row in (each.before, each.after)),
                    *(row and decided_by(row.deciding) for row in (each.before, each.after)),
                )
                for each in self.changed
            ),
        )

    def write(self, format_name: str = "text", *, width: int | None = None) -> str:
        """Return the impact as ``text``, ``json``, ``csv`` or ``md``.

        The shape of the JSON is that of ``impact.schema.json``.

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
        if self.contradictions:
            yield f"NO ANSWER: the facts of {self.file} contradict what is known"
            for each in self.contradictions:
                yield ""
                yield each.write("text", width=width).rstrip("\n")
            return
        when = f"on {self.on}" if self.on else "each on its own day"
        counts = {kind: sum(each.kind == kind for each in self.changed) for kind in _WORDS}
        told = [f"{count} {_WORDS[kind]}" for kind, count in counts.items() if count]
        yield f"With the facts of {self.file}, {when}: {', '.join(told) or 'nothing changes'}"
        yield f"({self.judged} judgements of recorded activities were compared)"
        if self.changed:
            yield ""
            yield self._short_table().write("table", width=width or WIDTH).rstrip("\n")

    def _short_table(self) -> Table:
        """Return what changes without what stays."""
        return table_of(
            ["activity", "day", "verdict", "decided by"],
            ((each.label, each.when, each.verdicts, each.by)
             for each in self.changed),
        )  # fmt: skip

    def _document(self) -> dict[str, Any]:
        return {
            "format": VERSION,
            "file": self.file,
            "on": self.on,
            "judged": self.judged,
            "changed": [
                {"activity": each.activity.value, "label": each.label, "day": each.day,
                 "until": each.until, "kind": each.kind,
                 "before": each.before and each.before.ruling(),
                 "after": each.after and each.after.ruling()}
                for each in self.changed
            ],
            "contradictions": [json.loads(each.write("json")) for each in self.contradictions],
        }  # fmt: skip


def impact(
    file: str,
    before: Ground,
    after: Ground,
    on: str | None = None,
    *,
    only: Collection[NamedNode] | None = None,
) -> Impact:
    """Compare the verdicts of the recorded activities before and after new facts.

    :param on: see ``sweeping.sweep``.
    :raises UsageError: *on* is no day.
    """
    old, new = (_by_date(sweep(ground, on, only=only)) for ground in (before, after))
    judged = [
        Changed(activity, label, *piece)
        for label, activity, date in sorted({*old, *new}, key=str)
        for piece in _pieces(*(side.get((label, activity, date), []) for side in (old, new)))
    ]
    changed = (each for each in judged if _said(each.before) != _said(each.after))
    order = list(_WORDS)
    found = sorted(changed, key=lambda each: order.index(each.kind))
    return Impact(file, on, tuple(found), len(judged))


def _said(row: Row | None) -> tuple[object, ...] | None:
    """Return the verdict and all that it rests on: here another act is a change, too."""
    return None if row is None else (row.verdict, row.contested, {*map(_names, row.deciding)})


def _names(deciding: Deciding) -> tuple[str, ...]:
    return (deciding.instrument.iri.value, *(each.iri.value for each in deciding.clauses))


def _only_in(one: Iterable[Deciding], other: Iterable[Deciding]) -> list[Deciding]:
    known = {*map(_names, other)}
    return [each for each in one if _names(each) not in known]


def _by_date(swept: Sweep) -> dict[tuple[str, NamedNode, str], list[Row]]:
    found: dict[tuple[str, NamedNode, str], list[Row]] = {}
    for activity, row in swept.rows():
        found.setdefault((row.label, activity, row.value), []).append(row)
    return found


def _pieces(
    old: Sequence[Row], new: Sequence[Row]
) -> Iterator[tuple[str, str | None, Row | None, Row | None]]:
    """Yield stretches in which neither side changes: first and last day, and the row of each."""
    days = sorted({row.day for row in (*old, *new)})
    last = (new or old)[-1].until
    for day, following in zip_longest(days, days[1:]):
        until = last if last is None or following is None else day_before(following)
        yield day, until, _at(day, old), _at(day, new)


def _at(day: str, rows: Sequence[Row]) -> Row | None:
    return next((row for row in reversed(rows) if row.day <= day), None)
