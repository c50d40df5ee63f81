"""TOML in comments: the ``#+`` lines at the top of a stored query."""

from __future__ import annotations

__all__ = ["parse_plain", "parse_toml"]

import re
from typing import TYPE_CHECKING, Any

from lunargraph.errors import ParseError

if TYPE_CHECKING:
    from collections.abc import Sequence

# Texts, compiled by re when first needed.
_CHARACTERS = r"[^\x00-\x08\x0a-\x1f\x7f"  # those that TOML allows in a text or comment, open
_TEXT = rf'"{_CHARACTERS}"\\]*"'
_PLAIN_LINE = (
    r"[ \t]*(?:\[(?P<table>expect|parameters\.[A-Za-z0-9_-]+)\]"
    rf"|(?P<key>[A-Za-z0-9_-]+) *= *(?:(?P<text>{_TEXT})"
    rf"|\[(?P<texts>{_TEXT}(?:, *{_TEXT})*)\]"
    r"|(?P<word>true|false|0|[1-9][0-9]{0,8})))?"
    rf"[ \t]*(?:\#{_CHARACTERS}]*)?"
)
_POSITION = r"(?P<what>.+) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|.+)\)"


def parse_toml(lines: Sequence[str], path: str) -> dict[str, Any]:
    """Return what the header *lines* of the file at *path* say.

    :raises ParseError: not TOML; with line and column in the file.
    """
    plain = parse_plain(lines)
    if plain is not None:
        return plain
    import tomllib  # see parse_plain

    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        found = re.fullmatch(_POSITION, str(error))
        raise ParseError(
            f"the header is not TOML: {found['what'] if found else error}",
            path=path,
            line=int(found["line"]) if found and found["line"] else len(lines),
            column=int(found["column"]) + 2 if found and found["column"] else None,
            mend="write key = value after #+ on each line, and texts in double quotes",
        ) from None


def parse_plain(lines: Sequence[str]) -> dict[str, Any] | None:
    """Return what tomllib reads in *lines* if they are as plain as headers are, or else None.

    Plain are texts without escapes, lists of them, flags and whole numbers, under ``[expect]``,
    ``[parameters.NAME]`` or no table. To import tomllib takes 2 ms of a start-up of 20.

    >>> parse_plain(['theme = "missions"', "[expect]", "min_rows = 1  # on the real data"])
    {'theme': 'missions', 'expect': {'min_rows': 1}}
    """
    values: dict[str, Any] = {}
    tables: dict[str, dict[str, Any]] = {}
    current = values
    for line in lines:
        found = re.fullmatch(_PLAIN_LINE, line)
        if not found or found["table"] in tables or found["key"] in current:
            return None
        if found["table"]:
            current = tables[found["table"]] = {}
        elif found["key"]:
            current[found["key"]] = _value(found)
    if values.keys() & {"expect", "parameters"}:
        return None
    for name, table in tables.items():
        outer, _, inner = name.partition(".")
        home = values.setdefault(outer, {}) if inner else values
        home[inner or outer] = table
    return values


def _value(line: re.Match[str]) -> str | int | list[str]:
    if line["text"]:
        return line["text"][1:-1]
    if line["texts"]:
        return re.findall(r'"([^"]*)"', line["texts"])
    return line["word"] == "true" if line["word"] in {"true", "false"} else int(line["word"])
