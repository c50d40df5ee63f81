"""The types of the columns of a curated table: text of a cell to RDF terms.

Dates keep the precision known: ``2023``, ``2023-10`` and ``2023-10-18`` become ``xsd:gYear``,
``xsd:gYearMonth`` and ``xsd:date``. A time to the minute stays text: ``xsd:dateTime`` asks for the
seconds. Numbers keep their lexical form. Several values in a cell are separated by ``|``.
"""

from __future__ import annotations

__all__ = ["CELL_TYPES", "CellError", "parse_cell"]

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph.namespaces import LG, LGI, PREFIXES, is_iri

if TYPE_CHECKING:
    from collections.abc import Callable

    Term = NamedNode | Literal

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})")
_DATE_KINDS = (
    (re.compile(r"[0-9]{4}"), "gYear", "-01-01"),
    (re.compile(r"[0-9]{4}-[0-9]{2}"), "gYearMonth", "-01"),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "date", ""),
)

_FARTHEST = timedelta(hours=14)
"""No zone is farther from UTC (XML Schema 1.1 part 2, section 3.3.7)."""


class CellError(Exception):
    """A cell does not hold what its column declares; the text says what was expected."""


def _xsd(name: str) -> NamedNode:
    return NamedNode(PREFIXES["xsd"] + name)


def _thing(text: str) -> NamedNode:
    if not _SLUG.fullmatch(text):
        raise CellError("expected an identifier in kebab-case, such as 'change-6'")
    return NamedNode(LGI + text)


def _state(text: str) -> NamedNode:
    if not re.fullmatch("[A-Z]{2}", text):
        raise CellError("expected a two-letter country code, such as 'CN'")
    return NamedNode(f"{LGI}state-{text.lower()}")


def _date(text: str) -> Literal:
    for pattern, kind, rest in _DATE_KINDS:
        if pattern.fullmatch(text):
            try:
                date.fromisoformat(text + rest)
            except ValueError:
                break
            return Literal(text, datatype=_xsd(kind))
    raise CellError("expected a date such as 2023, 2023-10 or 2023-10-18")


def _time(text: str) -> Literal:
    expected = CellError("expected a date and time with its offset, such as 2024-06-25T14:07+08:00")
    if not _TIME.fullmatch(text):
        raise expected
    try:
        offset = datetime.fromisoformat(text).utcoffset()
    except ValueError:  # no such day, or no such hour
        raise expected from None
    if offset is None or abs(offset) > _FARTHEST:
        raise expected
    return Literal(text)


def _integer(text: str) -> Literal:
    if not re.fullmatch(r"-?[0-9]+", text):
        raise CellError("expected a whole number, such as 14")
    return Literal(text, datatype=_xsd("integer"))


def _decimal(text: str) -> Literal:
    if not re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", text):
        raise CellError("expected a decimal number, such as 1731.0")
    return Literal(text, datatype=_xsd("decimal"))


def _flag(text: str) -> Literal:
    if text not in {"yes", "no"}:
        raise CellError("expected 'yes', 'no' or nothing")
    return Literal("true" if text == "yes" else "false", datatype=_xsd("boolean"))


def _text(text: str) -> Literal:
    return Literal(text)


def _url(text: str) -> Literal:
    if not (text.startswith(("https://", "http://")) and is_iri(text)):
        raise CellError("expected a web address that begins with https:// or http://")
    return Literal(text, datatype=_xsd("anyURI"))


def _term(text: str) -> NamedNode:
    if not re.fullmatch("lg:[A-Za-z][A-Za-z0-9]*", text):
        raise CellError("expected a term of the ontology, such as lg:participatesIn")
    return NamedNode(LG + text.removeprefix("lg:"))


def _wikidata(text: str) -> NamedNode:
    if not re.fullmatch(r"Q[1-9][0-9]*", text):
        raise CellError("expected a Wikidata identifier, such as Q43653")
    return NamedNode("http://www.wikidata.org/entity/" + text)


def _ror(text: str) -> NamedNode:
    if not re.fullmatch(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}", text):
        raise CellError("expected a ROR identifier, such as 05dxps055")
    return NamedNode("https://ror.org/" + text)


CELL_TYPES: dict[str, Callable[[str], Term]] = {
    "row": _thing,
    "thing": _thing,
    "things": _thing,
    "state": _state,
    "states": _state,
    "date": _date,
    "time": _time,
    "integer": _integer,
    "decimal": _decimal,
    "flag": _flag,
    "term": _term,
    "terms": _term,
    "text": _text,
    "texts": _text,
    "url": _url,
    "wikidata": _wikidata,
    "ror": _ror,
}
"""The types by name; beside them ``concept SCHEME`` and ``concepts SCHEME``. A plural is a list."""

_LISTS = frozenset({"things", "states", "terms", "texts", "concepts"})


def parse_cell(text: str, kind: str) -> list[Term]:
    """Return the terms of a cell: none for an empty one, several for a list.

    :param kind: a name of :data:`CELL_TYPES`, or ``concept SCHEME``.
    :raises CellError: the text does not fit; the message says what was expected.

    >>> [term.value for term in parse_cell("CN|HK", "states")]
    ['https://w3id.org/lunargraph/id/state-cn', 'https://w3id.org/lunargraph/id/state-hk']
    >>> parse_cell("2024-02", "date")[0].datatype.value
    'http://www.w3.org/2001/XMLSchema#gYearMonth'
    """
    if not text:
        return []
    name, _, scheme = kind.partition(" ")
    parts = text.split("|") if name in _LISTS else [text]
    if any(not part or part != part.strip() for part in parts):
        raise CellError("expected no spaces around a value and no empty value in a list")
    if name in {"concept", "concepts"}:
        return [_thing(f"{scheme}-{part}") for part in parts]
    return [CELL_TYPES[name](part) for part in parts]
