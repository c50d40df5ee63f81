"""Stretches of days on which the same clauses decide alike."""

from __future__ import annotations

__all__ = ["Row", "over_days", "rows_of"]

from typing import TYPE_CHECKING, Any, NamedTuple

from lunargraph.policy.days import Period, day_before, turning_days
from lunargraph.policy.rulings import key_of
from lunargraph.policy.tabulating import deciding_value, merged_deciding, verdict_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from lunargraph.policy.rulings import Deciding, Ruling
    from lunargraph.store.worlds import World


class Row(NamedTuple):
    """The verdict with one *value*, which is called *label*, on *day*.

    Within a period of days, it is that from *day* to *until*; *until* is None otherwise.
    """

    value: str
    label: str
    day: str
    until: str | None
    verdict: str | None
    contested: bool
    deciding: tuple[Deciding, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """What two rows share that say the same, see ``rulings.key_of``."""
        return key_of(self.verdict, self.deciding, contested=self.contested)

    @property
    def when(self) -> str:
        """The day, or the days of the stretch."""
        return self.day if self.until in (None, self.day) else f"{self.day} to {self.until}"

    @property
    def words(self) -> str:
        """The verdict in words, and whether it is contested."""
        return verdict_words(self.verdict) + (", reading contested" if self.contested else "")

    def ruling(self) -> dict[str, Any]:
        """Return verdict and deciding clauses as the value that JSON holds."""
        return {
            "verdict": self.verdict,
            "contested": self.contested,
            "deciding": [deciding_value(each) for each in self.deciding],
        }

    def document(self) -> dict[str, Any]:
        """Return the row as the value that JSON holds."""
        value = {"value": self.value, "label": self.label, "day": self.day, "until": self.until}
        return value | self.ruling()


def over_days(
    world: World, period: Period, facts: Iterable[Triple] = ()
) -> Iterator[tuple[str, str]]:
    """Yield the stretches of a *period* in which the law cannot change: first and last day.

    :param facts: what the world does not hold and is to be judged.
    """
    turns = turning_days(world, period, facts)
    lasts = [*map(day_before, turns[1:]), period.last]
    yield from zip(turns, lasts, strict=True)


def rows_of(found: Iterable[tuple[str, str, str | None, Ruling]]) -> list[Row]:
    """Return rows of values, labels, last days of stretches, and rulings.

    Stretches of one value that follow each other and have the same verdict by the same clauses are
    one row; acts that carry these clauses one after the other are told together.
    """
    rows: list[Row] = []
    keys: list[tuple[object, ...]] = []
    for value, label, until, ruling in found:
        key = (value, *ruling.key)
        if rows and until is not None and keys[-1] == key:
            last = rows.pop()
            deciding = merged_deciding(last.deciding, ruling.deciding)
            rows.append(last._replace(until=until, deciding=deciding))
            continue
        keys.append(key)
        rows.append(
            Row(
                value, label, ruling.case.day, until, ruling.verdict, ruling.contested,
                ruling.deciding,
            )
        )  # fmt: skip
    return rows
