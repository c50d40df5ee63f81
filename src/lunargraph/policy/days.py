"""Days, periods of days, and those days of a period on which the law can change.

Such days are found from the graph: the rules compare the day with the values of some properties
(``lg:inForceFrom``, ``lg:knownThrough``, ...), so that nothing changes between two of these values.
"""

from __future__ import annotations

__all__ = ["Period", "day_before", "days_of", "is_day", "read_day", "read_period", "turning_days"]

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from lunargraph.errors import UsageError
from lunargraph.namespaces import expand
from lunargraph.policy.rules import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from lunargraph.store.worlds import World

_DATE = re.compile(r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d))?)?")
_TERM = re.compile(r"\b(\w+:[A-Za-z]\w*)")
_DAY_OF_YEAR = re.compile(r'"-(\d\d)-(\d\d)"')
_ONE = timedelta(days=1)


class Period(NamedTuple):
    """The days from *first* to *last*, both included, as they are written: ``2024-02-29``."""

    first: str
    last: str


def read_day(text: str, where: str) -> str:
    """Return the day that *text* is.

    :raises UsageError: it is none.
    """
    if not is_day(text):
        raise UsageError(
            "this is no day", where=where, expected="a day such as 2025-05-15", got=text
        )
    return text


def read_period(text: str, where: str) -> Period | None:
    """Return the days of ``2011-01..2026-12``, ends included; None if *text* is no such period.

    An end is a day, a month or a year.

    :raises UsageError: an end is none of these, or the period ends before it begins.
    """
    begin, dots, end = text.partition("..")
    if not dots:
        return None
    ends = [days_of(begin.strip()), days_of(end.strip())]
    if ends[0] is None or ends[1] is None:
        raise UsageError(
            "this is no period",
            where=where,
            expected="two days, months or years, such as 2011-01..2026-12",
            got=text,
        )
    if ends[0].first > ends[1].last:
        raise UsageError("this period ends before it begins", where=where, got=text)
    return Period(ends[0].first, ends[1].last)


def turning_days(world: World, period: Period, facts: Iterable[Triple] = ()) -> list[str]:
    """Return the first day of a *period*, and those on which what a rule says may change, sorted.

    :param facts: what the world does not hold and is to be judged.
    """
    days = {period.first}
    properties, in_year = _compared()
    known = [triple for name in properties for triple in world.triples(None, NamedNode(name))]
    for triple in (*known, *(fact for fact in facts if fact.predicate.value in properties)):
        if isinstance(triple.object, Literal):
            days |= {*_turns(triple.object.value, in_year)}
    return sorted(day for day in days if period.first <= day <= period.last)


def _compared() -> tuple[set[str], set[tuple[int, int]]]:
    """Return the properties that rules name, and the days of a year that they know."""
    properties, in_year = set(), set()
    for rule in (each for stratum in load_rules() for each in stratum):
        properties |= {expand(term) for term in _TERM.findall(rule.select) if term != "xsd:date"}
        in_year |= {(int(month), int(day)) for month, day in _DAY_OF_YEAR.findall(rule.select)}
    return properties, in_year


def _turns(text: str, in_year: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Yield the days on which a comparison with the value *text* may turn out otherwise."""
    period = days_of(text)
    if period is None:
        return
    yield period.first
    yield from _after(period.last)
    if len(text) == len("2025"):
        for month, day in in_year:
            yield f"{text}-{month:02}-{day:02}"
            yield from _after(f"{text}-{month:02}-{day:02}")


def _after(day: str) -> Iterator[str]:
    known = date.fromisoformat(day)
    if known < date.max:
        yield (known + _ONE).isoformat()


def is_day(text: str) -> bool:
    """Tell whether *text* is a day, not only a month or a year."""
    return len(text) == len("2025-05-15") and days_of(text) is not None


def day_before(day: str) -> str:
    """Return the day before a *day*."""
    return (date.fromisoformat(day) - _ONE).isoformat()


def days_of(text: str) -> Period | None:
    """Return the days of a day, month or year, None if *text* is none of these."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(found[each] or 0) for each in ("year", "month", "day"))
    try:
        last_month = month or 12
        last = date(year, last_month, day or monthrange(year, last_month)[1])
        return Period(date(year, month or 1, day or 1).isoformat(), last.isoformat())
    except ValueError:
        return None
