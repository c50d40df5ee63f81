"""The writers of a report: text for people, JSON for programs."""

from __future__ import annotations

__all__ = ["VERSION", "WRITERS", "write_json", "write_text"]

import json
from typing import TYPE_CHECKING

from lunargraph.results.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from lunargraph.validation.findings import Finding, Report

VERSION = 1
"""The version of the JSON; raised when a program that reads the old one could stumble."""


def write_text(report: Report) -> str:
    """Return one block a finding, and a closing line with the counts.

    >>> from lunargraph.validation.findings import Finding, Place, Report
    >>> place = Place("facts.ttl", 3, 9)
    >>> print(write_text(Report([Finding("violation", "shape", "it is red", place, got="red")], 1)))
    facts.ttl:3:9: violation: it is red
      got: red
    <BLANKLINE>
    1 violation in 1 file
    <BLANKLINE>
    """
    blocks = [_block(finding) for finding in report.findings]
    text = "\n\n".join([*blocks, report.summary()]) + "\n"
    return printable(text)


def _block(finding: Finding) -> str:
    where = f"{finding.place}: " if finding.place else ""
    parts = (
        ("expected", finding.expected),
        ("got", finding.got),
        ("to mend", finding.mend),
    )
    lines = [f"{where}{finding.severity}: {finding.message}"]
    return "\n".join(lines + [f"  {name}: {text}" for name, text in parts if text])


def write_json(report: Report) -> str:
    """Return the report as JSON, in the shape of ``report.schema.json`` beside this module."""
    counts = {name: report.count(name) for name in ("violation", "warning", "info")}
    document = {
        "version": VERSION,
        "conforms": report.conforms,
        "files": report.files,
        "counts": counts,
        "findings": [_as_json(finding) for finding in report.findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _as_json(finding: Finding) -> dict[str, object]:
    path, line, column = finding.place or (None, None, None)
    return {
        "severity": finding.severity,
        "check": finding.check,
        "message": finding.message,
        "path": path,
        "line": line,
        "column": column,
        "expected": finding.expected,
        "got": finding.got,
        "mend": finding.mend,
        "focus": finding.focus,
        "source": finding.source,
    }


WRITERS: dict[str, Callable[[Report], str]] = {"text": write_text, "json": write_json}
"""The writers by the name that ``--format`` takes."""
