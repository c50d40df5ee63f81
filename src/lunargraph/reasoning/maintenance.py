"""Keeping a closure up to date: statements added and removed, by what they change alone.

Ranks make both exact. *Adding*: new statements, and known ones that now have a shorter proof, are
taken in the order of their ranks. *Removing*: a statement goes if a removed one takes part in one
of its shortest proofs; other proofs are then looked for among what stayed. A statement that keeps
all its shortest proofs keeps its rank, so that the outcome is that of starting anew.

What changes the ontology, or which things are the same, is not done by halves: ``Anew`` is raised,
and the closure is computed from what is asserted.
"""

from __future__ import annotations

__all__ = ["Anew", "Maintenance"]

from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import Literal, NamedNode

from lunargraph.reasoning.datatypes import belongs, is_well_written
from lunargraph.reasoning.instances import only
from lunargraph.reasoning.listings import agreeing, belonging_to_each, paths
from lunargraph.reasoning.literals import is_alone, spellings_of_one_value
from lunargraph.reasoning.lookups import Lookups, TooMany
from lunargraph.reasoning.matching import Match, Matcher
from lunargraph.reasoning.noise import STRUCTURE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.compiler import CompiledRule
    from lunargraph.reasoning.dictionary import Dictionary
    from lunargraph.reasoning.fixpoint import Fixpoint

Row: TypeAlias = tuple[int, int, int]
"""A statement as (p, s, o)."""
Ranked: TypeAlias = tuple[int, int, int, int]
"""A statement with its rank."""
MOST_ROWS = 1_000
"""More new statements than these, at a time, are left to SQL."""
MOST_LOOKED_UP = 20_000
"""So is what needs more rows than these."""


class Anew(Exception):  # noqa: N818  # no error: it says how to go on
    """The change has to be worked out from what is asserted."""


class Maintenance:
    """Changes the tables of a closure, one change after the other.

    ``asserted`` has been changed already when a change begins.

    *gained* is what became true, with its rank, and *lost* what is true no more, as (p, s, o).
    """

    def __init__(self, sql: DuckDBPyConnection, dictionary: Dictionary, fixpoint: Fixpoint) -> None:
        self._sql = sql
        self._dictionary = dictionary
        self._fixpoint = fixpoint
        self._instances = fixpoint.instances
        self._ids = fixpoint.ids
        self._type = fixpoint.ids["rdf:type"]
        self._same = fixpoint.ids["owl:sameAs"]
        names = [str(term) for term in STRUCTURE]
        self._structure = set(dictionary.ids(names).values())
        self._canon = fixpoint.equality.representatives()
        self._touchy = {*self._canon, *self._canon.values()} if fixpoint.merged else set()
        self.gained: dict[Row, int] = {}
        self.lost: set[Row] = set()
        self._begin()

    def add(self, rows: Iterable[Row], *, new_literals: Sequence[str]) -> None:
        """Add statements."""
        rows = list(rows)
        self._begin()
        self._insist(rows)
        self._take_in(new_literals)
        self._settle({self._canonical(row): 0 for row in rows})
        self._lookups.write()

    def remove(self, rows: Iterable[Row]) -> None:
        """Remove statements that are asserted no more."""
        rows = list(rows)
        self._begin()
        self._insist(rows)
        gone = {self._canonical(row) for row in rows}
        if self._canon:
            gone -= {self._canonical(row) for row in self._asserted_alike(gone)}
        self._overdelete(dict.fromkeys(gone, 0))
        for row in self.lost:
            self._lookups.drop(row)
        self._settle(self._rederived())
        self._lookups.write()
        self.lost -= set(self.gained)
        self.gained = {}

    def concerned(self) -> tuple[set[int], set[int]]:
        """Return the things that false rules say something of since statements were added.

        :returns: the things, and the literals that are badly written or do not fit a datatype.
        """
        ids = {number for pair in self._typed for number in pair}
        terms = self._dictionary.terms(ids | {o for _, _, o in self.gained if o < 0})
        bad = {each for each, term in terms.items() if each < 0 and not _is_well_written(term)}
        bad |= {each for each, datatype in self._typed if _is_apart(terms[each], terms[datatype])}
        try:
            matches = self._match(self.gained).following(self.gained, false=True)
            rows = [row for match in matches for row in match.filled(match.ground.body)]
            things = {s for _, s, _ in rows}
        except TooMany:
            self._put("delta", self.gained)
            things = self._selected_false()
        things |= {s for p, s, o in self.gained if p == self._ids["owl:differentFrom"] and s == o}
        return things, bad

    def _selected_false(self) -> set[int]:
        """Return what false rules say something of, by a statement of ``delta``."""
        predicates, classes = self._kinds(self.gained)
        found: set[int] = set()
        for rule in self._instances.rules:
            if not rule.rule.is_false or (
                rule.patterns.schema and not self._instances.counts.get(rule.table)
            ):
                continue
            for part in range(len(rule.patterns.data)):
                if self._instances.touches(rule, part, predicates, classes):
                    parts = self._instances.few_parts(rule, part)
                    query = rule.subjects(rule.table, parts)
                    found |= {n for row in self._sql.execute(query).fetchall() for n in row}
        return found

    def _begin(self) -> None:
        self.gained, self.lost = {}, set()
        self._typed: set[tuple[int, int]] = set()
        self._lookups = Lookups(self._sql, self._type)
        self._matcher: Matcher | None = None

    def _match(self, rows: Collection[Row]) -> Matcher:
        """Return what finds instances of rules for these *rows*.

        :raises TooMany: there are too many of them, or of instances.
        """
        if self._matcher is None:
            grounds = self._instances.grounds()
            if grounds is None:
                raise TooMany
            same = self._instances.same() if self._instances.by_value else {}
            self._matcher = Matcher(grounds, self._lookups, self._type, same, MOST_LOOKED_UP)
        if len(rows) > MOST_ROWS:
            raise TooMany
        return self._matcher

    def _canonical(self, row: Row) -> Row:
        p, s, o = (self._canon.get(number, number) for number in row)
        return p, s, o

    def _asserted_alike(self, rows: set[Row]) -> list[Row]:
        """Return the asserted statements about the same things as *rows*, by any of their names."""
        predicates = {row[0] for row in rows} | {
            number for number, rep in self._canon.items() if rep in {row[0] for row in rows}
        }
        near = ", ".join(map(str, sorted(predicates))) or "NULL"
        found = self._sql.execute(f"SELECT p, s, o FROM asserted WHERE p IN ({near})").fetchall()
        return [row for row in found if self._canonical(row) in rows]

    def _take_in(self, literals: Sequence[str]) -> None:
        """Start anew if a new literal has to be compared with others, or belongs to a datatype."""
        if literals and self._instances.released:
            raise Anew
        if all(map(is_alone, literals)):
            return  # it has one spelling
        before = self._sql.execute("FROM value_of ORDER BY ALL").fetchall()
        self._sql.execute("DELETE FROM value_of")
        spellings_of_one_value(self._sql)
        if before != self._sql.execute("FROM value_of ORDER BY ALL").fetchall():
            raise Anew

    def _insist(self, rows: Iterable[Row]) -> None:
        """Start anew if statements are about the ontology or about what is the same."""
        predicates, classes = self._kinds(rows)
        if self._same in predicates or self._instances.is_schema(predicates, classes):
            raise Anew
        if not self._structure.isdisjoint(predicates) or self._is_about_values(rows):
            raise Anew
        if self._touchy and any(not self._touchy.isdisjoint(row) for row in rows):
            raise Anew

    def _is_about_values(self, rows: Iterable[Row]) -> bool:
        """Tell whether rows are about literals that may have other spellings or datatypes."""
        of_literals = [row for row in rows if row[1] < 0]
        if self._instances.by_value and of_literals:
            return True
        released = self._instances.released
        return any(p == self._type and o in released for p, _, o in of_literals)

    def _kinds(self, rows: Iterable[Row]) -> tuple[set[int], set[int]]:
        rows = list(rows)
        return {p for p, _, _ in rows}, {o for p, _, o in rows if p == self._type}

    def _put(self, table: str, rows: Mapping[Row, int]) -> None:
        """Make *table* hold these statements with these ranks."""
        columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
        self._sql.execute(
            f"CREATE OR REPLACE TABLE {table} AS SELECT unnest($1::INTEGER[]) AS p,"
            " unnest($2::INTEGER[]) AS s, unnest($3::INTEGER[]) AS o,"
            " unnest($4::INTEGER[]) AS rank",
            [*columns, list(rows.values())],
        )

    def _known(self, rows: Collection[Row]) -> dict[Row, int]:
        """Return the ranks of those statements that hold."""
        self._lookups.want(rows)
        self._lookups.fetch()
        ranks = ((row, self._lookups.rank(row)) for row in rows)
        return {row: rank for row, rank in ranks if rank is not None}

    # --- adding -----------------------------------------------------------------------------------

    def _settle(self, waiting: dict[Row, int]) -> None:
        """Take statements in the order of their ranks until none is left that is new or better."""
        known = self._known(waiting)
        while True:
            waiting = {
                row: rank for row, rank in waiting.items() if row not in known or known[row] > rank
            }
            if not waiting:
                return
            lowest = min(waiting.values())
            now = sorted(row for row, rank in waiting.items() if rank == lowest)
            self._insist(now)
            self._take(now, lowest, known)
            found: dict[Row, int] = {}
            for p, s, o, rank in self._conclusions(dict.fromkeys(now, lowest)):
                found[p, s, o] = min(rank, found.get((p, s, o), rank))
            for row in now:
                waiting.pop(row)
                known[row] = lowest
            fresh = {row for row in found if row not in known and row not in waiting}
            known |= self._known(fresh)
            for row, rank in found.items():
                waiting[row] = min(rank, waiting.get(row, rank))

    def _take(self, rows: list[Row], rank: int, known: Mapping[Row, int]) -> None:
        """Let statements hold at a rank, in the place of what had a longer proof."""
        self.gained |= {row: rank for row in rows if row not in known}
        for row in rows:
            self._lookups.put(row, rank)

    def _conclusions(self, rows: Mapping[Row, int]) -> list[Ranked]:
        """Return what follows at once from *rows* with all the rest."""
        try:
            matches = self._match(rows).following(rows)
            found = [each for match in matches for each in self._concluded(match)]
        except TooMany:
            self._lookups.write()
            self._put("delta", rows)
            found = self._selected(rows)
        self._typed |= {(s, o) for p, s, o, _ in found if p == self._type and s < 0}
        held_back = self._instances.held_back
        return [
            row for row in found if row[0] != self._type or row[1] > 0 or row[2] not in held_back
        ]

    def _concluded(self, match: Match) -> list[Ranked]:
        """Return what a rule concludes; of what is the same, one way round."""
        rows = match.filled(match.ground.head)
        return [(p, s, o, 1 + match.rank) for p, s, o in rows if p != self._same or s < o]

    def _selected(self, rows: Collection[Row]) -> list[Ranked]:
        """Return what follows at once from ``delta``, which holds *rows*, with all the rest."""
        predicates, classes = self._kinds(rows)
        selects = [
            select
            for rule in self._instances.rules
            if not rule.rule.is_false
            for select in self._selects(rule, predicates, classes)
        ]
        return self._sql.execute(" UNION ALL ".join(selects)).fetchall() if selects else []

    def _selects(
        self, rule: CompiledRule, predicates: set[int], classes: set[int]
    ) -> Iterator[str]:
        if rule.patterns.schema and not self._instances.counts.get(rule.table):
            return
        if rule.patterns.listing is not None:
            yield from self._listing_selects(rule, predicates, classes)
        for part in range(len(rule.patterns.data)) if rule.patterns.listing is None else ():
            if self._instances.touches(rule, part, predicates, classes):
                yield from rule.conclusions(rule.table, self._instances.few_parts(rule, part))

    def _listing_selects(
        self, rule: CompiledRule, predicates: set[int], classes: set[int]
    ) -> Iterator[str]:
        table, members = rule.table, self._instances.members(rule)
        kind = rule.patterns.listing.kind if rule.patterns.listing else ""
        if kind == "each" and members & classes:
            yield belonging_to_each(table, self._ids, "delta")
        elif kind == "path" and members & predicates:
            for n in self._instances.lengths[table]:
                facts = only("fact", members)
                for k in range(1, n + 1):
                    if not self._instances.links(rule, n, k).isdisjoint(predicates):
                        yield paths(f"{table}_{n}", n, k, facts)
        elif kind == "agree" and (
            members & predicates or self._instances.touches(rule, 0, predicates, classes)
        ):
            facts = "fact_by_value" if self._instances.by_value else "fact"
            for n in self._instances.lengths[table]:
                yield f"SELECT * FROM ({agreeing(table, n, self._ids, facts)})"

    # --- removing ---------------------------------------------------------------------------------

    def _overdelete(self, gone: dict[Row, int]) -> None:
        """Put in ``lost`` what has a shortest proof with one of *gone*, and so on."""
        self._known(gone)
        while gone:
            self._insist(gone)
            self.lost |= set(gone)
            found = {
                (p, s, o): rank for p, s, o, rank in sorted(self._conclusions(gone), reverse=True)
            }
            known = self._known(found)
            gone = {
                row: rank
                for row, rank in found.items()
                if known.get(row) == rank and row not in self.lost
            }

    def _rederived(self) -> dict[Row, int]:
        """Return the other proofs of what is lost, by their ranks, among what stayed."""
        try:
            matches = self._match(self.lost).proving(self.lost)
            rows = [each for match in matches for each in self._concluded(match)]
        except TooMany:
            self._lookups.write()
            self._put("over", dict.fromkeys(self.lost, 0))
            rows = self._selected_again()
        least = {(p, s, o): rank for p, s, o, rank in sorted(rows, reverse=True)}
        return {row: rank for row, rank in least.items() if row in self.lost}

    def _selected_again(self) -> list[Ranked]:
        """Return the proofs of what is in ``over``, which holds what is lost."""
        predicates, classes = self._kinds(self.lost)
        selects: list[str] = []
        for rule in self._instances.rules:
            if rule.rule.is_false or not self._instances.counts.get(rule.table, 0):
                continue
            if not self._instances.concludes(rule, predicates, classes):
                continue
            if rule.patterns.listing is None:
                selects += rule.conclusions(rule.table, self._instances.parts(rule, None))
            elif rule.patterns.listing.kind == "path":
                selects += [
                    paths(f"{rule.table}_{n}", n, None) for n in self._instances.lengths[rule.table]
                ]
            elif rule.patterns.listing.kind == "each":
                selects.append(belonging_to_each(rule.table, self._ids, None, "over"))
        joined = [f"SELECT c.* FROM ({each}) c JOIN over h USING (p, s, o)" for each in selects]
        return self._sql.execute(" UNION ALL ".join(joined)).fetchall() if joined else []


def _is_well_written(term: Term) -> bool:
    return not isinstance(term, Literal) or is_well_written(term)


def _is_apart(term: Term, datatype: Term) -> bool:
    """Tell whether a literal surely is no value of a datatype."""
    if not (isinstance(term, Literal) and isinstance(datatype, NamedNode)):
        return False
    return belongs(term, datatype.value) is False
