"""An explanation: whether a statement holds, why, and what it all rests on."""

from __future__ import annotations

__all__ = ["FORMATS", "Explanation", "Outline", "explain", "explain_clash"]

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from lunargraph.errors import UnknownNameError
from lunargraph.explaining.alternatives import Alternatives
from lunargraph.explaining.grounds import Grounds
from lunargraph.explaining.links import links_between
from lunargraph.explaining.outlines import Outliner
from lunargraph.explaining.points import Point
from lunargraph.explaining.schema import TYPE, parts_of
from lunargraph.explaining.wording import Wording
from lunargraph.reasoning.proofs import ASSERTED
from lunargraph.validation.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import Quad, Triple

    from lunargraph.explaining.links import Link
    from lunargraph.explaining.points import Place
    from lunargraph.reasoning.clashes import Clash, Statement
    from lunargraph.reasoning.closure import Closure
    from lunargraph.reasoning.index import Index
    from lunargraph.reasoning.proofs import Proof


FORMATS = ("text", "json", "turtle", "mermaid")
"""What an explanation can be written as."""


class Outline(NamedTuple):
    """What a format shows: the *root*, words for it, and where its statements stand.

    *circular* counts the ways that would start from the root itself and are left out. Where the
    root does not hold, *instead* is what is asserted of the same subject and property, and *links*
    what is asserted of its subject and its object at once.
    """

    root: Point
    wording: Wording
    grounds: Grounds
    circular: int
    instead: tuple[Statement, ...]
    links: tuple[Link, ...]


class Explanation:
    """Why a *statement* holds, or what is closest to it if it does not.

    *statement* is None where a contradiction is explained, and *proof* is None for a statement that
    does not hold. *quads* are the asserted statements, in their named graphs.
    """

    def __init__(
        self,
        closure: Closure,
        quads: Sequence[Quad],
        statement: Statement | None,
        proof: Proof | None,
        *,
        every_way: bool = False,
    ) -> None:
        self.statement = statement
        self.proof = proof
        self.every_way = every_way
        self._closure = closure
        self.quads = quads

    @property
    def holds(self) -> bool:
        """Whether the statement is asserted or follows."""
        return self.proof is not None

    @property
    def asserted(self) -> bool:
        """Whether somebody asserted the statement."""
        return self.proof is not None and self.proof.rule == ASSERTED

    @cached_property
    def triples(self) -> list[Triple]:
        """What the graph asserts."""
        return [quad.triple for quad in self.quads]

    @cached_property
    def parts(self) -> Index:
        """What the class expressions of the ontology are made of."""
        return parts_of(self.triples)

    @cached_property
    def _names(self) -> Names:
        return Names(self.triples)

    def write(
        self, format_name: str = "text", *, full: bool = False, width: int | None = None
    ) -> str:
        """Return the explanation as ``text``, ``json``, ``turtle`` (PROV-O) or ``mermaid``.

        The shape of the JSON is that of ``why.schema.json``.

        :param full: show every step of the reasoner, and in text each statement in its terms.
        :param width: the columns of the text.
        :raises UnknownNameError: no such format.
        """
        from lunargraph.explaining.writing import WRITERS  # they know this class

        if format_name not in FORMATS:
            raise UnknownNameError("format", format_name, FORMATS)
        return WRITERS[format_name](self, full, width)

    def outline(self, *, full: bool = False) -> Outline:
        """Return what is to be shown of it; all steps of the reasoner if *full*."""
        root, circular = self._root(Outliner(self.parts, full=full))
        instead = () if self.holds else tuple(self._instead())
        links = () if self.holds else tuple(self._links())
        shown = {*_statements(root), *instead, *(each for link in links for each in link)}
        missing = [pattern for way in root.ways for pattern in way.missing]
        terms: set[Place] = {term for pattern in (*shown, *missing) for term in pattern}
        wording = Wording(self._names, self.parts, terms)
        proved = self.proof.walk() if self.proof is not None else ()
        wanted = shown | {part.statement for part in proved if part.statement is not None}
        grounds = Grounds(self.quads, wanted, wording)
        return Outline(root, wording, grounds, circular, instead, links)

    def _instead(self) -> list[Statement]:
        """Return what is asserted of the same subject and property, sorted.

        Other classes of a thing are no answer to the question why it is in none.
        """
        if self.statement is None:
            return []
        subject, predicate, _ = self.statement
        found = {
            triple.object
            for triple in self.triples
            if triple.subject == subject and triple.predicate == predicate != TYPE
        }
        return [(subject, predicate, object_) for object_ in sorted(found, key=str)]

    def _links(self) -> list[Link]:
        """Return what is asserted of subject and object at once, and is not said already."""
        if self.statement is None or self.statement[1] == TYPE:
            return []
        subject, predicate, object_ = self.statement
        links = links_between(self.triples, subject, object_)
        return [link for link in links if link[0][:2] != (subject, predicate)]

    def _root(self, outliner: Outliner) -> tuple[Point, int]:
        if self.proof is not None and (self.statement is None or not self.every_way):
            return outliner.point(self.proof), 0
        if self.statement is None:
            return Point(None, asserted=False), 0
        asserted = {(triple.subject, triple.predicate, triple.object) for triple in self.triples}
        alternatives = Alternatives(self._closure, outliner, asserted)
        look = alternatives.closest if self.proof is None else alternatives.ways
        return look(self.statement)


def explain(
    closure: Closure, quads: Sequence[Quad], triple: Triple, *, every_way: bool = False
) -> Explanation:
    """Return why *triple* is in *closure*, or what is missing for it.

    :param quads: the asserted statements that the closure was made of, in their named graphs.
    :param every_way: show all ways to the statement, one step back, not one way to the end.
    """
    statement = (triple.subject, triple.predicate, triple.object)
    return Explanation(closure, quads, statement, closure.why(triple), every_way=every_way)


def explain_clash(closure: Closure, quads: Sequence[Quad], clash: Clash) -> Explanation:
    """Return how statements contradict each other: the proof of one of ``closure.clashes()``."""
    return Explanation(closure, quads, None, closure.why_false(clash))


def _statements(root: Point) -> Iterator[Statement]:
    """Yield the statements of an outline, the axioms among them."""
    for point in root.walk():
        if point.statement is not None:
            yield point.statement
        for way in point.ways:
            yield from way.axioms
