"""The report as JUnit XML, which build servers show as tests.

There is no standard. This is what Jenkins, GitLab, GitHub and Azure all read: suites of test cases
with at most one failure each.
"""

from __future__ import annotations

__all__ = ["write_junit"]

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from lunargraph.validation.escaping import in_one_line
from lunargraph.validation.findings import CHECKS, SEVERITIES
from lunargraph.validation.reports.text import finding_block, remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lunargraph.validation.findings import Finding, Report

_GRAPH = "graph"
"""The name of the suite of what is about no file in particular."""


def write_junit(report: Report, fail_on: str = "violation") -> str:
    """Return the report as JUnit XML: a suite for each file, in it a test for each check.

    A test fails if its check found something of the severity *fail_on* or a graver one; what is
    milder is told in its output, and what a baseline knows, or what follows, in that of the suite
    of the graph.
    """
    suites = _suites(report)
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    inside = {name: [_case(name, *test, grave) for test in suites[name].items()] for name in suites}
    cases = [case for each in inside.values() for case in each]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuites name="lunargraph" {_counts(cases)}>')
    for name, each in inside.items():
        lines.append(f'  <testsuite name={_attribute(name)} {_counts(each)} skipped="0" time="0">')
        lines += each
        lines += _output(remarks(report), "    ") if name == _GRAPH else []
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""])


def _suites(report: Report) -> dict[str, dict[str, list[Finding]]]:
    """Return the findings of each check that was made of each file; the graph comes last."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        name = finding.place.path if finding.place else _GRAPH
        found.setdefault((name, finding.check), []).append(finding)
    files = sorted({*report.paths, *(name for name, _ in found)} - {_GRAPH})
    whole = {check for name, check in found if name == _GRAPH}
    names = [*files, _GRAPH] if whole or remarks(report) or not files else files
    suites: dict[str, dict[str, list[Finding]]] = {}
    for name in names:
        made = set(report.checks) if name in report.paths or not report.paths else set()
        made |= {check for suite, check in found if suite == name}
        suites[name] = {check: found.get((name, check), []) for check in CHECKS if check in made}
    return suites


def _case(suite: str, check: str, findings: Sequence[Finding], grave: Sequence[str]) -> str:
    failing = [each for each in findings if each.severity in grave]
    others = [each for each in findings if each.severity not in grave]
    attributes = f'name={_attribute(check)} classname={_attribute(suite)} time="0"'
    inner = _failure(failing) + (_output(map(finding_block, others), "      ") if others else [])
    if not inner:
        return f"    <testcase {attributes}/>"
    return "\n".join([f"    <testcase {attributes}>", *inner, "    </testcase>"])


def _failure(findings: Sequence[Finding]) -> list[str]:
    if not findings:
        return []
    gravest = min((each.severity for each in findings), key=SEVERITIES.index)
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    message = _attribute(findings[0].message + more)
    text = escape("\n\n".join(map(finding_block, findings)))
    return [f'      <failure type="{gravest}" message={message}>{text}</failure>']


def _output(blocks: Iterable[str], indent: str) -> list[str]:
    text = "\n\n".join(blocks)
    return [f"{indent}<system-out>{escape(text)}</system-out>"] if text else []


def _counts(cases: Sequence[str]) -> str:
    failures = sum("<failure " in case for case in cases)
    return f'tests="{len(cases)}" failures="{failures}" errors="0"'


def _attribute(text: str) -> str:
    return quoteattr(in_one_line(text))
