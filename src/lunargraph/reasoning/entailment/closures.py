"""The closure that entailment builds on: whatever engine makes it, this is what it has to give."""

from __future__ import annotations

__all__ = ["Closer", "Closure", "close_fully"]

from collections.abc import Callable, Iterable, Set
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from lunargraph.reasoning.false_rules import find_clashes
from lunargraph.reasoning.index import owl

if TYPE_CHECKING:
    from pyoxigraph import Triple

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


def close_fully(triples: Iterable[Triple]) -> Closure:
    """Return the closure by the engine at hand: owlrl, without keys, which it gets wrong."""
    from lunargraph.reasoning.owlrl_engine import everything_that_follows  # rdflib is slow to load

    asserted = {(t.subject, t.predicate, t.object) for t in triples if t.predicate != _HAS_KEY}
    statements = everything_that_follows(asserted)
    return Closure(statements, bool(find_clashes(statements)))
