"""Property paths, followed backwards: from where a path leads to some nodes, or over a change.

Source: Shapes Constraint Language (SHACL), section 2.3.1 (property paths).
"""

from __future__ import annotations

__all__ = ["Chain", "Changes", "Choice", "Path", "Repeat", "Step", "path_of"]

from typing import TYPE_CHECKING, NamedTuple, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lunargraph.reasoning.index import sh

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.index import Index
    from lunargraph.validation.lookups import Lookup


class Changes:
    """The statements that hold on one side of a change only, by predicate.

    >>> near, moon, earth = map(NamedNode, ("urn:near", "urn:moon", "urn:earth"))
    >>> changes = Changes([Triple(moon, near, earth)])
    >>> changes.subjects(near) == {moon}, changes.objects(near) == {earth}
    (True, True)
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._of: dict[Term, list[Triple]] = {}
        for triple in triples:
            self._of.setdefault(triple.predicate, []).append(triple)

    @property
    def predicates(self) -> set[Term]:
        """The predicates of the statements."""
        return set(self._of)

    def of(self, predicate: Term) -> list[Triple]:
        """Return the statements with a predicate."""
        return self._of.get(predicate, [])

    def subjects(self, predicate: Term | None = None) -> set[Term]:
        """Return the subjects of the statements, or of those with a predicate."""
        if predicate is None:
            return {triple.subject for each in self._of.values() for triple in each}
        return {triple.subject for triple in self.of(predicate)}

    def objects(self, predicate: Term) -> set[Term]:
        """Return the objects of the statements with a predicate."""
        return {triple.object for triple in self.of(predicate)}


class Path(Protocol):
    """A way from node to node; what it finds backwards may be too much and is never too little."""

    def back(self, nodes: set[Term], statements: Lookup) -> set[Term]:
        """Return the nodes from which the path leads to one of *nodes*."""

    def touched(self, changes: Changes, statements: Lookup) -> set[Term]:
        """Return the nodes from which the path leads over a change, among what holds now."""

    def turned(self) -> Path:
        """Return the path that leads from its ends to its starts."""


class Step(NamedTuple):
    """A predicate, from subject to object or the other way."""

    predicate: NamedNode
    inverse: bool = False

    def back(self, nodes: set[Term], statements: Lookup) -> set[Term]:
        """See :class:`Path`."""
        if self.inverse:
            return {
                triple.object
                for node in nodes
                if isinstance(node, NamedNode | BlankNode)
                for triple in statements.triples(node, self.predicate, None)
            }
        return {
            triple.subject
            for node in nodes
            if isinstance(node, NamedNode | BlankNode | Literal)
            for triple in statements.triples(None, self.predicate, node)
        }

    def touched(self, changes: Changes, statements: Lookup) -> set[Term]:  # a Path
        """See :class:`Path`."""
        ends = changes.objects if self.inverse else changes.subjects
        return ends(self.predicate)

    def turned(self) -> Step:
        """See :class:`Path`."""
        return Step(self.predicate, not self.inverse)


class Chain(NamedTuple):
    """One path after the other."""

    parts: tuple[Path, ...]

    def back(self, nodes: set[Term], statements: Lookup) -> set[Term]:
        """See :class:`Path`."""
        for part in reversed(self.parts):
            nodes = part.back(nodes, statements) if nodes else nodes
        return nodes

    def touched(self, changes: Changes, statements: Lookup) -> set[Term]:
        """See :class:`Path`."""
        found: set[Term] = set()
        for part in reversed(self.parts):
            found = part.back(found, statements) if found else found
            found |= part.touched(changes, statements)
        return found

    def turned(self) -> Chain:
        """See :class:`Path`."""
        return Chain(tuple(part.turned() for part in reversed(self.parts)))


class Choice(NamedTuple):
    """Any of some paths."""

    parts: tuple[Path, ...]

    def back(self, nodes: set[Term], statements: Lookup) -> set[Term]:
        """See :class:`Path`."""
        return {each for part in self.parts for each in part.back(nodes, statements)}

    def touched(self, changes: Changes, statements: Lookup) -> set[Term]:
        """See :class:`Path`."""
        return {each for part in self.parts for each in part.touched(changes, statements)}

    def turned(self) -> Choice:
        """See :class:`Path`."""
        return Choice(tuple(part.turned() for part in self.parts))


class Repeat(NamedTuple):
    """A path any number of times, none included; or, if it is an *option*, once or not at all."""

    part: Path
    option: bool = False

    def back(self, nodes: set[Term], statements: Lookup) -> set[Term]:
        """See :class:`Path`."""
        found, new = set(nodes), set(nodes)
        while new:
            new = self.part.back(new, statements) - found
            found |= new
            if self.option:
                break
        return found

    def touched(self, changes: Changes, statements: Lookup) -> set[Term]:
        """See :class:`Path`."""
        found = self.part.touched(changes, statements)
        return found if self.option else self.back(found, statements)

    def turned(self) -> Repeat:
        """See :class:`Path`."""
        return Repeat(self.part.turned(), self.option)


_REPEATS = {"zeroOrMorePath": False, "oneOrMorePath": False, "zeroOrOnePath": True}


def path_of(node: Term, shapes: Index, *, inverse: bool = False, depth: int = 0) -> Path | None:
    """Return the path that *node* describes in the *shapes*, or None if it describes none.

    :param inverse: return the path that leads the other way.
    """
    if isinstance(node, NamedNode):
        return Step(node, inverse)
    if depth > _DEPTH:  # a node that describes itself
        return None

    def parts_of(nodes: Iterable[Term]) -> tuple[Path, ...] | None:
        found = [path_of(each, shapes, inverse=inverse, depth=depth + 1) for each in nodes]
        return None if None in found or not found else tuple(filter(None, found))

    if items := shapes.items(node):
        parts = parts_of(items)
        if parts is None:
            return None
        if not inverse:
            return Chain(parts)
        # the inverse of a sequence runs backwards; pySHACL 0.40 leaves it in its order
        return Choice((Chain(parts[::-1]), Chain(parts)))
    for inner in shapes.objects(node, sh("inversePath")):
        return path_of(inner, shapes, inverse=not inverse, depth=depth + 1)
    for head in shapes.objects(node, sh("alternativePath")):
        parts = parts_of(shapes.items(head))
        return None if parts is None else Choice(parts)
    for name, option in _REPEATS.items():
        for inner in shapes.objects(node, sh(name)):
            part = path_of(inner, shapes, inverse=inverse, depth=depth + 1)
            return part and Repeat(part, option)
    return None


_DEPTH = 30
