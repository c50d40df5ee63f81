"""Where an asserted statement stands: its named graphs, their sources, how sure they are."""

from __future__ import annotations

__all__ = ["Ground", "Grounds", "Source"]

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from lunargraph.lookup.names import typed
from lunargraph.namespaces import BASE, GRAPH, ONTOLOGY, expand
from lunargraph.store.trust import CONFIDENCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

    from pyoxigraph import Quad

    from lunargraph.explaining.wording import Wording
    from lunargraph.reasoning.clashes import Statement, Term

_SOURCES = tuple(
    NamedNode(expand(curie))
    for curie in ("lg:restsOn", "prov:hadPrimarySource", "prov:wasDerivedFrom", "dcterms:source")
)
_CONFIDENCE, _VERIFICATION, _UNVERIFIED, _ADDRESS, _PUBLISHED = (
    NamedNode(expand(curie))
    for curie in ("lg:confidence", "lg:verification", "lg:unverifiedColumn", "lg:availableAt",
                  "lg:publishedOn")
)  # fmt: skip


class Source(NamedTuple):
    """What a record rests on; *address* and *published* are None where nobody says."""

    term: Term
    title: str
    address: str | None
    published: str | None


class Ground(NamedTuple):
    """A named graph that asserts a statement, and what is said of that graph.

    *confidence* and *verification* are None where nobody says, as of an ontology; *unverified*
    names the columns of the record that its sources do not bear out.
    """

    graph: NamedNode
    sources: tuple[Source, ...]
    confidence: str | None
    verification: str | None
    unverified: tuple[str, ...]

    @property
    def name(self) -> str:
        """The IRI of the graph without what all of ours begin with."""
        iri = self.graph.value
        return iri.removeprefix(BASE if f"{iri}/".startswith(ONTOLOGY) else GRAPH)

    @property
    def doubt(self) -> int:
        """How far from sure it is: 0 for high confidence or none stated, more for less."""
        return CONFIDENCES.index(self.confidence) if self.confidence in CONFIDENCES else 0


class Grounds:
    """The named graphs that assert the *wanted* statements."""

    def __init__(self, quads: Sequence[Quad], wanted: Set[Statement], wording: Wording) -> None:
        self._wording = wording
        self._graphs: dict[Statement, list[NamedNode]] = {}
        for quad in quads:
            key = (quad.subject, quad.predicate, quad.object)
            if key in wanted and isinstance(quad.graph_name, NamedNode):
                self._graphs.setdefault(key, []).append(quad.graph_name)
        graphs = {graph for graphs in self._graphs.values() for graph in graphs}
        self._said = _said_of(graphs, quads)
        sources = {term for graph in graphs for term in self._values(graph, *_SOURCES)}
        self._said |= _said_of(sources - graphs, quads)

    def of(self, statement: Statement) -> tuple[Ground, ...]:
        """Return the graphs that assert a *statement*, the surest first; none if it follows."""
        graphs = sorted(set(self._graphs.get(statement, ())), key=lambda graph: graph.value)
        return tuple(sorted(map(self._ground, graphs), key=lambda ground: ground.doubt))

    def described(self, ground: Ground) -> list[tuple[NamedNode, Term]]:
        """Return what is said of how a graph came about: its sources and how sure they are."""
        wanted = (*_SOURCES, _CONFIDENCE, _VERIFICATION, _UNVERIFIED)
        return [
            (predicate, object_)
            for predicate, object_ in self._said.get(ground.graph, ())
            if predicate in wanted and isinstance(predicate, NamedNode)
        ]

    def _ground(self, graph: NamedNode) -> Ground:
        sources = dict.fromkeys(self._values(graph, *_SOURCES))
        return Ground(
            graph,
            tuple(map(self._source, sorted(sources, key=str))),
            self._name(graph, _CONFIDENCE),
            self._name(graph, _VERIFICATION),
            tuple(sorted(self._texts(graph, _UNVERIFIED))),
        )

    def _source(self, term: Term) -> Source:
        address, published = (
            min(self._texts(term, predicate), default=None) for predicate in (_ADDRESS, _PUBLISHED)
        )
        return Source(term, self._title(term), address, published)

    def _values(self, subject: Term, *predicates: NamedNode) -> list[Term]:
        said = self._said.get(subject, ())
        return [object_ for predicate, object_ in said if predicate in predicates]

    def _texts(self, subject: Term, predicate: NamedNode) -> list[str]:
        values = self._values(subject, predicate)
        return [value.value for value in values if isinstance(value, Literal | NamedNode)]

    def _name(self, graph: NamedNode, predicate: NamedNode) -> str | None:
        return min(map(self._title, self._values(graph, predicate)), default=None)

    def _title(self, term: Term) -> str:
        if isinstance(term, Literal):
            return term.value
        told = self._wording.label(term)
        if told is None and isinstance(term, NamedNode):
            return typed(term.value)
        return told or self._wording.thing(term)


def _said_of(subjects: Set[Term], quads: Iterable[Quad]) -> dict[Term, list[tuple[Term, Term]]]:
    said: dict[Term, list[tuple[Term, Term]]] = {}
    for quad in quads:
        if quad.subject in subjects:
            said.setdefault(quad.subject, []).append((quad.predicate, quad.object))
    return said
