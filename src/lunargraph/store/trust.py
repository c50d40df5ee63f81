"""Leaving out records that are trusted less than somebody asks for."""

from __future__ import annotations

__all__ = ["CONFIDENCES", "Trust", "trusted"]

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode

from lunargraph.errors import UnknownNameError
from lunargraph.namespaces import LG, LGI, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Quad

CONFIDENCES = ("high", "medium", "low")
"""From the most trusted to the least."""

_IS_RECORD = (NamedNode(PREFIXES["rdf"] + "type"), NamedNode(LG + "Record"))


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


def trusted(quads: Sequence[Quad], trust: Trust) -> list[Quad]:
    """Return *quads* without the records that *trust* leaves out, and without talk about them.

    :raises UnknownNameError: no such confidence.
    """
    if not trust.min_confidence and not trust.verified_only:
        return list(quads)
    distrusted = _distrusted(quads, trust)
    return [
        quad
        for quad in quads
        if quad.graph_name not in distrusted
        and quad.subject not in distrusted
        and quad.object not in distrusted
    ]


def _distrusted(quads: Sequence[Quad], trust: Trust) -> set[object]:
    """Return the records that do not say what *trust* asks for."""
    records = {quad.subject for quad in quads if (quad.predicate, quad.object) == _IS_RECORD}
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
