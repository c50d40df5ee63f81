"""Answers to what proofs ask of the tables of a closure, kept for as long as it does not change.

Proofs share most of their premises, and a query of a few rows takes a millisecond to plan.
"""

from __future__ import annotations

__all__ = ["Answers"]

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from duckdb import DuckDBPyConnection

    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.dictionary import Dictionary

_MOST = 50_000
"""When so many are kept, all are dropped."""


class Answers:
    """Queries of tables that do not change meanwhile, each carried out once."""

    def __init__(self, sql: DuckDBPyConnection, dictionary: Dictionary) -> None:
        self._sql = sql
        self._dictionary = dictionary
        self._rows: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
        self._terms: dict[int, Term] = {}
        self._views: set[str] = set()

    def rows(self, query: str, values: Sequence[int] = ()) -> list[tuple[Any, ...]]:
        """Return the rows that answer a query with these *values* as parameters."""
        key = (query, *values)
        found = self._rows.get(key)
        if found is None:
            found = self._sql.execute(query, list(values)).fetchall()
            if len(self._rows) >= _MOST:
                self._rows.clear()
            self._rows[key] = found
        return found

    def terms(self, numbers: Collection[int]) -> dict[int, Term]:
        """Return the terms of those *numbers* that have one."""
        missing = [number for number in numbers if number not in self._terms]
        if missing:
            if len(self._terms) >= _MOST:
                self._terms.clear()
                missing = list(numbers)
            self._terms.update(self._dictionary.terms(missing))
        return {number: self._terms[number] for number in numbers if number in self._terms}

    def define(self, view: str, select: str) -> None:
        """Make a view that queries can name."""
        if view not in self._views:
            self._sql.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS {select}")
            self._views.add(view)
