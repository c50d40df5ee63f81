"""The writers of an explanation, by format."""

from __future__ import annotations

__all__ = ["WRITERS", "Writer"]

from typing import TYPE_CHECKING, Protocol

from lunargraph.explaining.text import write_text

if TYPE_CHECKING:
    from lunargraph.explaining.explanations import Explanation


class Writer(Protocol):
    """Writes an explanation; see :meth:`lunargraph.explaining.Explanation.write`."""

    def __call__(self, explanation: Explanation, /, *, full: bool, width: int | None) -> str:
        """Return the whole text."""


WRITERS: dict[str, Writer] = {
    "text": write_text,
}
"""The writers by the name that ``--format`` takes."""
