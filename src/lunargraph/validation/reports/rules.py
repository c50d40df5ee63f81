"""What a finding comes from: the identifier of its rule, and what the rule asks for.

Rules are named ``check`` or ``check/source``: ``vocabulary``, ``consistency/cax-dw``,
``shape/lgs:signature-day``, ``hygiene/shared-labels``.
"""

from __future__ import annotations

__all__ = ["rule_help", "rule_id"]

from typing import TYPE_CHECKING

from lunargraph import resources
from lunargraph.namespaces import compact
from lunargraph.reasoning.rules import rule_named
from lunargraph.validation.check_files import load_header

if TYPE_CHECKING:
    from lunargraph.validation.findings import Finding

_ASKS = {
    "syntax": "A file holds what its format says.",
    "vocabulary": "Facts use terms that exist, in the positions that they are made for.",
    "provenance": "Every statement says what it rests on.",
    "consistency": "No statements contradict each other.",
    "shape": "What is stated, and what follows from it, conforms to the SHACL shapes.",
    "conflict": "New facts neither contradict nor repeat what has been accepted.",
    "profile": "The ontology stays within OWL 2 RL.",
    "hygiene": "The graph is kept in order.",
    "query": "The stored queries give the rows that they promise.",
}


def rule_id(finding: Finding) -> str:
    """Return the name of the rule that a *finding* comes from.

    >>> from lunargraph.validation.findings import Finding
    >>> rule_id(Finding("violation", "consistency", "it clashes", source="cax-dw"))
    'consistency/cax-dw'
    """
    return f"{finding.check}/{compact(finding.source)}" if finding.source else finding.check


def rule_help(finding: Finding) -> str:
    """Return in a sentence or two what the rule of a *finding* asks for."""
    asks, source = _ASKS[finding.check], finding.source
    if source is None:
        return asks
    if finding.check == "consistency":
        rule = rule_named(source)
        return f"{asks} {source} of OWL 2 RL: it is a contradiction if {rule.says}."
    files = {path.stem: path for path in (*resources.check_files(), *resources.change_files())}
    if source in files:
        header, _ = load_header(files[source])
        return f"{asks} {header['question']}"
    return f"{asks} ({compact(source)})"
