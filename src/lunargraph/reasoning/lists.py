"""RDF lists, as the table ``item`` (l, n, e): member number *n*, from 1, of the list *l* is *e*.

A list counts only if it is whole: each of its nodes has one member and one rest, and it ends in
``rdf:nil``. A list that is broken or bites its tail says nothing, and is reported.
"""

from __future__ import annotations

__all__ = ["BrokenList", "Cell", "read_lists", "start_lists"]

from typing import TYPE_CHECKING, NamedTuple

from lunargraph.reasoning.rows import insert_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection


class BrokenList(NamedTuple):
    """A list that is not whole: the axiom it belongs to, by number, and what is wrong with it."""

    subject: int
    predicate: int
    what: str


class Cell(NamedTuple):
    """One cell of a list: its node, member and next node, and the rank at which both were known."""

    node: int
    member: int
    rest: int
    rank: int


def start_lists(sql: DuckDBPyConnection) -> None:
    """Make the tables: ``item``, and ``item_ever`` with every list as it ever was, for proofs."""
    sql.execute("CREATE OR REPLACE TABLE item (l INTEGER, n INTEGER, e INTEGER, rank INTEGER)")
    sql.execute("""CREATE OR REPLACE TABLE item_ever (v INTEGER, l INTEGER, n INTEGER, e INTEGER,
        node INTEGER, rest INTEGER, rank INTEGER)""")


def read_lists(
    sql: DuckDBPyConnection,
    ids: Mapping[str, int],
    predicates: Sequence[int],
    known: dict[int, tuple[Cell, ...]],
) -> tuple[tuple[BrokenList, ...], set[int]]:
    """Fill the table ``item`` with the lists that are values of *predicates*.

    :param known: the lists of the last time, by their heads; brought up to date.
    :returns: the broken lists, and the heads of those that are not as they were the last time.
    """
    first = _values(sql, ids["rdf:first"])
    rest = _values(sql, ids["rdf:rest"])
    query = """SELECT DISTINCT p, s, o FROM schema_fact
        WHERE p IN (SELECT unnest($1::INTEGER[])) ORDER BY ALL"""
    found: dict[int, tuple[Cell, ...]] = {}
    broken: list[BrokenList] = []
    for predicate, subject, head in sql.execute(query, [list(predicates)]).fetchall():
        cells: list[Cell] = []
        what = _read(head, first, rest, ids["rdf:nil"], cells)
        if what:
            broken.append(BrokenList(subject, predicate, what))
        else:
            found[head] = tuple(cells)
    changed = {head for head, cells in found.items() if known.get(head) != cells}
    _store(sql, found, changed)
    known.clear()
    known.update(found)
    return tuple(broken), changed


def _store(
    sql: DuckDBPyConnection, found: Mapping[int, tuple[Cell, ...]], changed: set[int]
) -> None:
    ranks = {head: max(cell.rank for cell in cells) for head, cells in found.items()}
    rows = [
        (head, n, cell.member, ranks[head])
        for head, cells in found.items()
        for n, cell in enumerate(cells, 1)
    ]
    sql.execute("DELETE FROM item")
    insert_rows(sql, "item", rows, 4)
    [version] = sql.execute("SELECT coalesce(max(v), 0) + 1 FROM item_ever").fetchone() or (1,)
    new = [
        (version, head, n, cell.member, cell.node, cell.rest, cell.rank)
        for head, cells in found.items()
        if head in changed
        for n, cell in enumerate(cells, 1)
    ]
    insert_rows(sql, "item_ever", new, 7)


def _values(sql: DuckDBPyConnection, predicate: int) -> dict[int, list[tuple[int, int]]]:
    values: dict[int, list[tuple[int, int]]] = {}
    query = "SELECT s, o, rank FROM schema_fact WHERE p = $1 ORDER BY ALL"
    for subject, object_, rank in sql.execute(query, [predicate]).fetchall():
        values.setdefault(subject, []).append((object_, rank))
    return values


def _read(
    node: int,
    first: Mapping[int, list[tuple[int, int]]],
    rest: Mapping[int, list[tuple[int, int]]],
    nil: int,
    cells: list[Cell],
) -> str:
    """Append the cells of a list to *cells* and return what is wrong with it, if anything."""
    seen: set[int] = set()
    while node != nil:
        if node in seen:
            return "it bites its tail"
        seen.add(node)
        if len(first.get(node, [])) != 1:
            return "a node has no rdf:first" if node not in first else "a node has two rdf:first"
        if len(rest.get(node, [])) != 1:
            return "it has no end" if node not in rest else "a node has two rdf:rest"
        [(member, rank)], [(following, rank_of_rest)] = first[node], rest[node]
        cells.append(Cell(node, member, following, max(rank, rank_of_rest)))
        node = following
    return "" if cells else "it is empty"
