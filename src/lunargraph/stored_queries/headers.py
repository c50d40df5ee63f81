"""The header of a stored query: TOML in comments, read and checked with line numbers.

A parameter has a ``type``, says what it is ``about``, and may be ``required``. It may have an
``example``, ``choices`` (of a text), ``kinds`` (the classes of which a thing is one, so that an
empty answer about another thing is explained) and ``not_before`` (the parameter that begins what
this one ends). ``statement`` lists three parameters of the type ``term`` that together are a
statement: its subject, its predicate and its object. They may stand in place of what is required.
"""

from __future__ import annotations

__all__ = ["Header", "read_header"]

import re
from typing import TYPE_CHECKING, Any

from lunargraph.errors import ParseError, nearest
from lunargraph.namespaces import PREFIXES
from lunargraph.stored_queries.parameters import TYPES
from lunargraph.stored_queries.toml_comments import parse_toml

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEXTS = ("question", "theme", "answers")
_PARAMETER_KEYS = ("about", "choices", "example", "kinds", "not_before", "required", "type")
_PARTS = 3
_NAME = r"[A-Za-z][A-Za-z0-9_]*"
_KEY_LINE = r"\s*(?:\[\s*(?P<table>[^\]]+?)\s*\]|(?P<key>[\w-]+)\s*=)"


class Header:
    """The *values* of a header, and the *problems* found in it: each a line and what is wrong."""

    __slots__ = ("_lines", "problems", "values")

    def __init__(self, values: dict[str, Any], lines: list[str]) -> None:
        self.values = values
        self.problems: list[tuple[int, str]] = []
        self._lines = lines

    def refuse(self, what: str, table: str = "", key: str = "") -> None:
        """Note a problem with a *key* of a *table*, or with the table."""
        found = _lines_of_keys(self._lines)
        outer, _, inner = table.partition(".")
        places = ((table, key), (table, ""), (outer, inner), ("", outer))
        self.problems.append((next((found[place] for place in places if place in found), 1), what))

    def check(self, folder: str) -> None:
        """Note what is missing, unknown or of the wrong type; the theme must be the *folder*."""
        self._check_keys("", self.values, (*_TEXTS, "expect", "parameters", "statement"))
        for key in _TEXTS:
            self._check_text("", self.values, key)
        theme = self.values.get("theme")
        if isinstance(theme, str) and theme != folder:
            self.refuse(f"the theme is {theme!r}, but the folder is {folder!r}", "", "theme")
        expect = self._table("expect", self.values.get("expect", {}))
        self._check_keys("expect", expect, ("min_rows",))
        if type(expect.get("min_rows", 0)) is not int or expect.get("min_rows", 0) < 0:
            self.refuse("min_rows must be a whole number, 0 or more", "expect", "min_rows")
        for name, parameter in self._table("parameters", self.values.get("parameters", {})).items():
            self._check_parameter(f"parameters.{name}", name, parameter)
        self._check_statement()

    def _check_parameter(self, table: str, name: str, parameter: object) -> None:
        if not re.fullmatch(_NAME, name):
            self.refuse(f"{name!r} cannot name a parameter: use letters and digits", table)
        keys = self._table(table, parameter)
        if not isinstance(parameter, dict):
            return
        self._check_keys(table, keys, _PARAMETER_KEYS)
        self._check_text(table, keys, "about")
        if "example" in keys:
            self._check_text(table, keys, "example")
        if not isinstance(keys.get("required", False), bool):
            self.refuse("required must be true or false", table, "required")
        if keys.get("type") not in TYPES:
            self.refuse(f"type must be one of {', '.join(sorted(TYPES))}", table, "type")
        if "choices" in keys:
            self._check_choices(table, keys)
        if "kinds" in keys:
            self._check_kinds(table, keys)
        if "not_before" in keys:
            self._check_order(table, keys)

    def _check_statement(self) -> None:
        """Note parts of a statement that are no terms, and terms that are no part of one."""
        parameters = self.values.get("parameters")
        known = parameters if isinstance(parameters, dict) else {}
        terms = [
            name
            for name, keys in known.items()
            if isinstance(keys, dict) and keys.get("type") == "term" and not keys.get("required")
        ]
        parts = self.values.get("statement", [])
        if not isinstance(parts, list) or ("statement" in self.values and len(parts) != _PARTS):
            self.refuse(
                'statement must list three parameters: ["subject", "predicate", "object"]',
                "",
                "statement",
            )
        elif sorted(map(str, parts)) != sorted(terms):
            self.refuse(
                "the parameters of type term, none of them required, must be those of statement",
                "",
                "statement",
            )

    def _check_kinds(self, table: str, keys: dict[str, Any]) -> None:
        kinds = keys["kinds"]
        texts = isinstance(kinds, list) and all(isinstance(each, str) for each in kinds)
        if not (texts and kinds and all(map(_is_class, kinds))):
            self.refuse('kinds must be a list of classes: ["lg:Mission"]', table, "kinds")
        elif keys.get("type") != "iri":
            self.refuse('only a parameter of type "iri" has kinds', table, "kinds")

    def _check_order(self, table: str, keys: dict[str, Any]) -> None:
        parameters = self.values["parameters"]
        other = parameters.get(keys["not_before"]) if isinstance(keys["not_before"], str) else None
        alike = isinstance(other, dict) and other.get("type") == keys.get("type")
        if not (alike and keys.get("type") in {"date", "year"}):
            self.refuse("not_before must name another date or year", table, "not_before")

    def _check_choices(self, table: str, keys: dict[str, Any]) -> None:
        choices = keys["choices"]
        texts = isinstance(choices, list) and all(isinstance(each, str) for each in choices)
        if not (texts and choices and all(map(str.strip, choices))):
            self.refuse('choices must be a list of texts: ["open", "closed"]', table, "choices")
        elif len(set(choices)) < len(choices):
            self.refuse("a choice stands twice", table, "choices")
        elif keys.get("type") != "string":
            self.refuse('only a parameter of type "string" has choices', table, "choices")

    def _table(self, name: str, value: object) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.refuse(f"{name} must be a table: [{name}]", name)
        return {}

    def _check_text(self, table: str, values: dict[str, Any], key: str) -> None:
        value = values.get(key)
        if value is None:
            self.refuse(f"{key} is missing" + (f" in [{table}]" if table else ""), table)
        elif not isinstance(value, str) or not value.strip():
            self.refuse(f"{key} must be a text", table, key)

    def _check_keys(self, table: str, values: Iterable[str], known: tuple[str, ...]) -> None:
        for key in values:
            if key not in known:
                offer = nearest(key, known, limit=1)
                hint = f"did you mean {offer[0]!r}?" if offer else f"known are {', '.join(known)}"
                self.refuse(f"unknown key {key!r}; {hint}", table, key)


def _is_class(text: str) -> bool:
    prefix, _, name = text.partition(":")
    return prefix in PREFIXES and bool(re.fullmatch("[A-Z][A-Za-z]*", name))


def _lines_of_keys(lines: list[str]) -> dict[tuple[str, str], int]:
    """Return the line of each key by table and key; a table stands under the empty key."""
    found: dict[tuple[str, str], int] = {}
    table = ""
    for number, line in enumerate(lines, start=1):
        match = re.match(_KEY_LINE, line)
        if match and match["table"]:
            table = match["table"]
            found.setdefault((table, ""), number)
            found.setdefault(("", table.partition(".")[0]), number)
        elif match:
            found.setdefault((table, match["key"]), number)
    return found


def read_header(text: str, path: str) -> Header:
    """Return the header at the beginning of *text*, not yet checked.

    :raises ParseError: no header, or not TOML.
    """
    every = [line.rstrip("\r") for line in text.split("\n")]
    length = next((i for i, line in enumerate(every) if not line.startswith("#+")), len(every))
    lines = [line[2:] for line in every[:length]]
    if not lines:
        raise ParseError(
            "the stored query has no header",
            path=path,
            line=1,
            expected='a first line such as #+ question = "Which missions launched in a year?"',
            got=repr(text[:40]),
        )
    header = Header(parse_toml(lines, path), lines)
    header.problems += [
        (number, "this line stands apart from the header at the top of the file")
        for number, line in enumerate(every[length:], start=length + 1)
        if line.startswith("#+")
    ]
    return header
