"""Proofs as text for those who ask for many: findings that tell why."""

from __future__ import annotations

__all__ = ["clash_prover", "prover"]

from typing import TYPE_CHECKING

from lunargraph.explaining.explanations import explain, explain_clash
from lunargraph.explaining.trees import write_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pyoxigraph import Quad, Triple

    from lunargraph.explaining.explanations import Explanation
    from lunargraph.reasoning.clashes import Clash
    from lunargraph.reasoning.closure import Closure

_WIDTH = 90


def prover(closure: Closure, quads: Sequence[Quad]) -> Callable[[Triple], str | None]:
    """Return what proves the statements of *closure*.

    It gives the numbered steps of a proof, and None for a statement that does not hold.

    :param quads: the asserted statements that the closure was made of, in their named graphs.
    """

    def prove(triple: Triple) -> str | None:
        explanation = explain(closure, quads, triple)
        return _steps(explanation) if explanation.holds else None

    return prove


def clash_prover(closure: Closure, quads: Sequence[Quad]) -> Callable[[Clash], str | None]:
    """Return what proves the contradictions of *closure*, in numbered steps.

    :param quads: as in :func:`prover`.
    """

    def prove(clash: Clash) -> str | None:
        explanation = explain_clash(closure, quads, clash)
        return None if explanation.proof is None else _steps(explanation)

    return prove


def _steps(explanation: Explanation) -> str:
    return write_tree(explanation, width=_WIDTH).rstrip("\n")
