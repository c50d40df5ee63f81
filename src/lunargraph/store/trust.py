"""Leaving out records that are trusted less than somebody asks for."""

from __future__ import annotations

__all__ = ["CONFIDENCES", "Trust", "trusted"]

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode

from lunargraph.errors import UnknownNameError
from lunargraph.namespaces import LG, LGI

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Quad

CONFIDENCES = ("high", "medium", "low")
"""From the most trusted to the least."""


class Trust(NamedTuple):
    """Which records count: all of at least *min_confidence*, or only those verified in full.

    A record without a confidence (the description of a source) always counts.
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
    refused: set[tuple[NamedNode, NamedNode]] = set()
    if trust.min_confidence:
        if trust.min_confidence not in CONFIDENCES:
            raise UnknownNameError("confidence", trust.min_confidence, CONFIDENCES)
        lower = CONFIDENCES[CONFIDENCES.index(trust.min_confidence) + 1 :]
        confidence = NamedNode(LG + "confidence")
        refused |= {(confidence, NamedNode(f"{LGI}confidence-{name}")) for name in lower}
    if trust.verified_only:
        unverified = NamedNode(LGI + "verification-unverified")
        refused.add((NamedNode(LG + "verification"), unverified))
    return {quad.subject for quad in quads if (quad.predicate, quad.object) in refused}
