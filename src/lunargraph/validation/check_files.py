"""Checks that are files: a SPARQL SELECT with its question, severity and cure in the header."""

from __future__ import annotations

__all__ = ["CheckFile", "load_check", "load_header"]

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from lunargraph.errors import DataError
from lunargraph.files import read_bytes
from lunargraph.stored_queries.toml_comments import parse_toml
from lunargraph.validation.findings import CHECKS, SEVERITIES

if TYPE_CHECKING:
    from pathlib import Path


_NEEDED = {"question", "severity", "mend"}


class CheckFile(NamedTuple):
    """A check: its *name* is that of the file, and each row of its *query* is a finding.

    *changes* is the kind of finding that it is where a change brings it about; None where a change
    is not asked about it.
    """

    name: str
    question: str
    severity: str
    mend: str
    query: str
    changes: str | None = None


def load_check(path: Path) -> CheckFile:
    """Read a check.

    :raises FileError: the file cannot be read.
    :raises ParseError: its header is not TOML.
    :raises DataError: the header is another one than that of a check.
    """
    header, text = load_header(path)
    kinds = {None, *CHECKS}
    known = set(header) - {"changes"} == _NEEDED and header.get("changes") in kinds
    if not known or header["severity"] not in SEVERITIES:
        raise DataError("the header of a check has a question, a severity and a mend", [str(path)])
    return CheckFile(path.stem, query=text, **header)


def load_header(path: Path) -> tuple[dict[str, Any], str]:
    """Read what the header of a check says, and the whole text of its file.

    :raises FileError: the file cannot be read.
    :raises ParseError: the header is not TOML.
    """
    text = read_bytes(path).decode("utf-8")
    lines = [line[2:].strip() for line in re.split("\r\n|\r|\n", text) if line.startswith("#+")]
    return parse_toml(lines, str(path)), text
