"""The scenarios: small files that say what is judged and what must come out, worked out by hand.

A file ``<name>.toml`` has a ``description``, the day (``on``), and three tables:

- ``facts``: the options of ``lunargraph assess`` by their names, or ``file``, a Turtle file beside;
- ``expected``: the ``verdict`` (``contradiction`` where there must be none), the ``deciding``
  instruments with clauses of theirs, the verdicts of the other ``readings`` by element, ``conditions``
  that are named, ``questions`` that are asked, ``words`` of the text, and what each of ``clauses``
  comes to under every instrument that carries it;
- ``must-not``: ``verdicts`` that no reading gives, what must not be ``deciding`` (clauses, instruments
  or families) nor ``in-force``, clauses that must not be ``carried``, and ``words`` not to be said.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lunargraph.namespaces import LGI
from lunargraph.policy.policies import load_policies
from lunargraph.store.worlds import World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import NamedNode

    from lunargraph import LunarGraph
    from lunargraph.policy import Assessment

FOLDER = Path(__file__).parent
SCENARIOS = {
    path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))
}
OUTCOMES = ("met", "contested", "not-met", "undecided")
OPTIONS = {"with": "partners", "funded-by": "funded_by", "subject": "subjects"}

UNTESTABLE = {
    "hr4360-certification": "the days of notice that the bill asks for are not recorded",
    "hr8958-310": "of a bill that was not enacted, which no activity can fall under any more",
}
"""Clauses that no activity can meet, and why."""

each_scenario = pytest.mark.parametrize("name", SCENARIOS)


def assess(graph: LunarGraph, name: str) -> Assessment:
    """Return the assessment of a scenario."""
    scenario = SCENARIOS[name]
    facts = {OPTIONS.get(key, key): value for key, value in scenario["facts"].items()}
    if "file" in facts:
        facts["file"] = FOLDER / facts["file"]
    facts["given"] = [tuple(each) for each in facts.get("given", ())]
    return graph.assess(on=scenario["on"], **facts)


def slug(thing: NamedNode | None) -> str:
    return thing.value.removeprefix(LGI) if thing is not None else ""


def deciding(assessment: Assessment) -> dict[str, list[str]]:
    """Return the clauses that decide, by instrument."""
    return {
        slug(each.instrument.iri): [slug(clause.clause.iri) for clause in each.deciding]
        for each in assessment.deciding
    }


def outcomes(assessment: Assessment) -> dict[str, set[str]]:
    """Return what clauses come to under the instruments that carry them."""
    found: dict[str, set[str]] = {}
    for judged in assessment.instruments:
        for clause in judged.clauses:
            found.setdefault(slug(clause.clause.iri), set()).add(clause.outcome)
    return found


def verdicts(assessment: Assessment) -> set[str]:
    """Return the verdicts of all readings."""
    found = {assessment.verdict, *(each.verdict for each in assessment.other_readings)}
    return {verdict or "contradiction" for verdict in found}


def readings(assessment: Assessment) -> dict[str, dict[str, str]]:
    """Return the verdicts of the readings of contested elements."""
    found: dict[str, dict[str, str]] = {}
    for other in assessment.other_readings:
        way = "met" if other.met else "not-met"
        found.setdefault(slug(other.element.iri), {})[way] = other.verdict
    return found


def decisive(assessment: Assessment) -> Iterator[NamedNode | None]:
    """Yield the instruments, families and clauses that decide."""
    for each in assessment.deciding:
        yield from (each.instrument.iri, each.instrument.family)
        yield from (clause.clause.iri for clause in each.deciding)


def in_force(assessment: Assessment) -> Iterator[NamedNode | None]:
    """Yield the instruments and families that are judged."""
    for each in assessment.instruments:
        yield from (each.instrument.iri, each.instrument.family)


def text(assessment: Assessment) -> str:
    return " ".join(assessment.write("text").split())


@each_scenario
def test_the_file_says_what_it_has_to(name: str) -> None:
    scenario = SCENARIOS[name]
    assert scenario.keys() - {"must-not", "why"} == {"description", "on", "facts", "expected"}
    known = {"verdict", "deciding", "readings", "conditions", "questions", "words", "clauses"}
    assert scenario["expected"].keys() <= known
    assert scenario["expected"].get("clauses", {}).keys() <= set(OUTCOMES)
    assert scenario.get("must-not", {}).keys() <= {
        "verdicts",
        "deciding",
        "in-force",
        "carried",
        "words",
    }
    assert scenario["description"].endswith(".") or scenario["description"].endswith("?")


def differences(graph: LunarGraph, name: str) -> Iterator[str]:
    """Yield where an assessment is not as its scenario says."""
    scenario = SCENARIOS[name]
    expected, unwanted = scenario["expected"], scenario.get("must-not", {})
    found = assess(graph, name)
    decided, come_to, said = deciding(found), outcomes(found), text(found)
    if (found.verdict or "contradiction") != expected["verdict"]:
        yield f"the verdict is {found.verdict}, by {decided}"
    for instrument, clauses in expected.get("deciding", {}).items():
        if not set(clauses) <= set(decided.get(instrument, ())):
            yield f"{instrument} does not decide by {clauses}; what does: {decided}"
    for outcome, clauses in expected.get("clauses", {}).items():
        for clause in clauses:
            if come_to.get(clause) != {outcome}:
                yield f"{clause} is not {outcome} but {come_to.get(clause)}"
    if not readings(found).items() >= expected.get("readings", {}).items():
        yield f"the other readings are {readings(found)}"
    for kind, there in (
        ("conditions", {slug(clause.clause.iri) for _, clause in found.conditions}),
        ("questions", {slug(each.element.iri) for each in found.questions if each.element}),
    ):
        if not set(expected.get(kind, ())) <= there:
            yield f"the {kind} are {sorted(there)}"
    yield from (
        f"it does not say: {each}" for each in expected.get("words", ()) if each not in said
    )
    for kind, there in (
        ("verdicts", verdicts(found)),
        ("deciding", {slug(each) for each in decisive(found)}),
        ("in-force", {slug(each) for each in in_force(found)}),
        ("carried", set(come_to)),
        (
            "words",
            {each for each in unwanted.get("words", ()) if each.casefold() in said.casefold()},
        ),
    ):
        yield from (
            f"must not be among the {kind}: {each}"
            for each in unwanted.get(kind, ())
            if each in there
        )


@each_scenario
def test_a_scenario_comes_out_as_it_says(graph: LunarGraph, name: str) -> None:
    found = list(differences(graph, name))
    assert not found, "\n".join([SCENARIOS[name]["description"], *found])


def exercised(outcomes: Iterable[str]) -> set[str]:
    """Return the clauses that scenarios say have one of these outcomes."""
    return {
        clause
        for scenario in SCENARIOS.values()
        for outcome, clauses in scenario["expected"].get("clauses", {}).items()
        if outcome in outcomes
        for clause in clauses
    }


@cache
def clauses(graph: LunarGraph) -> frozenset[str]:
    found: set[str] = {
        slug(clause.iri)
        for each in load_policies(World(graph.dataset)).instruments.values()
        for clause in each.clauses
    }
    return frozenset(found)


def test_every_clause_has_a_scenario_that_meets_it(graph: LunarGraph) -> None:
    without = clauses(graph) - exercised({"met", "contested"})
    assert without == set(UNTESTABLE)


def test_scenarios_are_about_clauses_that_there_are(graph: LunarGraph) -> None:
    assert exercised(OUTCOMES) <= clauses(graph)


def test_every_kind_of_verdict_has_a_scenario() -> None:
    found = {scenario["expected"]["verdict"] for scenario in SCENARIOS.values()}
    assert found >= {
        "prohibited",
        "unknown",
        "permitted-with-conditions",
        "permitted",
        "not-covered",
    }


def test_a_turtle_file_has_a_scenario() -> None:
    named: set[Any] = {each["facts"].get("file") for each in SCENARIOS.values()} - {None}
    assert {path.name for path in FOLDER.glob("*.ttl")} == named
