"""The writers of a report: for people, programs, code hosts, build servers and the Web of data."""

from __future__ import annotations

__all__ = ["FORMATS", "WRITERS"]

from typing import TYPE_CHECKING

from lunargraph.validation.reports.json_documents import write_json
from lunargraph.validation.reports.junit import write_junit
from lunargraph.validation.reports.sarif import write_sarif
from lunargraph.validation.reports.text import write_text
from lunargraph.validation.reports.turtle import write_turtle

if TYPE_CHECKING:
    from collections.abc import Callable

    from lunargraph.validation.findings import Report

WRITERS: dict[str, Callable[[Report, str], str]] = {
    "text": lambda report, _: write_text(report),
    "json": lambda report, _: write_json(report),
    "sarif": lambda report, _: write_sarif(report),
    "junit": write_junit,
    "turtle": lambda report, _: write_turtle(report),
}
"""The writers by the name that ``--format`` takes; each takes what ``Report.write`` does."""

FORMATS = tuple(WRITERS)
