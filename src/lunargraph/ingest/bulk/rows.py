"""Reading a table of a bulk source: its rows as typed cells, and the rows that do not fit.

A table that is not what the source takes is refused; a row that does not fit is a finding.
"""

from __future__ import annotations

__all__ = ["SourceRow", "read_rows"]

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from lunargraph.errors import ParseError, nearest
from lunargraph.ingest.bulk.results import LEFT_OUT, NOTED, RowFinding
from lunargraph.ingest.cells import CellError, parse_cell
from lunargraph.ingest.records import iter_records
from lunargraph.namespaces import LGI

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from lunargraph.ingest.bulk.sources import Column, SourceTable

    Term = NamedNode | Literal

_LONGEST_QUOTE = 60


class SourceRow(NamedTuple):
    """One row: the line it begins on, its key, its individual, the terms of each variable."""

    line: int
    key: str
    iri: NamedNode
    cells: dict[str, list[Term]]

    def finding(
        self, table: str, outcome: str, reason: str, detail: str, column: str = ""
    ) -> RowFinding:
        """Return a finding about this row."""
        value = self.key if column else ""
        return RowFinding(table, self.line, self.key, outcome, reason, column, value, detail)


class _UnfitError(Exception):
    """A cell does not hold what its column declares."""

    def __init__(self, reason: str, detail: str) -> None:
        self.reason = reason
        super().__init__(detail)


def read_rows(
    data: bytes,
    path: str,
    table: SourceTable,
    codes: Mapping[str, Mapping[str, NamedNode | None]],
    known: Container[NamedNode],
) -> tuple[list[SourceRow], list[RowFinding]]:
    """Return the rows of *table* that fit, and a finding for each cell that does not.

    :param codes: for each table read before, the individual of each key; None if it was left out.
    :param known: the individuals that the graph describes.
    :raises ParseError: not a CSV text in UTF-8, columns are missing, there is no row, or the file
        ends inside one.
    """
    records = iter_records(data, path)
    _, header = next(records, (1, []))
    _check_header(header, path, table)
    rows: list[SourceRow] = []
    findings = [
        RowFinding(table.name, 1, "", NOTED, "undeclared-column", name, "",
                   f"the column {name!r} is not among those that the source takes")
        for name in header
        if name not in table.columns and name not in table.unmapped
    ]  # fmt: skip
    last: tuple[int, list[str]] | None = None
    for line, values in records:
        if not values:
            continue  # an empty line is no row
        last = line, values
        if len(values) != len(header):
            detail = f"expected {len(header)} cells, got {len(values)}"
            findings.append(
                RowFinding(table.name, line, "", LEFT_OUT, "wrong-length", "", "", detail)
            )
            continue
        row, problems = _read_row(line, dict(zip(header, values, strict=True)), table, codes, known)
        findings += problems
        if row is not None:
            rows.append(row)
    if last is None:
        mend = "check that this is the right file"
        raise ParseError(
            "the table has no rows", path=path, line=1, expected=table.about, mend=mend
        )
    if not data.endswith((b"\n", b"\r")):
        findings.append(_check_end(*last, header, path, table))
    return rows, findings


def _check_end(
    line: int, values: list[str], header: list[str], path: str, table: SourceTable
) -> RowFinding:
    """Return a finding about the last row, which has no line end; refuse one that is cut off."""
    if len(values) < len(header):
        raise ParseError(
            "the file ends inside this row", path=path, line=line, got=f"{len(values)} cells",
            expected=f"{len(header)} cells and a line end", mend="fetch the whole file again",
        )  # fmt: skip
    detail = "the file ends here without a line end; if it was cut off, this row is not whole"
    return RowFinding(table.name, line, "", NOTED, "no-line-end", "", "", detail)


def _check_header(header: list[str], path: str, table: SourceTable) -> None:
    if not header:
        raise ParseError("the table is empty", path=path, line=1,
                         expected=f"the columns {', '.join(table.columns)}")  # fmt: skip
    doubles = sorted({name for name in header if header.count(name) > 1})
    if doubles:
        raise ParseError(f"the column {doubles[0]!r} stands twice", path=path, line=1,
                         mend="keep one of them")  # fmt: skip
    lacking = [name for name in table.columns if name not in header]
    if lacking:
        near = [f"{hit!r} for {name!r}" for name in lacking for hit in nearest(name, header, 1)]
        alike = f"; is it {', '.join(near)}?" if near and 2 * len(near) < len(header) else ""
        raise ParseError(
            f"this is not a table of {table.name}: it lacks the column{'s' * (len(lacking) > 1)} "
            + ", ".join(map(repr, lacking)),
            path=path,
            line=1,
            expected=f"a CSV table with a comma between cells: {table.about}",
            got=_quoted(",".join(header)),
            mend=f"check that this is the right file{alike}",
        )


def _read_row(
    line: int,
    values: dict[str, str],
    table: SourceTable,
    codes: Mapping[str, Mapping[str, NamedNode | None]],
    known: Container[NamedNode],
) -> tuple[SourceRow | None, list[RowFinding]]:
    key = values[table.key]
    problems: list[RowFinding] = []
    cells: dict[str, list[Term]] = {}
    iri: NamedNode | None = None
    for name, column in table.columns.items():
        try:
            terms = _read_cell(values[name], column, name == table.key, codes, known)
        except _UnfitError as unfit:
            problems.append(
                RowFinding(table.name, line, key, LEFT_OUT, unfit.reason, name, values[name],
                           f"{unfit}; got {_quoted(values[name])}")
            )  # fmt: skip
            continue
        if column.kind == "row" and isinstance(terms[0], NamedNode):
            iri = terms[0]
        cells[column.variable] = terms
    if key and iri is None and not table.slug(key):
        detail = f"the key has no letters or digits of ASCII to name the row; got {_quoted(key)}"
        problems.append(
            RowFinding(table.name, line, key, LEFT_OUT, "no-slug", table.key, key, detail)
        )
    if problems:
        return None, problems
    iri = iri or NamedNode(LGI + table.slug(key))
    return SourceRow(line, key, iri, cells | {"id": [iri]}), []


def _read_cell(
    text: str,
    column: Column,
    is_key: bool,
    codes: Mapping[str, Mapping[str, NamedNode | None]],
    known: Container[NamedNode],
) -> list[Term]:
    found = [codes[table][text] for table in column.tables if text in codes[table]]
    if any(found):
        return [next(term for term in found if term)]
    if text == "" or (text in column.missing and not is_key):
        if column.required or is_key or column.kind == "row":
            raise _UnfitError("no-value", f"the column {column.name!r} must hold a value")
        return []
    if column.tables:
        where = " or ".join(column.tables)
        if found:
            raise _UnfitError("left-out-code", f"this row of {where} is itself left out")
        raise _UnfitError("unknown-code", f"this is no key of {where}")
    if column.choices and text not in column.choices:
        raise _UnfitError("unknown-choice", f"expected one of {', '.join(column.choices)}")
    try:
        terms = parse_cell(text, column.kind)
    except CellError as error:
        raise _UnfitError(f"bad-{column.kind.split()[0]}", str(error)) from None
    if column.kind != "row":
        for term in _individuals(terms):
            if term not in known:
                name = term.value.removeprefix(LGI)
                raise _UnfitError("unknown-thing", f"the graph describes no {name!r}")
    return terms


def _individuals(terms: list[Term]) -> Iterator[NamedNode]:
    for term in terms:
        if isinstance(term, NamedNode) and term.value.startswith(LGI):
            yield term


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…")
