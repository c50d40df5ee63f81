"""Sets of things that are the same, each with one representative.

``owl:sameAs`` would copy every statement to every name of a thing. Instead all are said of one
name, the representative, and written out under the others at the end (``eq-sym``, ``eq-trans``,
``eq-rep-s``, ``eq-rep-p``, ``eq-rep-o``). Literals are never made the same as anything.
"""

from __future__ import annotations

__all__ = ["Equality"]

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Set


class Equality:
    """A partition of numbers; the representative of a set is its least number, or one preferred.

    >>> same = Equality()
    >>> same.join([(3, 2), (2, 7)])
    True
    >>> same.representatives()
    {3: 2, 7: 2}
    """

    def __init__(self, preferred: Set[int] = frozenset()) -> None:
        self._preferred = preferred
        self._parent: dict[int, int] = {}

    def find(self, number: int) -> int:
        """Return the representative of *number*."""
        root = number
        while (parent := self._parent.get(root, root)) != root:
            root = parent
        while self._parent.get(number, number) != root:
            self._parent[number], number = root, self._parent[number]
        return root

    def join(self, pairs: Iterable[tuple[int, int]]) -> bool:
        """Make the two of each pair the same; tell whether any were not so before."""
        changed = False
        for one, other in pairs:
            first, second = sorted((self.find(one), self.find(other)), key=self._order)
            if first != second and first > 0 and second > 0:
                self._parent.setdefault(first, first)
                self._parent[second] = first
                changed = True
        return changed

    def _order(self, number: int) -> tuple[bool, int]:
        return number not in self._preferred, number

    def representatives(self) -> dict[int, int]:
        """Return the representative of each number that is not its own."""
        found = ((number, self.find(number)) for number in sorted(self._parent))
        return {number: root for number, root in found if number != root}
