"""Literals as they are spelt in the files, and names that are spelt alike."""

from __future__ import annotations

__all__ = ["literals_among", "literals_of", "respelt_among", "similar_names"]

from typing import TYPE_CHECKING

from pyoxigraph import Literal

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.dictionary import term_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duckdb import DuckDBPyConnection

    from lunargraph.reasoning.dictionary import Dictionary

_ALIKE = """
    (SELECT text FROM term WHERE id > 0 AND starts_with(text, $base)
        ORDER BY levenshtein(lower(text[len($base) + 1 : -2]), lower($name)), text LIMIT $most)
    UNION
    (SELECT thing.text FROM asserted JOIN term thing ON thing.id = s JOIN term label ON label.id = o
        WHERE p = $label AND starts_with(thing.text, $base)
        ORDER BY levenshtein(lower(regexp_extract(label.text, '"(.*)"', 1)), lower($words)),
            thing.text LIMIT $most)
    ORDER BY text"""


def similar_names(
    sql: DuckDBPyConnection, dictionary: Dictionary, base: str, name: str, words: str
) -> list[str]:
    """Return IRIs that begin with *base* and go on much like *name*, or have a label like *words*.

    At most 100, sorted; which of them are near enough is for others to say.
    """
    label = f"<{PREFIXES['rdfs']}label>"
    number = dictionary.ids([label]).get(label, 0)
    values = {"base": f"<{base}", "name": name, "words": words, "label": number, "most": 50}
    return [text[1:-1] for (text,) in sql.execute(_ALIKE, values).fetchall()]


def literals_among(sql: DuckDBPyConnection, matching: str, but: str) -> list[Literal]:
    """Return the literals whose N-Triples text fits one regular expression and not the other."""
    found = sql.execute(
        """SELECT text FROM term WHERE id < 0 AND regexp_full_match(text, $1)
        AND NOT regexp_full_match(text, $2) ORDER BY text""",
        [matching, but],
    ).fetchall()
    return [term for (text,) in found if isinstance(term := term_of(text), Literal)]


def respelt_among(
    sql: DuckDBPyConnection, dictionary: Dictionary, literals: Iterable[Literal]
) -> set[Literal]:
    """Return those of *literals* of whose value another spelling is known, where rules compare."""
    ids = dictionary.ids(map(str, literals))
    found = sql.execute(
        """SELECT text FROM term JOIN value_of USING (id)
        WHERE id IN (SELECT unnest($1::INTEGER[]))""",
        [sorted(ids.values())],
    ).fetchall()
    return {term for (text,) in found if isinstance(term := term_of(text), Literal)}


def literals_of(
    sql: DuckDBPyConnection, dictionary: Dictionary, subject: str, predicate: str
) -> list[Literal]:
    """Return the literals that are stated to be values of *predicate* for *subject*, or follow.

    One that follows and only repeats another with another spelling is left out.
    """
    ids = dictionary.ids([subject, predicate])
    if len(ids) < 2:
        return []
    found = sql.execute(
        """SELECT o, rank, same FROM fact LEFT JOIN value_of ON id = o WHERE o < 0
        AND p = coalesce((SELECT rep FROM canon WHERE id = $1), $1)
        AND s = coalesce((SELECT rep FROM canon WHERE id = $2), $2)""",
        [ids[predicate], ids[subject]],
    ).fetchall()
    kept = [
        number
        for number, rank, value in found
        if not any(value is not None and value == other and r < rank for _, r, other in found)
    ]
    terms = dictionary.terms(kept).values()
    return sorted((term for term in terms if isinstance(term, Literal)), key=str)
