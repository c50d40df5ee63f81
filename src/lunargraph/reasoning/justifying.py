"""One step back: the instances of rules from which a statement follows, asked of the tables.

A statement of rank *r* follows from statements of lower ranks only, so whatever is found here can
be asked again, and that ends. Keys are (s, p, o), as numbers.
"""

from __future__ import annotations

__all__ = ["Justifier", "Key"]

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from lunargraph.reasoning.compiler import BY_VALUE, CompiledRule
from lunargraph.reasoning.patterns import TYPE, Atom

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lunargraph.reasoning.answers import Answers
    from lunargraph.reasoning.compiler import Scope
    from lunargraph.reasoning.instances import Instances

Key: TypeAlias = tuple[int, int, int]
_COLUMNS = {"triple": ("s", "p", "o"), "item": ("l", "e"), "pair": ("l", "e", "f")}
_ITEMS = "(SELECT i.*, (SELECT max(rank) FROM item_ever j WHERE j.v = i.v AND j.l = i.l) AS known"
_ITEMS += " FROM item_ever i)"
_PAIRS = f"""(SELECT a.v, a.l, a.e, b.e AS f, a.known FROM {_ITEMS} a JOIN item_ever b
    ON a.v = b.v AND a.l = b.l AND a.n < b.n)"""


_FEW = 5000
"""So many instances of a rule are read at once; of more, each is looked for."""


class Justification(NamedTuple):
    """A rule and the statements that it started from, in the order of its body."""

    rule: str
    premises: tuple[Key, ...]


class Justifier:
    """Asks the tables of a closure; ``every`` holds all statements, set aside or not."""

    def __init__(self, answers: Answers, instances: Instances) -> None:
        self._answers = answers
        self._instances = instances
        self.ids = instances.ids
        self._rules = {rule.rule.name: rule for rule in instances.rules}
        self._values: dict[tuple[str, tuple[str, ...]], set[tuple[int, ...]]] = {}
        select = "SELECT p, s, o, rank FROM fact UNION ALL SELECT p, s, o, rank FROM retired"
        answers.define("every", select)

    def rank(self, key: Key) -> int | None:
        """Return the rank of a statement as it stands in the tables, None if it does not."""
        query = "SELECT min(rank) FROM every WHERE s = $1 AND p = $2 AND o = $3"
        [[rank]] = self._answers.rows(query, key)
        return None if rank is None else int(rank)

    def justifications(self, key: Key, below: int, limit: int = 1) -> Iterator[Justification]:
        """Yield ways in which *key* follows from statements of ranks less than *below*.

        :param limit: how many of each rule at most.
        """
        for rule in self._rules.values():
            for head in rule.patterns.head:
                bound = self.unify(head, key)
                if bound is not None and self.may_apply(rule, bound):
                    yield from self._instances_of(rule, bound, below, limit)

    def contradictions(self, rule: str, individuals: Sequence[int]) -> Iterator[Justification]:
        """Yield ways in which a false *rule* applies to these individuals and no others."""
        compiled = self._rules.get(rule)
        if compiled is None:
            return
        chosen = ", ".join(str(number) for number in individuals)
        yield from self._instances_of(compiled, {}, None, 1, among=chosen)

    # --- matching ---------------------------------------------------------------------------------

    @property
    def rules(self) -> Iterable[CompiledRule]:
        """The rules that are carried out by joins."""
        return self._rules.values()

    def scope(self, rule: CompiledRule) -> Scope:
        """Return where the variables of the instances of a rule stand."""
        return rule.joined(rule.table, ())[0]

    def rows(
        self, tables: Sequence[str], tests: Sequence[str], columns: Sequence[str], limit: int
    ) -> list[tuple[int, ...]]:
        """Return the rows of a join, each once, sorted."""
        where = f" WHERE {' AND '.join(tests)}" if tests else ""
        source = f" FROM {', '.join(tables)}" if tables else ""
        return self._answers.rows(
            f"SELECT DISTINCT {', '.join(columns)}{source}{where} ORDER BY ALL LIMIT {limit}"
        )

    def unify(self, head: Atom, key: Key) -> dict[str, int] | None:
        """Return what the variables of a *head* are if it concludes *key*; None if it does not."""
        bound: dict[str, int] = {}
        for term, number in zip(head.terms, key, strict=True):
            if not term.startswith("?"):
                if self.ids[term] != number:
                    return None
            elif bound.setdefault(term, number) != number:
                return None
        return bound

    def may_apply(self, rule: CompiledRule, bound: dict[str, int]) -> bool:
        """Tell whether the ontology gives the rule an instance with what is bound."""
        if not rule.patterns.schema:
            return True
        if not self._instances.counts.get(rule.table):
            return False
        names = tuple(name for name in rule.variables if name in bound)
        if names and self._instances.counts[rule.table] <= _FEW:
            return tuple(bound[name] for name in names) in self._listed(rule.table, names)
        tests = [f"{name[1:]} = {bound[name]}" for name in names]
        where = f" WHERE {' AND '.join(tests)}" if tests else ""
        return bool(self._answers.rows(f"SELECT 1 FROM {rule.table}{where} LIMIT 1"))

    def _listed(self, table: str, names: tuple[str, ...]) -> set[tuple[int, ...]]:
        """Return the different values that variables have in a *table* of instances."""
        if (table, names) not in self._values:
            columns = ", ".join(name[1:] for name in names)
            rows = self._answers.rows(f"SELECT DISTINCT {columns} FROM {table}")
            self._values[table, names] = set(rows)
        return self._values[table, names]

    def _instances_of(
        self,
        rule: CompiledRule,
        bound: dict[str, int],
        below: int | None,
        limit: int,
        among: str = "",
    ) -> Iterator[Justification]:
        listing = rule.patterns.listing
        if listing is None:
            for values, keys in self._bindings(rule, bound, below, limit, among):
                schema = self.schema_premises(rule, bound | values, below)
                if schema is not None:
                    yield Justification(rule.rule.name, (*schema, *keys))
            return
        found = {"each": self._each, "path": self._path, "agree": self._agree}[listing.kind]
        yield from found(rule, bound, below, limit)

    def _bindings(
        self, rule: CompiledRule, bound: dict[str, int], below: int | None, limit: int, among: str
    ) -> Iterator[tuple[dict[str, int], list[Key]]]:
        """Yield the instance variables and the data statements of each way the rule applies."""
        data = rule.patterns.data
        facts = "every_by_value" if self._by_value(rule) else "every"
        scope, tables, ranks = rule.joined(rule.table, [facts] * len(data))
        tests = [*scope.conditions]
        tests += [
            f"{scope.places[name]} = {number}"
            for name, number in bound.items()
            if name in scope.places
        ]
        if below is not None:
            tests += [f"{rank} < {below}" for rank in ranks]
        if among:
            tests += [
                f"a{n}.s IN ({among})"
                for n in range(len(data))
                if data[n].terms[1] != TYPE or n == 0
            ]
        names = list(rule.variables) if rule.patterns.schema else []
        spelled = "spelled" if facts.endswith("value") else "o"
        columns = [f"i.{name[1:]}" for name in names]
        columns += [f"a{n}.{c}" for n in range(len(data)) for c in ("s", "p", spelled)]
        order = ", ".join(
            [f"greatest({', '.join(ranks)})" if len(ranks) > 1 else ranks[0], *columns]
        )
        where = f" WHERE {' AND '.join(tests)}" if tests else ""
        rows = self._answers.rows(
            f"SELECT {', '.join(columns)} FROM {', '.join(tables)}{where}"
            f" ORDER BY {order} LIMIT {limit}"
        )
        for row in rows:
            values = dict(zip(names, row, strict=False))
            rest = row[len(names) :]
            yield values, [(rest[k], rest[k + 1], rest[k + 2]) for k in range(0, len(rest), 3)]

    def _by_value(self, rule: CompiledRule) -> bool:
        if not self._instances.by_value or rule.rule.name not in BY_VALUE:
            return False
        select = """SELECT p, s, coalesce(same, o) AS o, o AS spelled, rank FROM every
            LEFT JOIN value_of ON o = id"""
        self._answers.define("every_by_value", select)
        return True

    # --- the part about the ontology ----------------------------------------------------------

    def schema_premises(
        self, rule: CompiledRule, values: dict[str, int], below: int | None
    ) -> list[Key] | None:
        """Return statements, of low ranks, that make an instance; None if there are none."""
        if not rule.patterns.schema:
            return []
        by_value = self._by_value(rule)
        triples = "every_by_value" if by_value else "every"
        tables, tests, columns, ranks = [], [], [], []
        places: dict[str, str] = {}
        for n, atom in enumerate(rule.patterns.schema):
            source = {"item": _ITEMS, "pair": _PAIRS}.get(atom.kind, triples)
            tables.append(f"{source} s{n}")
            for term, column in zip(atom.terms, _COLUMNS[atom.kind], strict=True):
                tests += self._test(rule, term, f"s{n}.{column}", places, values)
            if atom.kind == "triple":
                columns += [f"s{n}.s", f"s{n}.p", f"s{n}.{'spelled' if by_value else 'o'}"]
                ranks.append(f"s{n}.rank")
            else:
                columns += [f"s{n}.v", f"s{n}.l", "0"]
                ranks.append(f"s{n}.known")
        if below is not None:
            tests += [f"{rank} < {below}" for rank in ranks]
        rows = self._answers.rows(
            f"SELECT {', '.join(columns)} FROM {', '.join(tables)} WHERE {' AND '.join(tests)}"
            f" ORDER BY {', '.join([*ranks, *(each for each in columns if each != '0')])} LIMIT 1"
        )
        if not rows:
            return None
        [row] = rows
        premises: list[Key] = []
        for n, atom in enumerate(rule.patterns.schema):
            key = (row[3 * n], row[3 * n + 1], row[3 * n + 2])
            premises += [key] if atom.kind == "triple" else self._spine(key[0], key[1])
        return list(dict.fromkeys(premises))

    def _test(
        self,
        rule: CompiledRule,
        term: str,
        place: str,
        places: dict[str, str],
        values: dict[str, int],
    ) -> list[str]:
        if term.isdecimal():
            return [f"{place} IN ({rule.numbers[term]})"]
        if not term.startswith("?"):
            return [f"{place} = {self.ids[term]}"]
        if term in values:
            return [f"{place} = {values[term]}"]
        if places.setdefault(term, place) != place:
            return [f"{place} = {places[term]}"]
        return []

    def _spine(self, version: int, head: int) -> list[Key]:
        """Return the statements that made up the list *head* in one of its versions, in order."""
        first, rest = self.ids["rdf:first"], self.ids["rdf:rest"]
        rows = self._answers.rows(
            "SELECT node, e, rest FROM item_ever WHERE v = $1 AND l = $2 ORDER BY n",
            [version, head],
        )
        cells = (((node, first, e), (node, rest, following)) for node, e, following in rows)
        return [key for cell in cells for key in cell]

    def list_statements(self, head: int) -> list[Key]:
        """Return the statements that make up the list that begins at *head*, in order."""
        [[version]] = self._answers.rows("SELECT max(v) FROM item_ever WHERE l = $1", [head])
        return self._spine(version, head)

    # --- rules about all members of a list ----------------------------------------------------

    def lists(self, rule: CompiledRule, bound: dict[str, int]) -> list[tuple[dict[str, int], int]]:
        """Return the instances with what is bound: their variables, and the list of each."""
        tests = [f"{name[1:]} = {bound[name]}" for name in rule.variables if name in bound]
        where = f" WHERE {' AND '.join(tests)}" if tests else ""
        columns = ", ".join(name[1:] for name in rule.variables)
        rows = self._answers.rows(f"SELECT {columns} FROM {rule.table}{where} ORDER BY ALL")
        found = [dict(zip(rule.variables, row, strict=True)) for row in rows]
        return [(values, values["?l"]) for values in found]

    def _versions(
        self, rule: CompiledRule, bound: dict[str, int], below: int | None
    ) -> Iterator[tuple[dict[str, int], list[int], list[Key]]]:
        """Yield the instances with their lists as they ever were: the members and the statements.

        :param below: only lists all of whose statements have lower ranks.
        """
        first = self.ids["rdf:first"]
        for values, head in self.lists(rule, bound):
            versions = self._answers.rows(
                "SELECT v FROM item_ever WHERE l = $1 GROUP BY v HAVING max(rank) < $2 ORDER BY v",
                [head, 2**31 - 1 if below is None else below],
            )
            for (version,) in versions:
                spine = self._spine(version, head)
                yield values, [key[2] for key in spine if key[1] == first], spine

    def members(self, head: int) -> list[int]:
        """Return the members of the list that begins at *head*."""
        rows = self._answers.rows("SELECT e FROM item WHERE l = $1 ORDER BY n", [head])
        return [member for (member,) in rows]

    def _joined(
        self, wanted: Sequence[str], tests: Sequence[str], facts: str, below: int | None, limit: int
    ) -> Iterator[list[Key]]:
        """Yield the statements of joins of *facts* under the aliases *wanted*."""
        ranks = [f"{alias}.rank" for alias in wanted]
        limits = [f"{rank} < {below}" for rank in ranks] if below is not None else []
        spelled = "spelled" if facts.endswith("value") else "o"
        columns = [f"{alias}.{column}" for alias in wanted for column in ("s", "p", spelled)]
        order = f"greatest({', '.join(ranks)})" if len(ranks) > 1 else ranks[0]
        tables = ", ".join(f"{facts} {alias}" for alias in wanted)
        selected = ", ".join(columns)
        rows = self._answers.rows(
            f"SELECT {selected} FROM {tables} WHERE {' AND '.join([*tests, *limits])}"
            f" ORDER BY {order}, {selected} LIMIT {limit}"
        )
        for row in rows:
            yield [(row[k], row[k + 1], row[k + 2]) for k in range(0, len(row), 3)]

    def _with_axiom(
        self,
        rule: CompiledRule,
        values: dict[str, int],
        below: int | None,
        spine: list[Key],
        keys: list[Key],
    ) -> Iterator[Justification]:
        schema = self.schema_premises(rule, values, below)
        if schema is not None:
            yield Justification(rule.rule.name, tuple(dict.fromkeys([*schema, *spine, *keys])))

    def _each(
        self, rule: CompiledRule, bound: dict[str, int], below: int | None, limit: int
    ) -> Iterator[Justification]:
        for values, members, spine in self._versions(rule, bound, below):
            aliases = [f"a{n}" for n in range(len(members))]
            tests = [
                f"{a}.p = {self.ids[TYPE]} AND {a}.s = {bound['?y']} AND {a}.o = {member}"
                for a, member in zip(aliases, members, strict=True)
            ]
            for keys in self._joined(aliases, tests, "every", below, limit):
                yield from self._with_axiom(rule, values, below, spine, keys)

    def _path(
        self, rule: CompiledRule, bound: dict[str, int], below: int | None, limit: int
    ) -> Iterator[Justification]:
        for values, members, spine in self._versions(rule, bound, below):
            tests = [f"a{n}.p = {member}" for n, member in enumerate(members)]
            tests += [f"a{n}.s = a{n - 1}.o" for n in range(1, len(members))]
            tests += [f"a0.s = {bound['?u']}", f"a{len(members) - 1}.o = {bound['?v']}"]
            aliases = [f"a{n}" for n in range(len(members))]
            for keys in self._joined(aliases, tests, "every", below, limit):
                yield from self._with_axiom(rule, values, below, spine, keys)

    def _agree(
        self, rule: CompiledRule, bound: dict[str, int], below: int | None, limit: int
    ) -> Iterator[Justification]:
        facts = "every_by_value" if self._by_value(rule) else "every"
        for values, members, spine in self._versions(rule, bound, below):
            tests, aliases = [], ["x", "y"]
            for alias in ("x", "y"):
                tests.append(f"{alias}.p = {self.ids[TYPE]} AND {alias}.o = {values['?c']}")
                tests.append(f"{alias}.s = {bound['?' + alias]}")
            for n, member in enumerate(members):
                aliases += [f"a{n}", f"b{n}"]
                tests.append(f"a{n}.p = {member} AND b{n}.p = {member} AND a{n}.o = b{n}.o")
                tests.append(f"a{n}.s = {bound['?x']} AND b{n}.s = {bound['?y']}")
            for keys in self._joined(aliases, tests, facts, below, limit):
                yield from self._with_axiom(rule, values, below, spine, keys)
