"""Running a mapping: rows of typed cells through a SPARQL CONSTRUCT.

The file of a mapping is a query as it stands; the rows take the place of its one ``VALUES`` block
over the columns.
"""

from __future__ import annotations

__all__ = ["apply_mapping", "combinations", "construct", "select"]

from itertools import product
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QuerySolutions, QueryTriples, Triple

from lunargraph.errors import DataError, UsageError
from lunargraph.namespaces import PREFIXES
from lunargraph.store.querying import evaluate
from lunargraph.stored_queries import bind_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import BlankNode, Store

    Term = NamedNode | Literal
    Node = NamedNode | BlankNode | Literal | Triple

_NUMBERS = {PREFIXES["xsd"] + "integer", PREFIXES["xsd"] + "decimal"}
_SEAL = "urn:sealed:"


def construct(known: Store, query: str) -> list[Triple]:
    """Return the triples that a CONSTRUCT *query* makes of what is *known*.

    :raises DataError: the query does not parse, is no CONSTRUCT, or calls a server.
    """
    try:
        answer = evaluate(known, query, inference=True, name="mapping")
    except UsageError as error:
        raise DataError("a mapping cannot be run", str(error).splitlines()) from error
    if not isinstance(answer, QueryTriples):
        raise DataError("a mapping is a CONSTRUCT", [" ".join(query.split())[:120]])
    return list(answer)


def select(known: Store, query: str) -> list[dict[str, Node | None]]:
    """Return the rows that a SELECT *query* finds in what is *known*, each cell by its variable."""
    answer = known.query(query, prefixes=PREFIXES)
    assert isinstance(answer, QuerySolutions)  # noqa: S101 - read and found to be a SELECT
    names = [variable.value for variable in answer.variables]
    return [dict(zip(names, solution, strict=True)) for solution in answer]


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
    sealed = (
        {name: [_sealed(term) for term in terms] for name, terms in row.items()} for row in rows
    )
    bound = list(combinations(columns, sealed))
    triples = construct(known, bind_values(mapping, columns, bound))
    return [Triple(each.subject, each.predicate, _unsealed(each.object)) for each in triples]


def combinations(
    columns: Sequence[str], rows: Iterable[Mapping[str, Sequence[Term]]]
) -> Iterator[tuple[Term | None, ...]]:
    """Yield what ``VALUES`` over the *columns* holds: a row once for each choice of its terms.

    >>> [[term and term.value for term in row] for row in
    ...  combinations("abc", [{"a": [Literal("1"), Literal("2")], "b": [], "c": [Literal("3")]}])]
    [['1', None, '3'], ['2', None, '3']]
    """
    for row in rows:
        yield from product(*(tuple(row[name]) or (None,) for name in columns))


def _sealed(term: Term) -> Term:
    """Hide the datatype of a number from the engine, which would rewrite ``15.500`` as ``15.5``."""
    if isinstance(term, Literal) and term.datatype.value in _NUMBERS:
        return Literal(term.value, datatype=NamedNode(_SEAL + term.datatype.value))
    return term


def _unsealed(term: Node) -> Node:
    if isinstance(term, Literal) and term.datatype.value.startswith(_SEAL):
        return Literal(term.value, datatype=NamedNode(term.datatype.value.removeprefix(_SEAL)))
    return term
