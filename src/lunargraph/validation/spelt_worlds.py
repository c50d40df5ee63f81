"""A world whose literals are spelt as in the files.

The store keeps numbers, dates and truth values by their value, so that ``"0.170"^^xsd:decimal``
comes back as 0.17 and ``"3"^^xsd:int`` as an xsd:integer. Shapes look at spellings and datatypes,
and facts are told as they are written. The closure has kept them.
"""

from __future__ import annotations

__all__ = ["SpeltWorld", "as_stored", "is_text", "spellings"]

from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from lunargraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lunargraph.reasoning import Closure
    from lunargraph.store.worlds import World

_XSD = PREFIXES["xsd"].replace(".", "[.]")
_ANY = f'"[^"]*"\\^\\^<{_XSD}[A-Za-z]+>'
"""The datatypes that the store may keep by value are those of XML Schema, no value with a quote."""
_WHOLE = "(0|-?[1-9][0-9]*)"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_KEPT = {
    "string": '[^"]*',
    "anyURI": '[^"]*',
    "boolean": "true|false",
    "integer": _WHOLE,
    "decimal": f"{_WHOLE}|-?(0|[1-9][0-9]*)[.][0-9]*[1-9]",
    "date": _DAY,
    "gYear": "[0-9]{4}",
    "gYearMonth": "[0-9]{4}-[0-9]{2}",
    "dateTime": f"{_DAY}T([01][0-9]|2[0-3]):[0-9]{{2}}:[0-9]{{2}}Z?",
}
_SURELY_KEPT = "|".join(
    f'"({lexical})"\\^\\^<{_XSD}{datatype}>' for datatype, lexical in _KEPT.items()
)


class SpeltWorld:
    """What holds in a *world*, asserted or inferred, with the spellings of its *closure*.

    :param closure: gives the closure; called once something is to be spelt.
    """

    def __init__(self, world: World, closure: Callable[[], Closure]) -> None:
        self._world = world
        self._give = closure
        self._values: dict[tuple[object, object], list[Literal]] = {}

    @cached_property
    def _closure(self) -> Closure:
        return self._give()

    @cached_property
    def _doubtful(self) -> dict[Literal, set[Literal]]:
        return spellings(self._closure)

    def triples(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        object_: NamedNode | BlankNode | Literal | None = None,
        /,
    ) -> Iterator[Triple]:
        """Yield each triple that holds and fits, once; in no particular order."""
        for triple in self._world.triples(subject, predicate, object_):
            if not isinstance(triple.object, Literal):
                yield triple
                continue
            for literal in self._spelt(triple):
                if object_ is None or literal == object_:
                    yield Triple(triple.subject, triple.predicate, literal)

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
        return self._world.is_asserted(triple)

    def _spelt(self, triple: Triple) -> Iterable[Literal]:
        """Return the literals that the files have where the store has the object of *triple*."""
        stored = triple.object
        assert isinstance(stored, Literal)  # noqa: S101  # it was asked before
        if is_text(stored) or stored not in self._doubtful:
            return (stored,)
        key = (triple.subject, triple.predicate)
        if key not in self._values:
            self._values[key] = self._closure.values(*key)
        ways = {stored, *self._doubtful[stored]}
        return [literal for literal in self._values[key] if literal in ways]


def spellings(closure: Closure) -> dict[Literal, set[Literal]]:
    """Return the literals of the store that are spelt another way in some file, with these ways."""
    found: dict[Literal, set[Literal]] = {}
    literals = closure.literals(_ANY, but=_SURELY_KEPT)
    for literal, stored in zip(literals, as_stored(literals), strict=True):
        if stored != literal:
            found.setdefault(stored, set()).add(literal)
    return found


def is_text(literal: Literal) -> bool:
    """Tell whether a literal is a text, which every store keeps as it is."""
    return literal.language is not None or literal.datatype.value == PREFIXES["xsd"] + "string"


def as_stored(literals: Iterable[Literal]) -> list[Literal]:
    """Return what the store makes of each of some *literals*."""
    store = Store()
    thing = NamedNode("urn:thing")
    quads = [Quad(thing, NamedNode(f"urn:{place}"), each) for place, each in enumerate(literals)]
    store.extend(quads)
    found = [next(iter(store.quads_for_pattern(thing, quad.predicate, None))) for quad in quads]
    return [quad.object for quad in found if isinstance(quad.object, Literal)]
