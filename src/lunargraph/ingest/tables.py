"""Reading a data set's folder: its description and its table, cell by cell, with all findings.

Every problem is a line ``file:line: sentence``; a table with problems yields no rows.
"""

from __future__ import annotations

__all__ = ["DataSet", "Quotes", "Row", "load_dataset", "read_text"]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from lunargraph.errors import DataError, ParseError
from lunargraph.files import read_bytes
from lunargraph.ingest.cells import CellError, parse_cell
from lunargraph.ingest.descriptions import (
    COMMON_COLUMNS,
    JUDGEMENTS,
    read_description,
    required_columns,
)
from lunargraph.ingest.records import iter_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import Literal

    Term = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands, its IRI, and the terms of each column (none, one or several)."""

    where: str
    iri: NamedNode
    cells: dict[str, list[Term]]


@dataclass(frozen=True, slots=True)
class Quotes:
    """Which *column* quotes, which column names the *source*, and the files of the sources."""

    column: str
    source: str
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class DataSet:
    """The description and the rows of one data set."""

    name: str
    folder: Path
    title: str
    description: str
    licence: str
    known_until: str
    needs: tuple[str, ...]
    sources: tuple[str, ...]
    shares: tuple[str, ...]
    bibliographic: bool
    """Whether the rows describe sources, which nobody judges: they have no confidence."""
    quotes: Quotes | None
    columns: dict[str, str]
    mapping: str
    rows: tuple[Row, ...] = field(repr=False)


def load_dataset(folder: Path) -> DataSet:
    """Read ``dataset.toml``, ``mapping.rq`` and the table of *folder*.

    :raises DataError: with every problem of the three files, each with its line.
    :raises FileError: a file is missing or unreadable.
    """
    about = read_description(folder)
    columns: dict[str, str] = about["columns"]
    unmapped: dict[str, str] = about.get("unmapped", {})
    path = folder / about["table"]
    problems: list[str] = []
    rows = tuple(_iter_rows(path, columns, unmapped, required_columns(about), problems))
    if not about.get("bibliographic"):
        problems += _unjudged(rows)
    if problems:
        raise DataError(f"the data set {folder.name!r} has {len(problems)} problems", problems)
    return DataSet(
        name=folder.name,
        folder=folder,
        title=about["title"],
        description=about["description"],
        licence=about["licence"],
        known_until=about["known_until"],
        needs=tuple(about.get("needs", ())),
        sources=tuple(about.get("sources", ("source_ids",))),
        shares=tuple(about.get("shares", ())),
        bibliographic=about.get("bibliographic", False),
        quotes=Quotes(**about["quotes"]) if "quotes" in about else None,
        columns=columns,
        mapping=read_text(folder / "mapping.rq"),
        rows=rows,
    )


def read_text(path: Path) -> str:
    """Return the text of a file of a data set.

    :raises DataError: it is not UTF-8; with the line.
    """
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DataError("a file is not UTF-8", [f"{path}:{line}: this is not UTF-8"]) from error


def _iter_rows(
    path: Path,
    columns: dict[str, str],
    unmapped: dict[str, str],
    required: list[str],
    problems: list[str],
) -> Iterator[Row]:
    declared = {**columns, **COMMON_COLUMNS}
    records = iter_records(read_bytes(path), str(path))
    try:
        _, header = next(records, (1, []))
        wrong = list(_header_problems(header, {*declared, *unmapped}, required))
        problems += [f"{path}:1: {problem}" for problem in wrong]
        if wrong:
            return
        for line, values in records:
            row = _read_row(f"{path}:{line}", header, values, declared, unmapped, problems)
            if row is not None:
                yield row
    except ParseError as error:
        problems.append(f"{error.where}: {error.what}")


def _unjudged(rows: Iterable[Row]) -> Iterator[str]:
    """Yield a problem for each row that does not say how far it can be trusted."""
    for row in rows:
        for name in JUDGEMENTS:
            if not row.cells.get(name):
                yield (
                    f"{row.where}: the row states no {name}, and would pass every filter of trust; "
                    f"say one in the column {name!r}"
                )


def _header_problems(header: list[str], known: set[str], required: list[str]) -> Iterator[str]:
    yield from (f"column {name!r} is not declared" for name in header if name not in known)
    yield from (
        f"column {name!r} is required and missing" for name in required if name not in header
    )
    if len(set(header)) != len(header):
        yield "a column stands twice"


def _read_row(
    where: str,
    header: list[str],
    values: list[str],
    declared: dict[str, str],
    unmapped: dict[str, str],
    problems: list[str],
) -> Row | None:
    if len(values) != len(header):
        problems.append(f"{where}: expected {len(header)} cells, got {len(values)}")
        return None
    cells: dict[str, list[Term]] = {}
    before = len(problems)
    for name, value in zip(header, values, strict=True):
        if name in unmapped:
            if value:
                problems.append(
                    f"{where}: column {name!r} holds {value!r} but is not mapped ({unmapped[name]})"
                )
            continue
        try:
            cells[name] = parse_cell(value, declared[name])
        except CellError as error:
            problems.append(f"{where}: column {name!r}: {error}; got {value!r}")
    keys = (name for name, kind in declared.items() if kind == "row" and name in cells)
    iri = next((cells[name] for name in keys), [])
    if len(iri) != 1 or not isinstance(iri[0], NamedNode):
        problems.append(f"{where}: the row has no id")
    if len(problems) > before:
        return None
    assert isinstance(iri[0], NamedNode)  # noqa: S101 - checked above; tells the type checker
    return Row(where, iri[0], cells)
