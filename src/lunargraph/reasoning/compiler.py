"""From the rule table to SQL.

Each rule is cut in two. What it asks of the ontology becomes a small table of *instances*: one row
for each way in which the axioms at hand satisfy that part, such as one for each pair of a narrower
and a wider class. What it asks of the data becomes joins with that table. A rule that the ontology
gives no instance never runs.

Every statement is a row of ``fact`` (p, s, o, rank): the rank is, the least height of a proof. A
join runs once for each of its parts that may be new, with ``delta`` in the place of that part.

The SQL is plain: joins, GROUP BY, no feature of one engine alone.
"""

from __future__ import annotations

__all__ = ["BY_VALUE", "WIDENING", "CompiledRule", "Scope", "compile_rule"]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lunargraph.reasoning.patterns import TYPE, Atom, Patterns, patterns_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lunargraph.reasoning.rules import Rule

BY_VALUE = frozenset({"prp-ifp", "prp-pdw", "prp-adp", "prp-key", "prp-npa2", "cls-hv2", "scm-hv"})
"""Rules that compare two objects: two spellings of one value count as one (``dt-eq``)."""
_SAME = "owl:sameAs"
WIDENING = frozenset(
    {"cax-sco", "cax-eqc1", "cax-eqc2", "cls-int2", "cls-uni", "prp-spo1", "prp-eqp1", "prp-eqp2"}
)
"""Rules from one class or property to another; nothing new follows where the two are one."""
_PAIRS = "(SELECT a.l, a.e, b.e AS f, a.rank FROM item a JOIN item b ON a.l = b.l AND a.n < b.n)"
_SOURCES = {"item": "item", "pair": _PAIRS}
_COLUMNS = {"triple": ("s", "p", "o"), "item": ("l", "e"), "pair": ("l", "e", "f")}


class Scope:
    """SQL for terms: constants as numbers, a variable by the place where it stands first."""

    def __init__(self, vocabulary: Mapping[str, int], numbers: Mapping[str, str]) -> None:
        self._vocabulary = vocabulary
        self._numbers = numbers
        self.places: dict[str, str] = {}
        self.conditions: list[str] = []

    def bind(self, atom: Atom, alias: str) -> None:
        """Say that *alias* is the table in which *atom* is looked up."""
        for term, column in zip(atom.terms, _COLUMNS[atom.kind], strict=True):
            place = f"{alias}.{column}"
            if term.isdecimal():
                self.conditions.append(f"{place} IN ({self._numbers[term]})")
            elif not term.startswith("?"):
                self.conditions.append(f"{place} = {self._vocabulary[term]}")
            elif self.places.setdefault(term, place) != place:
                self.conditions.append(f"{place} = {self.places[term]}")

    def sql(self, term: str) -> str:
        """Return the SQL for a *term*."""
        return self.places[term] if term.startswith("?") else str(self._vocabulary[term])

    def where(self) -> str:
        """Return the WHERE clause of the conditions, or nothing."""
        return f" WHERE {' AND '.join(self.conditions)}" if self.conditions else ""


@dataclass(frozen=True)
class CompiledRule:
    """The SQL of one rule over the terms of one dictionary."""

    rule: Rule
    patterns: Patterns
    variables: tuple[str, ...]
    """What an instance tells; the columns of its table are the names without the question mark."""
    vocabulary: Mapping[str, int] = field(repr=False)
    numbers: Mapping[str, str] = field(repr=False)

    @property
    def table(self) -> str:
        """The name of the table of its instances."""
        return "i_" + self.rule.name.replace("-", "_")

    @property
    def head_class(self) -> str | None:
        """The column of the instances that holds the class concluded, None if there is none."""
        for atom in self.patterns.head:
            _, predicate, object_ = atom.terms
            if predicate == TYPE and object_ in self.variables:
                return object_[1:]
        return None

    @property
    def asked_classes(self) -> tuple[str, ...]:
        """The columns of the instances whose classes the data are asked for."""
        found = [
            atom.terms[2][1:]
            for atom in self.patterns.data
            if atom.terms[1] == TYPE and atom.terms[2] in self.variables
        ]
        return tuple(dict.fromkeys(found))

    def instances(self, source: str = "fact") -> str:
        """Return the SELECT of all instances: its variables, and their least ``rank``."""
        scope = Scope(self.vocabulary, self.numbers)
        tables = []
        for n, atom in enumerate(self.patterns.schema):
            tables.append(f"{_SOURCES.get(atom.kind, source)} s{n}")
            scope.bind(atom, f"s{n}")
        columns = [f"{scope.sql(name)} AS {name[1:]}" for name in self.variables]
        rank = _greatest([f"s{n}.rank" for n in range(len(tables))])
        if self.rule.name in WIDENING:
            scope.conditions.append(" <> ".join(scope.sql(name) for name in self.variables))
        groups = ", ".join(str(n) for n in range(1, len(columns) + 1))
        select = ", ".join([*columns, f"min({rank}) AS rank"])
        return f"SELECT {select} FROM {', '.join(tables)}{scope.where()} GROUP BY {groups}"

    def conclusions(self, instances: str, parts: Sequence[str]) -> list[str]:
        """Return a SELECT of (p, s, o, rank) for each conclusion.

        :param instances: the table of instances to use.
        :param parts: the tables in which to look up the parts of the data.
        """
        scope, tables, ranks = self.joined(instances, parts)
        selects = []
        for head in self.patterns.head:
            s, p, o = (scope.sql(term) for term in head.terms)
            conditions = [*scope.conditions, *([f"{s} < {o}"] if head.terms[1] == _SAME else [])]
            where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
            selects.append(
                f"SELECT {p} AS p, {s} AS s, {o} AS o, 1 + {_greatest(ranks)} AS rank"
                f" FROM {', '.join(tables)}{where}"
            )
        return selects

    def subjects(self, instances: str, parts: Sequence[str]) -> str:
        """Return the SELECT of the subjects of all parts of the data, wherever they all hold.

        :param instances: as for :meth:`conclusions`, and so are *parts*.
        """
        scope, tables, _ = self.joined(instances, parts)
        columns = ", ".join(f"a{n}.s" for n in range(len(parts)))
        return f"SELECT DISTINCT {columns} FROM {', '.join(tables)}{scope.where()}"

    def joined(self, instances: str, parts: Sequence[str]) -> tuple[Scope, list[str], list[str]]:
        """Return where each variable stands, the tables to join, and their ranks.

        :param parts: the tables of the parts of the data, or of the first of them.
        """
        scope = Scope(self.vocabulary, self.numbers)
        tables, ranks = [], []
        if self.patterns.schema:
            scope.places = {name: f"i.{name[1:]}" for name in self.variables}
            tables, ranks = [f"{instances} i"], ["i.rank"]
        for n, (atom, table) in enumerate(zip(self.patterns.data, parts, strict=False)):
            tables.append(f"{table} a{n}")
            ranks.append(f"a{n}.rank")
            scope.bind(atom, f"a{n}")
        return scope, tables, ranks


def _greatest(ranks: Sequence[str]) -> str:
    return ranks[0] if len(ranks) == 1 else f"greatest({', '.join(ranks)})"


def compile_rule(
    rule: Rule, vocabulary: Mapping[str, int], numbers: Mapping[str, str]
) -> CompiledRule:
    """Return the SQL of *rule*.

    :param vocabulary: the number of each name that rules mention.
    :param numbers: for each number that rules mention, the literals of that value, as SQL.
    """
    patterns = patterns_of(rule)
    in_schema = dict.fromkeys(name for atom in patterns.schema for name in atom.variables)
    listing = (patterns.listing,) if patterns.listing else ()
    outside = {
        name for atom in (*patterns.data, *patterns.head, *listing) for name in atom.variables
    }
    needed = tuple(name for name in in_schema if name in outside)
    return CompiledRule(rule, patterns, needed, vocabulary, numbers)
