"""Rows of numbers into DuckDB, and a few of them out."""

from __future__ import annotations

__all__ = ["insert_rows", "rows_near"]

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from duckdb import DuckDBPyConnection


def insert_rows(
    sql: DuckDBPyConnection, table: str, rows: Sequence[tuple[int, ...]], n: int
) -> None:
    """Insert *rows* of *n* numbers; faster than one by one."""
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(n)]
    unnested = ", ".join(f"unnest(${k}::INTEGER[])" for k in range(1, n + 1))
    sql.execute(f"INSERT INTO {table} SELECT {unnested}", columns)


def rows_near(
    sql: DuckDBPyConnection, table: str, more: str, rows: Iterable[tuple[int, int, int]]
) -> list[tuple[Any, ...]]:
    """Return (p, s, o) and the columns *more* of the rows of *table* with a p and s of *rows*.

    Asked by predicate, with the subjects as constants, so that only the blocks that hold them are
    read.
    """
    subjects: dict[int, set[int]] = {}
    for p, s, _ in rows:
        subjects.setdefault(p, set()).add(s)
    selects = [
        f"SELECT p, s, o, {more} FROM {table} WHERE p = {p}"
        f" AND s IN ({', '.join(map(str, sorted(each)))})"
        for p, each in sorted(subjects.items())
    ]
    return sql.execute(" UNION ALL ".join(selects)).fetchall() if selects else []
