"""The closure that entailment builds on: whatever engine makes it, this is what it has to give."""

from __future__ import annotations

__all__ = ["Closer", "Closure", "close_fully"]

from collections.abc import Callable, Iterable, Set
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pyoxigraph import Literal, Triple

from lunargraph.reasoning.false_rules import find_clashes
from lunargraph.reasoning.index import owl

if TYPE_CHECKING:
    from lunargraph.reasoning.clashes import Statement


_HAS_KEY = owl("hasKey")


class Closure(NamedTuple):
    """All that follows by the rules, and whether it contradicts itself.

    *statements* hold the asserted ones too, and what says nothing to people: that classes are below
    themselves, what is said of anonymous class expressions, and the classes of literals. An engine
    may leave rules out; it must not add any.
    """

    statements: Set[Statement]
    inconsistent: bool


Closer: TypeAlias = "Callable[[Iterable[Triple]], Closure]"
"""An engine: closes some triples under the rules of OWL 2 RL."""


_SMALL = 1_000
"""Statements up to which owlrl is faster than setting up tables (docs/decisions.md)."""


def close_fully(triples: Iterable[Triple]) -> Closure:
    """Return the closure, by the engine that is faster.

    Questions are often small and ask for many closures. owlrl takes those of few statements, as far
    as neither keys nor the values of literals matter, which it does not get right.
    """
    asserted = {(t.subject, t.predicate, t.object) for t in triples}
    if len(asserted) <= _SMALL and not any(map(_needs_tables, asserted)):
        from lunargraph.reasoning.owlrl_engine import everything_that_follows  # rdflib is slow

        statements = everything_that_follows(asserted)
        return Closure(statements, bool(find_clashes(statements)))
    from lunargraph.reasoning.closure import Closure as Tables

    tables = Tables.of_triples(Triple(*statement) for statement in asserted)
    return Closure(tables.statements(), bool(tables.clashes()))


def _needs_tables(statement: Statement) -> bool:
    return statement[1] == _HAS_KEY or isinstance(statement[2], Literal)
