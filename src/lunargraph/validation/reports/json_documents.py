"""The report for programs, in the shape of ``report.schema.json``."""

from __future__ import annotations

__all__ = ["VERSION", "write_json"]

from typing import TYPE_CHECKING

from lunargraph.validation.baselines import fingerprint
from lunargraph.validation.escaping import in_json
from lunargraph.validation.findings import SEVERITIES

if TYPE_CHECKING:
    from lunargraph.validation.changes import Group
    from lunargraph.validation.findings import Finding, Report

VERSION = 2
"""The version of the JSON; raised when a program that reads the old one could stumble."""


def write_json(report: Report) -> str:
    """Return the report as JSON, in the shape of ``report.schema.json``."""
    return in_json(
        {
            "version": VERSION,
            "conforms": report.conforms,
            "files": report.files,
            "counts": {severity: report.count(severity) for severity in SEVERITIES},
            "findings": [_finding(finding, report) for finding in report.findings],
            "known": [_finding(finding, report) for finding in report.known],
            "stale": [entry._asdict() for entry in report.stale],
            "consequences": {
                "gained": [_group(group) for group in report.consequences.gained],
                "lost": [_group(group) for group in report.consequences.lost],
                "added": [each._asdict() for each in report.consequences.added],
                "repeated": [each._asdict() for each in report.consequences.repeated],
            },
        }
    )


def _finding(finding: Finding, report: Report) -> dict[str, object]:
    path, line, column = finding.place or (None, None, None)
    document = finding._asdict()
    del document["place"]
    start = {key: document.pop(key) for key in ("severity", "check", "message")}
    where = {"path": path, "line": line, "column": column}
    return {**start, **where, **document, "fingerprint": fingerprint(finding, report.root)}


def _group(group: Group) -> dict[str, object]:
    return {"title": group.title, "statements": [each._asdict() for each in group.statements]}
