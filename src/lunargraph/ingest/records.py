"""The records of a CSV text, each with the line it begins on."""

from __future__ import annotations

__all__ = ["iter_records"]

import codecs
import csv
import io
from typing import TYPE_CHECKING

from lunargraph.errors import ParseError

if TYPE_CHECKING:
    from collections.abc import Iterator


def iter_records(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    r"""Yield the line and the cells of each record, the header first.

    A byte order mark before the text is no part of it.

    :param name: what the table is called in errors.
    :raises ParseError: with its line: the text is not UTF-8, or its quotation marks do not pair up.

    Source: RFC 4180.

    >>> list(iter_records(b'id,name\na,"A\nB"\nc,C\n', "table.csv"))
    [(1, ['id', 'name']), (2, ['a', 'A\nB']), (4, ['c', 'C'])]
    """
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ParseError(
            "this is not UTF-8", path=name, line=line, mend="save the table as CSV in UTF-8"
        ) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for values in reader:
            yield line, values
            line = reader.line_num + 1
    except csv.Error as error:
        raise ParseError(
            str(error), path=name, line=reader.line_num, mend="quote the cells as RFC 4180 says"
        ) from None
