"""What the literals of RDF stand for: the values behind the rules ``dt-*``.

Written for the tests from the specifications, apart from the reasoner's own functions.

Source: XML Schema Definition Language 1.1 Part 2, section 3; OWL 2 Structural Specification, section
4 (which compares values by identity, so that +0 and -0 of ``xsd:double`` differ, and so do two
writings of one instant in different time zones); OWL 2 Profiles, section 4.2 for the datatypes. The
datatypes of dates that are known to less than a second, and ``rdf:langString``, are added to those.
"""

from __future__ import annotations

import base64
import math
import re
import struct
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from pyoxigraph import Literal

from lunargraph.namespaces import PREFIXES

Content: TypeAlias = str | bytes | bool | Fraction | tuple[object, ...]


class Value(NamedTuple):
    """A value; those of different *space* are never the same."""

    space: str
    content: Content


class _Datatype(NamedTuple):
    """How the lexical forms look and what they stand for (None: nothing at all)."""

    pattern: str
    value: Callable[[str], Value | None]
    holds: Callable[[Value], bool]


def value_of(literal: Literal) -> Value | None:
    """Return the value of *literal*; None if it has none, or if its datatype is not known here."""
    if literal.language is not None:
        return Value("tagged", (literal.value, literal.language.lower()))
    datatype = _DATATYPES.get(literal.datatype.value)
    if datatype is None or re.fullmatch(datatype.pattern, literal.value) is None:
        return None
    value = datatype.value(literal.value)
    return value if value is not None and datatype.holds(value) else None


def belongs(literal: Literal, datatype: str) -> bool | None:
    """Tell whether the value of *literal* is one of *datatype*; None if nobody can say here."""
    own = literal.datatype.value
    if not {own, datatype} <= DATATYPES or own == _RDFS_LITERAL:
        return None
    if own == _XML_LITERAL:
        return None if datatype in {_XML_LITERAL, _RDFS_LITERAL} else False
    value = value_of(literal)
    if value is None or datatype == _RDFS_LITERAL:
        return value is not None  # if not, it is ill-typed
    return datatype != _XML_LITERAL and _DATATYPES[datatype].holds(value)


def same_value(one: Literal, other: Literal) -> bool:
    """Tell whether two literals are known to have one value."""
    value = value_of(one)
    return value is not None and value == value_of(other)


def different_values(one: Literal, other: Literal) -> bool:
    """Tell whether two literals are known to have different values."""
    first, second = value_of(one), value_of(other)
    return first is not None and second is not None and first != second


# --- text, numbers, bytes ------------------------------------------------------------------------


def _in_space(space: str) -> Callable[[Value], bool]:
    return lambda value: value.space == space


def _text(pattern: str) -> _Datatype:
    def holds(value: Value) -> bool:
        return value.space == "text" and re.fullmatch(pattern, str(value.content)) is not None

    return _Datatype(pattern, lambda text: Value("text", text), holds)


def _plain(text: str) -> Value:
    """Return the value of an ``rdf:PlainLiteral``, whose language stands behind the last ``@``."""
    words, _, language = text.rpartition("@")
    return Value("tagged", (words, language.lower())) if language else Value("text", words)


def _number(text: str) -> Value:
    return Value("number", Fraction(Decimal(text)))


def _integer(least: int | None = None, most: int | None = None) -> _Datatype:
    def holds(value: Value) -> bool:
        number = value.content
        return (
            isinstance(number, Fraction)
            and number.denominator == 1
            and (least is None or number >= least)
            and (most is None or number <= most)
        )

    return _Datatype("[+-]?[0-9]+", _number, holds)


def _floating(space: str, form: str) -> _Datatype:
    def value(text: str) -> Value:
        number = float(text.replace("INF", "inf"))
        try:
            packed = struct.pack(form, number)
        except OverflowError:  # too large for 32 bits
            packed = struct.pack(form, float("-inf" if number < 0 else "inf"))
        return Value(space, b"NaN" if math.isnan(number) else packed)

    pattern = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN"
    return _Datatype(pattern, value, _in_space(space))


def _base64(text: str) -> Value | None:
    packed = text.replace(" ", "")
    content = base64.b64decode(packed)
    canonical = base64.b64encode(content).decode() == packed
    return Value("base64", content) if canonical else None


# --- dates and times -----------------------------------------------------------------------------

_YEAR = r"(?P<year>-?([1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12][0-9]|3[01])"
_TIME = (
    r"((?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](\.[0-9]+)?)"
    r"|(?P<midnight>24:00:00(\.0+)?))"
)
_ZONE = r"(?P<zone>Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))"


def _moment(space: str, pattern: str) -> _Datatype:
    def value(text: str) -> Value | None:
        match = re.fullmatch(pattern, text)
        parts = match.groupdict() if match else {}
        year, month, day = (int(parts[n]) if parts.get(n) else None for n in _DATE_PARTS)
        if day is not None and month is not None and day > _days(year, month):
            return None
        clock: tuple[object, ...] = ()
        if parts.get("midnight"):
            year, month, day = _next_day(year, month, day)
            clock = (0, 0, Fraction(0))
        elif parts.get("hour"):
            clock = (int(parts["hour"]), int(parts["minute"]), Fraction(parts["second"]))
        return Value(space, (year, month, day, *clock, _offset(parts.get("zone"))))

    return _Datatype(pattern, value, _in_space(space))


_DATE_PARTS = ("year", "month", "day")


def _days(year: int | None, month: int) -> int:
    """Return the number of days of a month; of the longest, if no year is given."""
    leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return 28 + leap if month == 2 else 30 if month in {4, 6, 9, 11} else 31


def _next_day(
    year: int | None, month: int | None, day: int | None
) -> tuple[int | None, int | None, int | None]:
    if year is None or month is None or day is None:
        return year, month, day  # a time of no day
    if day < _days(year, month):
        return year, month, day + 1
    return (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)


def _offset(zone: str | None) -> int | None:
    """Return the minutes that a time zone is ahead of UTC; None without a time zone."""
    if zone is None or zone == "Z":
        return None if zone is None else 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    return -minutes if zone[0] == "-" else minutes


def _with_zone(value: Value) -> bool:
    return (
        value.space == "instant"
        and isinstance(value.content, tuple)
        and value.content[-1] is not None
    )


# --- the table -----------------------------------------------------------------------------------


def _bounded(bits: int) -> tuple[int, int]:
    return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1


_XSD_TABLE: dict[str, _Datatype] = {
    "decimal": _Datatype(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", _number, _in_space("number")),
    "integer": _integer(),
    "nonNegativeInteger": _integer(least=0),
    "positiveInteger": _integer(least=1),
    "nonPositiveInteger": _integer(most=0),
    "negativeInteger": _integer(most=-1),
    "byte": _integer(*_bounded(8)),
    "short": _integer(*_bounded(16)),
    "int": _integer(*_bounded(32)),
    "long": _integer(*_bounded(64)),
    "unsignedByte": _integer(0, 2**8 - 1),
    "unsignedShort": _integer(0, 2**16 - 1),
    "unsignedInt": _integer(0, 2**32 - 1),
    "unsignedLong": _integer(0, 2**64 - 1),
    "float": _floating("float", ">f"),
    "double": _floating("double", ">d"),
    "boolean": _Datatype(
        "true|false|0|1", lambda text: Value("truth", text in {"true", "1"}), _in_space("truth")
    ),
    "string": _text(r"(?s:.*)"),
    "normalizedString": _text(r"[^\t\n\r]*"),
    "token": _text(r"([^ \t\n\r]+( [^ \t\n\r]+)*)?"),
    "language": _text(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*"),
    "Name": _text(r"([^\W\d]|:)[\w:.\-·]*"),
    "NCName": _text(r"[^\W\d][\w.\-·]*"),
    "NMTOKEN": _text(r"[\w:.\-·]+"),
    "hexBinary": _Datatype(
        "([0-9a-fA-F]{2})*", lambda text: Value("hex", bytes.fromhex(text)), _in_space("hex")
    ),
    "base64Binary": _Datatype(
        r"(([A-Za-z0-9+/] ?){4})*(([A-Za-z0-9+/] ?){2}= ?=|([A-Za-z0-9+/] ?){3}=)?(?<! )",
        _base64,
        _in_space("base64"),
    ),
    "anyURI": _Datatype(r"(?s:.*)", lambda text: Value("uri", text), _in_space("uri")),
    "dateTime": _moment("instant", rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}?"),
    "dateTimeStamp": _moment("instant", rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}")._replace(
        holds=_with_zone
    ),
    "date": _moment("date", rf"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}?"),
    "time": _moment("time", rf"{_TIME}{_ZONE}?"),
    "gYearMonth": _moment("year and month", rf"{_YEAR}-{_MONTH}{_ZONE}?"),
    "gYear": _moment("year", rf"{_YEAR}{_ZONE}?"),
    "gMonthDay": _moment("month and day", rf"--{_MONTH}-{_DAY}{_ZONE}?"),
    "gMonth": _moment("month", rf"--{_MONTH}{_ZONE}?"),
    "gDay": _moment("day", rf"---{_DAY}{_ZONE}?"),
}
_RDF = PREFIXES["rdf"]
_RDFS_LITERAL = PREFIXES["rdfs"] + "Literal"
_XML_LITERAL = _RDF + "XMLLiteral"
_DATATYPES: dict[str, _Datatype] = {
    **{PREFIXES["xsd"] + name: datatype for name, datatype in _XSD_TABLE.items()},
    _RDF + "langString": _Datatype("(?!)", lambda _: None, _in_space("tagged")),
    _RDF + "PlainLiteral": _Datatype(
        "(?s:.*@.*)", _plain, lambda value: value.space in {"text", "tagged"}
    ),
}
DATATYPES = frozenset(_DATATYPES) | {_RDFS_LITERAL, _XML_LITERAL}
"""The datatypes that the rules ``dt-*`` speak of, by IRI.

Of XML literals all that is known is that their values are not those of other datatypes.
"""
