"""The values of the literals of a graph: the rules ``dt-type2``, ``dt-eq`` and ``dt-not-type``.

DuckDB sorts out the many literals that are plain to see; what is left is decided one by one by
:mod:`lunargraph.reasoning.datatypes`.
"""

from __future__ import annotations

__all__ = [
    "badly_written",
    "ill_typed",
    "insert_rows",
    "is_alone",
    "literals_worth",
    "spellings_of_one_value",
    "types_of_literals",
]

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.datatypes import belongs, is_well_written, value_of
from lunargraph.reasoning.dictionary import term_of
from lunargraph.reasoning.rows import insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

_NUMBERS = "|".join(
    ("integer", "decimal", "byte", "short", "int", "long", "nonNegativeInteger", "negativeInteger",
     "nonPositiveInteger", "positiveInteger", "unsignedByte", "unsignedShort", "unsignedInt",
     "unsignedLong")
)  # fmt: skip
_BASE = PREFIXES["xsd"]
_XSD = "<" + _BASE.replace(".", "\\.")
_NUMBER = f'"[^"]*"\\^\\^{_XSD}({_NUMBERS})>'
_TEXT = r'"(?s:.*)"(@[a-z0-9-]+)?'
_NUMBERS_ALIKE = (
    rf'"(?:0|-?[1-9][0-9]{{0,17}})"\^\^{_XSD}integer>',
    rf'"-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]"\^\^{_XSD}decimal>',
)
_ALONE = (
    _TEXT,
    rf'"[12][0-9]{{3}}(?:-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8]))"\^\^{_XSD}date>',
    rf'"[12][0-9]{{3}}-(?:0[1-9]|1[0-2])"\^\^{_XSD}gYearMonth>',
    rf'"[12][0-9]{{3}}"\^\^{_XSD}gYear>',
    rf'"[^"\\ ]*"\^\^{_XSD}anyURI>',
)
"""Literals that are well written, and unlike any other literal."""
_PLAIN = (*_ALONE, *_NUMBERS_ALIKE)
"""The same, and those that are so save for a number of another type."""
_IS_PLAIN = f"regexp_full_match(text, '{'|'.join(f'(?:{each})' for each in _PLAIN)}')"
_IS_NUMBER = f"contains(text, '<{_BASE}') AND regexp_full_match(text, '{_NUMBER}')"
_AS_DOUBLE = "try_cast(split_part(text, '\"', 2) AS DOUBLE)"
"""What a number is, or nearly, if it is one; it is looked at in full where that decides."""


def is_alone(text: str) -> bool:
    """Tell whether a literal is surely the only spelling of its value, as a string is.

    >>> is_alone('"Moon"@en'), is_alone('"1"^^<http://www.w3.org/2001/XMLSchema#integer>')
    (True, False)
    """
    return any(re.fullmatch(each, text) for each in _ALONE)


def literals_worth(sql: DuckDBPyConnection, numbers: Sequence[int]) -> dict[str, str]:
    """Return for each of *numbers* the ids of all literals of that value, as SQL for ``IN (...)``.

    The keys are the numbers as text.
    """
    rows = sql.execute(
        f"""SELECT id, text, {_AS_DOUBLE} AS number FROM term
        WHERE id < 0 AND {_IS_NUMBER} AND number IN (SELECT unnest($1::DOUBLE[])) ORDER BY id""",
        [list(numbers)],
    ).fetchall()
    known = [(id_, number) for id_, text, number in rows if _value(text) is not None]
    return {
        str(each): ", ".join(str(id_) for id_, number in known if number == each) or "NULL"
        for each in numbers
    }


def spellings_of_one_value(sql: DuckDBPyConnection) -> bool:
    """Fill the table ``value_of`` (id, same) with literals that have equals; tell if there are any.

    *same* is the least of the literals that have the value.
    """
    candidates = sql.execute(
        f"""WITH used AS (SELECT * FROM term WHERE id IN (SELECT o FROM asserted WHERE o < 0)),
            numbers AS (SELECT id, text, {_AS_DOUBLE} AS number FROM used WHERE {_IS_NUMBER})
        SELECT id, text FROM used WHERE NOT {_IS_PLAIN}
        UNION SELECT id, text FROM numbers WHERE number IS NULL OR number IN
            (SELECT number FROM numbers GROUP BY number HAVING count(*) > 1) ORDER BY id"""
    ).fetchall()
    groups: dict[object, list[int]] = {}
    for id_, text in candidates:
        value = _value(text)
        if value is not None:
            groups.setdefault(value, []).append(id_)
    rows = [(id_, group[0]) for group in groups.values() if len(group) > 1 for id_ in group]
    insert_rows(sql, "value_of", rows, 2)
    return bool(rows)


def types_of_literals(sql: DuckDBPyConnection, type_: int, datatypes: Sequence[int]) -> None:
    """Add to ``fact`` that each literal belongs to those of *datatypes* that hold its value."""
    names = dict(
        sql.execute(
            "SELECT id, text FROM term WHERE id IN (SELECT unnest($1::INTEGER[]))",
            [list(datatypes)],
        ).fetchall()
    )
    iris = {id_: text[1:-1] for id_, text in names.items()}
    literals = sql.execute("SELECT id, text FROM term WHERE id < 0 ORDER BY id").fetchall()
    rows = [
        (type_, id_, datatype, 1)
        for id_, text in literals
        for datatype, iri in iris.items()
        if iri != _THING and belongs(_literal(text), iri)
    ]
    sql.execute(
        "CREATE OR REPLACE TEMP TABLE typed (p INTEGER, s INTEGER, o INTEGER, rank INTEGER)"
    )
    insert_rows(sql, "typed", rows, 4)
    sql.execute("INSERT INTO fact SELECT * FROM typed ANTI JOIN fact USING (p, s, o)")


_THING = PREFIXES["owl"] + "Thing"


def ill_typed(sql: DuckDBPyConnection, query: str) -> Iterator[tuple[int, int]]:
    """Yield each literal and datatype, of the SELECT (id, datatype) *query*, that do not fit.

    Source: OWL 2 Profiles, rule dt-not-type.
    """
    rows = sql.execute(
        f"""SELECT DISTINCT q.id, q.datatype, l.text, d.text FROM ({query}) q
        JOIN term l ON l.id = q.id JOIN term d ON d.id = q.datatype
        WHERE NOT (ends_with(l.text, d.text) AND {_IS_PLAIN.replace("text", "l.text", 1)})
        ORDER BY q.id, q.datatype"""
    ).fetchall()
    for id_, datatype, text, name in rows:
        if name.startswith("<") and belongs(_literal(text), name[1:-1]) is False:
            yield id_, datatype


def badly_written(sql: DuckDBPyConnection) -> Iterator[int]:
    """Yield the literals of ``fact`` whose text does not fit their own datatype."""
    rows = sql.execute(
        f"""SELECT id, text FROM term WHERE id < 0 AND NOT {_IS_PLAIN}
        AND id IN (SELECT o FROM fact WHERE o < 0) ORDER BY id"""
    ).fetchall()
    yield from (id_ for id_, text in rows if not is_well_written(_literal(text)))


def _literal(text: str) -> Literal:
    term = term_of(text)
    return term if isinstance(term, Literal) else Literal("")


def _value(text: str) -> object:
    return value_of(_literal(text))
