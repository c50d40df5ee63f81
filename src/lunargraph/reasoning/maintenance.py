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

from typing import TYPE_CHECKING

from lunargraph.reasoning.compiler import BY_VALUE
from lunargraph.reasoning.listings import agreeing, belonging_to_each, paths
from lunargraph.reasoning.literals import spellings_of_one_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from lunargraph.reasoning.compiler import CompiledRule
    from lunargraph.reasoning.fixpoint import Fixpoint

_ROW = "(p INTEGER, s INTEGER, o INTEGER, rank INTEGER)"


class Anew(Exception):  # noqa: N818  # no error: it says how to go on
    """The change has to be worked out from what is asserted."""


class Maintenance:
    """Changes the tables of a closure; ``asserted`` has been changed already."""

    def __init__(self, sql: DuckDBPyConnection, fixpoint: Fixpoint) -> None:
        self._sql = sql
        self._fixpoint = fixpoint
        self._instances = fixpoint.instances
        self._ids = fixpoint.ids
        self._type = fixpoint.ids["rdf:type"]
        self._same = fixpoint.ids["owl:sameAs"]
        for table in ("delta", "looked", "gained", "over"):
            sql.execute(f"CREATE OR REPLACE TABLE {table} {_ROW}")

    def add(self, table: str, *, new_literals: bool) -> None:
        """Add the statements (p, s, o) of *table*; what is new in ``fact`` is put in ``gained``."""
        self._insist(*self._changed(table), table)
        self._sql.execute(f"INSERT INTO cand SELECT p, s, o, 0 FROM ({self._canonical(table)})")
        if new_literals:
            self._take_in_literals()
        self._settle()

    def remove(self, table: str) -> None:
        """Remove the statements of *table*; ``over`` keeps what holds no more."""
        self._insist(*self._changed(table), table)
        self._sql.execute(f"""INSERT INTO delta SELECT DISTINCT f.p, f.s, f.o, f.rank
            FROM ({self._canonical(table)}) t JOIN fact f USING (p, s, o)
            ANTI JOIN ({self._canonical("asserted")}) a USING (p, s, o)""")
        self._overdelete()
        self._sql.execute("DELETE FROM fact USING over WHERE fact.p = over.p AND fact.s = over.s"
                          " AND fact.o = over.o")  # fmt: skip
        self._rederive()
        self._settle()
        self._sql.execute("DELETE FROM over USING gained WHERE over.p = gained.p"
                          " AND over.s = gained.s AND over.o = gained.o")  # fmt: skip

    def _canonical(self, table: str) -> str:
        """Return the SELECT of (p, s, o) of *table*, things under their representatives."""
        if not self._fixpoint.equality.representatives():
            return f"SELECT p, s, o FROM {table}"
        return f"""SELECT DISTINCT coalesce(cp.rep, t.p) AS p, coalesce(cs.rep, t.s) AS s,
            coalesce(co.rep, t.o) AS o FROM {table} t LEFT JOIN canon cp ON cp.id = t.p
            LEFT JOIN canon cs ON cs.id = t.s LEFT JOIN canon co ON co.id = t.o"""

    def _take_in_literals(self) -> None:
        """Give new literals the datatypes that are asked for; start anew if two are one value."""
        counts = self._instances.counts
        if any(counts.get("i_" + name.replace("-", "_")) for name in BY_VALUE):
            before = self._sql.execute("FROM value_of ORDER BY ALL").fetchall()
            spellings_of_one_value(self._sql)
            if before != self._sql.execute("FROM value_of ORDER BY ALL").fetchall():
                raise Anew
        if self._instances.released:
            raise Anew

    # --- adding -----------------------------------------------------------------------------------

    def _settle(self) -> None:
        """Take the candidates in the order of their ranks until none is left."""
        while self._take_lowest():
            predicates, classes = self._changed("delta")
            self._insist(predicates, classes)
            selects = [
                select
                for rule in self._instances.rules
                if not rule.rule.is_false
                for select in self._selects(rule, predicates, classes)
            ]
            if selects:
                self._sql.execute(f"INSERT INTO cand {' UNION ALL '.join(selects)}")

    def _take_lowest(self) -> bool:
        """Move the candidates of the lowest rank that are new or better to ``fact``, ``delta``."""
        sql = self._sql
        predicates = [p for (p,) in sql.execute("SELECT DISTINCT p FROM cand").fetchall()]
        if not predicates:
            return False
        near = ", ".join(map(str, sorted(predicates)))
        sql.execute(f"""CREATE OR REPLACE TABLE looked AS
            SELECT c.p, c.s, c.o, c.rank, f.rank AS known, f.rowid AS place FROM
            (SELECT p, s, o, min(rank) AS rank FROM cand GROUP BY p, s, o) c
            LEFT JOIN (SELECT *, rowid FROM fact WHERE p IN ({near})) f
            ON f.p = c.p AND f.s = c.s AND f.o = c.o""")
        sql.execute("CREATE OR REPLACE TABLE cand AS SELECT p, s, o, rank FROM looked"
                    " WHERE known IS NULL OR known > rank")  # fmt: skip
        sql.execute("CREATE OR REPLACE TABLE delta AS SELECT * FROM cand"
                    " WHERE rank = (SELECT min(rank) FROM cand) ORDER BY p, s, o")  # fmt: skip
        [lowest] = sql.execute("SELECT max(rank) FROM delta").fetchone() or (None,)
        if lowest is None:
            return False
        better = "known > rank AND rank = (SELECT max(rank) FROM delta)"
        rowids = sql.execute(f"SELECT place FROM looked WHERE {better}").fetchall()
        if rowids:
            sql.execute(
                f"DELETE FROM fact WHERE rowid IN ({', '.join(str(at) for (at,) in rowids)})"
            )
        sql.execute("INSERT INTO fact FROM delta")
        sql.execute("INSERT INTO gained SELECT p, s, o, rank FROM looked WHERE known IS NULL"
                    " AND rank = (SELECT max(rank) FROM delta)")  # fmt: skip
        sql.execute("DELETE FROM cand WHERE rank = (SELECT max(rank) FROM delta)")
        return True

    def _changed(self, table: str) -> tuple[set[int], set[int]]:
        rows = self._sql.execute(
            f"SELECT DISTINCT p, CASE WHEN p = {self._type} THEN o END FROM {table}"
        ).fetchall()
        return {p for p, _ in rows}, {o for _, o in rows if o is not None}

    def _insist(self, predicates: set[int], classes: set[int], table: str = "delta") -> None:
        """Start anew if the statements of *table* are about the ontology or about sameness."""
        if self._same in predicates or self._instances.is_schema(predicates, classes):
            raise Anew
        if self._fixpoint.merged:
            touched = f"""SELECT 1 FROM {table} t JOIN
                (SELECT id FROM canon UNION ALL SELECT rep FROM canon) c
                ON c.id IN (t.p, t.s, t.o) LIMIT 1"""
            if self._sql.execute(touched).fetchall():
                raise Anew

    def _selects(
        self, rule: CompiledRule, predicates: set[int], classes: set[int]
    ) -> Iterator[str]:
        if rule.patterns.schema and not self._instances.counts.get(rule.table):
            return
        if rule.patterns.listing is not None:
            yield from self._listing_selects(rule, predicates, classes)
        for part in range(len(rule.patterns.data)) if rule.patterns.listing is None else ():
            if self._instances.touches(rule, part, predicates, classes):
                yield from rule.conclusions(rule.table, self._instances.parts(rule, part))

    def _listing_selects(
        self, rule: CompiledRule, predicates: set[int], classes: set[int]
    ) -> Iterator[str]:
        table, members = rule.table, self._instances.members(rule)
        kind = rule.patterns.listing.kind if rule.patterns.listing else ""
        if kind == "each" and members & classes:
            yield belonging_to_each(table, self._ids, "delta")
        elif kind == "path" and members & predicates:
            for n in self._instances.lengths[table]:
                yield from (paths(f"{table}_{n}", n, k) for k in range(1, n + 1))
        elif kind == "agree" and (
            members & predicates or self._instances.touches(rule, 0, predicates, classes)
        ):
            facts = "fact_by_value" if self._instances.by_value else "fact"
            for n in self._instances.lengths[table]:
                yield f"SELECT * FROM ({agreeing(table, n, self._ids, facts)})"

    # --- removing ---------------------------------------------------------------------------------

    def _overdelete(self) -> None:
        """Put in ``over`` what has a shortest proof with a statement of ``delta``, and so on."""
        while True:
            predicates, classes = self._changed("delta")
            if not predicates:
                return
            self._insist(predicates, classes)
            self._sql.execute("INSERT INTO over FROM delta")
            selects = [
                select
                for rule in self._instances.rules
                if not rule.rule.is_false
                for select in self._selects(rule, predicates, classes)
            ]
            found = " UNION ALL ".join(selects)
            if not selects:
                return
            self._sql.execute(f"""CREATE OR REPLACE TABLE delta AS
                SELECT DISTINCT f.p, f.s, f.o, f.rank FROM ({found}) c
                JOIN fact f ON f.p = c.p AND f.s = c.s AND f.o = c.o AND f.rank = c.rank
                ANTI JOIN over ON over.p = f.p AND over.s = f.s AND over.o = f.o""")

    def _rederive(self) -> None:
        """Look for other proofs of what is in ``over`` among what stayed."""
        predicates, _ = self._changed("over")
        selects: list[str] = []
        for rule in self._instances.rules:
            if rule.rule.is_false or not self._instances.counts.get(rule.table, 0):
                continue
            if rule.patterns.listing is None:
                selects += self._concluding(rule, predicates)
            elif rule.patterns.listing.kind == "path":
                for n in self._instances.lengths[rule.table]:
                    found = paths(f"{rule.table}_{n}", n, None)
                    selects.append(f"SELECT c.* FROM ({found}) c JOIN over h USING (p, s, o)")
            elif rule.patterns.listing.kind == "each" and self._type in predicates:
                selects.append(
                    f"SELECT c.* FROM ({belonging_to_each(rule.table, self._ids, None, 'over')}) c"
                    " JOIN over h USING (p, s, o)"
                )
        if selects:
            self._sql.execute(f"INSERT INTO cand {' UNION ALL '.join(selects)}")

    def _concluding(self, rule: CompiledRule, predicates: set[int]) -> list[str]:
        """Return the SELECTs of a rule's conclusions that are in ``over``."""
        heads = {atom.terms[1] for atom in rule.patterns.head}
        constant = {self._ids[term] for term in heads if not term.startswith("?")}
        if constant and not constant & predicates:
            return []
        selects = rule.conclusions(rule.table, self._instances.parts(rule, None))
        return [f"SELECT c.* FROM ({select}) c JOIN over h USING (p, s, o)" for select in selects]
