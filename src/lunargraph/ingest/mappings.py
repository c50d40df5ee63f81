"""Running a mapping: rows of typed cells through a SPARQL CONSTRUCT.

The file of a mapping is a query as it stands; the rows take the place of its one ``VALUES`` block
over the columns.
"""

from __future__ import annotations

__all__ = ["apply_mapping", "construct"]

from itertools import product
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QueryTriples, Triple

from lunargraph.namespaces import PREFIXES
from lunargraph.stored_queries import bind_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import BlankNode, Store

    Term = NamedNode | Literal
    Node = NamedNode | BlankNode | Literal | Triple

_NUMBERS = {PREFIXES["xsd"] + "integer", PREFIXES["xsd"] + "decimal"}
_SEAL = "urn:sealed:"


def construct(known: Store, query: str) -> list[Triple]:
    """Return the triples that a CONSTRUCT *query* makes of what is *known*."""
    answer = known.query(query)
    assert isinstance(answer, QueryTriples)  # noqa: S101 - a mapping is a CONSTRUCT
    return list(answer)


def apply_mapping(
    mapping: str,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Sequence[Term]]],
    known: Store,
) -> list[Triple]:
    """Return what *mapping* says of all *rows* together; numbers keep their spelling.

    A row gives the terms of each column, none, one or several; it is bound once for each
    combination of them. The mapping may look up what is *known*.

    :raises DataError: the mapping has no ``VALUES`` block over exactly these columns.
    """
    bound: list[tuple[Term | None, ...]] = []
    for row in rows:
        cells = ([_sealed(term) for term in row[name]] or [None] for name in columns)
        bound += product(*cells)
    triples = construct(known, bind_values(mapping, columns, bound))
    return [Triple(each.subject, each.predicate, _unsealed(each.object)) for each in triples]


def _sealed(term: Term) -> Term:
    """Hide the datatype of a number from the engine, which would rewrite ``15.500`` as ``15.5``."""
    if isinstance(term, Literal) and term.datatype.value in _NUMBERS:
        return Literal(term.value, datatype=NamedNode(_SEAL + term.datatype.value))
    return term


def _unsealed(term: Node) -> Node:
    if isinstance(term, Literal) and term.datatype.value.startswith(_SEAL):
        return Literal(term.value, datatype=NamedNode(term.datatype.value.removeprefix(_SEAL)))
    return term
