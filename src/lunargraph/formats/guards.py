"""What a file must be before a parser sees it: text, not empty, and no trap for the parser.

What they raise is a :class:`~lunargraph.errors.ParseError` with line and column from 1.
"""

from __future__ import annotations

__all__ = ["DEEPEST", "check_turtle", "decode_text", "new_rdf", "place_of", "too_deep"]

import codecs
import re

from lunargraph.errors import ParseError
from lunargraph.formats.scanning import first_quoted_triple

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # those of UTF-32 begin or go on with them
DEEPEST = 256
"""The nesting of XML and JSON. Real files need ten; pyoxigraph's time grows with its square."""
_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)


def decode_text(data: bytes, name: str) -> str:
    """Return *data* as text, without a byte order mark.

    :raises ParseError: empty, binary, or not UTF-8.
    """
    if data.startswith(_UTF_16):
        raise ParseError(
            "this is UTF-16 or UTF-32, not UTF-8", path=name, mend="save the file as UTF-8"
        )
    data = data.removeprefix(codecs.BOM_UTF8)
    if not data.strip():
        raise ParseError("the file is empty", path=name, mend="check that it was saved")
    if (position := data.find(b"\0")) >= 0:
        line, column = place_of(data, position)
        raise ParseError(
            "this is a binary file, not text: it holds a zero byte",
            path=name,
            line=line,
            column=column,
            mend="check that this is the file you mean; save text as UTF-8",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = place_of(data, error.start)
        raise ParseError(
            "the text is not UTF-8",
            path=name,
            line=line,
            column=column,
            got=f"the byte 0x{data[error.start]:02X}",
            mend="save the file as UTF-8",
        ) from None


def check_turtle(text: str, name: str) -> None:
    """Refuse the marks of a merge conflict, and quoted triples.

    These are RDF 1.2, and deep ones overflow the stack of the parser.
    """
    conflict = _CONFLICT.search(text)
    if conflict:
        raise ParseError(
            "a merge conflict is left in the file",
            path=name,
            line=text.count("\n", 0, conflict.start()) + 1,
            mend="choose one of the two sides and take the marks out",
        )
    place = first_quoted_triple(text) if "<<" in text else None
    if place:
        raise new_rdf(name, *place)


def new_rdf(name: str, line: int | None, column: int | None = None) -> ParseError:
    """Return the error for what only RDF 1.2 knows."""
    return ParseError(
        "this is RDF 1.2",
        path=name,
        line=line,
        column=column,
        expected="RDF 1.1: no statements about statements, no texts with a direction",
        mend="give the statement a named graph or a node of its own, and describe that",
    )


def too_deep(name: str, line: int, column: int) -> ParseError:
    """Return the error for XML or JSON that is nested deeper than `DEEPEST`."""
    return ParseError(
        f"this is nested more than {DEEPEST} levels deep",
        path=name,
        line=line,
        column=column,
        mend="give the inner things identifiers and write them side by side",
    )


def place_of(data: bytes, position: int) -> tuple[int, int]:
    """Return line and column, from 1 and in characters, of a byte of *data*."""
    before = data[:position].decode("utf-8", "replace")
    line = before.count("\n") + 1
    return line, len(before) - (before.rfind("\n") + 1) + 1
