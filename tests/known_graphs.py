"""A graph that new facts are checked against: statements with all that follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lunargraph.reasoning import Closure
from lunargraph.store import Dataset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad


class KnownGraph:
    """What ``validate`` asks of a graph, as ``LunarGraph`` has it."""

    def __init__(self, asserted: Iterable[Quad]) -> None:
        self._asserted = list(asserted)
        self.dataset = Dataset.from_quads(self._asserted, self.closure().inferred())

    def closure(self) -> Closure:
        return Closure.of_triples({quad.triple for quad in self._asserted})

    def asserted(self) -> list[Quad]:
        return self._asserted
