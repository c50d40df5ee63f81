"""N-Triples into DuckDB: whole files at full speed, or triples from Python.

A line of canonical N-Triples is checked against the grammar and split by DuckDB alone. Any other
line (an escape, a comment, a tag in upper case, another spelling of ``xsd:string``) goes through
Oxigraph's parser and comes back canonical, or is refused with its number.

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
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

_LETTERS = r"\x{A0}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFEF}"
_CHAR = rf"(?:[A-Za-z0-9._~!$&'()*+,;=\-{_LETTERS}]|%[0-9A-Fa-f]{{2}})"
_TAIL = rf"(?:{_CHAR}|[/:?])*"
_PATH = rf"(?://{_CHAR}*(?:[/?]{_TAIL})?|{_CHAR}{_TAIL})?"
_IRI = rf"<[a-zA-Z][a-zA-Z0-9+.-]*:{_PATH}(?:#{_TAIL})?>"
_BLANK = r"_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"
_LITERAL = rf'"[^"\\\x00-\x1f\x7f]*"(?:@[a-z]{{1,8}}(?:-[a-z0-9]{{1,8}})*|\^\^{_IRI})?'
_LINE = rf"(?:{_IRI}|{_BLANK}) {_IRI} (?:{_IRI}|{_BLANK}|{_LITERAL}) \."
_STRING = '"^^<http://www.w3.org/2001/XMLSchema#string> .'
_TAGGED = '"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .'
_LONGEST_LINE = 1 << 26

_CANONICAL = """regexp_full_match(line, $pattern) AND NOT ends_with(line, $string)
    AND NOT ends_with(line, $tagged)"""
_SPLIT = """SELECT split_part(line, ' ', 1) AS s, split_part(line, ' ', 2) AS p,
    line[length(split_part(line, ' ', 1)) + length(split_part(line, ' ', 2)) + 3:-3] AS o"""


def load_files(sql: duckdb.DuckDBPyConnection, paths: Iterable[str]) -> None:
    """Append what N-Triples files say to the table ``raw`` (s, p, o).

    Blank nodes keep their labels, so that two files must not share any.

    :raises FileError: a file cannot be read.
    :raises ParseError: with the line that is no N-Triples.
    """
    for path in paths:
        if not os.access(path, os.R_OK) or not Path(path).is_file():
            read_bytes(path)  # says in full what is wrong with it
        try:
            others = _load_canonical(sql, path)
        except (
            duckdb.InvalidInputException
        ):  # not UTF-8, a line without an end, a control character
            others = read_bytes(path)
            sql.execute("DELETE FROM raw WHERE file = $1", [path])
        if others:
            _load_others(sql, path, others)


def load_triples(sql: duckdb.DuckDBPyConnection, triples: Iterable[Triple]) -> None:
    """Append *triples* to the table ``raw`` (s, p, o)."""
    with _temporary(serialize(triples, format=RdfFormat.N_TRIPLES) or b"") as path:
        sql.execute(f"INSERT INTO raw {_SPLIT}, '' FROM {_lines()}", {"path": path})


def _lines() -> str:
    """Return what reads the lines of the file ``$path``, as they are."""
    return (
        "read_csv($path, columns = {'line': 'VARCHAR'}, auto_detect = false, header = false,"
        r" delim = E'\x01', quote = '', escape = '', nullstr = E'\x02',"
        f" max_line_size = {_LONGEST_LINE})"
    )


def _load_canonical(sql: duckdb.DuckDBPyConnection, path: str) -> bytes:
    """Load the canonical lines of a file and return all others."""
    grammar = {"path": path, "pattern": _LINE, "string": _STRING, "tagged": _TAGGED}
    [canonical] = sql.execute(
        f"INSERT INTO raw {_SPLIT}, $path FROM {_lines()} WHERE {_CANONICAL}",
        grammar,
    ).fetchone() or (0,)
    [every] = sql.execute(f"SELECT count(*) FROM {_lines()}", {"path": path}).fetchone() or (0,)
    if canonical == every:
        return b""
    others = sql.execute(
        f"SELECT line FROM (SELECT coalesce(line, chr(2)) AS line FROM {_lines()})"
        f" WHERE NOT ({_CANONICAL}) AND trim(line) <> '' AND NOT starts_with(ltrim(line), '#')",
        grammar,
    ).fetchall()
    return "".join(f"{line}\n" for (line,) in others).encode()


def _load_others(sql: duckdb.DuckDBPyConnection, path: str, lines: bytes) -> None:
    try:
        quads = list(parse(lines, RdfFormat.N_TRIPLES))
    except MemoryError:
        raise ParseError(
            "a line is too long", path=path, expected="at most 16 MB where it has escapes"
        ) from None
    except SyntaxError as error:
        raise _complaint(path, lines, error.lineno or 1) from None
    load_triples(sql, (quad.triple for quad in quads))


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
