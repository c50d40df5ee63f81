"""What is told of each point of an explanation: a number, a sentence, and where it comes from."""

from __future__ import annotations

__all__ = ["Steps"]

import shlex
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode

from lunargraph.explaining.naming import exactly
from lunargraph.explaining.phrases import joined
from lunargraph.explaining.schema import TYPE
from lunargraph.explaining.summaries import ground_line, reason, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lunargraph.explaining.explanations import Outline
    from lunargraph.explaining.grounds import Ground
    from lunargraph.explaining.points import Point, Way


class Steps:
    """Tells about the points of an outline, in the order in which they are asked for.

    :param start: the number of the root.
    :param exact: add each statement in its own terms.
    """

    def __init__(self, outline: Outline, *, start: int = 1, exact: bool = False) -> None:
        self._outline = outline
        self._exact = exact
        self._numbers = {point: n for n, point in enumerate(outline.root.walk(), start)}
        self._first: dict[str, str] = {}

    def number(self, point: Point) -> str:
        """Return the number of a point with what sets it off."""
        return f"{self._numbers[point]}. "

    def told(self, point: Point) -> list[str]:
        """Return the lines about a point: the statement, then why it holds."""
        lines = [self._outline.wording.statement(point.statement)]
        if self._exact and (terms := self.terms(point)):
            lines.append(terms)
        for way in point.ways:
            numbers = joined([str(self._numbers[premise]) for premise in way.premises])
            lines.append(f"from {numbers}, {self.because(way)}" if numbers else self.because(way))
        if point.asserted:
            lines += self.grounds(point)
        elif not point.ways:
            lines.append(self._unexplained(point))
        return lines

    def again(self, point: Point) -> str:
        """Return the line about a point that was told already."""
        return f"see {self._numbers[point]}: {self._outline.wording.statement(point.statement)}"

    def because(self, way: Way) -> str:
        """Return why a way leads where it does, and by which rules."""
        return f"as {reason(way, self._outline)} ({rules_of(way, self._outline)})"

    def terms(self, point: Point) -> str:
        """Return a statement as ``why`` takes it, nothing if it is about something nameless."""
        return " ".join(self._words(point))

    def grounds(self, point: Point) -> Iterator[str]:
        """Yield where an asserted statement stands, each graph in full once."""
        grounds = self._outline.grounds.of(point.statement) if point.statement else ()
        if not grounds:
            yield "asserted"
        for n, ground in enumerate(grounds):
            yield from self._ground(ground, str(self._numbers[point]), "and" if n else "asserted")

    def _ground(self, ground: Ground, number: str, verb: str) -> Iterator[str]:
        first = self._first.setdefault(ground.name, number)
        if first != number:
            yield f"{verb} in {ground.name}, as {first}"
            return
        yield f"{verb} in {ground_line(ground)}"
        for source in ground.sources:
            key = exactly(source.term)
            named = isinstance(source.term, NamedNode) and key != source.title
            yield f"source: {source.title}" + (f" ({key})" if named else "")

    def _unexplained(self, point: Point) -> str:
        words = self._words(point)
        return f"follows: lunargraph why {shlex.join(words)}" if words else "follows"

    def _words(self, point: Point) -> list[str]:
        if point.statement is None or any(isinstance(term, BlankNode) for term in point.statement):
            return []
        subject, predicate, object_ = point.statement
        verb = "a" if predicate == TYPE else exactly(predicate)
        return [exactly(subject), verb, exactly(object_)]
