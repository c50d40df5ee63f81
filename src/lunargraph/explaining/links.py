"""What is recorded of two things at once: where a statement about both does not hold.

Somebody who asks whether Egypt has signed the Accords wants to hear of the record that says it has
not, and of the claim that it has.
"""

from __future__ import annotations

__all__ = ["Link", "links_between"]

from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import NamedNode

from lunargraph.explaining.schema import TYPE
from lunargraph.namespaces import GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Statement, Term

Link: TypeAlias = tuple["Statement", ...]
"""One statement about both things, or two: a third thing's, about the one and about the other."""


def links_between(triples: Iterable[Triple], one: Term, other: Term) -> list[Link]:
    """Return what links two things, sorted: statements about both, then what names both.

    Records are no such thing: what they describe is.

    >>> from pyoxigraph import Triple
    >>> a, b, c, p = (NamedNode(f"http://example.org/{name}") for name in "abcp")
    >>> [len(link) for link in links_between([Triple(c, p, a), Triple(c, p, b)], a, b)]
    [2]
    """
    if not isinstance(one, NamedNode) or not isinstance(other, NamedNode) or one == other:
        return []
    direct: set[Statement] = set()
    naming: dict[Term, tuple[list[Statement], list[Statement]]] = {}
    for triple in triples:
        statement = (triple.subject, triple.predicate, triple.object)
        if {triple.subject, triple.object} == {one, other}:
            direct.add(statement)
        elif triple.object in (one, other) and _is_thing(triple):
            found = naming.setdefault(triple.subject, ([], []))
            found[triple.object == other].append(statement)
    both = [min(each, key=str) for sides in naming.values() if all(sides) for each in sides]
    pairs = zip(both[::2], both[1::2], strict=True)
    return [(each,) for each in sorted(direct, key=str)] + sorted(pairs, key=str)


def _is_thing(triple: Triple) -> bool:
    """Tell whether a triple is about a thing with a name, by something else than its class."""
    subject = triple.subject
    return (
        isinstance(subject, NamedNode)
        and not subject.value.startswith(GRAPH)
        and triple.predicate != TYPE
    )
