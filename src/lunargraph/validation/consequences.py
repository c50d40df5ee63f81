"""What a change leads to, in words: what is new in it, what newly follows, what follows no more."""

from __future__ import annotations

__all__ = ["consequences"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from lunargraph.namespaces import LG, PREFIXES
from lunargraph.validation.changes import Consequence, Consequences, Group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Term
    from lunargraph.validation.names import Names
    from lunargraph.validation.proposals import Proposal

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_OTHER, _OTHERS = 3, "the same in other vocabularies"


def consequences(proposal: Proposal, names: Names) -> Consequences:
    """Return what a *proposal* leads to.

    Statements are grouped by their property, memberships by their class. What links two things that
    were known before is told first, since nobody could see it in the new facts; then the other
    links, then classes, and last what other vocabularies say of the same.
    """
    said = proposal.new | frozenset(quad.triple for quad in proposal.removed)
    return Consequences(
        _groups(proposal.gained - said, proposal, names),
        _groups(proposal.lost - said, proposal, names),
        tuple(_told(triple, names) for triple in _sorted(proposal.new & proposal.gained)),
        tuple(_told(triple, names) for triple in _sorted(proposal.new - proposal.gained)),
    )


def _groups(triples: Iterable[Triple], proposal: Proposal, names: Names) -> tuple[Group, ...]:
    groups: dict[tuple[int, str], list[Triple]] = {}
    for triple in _sorted(triples):
        rank = _rank(triple, proposal)
        groups.setdefault((rank, _title(triple, names) if rank < _OTHER else _OTHERS), []).append(
            triple
        )
    return tuple(
        Group(title, tuple(_told(triple, names) for triple in found))
        for (_, title), found in sorted(groups.items())
    )


def _title(triple: Triple, names: Names) -> str:
    if triple.predicate == _TYPE:
        return f"belongs to {names.name(triple.object)}"
    return names.name(triple.predicate)


def _rank(triple: Triple, proposal: Proposal) -> int:
    ours = triple.object if triple.predicate == _TYPE else triple.predicate
    if not (isinstance(ours, NamedNode) and ours.value.startswith(LG)):
        return _OTHER
    if triple.predicate == _TYPE:
        return 2
    ends = (triple.subject, triple.object)
    return 0 if all(_was_known(end, proposal) for end in ends) else 1


def _was_known(term: Term, proposal: Proposal) -> bool:
    if isinstance(term, Literal):
        return True
    if not isinstance(term, NamedNode | BlankNode):
        return False
    return next(iter(proposal.before.triples(term)), None) is not None


def _told(triple: Triple, names: Names) -> Consequence:
    return Consequence(
        names.statement(triple), str(triple.subject), str(triple.predicate), str(triple.object)
    )


def _sorted(triples: Iterable[Triple]) -> list[Triple]:
    return sorted(triples, key=str)
