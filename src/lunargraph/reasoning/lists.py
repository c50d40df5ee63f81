"""RDF lists, as the table ``item`` (l, n, e): member number *n*, from 1, of the list *l* is *e*.

A list counts only if it is whole: each of its nodes has one member and one rest, and it ends in
``rdf:nil``. A list that is broken or bites its tail says nothing, and is reported.
"""

from __future__ import annotations

__all__ = ["BrokenList", "read_lists"]

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection


class BrokenList(NamedTuple):
    """A list that is not whole: the axiom it belongs to, by number, and what is wrong with it."""

    subject: int
    predicate: int
    what: str


def read_lists(
    sql: DuckDBPyConnection, ids: Mapping[str, int], predicates: Sequence[int]
) -> tuple[BrokenList, ...]:
    """Fill the table ``item`` with the lists that are values of *predicates*; return the broken."""
    first = _values(sql, ids["rdf:first"])
    rest = _values(sql, ids["rdf:rest"])
    query = """SELECT DISTINCT p, s, o FROM schema_fact
        WHERE p IN (SELECT unnest($1::INTEGER[])) ORDER BY ALL"""
    rows: list[tuple[int, int, int]] = []
    broken: list[BrokenList] = []
    done: set[int] = set()
    for predicate, subject, head in sql.execute(query, [list(predicates)]).fetchall():
        members: list[int] = []
        what = _read(head, first, rest, ids["rdf:nil"], members)
        if what:
            broken.append(BrokenList(subject, predicate, what))
        elif head not in done:
            done.add(head)
            rows += [(head, n, member) for n, member in enumerate(members, 1)]
    sql.execute("DELETE FROM item")
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
    sql.execute(
        "INSERT INTO item"
        " SELECT unnest($1::INTEGER[]), unnest($2::INTEGER[]), unnest($3::INTEGER[])",
        columns,
    )
    return tuple(broken)


def _values(sql: DuckDBPyConnection, predicate: int) -> dict[int, list[int]]:
    values: dict[int, list[int]] = {}
    rows = sql.execute(
        "SELECT s, o FROM schema_fact WHERE p = $1 ORDER BY ALL", [predicate]
    ).fetchall()
    for subject, object_ in rows:
        values.setdefault(subject, []).append(object_)
    return values


def _read(
    node: int,
    first: Mapping[int, list[int]],
    rest: Mapping[int, list[int]],
    nil: int,
    members: list[int],
) -> str:
    """Append the members of a list to *members* and return what is wrong with it, if anything."""
    seen: set[int] = set()
    while node != nil:
        if node in seen:
            return "it bites its tail"
        seen.add(node)
        if len(first.get(node, [])) != 1:
            return "a node has no rdf:first" if node not in first else "a node has two rdf:first"
        if len(rest.get(node, [])) != 1:
            return "it has no end" if node not in rest else "a node has two rdf:rest"
        members += first[node]
        [node] = rest[node]
    return "" if members else "it is empty"
