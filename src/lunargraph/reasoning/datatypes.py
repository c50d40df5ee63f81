"""The values of literals: which are well written, which belong to which datatype, which differ.

Covers the datatypes of OWL 2 RL, and those of dates that are known to less than a second
(``xsd:date``, ``xsd:gYearMonth``, ``xsd:gYear`` and kin), which the data use.

Source: XML Schema Definition Language 1.1 Part 2, section 3; OWL 2 Profiles, section 4.2 and
table 8 (the ``dt-*`` rules).
"""

from __future__ import annotations

__all__ = ["DATATYPES", "OWL_2_RL_DATATYPES", "belongs", "differ", "is_well_written", "value_of"]

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from lunargraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Literal

_XSD = PREFIXES["xsd"]
_RDF = PREFIXES["rdf"]
_LANG_STRING = _RDF + "langString"
_XML = _RDF + "XMLLiteral"


class _Datatype(NamedTuple):
    """A value space (*kind*), the lexical forms, and the part of the space that it takes."""

    kind: str
    pattern: str = r"(?s:.*)"
    least: int | None = None
    most: int | None = None


def _integer_bounds() -> dict[str, tuple[int | None, int | None]]:
    bounds: dict[str, tuple[int | None, int | None]] = {
        "integer": (None, None),
        "nonNegativeInteger": (0, None),
        "positiveInteger": (1, None),
        "nonPositiveInteger": (None, 0),
        "negativeInteger": (None, -1),
    }
    for name, bits in {"Byte": 8, "Short": 16, "Int": 32, "Long": 64}.items():
        bounds[name.lower()] = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        bounds[f"unsigned{name}"] = (0, 2**bits - 1)
    return bounds


_ZONE = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)"
_YEAR = r"-?(?:[1-9]\d{3,}|0\d{3})"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_DATE = f"{_YEAR}-{_MONTH}-{_DAY}"
_CLOCK = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_FLOAT = r"(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN)"
_BASE64 = r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"

_BY_NAME: dict[str, _Datatype] = {
    **{n: _Datatype("number", r"[+-]?\d+", *ends) for n, ends in _integer_bounds().items()},
    "decimal": _Datatype("number", r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"),
    "float": _Datatype("float", _FLOAT),
    "double": _Datatype("double", _FLOAT),
    "boolean": _Datatype("boolean", "true|false|1|0"),
    "string": _Datatype("text"),
    "normalizedString": _Datatype("text", r"[^\t\n\r]*"),
    "token": _Datatype("text", r"(?:[^ \t\n\r]+(?: [^ \t\n\r]+)*)?"),
    "language": _Datatype("text", r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*"),
    "Name": _Datatype("text", r"(?:[^\W\d]|:)[\w:.\-·]*"),
    "NCName": _Datatype("text", r"[^\W\d][\w.\-·]*"),
    "NMTOKEN": _Datatype("text", r"[\w:.\-·]+"),
    "hexBinary": _Datatype("hex", r"(?:[0-9a-fA-F]{2})*"),
    "base64Binary": _Datatype("base64", _BASE64),
    "anyURI": _Datatype("uri"),
    "dateTime": _Datatype("dateTime", f"{_DATE}T{_CLOCK}{_ZONE}?"),
    "dateTimeStamp": _Datatype("dateTime", f"{_DATE}T{_CLOCK}{_ZONE}"),
    "date": _Datatype("date", f"{_DATE}{_ZONE}?"),
    "time": _Datatype("time", f"{_CLOCK}{_ZONE}?"),
    "gYearMonth": _Datatype("gYearMonth", f"{_YEAR}-{_MONTH}{_ZONE}?"),
    "gYear": _Datatype("gYear", f"{_YEAR}{_ZONE}?"),
    "gMonthDay": _Datatype("gMonthDay", f"--{_MONTH}-{_DAY}{_ZONE}?"),
    "gMonth": _Datatype("gMonth", f"--{_MONTH}{_ZONE}?"),
    "gDay": _Datatype("gDay", f"---{_DAY}{_ZONE}?"),
}

DATATYPES: dict[str, _Datatype] = {
    **{_XSD + name: datatype for name, datatype in _BY_NAME.items()},
    _XML: _Datatype("xml"),
    _LANG_STRING: _Datatype("tagged"),
}
"""Every datatype whose values are understood here, by IRI."""

_ALL = PREFIXES["rdfs"] + "Literal"
_PLAIN = _RDF + "PlainLiteral"
_OUTSIDE = {"date", "time", "gYearMonth", "gYear", "gMonthDay", "gMonth", "gDay"}

OWL_2_RL_DATATYPES = frozenset(
    {_XSD + name for name in _BY_NAME if name not in _OUTSIDE} | {_XML, _ALL, _PLAIN}
)
"""The datatypes that the OWL 2 RL profile allows, by IRI. Plain dates are not among them."""


def is_well_written(literal: Literal) -> bool:
    """Tell whether the text of *literal* fits its datatype; yes for one that is not known here.

    >>> from pyoxigraph import Literal, NamedNode
    >>> date = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    >>> [is_well_written(Literal(text, datatype=date)) for text in ("2024-06-02", "2 June")]
    [True, False]
    """
    datatype = DATATYPES.get(literal.datatype.value)
    return datatype is None or _fits(literal.value, datatype)


def _fits(text: str, datatype: _Datatype) -> bool:
    digits = 0 if datatype.kind == "text" else re.ASCII  # names may hold any letter
    if re.fullmatch(datatype.pattern, text, digits) is None:
        return False
    if datatype.kind == "number":
        value = Decimal(text)
        low, high = datatype.least, datatype.most
        return (low is None or value >= low) and (high is None or value <= high)
    if datatype.kind in {"date", "dateTime", "gMonthDay"}:
        return _day_exists(text)
    return True


def _day_exists(text: str) -> bool:
    """Refuse such days as 31 April; *text* is known to match its pattern."""
    year, month, day = re.match(r"(-?\d{4,}|-)-(\d\d)-(\d\d)", text).groups()  # type: ignore[union-attr]  # matched
    if month == "02":
        return int(day) <= (29 if year == "-" or _is_leap(int(year)) else 28)
    return int(day) <= (30 if month in {"04", "06", "09", "11"} else 31)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def belongs(literal: Literal, datatype: str) -> bool | None:
    """Tell whether the value of *literal* is in the value space of *datatype*; None if not known.

    >>> from pyoxigraph import Literal
    >>> xsd = "http://www.w3.org/2001/XMLSchema#"
    >>> [belongs(Literal(5), xsd + name) for name in ("decimal", "negativeInteger", "string")]
    [True, False, False]
    """
    own, other = DATATYPES.get(literal.datatype.value), DATATYPES.get(datatype)
    if own is not None and not _fits(literal.value, own):
        return False  # it has no value at all
    if datatype == _ALL:
        return True
    if own is None:
        return True if literal.datatype.value == datatype else None
    if datatype == _PLAIN:
        return own.kind in {"text", "tagged"}
    if other is None:
        return None
    if own.kind != other.kind:
        return False
    if own.kind == "number" and other.least is None and other.most is None:
        whole = Decimal(literal.value) == Decimal(literal.value).to_integral_value()
        return whole or datatype == _XSD + "decimal"
    if own.kind == "number":
        value = Decimal(literal.value)
        return value == value.to_integral_value() and _fits(format(value, ".0f"), other)
    return _fits(literal.value, other)


def differ(one: Literal, other: Literal) -> bool:
    """Tell whether two literals certainly have different values; an unknown datatype never does.

    >>> from pyoxigraph import Literal, NamedNode
    >>> integer = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    >>> differ(Literal(1), Literal("01", datatype=integer)), differ(Literal(1), Literal("1"))
    (False, True)

    Source: OWL 2 Profiles, rule dt-diff.
    """
    first, second = value_of(one), value_of(other)
    return first is not None and second is not None and first != second


def value_of(literal: Literal) -> tuple[str, object] | None:
    """Return what stands for the value of *literal*: its kind, and something to compare.

    None if the value is not known; equal things stand for equal values.

    >>> from pyoxigraph import Literal, NamedNode
    >>> byte = NamedNode("http://www.w3.org/2001/XMLSchema#byte")
    >>> value_of(Literal("007", datatype=byte)) == value_of(Literal(7))
    True
    """
    datatype = DATATYPES.get(literal.datatype.value)
    if datatype is None or not _fits(literal.value, datatype):
        return None
    text = literal.value
    match datatype.kind:
        case "number":
            return "number", Decimal(text)
        case "double":
            return "double", repr(float(text) + 0.0)  # one zero, and NaN is itself
        case "boolean":
            return "boolean", text in {"true", "1"}
        case "hex":
            return "hex", text.lower()
        case "tagged":
            return "tagged", (text, (literal.language or "").lower())
        case "text" | "base64" | "uri":
            return datatype.kind, text
        case "xml" | "float":
            return None  # two spellings may well be one value
    if "T24:" in text:
        return None  # ... as midnight of the next day
    short = re.sub(r"\.(?!\d)", "", re.sub(r"(\.\d*?)0+(?!\d)", r"\1", text))
    return datatype.kind, re.sub(r"[+-]00:00$", "Z", short)
