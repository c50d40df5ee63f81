"""The stored queries: each answers from the sample as worked out by hand, and from the real data.

``<name>.csv`` beside a query holds the rows that ``sample.trig`` must give, with each required
parameter at its example.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Quad

from lunargraph import resources
from lunargraph.interop import to_rdflib
from lunargraph.namespaces import LGI
from lunargraph.stored_queries import load_query
from query_answers import (
    PATHS,
    ask,
    ask_rdflib,
    bound,
    by_name,
    expected,
    lexical,
    load_real_data,
    load_sample,
)

if TYPE_CHECKING:
    from pathlib import Path

    import rdflib

    from lunargraph.store import Dataset

EVERY = pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
PUBLIC = {
    "accords-signatories": ["state", "signedOn"],
    "ilrs-participants": ["participant", "kind", "since"],
    "double-members": ["state", "accordsSince", "ilrsSince"],
    "sample-transfers": ["sample", "from", "to", "kind", "approvedOn", "signedOn", "receivedOn"],
    "missions": ["mission", "operator", "launchedOn"],
    "mission": ["property", "value"],
    "claims": ["claim", "quote", "assessment"],
    "claims-about": ["claim", "quote", "assessment"],
    "contradicted-claims": ["claim", "quote", "assessment"],
    "conflicts": ["kind", "claim", "saidBy", "saidOn", "denial", "deniedBy", "deniedOn"],
    "findings-by-sample": ["mission", "finding", "publication", "firstAuthor", "institutions"],
    "second-bloc-joiners": ["state", "first", "firstAs", "firstOn", "second"],
    "sources-of": ["statement", "source", "confidence"],
    "wolf-riders": [
        "instrument", "fiscalYear", "citation", "inForceFrom", "inForceTo", "noticeDays",
    ],
}  # fmt: skip
RDFLIB_WARNS = r"ignore:Dataset\.(default_context|contexts) is deprecated:DeprecationWarning"
"""rdflib 7.6 warns of its own calls."""
LISTS = {
    "addresses", "affiliations", "boundParties", "columns", "counterparties", "countries", "deniedBy", "deniedIn",
    "exceptionTo", "institutions", "instrumentAddresses", "issuedBy", "missions", "moreClaimedIn", "names", "operator",
    "otherwiseIn", "partners", "providers", "through", "tie",
}  # fmt: skip


@pytest.fixture(scope="module")
def sample() -> Dataset:
    return load_sample()


@pytest.fixture(scope="module")
def real() -> Dataset:
    return load_real_data()


@pytest.fixture(scope="module")
def sample_in_rdflib(sample: Dataset) -> rdflib.Dataset:
    quads = sample.quads()
    merged = [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    return to_rdflib([*quads, *merged])


# --- the files ------------------------------------------------------------------------------------


def test_a_query_and_its_rows_come_in_pairs() -> None:
    folder = resources.root() / "queries"
    assert {path.with_suffix("") for path in PATHS} == {
        path.with_suffix("") for path in folder.glob("*/*.csv")
    }
    assert len(PATHS) >= 24


@EVERY
def test_the_file_keeps_the_rules(path: Path) -> None:
    query = load_query(path)
    assert query.min_rows > 0
    assert query.question.endswith("?")
    # What is told of a proof makes a query long in any case.
    assert query.statement or len(query.text) < 4000, "the store looks closely at longer texts"
    code = re.sub(r'#[+ ].*|"[^"\n]*"|<[^>\s]*>', "", query.text)
    assert not re.search(r"SELECT\s+(DISTINCT\s+)?\*", code)
    assert "ORDER BY" in code[code.rindex("}") :]
    keywords = re.findall(r"(?<![?:\w-])[a-z]{2,}(?![:\w-])", code)
    assert not keywords, "keywords stand in capitals"
    for prefix in re.findall(r"PREFIX (\w+):", code):
        assert len(re.findall(rf"\b{prefix}:", code)) > 1, f"{prefix}: is not used"


@pytest.mark.parametrize("name", PUBLIC)
def test_public_columns_stay(name: str) -> None:
    columns = expected(by_name(name).path)[0]
    assert list(columns[: len(PUBLIC[name])]) == PUBLIC[name]


# --- answers from the sample ----------------------------------------------------------------------


@EVERY
def test_the_sample_gives_the_expected_rows(path: Path, sample: Dataset) -> None:
    assert lexical(ask(sample, bound(load_query(path)))) == expected(path)


@pytest.mark.filterwarnings(RDFLIB_WARNS)
@EVERY
def test_rdflib_gives_the_same_rows(path: Path, sample_in_rdflib: rdflib.Dataset) -> None:
    assert ask_rdflib(sample_in_rdflib, bound(load_query(path))) == expected(path)


@pytest.mark.filterwarnings(RDFLIB_WARNS)
@pytest.mark.parametrize(
    "name",
    [
        path.stem
        for path in PATHS
        if "required = true" in path.read_text(encoding="utf-8")
        and path.stem != "sources-of"  # all of it takes rdflib six seconds
    ],
)
def test_a_file_runs_as_it_is(name: str, sample: Dataset, sample_in_rdflib: rdflib.Dataset) -> None:
    """Without a value, what a required parameter would narrow is all listed."""
    text = by_name(name).text
    assert lexical(ask(sample, text)) == ask_rdflib(sample_in_rdflib, text)


# --- answers from the real data -------------------------------------------------------------------


@EVERY
def test_the_real_data_reach_the_floor(path: Path, real: Dataset) -> None:
    query = load_query(path)
    header, *rows = lexical(ask(real, bound(query)))
    assert len(rows) >= query.min_rows
    assert len(rows) == len(set(rows))
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        slugs = cells.get("sources", "").split()
        assert slugs == sorted(set(slugs))
        columns = cells.get("unverified", "").split(" ")
        assert columns == sorted(set(columns))
        for column in LISTS & cells.keys():
            parts = cells[column].split("; ")
            assert parts == sorted(set(parts))


@pytest.mark.parametrize("name", PUBLIC)
def test_sources_stand_behind_each_row(name: str, real: Dataset) -> None:
    header, *rows = lexical(ask(real, bound(by_name(name))))
    column = header.index("source" if name == "sources-of" else "sources")
    assert all(row[column] for row in rows)


def firsts(dataset: Dataset, name: str, **values: str) -> list[str]:
    return [row[0] for row in lexical(ask(dataset, bound(by_name(name), values)))[1:]]


def test_claims_about_members_do_not_become_answers(real: Dataset) -> None:
    signatories = set(firsts(real, "accords-signatories"))
    participants = set(firsts(real, "ilrs-participants"))
    double = set(firsts(real, "double-members"))
    assert {"Senegal", "Thailand"} <= double <= signatories & participants
    assert not signatories & {"Egypt", "China", "European Union", "European Space Agency"}
    assert not participants & {
        "Bahrain", "European Space Agency", "European Union", "Kazakhstan", "Kenya", "Switzerland",
        "United Arab Emirates",
    }  # fmt: skip
    assert set(firsts(real, "ilrs-standings-in-doubt")).isdisjoint(participants)


def test_approval_is_not_receipt(real: Dataset) -> None:
    header, *rows = lexical(ask(real, bound(by_name("sample-transfers"))))
    stages = {row[header.index("about")]: row[header.index("stage")] for row in rows}
    arrived = lexical(ask(real, bound(by_name("completed-transfers"))))
    assert {row[-1] for row in arrived[1:]} == {
        about for about, stage in stages.items() if stage in {"received", "done"}
    }
    abroad = lexical(ask(real, bound(by_name("sample-holders"))))
    assert not [row for row in abroad if row[1] == "Chang'e 6"]


def test_a_body_of_hong_kong_is_found_under_china(real: Dataset) -> None:
    china = set(firsts(real, "organisations", country="state-cn"))
    assert set(firsts(real, "organisations", country="state-hk")) < china


def test_sources_are_not_said_to_be_verified(real: Dataset) -> None:
    header, *rows = lexical(ask(real, bound(by_name("data-sets"))))
    unverified = {row[0]: row[header.index("unverified")] for row in rows}
    assert [name for name, number in unverified.items() if not number] == ["Sources"]


def test_what_is_only_alleged_did_not_happen(real: Dataset) -> None:
    header, *rows = lexical(ask(real, bound(by_name("events"))))
    signed = {row[-1] for row in rows if row[header.index("what")].startswith("signed")}
    doubtful = lexical(ask(real, bound(by_name("ilrs-standings-in-doubt"))))[1:]
    assert doubtful
    assert signed.isdisjoint(row[-1] for row in doubtful)


def test_institutions_are_not_to_be_added_to_the_group_that_may_hold_them(real: Dataset) -> None:
    header, *rows = lexical(ask(real, bound(by_name("ilrs-participants"))))
    notes = {row[0]: row[header.index("note")] for row in rows}
    assert "do not add the counts" in notes["South African Radio Astronomy Observatory"]


def cells_of(dataset: Dataset, name: str, **values: str) -> list[dict[str, str]]:
    header, *rows = lexical(ask(dataset, bound(by_name(name), values)))
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_each_contradicted_claim_meets_a_record(real: Dataset) -> None:
    rows = cells_of(real, "contradicted-claims")
    known = {row["about"] for row in cells_of(real, "claims", assessment="contradicted")}
    assert known <= {row["about"] for row in rows}
    assert all(row["sources"] for row in rows)
    # The record of the mission bears on the date of a page, and says nothing of the page.
    only_limited = {LGI + "sc-057"}
    assert {row["about"] for row in rows if not row["fact"]} == only_limited
    against = {row["about"] for row in cells_of(real, "conflicts") if row["kind"] == "claim"}
    assert known - only_limited <= against
    assert not only_limited & against


def test_counts_of_other_things_or_times_do_not_conflict(real: Dataset) -> None:
    pairs = {
        frozenset((row["claim"], row["denial"])): row["kind"]
        for row in cells_of(real, "conflicts")
        if row["kind"].startswith("counts")
    }
    seed = "17 countries and over 40 institutions"
    assert frozenset({seed, "13 countries have joined China and Russia"}) in pairs
    # 17 counts organisations too, and 10 was said a year before 13: each pair can both hold.
    assert all(seed in pair for pair in pairs)
    # Nor is it known when the document was written: membership may have grown.
    assert set(pairs.values()) == {"counts, if of one time"}


def test_a_source_that_says_otherwise_does_not_claim_what_the_record_says(real: Dataset) -> None:
    says_otherwise = {row["about"]: row["deniedIn"] for row in cells_of(real, "non-signatories")}
    assert "Wikipedia" in says_otherwise[LGI + "non-signatory-im"]
    denials = "SELECT ?of { ?of lg:deniedIn ?source }"
    denied = {row[0] for row in lexical(ask(real, denials))[1:]}
    assert {LGI + f"non-signatory-{state}" for state in ("eg", "im", "ke", "lv")} < denied
    assert LGI + "ilrs-eu" in denied
    claims = "SELECT ?of { ?of lg:claimedIn ?source ; a ?kind . FILTER(?kind = lg:Nonsignature) }"
    assert not lexical(ask(real, claims))[1:]


def test_totals_are_those_of_the_lists(real: Dataset) -> None:
    last = cells_of(real, "membership-over-time")[-1]
    states = [row for row in cells_of(real, "ilrs-participants") if row["kind"] == "state"]
    assert int(last["accordsTotal"]) == len(cells_of(real, "accords-signatories"))
    assert int(last["ilrsTotal"]) == len(states)
    assert int(last["bothTotal"]) == len(cells_of(real, "double-members"))


def test_who_has_not_signed_is_no_signatory(real: Dataset) -> None:
    signatories = set(firsts(real, "accords-signatories"))
    assert signatories.isdisjoint(firsts(real, "non-signatories"))
    assert "European Space Agency" in firsts(real, "non-signatories")


def test_an_applicant_is_told_from_a_member(real: Dataset) -> None:
    parts = {row["state"]: row["firstAs"] for row in cells_of(real, "second-bloc-joiners")}
    assert parts["Malaysia"] == "applicant"
    assert parts["Thailand"] == parts["Senegal"] == "member"


def test_a_withdrawn_payload_flew_with_nobody(real: Dataset) -> None:
    withdrawn = {row["about"] for row in cells_of(real, "withdrawn-payloads")}
    rows = cells_of(real, "payloads-by-country")
    assert withdrawn == {row["about"] for row in rows if row["status"] == "withdrawn"}


def test_riders_follow_each_other_without_a_gap(real: Dataset) -> None:
    rows = cells_of(real, "wolf-riders")
    years = [int(row["fiscalYear"]) for row in rows]
    assert years == list(range(2011, 2011 + len(rows)))
    assert [row["succeededBy"] for row in rows] == [row["instrument"] for row in rows[1:]] + [""]
    assert not any(row["inForceTo"] for row in rows)


def test_foreigners_published_before_any_loan_abroad(real: Dataset) -> None:
    rows = cells_of(real, "coauthors-before-loans", mission="change-5")
    assert {"Australia", "United Kingdom", "United States"} <= {
        row["country"] for row in rows if row["abroad"] == "true"
    }
    assert all(row["firstPublishedOn"] < row["firstLoanOn"] for row in rows)


def test_every_unverified_column_has_its_row(real: Dataset) -> None:
    marked = cells_of(real, "unverified-records")
    statements = cells_of(real, "unverified-statements")
    assert all(row["statement"] for row in statements)
    told = {(row["record"], row["column"]) for row in statements}
    assert told == {
        (row["record"], column) for row in marked for column in row["columns"].split("; ")
    }


def test_a_verified_name_is_not_listed_with_an_unverified_one(real: Dataset) -> None:
    rows = cells_of(real, "unverified-statements")
    assert [row["statement"] for row in rows if row["about"] == LGI + "ilo-c"] == [
        "is also named ILO-C"
    ]


@pytest.mark.parametrize("person", ["chunlai-li", "xiaochao-che"])
def test_a_person_named_by_background_knowledge_is_listed(person: str, real: Dataset) -> None:
    rows = cells_of(real, "unverified-statements")
    assert {row["column"] for row in rows if row["about"] == LGI + person} == {"named_in_ids"}


def test_clauses_of_a_family_come_with_what_its_instrument_says_of_them(real: Dataset) -> None:
    first = cells_of(real, "clauses-of", instrument="wolf-fy2011")
    assert all("No certification route" in row["instrumentNote"] for row in first)
    last = cells_of(real, "clauses-of", instrument="wolf-fy2026")
    assert all("National Space Council" in row["instrumentAddresses"] for row in last)


def test_who_used_an_instrument_of_others_did_not_provide_it(real: Dataset) -> None:
    rows = cells_of(real, "cooperation-partners", agent="iloa")
    assert {row["relation"] for row in rows} == {"used observing time on a mission of"}
    assert all("Use of a Chinese instrument" in row["note"] for row in rows)


def test_a_part_of_the_same_state_is_not_abroad(real: Dataset) -> None:
    at_home = [row for row in cells_of(real, "payloads-by-country") if row["abroad"] == "false"]
    assert {row["country"] for row in at_home} == {"Hong Kong"}
    assert all(row["note"] == "Hong Kong is part of the PRC." for row in at_home)


def test_what_an_agent_signed_for_others_and_left_unsigned_is_told(real: Dataset) -> None:
    agency = cells_of(real, "standing-of", agent="cnsa")
    assert {"Egypt", "Senegal", "Thailand"} <= {row["standingOf"] for row in agency}
    assert {row["part"] for row in agency} == {"signatory"}
    treaty = [
        row for row in cells_of(real, "standing-of", agent="state-au") if row["part"] == "party"
    ]
    assert [row["framework"] for row in treaty] == ["Moon Agreement"]
    for agent, accords in (("state-eg", "2026-01-26"), ("esa", "")):
        rows = cells_of(real, "standing-of", agent=agent)
        assert [row["knownBy"] for row in rows if row["status"] == "not-a-signatory"] == [accords]


def test_who_applied_is_not_the_list_of_applicants(real: Dataset) -> None:
    rows = cells_of(real, "sample-investigators")
    thompson = next(row for row in rows if row["investigator"] == "Thompson")
    assert thompson["affiliations"] == "Purdue University"
    assert "affiliation_ids" in thompson["unverified"].split()
