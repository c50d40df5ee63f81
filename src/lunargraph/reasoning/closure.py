"""The closure of a graph under OWL 2 RL, held in DuckDB: what follows, and at which height."""

from __future__ import annotations

__all__ = ["Change", "Closure", "Statistics"]

import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import duckdb
from pyoxigraph import BlankNode, NamedNode, Triple

from lunargraph.errors import StoreError
from lunargraph.reasoning.answers import Answers
from lunargraph.reasoning.axioms import axiom_of
from lunargraph.reasoning.clashes import as_triple
from lunargraph.reasoning.connection import ROWS_A_GROUP, connect, explained, quoted
from lunargraph.reasoning.dictionary import Dictionary
from lunargraph.reasoning.fixpoint import Fixpoint, RuleRun
from lunargraph.reasoning.inconsistency import clashes_of, new_clashes
from lunargraph.reasoning.inference import Inference
from lunargraph.reasoning.loading import load_files, load_triples
from lunargraph.reasoning.maintenance import Anew, Maintenance
from lunargraph.reasoning.noise import BUILT_IN, STRUCTURE, is_noise
from lunargraph.reasoning.output import all_rows, inferred_rows, iter_ntriples, prepare_output
from lunargraph.reasoning.patterns import VOCABULARY
from lunargraph.reasoning.proofs import Gap, Proof, Step
from lunargraph.reasoning.proving import Prover
from lunargraph.reasoning.remarks import remarks
from lunargraph.reasoning.rows import insert_rows, rows_near
from lunargraph.reasoning.snapshots import copied, seal
from lunargraph.reasoning.spellings import literals_among, literals_of, respelt_among, similar_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Literal

    from lunargraph.reasoning.clashes import Clash, Statement, Term
    from lunargraph.reasoning.gaps import Open
    from lunargraph.reasoning.inference import Progress
    from lunargraph.reasoning.justifying import Key
    from lunargraph.reasoning.maintenance import Row
    from lunargraph.reasoning.proofs import Pattern

_LAYOUT = f"(BLOCK_SIZE 16384, ROW_GROUP_SIZE {ROWS_A_GROUP})"
_RAW = "(s VARCHAR, p VARCHAR, o VARCHAR, file INTEGER)"
_KNOWN = frozenset(VOCABULARY.values())
_TELLING = frozenset(each for each in STRUCTURE if each.value not in _KNOWN)
_PASSING = """SELECT table_name FROM duckdb_tables() WHERE NOT temporary
    AND (starts_with(table_name, 'new_i_') OR table_name IN ('found', 'delta', 'over'))"""
"""The tables that only one round or one change needs."""


class Statistics(NamedTuple):
    """How a closure came about."""

    asserted: int
    derived: int
    rounds: int
    compiled: int
    rules: dict[str, RuleRun]


class Change(NamedTuple):
    """What a change of the asserted statements brought about, apart from these themselves.

    *gained* newly follows, *lost* follows no more, both sorted; *anew* tells whether the closure
    had to be worked out from scratch. *clashes* are the contradictions that were not there before,
    sorted, or None if they were not asked for.
    """

    gained: tuple[Triple, ...]
    lost: tuple[Triple, ...]
    anew: bool = False
    clashes: tuple[Clash, ...] | None = None


class Closure:
    """Statements with all that follows from them.

    >>> from pyoxigraph import RdfFormat, parse
    >>> turtle = b'''
    ...     prefix lg: <https://w3id.org/lunargraph/ns#>
    ...     prefix lgi: <https://w3id.org/lunargraph/id/>
    ...     prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    ...     lg:SpaceAgency rdfs:subClassOf lg:Organisation . lgi:nasa a lg:SpaceAgency .'''
    >>> closure = Closure.of_triples(quad.triple for quad in parse(turtle, RdfFormat.TURTLE))
    >>> [str(triple.object) for triple in closure.inferred()]
    ['<https://w3id.org/lunargraph/ns#Organisation>']
    """

    def __init__(self, sql: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> None:
        self._sql = sql
        self._progress = progress
        self._dictionary = Dictionary(sql)
        self._answers = Answers(sql, self._dictionary)

    @classmethod
    def of_triples(cls, triples: Iterable[Triple], progress: Progress | None = None) -> Closure:
        """Return the closure of *triples*."""
        return cls._made(lambda sql: load_triples(sql, triples), progress)

    @classmethod
    def of_files(
        cls, paths: Sequence[str | os.PathLike[str]], progress: Progress | None = None
    ) -> Closure:
        """Return the closure of N-Triples files, which must not share blank nodes.

        :raises FileError: a file cannot be read, or holds a line that is no N-Triples.
        """
        return cls._made(lambda sql: load_files(sql, [str(path) for path in paths]), progress)

    @classmethod
    def load(cls, path: str | os.PathLike[str], progress: Progress | None = None) -> Closure:
        """Return a copy of a closure that was saved; the file is not touched again.

        What is asked of it is read from the copy when it is asked.

        :raises StoreError: there is no closure, or a damaged one.
        """
        try:
            with copied(Path(path)) as copy:
                sql = connect(copy)
            [state] = sql.execute("SELECT value FROM state").fetchone() or ("",)
            known = json.loads(state)
            closure = cls(sql, progress)
            closure._dictionary.restore(known["dictionary"])
            closure._fixpoint = Fixpoint(
                sql, closure._dictionary, progress, numbers=known["numbers"]
            )
            closure._fixpoint.restore(known["fixpoint"])
            closure._note_names()
        except (duckdb.Error, OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                "there is no closure here, or a damaged one",
                where=os.fspath(path),
                got=str(error).partition("\n")[0],
                mend="delete that folder; it is built again from the files",
            ) from error
        return closure

    def save(self, path: str | os.PathLike[str]) -> None:
        """Save the closure in a new file.

        :raises StoreError: the file is there already, or cannot be written.
        """
        self._dictionary.hash()
        state = {
            "dictionary": self._dictionary.state(),
            "numbers": self._fixpoint.instances.numbers,
            "fixpoint": self._fixpoint.state(),
        }
        sql = self._sql
        try:
            sql.execute("CREATE OR REPLACE TABLE state AS SELECT $1 AS value", [json.dumps(state)])
            for (table,) in sql.execute(_PASSING).fetchall():
                sql.execute(f"DROP TABLE {table}")
            sql.execute(f"ATTACH '{quoted(path)}' AS saved {_LAYOUT}")
            try:
                _copy_tables(sql)
                sql.execute("CHECKPOINT saved")  # or the tables may stay in a file beside it
            finally:
                sql.execute("DETACH saved")
            seal(Path(path))
        except (duckdb.Error, OSError) as error:
            raise StoreError(
                "the closure cannot be saved",
                where=os.fspath(path),
                got=str(error).partition("\n")[0],
            ) from error

    @classmethod
    def _made(
        cls, load: Callable[[duckdb.DuckDBPyConnection], None], progress: Progress | None
    ) -> Closure:
        with explained():
            closure = cls(connect(), progress)
            closure._load(load)
            closure._compute()
        return closure

    def _load(self, load: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
        sql = self._sql
        sql.execute(f"CREATE TEMP TABLE raw {_RAW}")
        load(sql)
        self._dictionary.create()
        sql.execute(f"CREATE TABLE asserted AS {self._dictionary.numbered('raw')} ORDER BY ALL")
        sql.execute("DROP TABLE raw")
        sql.execute("DROP TABLE word")

    def _compute(self) -> None:
        sql = self._sql
        self._fixpoint = Fixpoint(sql, self._dictionary, self._progress)
        self._fixpoint.start()
        self._fixpoint.run()
        prepare_output(self._sql, self._dictionary)
        self._note_names()

    def _note_names(self) -> None:
        """Note what changes need to know about names."""
        self._maintenance = Maintenance(self._sql, self._dictionary, self._fixpoint)
        self._names: dict[int, list[int]] = {}
        for number, representative in self._fixpoint.equality.representatives().items():
            self._names.setdefault(representative, []).append(number)

    def _inferred_rows(self) -> str:
        merged = bool(self._fixpoint.equality.representatives())
        by_value = self._fixpoint.instances.by_value
        return inferred_rows(self._dictionary, merged=merged, by_value=by_value)

    def inferred(self) -> tuple[Triple, ...]:
        """Return what follows and is not asserted, sorted; without what says nothing."""
        return self._triples(self._inferred_rows())

    def statements(self) -> set[Statement]:
        """Return all that holds, asserted or not, under all names, noise and literals included.

        Left out are that things are themselves, and most memberships in owl:Thing and in datatypes.
        """
        rows = all_rows(self._dictionary)
        found = self._sql.execute(f"SELECT s, p, o FROM ({rows})").fetchall()
        terms = self._dictionary.terms(number for row in found for number in row)
        return {(terms[s], terms[p], terms[o]) for s, p, o in found}

    def clashes(self) -> tuple[Clash, ...]:
        """Return how the statements contradict each other, sorted."""
        return clashes_of(self._sql, self._dictionary, self._fixpoint.instances)

    def names(self, base: str) -> bool:
        """Tell whether any statement names an IRI that begins with *base*."""
        query = "SELECT 1 FROM term WHERE starts_with(text, $1) LIMIT 1"
        return self._sql.execute(query, [f"<{base}"]).fetchone() is not None

    def similar(self, base: str, name: str, words: str) -> list[str]:
        """Return IRIs that begin with *base* and are named much like *name* or labelled *words*."""
        return similar_names(self._sql, self._dictionary, base, name, words)

    def literals(self, matching: str, *, but: str) -> list[Literal]:
        """Return the literals whose N-Triples text fits a regular expression, *but* not another."""
        return literals_among(self._sql, matching, but)

    def respelt(self, literals: Iterable[Literal]) -> set[Literal]:
        """Return those of *literals* whose value has another spelling that a rule takes for it."""
        return respelt_among(self._sql, self._dictionary, literals)

    def values(self, subject: Term, predicate: Term) -> list[Literal]:
        """Return the literals that a thing has for a property, asserted or not, as they are spelt.

        Those of what :meth:`inferred` has, and of what is asserted.
        """
        return literals_of(self._sql, self._dictionary, str(subject), str(predicate))

    # --- changes ----------------------------------------------------------------------------------

    def add(self, triples: Iterable[Triple], *, clashes: bool = False) -> Change:
        """Add *triples* and all that follows; return what newly follows.

        Takes time by what changes, unless the triples are about the ontology or make things the
        same. If anything goes wrong, nothing is changed.

        :param clashes: tell the contradictions too that this brings about; they are looked for
            where something changed.
        """
        return self._change(triples, adding=True, clashes=clashes)

    def remove(self, triples: Iterable[Triple]) -> Change:
        """Take back *triples* as assertions, and what follows no more; return that.

        A triple that was not asserted is passed over; one that follows from others still holds.
        """
        return self._change(triples, adding=False)

    def follows(self, triples: Iterable[Triple]) -> set[Triple]:
        """Return those of *triples* that :meth:`inferred` has: they follow and are not asserted."""
        texts = {each: (str(each.subject), str(each.predicate), str(each.object))
                 for each in triples}  # fmt: skip
        ids = self._dictionary.ids(text for each in texts.values() for text in each)
        rows = {
            tuple(ids[text] for text in each): triple
            for triple, each in texts.items()
            if all(text in ids for text in each)
        }
        if not rows:
            return set()
        self._sql.execute("CREATE OR REPLACE TEMP TABLE wanted (s INTEGER, p INTEGER, o INTEGER)")
        insert_rows(self._sql, "wanted", list(rows), 3)
        found = self._sql.execute(
            f"SELECT s, p, o FROM ({self._inferred_rows()}) JOIN wanted USING (s, p, o)"
        )
        return {rows[row] for row in found.fetchall()}

    def _change(self, triples: Iterable[Triple], *, adding: bool, clashes: bool = False) -> Change:
        given = set(triples)
        self._answers = Answers(self._sql, self._dictionary)
        try:
            with self._whole():
                change = self._by_delta(given, adding=adding, clashes=clashes)
        except Anew:
            with self._whole():
                change = self._from_scratch(given, adding=adding, clashes=clashes)
        gained, lost = (
            tuple(triple for triple in found if triple not in given)
            for found in (change.gained, change.lost)
        )
        return Change(gained, lost, change.anew, change.clashes)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Change everything that is changed within, or, if something goes wrong, nothing."""
        before, known = dict(vars(self)), dict(vars(self._dictionary))
        self._sql.execute("BEGIN")
        try:
            with explained():
                yield
        except BaseException:  # Ctrl-C too; it goes on from here
            self._sql.execute("ROLLBACK")
            vars(self).update(before)
            vars(self._dictionary).update(known)
            raise
        self._sql.execute("COMMIT")

    def _by_delta(self, given: set[Triple], *, adding: bool, clashes: bool) -> Change:
        if any(map(_names_built_in, given)):
            raise Anew  # what says nothing is told by names
        rows, fresh = self._dictionary.number_triples(given)
        new_literals = [text for text in fresh if text.startswith('"')]
        changed = self._change_asserted(rows, adding=adding)
        maintenance = self._maintenance
        if adding:
            maintenance.add(changed, new_literals=new_literals)
        else:
            maintenance.remove(changed)
        new = [row for row, rank in maintenance.gained.items() if rank > 0 or self._has_names(row)]
        found = self._new_clashes() if clashes else None
        return Change(self._worth(new), self._worth(maintenance.lost), clashes=found)

    def _new_clashes(self) -> tuple[Clash, ...]:
        """Return the contradictions that were brought about by what was just added."""
        things, literals = self._maintenance.concerned()
        new = list(self._maintenance.gained)
        return new_clashes(self._sql, self._dictionary, things, literals, new)

    def _from_scratch(self, given: set[Triple], *, adding: bool, clashes: bool) -> Change:
        sql = self._sql
        known = set(self.clashes()) if clashes else set()
        sql.execute(f"CREATE OR REPLACE TEMP TABLE before AS {self._inferred_rows()}")
        rows, _ = self._dictionary.number_triples(given)
        self._change_asserted(rows, adding=adding)
        self._compute()
        sql.execute(f"CREATE OR REPLACE TEMP TABLE after AS {self._inferred_rows()}")
        lost = self._triples("FROM before EXCEPT FROM after")
        gained = self._triples("FROM after EXCEPT FROM before")
        if not clashes:
            return Change(gained, lost, anew=True)
        new = tuple(clash for clash in self.clashes() if clash not in known)
        return Change(gained, lost, anew=True, clashes=new)

    def _change_asserted(self, rows: list[Row], *, adding: bool) -> list[Row]:
        """Add *rows* to what is asserted, or remove them; return those that this changed."""
        known = self._asserted_among(rows)
        if adding:
            new = [row for row in rows if row not in known]
            insert_rows(self._sql, "asserted", new, 3)
            return new
        if known:
            places = ", ".join(str(place) for place in known.values())
            self._sql.execute(f"DELETE FROM asserted WHERE rowid IN ({places})")
        return list(known)

    def _asserted_among(self, rows: Iterable[Row]) -> dict[Row, int]:
        """Return those of *rows* (p, s, o) that are asserted, each with its place."""
        wanted = set(rows)
        found = rows_near(self._sql, "asserted", "rowid", wanted)
        return {(p, s, o): place for p, s, o, place in found if (p, s, o) in wanted}

    def _triples(self, rows: str) -> tuple[Triple, ...]:
        """Return the triples of a SELECT of (s, p, o), sorted."""
        found = self._sql.execute(rows).fetchall()
        terms = self._dictionary.terms(number for row in found for number in row)
        statements = ((terms[s], terms[p], terms[o]) for s, p, o in found)
        triples = (triple for triple in map(as_triple, statements) if triple is not None)
        return tuple(sorted(triples, key=str))

    def _worth(self, rows: Collection[Row]) -> tuple[Triple, ...]:
        """Return those of *rows* (p, s, o), under all names, that follow and say something."""
        if not rows:
            return ()
        named = [row for each in rows for row in self._under_all_names(each)]
        known = self._asserted_among(
            row for each in rows if self._has_names(each) for row in self._under_all_names(each)
        )
        terms = self._dictionary.terms(number for row in named for number in row)
        fresh = [row for row in named if row not in known]
        statements = ((terms[s], terms[p], terms[o]) for p, s, o in fresh)
        expressions = self._expressions(terms)
        worth = (as_triple(each) for each in statements if not is_noise(each, expressions))
        return tuple(sorted((each for each in worth if each is not None), key=str))

    def _expressions(self, terms: Mapping[int, Term]) -> frozenset[Term]:
        """Return those of *terms* that only stand for an expression of the ontology."""
        blank = [number for number, term in terms.items() if isinstance(term, BlankNode)]
        if not blank:
            return frozenset()
        found = self._sql.execute(
            "SELECT id FROM expression WHERE id IN (SELECT unnest($1::INTEGER[]))", [blank]
        )
        return frozenset(terms[number] for (number,) in found.fetchall())

    def _has_names(self, row: Row) -> bool:
        """Tell whether a statement is about a thing of several names."""
        return any(number in self._names for number in row)

    def _under_all_names(self, row: Row) -> list[Row]:
        p, s, o = ([number, *self._names.get(number, ())] for number in row)
        return [(each_p, each_s, each_o) for each_p in p for each_s in s for each_o in o]

    # --- proofs -----------------------------------------------------------------------------------

    def why(self, statement: Triple | Statement) -> Proof | None:
        """Return a proof of a statement, or None if it does not follow.

        The subject may be a literal, as a closure also says what values are and belong to.
        """
        return self.prover()(statement)

    def prover(self) -> Callable[[Triple | Statement], Proof | None]:
        """Return what proves one statement after the other as :meth:`why` does.

        Proofs share what they have in common. It is good until the closure changes.
        """
        prover = self._prover()

        def prove(statement: Triple | Statement) -> Proof | None:
            subject, predicate, object_ = statement
            if (rule := axiom_of((subject, predicate, object_))) is not None:
                return Proof((subject, predicate, object_), rule)
            key = self._key(statement)
            return None if key is None else prover.prove(key)

        return prove

    def why_false(self, clash: Clash) -> Proof | None:
        """Return the proof of a contradiction, one of :meth:`clashes`."""
        return self._prover().contradiction(clash)

    def ways(self, triple: Triple) -> tuple[Step, ...]:
        """Return the different ways in which *triple* follows in one step, asserted first."""
        key = self._key(triple)
        if key is None:
            return ()
        prover = self._prover()
        found = prover.ways(key) if prover.holds(key) else []
        names = self._dictionary.terms(n for _, keys in found for each in keys for n in each)
        statement = (triple.subject, triple.predicate, triple.object)
        return tuple(
            Step(statement, rule, tuple((names[s], names[p], names[o]) for s, p, o in keys))
            for rule, keys in found
        )

    def closest(self, triple: Triple) -> tuple[Gap, ...]:
        """Return the rules that would give *triple* if a little more held, the closest first.

        A statement about a thing or property that the graph does not mention has none.
        """
        key = self._key(triple)
        if key is None:
            return ()
        found = self._prover().gaps(key)
        rows = [row for gap in found for row in (*gap.present, *gap.missing)]
        names = self._dictionary.terms(n for row in rows for n in row if n is not None)
        statement = (triple.subject, triple.predicate, triple.object)
        return tuple(
            Gap(
                statement,
                gap.rule,
                tuple((names[s], names[p], names[o]) for s, p, o in gap.present),
                tuple(_pattern(names, row) for row in gap.missing),
            )
            for gap in found
        )

    def _key(self, statement: Triple | Statement) -> Key | None:
        texts = [str(term) for term in statement]
        ids = self._dictionary.ids(texts)
        s, p, o = (ids.get(text) for text in texts)
        return None if s is None or p is None or o is None else (s, p, o)

    def _prover(self) -> Prover:
        return Prover(self._answers, self._dictionary, self._fixpoint)

    def inference(self) -> Inference:
        """Return what follows, how the statements contradict each other, and the remarks."""
        return Inference(self.inferred(), self.clashes(), self.remarks())

    def remarks(self) -> tuple[str, ...]:
        """Return a sentence for each kind of axiom that no rule heeds, or that cannot be meant."""
        return remarks(self._sql, self._dictionary, self._fixpoint.instances)

    def ntriples(self, layer: str = "inferred") -> Iterator[bytes]:
        """Yield statements as N-Triples, in pieces; the whole is sorted, each line once.

        Ask the closure nothing else meanwhile: a piece is made while the one before is read.

        :param layer: ``"asserted"``, ``"inferred"`` or ``"all"``.
        """
        rows = {
            "asserted": "SELECT s, p, o FROM asserted",
            "inferred": self._inferred_rows(),
            "all": f"SELECT s, p, o FROM asserted UNION ALL {self._inferred_rows()}",
        }[layer]
        return iter_ntriples(
            self._sql,
            f"SELECT * FROM ({rows})",
            numbers_in_order=self._dictionary.in_order,
        )

    def statistics(self) -> Statistics:
        """Return how the closure came about."""
        [asserted] = self._sql.execute("SELECT count(*) FROM asserted").fetchone() or (0,)
        [derived] = self._sql.execute("SELECT count(*) FROM fact WHERE rank > 0").fetchone() or (0,)
        runs = self._fixpoint.runs
        return Statistics(asserted, derived, self._fixpoint.rounds, len(runs), runs)


def _copy_tables(sql: duckdb.DuckDBPyConnection) -> None:
    """Copy all tables into ``saved``; the statements in one order, not one for each round."""
    sql.execute("COPY FROM DATABASE closure TO saved (SCHEMA)")
    tables = sql.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = 'saved' ORDER BY ALL"
    ).fetchall()
    for (table,) in tables:
        order = " ORDER BY p, s, o" if table == "fact" else ""
        sql.execute(f"INSERT INTO saved.{table} FROM closure.{table}{order}")


def _pattern(names: Mapping[int, Term], row: Open) -> Pattern:
    s, p, o = (None if number is None else names[number] for number in row)
    return s, p, o


def _names_built_in(triple: Triple) -> bool:
    """Tell whether a triple names a term of OWL or RDF that no rule mentions.

    That is of no account for a property, such as rdfs:label, unless the expressions of an ontology
    are told by it.
    """
    return triple.predicate in _TELLING or any(
        isinstance(term, NamedNode) and term.value.startswith(BUILT_IN) and term.value not in _KNOWN
        for term in (triple.subject, triple.object)
    )
