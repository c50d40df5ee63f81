"""The SQL of the three patterns about all members of a list: ``each``, ``path`` and ``agree``.

A list may be of any length. ``each`` counts, so that one statement serves all lengths; ``path`` and
``agree`` join as many times as the list has members, with one statement for each length at hand.
"""

from __future__ import annotations

__all__ = ["agreeing", "belonging_to_each", "lengths", "path_instances", "paths"]

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection


def lengths(sql: DuckDBPyConnection, table: str) -> list[int]:
    """Return the lengths of the lists of an instance *table*, each once."""
    query = f"""SELECT DISTINCT n FROM (SELECT count(*) AS n FROM
        (SELECT DISTINCT l FROM {table}) JOIN item USING (l) GROUP BY l) ORDER BY n"""
    return [length for (length,) in sql.execute(query).fetchall()]


def belonging_to_each(
    instances: str, vocabulary: Mapping[str, int], among: str | None, subjects: str | None = None
) -> str:
    """Return the SELECT of what belongs to each part of an intersection.

    :param among: a table of statements; only things that it says such a class of are looked at.
    :param subjects: a table of statements; only things that it is about are looked at.
    """
    type_ = vocabulary["rdf:type"]
    touched = (
        f""" AND a.s IN (SELECT d.s FROM {among} d JOIN item e ON d.o = e.e
            JOIN {instances} j ON j.l = e.l WHERE d.p = {type_})"""
        if among
        else ""
    )
    if subjects:
        touched += f" AND a.s IN (SELECT s FROM {subjects})"
    return f"""SELECT {type_} AS p, a.s AS s, i.c AS o,
            1 + greatest(i.rank, max(m.rank), max(a.rank)) AS rank
        FROM {instances} i JOIN item m ON m.l = i.l
        JOIN fact a ON a.p = {type_} AND a.o = m.e{touched}
        GROUP BY i.c, i.l, i.rank, a.s
        HAVING count(*) = (SELECT count(*) FROM item WHERE item.l = i.l)"""


def path_instances(table: str, length: int) -> str:
    """Return the SELECT of the chains of a *length*: p, the members p1, p2, ..., and the rank."""
    items = ", ".join(f"m{n}.e AS p{n}" for n in range(1, length + 1))
    joins = " ".join(
        f"JOIN item m{n} ON m{n}.l = i.l AND m{n}.n = {n}" for n in range(1, length + 1)
    )
    count = f"(SELECT count(*) FROM item WHERE item.l = i.l) = {length}"
    return f"""SELECT i.p, {items}, min(greatest(i.rank, m1.rank)) AS rank FROM {table} i {joins}
        WHERE {count} GROUP BY ALL"""


def paths(chains: str, length: int, new: int | None, facts: str = "fact") -> str:
    """Return the SELECT of what chains of a *length* lead to.

    :param chains: a table as of :func:`path_instances`.
    :param new: the link, from 1, that is looked up in ``delta``.
    :param facts: where the other links are looked up.
    """
    links = range(1, length + 1)
    tables = [f"{'delta' if n == new else facts} a{n}" for n in links]
    conditions = [f"a{n}.p = i.p{n}" for n in links]
    conditions += [f"a{n}.s = a{n - 1}.o" for n in links[1:]]
    rank = f"1 + greatest(i.rank, {', '.join(f'a{n}.rank' for n in links)})"
    return f"""SELECT i.p AS p, a1.s AS s, a{length}.o AS o, {rank} AS rank
        FROM {chains} i, {", ".join(tables)} WHERE {" AND ".join(conditions)}"""


def agreeing(table: str, length: int, vocabulary: Mapping[str, int], facts: str) -> str:
    """Return the SELECT of members that agree in all values of a key of a *length*.

    All that agree are linked with the first of them, not each with each.
    """
    ns = range(1, length + 1)
    values = ", ".join(f"a{n}.o AS z{n}" for n in ns)
    joins = " ".join(
        f"JOIN item m{n} ON m{n}.l = i.l AND m{n}.n = {n}"
        f" JOIN {facts} a{n} ON a{n}.p = m{n}.e AND a{n}.s = x.s"
        for n in ns
    )
    same = " AND ".join(f"t.z{n} = u.z{n}" for n in ns)
    groups = ", ".join(f"z{n}" for n in ns)
    ranks = ", ".join(f"a{n}.rank" for n in ns)
    return f"""WITH keyed AS (
            SELECT i.c, i.l, x.s AS x, {values}, greatest(i.rank, m1.rank, x.rank, {ranks}) AS rank
            FROM {table} i JOIN fact x ON x.p = {vocabulary["rdf:type"]} AND x.o = i.c {joins}
            WHERE (SELECT count(*) FROM item WHERE item.l = i.l) = {length}
        ), first AS (SELECT c, l, {groups}, min(x) AS x FROM keyed GROUP BY c, l, {groups})
        SELECT {vocabulary["owl:sameAs"]} AS p, t.x AS s, u.x AS o,
            1 + greatest(t.rank, u.rank) AS rank
        FROM keyed t JOIN first f ON t.c = f.c AND t.l = f.l AND t.x = f.x
            AND {" AND ".join(f"t.z{n} = f.z{n}" for n in ns)}
        JOIN keyed u ON t.c = u.c AND t.l = u.l AND {same} AND t.x < u.x
        WHERE t.x > 0 AND u.x > 0"""
