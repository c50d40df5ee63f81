"""Validation of new facts, and of a whole graph: findings with place, expectation and cure."""

from __future__ import annotations

__all__ = [
    "CHECKS",
    "SEVERITIES",
    "Finding",
    "Place",
    "Report",
    "validate",
    "validate_graph",
    "validate_proposal",
]

from lunargraph.validation.findings import CHECKS, SEVERITIES, Finding, Place, Report
from lunargraph.validation.validating import validate, validate_proposal
from lunargraph.validation.whole_graphs import validate_graph
