"""An assessment in the formats that people and programs read."""

from __future__ import annotations

__all__ = ["FORMATS", "write"]

from typing import TYPE_CHECKING

from lunargraph.errors import UnknownNameError
from lunargraph.policy.documents import write_json
from lunargraph.policy.prov_o import write_turtle
from lunargraph.policy.texts import write_text

if TYPE_CHECKING:
    from lunargraph.policy.assessing import Assessment

FORMATS = ("text", "json", "turtle")


def write(
    assessment: Assessment,
    format_name: str = "text",
    *,
    full: bool = False,
    width: int | None = None,
) -> str:
    """Return an *assessment* in a format.

    :param full: text only: every clause of every instrument.
    :param width: text only: the columns to wrap at.
    :raises UnknownNameError: no such format.
    """
    if format_name == "text":
        return write_text(assessment, full=full, width=width)
    if format_name == "json":
        return write_json(assessment)
    if format_name == "turtle":
        return write_turtle(assessment)
    raise UnknownNameError("format", format_name, FORMATS)
