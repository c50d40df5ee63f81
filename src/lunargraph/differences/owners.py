"""The thing with a name that a blank node is a part of."""

from __future__ import annotations

__all__ = ["Owners"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode, Triple

    Resource = NamedNode | BlankNode | Triple


class Owners:
    """Who uses which blank node, in some triples.

    >>> from pyoxigraph import NamedNode, Triple
    >>> a, b = NamedNode("urn:a"), BlankNode("b")
    >>> owners = Owners([Triple(a, a, b)])
    >>> owners.of(b) == (a, (a,)), owners.of(a) == (a, ())
    (True, True)
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._use: dict[BlankNode, Triple] = {}
        for triple in triples:
            node = triple.object
            if isinstance(node, BlankNode) and triple.subject != node:
                known = self._use.get(node)
                if known is None or _order(triple) < _order(known):
                    self._use[node] = triple

    def of(self, node: Resource) -> tuple[Resource, tuple[NamedNode, ...]]:
        """Return the owner of *node*, and the predicates that lead from there to it.

        A thing with a name owns itself; so does a blank node that nothing with a name leads to.
        """
        start, seen = node, {node}
        path: list[NamedNode] = []
        while isinstance(node, BlankNode) and node in self._use:
            use = self._use[node]
            node = use.subject
            if node in seen:
                return start, ()
            seen.add(node)
            path.append(use.predicate)
        return node, tuple(reversed(path))


def _order(triple: Triple) -> tuple[bool, str]:
    return isinstance(triple.subject, BlankNode), str(triple)
