"""The rules that conclude *false*, asked of a closure in DuckDB.

SQL finds who is concerned; :mod:`lunargraph.reasoning.false_rules` then words each clash from the
statements about them alone, so that the size of the graph does not matter.
"""

from __future__ import annotations

__all__ = ["clashes_of", "new_clashes"]

from typing import TYPE_CHECKING

from lunargraph.reasoning.datatypes import differ
from lunargraph.reasoning.dictionary import term_of
from lunargraph.reasoning.false_rules import find_clashes
from lunargraph.reasoning.literals import badly_written, ill_typed
from lunargraph.reasoning.patterns import SCHEMA_CLASSES, SCHEMA_PREDICATES
from lunargraph.reasoning.rows import insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from lunargraph.reasoning.clashes import Clash, Statement
    from lunargraph.reasoning.dictionary import Dictionary
    from lunargraph.reasoning.instances import Instances


def clashes_of(
    sql: DuckDBPyConnection, dictionary: Dictionary, instances: Instances
) -> tuple[Clash, ...]:
    """Return every clash in the tables of a closure, sorted."""
    typed = set(_ill_typed_literals(sql, dictionary))
    literals = {literal for literal, _ in typed} | set(badly_written(sql))
    concerned = _concerned(sql, dictionary, instances) | _two_valued(sql, dictionary)
    return _clashes(sql, dictionary, concerned, literals, typed)


def new_clashes(
    sql: DuckDBPyConnection,
    dictionary: Dictionary,
    concerned: set[int],
    literals: set[int],
    new: Sequence[tuple[int, int, int]],
) -> tuple[Clash, ...]:
    """Return the clashes that new statements brought about, sorted.

    :param concerned: the things that false rules now say something of.
    :param literals: what is badly written, or put in a datatype that it does not belong to.
    :param new: the new statements, as (p, s, o).
    """
    if not concerned and not literals:
        return ()
    sql.execute("CREATE OR REPLACE TEMP TABLE new_fact (p INTEGER, s INTEGER, o INTEGER)")
    insert_rows(sql, "new_fact", new, 3)
    after, before = (
        _clashes(
            sql,
            dictionary,
            concerned,
            literals,
            set(_ill_typed_literals(sql, dictionary, facts, literals)),
            facts,
        )
        for facts in ("fact", "(FROM fact ANTI JOIN new_fact USING (p, s, o))")
    )
    known = set(before)
    return tuple(clash for clash in after if clash not in known)


def _clashes(
    sql: DuckDBPyConnection,
    dictionary: Dictionary,
    concerned: set[int],
    literals: set[int],
    typed: set[tuple[int, int]],
    facts: str = "fact",
) -> tuple[Clash, ...]:
    if not concerned and not literals:
        return ()
    statements = _statements(sql, dictionary, concerned, literals, facts)
    type_ = dictionary.vocabulary["rdf:type"]
    rows = [(literal, type_, datatype) for literal, datatype in sorted(typed)]
    return tuple(find_clashes([*statements, *_worded(dictionary, rows)]))


def _concerned(sql: DuckDBPyConnection, dictionary: Dictionary, instances: Instances) -> set[int]:
    """Return the individuals that a join of a false rule, or equality, concerns."""
    found: set[int] = set()
    for rule in instances.rules:
        if not rule.rule.is_false or (
            rule.patterns.schema and not instances.counts.get(rule.table)
        ):
            continue
        select = rule.subjects(rule.table, instances.parts(rule, None))
        found |= {number for row in sql.execute(select).fetchall() for number in row}
    ids = dictionary.vocabulary
    different = f"SELECT DISTINCT s FROM fact WHERE p = {ids['owl:differentFrom']} AND s = o"
    listed = f"""SELECT DISTINCT e FROM fact t JOIN fact l ON l.s = t.s
        JOIN item ON item.l = l.o WHERE t.p = {ids["rdf:type"]} AND t.o = {ids["owl:AllDifferent"]}
        AND l.p IN ({ids["owl:members"]}, {ids["owl:distinctMembers"]})
        GROUP BY item.l, e HAVING count(*) > 1"""
    for query in (different, listed):
        found |= {number for (number,) in sql.execute(query).fetchall()}
    return found


def _two_valued(sql: DuckDBPyConnection, dictionary: Dictionary) -> set[int]:
    """Return the things with two values, surely different, where one is allowed; the values too."""
    pairs = sql.execute(
        "SELECT f.s, f.o, a.text, b.text FROM fact f JOIN term a ON a.id = f.s"
        " JOIN term b ON b.id = f.o WHERE f.p = $1 AND f.s < 0 AND f.o < 0 AND f.s <> f.o",
        [dictionary.vocabulary["owl:sameAs"]],
    ).fetchall()
    different = [(one, other) for one, other, a, b in pairs if differ(term_of(a), term_of(b))]  # type: ignore[arg-type]  # both are literals
    found: set[int] = set()
    for pair in different:
        rows = sql.execute(
            "SELECT DISTINCT f.s FROM fact f JOIN fact g ON g.s = f.s AND g.p = f.p"
            " WHERE f.o = $1 AND g.o = $2", list(pair),
        ).fetchall()  # fmt: skip
        found |= {number for (number,) in rows} | set(pair)
    return found


def _ill_typed_literals(
    sql: DuckDBPyConnection,
    dictionary: Dictionary,
    facts: str = "fact",
    among: set[int] | None = None,
) -> Iterator[tuple[int, int]]:
    """Yield each literal, of those *among* which it is to be, and datatype that do not fit."""
    ids = dictionary.vocabulary
    type_ = ids["rdf:type"]
    some = "" if among is None else f" AND id IN ({', '.join(map(str, sorted(among))) or 'NULL'})"
    yield from ill_typed(
        sql,
        f"""SELECT * FROM (
            SELECT f.o AS id, r.o AS datatype FROM fact r JOIN {facts} f ON f.p = r.s
            WHERE r.p = {ids["rdfs:range"]} AND f.o < 0
            UNION ALL SELECT s, o FROM {facts} WHERE p = {type_} AND s < 0
            UNION ALL SELECT f.o, a.o FROM fact a JOIN fact b ON b.s = a.s
            JOIN {facts} t ON t.o = a.s JOIN {facts} f ON f.s = t.s AND f.p = b.o
            WHERE a.p = {ids["owl:allValuesFrom"]} AND b.p = {ids["owl:onProperty"]}
            AND t.p = {type_} AND f.o < 0
        ) WHERE true{some}""",
    )


def _statements(
    sql: DuckDBPyConnection,
    dictionary: Dictionary,
    concerned: set[int],
    literals: set[int],
    facts: str,
) -> Iterator[Statement]:
    """Yield what is said about those concerned, under all their names, and the whole schema."""
    ids = dictionary.vocabulary
    same = ids["owl:sameAs"]
    schema = ", ".join(str(ids[name]) for name in sorted(SCHEMA_PREDICATES))
    classes = ", ".join(str(ids[name]) for name in sorted(SCHEMA_CLASSES))
    rows = sql.execute(
        f"""WITH chosen AS (
            SELECT p, s, o FROM {facts} WHERE s IN (SELECT unnest($1::INTEGER[]))
            OR o IN (SELECT unnest($2::INTEGER[])) OR p IN ({schema})
            OR (p = {ids["rdf:type"]} AND o IN ({classes}))
        )
        SELECT DISTINCT coalesce(ms.id, s), coalesce(mp.id, p), coalesce(mo.id, o) FROM chosen
        LEFT JOIN member ms ON ms.rep = s LEFT JOIN member mp ON mp.rep = p
        LEFT JOIN member mo ON mo.rep = o
        UNION SELECT a.id, {same}, b.id FROM member a JOIN member b USING (rep)
        WHERE a.id <> b.id""",
        [sorted(concerned), sorted(literals)],
    ).fetchall()
    yield from _worded(dictionary, rows)


def _worded(dictionary: Dictionary, rows: Iterable[tuple[int, int, int]]) -> Iterator[Statement]:
    rows = list(rows)
    terms = dictionary.terms(number for row in rows for number in row)
    yield from ((terms[s], terms[p], terms[o]) for s, p, o in rows)
