"""Leaving out records that are trusted less than somebody asks for."""

from __future__ import annotations

__all__ = ["CONFIDENCES", "Sifted", "Trust", "sift"]

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from lunargraph.errors import UnknownNameError
from lunargraph.namespaces import LG, LGI, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Triple

CONFIDENCES = ("high", "medium", "low")
"""From the most trusted to the least."""

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_RECORD = NamedNode(LG + "Record")
_BELONGS_TO = NamedNode(LG + "belongsTo")
_LEFT_OUT = NamedNode(LG + "recordsLeftOut")


class Trust(NamedTuple):
    """Which records count: all of at least *min_confidence*, or only those verified in full.

    The description of a source, which comes without a judgement, always counts; any other record
    that does not say how far it can be trusted is not trusted.
    """

    min_confidence: str | None = None
    verified_only: bool = False

    def __str__(self) -> str:
        parts = [f"confidence {self.min_confidence}"] if self.min_confidence else []
        return ", ".join([*parts, *(["verified only"] if self.verified_only else [])])


class Sifted(NamedTuple):
    """The statements that are trusted, and the things that no trusted record says anything of.

    A trusted record may mention such a thing all the same, as a paper does its institutions. It
    keeps its name, in the graph of its data set, so that answers can call it something. It does not
    keep the classes that follow from being mentioned: it is no answer to which missions there are.
    """

    quads: list[Quad]
    unsaid: frozenset[object]

    def without_classes(self, inferred: Iterable[Triple]) -> list[Triple]:
        """Return what is *inferred*, without classes of the things that are only named."""
        return [
            triple
            for triple in inferred
            if triple.predicate != _TYPE or triple.subject not in self.unsaid
        ]


def sift(quads: Sequence[Quad], trust: Trust) -> Sifted:
    """Return *quads* without the records that *trust* leaves out, and without talk about them.

    The graph of each data set says how many of its records these are (``lg:recordsLeftOut``).

    :raises UnknownNameError: no such confidence.
    """
    if trust == Trust():
        return Sifted(list(quads), frozenset())
    distrusted = _distrusted(quads, trust)
    homes: dict[Any, NamedNode] = {
        quad.subject: quad.object
        for quad in quads
        if quad.predicate == _BELONGS_TO and isinstance(quad.object, NamedNode)
    }
    kept = [
        quad
        for quad in quads
        if quad.graph_name not in distrusted
        and quad.subject not in distrusted
        and quad.object not in distrusted
    ]
    lost = [quad for quad in quads if quad.graph_name in distrusted]
    typed = {quad.subject for quad in kept if quad.predicate == _TYPE}
    unsaid = {quad.subject for quad in lost if quad.predicate == _TYPE} - typed
    mentioned = unsaid & {term for quad in kept for term in (quad.subject, quad.object)}
    names = [
        Quad(quad.subject, quad.predicate, quad.object, homes[quad.graph_name])
        for quad in lost
        if quad.predicate == _LABEL and quad.subject in mentioned and quad.graph_name in homes
    ]
    return Sifted([*kept, *names, *_counts(distrusted, homes)], frozenset(unsaid))


def _counts(records: Collection[object], homes: Mapping[Any, NamedNode]) -> Iterator[Quad]:
    """Yield how many *records* each data set leaves out."""
    sizes = Counter(homes[record] for record in records if record in homes)
    for home, size in sizes.items():
        yield Quad(home, _LEFT_OUT, Literal(size), home)


def _distrusted(quads: Sequence[Quad], trust: Trust) -> set[object]:
    """Return the records that do not say what *trust* asks for."""
    records = {q.subject for q in quads if (q.predicate, q.object) == (_TYPE, _RECORD)}
    refused: set[object] = set()
    for property_, accepted in _accepted(trust).items():
        stated = [quad for quad in quads if quad.predicate == property_]
        refused |= {quad.subject for quad in stated if quad.object not in accepted}
        refused |= records - {quad.subject for quad in stated}
    return refused


def _accepted(trust: Trust) -> dict[NamedNode, set[NamedNode]]:
    """Return the judgements that are good enough, by the property that states them."""
    accepted = {}
    if trust.min_confidence:
        if trust.min_confidence not in CONFIDENCES:
            raise UnknownNameError("confidence", trust.min_confidence, CONFIDENCES)
        enough = CONFIDENCES[: CONFIDENCES.index(trust.min_confidence) + 1]
        concepts = {NamedNode(f"{LGI}confidence-{name}") for name in enough}
        accepted[NamedNode(LG + "confidence")] = concepts
    if trust.verified_only:
        accepted[NamedNode(LG + "verification")] = {NamedNode(LGI + "verification-sourced")}
    return accepted
