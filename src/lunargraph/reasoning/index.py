"""Statements by predicate, by subject and predicate, and by class; RDF lists; terms of OWL."""

from __future__ import annotations

__all__ = ["Index", "owl", "rdf", "rdfs", "sh"]

from itertools import combinations, product
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from lunargraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Statement, Term


def owl(name: str) -> NamedNode:
    """Return the term of OWL that is called *name*."""
    return NamedNode(PREFIXES["owl"] + name)


def rdf(name: str) -> NamedNode:
    """Return the term of RDF that is called *name*."""
    return NamedNode(PREFIXES["rdf"] + name)


def rdfs(name: str) -> NamedNode:
    """Return the term of RDFS that is called *name*."""
    return NamedNode(PREFIXES["rdfs"] + name)


def sh(name: str) -> NamedNode:
    """Return the term of SHACL that is called *name*."""
    return NamedNode(PREFIXES["sh"] + name)


_TYPE, _SAME = rdf("type"), owl("sameAs")
_FIRST, _REST, _NIL = rdf("first"), rdf("rest"), rdf("nil")


class Index:
    """Statements, found by predicate, by subject and predicate, or by class.

    >>> moon, place = NamedNode("https://w3id.org/lunargraph/id/moon"), owl("Thing")
    >>> Index([(moon, rdf("type"), place)]).members(place) == [moon]
    True
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._statements = set(statements)
        self._pairs: dict[Term, list[tuple[Term, Term]]] = {}
        self._objects: dict[tuple[Term, Term], list[Term]] = {}
        self._members: dict[Term, list[Term]] = {}
        for subject, predicate, object_ in self._statements:
            self._pairs.setdefault(predicate, []).append((subject, object_))
            self._objects.setdefault((subject, predicate), []).append(object_)
            if predicate == _TYPE:
                self._members.setdefault(object_, []).append(subject)

    @classmethod
    def of_triples(cls, triples: Iterable[Triple]) -> Index:
        """Return the index of some *triples*."""
        return cls((triple.subject, triple.predicate, triple.object) for triple in triples)

    def __contains__(self, statement: Statement) -> bool:
        return statement in self._statements

    def __iter__(self) -> Iterator[Statement]:
        return iter(self._statements)

    def pairs(self, predicate: Term) -> list[tuple[Term, Term]]:
        """Return the subjects and objects of a predicate, in no order."""
        return self._pairs.get(predicate, [])

    def objects(self, subject: Term, predicate: Term) -> list[Term]:
        """Return the objects of a subject and a predicate, in no order."""
        return self._objects.get((subject, predicate), [])

    def members(self, class_: Term) -> list[Term]:
        """Return the members of a class, in no order."""
        return self._members.get(class_, [])

    def are_same(self, one: Term, other: Term) -> bool:
        """Tell whether two terms are one thing."""
        same = (one, _SAME, other) in self or (other, _SAME, one) in self
        return same or one == other

    def items(self, head: Term) -> list[Term]:
        """Return the items of an RDF list; none if it is broken or bites its tail."""
        return [min(cell, key=str) for cell in self._cells(head)]

    def item_pairs(self, head: Term) -> Iterator[tuple[Term, Term]]:
        """Yield each two items of an RDF list, each under all its names."""
        for one, other in combinations(self._cells(head), 2):
            yield from product(one, other)

    def _cells(self, head: Term) -> list[list[Term]]:
        cells: list[list[Term]] = []
        seen: set[Term] = set()
        while head != _NIL:
            if head in seen or not self.objects(head, _FIRST):
                return []
            seen.add(head)
            cells.append(self.objects(head, _FIRST))
            head = min(self.objects(head, _REST), key=str, default=head)
        return cells
