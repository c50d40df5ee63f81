"""What `assess` answers, each answer checked from the facts up by another program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pyoxigraph import RdfFormat, parse

import verdict_checker
from lunargraph.errors import FileError, UnknownNameError, UsageError
from lunargraph.graph import LunarGraph
from lunargraph.namespaces import LG, LGI
from lunargraph.resources import root
from verdict_checker import law_of, problems

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Triple

    from lunargraph.policy import Assessment

BROWN: dict[str, Any] = {
    "kind": "sample-analysis", "actor": "brown-university", "partners": ["cnsa"],
    "subjects": ["change-5"], "funded_by": ["nasa"], "on": "2025-05-15",
}  # fmt: skip
EXAMPLES: dict[str, dict[str, Any]] = {
    "Brown": BROWN,
    "Stony Brook": BROWN | {
        "actor": "stony-brook-university", "subjects": ["loan-stony-brook"],
        "funded_by": ["stony-brook-university"],
    },
    "joint study": {
        "kind": "joint-study", "partners": ["cas"], "funded_by": ["nsf"],
        "subjects": ["change-5"], "on": "2024-06-01",
    },
    "Langley": {
        "kind": "meeting", "actor": "nasa-langley", "partners": ["cnsa"], "bilateral": False,
        "place": "nasa-langley", "on": "2013-03-04",
    },
    "late": {
        "kind": "visit", "actor": "nasa", "partners": ["cnsa"], "bilateral": True,
        "starts": "2018-06-30", "given": [("certifiedOn", "2018-06-10")], "on": "2018-06-10",
    },
    "in time": {
        "kind": "visit", "actor": "nasa", "partners": ["cnsa"], "bilateral": True,
        "starts": "2012-06-30", "given": [("certifiedOn", "2012-06-10")], "on": "2012-06-10",
    },
    "national": {
        "kind": "meeting", "actor": "university-of-chicago", "place": "nasa-jsc",
        "given": [("attendedByNationalOf", "state-cn")], "on": "2025-10-15",
    },
    "Hong Kong": {"partners": ["hku"], "funded_by": ["nasa"], "on": "2024-01-15"},
    "today": {"actor": "nasa", "partners": ["cnsa"], "bilateral": True, "on": "2026-11-21"},
}  # fmt: skip

each_example = pytest.mark.parametrize("name", EXAMPLES)


@pytest.fixture(scope="module")
def graph() -> LunarGraph:
    return LunarGraph.open().prepare()


@pytest.fixture(scope="module")
def asserted(graph: LunarGraph) -> frozenset[Triple]:
    triples = frozenset(quad.triple for quad in graph.asserted())
    evidence = {
        str(t.subject)[1:-1] for t in triples if t.predicate.value == f"{LG}evidenceRequired"
    }
    verdict_checker.EVIDENCE = evidence
    return triples


@pytest.fixture(scope="module")
def answers(graph: LunarGraph) -> dict[str, Assessment]:
    return {name: graph.assess(**wishes) for name, wishes in EXAMPLES.items()}


def document(assessment: Assessment) -> dict[str, Any]:
    value = json.loads(assessment.write("json"))
    assert isinstance(value, dict)
    return value


@each_example
def test_another_program_comes_to_the_same_verdict(
    name: str, answers: dict[str, Assessment], asserted: frozenset[Triple]
) -> None:
    assert problems(document(answers[name]), asserted, law_of(asserted)) == []


@each_example
def test_the_json_has_the_published_shape(name: str, answers: dict[str, Assessment]) -> None:
    schema = json.loads((root() / "src" / "lunargraph" / "assess.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    errors = [*Draft202012Validator(schema).iter_errors(document(answers[name]))]
    assert errors == []


@each_example
def test_the_turtle_holds_the_facts_the_verdict_and_every_step(
    name: str, answers: dict[str, Assessment]
) -> None:
    answer = answers[name]
    triples = {q.triple for q in parse(answer.write("turtle").encode(), RdfFormat.TURTLE)}
    assert {t for t in answer.facts if "_:" not in str(t)} <= triples
    verdicts = {t.object for t in triples if t.predicate.value == f"{LG}verdict"}
    assert f"{LGI}verdict-{answer.verdict}" in {each.value for each in verdicts}
    steps = {t.object for t in triples if t.predicate.value.endswith("wasGeneratedBy")}
    rules = {part.rule for proof in answer.proofs.values() for part in proof.walk()}
    labels = {
        t.object.value
        for t in triples
        if t.subject in steps and t.predicate.value.endswith("label")
    }
    assert labels == rules - {"asserted"}


@each_example
def test_same_question_same_bytes(name: str, graph: LunarGraph) -> None:
    one, other = graph.assess(**EXAMPLES[name]), graph.assess(**EXAMPLES[name])
    for form in ("text", "json", "turtle"):
        assert one.write(form) == other.write(form)


def test_the_checker_finds_what_is_wrong(
    answers: dict[str, Assessment], asserted: frozenset[Triple]
) -> None:
    """Every verdict, outcome and premise that is changed is noticed."""
    law = law_of(asserted)
    whole = document(answers["Brown"])
    for path, value in (
        (("verdict",), "permitted"),
        (("instruments", 0, "verdict"), "not-covered"),
        (("instruments", 0, "clauses", 0, "outcome"), "not-met"),
        (("instruments", 0, "clauses", 0, "elements", 0, "outcome"), "contested"),
        (("instruments", 0, "clauses", 0, "lifted"), "yes"),
        (("instruments", 0, "force"), "not-known"),
        (("proofs", -1, "premises"), []),
        (("proofs", -1, "rule"), "asserted"),
    ):
        changed = json.loads(json.dumps(whole))
        place = changed
        for step in path[:-1]:
            place = place[step]
        assert place[path[-1]] != value, path
        place[path[-1]] = value
        assert problems(changed, asserted, law), path


AGENTS = ["nasa", "nasa-jpl", "cnsa", "cas", "hku", "brown-university", "esa", "nsf", "roscosmos",
          "ostp", "national-space-council", "state-cn", "state-us", "ceos"]  # fmt: skip
KINDS = ["meeting", "visit", "sample-analysis", "joint-study", "application", "procurement",
         "data-exchange", "payload-hosting", "cooperative-agreement", None]  # fmt: skip


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    kind=st.sampled_from(KINDS),
    actor=st.sampled_from([*AGENTS, None]),
    partners=st.lists(st.sampled_from(AGENTS), max_size=3, unique=True),
    funders=st.lists(st.sampled_from(AGENTS), max_size=2, unique=True),
    place=st.sampled_from(["nasa-jsc", "brown-university", None]),
    day=st.dates(min_value=__import__("datetime").date(2010, 1, 1),
                 max_value=__import__("datetime").date(2027, 12, 31)),
    notice=st.sampled_from([None, 1, 14, 30, 31]),
)  # fmt: skip
def test_whatever_is_asked_the_answer_can_be_checked(
    graph: LunarGraph,
    asserted: frozenset[Triple],
    kind: str | None,
    actor: str | None,
    partners: list[str],
    funders: list[str],
    place: str | None,
    day: Any,
    notice: int | None,
) -> None:
    from datetime import timedelta

    more: dict[str, Any] = {}
    if notice is not None:
        more = {
            "starts": (day + timedelta(days=notice)).isoformat(),
            "given": [("certifiedOn", day.isoformat())],
        }
    elif not (kind or actor or partners or funders or place):
        more = {"bilateral": True}
    answer = graph.assess(
        kind=kind, actor=actor, partners=partners, funded_by=funders, place=place,
        on=day.isoformat(), **more,
    )  # fmt: skip
    assert problems(document(answer), asserted, law_of(asserted)) == []
    for question in answer.questions:
        assert question.text


# --- what is asked badly ---------------------------------------------------------------------------


def test_contradictory_facts_have_no_verdict_but_a_proof(graph: LunarGraph) -> None:
    answer = graph.assess(
        kind="visit", actor="nasa", partners=["cnsa", "esa"], bilateral=True, on="2018-06-10"
    )
    assert answer.verdict is None
    assert answer.contradictions
    text = answer.write()
    assert text.startswith("NO VERDICT")
    assert "European Space Agency is a body of several states" in text


@pytest.mark.parametrize(
    ("wishes", "error", "words"),
    [
        ({"actor": "nasa"}, UsageError, "on which day?"),
        ({"actor": "nasa", "on": "2025"}, UsageError, "this is no day"),
        ({"actor": "nasa", "on": "2025-02-30"}, UsageError, "there is no such day"),
        ({"actor": "nasaa", "on": "2025-01-01"}, UsageError, "nothing is called 'nasaa'"),
        ({"kind": "meetin", "on": "2025-01-01"}, UnknownNameError, "did you mean 'Meeting'"),
        ({"actor": "nasa", "given": [("certifedOn", "2025-01-01")], "on": "2025-01-01"},
         UnknownNameError, "certifiedOn"),
        ({"on": "2025-01-01"}, UsageError, "which activity?"),
        ({"activity": "loan-brown", "actor": "nasa", "on": "2025-01-01"}, UsageError, "not twice"),
        ({"activity": "nasa", "on": "2025-01-01"}, UsageError, "this is no activity"),
        ({"actor": "nasa", "on": "2025-01-01", "instruments": ["wolf-amendmen"]}, UsageError,
         "nothing is called"),
    ],
)  # fmt: skip
def test_what_is_asked_badly_is_refused_with_a_cure(
    graph: LunarGraph, wishes: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as caught:
        graph.assess(**wishes)
    assert words in str(caught.value)


def test_an_agent_that_nobody_knows_can_be_described(graph: LunarGraph) -> None:
    with pytest.raises(UsageError, match="or describe it: --with 'Example Institute") as caught:
        graph.assess(partners=["Example Institute"], on="2024-01-15")
    assert "[university, france]" in str(caught.value)
    answer = graph.assess(
        partners=["Example Institute [university, china]"], funded_by=["nasa"], on="2024-01-15"
    )
    assert (answer.verdict, answer.contested) == ("prohibited", True)


# --- files ------------------------------------------------------------------------------------------

PROLOGUE = """
prefix lg: <https://w3id.org/lunargraph/ns#>
prefix lgi: <https://w3id.org/lunargraph/id/>
prefix ex: <http://example.org/>
prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#>
prefix xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "activity.ttl"
    path.write_text(PROLOGUE + text, "utf-8")
    return path


def test_a_file_is_taken_as_it_is(graph: LunarGraph, tmp_path: Path) -> None:
    """Who pays is open unless the file says that all funders are stated."""
    said = "ex:a a lg:Visit ; lg:carriedOutBy lgi:brown-university ; lg:carriedOutWith lgi:cnsa ; "
    said += 'lg:allPartiesStated true ; lg:fundedBy lgi:nsf ; rdfs:label "our visit"@en '
    open_ = graph.assess(write(tmp_path, f"{said} ."), on="2024-06-01")
    assert open_.verdict == "unknown"
    assert "Who pays for the activity, all of them?" in [each.text for each in open_.questions]
    closed = graph.assess(write(tmp_path, f"{said} ; lg:allFundersStated true ."), on="2024-06-01")
    assert closed.verdict == "not-covered"
    assert "our visit" in closed.write()


def test_the_day_of_a_file_is_that_on_which_it_starts(graph: LunarGraph, tmp_path: Path) -> None:
    file = write(tmp_path, 'ex:a a lg:Visit ; lg:startsOn "2024-06-01"^^xsd:date .')
    assert graph.assess(file).case.day == "2024-06-01"


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("ex:a a ex:Thing .", FileError, "there is no activity in the file"),
        ("ex:a a lg:Visit . ex:b a lg:Meeting .", UsageError, "say which with --activity"),
        ("ex:a a lg:Visit", FileError, "activity.ttl:7:16"),
    ],
)
def test_a_file_that_describes_no_activity_is_refused(
    graph: LunarGraph, tmp_path: Path, text: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as caught:
        graph.assess(write(tmp_path, text), on="2024-01-01")
    assert words in str(caught.value)


def test_one_of_several_activities_of_a_file(graph: LunarGraph, tmp_path: Path) -> None:
    file = write(tmp_path, "ex:a a lg:Visit . ex:b a lg:Meeting .")
    answer = graph.assess(file, activity="http://example.org/b", on="2024-01-01")
    assert answer.case.activity.value == "http://example.org/b"


def test_nothing_of_a_case_stays_in_the_graph(graph: LunarGraph) -> None:
    before = graph.export("nquads")
    graph.assess(**BROWN)
    assert graph.export("nquads") == before
