"""Rules over a few rows: what follows from new statements, and what proves given ones.

The same as the SQL of :mod:`lunargraph.reasoning.compiler` gives for ``delta``, for as few rows as
a query would take longer to plan than to run. All look-ups of a step are one query.
"""

from __future__ import annotations

__all__ = ["Match", "Matcher"]

from typing import TYPE_CHECKING, NamedTuple

from lunargraph.reasoning.grounding import kind_of
from lunargraph.reasoning.lookups import TooMany

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lunargraph.reasoning.grounding import Ground, Grounds, Term, Triple
    from lunargraph.reasoning.lookups import Lookups, Row


class Match(NamedTuple):
    """An instance of a rule, part of whose body was found.

    *names* tells what its variables stand for, *open* is the rest of its body, *rank* the greatest
    of what was found.
    """

    ground: Ground
    names: dict[str, int]
    open: tuple[Triple, ...]
    rank: int

    def filled(self, triples: tuple[Triple, ...]) -> list[Row]:
        """Return *triples* of the rule with what its variables stand for."""
        return [(p, self.value(s), self.value(o)) for p, s, o in triples]

    def value(self, term: Term) -> int:
        """Return what a *term* stands for."""
        return term if isinstance(term, int) else self.names[term]

    def known(self, term: Term) -> int | None:
        """Return what a *term* stands for, None if that is not known yet."""
        return term if isinstance(term, int) else self.names.get(term)


class Matcher:
    """Finds the instances of rules that statements take part in.

    *same* gives, for each spelling of a value that has others, the one that stands for all.
    """

    def __init__(
        self, grounds: Grounds, lookups: Lookups, type_: int, same: Mapping[int, int], limit: int
    ) -> None:
        self._grounds = grounds
        self._lookups = lookups
        self._type = type_
        self._same = same
        self._limit = limit
        self._spellings: dict[int, list[int]] = {}
        for spelling, value in same.items():
            self._spellings.setdefault(value, []).append(spelling)

    def following(self, rows: Mapping[Row, int], *, false: bool = False) -> Iterator[Match]:
        """Yield the instances that have one of *rows*, by their ranks, in their body.

        :param false: those of the rules that conclude false, instead of the others.
        :raises TooMany: it is more than is worth doing one by one.
        """
        begun: list[Match] = []
        for row, rank in rows.items():
            for ground, n in self._grounds.asking.get(kind_of(row[0], row[2], self._type), ()):
                if bool(ground.head) is not false:
                    rest = ground.body[:n] + ground.body[n + 1 :]
                    match = Match(ground, {}, rest, max(rank, ground.rank))
                    begun += self._bound(match, ground.body[n], row)
        yield from self._completed(begun)

    def proving(self, rows: Iterable[Row]) -> Iterator[Match]:
        """Yield the instances that conclude one of *rows*.

        :raises TooMany: as above.
        """
        begun: list[Match] = []
        for row in rows:
            for ground, n in self._grounds.concluding.get(kind_of(row[0], row[2], self._type), ()):
                match = Match(ground, {}, ground.body, ground.rank)
                begun += self._bound(match, ground.head[n], row, exactly=True)
        yield from self._completed(begun)

    def _completed(self, matches: list[Match]) -> Iterator[Match]:
        while matches:
            if len(matches) > self._limit:
                raise TooMany
            yield from (match for match in matches if not match.open)
            chosen = [(match, self._next(match)) for match in matches if match.open]
            for match, triple in chosen:
                self._want(match, triple)
            self._lookups.fetch(self._limit)
            matches = [each for match, triple in chosen for each in self._extended(match, triple)]

    def _next(self, match: Match) -> Triple:
        """Return the part to look up next: the one of which most is known."""
        return min(match.open, key=lambda triple: self._unknown(match, triple))

    def _unknown(self, match: Match, triple: Triple) -> int:
        p, s, o = triple
        of_a_class = p == self._type  # a class has more members than anything else has values
        return (2 + of_a_class) * (match.known(s) is None) + (match.known(o) is None)

    def _values(self, match: Match, number: int) -> list[int]:
        return self._spellings.get(number, [number]) if match.ground.by_value else [number]

    def _want(self, match: Match, triple: Triple) -> None:
        p, s, o = triple[0], match.known(triple[1]), match.known(triple[2])
        if s is not None and o is not None:
            self._lookups.want((p, s, each) for each in self._values(match, o))
        elif s is not None:
            self._lookups.want_objects(p, s)
        elif o is not None and p != self._type:
            for each in self._values(match, o):
                self._lookups.want_subjects(p, each)
        else:
            raise TooMany  # all statements with that predicate, or all members of a class

    def _extended(self, match: Match, triple: Triple) -> Iterator[Match]:
        """Yield *match* with each statement that fits its part *triple*."""
        p, s, o = triple[0], match.known(triple[1]), match.known(triple[2])
        left = list(match.open)
        left.remove(triple)
        rest = match._replace(open=tuple(left))
        if s is not None and o is not None:
            rows = [(p, s, each) for each in self._values(match, o)]
        elif s is not None:
            rows = [(p, s, each) for each in self._lookups.objects(p, s)]
        else:
            values = self._values(match, o) if o is not None else []
            rows = [(p, each, v) for v in values for each in self._lookups.subjects(p, v)]
        for row in rows:
            rank = self._lookups.rank(row)
            if rank is not None:
                yield from self._bound(rest._replace(rank=max(rank, rest.rank)), triple, row)

    def _bound(
        self, match: Match, triple: Triple, row: Row, *, exactly: bool = False
    ) -> Iterator[Match]:
        """Yield *match* with the variables of *triple* bound to *row*, if it fits.

        :param exactly: a spelling stands for itself alone, as in what a rule concludes.
        """
        names = dict(match.names)
        _, s, o = row
        value = self._same.get(o, o) if match.ground.by_value and not exactly else o
        for term, number in ((triple[1], s), (triple[2], value)):
            known = term if isinstance(term, int) else names.setdefault(term, number)
            if known != number:
                return
        yield match._replace(names=names)
