"""Class expressions in words: what a thing is that belongs to a class without a name."""

from __future__ import annotations

__all__ = ["ClassExpressions"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from lunargraph.explaining.phrases import a, clause, joined
from lunargraph.reasoning.index import owl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lunargraph.explaining.naming import Naming
    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.index import Index

_DEEP = 12
_THING = owl("Thing")
_NUMBERS = {
    "maxCardinality": "at most", "maxQualifiedCardinality": "at most",
    "minCardinality": "at least", "minQualifiedCardinality": "at least",
    "cardinality": "exactly", "qualifiedCardinality": "exactly",
}  # fmt: skip


class ClassExpressions:
    """Tells what membership in a class means.

    :param parts: the statements that class expressions are made of.
    """

    def __init__(self, parts: Index, naming: Naming) -> None:
        self._parts = parts
        self._naming = naming

    def member(self, class_: Term, depth: int = 0) -> str:
        """Return what a member of a class is, to follow its name or "whatever"."""
        if isinstance(class_, NamedNode):
            return "is something" if class_ == _THING else f"is {a(self._naming.plain(class_))}"
        return self.meaning(class_, depth) or "belongs to a class without a name"

    def whatever(self, class_: Term) -> str:
        """Return the members of a class as the subject of a sentence."""
        if isinstance(class_, NamedNode) and class_ != _THING:
            return f"every {self._naming.plain(class_)}"
        return f"whatever {self.member(class_)}"

    def meaning(self, node: Term, depth: int = 0) -> str | None:
        """Return what a class expression says of its members, None if it says nothing."""
        if depth > _DEEP:
            return "and so on"
        for name, tell in (("intersectionOf", self._all), ("unionOf", self._any),
                           ("oneOf", self._one), ("complementOf", self._none)):  # fmt: skip
            for value in self._parts.objects(node, owl(name)):
                return tell(value, depth + 1)
        for property_ in self._parts.objects(node, owl("onProperty")):
            return self._restriction(node, self.relation(property_), depth + 1)
        return None

    def relation(self, property_: Term) -> str:
        """Return the name of a property, or of the inverse of one."""
        if isinstance(property_, NamedNode):
            return self._naming.plain(property_)
        for inverse in self._parts.objects(property_, owl("inverseOf")):
            return f"inverse of {self._naming.quoted(inverse)}"
        return "some relation"

    def _all(self, head: Term, depth: int) -> str:
        items = self._parts.items(head)
        nouns = [a(self._naming.plain(item)) for item in items if isinstance(item, NamedNode)]
        others = [self.member(item, depth) for item in items if not isinstance(item, NamedNode)]
        return " and ".join([*([f"is {joined(nouns)}"] if nouns else []), *others])

    def _any(self, head: Term, depth: int) -> str:
        items = self._parts.items(head)
        nouns = [a(self._naming.plain(item)) for item in items if isinstance(item, NamedNode)]
        others = [self.member(item, depth) for item in items if not isinstance(item, NamedNode)]
        return " or ".join([*([f"is {joined(nouns, 'or')}"] if nouns else []), *others])

    def _one(self, head: Term, _: int) -> str:
        items = self._parts.items(head)
        return f"is {joined([self._naming.thing(item) for item in items], 'or')}"

    def _none(self, class_: Term, depth: int) -> str:
        if isinstance(class_, NamedNode):
            return f"is not {a(self._naming.plain(class_))}"
        return f"is nothing that {self.member(class_, depth)}"

    def _restriction(self, node: Term, label: str, depth: int) -> str | None:
        for value in self._parts.objects(node, owl("hasValue")):
            return clause(label, self._naming.thing(value))
        for class_ in self._parts.objects(node, owl("someValuesFrom")):
            return clause(label, self._some(class_, depth))
        for class_ in self._parts.objects(node, owl("allValuesFrom")):
            return clause(label, f"only what {self.member(class_, depth)}")
        if self._parts.objects(node, owl("hasSelf")):
            return clause(label, "itself")
        return self._number(node, label, depth)

    def _some(self, class_: Term, depth: int) -> str:
        if isinstance(class_, NamedNode) and class_ != _THING:
            return a(self._naming.plain(class_))
        if isinstance(class_, BlankNode):
            return f"something that {self.member(class_, depth)}"
        return "something"

    def _number(self, node: Term, label: str, depth: int) -> str | None:
        for name, words in _NUMBERS.items():
            for number in self._parts.objects(node, owl(name)):
                fillers = [*self._parts.objects(node, owl("onClass")),
                           *self._parts.objects(node, owl("onDataRange"))]  # fmt: skip
                what = [self.member(filler, depth) for filler in fillers]
                count = number.value if isinstance(number, Literal) else "some"
                return clause(label, _counted(words, count, what))
        return None


def _counted(words: str, count: str, what: Sequence[str]) -> str:
    """Return how many things, and of what sort.

    >>> _counted("at most", "1", ["is a cat"]), _counted("at most", "0", [])
    ('at most 1 thing that is a cat', 'nothing')
    """
    if (words, count) == ("at most", "0"):
        return " that ".join(["nothing", *what])
    if count == "1":
        return " that ".join([f"{words} 1 thing", *what])
    return ", each of which ".join([f"{words} {count} things", *what])
