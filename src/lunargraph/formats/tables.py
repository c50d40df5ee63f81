"""A graph as one flat table, a row a statement: CSV and Parquet.

The columns: ``subject``, ``predicate``, ``object``, ``datatype``, ``language``, ``graph``. An
object with a datatype is a literal, others are IRIs or blank nodes (``_:c14n0``).
"""

from __future__ import annotations

__all__ = ["COLUMNS", "write_csv", "write_parquet"]

import re
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

from lunargraph.errors import FileError
from lunargraph.files import read_bytes
from lunargraph.formats.labels import with_canonical_labels
from lunargraph.formats.terms import refuse_new_terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

COLUMNS = ("subject", "predicate", "object", "datatype", "language", "graph")
_QUOTED = re.compile(r'[",\r\n]')


def write_csv(quads: Iterable[Quad]) -> str:
    r"""Return *quads* as CSV with a header, sorted; lines end in ``\n``.

    Source: RFC 4180, section 2; an empty cell is an absent value.
    """
    rows = [COLUMNS, *_rows(quads)]
    return "".join(",".join(map(_cell, row)) + "\n" for row in rows)


def write_parquet(quads: Iterable[Quad]) -> bytes:
    """Return *quads* as a Parquet file, sorted; an absent value is NULL.

    :raises FileError: DuckDB or the folder for temporary files fails.
    """
    from tempfile import TemporaryDirectory  # for Parquet only

    import duckdb  # slow to import: for Parquet only

    columns: list[list[str | None]]
    columns = [list(column) for column in zip(*_rows(quads), strict=True)] or [[] for _ in COLUMNS]
    columns[3:] = [[cell or None for cell in column] for column in columns[3:]]
    selected = ", ".join(f"unnest(?::VARCHAR[]) AS {name}" for name in COLUMNS)
    try:
        with TemporaryDirectory() as folder:
            # one thread: always the same bytes
            with duckdb.connect(config={"threads": 1, "temp_directory": folder}) as database:
                table = database.sql(f"SELECT {selected}", params=columns)
                table.write_parquet(f"{folder}/graph.parquet", compression="zstd")
            return read_bytes(f"{folder}/graph.parquet")
    except (OSError, duckdb.Error) as error:
        raise FileError(f"the Parquet file cannot be made: {error}") from None


def _rows(quads: Iterable[Quad]) -> list[tuple[str, ...]]:
    distinct = with_canonical_labels(set(quads))
    refuse_new_terms(distinct)
    return sorted(map(_row, distinct))


def _row(quad: Quad) -> tuple[str, ...]:
    term = quad.object
    literal = term if isinstance(term, Literal) else None
    return (
        _resource(quad.subject),
        quad.predicate.value,
        literal.value if literal else _resource(term),
        literal.datatype.value if literal else "",
        (literal.language or "") if literal else "",
        "" if isinstance(quad.graph_name, DefaultGraph) else _resource(quad.graph_name),
    )


def _resource(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
