"""The canonical form of a query file: its header in one order and spelling, its text as it is."""

from __future__ import annotations

__all__ = ["canonical_query"]

import re
from typing import Any

from lunargraph.errors import ParseError
from lunargraph.stored_queries.toml_comments import parse_toml

_ORDER = ("question", "theme", "answers", "severity", "mend", "type", "about", "required",
          "example", "choices", "min_rows")  # fmt: skip
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def canonical_query(text: str, name: str) -> str:
    r"""Return *text* with its ``#+`` header in canonical form and one line end at its end.

    Keys come in a fixed order, tables in theirs, one line each; *name* stands for the file.

    :raises ParseError: no header, a header that is not TOML, or one with a comment inside.

    >>> print(canonical_query('#+ theme="x"\n#+question = "Why?"\nASK { }', "why.rq"), end="")
    #+ question = "Why?"
    #+ theme = "x"
    ASK { }
    """
    lines = re.split("\r\n|\r|\n", text)
    length = next((n for n, line in enumerate(lines) if not line.startswith("#+")), len(lines))
    header = [line[2:] for line in lines[:length]]
    if not header:
        raise ParseError("the query has no header to format", path=name, line=1,
                         mend='begin it with #+ question = "..."')  # fmt: skip
    for number, line in enumerate(header, start=1):
        if "#" in re.sub(r'"(?:[^"\\]|\\.)*"', "", line):
            raise ParseError(
                "a comment has no place in the canonical form", path=name, line=number,
                got=line.strip(), mend="say it in a key of the header, or in a comment below it",
            )  # fmt: skip
    written = _table(parse_toml(header, name), "")
    body = "\n".join(lines[length:]).strip("\n")
    return "".join(f"#+ {line}\n" for line in written) + f"{body}\n"


def _table(values: dict[str, Any], name: str) -> list[str]:
    lines = [f"[{name}]"] if name else []
    plain = {key: value for key, value in values.items() if not isinstance(value, dict)}
    rank = {key: place for place, key in enumerate(_ORDER)}
    for key in sorted(plain, key=lambda key: (rank.get(key, len(rank)), key)):
        lines.append(f"{key} = {_value(plain[key])}")
    if not plain and any(isinstance(value, dict) for value in values.values()):
        lines = []  # a table of tables alone needs no line of its own
    for key in (key for key in values if key not in plain):  # tables keep their order
        lines += _table(values[key], f"{name}.{key}" if name else key)
    return lines


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str):
        return '"' + "".join(_ESCAPES.get(char, char) for char in value) + '"'
    return str(value)
