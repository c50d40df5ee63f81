"""What rules find in an ontology of few axioms: a query would take longer to plan.

The same as the SQL of :mod:`lunargraph.reasoning.compiler` gives for ``schema_fact`` and ``item``.
"""

from __future__ import annotations

__all__ = ["SmallOntology"]

from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from lunargraph.reasoning.compiler import WIDENING
from lunargraph.reasoning.lookups import TooMany

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lunargraph.reasoning.compiler import CompiledRule
    from lunargraph.reasoning.patterns import Atom

_Row: TypeAlias = tuple[int, ...]
"""What stands in the places of a pattern besides the predicate, and the rank."""
_Table: TypeAlias = int | str
"""A predicate, ``"item"`` or ``"pair"``."""
_Names: TypeAlias = dict[str, int]


class SmallOntology:
    """The axioms and lists of an ontology, looked up by what is known of them.

    :param axioms: rows of (p, s, o, rank).
    :param lists: the members of each list, in order, and its rank.
    """

    def __init__(
        self,
        axioms: Iterable[tuple[int, int, int, int]],
        lists: Mapping[int, tuple[Sequence[int], int]],
    ) -> None:
        self._all: dict[_Table, list[_Row]] = {}
        self._having: dict[tuple[_Table, int, int], list[_Row]] = {}
        self._lists = lists
        self._has_pairs = False
        for p, s, o, rank in axioms:
            self._note(p, (s, o, rank))
        for head, (members, rank) in lists.items():
            for member in members:
                self._note("item", (head, member, rank))

    def _note(self, table: _Table, row: _Row) -> None:
        self._all.setdefault(table, []).append(row)
        for place, number in enumerate(row[:-1]):
            self._having.setdefault((table, place, number), []).append(row)

    def instances(self, rule: CompiledRule, limit: int) -> dict[tuple[int, ...], int]:
        """Return what the variables of a *rule* can stand for, each with the least rank.

        :raises TooMany: more than *limit* rows have to be looked at.
        """
        if any(atom.kind == "pair" for atom in rule.patterns.schema):
            self._pair(limit)
        search = _Search(self._all, self._having, rule, limit)
        found: dict[tuple[int, ...], int] = {}
        for names, rank in search.solutions(rule.patterns.schema, {}, 0):
            numbers = tuple(names[name] for name in rule.variables)
            if rule.rule.name not in WIDENING or numbers[0] != numbers[1]:
                found[numbers] = min(rank, found.get(numbers, rank))
        return found

    def _pair(self, limit: int) -> None:
        """Note each two members of a list; there may be many, and few rules ask for them."""
        if self._has_pairs:
            return
        if sum(len(members) ** 2 for members, _ in self._lists.values()) > limit:
            raise TooMany
        for head, (members, rank) in self._lists.items():
            for one, other in combinations(members, 2):
                self._note("pair", (head, one, other, rank))
        self._has_pairs = True


class _Search:
    """One search for all the instances of a rule."""

    def __init__(
        self,
        all_: Mapping[_Table, list[_Row]],
        having: Mapping[tuple[_Table, int, int], list[_Row]],
        rule: CompiledRule,
        limit: int,
    ) -> None:
        self._all = all_
        self._having = having
        self._rule = rule
        self._numbers = {number: ids.split(", ") for number, ids in rule.numbers.items()}
        self._left = limit

    def solutions(
        self, atoms: Sequence[Atom], names: _Names, rank: int
    ) -> Iterator[tuple[_Names, int]]:
        """Yield what the variables of all *atoms* stand for, some *names* given, and the rank."""
        if not atoms:
            yield names, rank
            return
        chosen = [(self._rows(atom, names), n) for n, atom in enumerate(atoms)]
        rows, n = min(chosen, key=lambda each: len(each[0]))
        self._left -= len(rows)
        if self._left < 0:
            raise TooMany
        rest = (*atoms[:n], *atoms[n + 1 :])
        for row in rows:
            bound = self._bound(self._terms(atoms[n]), row, names)
            if bound is not None:
                yield from self.solutions(rest, bound, max(rank, row[-1]))

    def _terms(self, atom: Atom) -> tuple[str, ...]:
        s, *others = atom.terms
        return (s, *(others if atom.kind != "triple" else others[1:]))

    def _rows(self, atom: Atom, names: _Names) -> list[_Row]:
        """Return the fewest rows among which are all that fit *atom*."""
        is_triple = atom.kind == "triple"
        table = self._rule.vocabulary[atom.terms[1]] if is_triple else atom.kind
        fewest = self._all.get(table, [])
        for place, term in enumerate(self._terms(atom)):
            number = names.get(term) if term.startswith("?") else self._rule.vocabulary.get(term)
            if number is not None:
                rows = self._having.get((table, place, number), [])
                fewest = min(fewest, rows, key=len)
        return fewest

    def _bound(self, terms: Sequence[str], row: _Row, names: _Names) -> _Names | None:
        """Return *names* with those of the variables among *terms*, None if *row* does not fit."""
        bound = dict(names)
        for term, number in zip(terms, row, strict=False):  # the last of a row is its rank
            if term.startswith("?"):
                fits = bound.setdefault(term, number) == number
            elif term.isdecimal():
                fits = str(number) in self._numbers[term]
            else:
                fits = self._rule.vocabulary[term] == number
            if not fits:
                return None
        return bound
