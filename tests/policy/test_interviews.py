"""`assess --ask`: the questions that matter, one after the other, until the verdict stands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pyoxigraph import NamedNode
from referencing import Registry, Resource

from lunargraph.errors import UsageError
from lunargraph.graph import LunarGraph
from lunargraph.policy import write_interview
from lunargraph.resources import root

FUNDS = "https://w3id.org/lunargraph/ns#fundedBy"
STUDY: dict[str, Any] = {
    "kind": "joint-study", "actor": "brown-university", "partners": ["cas"], "on": "2024-06-01"
}  # fmt: skip


@pytest.fixture(scope="module")
def graph() -> LunarGraph:
    return LunarGraph.open().prepare()


def test_it_stops_as_soon_as_the_verdict_stands(graph: LunarGraph) -> None:
    interview = graph.interview(**STUDY)
    first = interview.question
    assert first is not None
    assert first.element is not None
    assert first.element.asks_for == NamedNode(FUNDS)
    assert interview.takes_names
    interview.answer("nsf")
    assert interview.question is None
    assert interview.assessment.verdict == "not-covered"
    assert interview.assessment.complete == ("parties", "funders")


def test_it_asks_nothing_where_nothing_can_change_the_verdict(graph: LunarGraph) -> None:
    interview = graph.interview(kind="visit", actor="nasa", partners=["cnsa"], on="2024-06-01")
    assert (interview.question, interview.assessment.verdict) == (None, "prohibited")
    with pytest.raises(UsageError, match="no question left"):
        interview.answer("yes")


def test_every_question_says_what_either_answer_would_do(graph: LunarGraph) -> None:
    """The most decisive comes first, and what it promises is what its answer brings."""
    interview = graph.interview(kind="meeting", funded_by=["nasa"], on="2024-06-01")
    while interview.takes_names:
        interview.answer("?")
    asked = interview.question
    assert asked is not None
    assert asked.alone_decides
    decisive = [each.alone_decides for each in interview.assessment.questions]
    assert decisive == sorted(decisive, reverse=True)
    interview.answer("no")
    assert interview.assessment.verdict == asked.if_not_met


def test_a_question_without_an_answer_is_not_asked_again(graph: LunarGraph) -> None:
    interview = graph.interview(kind="meeting", funded_by=["nasa"], on="2024-06-01")
    before, verdict = interview.question, interview.assessment.verdict
    interview.answer("?")
    assert interview.question != before
    assert interview.assessment.verdict == verdict
    for _ in range(20):
        if interview.question is None:
            break
        interview.answer("?")
    assert interview.question is None
    assert interview.assessment.verdict == "unknown"


@pytest.mark.parametrize(
    ("said", "words"),
    [("nobody-knows-it", "nothing is called"), ("nsf, ,nasa", "answers no question")],
)
def test_an_answer_that_means_nothing_leaves_the_question(
    graph: LunarGraph, said: str, words: str
) -> None:
    interview = graph.interview(**STUDY)
    before = interview.question
    with pytest.raises(UsageError, match=words):
        interview.answer(said)
    assert interview.question == before
    assert interview.answered == []


def test_whether_an_act_goes_on_can_be_answered(graph: LunarGraph) -> None:
    interview = graph.interview(actor="nasa", partners=["cnsa"], bilateral=True, on="2026-11-21")
    assert interview.assessment.verdict == "unknown"
    first = interview.question
    assert first is not None
    assert first.if_met == "prohibited"
    with pytest.raises(UsageError, match="answers no question"):
        interview.answer("perhaps")
    interview.answer("yes")
    assert interview.assessment.verdict == "prohibited"


def test_the_json_of_an_interview_has_the_published_shape(graph: LunarGraph) -> None:
    folder = root() / "src" / "lunargraph"
    schemas = [
        json.loads((folder / f"{name}.schema.json").read_text("utf-8"))
        for name in ("interview", "assess")
    ]
    registry = Registry().with_resources(
        (each["$id"], Resource.from_contents(each)) for each in schemas
    )
    validator = Draft202012Validator(schemas[0], registry=registry)
    interview = graph.interview(**STUDY)
    for said in (None, "nsf"):
        if said is not None:
            interview.answer(said)
        value = json.loads(write_interview(interview))
        assert [*validator.iter_errors(value)] == []
    assert value["question"] is None
    assert value["answered"][0]["answer"] == "nsf"
