"""The writers of an explanation, by format."""

from __future__ import annotations

__all__ = ["WRITERS"]

from typing import TYPE_CHECKING, TypeAlias

from lunargraph.explaining.diagrams import write_mermaid
from lunargraph.explaining.json_documents import write_json
from lunargraph.explaining.prov_o import write_turtle
from lunargraph.explaining.trees import write_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from lunargraph.explaining.explanations import Explanation

    Writer: TypeAlias = Callable[[Explanation, bool, int | None], str]

WRITERS: dict[str, Writer] = {
    "text": lambda explanation, full, width: write_text(explanation, full=full, width=width),
    "json": lambda explanation, _, __: write_json(explanation),
    "turtle": lambda explanation, _, __: write_turtle(explanation),
    "mermaid": lambda explanation, full, _: write_mermaid(explanation, full=full),
}
"""The writers by the name that ``--format`` takes; each takes what ``Explanation.write`` does."""
