"""Give the blank nodes of two datasets common names, so that what stays the same is the same.

Two datasets that differ in labels only get the same statements. Otherwise nodes with the same
surroundings are paired first, each pair with the neighbours that agree; then, best first, nodes
that share statements, so that one changed value is one difference and not all that hangs together.
"""

from __future__ import annotations

__all__ = ["pair"]

import heapq
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, Quad

from lunargraph.formats.labels import with_canonical_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ROUNDS = 16
"""How far around a node is looked at; farther off, pairs are found by the neighbours' pairs."""
_MOST = 400
"""Pairs that are tried for one and the same statement; a more common one tells nothing."""

_Nodes = dict[BlankNode, list["_View"]]
_Line = tuple[str, tuple[str, ...]]


class _View(NamedTuple):
    """A statement as one of its blank nodes sees it: itself as ``*``, others as ``?``."""

    text: str
    others: tuple[BlankNode, ...]


def pair(before: Iterable[Quad], after: Iterable[Quad]) -> tuple[set[Quad], set[Quad]]:
    """Return both datasets, with the canonical labels of the first.

    What only the second has is labelled ``n0``, ``n1``, ...

    :raises FileError: the blank nodes of one are too alike to be labelled.

    >>> from pyoxigraph import Literal, NamedNode
    >>> a, x, y = NamedNode("urn:a"), BlankNode("x"), BlankNode("y")
    >>> old, new = pair([Quad(a, a, x), Quad(x, a, Literal("1"))],
    ...                 [Quad(a, a, y), Quad(y, a, Literal("2"))])
    >>> [str(quad) for quad in new - old]
    ['_:c14n0 <urn:a> "2"']
    """
    old = set(with_canonical_labels(before))
    new = set(with_canonical_labels(after))
    if old == new:
        return old, new
    pairing = _Pairing(_views(old), _views(new))
    pairing.by_surroundings()
    pairing.by_statements()
    labels = pairing.labels()
    return old, {_renamed(quad, labels) for quad in new}


class _Pairing:
    def __init__(self, old: _Nodes, new: _Nodes) -> None:
        self._old = old
        self._new = new
        self._partner: dict[BlankNode, BlankNode] = {}  # of a new node, the old one
        self._taken: set[BlankNode] = set()

    def labels(self) -> dict[BlankNode, BlankNode]:
        """Return the name of each new node: its partner's, or one of its own."""
        alone = (node for node in sorted(self._new, key=_order) if node not in self._partner)
        return self._partner | {node: BlankNode(f"n{n}") for n, node in enumerate(alone)}

    def by_surroundings(self) -> None:
        """Pair the nodes that look the same from all sides, the rarest first."""
        colours = _Colours()
        old, new = colours.of(self._old, self._new)
        classes: dict[int, tuple[list[BlankNode], list[BlankNode]]] = {}
        for side, found in enumerate((old, new)):
            for node in sorted(found, key=_order):
                classes.setdefault(found[node], ([], []))[side].append(node)
        both = [each for each in classes.values() if each[0] and each[1]]
        for olds, news in sorted(
            both, key=lambda each: (len(each[0]) * len(each[1]), *map(_order, each[0][:1]))
        ):
            free = iter([node for node in news if node not in self._partner])
            for node in olds:
                if node in self._taken:
                    continue
                other = next((each for each in free if each not in self._partner), None)
                if other is None:
                    break
                self._pair_around(node, other, old, new)

    def _pair_around(
        self,
        node: BlankNode,
        other: BlankNode,
        old: dict[BlankNode, int],
        new: dict[BlankNode, int],
    ) -> None:
        """Pair two nodes, and then their neighbours that look the same, and so on."""
        todo = [(node, other)]
        while todo:
            node, other = todo.pop()
            if node in self._taken or other in self._partner:
                continue
            self._take(node, other)
            for near, theirs in self._neighbours(node, other):
                if old[near] == new[theirs]:
                    todo.append((near, theirs))

    def by_statements(self) -> None:
        """Pair what is left by the statements that two nodes share, the most first."""
        heap: list[tuple[int, tuple[int, str], tuple[int, str], BlankNode, BlankNode]] = []

        def offer(node: BlankNode, other: BlankNode) -> None:
            score = self._score(node, other)
            if score:
                heapq.heappush(heap, (-score, _order(node), _order(other), node, other))

        for node, other in self._candidates():
            offer(node, other)
        while heap:
            score, _, _, node, other = heapq.heappop(heap)
            if node in self._taken or other in self._partner:
                continue
            now = self._score(node, other)
            if -score != now:  # a neighbour was paired since: look again when its turn comes
                offer(node, other)
                continue
            self._take(node, other)
            for near, theirs in self._neighbours(node, other):
                offer(near, theirs)

    def _take(self, node: BlankNode, other: BlankNode) -> None:
        self._partner[other] = node
        self._taken.add(node)

    def _candidates(self) -> list[tuple[BlankNode, BlankNode]]:
        """Return the pairs of free nodes that share a statement which few others have."""
        lines: dict[_Line, tuple[list[BlankNode], list[BlankNode]]] = {}
        for node in self._old:
            if node not in self._taken:
                for line in set(self._old_lines(node)):
                    lines.setdefault(line, ([], []))[0].append(node)
        for node in self._new:
            if node not in self._partner:
                for line in set(self._new_lines(node)):
                    lines.setdefault(line, ([], []))[1].append(node)
        pairs = {
            (node, other): None
            for olds, news in lines.values()
            if len(olds) * len(news) <= _MOST
            for node in olds
            for other in news
        }
        return list(pairs)

    def _score(self, node: BlankNode, other: BlankNode) -> int:
        """Count the statements that two nodes share: half, if a neighbour is still open."""
        shared = Counter(self._old_lines(node)) & Counter(self._new_lines(other))
        return sum((1 if "?" in ends else 2) * count for (_, ends), count in shared.items())

    def _old_lines(self, node: BlankNode) -> Iterator[_Line]:
        for text, others in self._old[node]:
            yield text, tuple(each.value if each in self._taken else "?" for each in others)

    def _new_lines(self, node: BlankNode) -> Iterator[_Line]:
        for text, others in self._new[node]:
            partners = (self._partner.get(each) for each in others)
            yield text, tuple("?" if each is None else each.value for each in partners)

    def _neighbours(
        self, node: BlankNode, other: BlankNode
    ) -> Iterator[tuple[BlankNode, BlankNode]]:
        """Yield the pairs of free neighbours that two nodes have in the same place."""
        mine: dict[tuple[str, int], list[BlankNode]] = {}
        for text, others in self._old[node]:
            for place, each in enumerate(others):
                if each not in self._taken:
                    mine.setdefault((text, place), []).append(each)
        theirs: dict[tuple[str, int], list[BlankNode]] = {}
        for text, others in self._new[other]:
            for place, each in enumerate(others):
                if each not in self._partner and (text, place) in mine:
                    theirs.setdefault((text, place), []).append(each)
        for key, found in theirs.items():
            if len(found) * len(mine[key]) <= _MOST:
                yield from (
                    (near, far)
                    for near in sorted(mine[key], key=_order)
                    for far in sorted(found, key=_order)
                )


class _Colours:
    """Numbers for what nodes look like: the same number, the same surroundings."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}

    def of(self, *sides: _Nodes) -> list[dict[BlankNode, int]]:
        """Return the colour of every node, refined round by round on all sides at once."""
        colours = [dict.fromkeys(side, 0) for side in sides]
        kinds = 0
        for _ in range(_ROUNDS):
            colours = [
                {node: self._look(views, known) for node, views in side.items()}
                for side, known in zip(sides, colours, strict=True)
            ]
            found = len({colour for known in colours for colour in known.values()})
            if found == kinds:
                break
            kinds = found
        return colours

    def _look(self, views: list[_View], known: dict[BlankNode, int]) -> int:
        seen = sorted((view.text, tuple(known[each] for each in view.others)) for view in views)
        return self._numbers.setdefault(tuple(seen), len(self._numbers))


def _views(quads: Iterable[Quad]) -> _Nodes:
    """Return what each blank node of *quads* sees, in an order that depends on nothing else."""
    nodes: _Nodes = {}
    for quad in sorted(quads, key=str):
        terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        blanks = [term for term in terms if isinstance(term, BlankNode)]
        for own in dict.fromkeys(blanks):
            text = " ".join(
                ("*" if term == own else "?") if isinstance(term, BlankNode) else str(term)
                for term in terms
            )
            others = tuple(term for term in blanks if term != own)
            nodes.setdefault(own, []).append(_View(text, others))
    return nodes


def _renamed(quad: Quad, labels: dict[BlankNode, BlankNode]) -> Quad:
    subject, term, graph = quad.subject, quad.object, quad.graph_name
    if BlankNode not in (type(subject), type(term), type(graph)):
        return quad
    return Quad(
        labels[subject] if isinstance(subject, BlankNode) else subject,
        quad.predicate,
        labels[term] if isinstance(term, BlankNode) else term,
        labels[graph] if isinstance(graph, BlankNode) else graph,
    )


def _order(node: BlankNode) -> tuple[int, str]:
    """Order canonical labels by their numbers."""
    return len(node.value), node.value
