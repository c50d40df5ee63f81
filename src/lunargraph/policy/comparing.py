"""What-if over one dimension: how the verdict changes with the day, the money, the partner."""

from __future__ import annotations

__all__ = ["Comparison", "compare"]

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from lunargraph.policy.days import day_before
from lunargraph.policy.rulings import rulings
from lunargraph.policy.stretches import rows_of
from lunargraph.policy.tabulating import (
    FORMATS,
    WIDTH,
    check_format,
    decided_by,
    table_of,
    verdict_words,
)
from lunargraph.policy.variants import find_variants

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pyoxigraph import NamedNode

    from lunargraph.policy.rulings import Ground
    from lunargraph.policy.stretches import Row
    from lunargraph.policy.variants import Description, Variant
    from lunargraph.results import Table

VERSION = 1
"""The version of the JSON; raised when a program that reads the old one could stumble."""


@dataclass(frozen=True)
class Comparison:
    """The verdicts of one activity over a *dimension*, in the order in which values were given."""

    dimension: str
    rows: tuple[Row, ...]

    formats: ClassVar[tuple[str, ...]] = FORMATS

    @property
    def changes(self) -> tuple[tuple[Row, Row], ...]:
        """The rows of days that follow each other between which the verdict changes.

        That it is contested, or no longer, is a change too.
        """
        return tuple(
            (before, after)
            for before, after in pairwise(self.rows)
            if before.until is not None
            and before.until == day_before(after.day)
            and (before.verdict, before.contested) != (after.verdict, after.contested)
        )

    def table(self) -> Table:
        """Return the rows as a table of words."""
        periods = any(row.until for row in self.rows)
        columns = ["from", "until"] if periods else [self.dimension]
        return table_of(
            [*columns, "verdict", "contested", "decided by"],
            (
                (
                    *((row.day, row.until or row.day) if periods else (row.label,)),
                    verdict_words(row.verdict),
                    "yes" if row.contested else "no",
                    decided_by(row.deciding),
                )
                for row in self.rows
            ),
        )

    def write(self, format_name: str = "text", *, width: int | None = None) -> str:
        """Return the comparison as ``text``, ``json``, ``csv`` or ``md``.

        The shape of the JSON is that of ``compare.schema.json``.

        :param width: text only: columns of the terminal.
        :raises UnknownNameError: no such format.
        """
        check_format(format_name, self.formats)
        if format_name == "json":
            return json.dumps(self._document(), ensure_ascii=False, indent=2) + "\n"
        if format_name != "text":
            return self.table().write(format_name)
        table = self.table().write("table", width=width or WIDTH)
        return "\n".join([self._headline(), "", table, *self._summary(), ""])

    def _headline(self) -> str:
        """Return what the table shows."""
        days = sorted({row.day for row in self.rows})
        if self._one_period():
            return f"The verdict from {days[0]} to {self.rows[-1].until}"
        if self.dimension == "on":
            return "The verdict by day"
        on = f", on {days[0]}" if len(days) == 1 else ""
        return f"The verdict by {self.dimension}{on}"

    def _one_period(self) -> bool:
        return len({row.value for row in self.rows}) == 1 and self.rows[-1].until is not None

    def _summary(self) -> Iterator[str]:
        """Yield where the verdict changes."""
        groups: dict[str, list[str]] = {}
        for row in self.rows:
            groups.setdefault(row.words, []).append(row.label if row.until is None else row.when)
        if len(groups) == 1:
            yield f"It is the same throughout: {next(iter(groups))}."
        elif self._one_period():
            yield "The verdict changes on"
            for before, after in self.changes:
                yield f"  {after.day}: {before.words} -> {after.words}"
        else:
            yield from (f"{words}: {'; '.join(labels)}" for words, labels in groups.items())

    def _document(self) -> dict[str, Any]:
        return {
            "format": VERSION,
            "dimension": self.dimension,
            "rows": [row.document() for row in self.rows],
            "changes": [
                {"on": after.day, "before": before.verdict, "after": after.verdict}
                for before, after in self.changes
            ],
        }  # fmt: skip


def compare(
    dimension: str,
    values: Sequence[str],
    described: Description,
    ground: Ground,
    *,
    only: Collection[NamedNode] | None = None,
) -> Comparison:
    """Judge an activity with each of *values* in a *dimension*.

    Days of one period that follow each other and on which the same clauses decide alike are one
    row; acts that carry these clauses one after the other are told together.

    :param only: the instruments and families that count; all of them unless said.
    :raises UsageError: see ``variants.find_variants``.
    """
    variants = _told_apart(find_variants(dimension, values, described, ground))
    without = variants[0].without
    found = rulings([each.case for each in variants], ground, only=only, without=without)
    rows = rows_of(
        (each.value, each.label, each.until, ruling)
        for each, ruling in zip(variants, found, strict=True)
    )
    return Comparison(dimension, tuple(rows))


def _told_apart(variants: Sequence[Variant]) -> list[Variant]:
    """Return the variants with labels that tell them apart: as they were given if need be."""
    values: dict[str, set[str]] = {}
    for each in variants:
        values.setdefault(each.label, set()).add(each.value)
    return [
        each if len(values[each.label]) == 1 else each._replace(label=each.value)
        for each in variants
    ]
