"""What came of an import: its statements, and what there is to say about rows."""

from __future__ import annotations

__all__ = ["LEFT_OUT", "NOTED", "Import", "ImportedTable", "RowFinding"]

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from lunargraph.formats import serialize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Quad

LEFT_OUT = "left-out"
"""The row is not in the graph."""
NOTED = "noted"
"""The row, or the table, is in the graph, with something to know about it."""

_SHOWN = 5


class RowFinding(NamedTuple):
    """Something about a row: where it stands, what came of it, and why.

    *reason* is a word that stays the same, for counting; *detail* is a sentence for people.
    """

    table: str
    line: int
    key: str
    outcome: str
    reason: str
    column: str
    value: str
    detail: str


class ImportedTable(NamedTuple):
    """A table that was read: every row of it is either mapped or left out."""

    name: str
    path: str
    digest: str
    mapped: int
    left_out: int


class Import(NamedTuple):
    """The statements of an import, in the named graphs of its source, and what to know about it.

    *findings* are in the order of the tables and lines; each row that is left out has at least one.
    """

    source: str
    quads: list[Quad]
    tables: tuple[ImportedTable, ...]
    findings: tuple[RowFinding, ...]

    @property
    def left_out(self) -> int:
        """The number of rows that are not in the graph."""
        return sum(table.left_out for table in self.tables)

    def write(self, format_name: str = "trig") -> bytes:
        """Return the statements in one of ``lunargraph.formats.FORMATS``; same input, same bytes.

        :raises UnknownNameError: no such format.
        """
        return serialize(self.quads, format_name)

    def report(self) -> str:
        """Return the findings as CSV, one a line."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(RowFinding._fields)
        writer.writerows(self.findings)
        return text.getvalue()

    def summary(self, *, everything: bool = False) -> str:
        """Return counts and findings as text, a few of each reason or *everything*."""
        lines = [_counts(table) for table in self.tables]
        for outcome, title in ((LEFT_OUT, "left out"), (NOTED, "in the graph, to be noted")):
            found = [each for each in self.findings if each.outcome == outcome]
            if found:
                lines += [f"{title}:", *self._by_reason(found, everything)]
        return "\n".join(lines)

    def _by_reason(self, findings: list[RowFinding], everything: bool) -> Iterator[str]:
        paths = {table.name: table.path for table in self.tables}
        groups: dict[tuple[str, str, str], list[RowFinding]] = {}
        for each in findings:
            groups.setdefault((each.table, each.reason, each.column), []).append(each)
        for (table, reason, column), group in groups.items():
            about = f" in {column}" if column else ""
            rows = _many(len({each.line for each in group}), "row")
            yield f"  {reason}{about}: {rows} of {table}"
            shown = group if everything else group[:_SHOWN]
            for each in shown:
                key = f"{each.key}: " if each.key else ""
                yield f"    {paths[table]}:{each.line}: {_printable(key + each.detail)}"
            if len(shown) < len(group):
                yield f"    ... and {len(group) - len(shown):,} more"


def _counts(table: ImportedTable) -> str:
    rows = _many(table.mapped + table.left_out, "row")
    outcome = f"{table.mapped:,} mapped, {table.left_out:,} left out"
    return f"{table.name}: {rows} read, {outcome}"


def _printable(text: str) -> str:
    """Return *text* without what would command a terminal: it is somebody else's."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
