"""Decide how each blank node is written: in place, as a part of a list, or under a label.

A blank node with one parent is written where it is used. One with two parents, in two graphs, in a
circle or very deep needs a label; labels are those of the RDF Dataset Canonicalization (RDFC-1.0),
so that they depend on the statements alone.
"""

from __future__ import annotations

__all__ = ["Arrangement", "arrange"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode

from lunargraph.errors import FileError
from lunargraph.formats.labels import with_canonical_labels
from lunargraph.formats.terms import RDF
from lunargraph.namespaces import compact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

FIRST = NamedNode(RDF + "first")
REST = NamedNode(RDF + "rest")
NIL = NamedNode(RDF + "nil")
_DEEPEST = 32
"""Blank nodes nested deeper than this get a label: nobody reads them, and Python's stack ends."""


def arrange(quads: list[Quad], *, strict: bool = False) -> tuple[list[Quad], Arrangement]:
    """Return the *quads*, with stable labels where labels are needed, and their arrangement.

    :raises FileError: *strict*, and a blank node needs a label; its neighbours are named. Or not
        strict, and the blank nodes are too alike to be labelled.
    """
    arrangement = Arrangement(quads)
    if not arrangement.labelled:
        return quads, arrangement
    if strict:
        raise FileError(
            min(map(arrangement.complaint, arrangement.labelled)),
            expected="blank nodes that are used once, so that their text has one place",
            mend="give it an IRI",
        )
    quads = with_canonical_labels(quads)
    return quads, Arrangement(quads)


class Arrangement:
    """How the blank nodes of some distinct quads are written.

    ``labelled``: these need a label. ``cells``: these are parts of well-formed lists, each used
    once. ``roots``: used nowhere. All others stand where they are used.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._parents: dict[BlankNode, list[Quad]] = {}
        self._statements: dict[BlankNode, list[Quad]] = {}
        self.labelled: set[BlankNode] = set()
        self._graphs: dict[BlankNode, set[object]] = {}
        for quad in quads:
            self._take(quad)
        for node, graphs in self._graphs.items():
            if len(graphs) > 1 or len(self._parents.get(node, ())) > 1:
                self.labelled.add(node)
        nodes = self._graphs.keys() - self.labelled
        self.roots = {node for node in nodes if node not in self._parents}
        self.cells: set[BlankNode] = set()
        self._find_lists()
        self._reach_all()

    def labels(self) -> dict[BlankNode, str]:
        """Return the labels to write: ``_:b0``, ``_:b1``, ... in canonical order."""
        return {node: f"_:b{n}" for n, node in enumerate(sorted(self.labelled, key=_by_label))}

    def complaint(self, node: BlankNode) -> str:
        """Say why *node* needs a label, and name its neighbours."""
        parents = self._parents.get(node, [])
        uses = sorted(
            {f"{_named(use.subject)} ({compact(use.predicate.value)})" for use in parents}
        )
        if len(parents) > 1:
            return "a blank node is used twice: by " + " and by ".join(uses)
        if len(self._graphs.get(node, ())) > 1:
            graphs = sorted(str(graph) for graph in self._graphs[node])
            return "a blank node stands in two graphs: " + " and ".join(graphs)
        if not parents:
            return "a blank node names a graph"
        own = [quad for quad in self._statements[node] if type(quad.object) is not BlankNode]
        beside = sorted(f"{compact(quad.predicate.value)} {_named(quad.object)}" for quad in own)
        about = f" (with {beside[0]})" if beside else ""
        return f"a blank node{about} is its own ancestor or nested too deep: used by {uses[0]}"

    def _take(self, quad: Quad) -> None:
        subject, term, graph = quad.subject, quad.object, quad.graph_name
        if type(subject) is BlankNode:
            self._statements.setdefault(subject, []).append(quad)
            self._graphs.setdefault(subject, set()).add(graph)
        if type(term) is BlankNode:
            self._parents.setdefault(term, []).append(quad)
            self._graphs.setdefault(term, set()).add(graph)
        if type(graph) is BlankNode:
            self.labelled.add(graph)

    def _find_lists(self) -> None:
        """Collect the cells of lists, from ``rdf:nil`` backwards."""
        for node, statements in self._statements.items():
            if not any(quad.predicate == REST and quad.object == NIL for quad in statements):
                continue
            cell: object = node
            while isinstance(cell, BlankNode) and self._is_cell(cell):
                self.cells.add(cell)
                use = self._parents[cell][0]
                cell = use.subject if use.predicate == REST else None

    def _is_cell(self, node: BlankNode) -> bool:
        statements = self._statements.get(node, ())
        return (
            node not in self.labelled
            and node not in self.roots
            and len(statements) == 2
            and {quad.predicate for quad in statements} == {FIRST, REST}
        )

    def _reach_all(self) -> None:
        """Walk down from what is written on its own; label what is too deep or in a circle."""
        starts = [(node, 0) for node in self.roots | self.labelled]
        starts += [
            (node, 1)
            for node, uses in self._parents.items()
            if node not in self.labelled and type(uses[0].subject) is not BlankNode
        ]
        reached: set[BlankNode] = set()
        self._walk(starts, reached)
        for node in sorted(self._graphs.keys() - reached, key=_by_label):
            if node not in reached:
                breaker = self._breaker(node)
                self._label(breaker)
                self._walk([(breaker, 0)], reached)

    def _walk(self, todo: list[tuple[BlankNode, int]], reached: set[BlankNode]) -> None:
        while todo:
            node, depth = todo.pop()
            reached.add(node)
            for quad in self._statements.get(node, ()):
                child = quad.object
                if not isinstance(child, BlankNode) or child in self.labelled:
                    continue
                flat = node in self.cells and quad.predicate == REST
                if depth < _DEEPEST or flat:
                    todo.append((child, depth if flat else depth + 1))
                else:
                    self._label(child)
                    todo.append((child, 0))

    def _label(self, node: BlankNode) -> None:
        self.labelled.add(node)
        self.cells.discard(node)  # never one in the middle of a list, see _breaker and _walk

    def _breaker(self, node: BlankNode) -> BlankNode:
        """Return the member to label of the circle above *node*: its first that can be."""
        circle: dict[BlankNode, Quad] = {}
        while node not in circle:
            circle[node] = self._parents[node][0]
            parent = circle[node].subject
            assert isinstance(parent, BlankNode)  # noqa: S101  # others were reached already
            node = parent
        members = [node]
        while (parent := circle[members[-1]].subject) != node:
            assert isinstance(parent, BlankNode)  # noqa: S101  # for the type checker
            members.append(parent)
        heads = [
            member
            for member in members
            if circle[member].predicate != REST or circle[member].subject not in self.cells
        ]
        return min(heads, key=_by_label)


def _by_label(node: BlankNode) -> tuple[int, str]:
    """Order canonical labels by their numbers."""
    return len(node.value), node.value


def _named(term: object) -> str:
    if isinstance(term, NamedNode):
        return compact(term.value)
    return "a blank node" if isinstance(term, BlankNode) else str(term)
