"""Filling a store: the merged default graph, the named graphs, the inferred graph."""

from __future__ import annotations

__all__ = ["fill_store", "write_store"]

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from lunargraph.errors import StoreError
from lunargraph.namespaces import INFERRED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import Triple

_DEFAULT = DefaultGraph()
_INFERRED = NamedNode(INFERRED)


def _merged(asserted: Iterable[Quad]) -> Iterator[Quad]:
    """Yield each quad, and its triple again for the default graph; the store drops repetitions."""
    for quad in asserted:
        yield quad
        if quad.graph_name != _DEFAULT:
            yield Quad(quad.subject, quad.predicate, quad.object, _DEFAULT)


def _new(inferred: Iterable[Triple], store: Store) -> Iterator[Quad]:
    """Yield the *inferred* triples that are not asserted, each in the inferred graph."""
    for triple in inferred:
        if Quad(triple.subject, triple.predicate, triple.object, _DEFAULT) not in store:
            yield Quad(triple.subject, triple.predicate, triple.object, _INFERRED)


def fill_store(store: Store, asserted: Iterable[Quad], inferred: Iterable[Triple]) -> None:
    """Load an empty *store*; blank nodes stay the same nodes in every graph."""
    store.bulk_extend(_merged(asserted))
    store.bulk_extend(_new(inferred, store))


def write_store(folder: Path, asserted: Iterable[Quad], inferred: Iterable[Triple]) -> None:
    """Make a store in *folder*, which must not exist yet, ready to be opened read-only.

    :param asserted: in their named graphs; those in the default graph have no provenance.
    :param inferred: what follows; triples that are asserted as well are left out.
    :raises StoreError: the disk is full or cannot be written; what was begun is left in *folder*.
    """
    try:
        store = Store(str(folder))
        fill_store(store, asserted, inferred)
        store.optimize()
        store.flush()
    except OSError as error:
        raise StoreError(
            "the store cannot be written",
            where=str(folder),
            got=str(error),
            mend="free some space on the disk, or choose a folder that can be written",
        ) from error
