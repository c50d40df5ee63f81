"""The report as SARIF, which code hosts show beside the lines of a file.

Source: Static Analysis Results Interchange Format (SARIF) Version 2.1.0, OASIS Standard.
"""

from __future__ import annotations

__all__ = ["write_sarif"]

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from lunargraph import resources
from lunargraph.validation.baselines import fingerprint
from lunargraph.validation.escaping import in_json, in_lines, in_one_line
from lunargraph.validation.reports.rules import rule_help, rule_id

if TYPE_CHECKING:
    from lunargraph.validation.changes import Group
    from lunargraph.validation.findings import Finding, Place, Report

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}


def write_sarif(report: Report) -> str:
    """Return the report as SARIF 2.1.0: one run, a rule for each shape, rule or check that speaks.

    Paths are URIs relative to where the command ran, columns count characters. With a baseline,
    each result says whether it is new; what is known is suppressed too.
    """
    findings = (*report.findings, *report.known)
    rules = {rule_id(finding): finding for finding in reversed(findings)}
    names = sorted(rules)
    compared = bool(report.known or report.stale)
    state = "new" if compared else None
    results = [_result(each, report, names, state) for each in report.findings]
    results += [_known(_result(each, report, names, "unchanged")) for each in report.known]
    driver = {
        "name": "lunargraph",
        "semanticVersion": resources.version(),
        "rules": [_rule(name, rules[name]) for name in names],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {
            "stale": [entry._asdict() for entry in report.stale],
            "consequences": {
                "gained": [_summary(group) for group in report.consequences.gained],
                "lost": [_summary(group) for group in report.consequences.lost],
                "added": len(report.consequences.added),
                "repeated": len(report.consequences.repeated),
            },
        },
    }
    return in_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str, finding: Finding) -> dict[str, object]:
    about = in_one_line(rule_help(finding))
    return {
        "id": in_one_line(name),
        "shortDescription": {"text": about},
        "help": {"text": about},
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
    }


def _result(
    finding: Finding, report: Report, names: list[str], state: str | None
) -> dict[str, object]:
    name = rule_id(finding)
    document: dict[str, object] = {
        "ruleId": in_one_line(name),
        "ruleIndex": names.index(name),
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "partialFingerprints": {"lunargraph/v1": fingerprint(finding, report.root)},
    }
    if finding.place is not None:
        document["locations"] = [{"physicalLocation": _location(finding.place)}]
    if state is not None:
        document["baselineState"] = state
    parts = ("check", "source", "focus", "predicate", "value", "component")
    said = finding._asdict()
    document["properties"] = {part: said[part] for part in parts if said[part] is not None}
    return document


def _known(result: dict[str, object]) -> dict[str, object]:
    why = "the finding is in the baseline"
    return {**result, "suppressions": [{"kind": "external", "justification": why}]}


def _message(finding: Finding) -> str:
    """Return all that there is to read, in lines, as SARIF has no places for the parts of it."""
    said = [in_one_line(finding.message)]
    parts = (
        ("expected", finding.expected),
        ("got", finding.got),
        ("to mend", finding.mend),
        ("why", finding.proof),
    )
    for name, text in parts:
        if text:
            first, *others = in_lines(text)
            said += [f"{name}:", first, *others] if others else [f"{name}: {first}"]
    return "\n".join(said)


def _location(place: Place) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": {"uri": _uri(place.path)}}
    if place.line is not None:
        region = {"startLine": place.line}
        if place.column is not None:
            region["startColumn"] = place.column
        location["region"] = region
    return location


def _uri(path: str) -> str:
    """Return the URI of a file: relative, unless its path is not.

    >>> _uri("facts/sén égal.ttl"), _uri("a:b.ttl")
    ('facts/s%C3%A9n%20%C3%A9gal.ttl', 'a%3Ab.ttl')
    """
    posix = Path(path).as_posix()
    try:
        name = os.fsencode(posix)
    except UnicodeEncodeError:  # half a character, which no file system gave us
        name = posix.encode("utf-8", "surrogatepass")
    return ("file://" if Path(path).is_absolute() else "") + quote(name)


def _summary(group: Group) -> dict[str, object]:
    return {"title": group.title, "count": len(group.statements)}
