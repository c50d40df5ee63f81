"""Rows of ``fact`` looked up a few at a time, and changes to them, kept until they are written.

What is wanted at a time is fetched in one query, by predicate and with numbers as constants, so
that only the blocks that hold it are read; and it is fetched once. A change is seen by every later
look before it is written.
"""

from __future__ import annotations

__all__ = ["Lookups", "TooMany"]

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from lunargraph.reasoning.rows import insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duckdb import DuckDBPyConnection

Row: TypeAlias = tuple[int, int, int]
"""A statement as (p, s, o)."""
Pair: TypeAlias = tuple[int, int]


class TooMany(Exception):  # noqa: N818  # no error: it says how to go on
    """There is more to look up than is worth taking out of the tables."""


class Lookups:
    """The statements near a change: by predicate and subject, predicate and object, or whole."""

    def __init__(self, sql: DuckDBPyConnection, type_: int) -> None:
        self._sql = sql
        self._type = type_
        self._stored: dict[Row, tuple[int, int]] = {}
        self._changed: dict[Row, int | None] = {}
        self._unwritten: dict[Row, None] = {}
        self._objects: defaultdict[Pair, set[int]] = defaultdict(set)
        self._subjects: defaultdict[Pair, set[int]] = defaultdict(set)
        self._known_rows: set[Row] = set()
        self._known_objects: set[Pair] = set()
        self._known_subjects: set[Pair] = set()
        self._wanted_rows: set[Row] = set()
        self._wanted_objects: set[Pair] = set()
        self._wanted_subjects: set[Pair] = set()

    # --- what is wanted ---------------------------------------------------------------------------

    def want(self, rows: Iterable[Row]) -> None:
        """Ask whether statements hold, and at which ranks."""
        for row in rows:
            if row[0] == self._type:  # a thing has few classes, and they are asked for again
                self.want_objects(row[0], row[1])
            elif row not in self._known_rows and row[:2] not in self._known_objects:
                self._wanted_rows.add(row)

    def want_objects(self, p: int, s: int) -> None:
        """Ask for the values of a predicate."""
        if (p, s) not in self._known_objects:
            self._wanted_objects.add((p, s))

    def want_subjects(self, p: int, o: int) -> None:
        """Ask for what has a value of a predicate."""
        if (p, o) not in self._known_subjects:
            self._wanted_subjects.add((p, o))

    def fetch(self, limit: int | None = None) -> None:
        """Look up all that is wanted, in one query.

        :raises TooMany: it is more than *limit* rows; nothing is wanted then.
        """
        selects = self._selects()
        if not selects:
            return
        query = " UNION ALL ".join(selects)
        if limit is not None:
            query = f"SELECT * FROM ({query}) LIMIT {limit + 1}"
        rows = self._sql.execute(query).fetchall()
        if limit is None or len(rows) <= limit:
            self._note(rows)
        for wanted in (self._wanted_rows, self._wanted_objects, self._wanted_subjects):
            wanted.clear()
        if limit is not None and len(rows) > limit:
            raise TooMany

    def _note(self, rows: Iterable[tuple[int, int, int, int, int]]) -> None:
        for p, s, o, rank, place in rows:
            if (p, s, o) not in self._changed:
                self._stored[p, s, o] = rank, place
                self._objects[p, s].add(o)
                self._subjects[p, o].add(s)
        self._known_rows |= self._wanted_rows
        self._known_objects |= self._wanted_objects
        self._known_subjects |= self._wanted_subjects

    def _selects(self) -> list[str]:
        by_subject: dict[int, set[int]] = {}
        by_object: dict[int, set[int]] = {}
        whole: dict[int, tuple[set[int], set[int]]] = {}
        for p, s in self._wanted_objects:
            by_subject.setdefault(p, set()).add(s)
        for p, o in self._wanted_subjects:
            by_object.setdefault(p, set()).add(o)
        for p, s, o in self._wanted_rows:
            subjects, objects = whole.setdefault(p, (set(), set()))
            subjects.add(s)
            objects.add(o)
        conditions = [
            *(f"p = {p} AND s IN {_listed(some)}" for p, some in sorted(by_subject.items())),
            *(f"p = {p} AND o IN {_listed(some)}" for p, some in sorted(by_object.items())),
            *(
                f"p = {p} AND s IN {_listed(some)} AND o IN {_listed(others)}"
                for p, (some, others) in sorted(whole.items())
            ),
        ]
        return [f"SELECT p, s, o, rank, rowid FROM fact WHERE {each}" for each in conditions]

    # --- what was found ---------------------------------------------------------------------------

    def rank(self, row: Row) -> int | None:
        """Return the rank of a statement that was asked for, None if it does not hold."""
        if row in self._changed:
            return self._changed[row]
        found = self._stored.get(row)
        return None if found is None else found[0]

    def objects(self, p: int, s: int) -> list[int]:
        """Return the values of a predicate, which were asked for."""
        return sorted(self._objects.get((p, s), ()))

    def subjects(self, p: int, o: int) -> list[int]:
        """Return what has a value of a predicate, which was asked for."""
        return sorted(self._subjects.get((p, o), ()))

    # --- changes ----------------------------------------------------------------------------------

    def put(self, row: Row, rank: int) -> None:
        """Let a statement that was asked for hold at a rank."""
        p, s, o = row
        self._changed[row] = rank
        self._unwritten[row] = None
        self._objects[p, s].add(o)
        self._subjects[p, o].add(s)

    def drop(self, row: Row) -> None:
        """Let a statement that was asked for hold no more."""
        p, s, o = row
        self._changed[row] = None
        self._unwritten[row] = None
        self._objects[p, s].discard(o)
        self._subjects[p, o].discard(s)

    def write(self) -> None:
        """Write the changes to ``fact``."""
        found = (self._stored.pop(row, None) for row in self._unwritten)
        places = [str(each[1]) for each in found if each is not None]
        if places:
            self._sql.execute(f"DELETE FROM fact WHERE rowid IN ({', '.join(places)})")
        rows = [(*row, rank) for row in self._unwritten if (rank := self._changed[row]) is not None]
        if rows:
            insert_rows(self._sql, "fact", rows, 4)
        self._unwritten.clear()


def _listed(numbers: Iterable[int]) -> str:
    return f"({', '.join(map(str, sorted(numbers)))})"
