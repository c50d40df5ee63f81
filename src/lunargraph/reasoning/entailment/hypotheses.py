"""Closures of a graph with some more statements assumed, each made once and asked often."""

from __future__ import annotations

__all__ = ["Exhausted", "Given", "Hypotheses", "new_stem"]

from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, NamedNode, Triple

from lunargraph.reasoning.entailment.expressions import Expressions
from lunargraph.reasoning.entailment.facts import Facts
from lunargraph.reasoning.entailment.ranges import Ranges
from lunargraph.reasoning.index import owl, rdf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.entailment.closures import Closer
    from lunargraph.reasoning.entailment.expressions import Node

Given: TypeAlias = frozenset[Triple]
"""What is assumed."""

_LIMIT = 500
"""How many closures a question may need."""
_KEPT = 8
"""How many closures are kept: a proof asks the last ones again and again."""
_LISTING = {
    *map(owl, ("intersectionOf", "unionOf", "oneOf", "members", "distinctMembers", "hasKey")),
    *map(owl, ("propertyChainAxiom", "withRestrictions", "disjointUnionOf", "onProperties")),
}
_TYPE, _REFLEXIVE = rdf("type"), owl("ReflexiveProperty")


class Exhausted(Exception):  # noqa: N818 - an outcome, not an error
    """A question needed more closures than are allowed."""


class Hypotheses:
    """A graph, and what follows from it when more is assumed.

    What OWL 2 RL has no rule for is said besides: that what is *asked* about or assumed is an
    ``owl:Thing``, and that each reflexive property links it, and each term of the graph, to itself.
    """

    def __init__(self, base: Iterable[Triple], asked: Iterable[Triple], closure: Closer) -> None:
        base = frozenset(base)
        self._closure = closure
        self._asked = _nodes(asked)
        self._terms = _nodes(base) | self._asked
        self.expressions = Expressions((t.subject, t.predicate, t.object) for t in base)
        self._base = frozenset(triple for triple in base if not self._is_broken(triple))
        self.ranges = Ranges(self.expressions)
        self._made: dict[Given, Facts] = {}
        self._count, self._fresh = 0, 0
        self._stem = new_stem(self._terms, "any")
        self._reflexive: tuple[NamedNode, ...] = ()
        self._plain = self._close(frozenset())
        found = self._plain.members(_REFLEXIVE)
        self._reflexive = tuple(each for each in found if isinstance(each, NamedNode))
        if self._reflexive:
            self._plain = self._close(frozenset())

    def facts(self, given: frozenset[Triple] = frozenset()) -> Facts:
        """Return what follows from the graph and what is *given*.

        :raises Exhausted: too many closures were asked for.
        """
        if not given:
            return self._plain
        if given not in self._made:
            if self._count >= _LIMIT:
                raise Exhausted
            self._count += 1
            self._made[given] = self._close(given)
        facts = self._made[given] = self._made.pop(given)  # the latest stands last
        if len(self._made) > _KEPT:
            del self._made[next(iter(self._made))]
        return facts

    def fresh(self) -> BlankNode:
        """Return a name that nothing has: for any individual, or for a new expression."""
        self._fresh += 1
        return BlankNode(f"{self._stem}{self._fresh}")

    def _is_broken(self, triple: Triple) -> bool:
        """Tell whether a triple has a list that has no end: engines may take it for a whole one."""
        return triple.predicate in _LISTING and self.expressions.items(triple.object) is None

    def _close(self, given: frozenset[Triple]) -> Facts:
        assumed = _nodes(given)
        things = {Triple(term, _TYPE, owl("Thing")) for term in self._asked | assumed}
        loops = {
            Triple(term, property_, term)
            for property_ in self._reflexive
            for term in self._terms | assumed
        }
        statements, inconsistent = self._closure(self._base | given | things | loops)
        facts = Facts(statements, inconsistent=inconsistent)
        facts.inconsistent = inconsistent or self.ranges.clash(facts)
        return facts


def _nodes(triples: Iterable[Triple]) -> set[Node]:
    ends = (end for triple in triples for end in (triple.subject, triple.object))
    return {end for end in ends if isinstance(end, NamedNode | BlankNode)}


def new_stem(terms: Iterable[Term], stem: str) -> str:
    """Return the beginning of names for blank nodes that none of *terms* has, such as *stem*."""
    labels = {term.value for term in terms if isinstance(term, BlankNode)}
    while any(label.startswith(stem) for label in labels):
        stem += "x"
    return stem
