"""Validation of new facts, and of a whole graph: findings with place, expectation and cure.

What validates is imported when it is first asked for: rdflib and its SPARQL are slow to import, and
the names that others take from here do not need them.
"""

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

import importlib
from typing import TYPE_CHECKING

from lunargraph.validation.findings import CHECKS, SEVERITIES, Finding, Place, Report

if TYPE_CHECKING:
    from lunargraph.validation.validating import validate, validate_proposal
    from lunargraph.validation.whole_graphs import validate_graph

_LATER = {
    "validate": "validating",
    "validate_proposal": "validating",
    "validate_graph": "whole_graphs",
}


def __getattr__(name: str) -> object:
    """Import what validates when it is first asked for."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_LATER[name]}"), name)
