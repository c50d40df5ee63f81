"""A graph that can be asked: a store on disk, opened read-only, or one in memory."""

from __future__ import annotations

__all__ = ["Answer", "Counts", "Dataset", "Layer"]

from typing import TYPE_CHECKING, NamedTuple
from typing import Literal as OneOf

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from lunargraph.errors import StoreError, UnknownNameError, UsageError
from lunargraph.namespaces import GRAPH, INFERRED, PREFIXES, graph_iri
from lunargraph.results import Boolean, Table, Triples, result_of
from lunargraph.store.querying import evaluate, is_damage
from lunargraph.store.writing import fill_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import TypeVar

    from pyoxigraph import Quad, Triple

    _Result = TypeVar("_Result")

Answer = Table | Boolean | Triples
Layer = OneOf["asserted", "inferred", "all"]

_DEFAULT = DefaultGraph()
_INFERRED = NamedNode(INFERRED)
_LABEL = NamedNode(PREFIXES["rdfs"] + "label")


class Counts(NamedTuple):
    """How much a dataset holds."""

    asserted: int
    """distinct triples, whatever the number of graphs that hold them"""
    inferred: int
    """triples that follow and are not asserted"""
    graphs: int
    """named graphs of asserted statements"""


class Dataset:
    """Asserted and inferred statements, to be read and queried.

    >>> from pyoxigraph import Literal, NamedNode, Quad
    >>> moon, name = NamedNode("http://example.org/moon"), NamedNode("http://example.org/name")
    >>> dataset = Dataset.from_quads([Quad(moon, name, Literal("Moon", language="en"))])
    >>> dataset.query("SELECT ?name { ?body <http://example.org/name> ?name }").rows[0].name
    'Moon'
    """

    __slots__ = ("_folder", "_repair", "_store")

    def __init__(
        self,
        store: Store,
        *,
        folder: Path | None = None,
        repair: Callable[[], Dataset] | None = None,
    ) -> None:
        self._store = store
        self._folder = folder
        self._repair = repair

    @classmethod
    def open(cls, folder: Path, *, repair: Callable[[], Dataset] | None = None) -> Dataset:
        """Open the store in *folder* read-only; nothing is written there, not even a lock.

        :param repair: called when the storage turns out to be damaged; returns the dataset to go
            on with. Each read tries it once.
        :raises StoreError: no store there, or a damaged one.
        """
        try:
            return cls(Store.read_only(str(folder)), folder=folder, repair=repair)
        except (OSError, RuntimeError) as error:  # Oxigraph raises either, by the kind of damage
            raise _damaged(folder, error) from error

    @classmethod
    def from_quads(cls, asserted: Iterable[Quad], inferred: Iterable[Triple] = ()) -> Dataset:
        """Return a dataset in memory; see ``write_store`` for what becomes of the two."""
        store = Store()
        fill_store(store, asserted, inferred)
        return cls(store)

    @property
    def folder(self) -> Path | None:
        """Where the store is, ``None`` for one in memory."""
        return self._folder

    @property
    def store(self) -> Store:
        """The store itself, for many look-ups one after the other; it is not to be changed."""
        return self._store

    def query(
        self,
        text: str,
        *,
        inference: bool = True,
        timeout: float | None = None,
        name: str = "query",
    ) -> Answer:
        """Run a SPARQL 1.1 query and return its whole answer.

        The default graph holds every asserted and inferred triple once; ``GRAPH`` reaches each
        named graph. A query with FROM or FROM NAMED sees the graphs that it names and no others,
        and a triple once for each of them that holds it.

        :param inference: False leaves what is inferred out, of the named graphs too.
        :param timeout: seconds after which the query is stopped. It then runs in a process of its
            own, as it could not be stopped otherwise; that costs about a tenth of a second.
        :param name: what errors call the text, such as the path of its file.
        :raises QuerySyntaxError: the text does not parse; with line and column.
        :raises UsageError: an update, a SERVICE, an unknown function, a timeout below zero.
        :raises StoreError: the time is over, or the storage is damaged.

        Source: SPARQL 1.1 Query Language.
        """
        if timeout is None:
            return self._read(
                lambda store: result_of(evaluate(store, text, inference=inference, name=name))
            )
        from lunargraph.store.worker import evaluate_apart  # a process: only when asked

        return self._read(
            lambda store: evaluate_apart(
                self._folder or store, text, inference=inference, timeout=timeout, name=name
            )
        )

    def quads(self, layer: Layer = "all", dataset: str | None = None) -> list[Quad]:
        """Return statements, sorted by their text.

        Asserted ones stand in their named graphs (in the default graph if they have none), inferred
        ones in ``namespaces.INFERRED``.

        :param dataset: only the records of this data set and the graph that describes them; no
            inferred statement belongs to any.
        :raises UnknownNameError: no such layer or data set.
        """
        if layer not in ("asserted", "inferred", "all"):
            raise UnknownNameError("layer", layer, ("asserted", "inferred", "all"))
        if dataset is not None:
            if layer == "inferred":
                raise UsageError(
                    "inferred statements belong to no data set",
                    mend="leave out the data set, or choose another layer",
                )
            return self._read(lambda store: sorted(_quads_of(store, dataset), key=str))
        return self._read(lambda store: sorted(_quads_in(store, layer), key=str))

    def counts(self) -> Counts:
        """Return how many triples and graphs there are."""
        return self._read(_count)

    def datasets(self) -> list[str]:
        """Return the names of the data sets that have named graphs here."""
        return self._read(_datasets)

    def labels(self, iris: Iterable[str]) -> dict[str, str | None]:
        """Return the ``rdfs:label`` of each IRI: in English if there is one, else in any language.

        ``None`` where it has none. The order is that of *iris*.
        """
        wanted = list(iris)
        return self._read(lambda store: {iri: _label(store, iri) for iri in wanted})

    def _read(self, job: Callable[[Store], _Result]) -> _Result:
        """Do *job* on the store; if the storage is damaged, repair it and try once more."""
        try:
            return job(self._store)
        except (OSError, RuntimeError) as error:
            if self._repair is None or not is_damage(error):
                raise _damaged(self._folder, error) from error
            mended = self._repair()
        self._store, self._folder = mended._store, mended._folder
        try:
            return job(self._store)
        except (OSError, RuntimeError) as error:
            raise _damaged(self._folder, error) from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _damaged(folder: Path | None, error: Exception) -> StoreError:
    if not is_damage(error):
        return StoreError("the query failed", got=_first_line(error))
    return StoreError(
        "there is no store here, or a damaged one",
        where=str(folder) if folder else None,
        got=_first_line(error),
        mend="delete that folder; it is built again from the files",
    )


def _quads_in(store: Store, layer: Layer) -> list[Quad]:
    if layer == "inferred":
        return list(store.quads_for_pattern(None, None, None, _INFERRED))
    merged: list[Quad] = []
    named: list[Quad] = []
    inferred: list[Quad] = []
    for quad in store.quads_for_pattern(None, None, None, None):
        graph = quad.graph_name
        (merged if graph == _DEFAULT else inferred if graph == _INFERRED else named).append(quad)
    with_graph = {quad.triple for quad in named}
    named += [quad for quad in merged if quad.triple not in with_graph]
    return named + inferred if layer == "all" else named


def _datasets(store: Store) -> list[str]:
    graphs = [graph.value for graph in store.named_graphs() if graph != _INFERRED]
    return sorted({iri[len(GRAPH) :].split("/")[0] for iri in graphs if iri.startswith(GRAPH)})


def _quads_of(store: Store, dataset: str) -> list[Quad]:
    known = _datasets(store)
    if dataset not in known:
        raise UnknownNameError("data set", dataset, known)
    whole = graph_iri(dataset)
    return [
        quad
        for graph in store.named_graphs()
        if graph.value == whole or graph.value.startswith(whole + "/")
        for quad in store.quads_for_pattern(None, None, None, graph)
    ]


def _count(store: Store) -> Counts:
    def triples(graph: NamedNode | DefaultGraph) -> int:
        text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        table = result_of(store.query(text, default_graph=[graph]))
        return int(str(next(iter(table))[0])) if isinstance(table, Table) else 0

    graphs = sum(graph != _INFERRED for graph in store.named_graphs())
    return Counts(triples(_DEFAULT), triples(_INFERRED), graphs)


def _label(store: Store, iri: str) -> str | None:
    try:
        resource = NamedNode(iri)
    except ValueError:
        return None
    labels = (quad.object for quad in store.quads_for_pattern(resource, _LABEL, None, _DEFAULT))
    found = [(text.language or "", text.value) for text in labels if isinstance(text, Literal)]
    found.sort(key=lambda label: (label[0] != "en", not label[0].startswith("en-"), label))
    return found[0][1] if found else None
