"""The other ways to a statement that holds, and what is closest to one that does not."""

from __future__ import annotations

__all__ = ["Alternatives"]

from typing import TYPE_CHECKING

from lunargraph.explaining.generalizing import content_of, generalized
from lunargraph.explaining.outlines import UNPROVED
from lunargraph.explaining.points import Point, Way
from lunargraph.explaining.schema import TYPE, is_part
from lunargraph.reasoning.clashes import as_triple
from lunargraph.reasoning.proofs import ASSERTED, Proof

if TYPE_CHECKING:
    from collections.abc import Set

    from lunargraph.explaining.outlines import Outliner
    from lunargraph.explaining.points import Pattern
    from lunargraph.reasoning.clashes import Statement, Term
    from lunargraph.reasoning.closure import Closure
    from lunargraph.reasoning.proofs import Gap

_DEEP = 4


class Alternatives:
    """Looks one step back from a statement.

    :param asserted: all asserted statements.
    """

    def __init__(self, closure: Closure, outliner: Outliner, asserted: Set[Statement]) -> None:
        self._closure = closure
        self._outliner = outliner
        self._asserted = asserted
        self._kinds = set(map(_kind, asserted))
        self._proofs: dict[Statement, Proof] = {}
        self._known_gaps: dict[Statement, tuple[Gap, ...]] = {}

    def ways(self, statement: Statement) -> tuple[Point, int]:
        """Return a *statement* with every way to it, and how many more would start from itself.

        The premises of the ways are not explained further.
        """
        triple = as_triple(statement)
        ways: dict[object, Way] = {}
        circular = 0
        for step in () if triple is None else self._closure.ways(triple):
            if step.rule == ASSERTED:
                continue
            proofs = [self._proof(premise) for premise in step.premises]
            if any(part.statement == statement for proof in proofs for part in proof.walk()):
                circular += 1
                continue
            way = _cut(self._outliner.way(statement, step.rule, proofs))
            ways.setdefault(content_of(way), way)
        return Point(statement, statement in self._asserted, tuple(ways.values())), circular

    def closest(self, statement: Statement) -> tuple[Point, int]:
        """Return a *statement* with the ways that lack something, the closest first.

        And how many more lack what would itself follow from it. Nobody is helped by those,
        so that they are left out if there are others.
        """
        gaps = self._gaps(statement)
        seen = frozenset((statement,))
        useful = [gap for gap in gaps if not self._is_circular(gap, seen)] or gaps
        ways = []
        for gap in useful:
            proofs = [self._proof(premise) for premise in gap.present]
            way = _cut(self._outliner.way(statement, gap.rule, proofs))
            ways.append(Way(way.rules, way.axioms, way.premises, gap.missing))
        point = Point(statement, asserted=False, ways=tuple(generalized(ways, statement)))
        return point, len(gaps) - len(useful)

    def _is_circular(self, gap: Gap, seen: frozenset[Statement]) -> bool:
        """Tell whether something is missing that could follow only from what was *seen*."""
        return any(self._leads_back(missing, seen) for missing in gap.missing)

    def _leads_back(self, missing: Pattern, seen: frozenset[Statement]) -> bool:
        """Tell whether nobody says such things, and every rule that does starts from *seen*."""
        subject, predicate, object_ = missing
        if subject is None or predicate is None or object_ is None:
            return False
        statement: Statement = (subject, predicate, object_)  # type: ignore[assignment]  # no variables
        if statement in seen:
            return True
        if _kind(statement) in self._kinds or len(seen) > _DEEP:
            return False
        behind, deeper = self._gaps(statement), seen | {statement}
        return bool(behind) and all(self._is_circular(gap, deeper) for gap in behind)

    def _gaps(self, statement: Statement) -> tuple[Gap, ...]:
        if statement not in self._known_gaps:
            triple = as_triple(statement)
            found = () if triple is None else self._closure.closest(triple)
            self._known_gaps[statement] = found
        return self._known_gaps[statement]

    def _proof(self, statement: Statement) -> Proof:
        if statement in self._asserted or is_part(statement):
            return Proof(statement, ASSERTED)
        if statement not in self._proofs:
            proof = self._closure.why(statement)
            self._proofs[statement] = Proof(statement, UNPROVED) if proof is None else proof
        return self._proofs[statement]


def _kind(statement: Statement) -> Term:
    """Return the class that a statement gives to its subject, or else the property."""
    return statement[2] if statement[1] == TYPE else statement[1]


def _cut(way: Way) -> Way:
    """Return a *way* whose premises are not explained further."""
    premises = tuple(Point(each.statement, each.asserted) for each in way.premises)
    return Way(way.rules, way.axioms, premises)
