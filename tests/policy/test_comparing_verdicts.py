"""The verdict over one dimension: each row is what an assessment says, and no day is missed."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from lunargraph.errors import UsageError
from lunargraph.graph import LunarGraph
from lunargraph.namespaces import LG
from lunargraph.policy.days import Period, days_of, read_period, turning_days
from lunargraph.store import Dataset
from lunargraph.store.worlds import World

ROOT = Path(__file__).parent.parent.parent
SCHEMA = ROOT / "src" / "lunargraph" / "compare.schema.json"
VISIT: dict[str, Any] = {"kind": "visit", "actor": "nasa", "partners": ["cnsa"],
                         "instruments": ["wolf-amendment"]}  # fmt: skip
STUDY: dict[str, Any] = {"kind": "joint-study", "actor": "brown-university", "on": "2024-06-01",
                         "partners": ["cnsa"], "instruments": ["wolf-amendment"]}  # fmt: skip


def first_day_of_the_family() -> str:
    table = ROOT / "data" / "instruments" / "policy_instruments.csv"
    with table.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["family_id"] == "wolf-amendment"]
    return min(row["in_force_from"] for row in rows)


def day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


class TestDays:
    def test_the_day_on_which_it_begins_and_the_day_from_which_it_is_not_known_are_found(
        self, graph: LunarGraph
    ) -> None:
        found = graph.compare("on", ["2011-01..2026-12"], **VISIT)
        told = [(after.day, before.verdict, after.verdict) for before, after in found.changes]
        assert told == [
            (first_day_of_the_family(), "not-covered", "prohibited"),
            ("2026-10-01", "prohibited", "unknown"),  # known through the end of fiscal year 2026
        ]
        assert (found.rows[0].day, found.rows[-1].until) == ("2011-01-01", "2026-12-31")
        for before, after in zip(found.rows, found.rows[1:], strict=False):
            assert after.day == day_after(before.until or "")

    def test_at_both_ends_of_each_row_it_is_what_an_assessment_says(
        self, graph: LunarGraph
    ) -> None:
        for row in graph.compare("on", ["2013-03..2013-03", "2026-09..2026-10"], **VISIT).rows:
            for day in {row.day, row.until or row.day}:
                one = graph.assess(**VISIT, on=day)
                assert (one.verdict, one.contested) == (row.verdict, row.contested), day
                deciding = {each.instrument.iri for each in row.deciding}
                assert {each.instrument.iri for each in one.deciding} <= deciding

    def test_a_recorded_activity_on_several_days(self, graph: LunarGraph) -> None:
        days = ["2010-06-01", "2025-04-24"]
        rows = graph.compare("on", days, activity="loan-brown", instruments=["wolf-amendment"]).rows
        for row in rows:
            one = graph.assess(activity="loan-brown", on=row.day, instruments=["wolf-amendment"])
            assert (row.verdict, row.until) == (one.verdict, None)

    def test_every_value_that_a_rule_compares_with_turns_on_its_days(self) -> None:
        thing = NamedNode("http://example.org/act")
        said = {"inForceFrom": "2020-02", "inForceTo": "2021-05-09", "fiscalYear": "2020"}
        quads = [Quad(thing, NamedNode(LG + name), Literal(value)) for name, value in said.items()]
        world = World(Dataset.from_quads(quads))
        found = turning_days(world, Period("2020-01-01", "2021-12-31"))
        wanted = {"2020-02-01", "2020-03-01", "2021-05-10", "2020-10-01"}
        assert wanted <= {*found}
        assert found == sorted(found)
        assert found[0] == "2020-01-01"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("2024-02", "2024-02-01", "2024-02-29"), ("2023", "2023-01-01", "2023-12-31"),
     ("2023-12-31", "2023-12-31", "2023-12-31")],
)  # fmt: skip
def test_what_a_date_means(text: str, first: str, last: str) -> None:
    assert days_of(text) == Period(first, last)
    assert days_of("2023-02-30") is None


@pytest.mark.parametrize("text", ["2012..2011", "yesterday..2012", "2012-13..2013"])
def test_a_period_that_is_none(text: str) -> None:
    with pytest.raises(UsageError):
        read_period(text, "on")


class TestValues:
    def test_by_money(self, graph: LunarGraph) -> None:
        found = graph.compare("funded-by", ["nasa", "nsf", "nasa+nsf", "?"], **STUDY)
        assert [row.verdict for row in found.rows] == [
            "prohibited", "not-covered", "prohibited", "unknown",
        ]  # fmt: skip
        assert found.rows[1].label == "National Science Foundation"
        assert found.rows[3].label == "not said"

    def test_a_contradiction_is_that_of_its_row_alone(self, graph: LunarGraph) -> None:
        asked = VISIT | {"bilateral": True, "on": "2024-06-01", "partners": []}
        rows = graph.compare("with", ["cnsa", "esa"], **asked).rows
        assert [row.verdict for row in rows] == ["prohibited", None]

    def test_agents_of_one_name_are_not_mixed_up(self, graph: LunarGraph) -> None:
        asked = VISIT | {"on": "2024-06-01"}
        one, other = (
            "Institute [research-institution, france]",
            "Institute [research-institution, china]",
        )
        rows = graph.compare("with", [one, other], **asked).rows
        assert [row.verdict for row in rows] == ["not-covered", "prohibited"]
        assert [row.label for row in rows] == [one, other]

    def test_by_a_property(self, graph: LunarGraph) -> None:
        asked = VISIT | {"on": "2018-06-10", "starts": "2018-06-30"}
        rows = graph.compare("certifiedOn", ["2018-05-31", "2018-06-01"], **asked).rows
        for row in rows:
            given = [("certifiedOn", row.value)]
            assert row.verdict == graph.assess(**asked, given=given).verdict
        assert rows[0].verdict != rows[1].verdict == "prohibited"  # 30 days of notice, and 29

    def test_the_json_has_its_published_shape(self, graph: LunarGraph) -> None:
        document = json.loads(
            graph.compare("bilateral", ["yes", "no"], **VISIT, on="2024-06-01").write("json")
        )
        jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
        assert [row["label"] for row in document["rows"]] == ["bilateral", "multilateral"]


@pytest.mark.parametrize(
    ("dimension", "values", "more", "complaint"),
    [
        ("weather", ["rain"], {"on": "2024-06-01"}, "nothing can be compared over 'weather'"),
        ("on", ["2024-06-01"], {"on": "2024-06-01"}, "the day is what is compared"),
        ("on", ["2024-13-01"], {}, "this is no day"),
        ("funded-by", [], {"on": "2024-06-01"}, "there is nothing to compare"),
        ("bilateral", ["maybe"], {"on": "2024-06-01"}, "no value is called 'maybe'"),
    ],
)
def test_wrong_usage(
    graph: LunarGraph, dimension: str, values: list[str], more: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(UsageError, match=complaint):
        graph.compare(dimension, values, **VISIT, **more)


def test_what_follows_of_a_recorded_activity_is_not_replaced(graph: LunarGraph) -> None:
    with pytest.raises(UsageError, match="follows from other facts"):
        graph.compare("with", ["esa"], activity="loan-cologne", on="2025-04-24")
