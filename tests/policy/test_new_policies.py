"""A policy that is data and nothing else changes a verdict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lunargraph.graph import LunarGraph
from lunargraph.resources import root

RULE = root() / "examples" / "policy" / "campus-rule.ttl"
ANALYSIS: dict[str, Any] = {
    "kind": "sample-analysis", "actor": "stony-brook-university", "partners": ["cnsa"],
    "subjects": ["loan-stony-brook"], "funded_by": ["stony-brook-university"],
}  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> LunarGraph:
    folder: Path = tmp_path_factory.mktemp("campus") / "campus"
    graph = LunarGraph.init(folder, known_until="2026-11")
    change = graph.add(RULE, sources=["background"], message="an invented rule")
    assert change.stored, change.report
    return LunarGraph.open(workspace=folder)


@pytest.mark.parametrize(
    ("day", "more", "verdict"),
    [
        ("2025-05-31", [], "permitted-with-conditions"),
        ("2025-06-01", [], "prohibited"),
        ("2025-06-01", [("a", "lg:CampusApprovedActivity")], "permitted-with-conditions"),
    ],
)
def test_it_decides_from_its_first_day_and_its_exception_lifts_it(
    workspace: LunarGraph, day: str, more: list[tuple[str, str]], verdict: str
) -> None:
    answer = workspace.assess(**ANALYSIS, given=more, on=day)
    assert answer.verdict == verdict
    if verdict == "prohibited":
        (judged,) = answer.deciding
        assert judged.instrument.label == "Campus rule on foreign samples (invented)"
        assert answer.off_record[0].verdict == "permitted-with-conditions"


def test_others_are_not_concerned(workspace: LunarGraph) -> None:
    shipped = LunarGraph.open()
    asked = ANALYSIS | {"actor": "brown-university", "funded_by": ["nasa"], "on": "2025-07-01"}
    ours, theirs = (graph.assess(**asked) for graph in (workspace, shipped))
    assert ours.verdict == theirs.verdict == "prohibited"
    decided = [[each.instrument.iri for each in answer.deciding] for answer in (ours, theirs)]
    assert decided[0] == decided[1]
