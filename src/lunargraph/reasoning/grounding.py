"""The compiled rules for a few statements: each instance of a rule as patterns over rows.

An instance (see :mod:`lunargraph.reasoning.compiler`) fills in what a rule asks of the ontology.
What is left are patterns about things, each with a predicate of its own, and a class where the
predicate is ``rdf:type``. The patterns about all members of a list become as many plain ones as the
list has members. Rules in this form are looked up by what a statement says, so that only those are
looked at that it can matter to.
"""

from __future__ import annotations

__all__ = ["Ground", "Grounds", "Triple", "ground", "kind_of"]

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from lunargraph.reasoning.compiler import BY_VALUE
from lunargraph.reasoning.patterns import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lunargraph.reasoning.compiler import CompiledRule
    from lunargraph.reasoning.patterns import Atom

Term: TypeAlias = int | str
"""A number, or a variable with its question mark."""
Triple: TypeAlias = tuple[int, Term, Term]
"""A pattern as (p, s, o); the predicate is known."""
Kind: TypeAlias = tuple[int, int | None]
"""A predicate, with the class where it is ``rdf:type``."""


class Ground(NamedTuple):
    """One instance of a rule: the statements it asks for, those that follow, and its rank."""

    name: str
    body: tuple[Triple, ...]
    head: tuple[Triple, ...]
    rank: int
    by_value: bool


class Grounds:
    """Instances of rules, by the kind of statement that they ask for or conclude."""

    def __init__(self, grounds: Iterable[Ground], type_: int) -> None:
        self.asking: dict[Kind, list[tuple[Ground, int]]] = {}
        """The instances that ask for a kind of statement, with the place in the body."""
        self.concluding: dict[Kind, list[tuple[Ground, int]]] = {}
        """The instances that conclude a kind of statement, with the place in the head."""
        for each in grounds:
            for found, triples in ((self.asking, each.body), (self.concluding, each.head)):
                for n, (p, _, o) in enumerate(triples):
                    kind = p, o if p == type_ and isinstance(o, int) else None
                    found.setdefault(kind, []).append((each, n))


def kind_of(p: int, o: int, type_: int) -> Kind:
    """Return the kind of a statement with this predicate and object."""
    return (p, o) if p == type_ else (p, None)


def ground(
    rule: CompiledRule,
    rows: Iterable[Sequence[int]],
    items: Mapping[int, Sequence[tuple[int, int]]],
    *,
    by_value: bool,
) -> list[Ground]:
    """Return the instances of a *rule*.

    :param rows: its table of instances: a number for each of its variables, and the rank.
    :param items: the members of each list, in order, with their ranks.
    :param by_value: whether there are literals that are two spellings of one value.
    """
    found = []
    for *numbers, rank in rows:
        names = dict(zip(rule.variables, numbers, strict=True))
        body = [_filled(atom, names, rule.vocabulary) for atom in rule.patterns.data]
        if rule.patterns.listing is not None:
            members = items.get(names[rule.patterns.listing.terms[0]], ())
            if not members:
                continue  # the list is broken
            body += _members(rule.patterns.listing, members, rule.vocabulary[TYPE])
            rank = max(rank, *(each for _, each in members))
        head = [_filled(atom, names, rule.vocabulary) for atom in rule.patterns.head]
        valued = by_value and rule.rule.name in BY_VALUE
        found.append(Ground(rule.rule.name, tuple(body), tuple(head), rank, valued))
    return found


def _filled(atom: Atom, names: Mapping[str, int], vocabulary: Mapping[str, int]) -> Triple:
    s, p, o = (
        names.get(term, term) if term.startswith("?") else vocabulary[term] for term in atom.terms
    )
    if isinstance(p, str):
        raise TypeError(f"a predicate is known once the ontology is: {atom}")
    return p, s, o


def _members(listing: Atom, members: Sequence[tuple[int, int]], type_: int) -> list[Triple]:
    """Return what a pattern about all *members* of a list asks for."""
    _, *ends = listing.terms
    if listing.kind == "each":
        return [(type_, ends[0], member) for member, _ in members]
    if listing.kind == "path":
        stops = [ends[0], *(f"?{listing.kind}{n}" for n in range(1, len(members))), ends[1]]
        return [(p, stops[n], stops[n + 1]) for n, (p, _) in enumerate(members)]
    return [(p, end, f"?{listing.kind}{n}") for n, (p, _) in enumerate(members) for end in ends]
