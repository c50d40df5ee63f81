"""N-Triples into DuckDB: whole files at full speed, or triples from Python.

DuckDB splits each line into three texts and checks these, each once however often it stands there,
against the grammar of terms. A line of which anything is not canonical (an escape, a comment, a tag
in upper case, another spelling of ``xsd:string``) goes through Oxigraph's parser and comes back
canonical, or is refused with its number.

Source: RDF 1.1 N-Triples, sections 4 (canonical form) and 7 (grammar).
"""

from __future__ import annotations

__all__ = ["load_files", "load_triples"]

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from pyoxigraph import RdfFormat, parse, serialize

from lunargraph.errors import ParseError
from lunargraph.files import read_bytes
from lunargraph.formats import parse_quads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import Triple

_LETTERS = r"\x{A0}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFEF}"
_CHAR = rf"(?:[A-Za-z0-9._~!$&'()*+,;=\-{_LETTERS}]|%[0-9A-Fa-f]{{2}})"
_TAIL = rf"(?:{_CHAR}|[/:?])*"
_PATH = rf"(?://{_CHAR}*(?:[/?]{_TAIL})?|{_CHAR}{_TAIL})?"
_IRI = rf"<[a-zA-Z][a-zA-Z0-9+.-]*:{_PATH}(?:#{_TAIL})?>"
_BLANK = r"_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"
_LITERAL = rf'"[^"\\\x00-\x1f\x7f]*"(?:@[a-z]{{1,8}}(?:-[a-z0-9]{{1,8}})*|\^\^{_IRI})?'
_TERM = rf"(?:{_IRI}|{_BLANK}|{_LITERAL})"
_STRING = '"^^<http://www.w3.org/2001/XMLSchema#string>'
_TAGGED = '"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>'
_LONGEST_LINE = 1 << 26

_CANONICAL = """regexp_full_match(text, $pattern) AND NOT ends_with(text, $string)
    AND NOT ends_with(text, $tagged)"""
_SPLIT = """(SELECT line, parts[1] AS s, parts[2] AS p, CASE WHEN len(parts) = 4 THEN parts[3]
        ELSE line[length(parts[1]) + length(parts[2]) + 3:-3] END AS o
    FROM (SELECT line, string_split(line, ' ') AS parts FROM {}))"""
_STATEMENT = """ends_with(line, ' .') AND (starts_with(s, '<') OR starts_with(s, '_'))
    AND starts_with(p, '<') AND o <> ''"""
"""What a line of three terms is besides; the terms themselves are looked at afterwards."""
_TEXTS = """SELECT DISTINCT text FROM
    (SELECT s AS text FROM raw UNION ALL SELECT p FROM raw UNION ALL SELECT o FROM raw)"""
_ODD = """o IS NULL OR s IN (SELECT text FROM odd) OR p IN (SELECT text FROM odd)
    OR o IN (SELECT text FROM odd)"""


def load_files(sql: duckdb.DuckDBPyConnection, paths: Sequence[str]) -> None:
    """Fill the table ``raw`` (s, p, o) with what N-Triples files say, and ``word`` with its texts.

    Blank nodes keep their labels, so that two files must not share any.

    :raises FileError: a file cannot be read.
    :raises ParseError: with the line that is no N-Triples.
    """
    unsplit: dict[str, bytes] = {}
    for number, path in enumerate(paths):
        if not os.access(path, os.R_OK) or not Path(path).is_file():
            read_bytes(path)  # says in full what is wrong with it
        try:
            _split(sql, path, number)
        except (
            duckdb.InvalidInputException
        ):  # not UTF-8, a line without an end, a control character
            unsplit[path] = read_bytes(path)
            sql.execute("DELETE FROM raw WHERE file = $1", [number])
    others = {**_take_others(sql, paths), **unsplit}
    for path in paths:
        if path in others:
            _load_others(sql, path, others[path])
    if others:
        _note_texts(sql)


def load_triples(sql: duckdb.DuckDBPyConnection, triples: Iterable[Triple]) -> None:
    """Fill the table ``raw`` (s, p, o) with *triples*, and ``word`` with their texts."""
    _append(sql, triples)
    _note_texts(sql)


def _append(sql: duckdb.DuckDBPyConnection, triples: Iterable[Triple]) -> None:
    with _temporary(serialize(triples, format=RdfFormat.N_TRIPLES) or b"") as path:
        sql.execute(
            f"INSERT INTO raw SELECT s, p, o, NULL FROM {_SPLIT.format(_lines())}",
            {"path": path},
        )


def _note_texts(sql: duckdb.DuckDBPyConnection) -> None:
    sql.execute(f"CREATE OR REPLACE TEMP TABLE word AS {_TEXTS}")


def _lines() -> str:
    """Return what reads the lines of the file ``$path``, as they are.

    The buffer has the least size that it may have: the pieces of a file are read side by side.
    """
    return (
        "read_csv($path, columns = {'line': 'VARCHAR'}, auto_detect = false, header = false,"
        r" delim = E'\x01', quote = '', escape = '', nullstr = E'\x02',"
        f" max_line_size = {_LONGEST_LINE}, buffer_size = {_LONGEST_LINE})"
    )


def _split(sql: duckdb.DuckDBPyConnection, path: str, number: int) -> None:
    """Append the lines of a file to ``raw``: in three, or whole if that cannot be."""
    sql.execute(
        f"""INSERT INTO raw SELECT CASE WHEN whole THEN s ELSE coalesce(line, chr(2)) END,
            CASE WHEN whole THEN p END, CASE WHEN whole THEN o END, $number
        FROM (SELECT *, {_STATEMENT} AS whole FROM {_SPLIT.format(_lines())})""",
        {"path": path, "number": number},
    )


def _take_others(sql: duckdb.DuckDBPyConnection, paths: Sequence[str]) -> dict[str, bytes]:
    """Take the lines that are not canonical out of ``raw``, and return those of each file."""
    _note_texts(sql)
    grammar = {"pattern": _TERM, "string": _STRING, "tagged": _TAGGED}
    [odd] = sql.execute(
        f"CREATE OR REPLACE TEMP TABLE odd AS FROM word WHERE ({_CANONICAL}) IS NOT TRUE", grammar
    ).fetchone() or (0,)
    if not odd:
        return {}
    lines = sql.execute(
        f"""SELECT file, line FROM (SELECT rowid AS n, file,
                CASE WHEN o IS NULL THEN s ELSE concat(s, ' ', p, ' ', o, ' .') END AS line
            FROM raw WHERE {_ODD})
        WHERE trim(line) <> '' AND NOT starts_with(ltrim(line), '#') ORDER BY n"""
    ).fetchall()
    sql.execute(f"DELETE FROM raw WHERE {_ODD}")
    _note_texts(sql)
    others: dict[str, list[str]] = {}
    for number, line in lines:
        others.setdefault(paths[number], []).append(f"{line}\n")
    return {path: "".join(each).encode() for path, each in others.items()}


def _load_others(sql: duckdb.DuckDBPyConnection, path: str, lines: bytes) -> None:
    try:
        quads = list(parse(lines, RdfFormat.N_TRIPLES))
    except MemoryError:
        raise ParseError(
            "a line is too long", path=path, expected="at most 16 MB where it has escapes"
        ) from None
    except SyntaxError as error:
        raise _complaint(path, lines, error.lineno or 1) from None
    _append(sql, (quad.triple for quad in quads))


def _complaint(path: str, lines: bytes, number: int) -> ParseError:
    """Return what is wrong with the line that is number *number* of *lines*, at its own place."""
    wrong = [line for line in lines.split(b"\n")[:number] if line.strip()][-1]
    with Path(path).open("rb") as file:
        place = next((n for n, line in enumerate(file, 1) if line.strip() == wrong.strip()), number)
    try:
        parse_quads(wrong + b"\n", "ntriples", name=path)
    except ParseError as error:
        parts = {"expected": error.expected, "got": error.got, "mend": error.mend}
        return ParseError(error.what, path=path, line=place, column=error.column, **parts)
    return ParseError("this is no N-Triples", path=path, line=place)


@contextmanager
def _temporary(data: bytes) -> Iterator[str]:
    """Hold *data* in a file for as long as DuckDB reads it."""
    descriptor, path = tempfile.mkstemp(suffix=".nt")
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123  # a descriptor has no path
            file.write(data)
        yield path
    finally:
        os.unlink(path)  # noqa: PTH108  # as above
