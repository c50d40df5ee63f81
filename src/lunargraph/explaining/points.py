"""An explanation without the detail that readers do without: points, and the ways to them."""

from __future__ import annotations

__all__ = ["Pattern", "Place", "Point", "Way"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lunargraph.reasoning.clashes import Statement

Place: TypeAlias = NamedNode | BlankNode | Literal | Triple | Variable | None
"""A term, something that several patterns share, or anything."""
Pattern: TypeAlias = tuple[Place, Place, Place]


@dataclass(frozen=True, eq=False)
class Way:
    """How a point follows: by *rules*, because of *axioms*, from *premises*.

    Several rules make one way where those between lead through a class without a name. *missing* is
    what does not hold and would have to.
    """

    rules: tuple[str, ...]
    axioms: tuple[Statement, ...]
    premises: tuple[Point, ...]
    missing: tuple[Pattern, ...] = ()


@dataclass(frozen=True, eq=False)
class Point:
    """A *statement* and the *ways* to it that are shown; None stands for *false*.

    A point that is not asserted and has no ways follows as well, but nobody asked how. Points are
    shared: they make a graph without circles, in which equal means identical.
    """

    statement: Statement | None
    asserted: bool
    ways: tuple[Way, ...] = ()

    def walk(self) -> Iterator[Point]:
        """Yield each point once, conclusions before premises, in the order of reading."""
        seen: set[Point] = set()
        stack = [self]
        while stack:
            point = stack.pop()
            if point not in seen:
                seen.add(point)
                yield point
                premises = [premise for way in point.ways for premise in way.premises]
                stack += reversed(premises)

    def in_order(self) -> Iterator[Point]:
        """Yield each point once, premises before conclusions, this one last."""
        seen: set[Point] = set()
        stack = [(self, False)]
        while stack:
            point, ready = stack.pop()
            if ready:
                yield point
            elif point not in seen:
                seen.add(point)
                stack.append((point, True))
                premises = [premise for way in point.ways for premise in way.premises]
                stack += [(premise, False) for premise in reversed(premises)]
