"""Typed parameters: from what a user types to the RDF term that the query receives."""

from __future__ import annotations

__all__ = ["Parameter"]

import re
from datetime import date
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph.errors import ParameterError, UnknownNameError, UsageError, nearest
from lunargraph.namespaces import PREFIXES, compact, expand

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_XSD = PREFIXES["xsd"]
# 18 digits: Oxigraph's integers have 64 bits, its decimals 18 digits after the point; it keeps what
# is larger as a text that equals no number.
_INTEGER = r"[+-]?[0-9]{1,18}"
_DECIMAL = r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_YEAR = r"(?!0000)[0-9]{4}"
_LONGEST_QUOTE = 60


def _matching(pattern: str, datatype: str) -> Callable[[str], Literal]:
    def read(text: str) -> Literal:
        if not re.fullmatch(pattern, text):
            raise ValueError(text)
        return Literal(text, datatype=NamedNode(_XSD + datatype))

    return read


def _date(text: str) -> Literal:
    literal = _matching(_DATE, "date")(text)
    date.fromisoformat(text)  # refuses the days that no calendar has
    return literal


def _iri(text: str) -> NamedNode:
    return NamedNode(expand(text))


class _Type:
    """How a type reads its values, what it expects, and an example."""

    __slots__ = ("example", "expected", "read")

    def __init__(
        self, expected: str, example: str, read: Callable[[str], NamedNode | Literal]
    ) -> None:
        self.expected = expected
        self.example = example
        self.read = read


TYPES = {
    "iri": _Type("a slug, a CURIE (lg:Mission) or a full IRI", "nasa", _iri),
    "string": _Type("text", "Moon", Literal),
    "integer": _Type("a whole number of at most 18 digits", "42", _matching(_INTEGER, "integer")),
    "decimal": _Type(
        "a number with at most 18 digits before and after the point",
        "1731.0",
        _matching(_DECIMAL, "decimal"),
    ),
    "date": _Type("a day of the calendar, YYYY-MM-DD", "2026-11-01", _date),
    "term": _Type(
        "a slug, a CURIE, a full IRI, a name that nothing else bears, or a value",
        "nasa",
        Literal,  # what it means depends on the graph, which finds it out
    ),
    "year": _Type("a year of four digits", "2026", _matching(_YEAR, "gYear")),
}
"""The types of parameters by name; STYLE and the header of every stored query use these names."""


class Parameter:
    """A parameter of a stored query: its type, what it is about, its default, an example.

    *default* is ``None`` for a parameter that may be left out, or that is *required*. A string with
    *choices* takes one of these texts and no other. A thing is of one of the *kinds*, if there are
    any; a date or year is *not before* the value of the parameter of that name.

    >>> Parameter("since", "year", "the first year").term("2024")
    <Literal value=2024 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#gYear>>
    """

    __slots__ = (
        "about", "choices", "default", "example", "kinds", "name", "not_before", "required", "type",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        type: str,  # noqa: A002  # the word of the header
        about: str,
        *,
        required: bool = False,
        default: NamedNode | Literal | None = None,
        example: str | None = None,
        choices: Sequence[str] = (),
        kinds: Sequence[str] = (),
        not_before: str | None = None,
    ) -> None:
        self.name = name
        self.type = type
        self.about = about
        self.required = required
        self.default = default
        self.choices = tuple(choices)
        self.kinds = tuple(expand(kind) for kind in kinds)
        self.not_before = not_before
        self.example = example or (
            next(iter(self.choices), TYPES[type].example)
            if default is None
            else compact(default.value)
            if isinstance(default, NamedNode)
            else default.value
        )

    def term(self, text: str) -> NamedNode | Literal:
        """Return the RDF term that *text* stands for.

        :raises ParameterError: the type refuses it.
        """
        kind = TYPES[self.type]
        if self.choices and text not in self.choices:
            close = " or ".join(map(repr, nearest(text, self.choices)))
            raise self._refusal(text, f"did you mean {close}?" if close else "choose one of these")
        try:
            return kind.read(text)
        except UnknownNameError as error:
            raise self._refusal(text, f"{error.what}; {error.mend}") from None
        except (UsageError, ValueError):
            raise self._refusal(text, f"write it like {self.example}") from None

    def _refusal(self, text: str, mend: str) -> ParameterError:
        got = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
        values = f"one of {', '.join(self.choices)}" if self.choices else TYPES[self.type].expected
        return ParameterError(
            f"the parameter {self.name!r} refuses its value",
            expected=f"{self.type}: {values} ({self.about})",
            got=repr(got),
            mend=mend,
        )

    def __repr__(self) -> str:
        return f"<Parameter {self.name}: {self.type}>"
