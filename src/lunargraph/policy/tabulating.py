"""Rulings in tables: verdicts and deciding clauses in words, and as JSON."""

from __future__ import annotations

__all__ = [
    "FORMATS",
    "WIDTH",
    "check_format",
    "decided_by",
    "deciding_value",
    "merged_deciding",
    "table_of",
    "verdict_words",
]

from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal

from lunargraph.errors import UnknownNameError
from lunargraph.explaining.phrases import joined
from lunargraph.results import Table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from lunargraph.policy.rulings import Deciding

FORMATS = ("text", "json", "csv", "md")
"""The formats of tables of rulings."""
WIDTH = 100
"""The columns of text that goes to no terminal."""
_MANY = 2
"""Instruments of one family, with the same clauses, that are named one by one."""


def check_format(name: str, formats: Collection[str]) -> None:
    """Refuse a format that is none of *formats*.

    :raises UnknownNameError: it is none; the nearest are offered.
    """
    if name not in formats:
        raise UnknownNameError("format", name, formats)


def verdict_words(verdict: str | None) -> str:
    """Return a verdict in words."""
    return verdict.replace("-", " ") if verdict else "no verdict: the facts contradict each other"


def decided_by(deciding: Iterable[Deciding]) -> str:
    """Return instruments with their deciding clauses; the acts of a family in one go."""
    groups: dict[tuple[object, ...], list[Deciding]] = {}
    for each in deciding:
        family = each.instrument.family or each.instrument.iri
        groups.setdefault((family, _places(each)), []).append(each)
    return "; ".join(map(_group, groups.values()))


def _group(group: Sequence[Deciding]) -> str:
    names = [each.instrument.label for each in group]
    said = joined(names)
    if len(names) > _MANY:
        in_a_row = len({name.rpartition(" ")[0] for name in names}) == 1
        family = group[0].instrument.family_label
        said = f"{names[0]} to {names[-1]}" if in_a_row else f"{len(names)} of {family}"
    return f"{said}: {joined(_places(group[0]))}"


def _places(deciding: Deciding) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.place or each.name for each in deciding.own_words))


def merged_deciding(one: tuple[Deciding, ...], other: tuple[Deciding, ...]) -> tuple[Deciding, ...]:
    """Return all that decides on one day or the other, each once, what came first first."""
    return tuple(dict.fromkeys((*one, *other)))


def deciding_value(deciding: Deciding) -> dict[str, Any]:
    """Return an instrument and its deciding clauses as the value that JSON holds."""
    instrument, clauses = deciding
    return {
        "instrument": instrument.iri.value,
        "label": instrument.label,
        "citation": instrument.citation,
        "clauses": [
            {"clause": each.iri.value, "label": each.name, "effect": each.effect,
             "text": each.regulates, "quote": each.quote}
            for each in clauses
        ],
    }  # fmt: skip


def table_of(columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> Table:
    """Return a table of words; an empty cell is None."""
    return Table(
        columns, ([None if cell is None else Literal(cell) for cell in row] for row in rows)
    )
