"""Statements on their way out of a closure: under all names, without noise, as N-Triples.

What is noise is said in :mod:`lunargraph.reasoning.noise`; here it is said again in SQL, over
numbers, and a test compares the two.
"""

from __future__ import annotations

__all__ = ["all_rows", "inferred_rows", "iter_ntriples", "prepare_output"]

import tempfile
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from lunargraph.reasoning.noise import ABOVE_ALL, BUILT_IN, ENDS, EVERYTHING, REFLEXIVE, STRUCTURE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from concurrent.futures import Future

    from duckdb import DuckDBPyConnection
    from pyoxigraph import NamedNode

    from lunargraph.reasoning.dictionary import Dictionary

_SMALLEST, _LARGEST = 250_000, 500_000
"""Lines of a piece: many pieces each go through the terms again, large ones take much memory."""
_AT_A_TIME = 2
_BLOCK = 1 << 18
_MEMBERS = """CREATE OR REPLACE TABLE member AS
    SELECT rep, id FROM canon UNION SELECT rep, rep FROM canon"""


def prepare_output(sql: DuckDBPyConnection, dictionary: Dictionary) -> None:
    """Note which numbers are built-in names, and which blank nodes only stand for expressions."""
    starts = " OR ".join(f"starts_with(text, '<{base}')" for base in BUILT_IN)
    sql.execute(f"CREATE OR REPLACE TABLE built_in AS SELECT id FROM term WHERE {starts}")
    sql.execute("""CREATE OR REPLACE TABLE blank AS
        SELECT id FROM term WHERE starts_with(text, '_:')""")
    [structure] = _listed(dictionary, STRUCTURE)
    sql.execute(f"""CREATE OR REPLACE TABLE expression AS
        SELECT DISTINCT s AS id FROM asserted JOIN term ON id = s
        WHERE p IN ({structure}) AND starts_with(text, '_:')""")
    sql.execute(_MEMBERS)


_NOT_RESPELT = """(SELECT f.* FROM fact f WHERE NOT EXISTS (
    SELECT 1 FROM value_of a JOIN value_of b ON b.same = a.same JOIN fact g ON g.o = b.id
    WHERE a.id = f.o AND g.s = f.s AND g.p = f.p AND g.rank < f.rank)
    OR EXISTS (SELECT 1 FROM asserted t LEFT JOIN canon cs ON cs.id = t.s
    LEFT JOIN canon cp ON cp.id = t.p WHERE t.o = f.o AND f.o < 0
    AND coalesce(cs.rep, t.s) = f.s AND coalesce(cp.rep, t.p) = f.p))"""
"""The statements but those that repeat an earlier one with another spelling of its value."""


def all_rows(dictionary: Dictionary, facts: str = "fact") -> str:
    """Return the SELECT of (s, p, o) of all that holds, under all names."""
    same = dictionary.vocabulary["owl:sameAs"]
    return f"""SELECT DISTINCT coalesce(ms.id, s) AS s, coalesce(mp.id, p) AS p,
            coalesce(mo.id, o) AS o FROM {facts} LEFT JOIN member ms ON ms.rep = s
        LEFT JOIN member mp ON mp.rep = p LEFT JOIN member mo ON mo.rep = o
        WHERE p <> {same} OR s < 0 OR o < 0
        UNION SELECT a.id, {same}, b.id FROM member a JOIN member b USING (rep)
        WHERE a.id <> b.id"""


def inferred_rows(dictionary: Dictionary, *, merged: bool, by_value: bool) -> str:
    """Return the SELECT of (s, p, o) of what follows, is not asserted and says something.

    :param merged: whether any things are the same.
    :param by_value: whether any two literals are two spellings of one value.
    """
    facts = _NOT_RESPELT if by_value else "fact"
    rows = f"SELECT s, p, o FROM {facts} WHERE rank > 0"  # of rank 0 is what is asserted
    if merged:
        same = dictionary.vocabulary["owl:sameAs"]
        renamed = f"(SELECT * FROM {facts} WHERE {_OF_SEVERAL_NAMES})"
        rows = f"""{rows} AND p <> {same} AND NOT {_OF_SEVERAL_NAMES} UNION ALL
            SELECT s, p, o FROM ({all_rows(dictionary, renamed)}) ANTI JOIN asserted
            USING (s, p, o)"""
    return f"""SELECT s, p, o FROM ({rows})
        WHERE s > 0 AND p > 0 AND s NOT IN (SELECT id FROM expression)
        AND o NOT IN (SELECT id FROM expression) AND p NOT IN (SELECT id FROM blank)
        AND NOT ({_noise(dictionary)})"""


_OF_SEVERAL_NAMES = """(s IN (SELECT rep FROM member) OR p IN (SELECT rep FROM member)
    OR o IN (SELECT rep FROM member))"""


def _noise(dictionary: Dictionary) -> str:
    ids = dictionary.vocabulary
    reflexive, everything, ends, above_all = _listed(
        dictionary, REFLEXIVE, EVERYTHING, ENDS, ABOVE_ALL
    )
    both = "s IN (SELECT id FROM built_in) AND o IN (SELECT id FROM built_in)"
    return f"""(p IN ({reflexive}) AND s = o)
        OR CASE WHEN p = {ids["rdf:type"]} THEN o IN ({everything}) OR ({both})
        WHEN p IN ({ends}) THEN o IN ({everything})
        WHEN p = {ids["rdfs:subClassOf"]} THEN o IN ({above_all})
            OR s = {ids["owl:Nothing"]}
        ELSE {both} END"""


def iter_ntriples(sql: DuckDBPyConnection, rows: str, *, numbers_in_order: bool) -> Iterator[bytes]:
    """Yield a SELECT of (s, p, o) as N-Triples, sorted by code point, each line once, in pieces.

    :param numbers_in_order: whether terms are numbered in the order of their texts.
    """
    if not numbers_in_order:
        sql.execute("""CREATE OR REPLACE TEMP TABLE place AS
            SELECT id, row_number() OVER (ORDER BY text) AS n FROM term""")
        rows = f"""SELECT s, p, o FROM ({rows}) JOIN place a ON a.id = s JOIN place b ON b.id = p
            JOIN place c ON c.id = o ORDER BY a.n, b.n, c.n"""
    else:
        rows += " ORDER BY s, p, o"
    sql.execute(f"CREATE OR REPLACE TABLE line AS {rows}")  # a temporary one has no other cursor
    try:
        sql.execute("""CREATE OR REPLACE TABLE predicate AS
            SELECT id, text FROM term WHERE id IN (SELECT p FROM line)""")
        [count] = sql.execute("SELECT count(*) FROM line").fetchone() or (0,)
        size = max(_SMALLEST, min(count // 10, _LARGEST))
        ranges = [range(start, start + size) for start in range(0, count, size)]
        with tempfile.TemporaryDirectory(prefix="lunargraph-") as folder:
            for piece in _pieces(sql, ranges, Path(folder)):
                with piece.open("rb") as file:
                    while data := file.read(_BLOCK):
                        yield data
                piece.unlink()
    finally:
        sql.execute("DROP TABLE IF EXISTS line")
        sql.execute("DROP TABLE IF EXISTS predicate")


def _pieces(sql: DuckDBPyConnection, ranges: Iterable[range], folder: Path) -> Iterator[Path]:
    """Write the files of the pieces, some at a time while the one before them is read."""
    coming: deque[Future[Path]] = deque()
    with ThreadPoolExecutor(_AT_A_TIME) as aside:
        for lines in ranges:
            coming.append(aside.submit(_write_piece, sql.cursor(), lines, folder))
            if len(coming) > _AT_A_TIME:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()


def _write_piece(sql: DuckDBPyConnection, numbers: range, folder: Path) -> Path:
    """Write the lines of these numbers to a file in *folder*, and return the file.

    The joins are told what is small: the predicates, and the subjects, which lie side by side.
    """
    piece = folder / f"{numbers.start}.nt"
    lines = f"""(SELECT *, rowid AS n FROM line
        WHERE rowid >= {numbers.start} AND rowid < {numbers.stop})"""
    with sql:
        sql.execute("USE closure")
        [least, most] = sql.execute(f"SELECT min(s), max(s) FROM {lines}").fetchone() or (0, 0)
        subjects = f"(FROM term WHERE id BETWEEN {least} AND {most})"
        sql.execute(
            f"""COPY (SELECT concat(a.text, ' ', b.text, ' ', c.text, ' .') FROM {lines}
            JOIN {subjects} a ON a.id = s JOIN predicate b ON b.id = p JOIN term c ON c.id = o
            ORDER BY n) TO '{str(piece).replace("'", "''")}'
            (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER E'\\x01')"""
        )
    return piece


def _listed(dictionary: Dictionary, *kinds: Collection[NamedNode]) -> list[str]:
    """Return the numbers of each of some kinds of terms, as SQL for ``IN (...)``."""
    ids = dictionary.ids(str(term) for terms in kinds for term in terms)
    known = [sorted(ids[str(term)] for term in terms if str(term) in ids) for terms in kinds]
    return [", ".join(map(str, numbers)) or "NULL" for numbers in known]
