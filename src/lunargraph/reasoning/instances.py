"""The instances of the rules for an ontology, kept up to date as schema statements appear."""

from __future__ import annotations

__all__ = ["Instances", "only"]

from typing import TYPE_CHECKING, Any

from lunargraph.reasoning.compiler import BY_VALUE, CompiledRule, compile_rule
from lunargraph.reasoning.datatypes import DATATYPES
from lunargraph.reasoning.grounding import Grounds, ground
from lunargraph.reasoning.listings import lengths, path_instances
from lunargraph.reasoning.lists import BrokenList, Cell, read_lists, start_lists
from lunargraph.reasoning.literals import literals_worth, spellings_of_one_value, types_of_literals
from lunargraph.reasoning.lookups import TooMany
from lunargraph.reasoning.patterns import SCHEMA_CLASSES, SCHEMA_PREDICATES, TYPE
from lunargraph.reasoning.rules import RULES
from lunargraph.reasoning.small_ontologies import SmallOntology

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from lunargraph.reasoning.dictionary import Dictionary

MOST_AXIOMS = 1_500
"""Above so many, schema statements are left to SQL."""
MOST_ROWS = 3_000
"""Above so many rows to look at, a rule is left to SQL."""

_LISTS = frozenset({"rdf:first", "rdf:rest"})
_LIST_PREDICATES = frozenset(
    {"owl:intersectionOf", "owl:unionOf", "owl:oneOf", "owl:propertyChainAxiom", "owl:hasKey"}
    | {"owl:members", "owl:distinctMembers"}
)


class Instances:
    """The compiled rules, their tables of instances, and what of each is new in this round."""

    def __init__(
        self,
        sql: DuckDBPyConnection,
        dictionary: Dictionary,
        numbers: Mapping[str, str] | None = None,
    ) -> None:
        self._sql = sql
        self.ids = dictionary.vocabulary
        if numbers is None:
            numbers = literals_worth(sql, (0, 1))
        self.numbers = numbers
        """For each number that rules mention, the literals of that value, as SQL."""
        joins = [rule for rule in RULES if rule.how == "join" and rule.table != "eq"]
        self.rules = [compile_rule(rule, self.ids, numbers) for rule in joins]
        self.counts: dict[str, int] = {}
        self.new: dict[str, int] = {}
        self._new_rows: dict[str, list[tuple[int, ...]]] = {}
        """The new instances of a rule, where they are few."""
        self.lengths: dict[str, list[int]] = {}
        self.released: set[int] = set()
        """The datatypes that the data are asked for."""
        self.held_back: set[int] = set()
        """The other datatypes: that a literal belongs to one is not derived."""
        self.thing_held_back = True
        self.by_value = False
        self._compared = False
        self.broken_lists: tuple[BrokenList, ...] = ()
        self._lists: dict[int, tuple[Cell, ...]] = {}
        self._relevant: dict[tuple[str, str], frozenset[int]] = {}
        self._grounds: Grounds | None = None
        self._rows: dict[str, list[list[int]]] | None = None
        self._same: dict[int, int] | None = None
        self._names = {number: name for name, number in self.ids.items()}
        self._seen: set[str] = set()
        self._ontology: SmallOntology | None = None
        self._valued: SmallOntology | None = None
        """The same with one spelling for all of a value."""
        self._known: dict[str, set[tuple[int, ...]]] = {}
        self._schema_classes = {self.ids[name] for name in SCHEMA_CLASSES}
        self._is_schema = (
            f"p IN ({_listed(self.ids, SCHEMA_PREDICATES)}) OR"
            f" p = {self.ids[TYPE]} AND o IN ({_listed(self.ids, SCHEMA_CLASSES)})"
        )

    def start(self, dictionary: Dictionary) -> None:
        """Make the tables for an ontology of which nothing is known yet."""
        sql = self._sql
        sql.execute(
            "CREATE OR REPLACE TABLE schema_fact (p INTEGER, s INTEGER, o INTEGER, rank INTEGER)"
        )
        start_lists(sql)
        sql.execute("CREATE OR REPLACE TABLE value_of (id INTEGER, same INTEGER)")
        datatypes = [f"<{iri}>" for iri in (*DATATYPES, _LITERAL, _PLAIN)]
        self.held_back = set(dictionary.ids(datatypes).values())
        self.thing_held_back = True

    def state(self) -> dict[str, Any]:
        """Return what is known besides the tables, as JSON can hold it."""
        return {
            "counts": self.counts,
            "lengths": self.lengths,
            "released": sorted(self.released),
            "held_back": sorted(self.held_back),
            "by_value": self.by_value,
            "rows": self.rows() if self._count() <= _MOST else None,
            "broken_lists": self.broken_lists,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what :meth:`state` returned; the tables are there."""
        self.counts = dict(state["counts"])
        self.lengths = dict(state["lengths"])
        self.released, self.held_back = set(state["released"]), set(state["held_back"])
        self.by_value, self._rows = bool(state["by_value"]), state["rows"]
        self.broken_lists = tuple(BrokenList(*each) for each in state["broken_lists"])
        for table in ("delta", "over"):
            self._sql.execute(
                f"CREATE OR REPLACE TABLE {table} (p INTEGER, s INTEGER, o INTEGER, rank INTEGER)"
            )
        if self.by_value:
            self._make_views()

    def is_schema(self, predicates: Iterable[int], classes: Iterable[int]) -> bool:
        """Tell whether statements with these predicates and classes may change the instances."""
        schema = {self.ids[name] for name in SCHEMA_PREDICATES}
        return not schema.isdisjoint(predicates) or not self._schema_classes.isdisjoint(classes)

    def refresh(self, predicates: set[int], classes: set[int]) -> None:
        """Find the instances that new statements with these predicates and classes bring about.

        The new statements are those of ``delta``.
        """
        self.new = {}
        self._new_rows = {}
        if not self.is_schema(predicates, classes):
            return
        self._sql.execute(f"INSERT INTO schema_fact SELECT * FROM delta WHERE {self._is_schema}")
        changed: set[int] = set()
        names = {self._names[each] for each in predicates | classes if each in self._names}
        if names & (_LISTS | _LIST_PREDICATES):
            heads = [self.ids[name] for name in sorted(_LIST_PREDICATES)]
            self.broken_lists, changed = read_lists(self._sql, self.ids, heads, self._lists)
            names |= _LIST_PREDICATES & self._seen
        self._seen |= names
        self._read_axioms()
        for rule in self.rules:
            if names & _schema_names(rule):
                self._find(rule)
        if changed:
            self._read_again(changed)
        self._release()
        if not self._compared:
            self._compare_values()

    def retire(self, stale: str) -> None:
        """Forget the schema statements that were restated about a representative."""
        self._sql.execute(f"DELETE FROM schema_fact WHERE {stale}")

    def few_conclusions(self, rule: CompiledRule) -> list[tuple[int, ...]] | None:
        """Return what a rule that asks for no data concludes from its new instances.

        :returns: rows of (p, s, o, rank); None if it does ask for data, or there are many.
        """
        rows = self._new_rows.get(rule.table, [])
        if rule.patterns.data or rule.patterns.listing or len(rows) < self.new.get(rule.table, 0):
            return None
        found: list[tuple[int, ...]] = []
        for *numbers, rank in rows:
            names = dict(zip(rule.variables, numbers, strict=True))
            for head in rule.patterns.head:
                s, p, o = (names[t] if t in names else self.ids[t] for t in head.terms)
                found.append((p, s, o, rank + 1))
        return found

    def parts(self, rule: CompiledRule, new: int | None) -> list[str]:
        """Return the tables for the parts of a rule, part *new* among what is new."""
        suffix = "_by_value" if self.by_value and rule.rule.name in BY_VALUE else ""
        return [("delta" if n == new else "fact") + suffix for n in range(len(rule.patterns.data))]

    def few_parts(self, rule: CompiledRule, new: int) -> list[str]:
        """Return the same as :meth:`parts`, for a few new statements.

        The tables are cut down to the predicates that can matter, given as constants, so that only
        the blocks that hold them are read.
        """
        parts = self.parts(rule, new)
        for n, table in enumerate(parts):
            term, is_class = _key(rule, n)
            if n != new and not is_class and len(self._values(rule, term)) <= _FEW:
                parts[n] = only(table, self._values(rule, term))
        return parts

    def touches(
        self, rule: CompiledRule, part: int, predicates: set[int], classes: set[int]
    ) -> bool:
        """Tell whether new statements with these predicates and classes can be *part* of a rule."""
        term, is_class = _key(rule, part)
        return not self._values(rule, term).isdisjoint(classes if is_class else predicates)

    def concludes(self, rule: CompiledRule, predicates: set[int], classes: set[int]) -> bool:
        """Tell whether a rule can conclude statements with these predicates and classes."""
        for head in rule.patterns.head:
            _, predicate, object_ = head.terms
            is_class = predicate == TYPE
            term, wanted = (object_, classes) if is_class else (predicate, predicates)
            if not wanted.isdisjoint(self._values(rule, term)):
                return True
        return False

    def grounds(self) -> Grounds | None:
        """Return the instances for few statements, None if there are more than would be few.

        Called when the instances are all there.
        """
        if self._grounds is None and self._count() <= _MOST:
            rows = self.rows()
            items: dict[int, list[tuple[int, int]]] = {}
            for head, member, rank in rows[_ITEM]:
                items.setdefault(head, []).append((member, rank))
            found = [
                each
                for rule in self._about_things()
                for each in ground(rule, rows.get(rule.table, [[0]]), items, by_value=self.by_value)
            ]
            self._grounds = Grounds(found, self.ids[TYPE])
        return self._grounds

    def rows(self) -> dict[str, list[list[int]]]:
        """Return the instances of the rules about things, and the members of their lists."""
        if self._rows is None:
            tables = {
                rule.table: rule.variables for rule in self._about_things() if rule.patterns.schema
            }
            width = max(map(len, tables.values()), default=0)
            selects = [
                f"SELECT {n}, rank, {', '.join(column[1:] for column in columns)}"
                f"{', NULL' * (width - len(columns))} FROM {table}"
                for n, (table, columns) in enumerate(tables.items())
            ]
            names = list(tables)
            self._rows = {name: [] for name in [*names, _ITEM]}
            query = f"SELECT * FROM ({' UNION ALL '.join(selects)}) ORDER BY ALL"
            for n, rank, *numbers in self._sql.execute(query).fetchall() if selects else ():
                table = names[n]
                self._rows[table].append([*numbers[: len(tables[table])], rank])
            self._rows[_ITEM] = [
                list(row)
                for row in self._sql.execute("SELECT l, e, rank FROM item ORDER BY l, n").fetchall()
            ]
        return self._rows

    def same(self) -> dict[int, int]:
        """Return, for each literal with several spellings, the one that stands for all."""
        if self._same is None:
            self._same = dict(self._sql.execute("SELECT id, same FROM value_of").fetchall())
        return self._same

    def _about_things(self) -> list[CompiledRule]:
        """Return the rules that have instances and that are not about the ontology alone."""
        return [
            rule
            for rule in self.rules
            if (self.counts.get(rule.table) or not rule.patterns.schema)
            and not any(atom.is_schema for atom in rule.patterns.head)
        ]

    def _count(self) -> int:
        return sum(self.counts.get(rule.table, 0) for rule in self._about_things())

    def _values(self, rule: CompiledRule, term: str) -> frozenset[int]:
        """Return what a *term* of a rule stands for in any of its instances."""
        if not term.startswith("?"):
            return frozenset({self.ids[term]})
        key = (rule.table, term)
        if key not in self._relevant:
            rows = self._sql.execute(f"SELECT DISTINCT {term[1:]} FROM {rule.table}").fetchall()
            self._relevant[key] = frozenset(number for (number,) in rows)
        return self._relevant[key]

    def members(self, rule: CompiledRule) -> frozenset[int]:
        """Return the members of the lists that the instances of a rule are about."""
        key = (rule.table, "members")
        if key not in self._relevant:
            rows = self._sql.execute(f"SELECT DISTINCT e FROM {rule.table} JOIN item USING (l)")
            self._relevant[key] = frozenset(number for (number,) in rows.fetchall())
        return self._relevant[key]

    def links(self, rule: CompiledRule, length: int, place: int) -> frozenset[int]:
        """Return the properties that stand at a *place*, from 1, of the chains of a *length*."""
        key = (rule.table, f"{length} {place}")
        if key not in self._relevant:
            rows = self._sql.execute(f"SELECT DISTINCT p{place} FROM {rule.table}_{length}")
            self._relevant[key] = frozenset(number for (number,) in rows.fetchall())
        return self._relevant[key]

    def _read_axioms(self) -> None:
        """Take the ontology out of the tables, if it is small."""
        self._ontology = self._valued = None
        axioms = self._sql.execute(
            f"SELECT p, s, o, rank FROM schema_fact LIMIT {MOST_AXIOMS + 1}"
        ).fetchall()
        if len(axioms) <= MOST_AXIOMS:
            lists = {
                head: ([cell.member for cell in cells], max(cell.rank for cell in cells))
                for head, cells in self._lists.items()
            }
            self._ontology = SmallOntology(axioms, lists)
            if self.by_value:
                same = self.same()
                spelt = ((p, s, same.get(o, o), rank) for p, s, o, rank in axioms)
                self._valued = SmallOntology(spelt, lists)

    def _find(self, rule: CompiledRule) -> None:
        if not rule.patterns.schema or not _schema_names(rule) <= self._seen:
            return
        sql, table = self._sql, rule.table
        first = table not in self.new
        found = f"new_{table}" if first else "found"
        count = self._find_few(rule, found)
        if count is None:
            count = self._find_many(rule, found)
        if not count:
            return
        if not first:
            sql.execute(f"INSERT INTO new_{table} FROM found")
        known = f"INSERT INTO {table}" if table in self.counts else _CREATE.format(table)
        sql.execute(f"{known} FROM {found}")
        self.counts[table] = self.counts.get(table, 0) + count
        self.new[table] = self.new.get(table, 0) + count
        self._relevant = {key: ids for key, ids in self._relevant.items() if key[0] != table}
        if rule.patterns.listing:
            self._find_lengths(rule)

    def _find_few(self, rule: CompiledRule, found: str) -> int | None:
        """Put the instances of a rule that are not known in the table *found*, if they are some.

        :returns: how many they are; None if it is too much to look at.
        """
        by_value = self.by_value and rule.rule.name in BY_VALUE
        ontology = self._valued if by_value else self._ontology
        if ontology is None:
            return None
        try:
            instances = ontology.instances(rule, MOST_ROWS)
        except TooMany:
            return None
        known = self._known_instances(rule)
        held_back = self.ids[_THING] if rule.head_class and self.thing_held_back else None
        place = rule.variables.index(f"?{rule.head_class}") if rule.head_class else 0
        rows = sorted(
            (*numbers, rank)
            for numbers, rank in instances.items()
            if numbers not in known and numbers[place] != held_back
        )
        if rows:
            known.update(row[:-1] for row in rows)
            columns = [*(name[1:] for name in rule.variables), "rank"]
            selected = ", ".join(f"unnest(${n}::INTEGER[]) AS {each}"
                                 for n, each in enumerate(columns, 1))  # fmt: skip
            values = [list(column) for column in zip(*rows, strict=True)]
            self._new_rows.setdefault(rule.table, []).extend(rows)
            self._sql.execute(f"{_CREATE.format(found)} SELECT {selected}", values)
        return len(rows)

    def _known_instances(self, rule: CompiledRule) -> set[tuple[int, ...]]:
        known = self._known.get(rule.table)
        if known is None:
            known = set()
            if rule.table in self.counts:
                columns = ", ".join(name[1:] for name in rule.variables)
                known.update(self._sql.execute(f"SELECT {columns} FROM {rule.table}").fetchall())
            self._known[rule.table] = known
        return known

    def _find_many(self, rule: CompiledRule, found: str) -> int:
        """Put the instances of a rule that are not known in the table *found*; return how many."""
        table = rule.table
        self._known.pop(table, None)
        by_value = self.by_value and rule.rule.name in BY_VALUE
        select = rule.instances("schema_by_value" if by_value else "schema_fact")
        if rule.head_class and self.thing_held_back:
            select = f"SELECT * FROM ({select}) WHERE {rule.head_class} <> {self.ids[_THING]}"
        columns = ", ".join(name[1:] for name in rule.variables)
        old = f" ANTI JOIN {table} USING ({columns})" if table in self.counts else ""
        [count] = self._sql.execute(
            f"{_CREATE.format(found)} SELECT * FROM ({select}){old} ORDER BY ALL"
        ).fetchone() or (0,)
        return int(count)

    def _find_lengths(self, rule: CompiledRule) -> None:
        table, listing = rule.table, rule.patterns.listing
        self.lengths[table] = lengths(self._sql, table) if self.counts[table] else []
        if listing is not None and listing.kind == "path":
            for prefix in ("", "new_") if table in self.new else ("",):
                for n in self.lengths[table]:
                    select = path_instances(prefix + table, n)
                    self._sql.execute(f"CREATE OR REPLACE TABLE {prefix}{table}_{n} AS {select}")

    def _release(self) -> None:
        """Stop holding back owl:Thing and the datatypes that the data are asked for.

        That something is an owl:Thing, or a literal of a datatype, is derived only if a rule goes
        on from it.
        """
        asked = [
            f"SELECT {column} AS id FROM {rule.table}"
            for rule in self.rules
            if self.counts.get(rule.table)
            for column in rule.asked_classes
        ]
        if self.counts.get("i_cls_int1"):
            asked.append("SELECT m.e AS id FROM i_cls_int1 JOIN item m USING (l)")
        if not asked:
            return
        held_back = ", ".join(map(str, sorted({*self.held_back, self.ids[_THING]})))
        rows = self._sql.execute(
            f"SELECT DISTINCT id FROM ({' UNION ALL '.join(asked)}) WHERE id IN ({held_back})"
        ).fetchall()
        wanted = {number for (number,) in rows}
        if self.ids[_THING] in wanted and self.thing_held_back:
            self.thing_held_back = False
            for rule in self.rules:
                if rule.head_class:
                    self._find(rule)
        released = sorted(wanted & self.held_back)
        if released:
            self.held_back.difference_update(released)
            self.released.update(released)
            types_of_literals(self._sql, self.ids[TYPE], released)
            self._find_again(released)

    def _read_again(self, heads: set[int]) -> None:
        """Count the instances that have one of these lists, which changed, as new once more."""
        chosen = ", ".join(map(str, sorted(heads)))
        for rule in self.rules:
            if rule.patterns.listing and self.counts.get(rule.table):
                self._add_as_new(rule, f"l IN ({chosen})")
                self._relevant = {
                    key: ids for key, ids in self._relevant.items() if key[0] != rule.table
                }
                self._find_lengths(rule)

    def _add_as_new(self, rule: CompiledRule, condition: str) -> None:
        """Add known instances of a rule to the new ones."""
        select = f"SELECT * FROM {rule.table} WHERE {condition}"
        if rule.table in self.new:
            select = f"INSERT INTO new_{rule.table} {select} EXCEPT FROM new_{rule.table}"
        else:
            select = f"CREATE OR REPLACE TABLE new_{rule.table} AS {select}"
        [count] = self._sql.execute(select).fetchone() or (0,)
        self.new[rule.table] = self.new.get(rule.table, 0) + count

    def _find_again(self, classes: Sequence[int]) -> None:
        """Count the instances that conclude membership in *classes* as new once more."""
        chosen = ", ".join(map(str, classes))
        for rule in self.rules:
            if rule.head_class and self.counts.get(rule.table):
                self._add_as_new(rule, f"{rule.head_class} IN ({chosen})")

    def _compare_values(self) -> None:
        """Note which literals are two spellings of one value, if any rule compares literals."""
        self._compared = True
        self.by_value = spellings_of_one_value(self._sql)
        if self.by_value:
            self._make_views()
            self._read_axioms()
            for rule in self.rules:
                if rule.rule.name in BY_VALUE:
                    self._find(rule)

    def _make_views(self) -> None:
        """Make views of statements in which one spelling stands for all of a value."""
        for name, table in _VIEWS:
            self._sql.execute(
                f"""CREATE OR REPLACE TEMP VIEW {name}_by_value AS
                SELECT p, s, coalesce(same, o) AS o, rank FROM {table}
                LEFT JOIN value_of ON o = id"""
            )


_FEW = 50
_MOST = 20_000
_ITEM = "item"
_THING = "owl:Thing"
_VIEWS = (("fact", "fact"), ("delta", "delta"), ("schema", "schema_fact"))
_CREATE = "CREATE OR REPLACE TABLE {} AS"
_LITERAL = "http://www.w3.org/2000/01/rdf-schema#Literal"
_PLAIN = "http://www.w3.org/1999/02/22-rdf-syntax-ns#PlainLiteral"


def only(table: str, predicates: Iterable[int]) -> str:
    """Return the SQL for the statements of *table* that have one of these predicates."""
    chosen = ", ".join(map(str, sorted(predicates))) or "NULL"
    return f"(SELECT * FROM {table} WHERE p IN ({chosen}))"


def _listed(ids: Mapping[str, int], names: Iterable[str]) -> str:
    return ", ".join(str(ids[name]) for name in sorted(names))


def _table(name: str) -> str:
    return "i_" + name.replace("-", "_")


def _schema_names(rule: CompiledRule) -> set[str]:
    """Return the predicates, and the classes of OWL, that a rule asks of the ontology."""
    names: set[str] = set()
    for atom in rule.patterns.schema:
        if atom.kind == "triple":
            names.add(atom.terms[2] if atom.terms[1] == TYPE else atom.terms[1])
    return names


def _key(rule: CompiledRule, part: int) -> tuple[str, bool]:
    """Return what tells which statements can be *part* of a rule, and whether that is a class."""
    _, predicate, object_ = rule.patterns.data[part].terms
    return (object_, True) if predicate == TYPE else (predicate, False)
