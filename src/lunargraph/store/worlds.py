"""A graph before a change and after it: two stores that can be asked alike.

What a change leads to is written into a checkpoint of the store, whose files are links to those of
the store itself. So it takes time by what changes, and the store stays as it is.
"""

from __future__ import annotations

__all__ = ["SCRATCH", "Outcome", "World", "apply", "changed", "checkpoint", "marked"]

import fcntl
import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store

from lunargraph.errors import StoreError
from lunargraph.namespaces import INFERRED, PROPOSED
from lunargraph.store.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Literal, Triple

    Term = NamedNode | BlankNode | Literal | Triple

_DEFAULT = DefaultGraph()
_INFERRED = NamedNode(INFERRED)
_PROPOSED = NamedNode(PROPOSED)
SCRATCH = "lunargraph-"
"""How the names of folders begin in which a change is tried out."""


class Outcome(NamedTuple):
    """What a change of the asserted quads leads to.

    *gained* and *lost* are triples that the inferred layer has newly, or has no more. A triple that
    is asserted does not stand there. The store keeps numbers, dates and truth values by their
    value: *kept* are quads that stay and whose objects are other spellings of what is removed, and
    *gained* has what still follows in another spelling.
    """

    added: Iterable[Quad]
    removed: Iterable[Quad] = ()
    kept: Iterable[Quad] = ()
    gained: Iterable[Triple] = ()
    lost: Iterable[Triple] = ()


class World:
    """Everything that holds, asserted or inferred, for one look-up after the other.

    >>> from pyoxigraph import Literal
    >>> moon, name = NamedNode("http://example.org/moon"), NamedNode("http://example.org/name")
    >>> world = World(Dataset.from_quads([Quad(moon, name, Literal("Moon"))]))
    >>> [str(triple.object) for triple in world.triples(moon)]
    ['"Moon"']
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._store = dataset.store

    def triples(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        object_: NamedNode | BlankNode | Literal | None = None,
        /,
    ) -> Iterator[Triple]:
        """Yield each triple that holds and fits, once; in no particular order."""
        for graph in (_DEFAULT, _INFERRED):
            for quad in self._store.quads_for_pattern(subject, predicate, object_, graph):
                yield quad.triple

    def objects(self, subject: Term, predicate: Term) -> list[Term]:
        """Return the objects that are asserted of a subject and a predicate, in no order."""
        if not isinstance(subject, NamedNode | BlankNode) or not isinstance(predicate, NamedNode):
            return []
        return [triple.object for triple in self.stated(subject, predicate)]

    def stated(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        object_: NamedNode | BlankNode | Literal | None = None,
        /,
    ) -> Iterator[Triple]:
        """Yield each asserted triple that fits, once; in no particular order."""
        for quad in self._store.quads_for_pattern(subject, predicate, object_, _DEFAULT):
            yield quad.triple

    def inferred(self, subject: NamedNode | BlankNode, predicate: NamedNode, /) -> Iterator[Triple]:
        """Yield each inferred triple with this subject and predicate, once."""
        for quad in self._store.quads_for_pattern(subject, predicate, None, _INFERRED):
            yield quad.triple

    def holds(self, triple: Triple) -> bool:
        """Tell whether a triple is asserted or inferred."""
        return any(
            Quad(triple.subject, triple.predicate, triple.object, graph) in self._store
            for graph in (_DEFAULT, _INFERRED)
        )

    def is_asserted(self, triple: Triple) -> bool:
        """Tell whether a triple is asserted."""
        return Quad(triple.subject, triple.predicate, triple.object, _DEFAULT) in self._store

    def graphs(self, triple: Triple) -> list[NamedNode | BlankNode]:
        """Return the named graphs that assert a triple, sorted."""
        found = self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        graphs = (quad.graph_name for quad in found)
        named = [each for each in graphs if each not in (_DEFAULT, _INFERRED, _PROPOSED)]
        return sorted(named, key=str)  # type: ignore[arg-type]  # the default graph is not among them


@contextmanager
def changed(dataset: Dataset, outcome: Outcome, *, beside: Path | None = None) -> Iterator[World]:
    """Yield the world after a change of *dataset*; it is gone when the context ends.

    :param beside: a folder on the file system of the store, for the checkpoint, whose files can
        then be links; the system's folder for temporary files otherwise.
    :raises StoreError: the disk is full or cannot be written.
    """
    place = str(beside or tempfile.gettempdir())
    with ExitStack() as held:
        try:
            folder = held.enter_context(_scratch_folder(beside))
            checkpoint(dataset, folder / "store")
            store = Store(str(folder / "store"))
            apply(store, outcome)
        except OSError as error:
            raise StoreError("the change cannot be tried out", where=place, got=str(error),
                             mend="free some space on the disk") from error  # fmt: skip
        yield World(Dataset(store, folder=folder / "store"))


@contextmanager
def _scratch_folder(beside: Path | None) -> Iterator[Path]:
    """Yield an empty folder, locked as long as we live, and remove it at the end.

    Who finds one that is not locked may remove it: its process has ended.
    """
    folder, lock = _locked_folder(beside)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _locked_folder(beside: Path | None) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=beside))
        lock = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # somebody takes it for one that was left behind
            os.close(lock)
            continue
        except OSError:  # no locks on this file system
            return folder, lock
        if folder.exists():
            return folder, lock
        os.close(lock)


@contextmanager
def marked(world: World, triples: Iterable[Triple]) -> Iterator[Dataset]:
    """Yield the dataset of a *world* of our own with *triples* in the graph ``PROPOSED`` as well.

    Queries look there for what would hold newly. The graph is gone when the context ends.
    """
    store = world.dataset.store
    store.extend(_in(_PROPOSED, triple) for triple in triples)
    try:
        yield world.dataset
    finally:
        store.remove_graph(_PROPOSED)


def checkpoint(dataset: Dataset, folder: Path) -> None:
    """Make a store in *folder*, which must not exist, that holds what *dataset* does."""
    if dataset.folder is None:
        store = Store(str(folder))
        store.bulk_extend(dataset.store)
        store.flush()
    else:
        dataset.store.backup(str(folder))


def apply(store: Store, outcome: Outcome) -> None:
    """Change what *store* holds: asserted quads, the merged default graph, the inferred graph."""
    for quad in outcome.removed:
        store.remove(quad)
        others = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        if all(each.graph_name in (_DEFAULT, _INFERRED) for each in others):
            store.remove(_in(_DEFAULT, quad.triple))
    for triple in outcome.lost:
        store.remove(_in(_INFERRED, triple))
    for quad in (*outcome.kept, *outcome.added):
        store.remove(_in(_INFERRED, quad.triple))
        store.extend([quad, _in(_DEFAULT, quad.triple)])
    for triple in outcome.gained:
        if _in(_DEFAULT, triple) not in store:  # it may be asserted in another spelling
            store.add(_in(_INFERRED, triple))
    for graph in {_INFERRED, *(quad.graph_name for quad in outcome.removed)} - {_DEFAULT}:
        if next(iter(store.quads_for_pattern(None, None, None, graph)), None) is None:
            store.remove_graph(graph)  # or its name would stay


def _in(graph: NamedNode | DefaultGraph, triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)
