"""A closure that can be asked: by any part of a statement, and by the values of literals."""

from __future__ import annotations

__all__ = ["Facts"]

from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from lunargraph.reasoning.datatypes import value_of
from lunargraph.reasoning.index import Index

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lunargraph.reasoning.clashes import Statement, Term


class Facts(Index):
    """Statements, found by any two of their parts; literals stand for their values."""

    def __init__(self, statements: Iterable[Statement], *, inconsistent: bool = False) -> None:
        super().__init__(statements)
        self.inconsistent = inconsistent

    def holds(self, subject: Term, predicate: Term, object_: Term) -> bool:
        """Tell whether there is such a statement, if perhaps with the object spelt otherwise."""
        return any((subject, predicate, each) in self for each in self.spellings(object_))

    def subjects(self, predicate: Term, object_: Term) -> list[Term]:
        """Return the subjects of a predicate and an object, in no order."""
        found = self._subjects
        return [one for each in self.spellings(object_) for one in found.get((predicate, each), ())]

    def spellings(self, term: Term) -> list[Term]:
        """Return a *term* and, if it is a literal, all others here that have its value."""
        if not isinstance(term, Literal):
            return [term]
        value = value_of(term)
        others = self._spellings.get(value, []) if value is not None else []
        return [term, *(other for other in others if other != term)]

    @cached_property
    def _subjects(self) -> dict[tuple[Term, Term], list[Term]]:
        found: dict[tuple[Term, Term], list[Term]] = {}
        for subject, predicate, object_ in self:
            found.setdefault((predicate, object_), []).append(subject)
        return found

    @cached_property
    def _spellings(self) -> dict[tuple[str, object], list[Term]]:
        found: dict[tuple[str, object], list[Term]] = {}
        for literal in {each for _, _, each in self if isinstance(each, Literal)}:
            value = value_of(literal)
            if value is not None:
                found.setdefault(value, []).append(literal)
        return found
