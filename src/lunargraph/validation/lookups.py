"""What validation asks a graph for: a few statements at a time, never all of them."""

from __future__ import annotations

__all__ = ["Listing", "Lookup"]

from typing import TYPE_CHECKING, Protocol

from pyoxigraph import Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import BlankNode, Literal, NamedNode


class Lookup(Protocol):
    """Everything that holds, asserted or inferred; ``store.worlds.World`` is one."""

    def triples(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        object_: NamedNode | BlankNode | Literal | None = None,
        /,
    ) -> Iterator[Triple]:
        """Yield each triple that holds and fits, once; in no particular order."""

    def is_asserted(self, triple: Triple, /) -> bool:
        """Tell whether a triple is asserted."""

    def stated(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        object_: NamedNode | BlankNode | Literal | None = None,
        /,
    ) -> Iterator[Triple]:
        """Yield each asserted triple that fits, once; in no particular order."""


class Listing:
    """Look-ups in triples that are at hand.

    >>> from pyoxigraph import Literal, NamedNode
    >>> moon, name = NamedNode("http://example.org/moon"), NamedNode("http://example.org/name")
    >>> listing = Listing([Triple(moon, name, Literal("Moon"))])
    >>> [str(triple.object) for triple in listing.triples(moon, name)]
    ['"Moon"']
    """

    def __init__(self, asserted: Iterable[Triple], inferred: Iterable[Triple] = ()) -> None:
        self._asserted = set(asserted)
        self._by_subject: dict[object, list[Triple]] = {}
        self._by_object: dict[object, list[Triple]] = {}
        for triple in self._asserted.union(inferred):
            self._by_subject.setdefault(triple.subject, []).append(triple)
            self._by_object.setdefault(triple.object, []).append(triple)

    def triples(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        object_: NamedNode | BlankNode | Literal | None = None,
        /,
    ) -> Iterator[Triple]:
        """Yield each triple that fits, once; in no particular order."""
        if subject is not None:
            found = self._by_subject.get(subject, [])
        elif object_ is not None:
            found = self._by_object.get(object_, [])
        else:
            found = [triple for each in self._by_subject.values() for triple in each]
        for triple in found:
            fits = predicate is None or triple.predicate == predicate
            if fits and object_ in (None, triple.object):
                yield triple

    def stated(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        object_: NamedNode | BlankNode | Literal | None = None,
        /,
    ) -> Iterator[Triple]:
        """Yield each asserted triple that fits, once; in no particular order."""
        return filter(self.is_asserted, self.triples(subject, predicate, object_))

    def is_asserted(self, triple: Triple, /) -> bool:
        """Tell whether a triple is asserted."""
        return triple in self._asserted
