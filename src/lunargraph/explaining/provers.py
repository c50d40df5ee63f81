"""Proofs as text for those who ask for many: findings that tell why."""

from __future__ import annotations

__all__ = ["prover"]

from typing import TYPE_CHECKING

from pyoxigraph import Quad

from lunargraph.explaining.explanations import explain
from lunargraph.explaining.trees import write_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pyoxigraph import Triple

    from lunargraph.reasoning.closure import Closure

_WIDTH = 90


def prover(
    closure: Closure, quads: Sequence[Quad], new: Iterable[Triple] = ()
) -> Callable[[Triple], str | None]:
    """Return what proves statements that follow from *closure* and *new* triples.

    It gives the numbered steps of a proof, and None for a statement that does not hold.

    :param closure: as in :func:`explain`; the new triples are added to it.
    :param quads: the asserted statements that the closure was made of, in their named graphs.
    """
    added = [Quad(each.subject, each.predicate, each.object) for each in new]
    if added:
        closure.add(quad.triple for quad in added)
    known = [*quads, *added]

    def prove(triple: Triple) -> str | None:
        explanation = explain(closure, known, triple)
        return write_tree(explanation, width=_WIDTH) if explanation.holds else None

    return prove
