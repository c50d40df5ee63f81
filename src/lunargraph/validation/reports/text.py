"""The report for people."""

from __future__ import annotations

__all__ = ["finding_block", "remarks", "write_text"]

from typing import TYPE_CHECKING

from lunargraph.validation.escaping import in_lines, in_one_line
from lunargraph.validation.reports.rules import rule_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lunargraph.validation.baselines import Entry
    from lunargraph.validation.changes import Consequences, Group
    from lunargraph.validation.findings import Finding, Report

_SHOWN, _MOST = 5, 15
"""How many statements of a group are shown, and of all groups; the JSON has all of them."""


def write_text(report: Report) -> str:
    """Return one block a finding, what follows, and a closing line with the counts.

    >>> from lunargraph.validation.findings import Finding, Place, Report
    >>> place = Place("facts.ttl", 3, 9)
    >>> print(write_text(Report([Finding("violation", "syntax", "bad", place, got="red")])))
    facts.ttl:3:9: violation: bad [syntax]
      got: red
    <BLANKLINE>
    1 violation
    <BLANKLINE>
    """
    blocks = [*map(finding_block, report.findings), *remarks(report), report.summary()]
    return "\n\n".join(blocks) + "\n"


def remarks(report: Report) -> list[str]:
    """Return a block for each thing that does not count: known, stale, and what would follow."""
    told = report.consequences
    return [
        *map(_known, report.known),
        *map(_stale, report.stale),
        *_news(told),
        *_follows("what would newly follow", told.gained),
        *_follows("what would no longer follow", told.lost),
    ]


def finding_block(finding: Finding) -> str:
    """Return a finding in lines: what and where, and below it its parts."""
    parts = (
        ("expected", finding.expected),
        ("got", finding.got),
        ("to mend", finding.mend),
        ("why", finding.proof),
    )
    lines = [
        f"{_where(finding)}{finding.severity}: {in_one_line(finding.message)} {_rule(finding)}"
    ]
    for name, text in parts:
        if text:
            lines += _part(name, text)
    return "\n".join(lines)


def _part(name: str, text: str) -> Iterator[str]:
    """Yield a part on its line, or below it where it has several."""
    first, *others = in_lines(text)
    if not others:
        yield f"  {name}: {first}"
        return
    yield f"  {name}:"
    yield from (f"    {line}".rstrip() for line in (first, *others))


def _known(finding: Finding) -> str:
    said = in_one_line(finding.message)
    return f"{_where(finding)}known {finding.severity}, not counted: {said} {_rule(finding)}"


def _stale(entry: Entry) -> str:
    times = "" if entry.times == 1 else f" ({entry.times} times)"
    return (
        f"the baseline lists what is no longer found{times}: {in_one_line(entry.message)}"
        f" [{entry.check}]\n  to mend: write the baseline anew with --write-baseline"
    )


def _where(finding: Finding) -> str:
    return f"{in_one_line(str(finding.place))}: " if finding.place else ""


def _rule(finding: Finding) -> str:
    return f"[{in_one_line(rule_id(finding))}]"


def _news(told: Consequences) -> Iterator[str]:
    """Yield how many of the statements are new, and those that are not."""
    if not told.added and not told.repeated:
        return
    known = len(told.repeated)
    lines = [f"what is new: {_count(len(told.added))} of {len(told.added) + known}"]
    lines += [f"  known before: {in_one_line(each.sentence)}" for each in told.repeated[:_SHOWN]]
    lines += [f"  ... and {known - _SHOWN} more that were known"] if known > _SHOWN else []
    yield "\n".join(lines)


def _count(number: int) -> str:
    return f"{number} statement{'' if number == 1 else 's'}"


def _follows(heading: str, groups: tuple[Group, ...]) -> Iterator[str]:
    """Yield the consequences as one block: a few of each group, and how many more there are."""
    if not groups:
        return
    total = sum(len(group.statements) for group in groups)
    lines = [f"{heading}: {_count(total)}"]
    room = _MOST
    for group in groups:
        shown = group.statements[: min(_SHOWN, room)]
        room -= len(shown)
        lines += [f"  {in_one_line(each.sentence)}" for each in shown]
        more = len(group.statements) - len(shown)
        lines += [f"  ... and {more} more: {in_one_line(group.title)}"] if more else []
    yield "\n".join(lines)
