"""All recorded activities: each as an assessment judges it, and beside what became of it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from lunargraph.errors import UsageError
from lunargraph.graph import LunarGraph
from lunargraph.namespaces import LG, PREFIXES
from lunargraph.policy.histories import Recorded, recorded_days
from lunargraph.policy.stretches import Row
from lunargraph.policy.sweeping import Judged, Sweep
from lunargraph.store import Dataset
from lunargraph.store.worlds import World
from lunargraph.validation.names import Names

ROOT = Path(__file__).parent.parent.parent
SCHEMA = ROOT / "src" / "lunargraph" / "sweep.schema.json"
THING = NamedNode("http://example.org/thing")
DATE = NamedNode(PREFIXES["xsd"] + "date")


@pytest.fixture(scope="module")
def swept(graph: LunarGraph) -> Sweep:
    return graph.sweep(kind="transfer", instruments=["wolf-amendment"])


def test_each_is_judged_as_an_assessment_judges_it(graph: LunarGraph, swept: Sweep) -> None:
    for each in swept.judged[::4]:
        one = graph.assess(
            activity=each.activity.value, on=each.day, instruments=["wolf-amendment"]
        )
        assert (one.verdict, one.contested) == (each.row.verdict, each.row.contested), each.label
        assert [judged.instrument.iri for judged in one.deciding] == [
            deciding.instrument.iri for deciding in each.row.deciding
        ]


def test_no_day_is_guessed(graph: LunarGraph, swept: Sweep) -> None:
    assert swept.undated
    for each in swept.undated:
        assert not each.has_day
    for judged in swept.judged:
        asked = f'ASK {{ <{judged.activity.value}> ?p "{judged.day}"^^xsd:date }}'
        assert graph.sparql(asked, inference=False), judged.label


def test_each_transfer_is_there_once_on_one_day(graph: LunarGraph, swept: Sweep) -> None:
    on = graph.sweep("2012-06-01", kind="transfer", instruments=["wolf-amendment"])
    own = {*(each.activity for each in swept.judged), *(each.activity for each in swept.undated)}
    assert {each.activity for each in on.judged} == own
    assert len(on.judged) == len(own) == sum(on.counts.values())
    assert not on.undated


def test_the_json_has_its_published_shape(swept: Sweep) -> None:
    document = json.loads(swept.write("json"))
    jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
    assert len(document["judged"]) == len(swept.judged)
    assert swept.write("csv").count("\n") == len(swept.judged) + 1


@pytest.mark.parametrize(
    ("verdict", "record", "bearing"),
    [
        ("prohibited", Recorded((), "received", done=True), "disagree"),
        ("not-covered", Recorded((), "received", done=True), "agree"),
        ("permitted-with-conditions", Recorded(("It took place.",), None, done=True), "agree"),
        ("unknown", Recorded((), "done", done=True), "undecided"),
        (None, Recorded((), "done", done=True), "undecided"),
        ("prohibited", Recorded(("It took place.",), None, done=False), "in words"),
        ("prohibited", Recorded((), "approved", done=False), "not told as done"),
        ("prohibited", Recorded((), None, done=False), "silent"),
    ],
)
def test_how_record_and_rule_bear_on_each_other(
    verdict: str | None, record: Recorded, bearing: str
) -> None:
    row = Row("", "it", "2024-06-01", None, verdict, contested=False, deciding=())
    judged = Judged(THING, row, (), record)
    assert judged.bearing == bearing
    assert Sweep(None, (judged,), (), ()).write().count(bearing) >= 1


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ({"happenedOn": "2024-06-01", "signedOn": "2024-05-01"}, ["2024-06-01"]),
        ({"signedOn": "2024-05-01", "receivedOn": "2024-05-02"}, ["2024-05-01", "2024-05-02"]),
        ({"signedOn": "2024-05-01", "receivedOn": "2024"}, ["2024-05-01"]),
        ({"happenedOn": "2013-03"}, ["2013-03"]),
        ({}, []),
    ],
)
def test_the_days_of_an_activity(said: dict[str, str], days: list[str]) -> None:
    quads = [
        Quad(THING, NamedNode(LG + name), Literal(value, datatype=DATE))
        for name, value in said.items()
    ]
    world = World(Dataset.from_quads(quads))
    assert [each.date for each in recorded_days(world, THING, Names([], world))] == days


def test_a_day_that_is_none(graph: LunarGraph) -> None:
    with pytest.raises(UsageError, match="this is no day"):
        graph.sweep("2024-06")
