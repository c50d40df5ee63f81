"""Value spaces: which values a datatype or a data range takes, and whether one lies in another.

A space is a union of pieces, each of one kind of value. A piece is *exact*, or holds at least the
values in question: then it may be a premise, and never a conclusion.

Source: OWL 2 Structural Specification, sections 4 and 7.
"""

from __future__ import annotations

__all__ = ["EVERYTHING", "Space", "intersect", "lies_in", "of_datatype", "of_literals", "restrict"]

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pyoxigraph import Literal

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.datatypes import DATATYPES, belongs, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lunargraph.reasoning.clashes import Term

_XSD, _RDF = PREFIXES["xsd"], PREFIXES["rdf"]
_MANY = 1000
_TOKEN = ("string", "normalizedString", "token")
_ABOVE = {
    "normalizedString": ("string",),
    "token": ("string", "normalizedString"),
    "NMTOKEN": _TOKEN,
    "language": (*_TOKEN, "NMTOKEN"),
    "Name": (*_TOKEN, "NMTOKEN"),
    "NCName": (*_TOKEN, "NMTOKEN", "Name"),
    "dateTimeStamp": ("dateTime",),
}
"""The datatypes that take all values of another, where bounds of numbers do not tell."""


_BOUNDS = {"minInclusive", "minExclusive", "maxInclusive", "maxExclusive"}


class _Piece(NamedTuple):
    """Values of one *kind*: those of all the *datatypes*, between bounds, or just the *values*.

    A bound is a number and whether it is left out itself; *whole* leaves whole numbers only.
    """

    kind: str
    datatypes: frozenset[str] = frozenset()
    low: tuple[Decimal, bool] | None = None
    high: tuple[Decimal, bool] | None = None
    whole: bool = False
    values: frozenset[Literal] | None = None
    exact: bool = True

    def has(self, literal: Literal) -> bool:
        """Tell whether a *literal* of a known value is in here."""
        value = value_of(literal)
        if value is None or self.kind not in {"any", value[0]}:
            return False
        if self.values is not None:
            return value in {value_of(each) for each in self.values}
        if value[0] != "number":
            return all(belongs(literal, each) for each in self.datatypes)
        number = Decimal(literal.value)
        whole = number == number.to_integral_value() or not self.whole
        above = self.low is None or (number, False) >= self.low
        return whole and above and (self.high is None or _top((number, False)) <= _top(self.high))


Space: TypeAlias = "tuple[_Piece, ...]"

EVERYTHING: Space = (_Piece("any"),)
"""All values of all datatypes."""


def of_datatype(iri: str) -> Space | None:
    """Return the space of a datatype, or None if its values are not known.

    >>> byte, short = of_datatype(_XSD + "byte"), of_datatype(_XSD + "short")
    >>> lies_in(byte, short), lies_in(short, byte)
    (True, False)
    """
    if iri == PREFIXES["rdfs"] + "Literal":
        return EVERYTHING
    if iri == _RDF + "PlainLiteral":
        return (_Piece("text", frozenset({_XSD + "string"})), _Piece("tagged"))
    datatype = DATATYPES.get(iri)
    if datatype is None:
        return None
    if datatype.kind == "number":
        low = None if datatype.least is None else (Decimal(datatype.least), False)
        high = None if datatype.most is None else (Decimal(datatype.most), False)
        return (_Piece("number", low=low, high=high, whole=iri != _XSD + "decimal"),)
    above = (_XSD + name for name in _ABOVE.get(iri.removeprefix(_XSD), ()))
    return (_Piece(datatype.kind, frozenset({iri, *above})),)


def of_literals(literals: Iterable[Term]) -> Space | None:
    """Return the space of just these values, or None if one of them is not known."""
    kinds: dict[str, dict[object, Literal]] = {}
    for literal in literals:
        value = value_of(literal) if isinstance(literal, Literal) else None
        if value is None or not isinstance(literal, Literal):
            return None
        kinds.setdefault(value[0], {}).setdefault(value[1], literal)
    return tuple(_Piece(kind, values=frozenset(all_.values())) for kind, all_ in kinds.items())


def restrict(space: Space, facet: str, literal: Term) -> Space:
    """Return the part of a *space* that a *facet*, such as ``minInclusive``, leaves."""
    value = value_of(literal) if isinstance(literal, Literal) else None
    number = None if value is None else value[1]
    if facet not in _BOUNDS or not isinstance(number, Decimal):
        return tuple(piece._replace(exact=False) for piece in space)
    bound = (number, facet.endswith("Exclusive"))
    low, high = (bound, None) if facet.startswith("min") else (None, bound)
    between = _Piece("number", low=low, high=high)
    parts = (
        _both(piece, between) if piece.kind == "number" else piece._replace(exact=False)
        for piece in space
    )
    return tuple(part for part in parts if part is not None)


def intersect(one: Space, other: Space) -> Space:
    """Return what two spaces have in common; no piece means: nothing."""
    both = (_both(first, second) for first in one for second in other)
    return tuple(piece for piece in both if piece is not None)


def _both(one: _Piece, other: _Piece) -> _Piece | None:
    exact = one.exact and other.exact
    if "any" in (one.kind, other.kind):
        return (other if one.kind == "any" else one)._replace(exact=exact)
    if one.kind != other.kind:
        return None
    if one.values is None and other.values is not None:
        one, other = other, one
    if one.values is not None:
        left = frozenset(literal for literal in one.values if other.has(literal))
        return one._replace(values=left, exact=exact) if left else None
    piece = _Piece(
        one.kind,
        one.datatypes | other.datatypes,
        max((each for each in (one.low, other.low) if each), default=None),
        min((each for each in (one.high, other.high) if each), key=_top, default=None),
        one.whole or other.whole,
        exact=exact,
    )
    return _rounded(piece)


def _rounded(piece: _Piece) -> _Piece | None:
    """Return a *piece* with whole bounds if it holds whole numbers; None if it holds nothing."""
    low, high = piece.low, piece.high
    if piece.whole and low is not None:
        up = int(low[0].to_integral_value(ROUND_CEILING))
        low = (Decimal(up + 1 if up == low[0] and low[1] else up), False)
    if piece.whole and high is not None:
        down = int(high[0].to_integral_value(ROUND_FLOOR))
        high = (Decimal(down - 1 if down == high[0] and high[1] else down), False)
    if low and high and (low[0] > high[0] or (low[0] == high[0] and (low[1] or high[1]))):
        return None
    return piece._replace(low=low, high=high)


def _top(bound: tuple[Decimal, bool]) -> tuple[Decimal, bool]:
    return bound[0], not bound[1]  # of two upper bounds, the one left out itself is the lower


def lies_in(given: Space, target: Space) -> bool:
    """Tell whether every value of *given* is certainly in *target*."""
    exact = [piece for piece in target if piece.exact]
    return all(_piece_lies_in(_listed(piece), exact) for piece in given)


def _piece_lies_in(given: _Piece, target: list[_Piece]) -> bool:
    if given.values is not None:
        return all(any(piece.has(literal) for piece in target) for literal in given.values)
    return any(_is_part(given, piece) for piece in target)


def _is_part(given: _Piece, target: _Piece) -> bool:
    if target.kind == "any":
        return True
    if given.kind != target.kind or target.values is not None or target.whole > given.whole:
        return False
    if not target.datatypes <= given.datatypes:
        return False
    low = target.low is None or (given.low is not None and given.low >= target.low)
    high = target.high is None or (given.high is not None and _top(given.high) <= _top(target.high))
    return low and high


def _listed(piece: _Piece) -> _Piece:
    """Return a *piece* with its values one by one, if they are few whole numbers."""
    if not (piece.whole and piece.low and piece.high) or piece.high[0] - piece.low[0] > _MANY:
        return piece
    numbers = range(int(piece.low[0]), int(piece.high[0]) + 1)
    return piece._replace(values=frozenset(map(Literal, numbers)))
