"""RDF terms as Python values, and the rows that hold them."""

from __future__ import annotations

__all__ = ["Iri", "Row", "row_class", "syntax_of", "value_of"]

import re
from functools import lru_cache
from keyword import iskeyword
from operator import itemgetter
from typing import TYPE_CHECKING, overload

from pyoxigraph import BlankNode, Literal, NamedNode

from lunargraph.errors import UnknownNameError
from lunargraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal
    from typing import ClassVar, SupportsIndex, TypeAlias

    from pyoxigraph import Triple

    Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
    Value: TypeAlias = "Iri | str | int | float | Decimal | None"

_XSD = PREFIXES["xsd"]
_INTEGERS = (
    "integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger "
    "negativeInteger unsignedInt unsignedLong unsignedShort unsignedByte"
)
# XML Schema 1.1 part 2, sections 3.3 and 3.4. Python reads no integer of more than 4300 digits.
# Texts, compiled by re when first needed: a command that prints no number starts sooner.
_INTEGER = r"[+-]?[0-9]{1,4000}"
_DECIMAL = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_DOUBLE = rf"{_DECIMAL}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"


class Iri(str):
    """The full IRI of a resource: a ``str`` that can be told from a literal."""

    __slots__ = ()


def _integer(text: str) -> int | str:
    return int(text) if re.fullmatch(_INTEGER, text) else text


def _decimal(text: str) -> Decimal | str:
    from decimal import Decimal  # 1 ms, and most tables hold none

    return Decimal(text) if re.fullmatch(_DECIMAL, text) else text


def _double(text: str) -> float | str:
    return float(text) if re.fullmatch(_DOUBLE, text) else text


def _boolean(text: str) -> bool | str:
    return {"true": True, "1": True, "false": False, "0": False}.get(text, text)


_READERS: dict[str, Callable[[str], Value]] = {
    **{_XSD + name: _integer for name in _INTEGERS.split()},
    _XSD + "decimal": _decimal,
    _XSD + "double": _double,
    _XSD + "float": _double,
    _XSD + "boolean": _boolean,
}
NUMERIC = frozenset(_READERS) - {_XSD + "boolean"}
"""The IRIs of the number types."""


def value_of(term: Term | None) -> Value:
    """Return the Python value of an RDF *term*.

    An IRI gives ``Iri``; a number or boolean its Python type, a decimal ``Decimal``; a date, year
    or month the text as written, so that its precision stays; every other literal its text, and
    so does one whose text breaks its type; a blank node ``"_:label"``; ``None`` stays.

    >>> value_of(Literal("12.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")))
    Decimal('12.50')
    """
    if isinstance(term, Literal):
        reader = _READERS.get(term.datatype.value)
        return reader(term.value) if reader else term.value
    if isinstance(term, NamedNode):
        return Iri(term.value)
    return None if term is None else syntax_of(term)


def syntax_of(term: Term) -> str:
    """Return the *term* as SPARQL writes it in full; a triple as SPARQL 1.2 does."""
    if isinstance(term, NamedNode | BlankNode | Literal):
        return str(term)
    parts = (term.subject, term.predicate, term.object)
    return f"<<( {' '.join(map(syntax_of, parts))} )>>"


class Row(tuple["Value", ...]):
    """One row of a table: its cells by position, by column name, or as attributes.

    A column that is named like a Python keyword takes an underscore as an attribute:
    ``row["from"]`` is ``row.from_``. A name that begins with an underscore is only a key.

    >>> row = row_class(("state", "from"))(("Senegal", "2025"))
    >>> row.state, row["state"], row[0], row.from_
    ('Senegal', 'Senegal', 'Senegal', '2025')
    """

    __slots__ = ()
    _columns: ClassVar[tuple[str, ...]] = ()

    @overload
    def __getitem__(self, key: str | SupportsIndex) -> Value: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Value, ...]: ...
    def __getitem__(self, key: str | SupportsIndex | slice) -> Value | tuple[Value, ...]:
        """Return the cell at a position or under a column's name.

        :raises UnknownNameError: no column of that name; the nearest are offered.
        """
        if isinstance(key, str):
            if key not in self._columns:
                raise UnknownNameError("column", key, self._columns)
            return tuple.__getitem__(self, self._columns.index(key))
        return tuple.__getitem__(self, key)

    def __getattr__(self, name: str) -> Value:
        # Reached only for what is no column: those are properties of the row's own class.
        if name.startswith("_"):
            raise AttributeError(name)
        raise AttributeError(str(UnknownNameError("column", name, self._columns)))

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={value!r}' for name, value in self._items())})"

    def __reduce__(self) -> tuple[object, ...]:
        return (_row, (self._columns, tuple(self)))

    def _items(self) -> Iterator[tuple[str, Value]]:
        return zip(self._columns, self, strict=True)


@lru_cache(maxsize=64)
def row_class(columns: tuple[str, ...]) -> type[Row]:
    """Return the class of the rows that have these *columns*."""
    cells = {
        name + "_" * iskeyword(name): property(itemgetter(position))
        for position, name in reversed(list(enumerate(columns)))
        if not name.startswith("_")
    }
    return type("Row", (Row,), {"__slots__": (), "_columns": columns, **cells})


def _row(columns: tuple[str, ...], values: tuple[Value, ...]) -> Row:
    return row_class(columns)(values)
