"""The record of what was done says no more than its sources, and is tied to what is known."""

import csv

import pytest

from lunargraph import LunarGraph, resources

with (resources.root() / "data/activities/activities.csv").open(encoding="utf-8") as file:
    ACTIVITIES = list(csv.DictReader(file))


@pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda activity: activity["id"])
def test_it_tells_what_happened_and_where_the_record_ends(activity: dict[str, str]) -> None:
    assert activity["outcome"]
    assert activity["note"]
    if activity["all_parties_stated"]:
        assert activity["carried_out_with"]
    if activity["all_funders_stated"]:
        assert activity["funded_by"]


def ask(graph: LunarGraph, pattern: str) -> bool:
    return bool(graph.sparql(f"ASK {{ {pattern} }}"))


@pytest.mark.parametrize(
    "pattern",
    [
        "lgi:analysis-stony-brook-2025 lg:hasSubject lgi:loan-stony-brook , lgi:change-5",
        "lgi:analysis-stony-brook-2025 lg:hasParty lgi:hku , lgi:san-francisco-state-university",
        "lgi:analysis-brown-2025 a lg:ActivityOnChange5Samples , lg:ActivityOnBorrowedSamples",
        "lgi:application-2023-parman a lg:ActivityOnChange5Samples , lg:Application",
        "lgi:ceos-meeting-2013 a lg:ActivityAtNasaFacility , lg:MultilateralActivity",
        "lgi:data-exchange-2019 a lg:ActivityOfNasa , lg:ActivityWithChineseGovernment",
        "lgi:taiwan a lg:Country",
    ],
)
def test_holds(graph: LunarGraph, pattern: str) -> None:
    assert ask(graph, pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "VALUES ?a { lgi:analysis-brown-2025 lgi:application-2023-glotch } ?a lg:fundedBy ?anybody",
        "?a lg:certifiedOn ?day",
        "lgi:kepler-meeting-2013 lg:takesPlaceAt|lg:carriedOutBy ?anything",
        "lgi:ceos-meeting-2013 lg:hasParty/lg:underJurisdictionOf lgi:state-cn",
        "?a lg:attendedByNationalOf ?country",
        "VALUES ?kind { lg:State lg:Territory lg:FormerState lg:ChineseEntity } lgi:taiwan a ?kind",
        "lgi:taiwan lg:partOf|lg:underJurisdictionOf|lg:countryCode ?anything",
    ],
)
def test_does_not_hold(graph: LunarGraph, pattern: str) -> None:
    assert not ask(graph, pattern)
