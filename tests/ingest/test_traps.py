"""The traps of the curated facts (facts/README.md): each has bitten somebody."""

import re

import pytest

from lunargraph import LunarGraph


def ask(graph: LunarGraph, pattern: str) -> bool:
    return bool(graph.sparql(f"ASK {{ {pattern} }}"))


HOLDS = [
    "lgi:hku lg:underJurisdictionOf lgi:state-hk , lgi:state-cn",
    "lgi:state-mo lg:partOf lgi:state-cn",
    "lgi:kaist-ke lg:underJurisdictionOf lgi:state-ke . lgi:kaist-kr lg:underJurisdictionOf lgi:state-kr",
    "lgi:kaist-ke lg:participatesIn lgi:ilrs",
    'lgi:change-6-landing lg:happenedOn "2024-06-01"^^xsd:date',
    'lgi:change-5-return lg:happenedOn "2020-12-16"^^xsd:date',
    "lgi:change-6 lg:longitude -153.99",
    "lgi:blue-ghost-1 lg:longitude 61.81",
    'lgi:state-na rdfs:label "Namibia"@en ; lg:countryCode "NA"',
    "lgi:luna-16 lg:flownFor lgi:state-su . lgi:state-su a lg:FormerState",
    "lgi:artemis-3 lg:profile lgi:profile-docking-test",
    "lgi:state-sn a lg:CrossBlocState . lgi:state-th a lg:CrossBlocState",
    "lgi:geochemistry-cas a lg:ResearchInstitution . lgi:gig-cas a lg:ResearchInstitution",
    'lgi:stony-brook-university skos:altLabel "SUNY Stony Brook" ; lg:partOf lgi:suny',
    "lgi:wolf-fy2025 lg:succeededBy lgi:wolf-fy2026 . lgi:wolf-fy2026 lg:validity lgi:validity-in-force-at-last-knowledge",
    "lgi:bill-hr4360-2025 a lg:Bill ; lg:validity lgi:validity-pending",
    "lgi:non-signatory-eg lg:regards lgi:state-eg ; lg:leavesUnsigned lgi:artemis-accords",
    "lgi:rashid-2 lg:intendedForMission lgi:change-7 ; lg:contribution lgi:contribution-withdrawn",
    "lgi:ilrs-count-2025-04-cnsa lg:membersCount 17 . lgi:ilrs-count-2025-04-roscosmos lg:membersCount 13",
    'lgi:osaka-university rdfs:label "University of Osaka"@en ; skos:altLabel "Osaka University"',
    'lgi:ilrs-kz lg:allegedlySignedOn "2024-07"^^xsd:gYearMonth',
]


@pytest.mark.parametrize("pattern", HOLDS)
def test_holds(graph: LunarGraph, pattern: str) -> None:
    assert ask(graph, pattern)


DOES_NOT_HOLD = [
    "lgi:esa lg:partOf lgi:eu",
    "VALUES ?who { lgi:eu lgi:esa } ?who lg:participatesIn|lg:signatoryOf ?anything",
    "lgi:state-eg lg:signatoryOf lgi:artemis-accords",
    "lgi:state-bh lg:participatesIn lgi:ilrs",
    "lgi:state-kz lg:participatesIn lgi:ilrs",
    "VALUES ?s { lgi:state-ae lgi:state-ch lgi:state-ke lgi:state-us } ?s lg:participatesIn lgi:ilrs",
    "lgi:kaist-kr lg:participatesIn ?anything",
    "lgi:apsco lg:underJurisdictionOf ?country",
    "VALUES ?b { lgi:brown-university lgi:stony-brook-university lgi:suparco lgi:osaka-university } "
    "?b lg:receivedMaterialFrom lgi:cnsa",
    "VALUES ?l { lgi:loan-brown lgi:loan-stony-brook } ?l lg:signedOn ?day",
    "lgi:state-cn lg:receivedMaterialFrom lgi:nasa",
    "?transfer a lg:Loan ; lg:concernsSample/lg:returnedBy lgi:change-6 ; lg:receivedBy ?who",
    "?luna lg:flownFor lgi:state-su ; lg:operatedBy ?anybody",
    "?country lg:countryCode 'TW'",
    "lgi:state-cn lg:underJurisdictionOf ?x",
    "lgi:geochemistry-cas owl:sameAs lgi:gig-cas",
    "?rider a lg:AppropriationsRider ; lg:inForceTo ?day",
    "lgi:wolf-fy2026 lg:succeededBy ?later",
    "lgi:bill-hr4360-2025 a lg:Statute",
    "lgi:rashid-2 lg:carriedOn ?mission",
    "lgi:mbrsc lg:cooperatesWith lgi:cnsa",
    "lgi:ilrs-kz lg:signedOn ?day",
    "lgi:auass lg:underJurisdictionOf ?country",
    "lgi:nasa lg:cooperatesWith lgi:state-cn",
    "?loan lg:concernsSample/lg:returnedBy lgi:change-6 ; lg:providedBy lgi:cnsa ; lg:receivedBy ?anybody",
    # Nobody is in the station by belonging to an organisation that is.
    "?member lg:participatesIn lgi:ilrs FILTER NOT EXISTS { ?own lg:heldBy ?member }",
]


@pytest.mark.parametrize("pattern", DOES_NOT_HOLD)
def test_does_not_hold(graph: LunarGraph, pattern: str) -> None:
    assert not ask(graph, pattern)
    for name in re.findall(r"lgi?:[\w-]+", pattern):  # of what nobody knows, nothing holds
        assert ask(graph, f"{name} ?property ?value"), name


def test_seven_loans_are_approved_and_five_signed(graph: LunarGraph) -> None:
    loans = "?loan a lg:Loan FILTER NOT EXISTS { ?loan a lg:DomesticLoan }"
    approved = graph.sparql(f"SELECT ?loan WHERE {{ {loans} ?loan lg:approvedOn ?day }}")
    signed = graph.sparql(f"SELECT ?loan WHERE {{ {loans} ?loan lg:signedOn ?day }}")
    assert (len(approved), len(signed)) == (7, 5)  # type: ignore[arg-type]  # both are tables


def test_sixty_one_states_signed_the_accords(graph: LunarGraph) -> None:
    table = graph.query("accords-signatories")
    assert len(table) == 61
    assert set(table.column("state")).isdisjoint({"Egypt", "China", "Russia", "Latvia", "Kenya"})


WHERE_INJECTED = {
    "8k8": {("sc-058", "quote"), ("sc-058", "claimedObject")},
    "孩子抑郁了": set(),
    "家长怎么办": set(),
}


@pytest.mark.parametrize("injected", WHERE_INJECTED)
def test_the_injected_text_of_the_corrupted_seed_names_nothing(
    graph: LunarGraph, injected: str
) -> None:
    """It may be quoted where the claim about it is assessed, and nowhere else."""
    where = graph.sparql(f'''
        SELECT DISTINCT ?record ?property WHERE {{
          GRAPH ?record {{ ?thing ?property ?text }}
          FILTER(isLiteral(?text) && CONTAINS(STR(?text), "{injected}"))
          FILTER(?record != <https://w3id.org/lunargraph/graph/inferred>)
        }} ORDER BY ?record ?property''')
    found = {(row.record.rpartition("/")[2], row.property.rpartition("#")[2]) for row in where}  # type: ignore[union-attr]  # a table
    assert found == WHERE_INJECTED[injected]


def test_numbers_of_members_stand_side_by_side_with_their_speakers(graph: LunarGraph) -> None:
    table = graph.sparql(
        "SELECT ?n ?who { ?c lg:membersCount ?n ; lg:statedBy ?who ; lg:statedOn ?day }"
    )
    assert {row.n for row in table} == {10, 13, 17}  # type: ignore[union-attr]  # a table
    table = graph.sparql(
        "SELECT ?n ?more { ?c lg:institutionsCount ?n ; lg:institutionsCountIsMinimum ?more }"
    )
    assert {(row.n, row.more) for row in table} == {(40, False), (40, True), (50, True)}  # type: ignore[union-attr]  # a table
    assert not ask(graph, "lgi:ilrs lg:membersCount ?n")
