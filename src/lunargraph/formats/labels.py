"""Labels of blank nodes that depend on the statements alone."""

from __future__ import annotations

__all__ = ["with_canonical_labels"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset

from lunargraph.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

_MOST_WORK = 50_000_000
_FAN_WORK = 150
_FEW, _SMALL = 4, 40
# Measured with pyoxigraph 0.5.13: a chain of n alike nodes takes n^3 * 70 ns, n alike nodes that
# all refer to each other n * (n-1) * (n-1)! * 10 us; the limit is about three
# seconds. A few neighbours and small parts cost nothing worth counting.

_Links = dict[BlankNode, list[tuple[str, BlankNode]]]


def with_canonical_labels(quads: Iterable[Quad]) -> list[Quad]:
    """Return *quads* with each blank node renamed to ``c14n0``, ``c14n1``, ...

    :raises FileError: the blank nodes are so alike and so interlinked that the work would explode.

    Source: RDF Dataset Canonicalization (RDFC-1.0), W3C Recommendation of 2024, section 4.4.
    """
    plain: list[Quad] = []
    blank: list[Quad] = []
    for quad in quads:
        (blank if any(_blanks(quad)) else plain).append(quad)
    if not blank:
        return plain
    work, size = _work(blank)
    if work > _MOST_WORK:
        raise FileError(
            "blank nodes are too alike to be labelled",
            got=f"{size} that nothing but their links to each other tells apart",
            mend="give some of them IRIs",
        )
    dataset = Dataset(blank)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return plain + list(dataset)


def _work(quads: list[Quad]) -> tuple[int, int]:
    """Return an estimate of the work of labelling, and the size of the hardest part.

    Nodes that their own statements tell apart are quick. Among linked ones that they do not, the
    work grows with the third power of their number, as for a list of equal items, and with the
    factorial of the number of equal neighbours.
    """
    links = _links_of_alike(quads)
    work, largest = 0, 0
    reached: set[BlankNode] = set()
    for start in links:
        if start in reached:
            continue
        part, todo = 0, [start]
        reached.add(start)
        while todo:
            node = todo.pop()
            part += 1
            kinds: dict[str, int] = {}
            for kind, other in links[node]:
                kinds[kind] = kinds.get(kind, 0) + 1
                if other not in reached:
                    reached.add(other)
                    todo.append(other)
            fan = max(kinds.values(), default=1)
            if fan > _FEW:
                work += _FAN_WORK * fan * _factorial(min(fan, 20))
        if part > _SMALL:
            work += part**3
        largest = max(largest, part)
    return work, largest


def _links_of_alike(quads: list[Quad]) -> _Links:
    """Return the links between nodes that share their description with another node."""
    pairs = [quad for quad in quads if len(_blanks(quad)) > 1]
    if not pairs:
        return {}
    described: dict[BlankNode, list[str]] = {}
    for quad in quads:
        for node in _blanks(quad):
            described.setdefault(node, []).append(_as_seen_from(node, quad))
    first_of: dict[tuple[str, ...], BlankNode] = {}
    alike: set[BlankNode] = set()
    kind: dict[BlankNode, int] = {}
    for node, lines in described.items():
        first = first_of.setdefault(tuple(sorted(lines)), node)
        kind[node] = kind.setdefault(first, len(kind))
        if first is not node:
            alike |= {first, node}
    links: _Links = {node: [] for node in alike}
    for quad in pairs:
        nodes = _blanks(quad) & alike
        for node in nodes:
            seen = _as_seen_from(node, quad)
            links[node] += [(f"{seen} {kind[other]}", other) for other in nodes - {node}]
    return links


def _as_seen_from(node: BlankNode, quad: Quad) -> str:
    """Return *quad* with *node* as ``a`` and other blank nodes as ``z``."""
    terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return " ".join(
        ("a" if term == node else "z") if isinstance(term, BlankNode) else str(term)
        for term in terms
    )


def _blanks(quad: Quad) -> set[BlankNode]:
    terms = (quad.subject, quad.object, quad.graph_name)
    return {term for term in terms if isinstance(term, BlankNode)}


def _factorial(number: int) -> int:
    return 1 if number < 2 else number * _factorial(number - 1)
