"""Conjunctive queries: statements whose blank nodes stand for anything, matched against facts."""

from __future__ import annotations

__all__ = ["Binding", "bound", "components", "solutions"]

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Statement, Term
    from lunargraph.reasoning.entailment.facts import Facts

Binding: TypeAlias = "dict[Term, Term]"

_WORK = 1_000_000
"""How many patterns a search may look at before it is given up."""


def solutions(patterns: Iterable[Triple], facts: Facts, variables: Set[Term]) -> Iterator[Binding]:
    """Yield what the *variables* may stand for so that all *patterns* hold.

    The pattern with the fewest matches is always taken next. After a certain amount of work the
    search ends, so that a query made to be hard yields too little, and never too much.
    """
    stack: list[tuple[Binding, tuple[Triple, ...]]] = [({}, tuple(patterns))]
    work = 0
    while stack and work < _WORK:
        binding, rest = stack.pop()
        work += len(rest)
        if not rest:
            yield binding
            continue
        tried = _Tried(facts, variables, binding)
        best = min(rest, key=tried.count)
        others = tuple(pattern for pattern in rest if pattern is not best)
        stack.extend(({**binding, **more}, others) for more in tried.matches(best))


class _Tried:
    """Patterns as they look under a binding."""

    def __init__(self, facts: Facts, variables: Set[Term], binding: Binding) -> None:
        self._facts = facts
        self._variables = variables
        self._binding = binding

    def count(self, pattern: Triple) -> int:
        """Return how many facts match *pattern*, or more."""
        subject, object_ = self._ends(pattern)
        facts, predicate = self._facts, pattern.predicate
        if subject is not None and object_ is not None:
            return int(facts.holds(subject, predicate, object_))
        if subject is not None:
            return len(facts.objects(subject, predicate))
        if object_ is not None:
            return len(facts.subjects(predicate, object_))
        return len(facts.pairs(predicate))

    def matches(self, pattern: Triple) -> Iterator[Binding]:
        """Yield what the free variables of *pattern* may stand for."""
        subject, object_ = self._ends(pattern)
        facts, predicate = self._facts, pattern.predicate
        if subject is not None and object_ is not None:
            if facts.holds(subject, predicate, object_):
                yield {}
        elif subject is not None:
            for each in facts.objects(subject, predicate):
                yield {pattern.object: each}
        elif object_ is not None:
            for each in facts.subjects(predicate, object_):
                yield {pattern.subject: each}
        else:
            for one, other in facts.pairs(predicate):
                if pattern.subject != pattern.object or one == other:
                    yield {pattern.subject: one, pattern.object: other}

    def _ends(self, pattern: Triple) -> tuple[Term | None, Term | None]:
        return self._known(pattern.subject), self._known(pattern.object)

    def _known(self, term: Term) -> Term | None:
        return self._binding.get(term) if term in self._variables else term


def bound(triple: Triple, binding: Binding) -> Statement:
    """Return *triple* with what its variables stand for."""
    subject, object_ = triple.subject, triple.object
    return binding.get(subject, subject), triple.predicate, binding.get(object_, object_)


def components(triples: Iterable[Triple], variables: Set[Term]) -> list[list[Triple]]:
    """Return *triples* in groups that share no variable, in their order."""
    leaders: dict[Term, Term] = {}

    def leader(term: Term) -> Term:
        while term in leaders:
            term = leaders[term]
        return term

    triples = list(triples)
    for triple in triples:
        own = sorted({leader(term) for term in _ends(triple) if term in variables}, key=str)
        for other in own[1:]:
            leaders[other] = own[0]
    groups: dict[Term, list[Triple]] = {}
    for triple in triples:
        shared = [leader(term) for term in _ends(triple) if term in variables]
        groups.setdefault(shared[0] if shared else triple, []).append(triple)
    return list(groups.values())


def _ends(triple: Triple) -> tuple[Term, Term]:
    return triple.subject, triple.object
