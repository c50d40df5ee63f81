"""New facts change the verdicts that they should, and no other."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from lunargraph.graph import LunarGraph
from lunargraph.namespaces import LGI

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples" / "policy"
SCHEMA = ROOT / "src" / "lunargraph" / "impact.schema.json"
ONLY = ["wolf-amendment"]
PREFIXES = """
@prefix lg: <https://w3id.org/lunargraph/ns#> .
@prefix lgi: <https://w3id.org/lunargraph/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> .
"""


def test_who_pays_decides_two_loans_and_no_other(graph: LunarGraph) -> None:
    found = graph.impact(EXAMPLES / "supposed-facts.ttl", instruments=ONLY)
    told = {
        each.activity.value.rpartition("/")[2]: (
            each.kind, each.before and each.before.verdict, each.after and each.after.verdict,
        )
        for each in found.changed
    }  # fmt: skip
    assert told == {
        "loan-brown": ("verdict", "unknown", "prohibited"),
        "loan-stony-brook": ("verdict", "unknown", "not-covered"),
    }
    assert found.judged > len(found.changed)
    document = json.loads(found.write("json"))
    jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
    assert "unknown -> prohibited" in found.write()


def test_a_new_act_decides_instead_of_the_one_before(graph: LunarGraph, tmp_path: Path) -> None:
    act = (EXAMPLES / "supposed-act.ttl").read_text("utf-8")
    file = tmp_path / "act.ttl"
    file.write_text(f"{act}\nlgi:data-exchange-2019 lg:allPartiesStated true .\n", "utf-8")
    found = graph.impact(file, on="2026-11-21", instruments=ONLY)
    for each in found.changed:
        if each.kind == "verdict":
            assert each.before is not None
            assert each.after is not None
            assert (each.before.verdict, each.after.verdict) == ("unknown", "prohibited")
            assert each.by.startswith("Wolf Amendment FY2027 (supposed)")
        else:
            assert each.kind == "deciding"
            assert each.by.startswith("newly: Wolf Amendment FY2027 (supposed)")
            assert "no longer: Wolf Amendment FY2026" in each.by
    decided = {each.activity.value for each in found.changed if each.kind == "verdict"}
    assert f"{LGI}data-exchange-2019" in decided
    earlier = graph.impact(EXAMPLES / "supposed-act.ttl", on="2024-06-01", instruments=ONLY)
    assert earlier.changed == ()


def test_an_activity_that_only_the_facts_tell_of_is_new(graph: LunarGraph, tmp_path: Path) -> None:
    file = tmp_path / "visit.ttl"
    file.write_text(
        PREFIXES + 'ex:visit a lg:Visit ; rdfs:label "a visit"@en ; lg:carriedOutBy lgi:nasa ; '
        "lg:carriedOutWith lgi:cnsa ; lg:allPartiesStated true ; "
        'lg:happenedOn "2024-06-01"^^xsd:date .',
        "utf-8",
    )
    [changed] = graph.impact(file, instruments=ONLY).changed
    assert (changed.kind, changed.before) == ("new", None)
    assert changed.after is not None
    asked = graph.assess(file, on="2024-06-01", instruments=ONLY)
    assert (changed.day, changed.after.verdict) == ("2024-06-01", asked.verdict)


def test_what_is_known_already_changes_nothing(graph: LunarGraph) -> None:
    found = graph.impact(ROOT / "data" / "transfers" / "graph.trig", instruments=ONLY)
    assert found.changed == ()
    assert "nothing changes" in found.write()


@pytest.mark.parametrize("format_name", ["text", "json"])
def test_a_contradiction_is_proved_and_nothing_is_judged(
    graph: LunarGraph, tmp_path: Path, format_name: str
) -> None:
    file = tmp_path / "both.ttl"
    file.write_text(
        PREFIXES + "lgi:loan-brown a lg:BilateralActivity , lg:MultilateralActivity .", "utf-8"
    )
    found = graph.impact(file)
    assert found.contradictions
    assert (found.changed, found.judged) == ((), 0)
    if format_name == "json":
        document = json.loads(found.write("json"))
        jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
        assert len(document["contradictions"]) == len(found.contradictions)
    else:
        assert found.write().startswith("NO ANSWER")
