"""What a closure yields: the new statements, the contradictions, and what was left out."""

from __future__ import annotations

__all__ = ["Inference", "Progress"]

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Clash

Progress: TypeAlias = Callable[[str, float | None], None]
"""Is told what goes on, and how much of it is done (0 to 1, None where nobody can know)."""


class Inference(NamedTuple):
    """The outcome of a closure.

    *inferred* holds what follows and was not asserted, sorted; *clashes* every contradiction;
    *notes* a sentence for each kind of axiom that the engine had to leave out.
    """

    inferred: tuple[Triple, ...]
    clashes: tuple[Clash, ...]
    notes: tuple[str, ...] = ()
