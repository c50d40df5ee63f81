"""Checks that are files: a SPARQL SELECT with its question, severity and cure in the header."""

from __future__ import annotations

__all__ = ["CheckFile", "load_check"]

import re
from typing import TYPE_CHECKING, NamedTuple

from lunargraph.errors import DataError
from lunargraph.files import read_bytes
from lunargraph.stored_queries.toml_comments import parse_toml
from lunargraph.validation.findings import SEVERITIES

if TYPE_CHECKING:
    from pathlib import Path


class CheckFile(NamedTuple):
    """A check: its *name* is that of the file, and each row of its *query* is a finding."""

    name: str
    question: str
    severity: str
    mend: str
    query: str


def load_check(path: Path) -> CheckFile:
    """Read a check.

    :raises FileError: the file cannot be read.
    :raises ParseError: its header is not TOML.
    :raises DataError: the header is another one than that of a check.
    """
    text = read_bytes(path).decode("utf-8")
    lines = [line[2:].strip() for line in re.split("\r\n|\r|\n", text) if line.startswith("#+")]
    header = parse_toml(lines, str(path))
    if set(header) != {"question", "severity", "mend"} or header["severity"] not in SEVERITIES:
        raise DataError("the header of a check has a question, a severity and a mend", [str(path)])
    return CheckFile(path.stem, header["question"], header["severity"], header["mend"], text)
