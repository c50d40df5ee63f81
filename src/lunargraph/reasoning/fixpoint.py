"""Running the compiled rules, round by round, until nothing new follows.

Round *n* finds the statements whose least proof has the height *n*: what follows from statements of
which at least one is of rank *n* - 1 and none is higher. So the rank of a statement does not depend
on the order of anything, every premise of a proof has a lower rank than its conclusion, and the
rounds are those of semi-naive evaluation.
"""

from __future__ import annotations

__all__ = ["Fixpoint", "RuleRun"]

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lunargraph.reasoning.equality import Equality
from lunargraph.reasoning.instances import Instances
from lunargraph.reasoning.listings import agreeing, belonging_to_each, paths
from lunargraph.reasoning.patterns import TYPE
from lunargraph.reasoning.rows import insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from duckdb import DuckDBPyConnection

    from lunargraph.reasoning.compiler import CompiledRule
    from lunargraph.reasoning.dictionary import Dictionary
    from lunargraph.reasoning.inference import Progress

_NOT_CANONICAL = """p IN (SELECT id FROM canon) OR s IN (SELECT id FROM canon)
    OR o IN (SELECT id FROM canon)"""
_ROW = "(p INTEGER, s INTEGER, o INTEGER, rank INTEGER)"


@dataclass
class RuleRun:
    """What one rule did: how often it ran, the rows it found (known ones too), its seconds."""

    runs: int = 0
    rows: int = 0
    seconds: float = 0.0


class Fixpoint:
    """The tables of a closure in the making, and the rounds over them."""

    def __init__(
        self,
        sql: DuckDBPyConnection,
        dictionary: Dictionary,
        progress: Progress | None = None,
        *,
        numbers: Mapping[str, str] | None = None,
    ) -> None:
        self._sql = sql
        self._progress = progress
        self._dictionary = dictionary
        self.instances = Instances(sql, dictionary, numbers)
        self.ids = dictionary.vocabulary
        self.equality = Equality(frozenset(self.ids.values()))
        self.merged = False
        """Whether things turned out to be the same that were not asserted to be so."""
        self._spelt = False
        self.rounds = 0
        self.runs: dict[str, RuleRun] = {}

    def start(self) -> None:
        """Fill ``fact`` with the rows of ``asserted``, each thing under its representative."""
        self.instances.start(self._dictionary)
        sql, same = self._sql, self.ids["owl:sameAs"]
        pairs = sql.execute(
            "SELECT s, o FROM asserted WHERE p = $1 AND s > 0 AND o > 0", [same]
        ).fetchall()
        self.equality.join(pairs)
        sql.execute("CREATE OR REPLACE TABLE canon (id INTEGER, rep INTEGER)")
        self._note_representatives()
        sql.execute(f"CREATE OR REPLACE TABLE cand {_ROW}")
        sql.execute(f"CREATE OR REPLACE TABLE retired {_ROW}")
        rows = "FROM asserted"
        if pairs:
            renamed = _canonical("asserted", same)
            rows = f"""FROM (FROM asserted WHERE p = {same} OR NOT ({_NOT_CANONICAL}) UNION ALL
                SELECT DISTINCT p, s, o FROM ({renamed}) ANTI JOIN asserted USING (p, s, o))"""
        sql.execute(f"CREATE OR REPLACE TABLE fact AS SELECT *, 0 AS rank {rows} ORDER BY p, s, o")
        self._add_axioms()

    def state(self) -> dict[str, Any]:
        """Return what is known besides the tables, as JSON can hold it."""
        runs = {name: [run.runs, run.rows, run.seconds] for name, run in self.runs.items()}
        return {
            "merged": self.merged,
            "rounds": self.rounds,
            "runs": runs,
            "instances": self.instances.state(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what :meth:`state` returned; the tables are there."""
        self.merged, self.rounds = bool(state["merged"]), int(state["rounds"])
        self.runs = {name: RuleRun(*run) for name, run in state["runs"].items()}
        self.instances.restore(state["instances"])
        self.equality.join(self._sql.execute("SELECT id, rep FROM canon ORDER BY id").fetchall())

    def run(self) -> None:
        """Go round until nothing new follows from ``fact``."""
        self._sql.execute("DROP TABLE IF EXISTS delta")
        self._sql.execute("CREATE VIEW delta AS SELECT * FROM fact")
        level, first = 0, True
        while predicates := self._changed():
            classes = {c for _, c in predicates if c is not None}
            self._tell(level)
            self.instances.refresh({p for p, _ in predicates}, classes)
            few: list[tuple[int, ...]] = []
            for rule in self.instances.rules:
                if not rule.rule.is_false:
                    few += self._fire(rule, {p for p, _ in predicates}, classes, first=first)
            if few:
                insert_rows(self._sql, "cand", few, 4)
            self._spell()
            stale_from = self._merge(level)
            self._advance(first=first)
            if stale_from is not None:
                self._retire(stale_from, level)
            level, first = level + 1, False
        self.rounds = level

    def _add_axioms(self) -> None:
        """Add what holds without a premise: cls-thing, cls-nothing1."""
        for name in ("owl:Thing", "owl:Nothing"):
            row = [self.ids[TYPE], self.ids[name], self.ids["owl:Class"]]
            self._sql.execute(
                "INSERT INTO fact SELECT p, s, o, 0 FROM (VALUES ($1, $2, $3)) AS new (p, s, o)"
                " ANTI JOIN fact USING (p, s, o)",
                row,
            )

    def _changed(self) -> set[tuple[int, int | None]]:
        """Return the predicates of what is new, with the class where the predicate is a type."""
        return set(
            self._sql.execute(
                f"SELECT DISTINCT p, CASE WHEN p = {self.ids[TYPE]} THEN o END FROM delta"
            ).fetchall()
        )

    def _tell(self, level: int) -> None:
        if self._progress is not None:
            [count] = self._sql.execute("SELECT count(*) FROM fact").fetchone() or (0,)
            self._progress(f"reasoning: round {level + 1}, {count:,} statements", None)

    # --- one rule -----------------------------------------------------------------------------

    def _fire(
        self, rule: CompiledRule, predicates: set[int], classes: set[int], *, first: bool
    ) -> list[tuple[int, ...]]:
        """Put what a rule concludes among the candidates, or return it if that is only a little."""
        if rule.patterns.schema and not self.instances.counts.get(rule.table):
            return []
        started = time.perf_counter()
        run = self.runs.setdefault(rule.rule.name, RuleRun())
        few = self.instances.few_conclusions(rule)
        if few is not None:
            run.rows += len(few)
            run.runs += bool(few)
            run.seconds += time.perf_counter() - started
            return few
        for select in self._selects(rule, predicates, classes, first=first):
            [rows] = self._sql.execute(f"INSERT INTO cand {select}").fetchone() or (0,)
            run.rows += rows
            run.runs += 1
        run.seconds += time.perf_counter() - started
        return []

    def _selects(
        self, rule: CompiledRule, predicates: set[int], classes: set[int], *, first: bool
    ) -> Iterator[str]:
        new = self.instances.new.get(rule.table, 0)
        if rule.patterns.listing is not None:
            yield from self._listing_selects(rule, predicates, classes, first=first)
            return
        if new:
            yield from rule.conclusions(f"new_{rule.table}", self.instances.parts(rule, None))
        if first and rule.patterns.schema:
            return  # all instances are new, and so are all statements
        for part in range(len(rule.patterns.data)):
            if self.instances.touches(rule, part, predicates, classes):
                yield from rule.conclusions(rule.table, self.instances.parts(rule, part))

    def _listing_selects(
        self, rule: CompiledRule, predicates: set[int], classes: set[int], *, first: bool
    ) -> Iterator[str]:
        table, new = rule.table, bool(self.instances.new.get(rule.table))
        members = self.instances.members(rule)
        match rule.patterns.listing.kind if rule.patterns.listing else "":
            case "each":
                if new:
                    yield belonging_to_each(f"new_{table}", self.ids, None)
                if not first and members & classes:
                    yield belonging_to_each(table, self.ids, "delta")
            case "path":
                for n in self.instances.lengths[table]:
                    if new:
                        yield paths(f"new_{table}_{n}", n, None)
                    if not first and members & predicates:
                        yield from (paths(f"{table}_{n}", n, k) for k in range(1, n + 1))
            case _:
                touched = self.instances.touches(rule, 0, predicates, classes)
                if new or touched or members & predicates:
                    facts = "fact_by_value" if self.instances.by_value else "fact"
                    for n in self.instances.lengths[table]:
                        yield agreeing(table, n, self.ids, facts)

    # --- one round ----------------------------------------------------------------------------

    def _spell(self) -> None:
        """Say of each spelling of a value what is said of another (eq-rep-s with dt-eq)."""
        if self.instances.by_value:
            source, self._spelt = "delta" if self._spelt else "fact", True
            self._sql.execute(
                f"""INSERT INTO cand SELECT d.p, b.id, d.o, 1 + d.rank
                FROM {source} d JOIN value_of a ON a.id = d.s
                JOIN value_of b ON b.same = a.same AND b.id <> a.id"""
            )

    def _merge(self, level: int) -> int | None:
        """Restate what is said of things that turned out to be the same.

        :returns: the least rank of what is restated, None if nothing is.
        """
        same = self.ids["owl:sameAs"]
        pairs = self._sql.execute(
            "SELECT s, o FROM delta WHERE p = $1 AND s > 0 AND o > 0 AND s <> o ORDER BY s, o",
            [same],
        ).fetchall()
        changed = self.equality.join(pairs)
        if changed:
            self.merged = True
            self._note_representatives()
        if not self.merged:
            return None
        source, least = ("fact", 0) if changed else ("delta", level)
        renamed = _canonical(source, same)
        [restated] = self._sql.execute(
            f"INSERT INTO cand SELECT p, s, o, {level + 1} FROM ({renamed})"
        ).fetchone() or (0,)
        return least if restated else None

    def _note_representatives(self) -> None:
        rows = self.equality.representatives()
        self._sql.execute("DELETE FROM canon")
        self._sql.execute(
            "INSERT INTO canon SELECT unnest($1::INTEGER[]), unnest($2::INTEGER[])",
            [list(rows), list(rows.values())],
        )

    def _advance(self, *, first: bool) -> None:
        """Take what the round found and was not known as what is new in the next."""
        known = "fact UNION ALL FROM retired" if self.merged else "fact"
        held_back = ", ".join(map(str, sorted(self.instances.held_back))) or "NULL"
        of_literals = f"p = {self.ids[TYPE]} AND s < 0 AND o IN ({held_back})"
        if first:
            self._sql.execute("DROP VIEW delta")
        self._sql.execute(f"""CREATE OR REPLACE TABLE delta AS
            SELECT p, s, o, min(rank) AS rank FROM cand
            ANTI JOIN (FROM {known}) known USING (p, s, o)
            WHERE ({of_literals}) IS NOT TRUE GROUP BY p, s, o ORDER BY p, s, o""")
        self._sql.execute("INSERT INTO fact FROM delta")
        self._sql.execute("TRUNCATE cand")

    def _retire(self, least: int, most: int) -> None:
        """Set aside the statements of these ranks that were restated about a representative."""
        stale = f"""p <> {self.ids["owl:sameAs"]} AND rank BETWEEN {least} AND {most}
            AND ({_NOT_CANONICAL})"""
        self._sql.execute(f"INSERT INTO retired SELECT * FROM fact WHERE {stale}")
        self._sql.execute(f"DELETE FROM fact WHERE {stale}")
        self.instances.retire(stale)


def _canonical(table: str, same: int) -> str:
    """Return the SELECT of (p, s, o) of a *table* under the representatives, where these differ."""
    return f"""SELECT coalesce(cp.rep, t.p) AS p, coalesce(cs.rep, t.s) AS s,
        coalesce(co.rep, t.o) AS o FROM {table} t LEFT JOIN canon cp ON cp.id = t.p
        LEFT JOIN canon cs ON cs.id = t.s LEFT JOIN canon co ON co.id = t.o
        WHERE (cp.rep IS NOT NULL OR cs.rep IS NOT NULL OR co.rep IS NOT NULL) AND t.p <> {same}"""
