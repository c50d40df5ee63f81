"""An explanation as text: a verdict, a numbered tree, and what it rests on."""

from __future__ import annotations

__all__ = ["write_text", "write_tree"]

from typing import TYPE_CHECKING

from lunargraph.explaining.phrases import joined
from lunargraph.explaining.steps import Steps
from lunargraph.explaining.summaries import ground_line, summary, verdict
from lunargraph.explaining.wrapping import wrapped
from lunargraph.lookup.names import typed
from lunargraph.reasoning.rules import rule_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lunargraph.explaining.explanations import Explanation, Outline
    from lunargraph.explaining.points import Point, Way

_WIDTH, _LEAST = 100, 40
_MOST = 10
"""How many of the things that are recorded of both are shown."""
_BRANCH, _LAST, _PASSING, _PAST = "├─ ", "└─ ", "│  ", "   "


def write_text(explanation: Explanation, /, *, full: bool = False, width: int | None = None) -> str:
    """Return an explanation as text, in numbered steps, so that each can be cited."""
    outline = explanation.outline(full=full)
    one_way = explanation.holds and not explanation.every_way
    steps = Steps(outline, start=1 if one_way else 0, exact=full)
    tree = _Tree(outline, steps, max(width or _WIDTH, _LEAST))
    parts = [tree.head(verdict(explanation, outline))]
    if one_way:
        parts.append(tree.lines(outline.root))
        parts += [] if explanation.asserted else [tree.said(summary(outline))]
    else:
        parts += tree.alternatives(explanation)
    parts.append(tree.legend())
    blocks = ["".join(f"{line.rstrip()}\n" for line in part) for part in parts]
    return "\n".join(filter(None, blocks))


def write_tree(explanation: Explanation, /, *, width: int = _WIDTH) -> str:
    """Return the numbered steps alone of a statement that holds."""
    outline = explanation.outline()
    tree = _Tree(outline, Steps(outline, start=1, exact=False), width)
    return "".join(f"{line.rstrip()}\n" for line in tree.lines(outline.root))


class _Tree:
    """Lays out the points of an outline."""

    def __init__(self, outline: Outline, steps: Steps, width: int) -> None:
        self._outline = outline
        self._steps = steps
        self._width = width

    def said(self, text: str, rest: str = "") -> Iterator[str]:
        """Yield a sentence."""
        return wrapped(text, self._width, "", rest)

    def head(self, sentence: str) -> Iterator[str]:
        """Yield the verdict, and the statement in its own terms."""
        yield from self.said(sentence)
        if terms := self._steps.terms(self._outline.root):
            yield from self.said(f"  {terms}", "  ")

    def lines(self, root: Point) -> Iterator[str]:
        """Yield the tree below a point, each point once."""
        told: set[Point] = set()
        stack = [(root, "", "")]
        while stack:
            point, first, rest = stack.pop()
            if point in told:
                yield from wrapped(self._steps.again(point), self._width, first, rest)
                continue
            told.add(point)
            yield from self._step(point, first, rest)
            premises = [premise for way in point.ways for premise in way.premises]
            stack += reversed(self._indented(premises, rest))

    def _indented(self, points: list[Point], rest: str) -> list[tuple[Point, str, str]]:
        """Return points with what their lines begin with: no deeper than leaves room for words."""
        if len(rest) + len(_PAST) > self._width - _LEAST:
            return [(point, rest, rest) for point in points]
        rows = [(point, rest + _BRANCH, rest + _PASSING) for point in points[:-1]]
        return [*rows, *((point, rest + _LAST, rest + _PAST) for point in points[-1:])]

    def _step(self, point: Point, first: str, rest: str) -> Iterator[str]:
        number = self._steps.number(point)
        below = rest + (_PASSING if any(way.premises for way in point.ways) else _PAST)
        below += " " * (len(number) - len(_PAST))
        sentence, *more = self._steps.told(point)
        yield from wrapped(sentence, self._width, first + number, below)
        for line in more:
            indent = below + " " * (len(line) - len(line.lstrip()))
            yield from wrapped(line.lstrip(), self._width, indent, f"{indent}  ")

    def alternatives(self, explanation: Explanation) -> Iterator[Iterator[str]]:
        """Yield the ways to a statement that holds, or what is closest to one that does not."""
        root, circular = self._outline.root, self._outline.circular
        if explanation.asserted:
            yield (line for text in self._steps.grounds(root) for line in self.said(text, "  "))
        elif not explanation.holds:
            close = "What is closest to it:" if root.ways else "Nothing that is known comes close."
            yield self.said(close)
        for number, way in enumerate(root.ways, 1):
            yield self._way(way, number)
        if self._outline.instead:
            yield self._instead()
        if self._outline.links:
            yield self._links()
        if circular:
            yield self.said(_circular(circular, holds=explanation.holds))

    def _way(self, way: Way, number: int) -> Iterator[str]:
        yield from self.said(f"Way {number}: {self._steps.because(way)}", "  ")
        missing = [self._outline.wording.pattern(pattern) for pattern in way.missing]
        for n, point in enumerate(way.premises, 1):
            last = n == len(way.premises) and not missing
            yield from self._step(point, _LAST if last else _BRANCH, _PAST if last else _PASSING)
        for n, line in enumerate(missing, 1):
            last = n == len(missing)
            yield from wrapped(f"missing: {line}", self._width, _LAST if last else _BRANCH, _PAST)

    def _instead(self) -> Iterator[str]:
        """Yield what is asserted of the same subject and property."""
        yield "Asserted of the same subject and property:"
        for statement in self._outline.instead:
            graphs = joined([ground.name for ground in self._outline.grounds.of(statement)])
            told = f"{self._outline.wording.statement(statement)} ({graphs})"
            yield from wrapped(told, self._width, "  ", "    ")

    def _links(self) -> Iterator[str]:
        """Yield what is asserted of subject and object at once."""
        wording, grounds = self._outline.wording, self._outline.grounds
        yield "Recorded of both:"
        for link in self._outline.links[:_MOST]:
            subject = link[0][0]
            label = wording.label(subject)
            named = (
                f"{label} ({typed(str(subject).strip('<>'))})" if label else wording.thing(subject)
            )
            told = wording.statement(link[0]) if len(link) == 1 else named
            lines = dict.fromkeys(ground_line(each) for of in link for each in grounds.of(of))
            yield from wrapped(told, self._width, "  ", "    ")
            for line in lines:
                yield from wrapped(f"in {line}", self._width, "    ", "      ")
        more = len(self._outline.links) - _MOST
        if more > 0:
            yield f"  and {more} more (--format json lists all)"

    def legend(self) -> Iterator[str]:
        """Yield what each rule says that was used."""
        ways = (way for point in self._outline.root.walk() for way in point.ways)
        rules = sorted({rule for way in ways for rule in way.rules})
        room = max(map(len, rules), default=0)
        if rules:
            yield "Rules of OWL 2 RL:"
        for name in rules:
            yield from wrapped(
                rule_named(name).says, self._width, f"  {name:<{room}}  ", " " * (room + 4)
            )


def _circular(number: int, *, holds: bool) -> str:
    one = number == 1
    if holds:
        return f"{number} more {'way starts' if one else 'ways start'} from this statement itself."
    lack = "way lacks" if one else "ways lack"
    return f"{number} more {lack} what would itself follow from this statement."
