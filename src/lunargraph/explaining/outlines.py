"""From proofs to outlines: what the ontology spells in many triples becomes one axiom.

A step that leads to membership in a class without a name is one with the step that uses it. What
the ontology says follows from axioms; the axioms are shown, and how it follows is not.
"""

from __future__ import annotations

__all__ = ["UNPROVED", "Outliner"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

from lunargraph.explaining.points import Point, Way
from lunargraph.explaining.schema import TYPE, is_axiom, is_part
from lunargraph.reasoning.proofs import ASSERTED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lunargraph.reasoning.clashes import Statement
    from lunargraph.reasoning.index import Index
    from lunargraph.reasoning.proofs import Proof

UNPROVED = "unproved"
"""The rule of a statement that holds, and of which nobody looks for a proof."""


class Outliner:
    """Makes points of proofs; the same statement is always the same point.

    :param parts: what the class expressions of the ontology are made of.
    :param full: keep every step.
    """

    def __init__(self, parts: Index, *, full: bool = False) -> None:
        self._classes = {node for node, _, _ in parts if isinstance(node, BlankNode)}
        self._full = full
        self._points: dict[Statement | None, Point] = {}

    def point(self, proof: Proof) -> Point:
        """Return the outline of a *proof*."""
        for part in proof.walk():
            if part.statement not in self._points:
                self._points[part.statement] = self._made(part)
        return self._points[proof.statement]

    def way(self, conclusion: Statement | None, rule: str, premises: Iterable[Proof]) -> Way:
        """Return how a *rule* leads from *premises* to a *conclusion*."""
        gathered = _Gathered(rule)
        of_the_ontology = conclusion is not None and is_axiom(conclusion)
        for proof in premises:
            self._gather(gathered, proof, of_the_ontology)
        return gathered.way()

    def _made(self, proof: Proof) -> Point:
        if proof.rule in {ASSERTED, UNPROVED}:
            return Point(proof.statement, asserted=proof.rule == ASSERTED)
        way = self.way(proof.statement, proof.rule, proof.premises)
        return Point(proof.statement, asserted=False, ways=(way,))

    def _gather(self, gathered: _Gathered, proof: Proof, of_the_ontology: bool) -> None:
        """Add what a premise is to the reader: an axiom, one more rule, a point, or nothing.

        :param of_the_ontology: whether the conclusion is an axiom too.
        """
        statement, point = proof.statement, self.point(proof)
        if statement is None or (is_part(statement) and point.asserted):
            return
        folded = point.asserted or not self._full
        if is_axiom(statement) and folded and not of_the_ontology:
            gathered.add_axioms(point)
        elif self._is_nameless(statement) and point.ways and not self._full:
            gathered.add_way(point.ways[0])
        else:
            gathered.add_point(point)

    def _is_nameless(self, statement: Statement) -> bool:
        """Tell whether a *statement* gives a thing a class that only the ontology knows."""
        return statement[1] == TYPE and statement[2] in self._classes


class _Gathered:
    """What a way is made of, each once and in order."""

    def __init__(self, rule: str) -> None:
        self._rules = {rule: None}
        self._axioms: dict[Statement, None] = {}
        self._premises: dict[Point, None] = {}

    def add_way(self, way: Way) -> None:
        self._rules |= dict.fromkeys(way.rules)
        self._axioms |= dict.fromkeys(way.axioms)
        self._premises |= dict.fromkeys(way.premises)

    def add_point(self, point: Point) -> None:
        self._premises[point] = None

    def add_axioms(self, point: Point) -> None:
        """Add the asserted axioms that *point* rests on, and what else it rests on."""
        stack = [point]
        while stack:
            each = stack.pop()
            if each.statement is None or not is_axiom(each.statement):
                self._premises[each] = None
                continue
            if each.asserted:
                self._axioms[each.statement] = None
            for way in reversed(each.ways):
                self._axioms |= dict.fromkeys(way.axioms)
                stack += reversed(way.premises)

    def way(self) -> Way:
        return Way(tuple(self._rules), tuple(self._axioms), tuple(self._premises))
