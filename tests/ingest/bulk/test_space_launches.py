"""The space launch tables: what rows become, which are left out, and why."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store

from launch_tables import ACME, SPUTNIK, import_launches, launch, launches_in, said, write_tables
from lunargraph import LunarGraph, resources
from lunargraph.files import digest
from lunargraph.formats import load_quads
from lunargraph.ingest.bulk import Import, find_source
from lunargraph.ingest.bulk.results import LEFT_OUT, NOTED
from lunargraph.ingest.mappings import select
from lunargraph.namespaces import LG, LGI, PREFIXES, graph_iri
from lunargraph.results import Table

ROOT = resources.root()
FOLDER = ROOT / "imports" / "space-launches"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reasons(outcome: Import) -> list[tuple[str, str, str]]:
    return [(each.outcome, each.reason, each.column) for each in outcome.findings]


# --- what a row becomes


def test_a_launch_says_what_its_row_says(tmp_path: Path) -> None:
    outcome = import_launches(tmp_path, launch(variant="B", category="F"))
    assert outcome.findings == ()
    assert said(outcome, "launch-2001-001") == {
        "type": {"lg:Launch"},
        "label": {"launch 2001-001 of Probe"},
        "designation": {"2001-001"},
        "happenedOn": {"2001-01-01"},
        "julianDate": {"2451911"},
        "vehicleType": {"Rocket"},
        "vehicleVariant": {"B"},
        "missionName": {"Probe"},
        "launchedBy": {"lgi:launch-agency-acme"},
        "countedFor": {"lgi:state-us"},
        "sector": {"lgi:sector-startup"},
        "outcome": {"lgi:outcome-failure"},
    }


def test_an_empty_cell_says_nothing(tmp_path: Path) -> None:
    outcome = import_launches(tmp_path, SPUTNIK.replace("PS-1", ""))
    assert outcome.findings == ()
    first = said(outcome, "launch-1957-alpha")
    assert first["label"] == {"launch 1957 ALP"}
    assert {"launchedBy", "missionName", "vehicleVariant"}.isdisjoint(first)
    assert first["countedFor"] == {"lgi:state-su"}


@pytest.mark.parametrize(
    ("tag", "slug"),
    [
        ("1957 ALP", "launch-1957-alpha"),
        ("1961 A ALP", "launch-1961-alpha-alpha"),
        ("1962 B OMI", "launch-1962-beta-omicron"),
        ("1960 XI", "launch-1960-xi"),
        ("1969-059", "launch-1969-059"),
        ("1962-F05", "launch-1962-f05"),
    ],
)
def test_a_tag_becomes_a_readable_slug(tag: str, slug: str) -> None:
    assert find_source("space-launches").tables["launches"].slug(tag) == slug


GREEK = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho
           sigma tau upsilon phi chi psi omega"""


def test_greek_words_are_all_there() -> None:
    table = find_source("space-launches").tables["launches"]
    assert [table.slug(f"1961 {word[:3].upper()}") for word in GREEK.split()] == [
        f"launch-1961-{word}" for word in GREEK.split()
    ]


def test_no_slug_of_a_launch_or_an_agency_is_that_of_something_known() -> None:
    graphs = [folder / "graph.trig" for folder in resources.dataset_folders()]
    known = {str(quad.subject) for path in graphs for quad in load_quads(path)}
    assert [name for name in known if name.startswith((f"<{LGI}launch-1", f"<{LGI}launch-2"))] == []
    assert [name for name in known if name.startswith(f"<{LGI}launch-agency")] == []


def test_an_agency_has_all_its_names(tmp_path: Path) -> None:
    agency = "FOO,RU,Foo,Fu Kompani,FooCo,Foo Company,Фу,private"
    outcome = import_launches(tmp_path, launch(agency="FOO", state_code="RU"), agencies=(agency,))
    assert outcome.findings == ()
    assert said(outcome, "launch-agency-foo") == {
        "type": {"lg:Organisation"},
        "label": {"Foo Company"},
        "altLabel": {"Foo", "Fu Kompani", "FooCo", "Фу"},
        "notation": {"FOO"},
        "countedFor": {"lgi:state-ru"},
        "sector": {"lgi:sector-private"},
    }


def test_a_state_may_stand_in_for_an_agency(tmp_path: Path) -> None:
    outcome = import_launches(tmp_path, launch(agency="US", agency_type="state"))
    assert outcome.findings == ()
    assert said(outcome, "launch-2001-001")["launchedBy"] == {"lgi:state-us"}


def test_only_states_in_use_are_described(tmp_path: Path) -> None:
    outcome = import_launches(tmp_path, launch())
    labels = {
        str(quad.subject): quad.object.value
        for quad in outcome.quads
        if quad.predicate.value.endswith("#label") and isinstance(quad.object, Literal)
    }
    assert {name for name in labels if "/id/state-" in name} == {f"<{LGI}state-us>"}


# --- what the graph knows already


def test_the_launch_of_a_known_mission_is_the_known_launch(tmp_path: Path) -> None:
    row = launch(tag="1969-059", JD="2440419.06", launch_date="1969-07-16", launch_year="1969")
    outcome = import_launches(tmp_path, row)
    assert outcome.findings == ()
    assert launches_in(outcome) == {"apollo-11-launch"}
    assert "label" not in said(outcome, "apollo-11-launch")


def test_a_known_launch_of_another_day_is_kept_apart(tmp_path: Path) -> None:
    row = launch(tag="1969-059", JD="2440420", launch_date="1969-07-17", launch_year="1969")
    outcome = import_launches(tmp_path, row)
    assert reasons(outcome) == [(NOTED, "known-otherwise", "")]
    assert "apollo-11-launch" in outcome.findings[0].detail
    assert launches_in(outcome) == {"launch-1969-059"}


def test_two_missions_on_one_launch_are_kept_apart(tmp_path: Path) -> None:
    row = launch(tag="2025-010", JD="2460691", launch_date="2025-01-15", launch_year="2025")
    outcome = import_launches(tmp_path, row)
    assert reasons(outcome) == [(NOTED, "known-twice", "")]
    assert launches_in(outcome) == {"launch-2025-010"}


def test_known_agencies_are_the_known_ones_for_a_reason() -> None:
    text = (FOLDER / "same-agencies.rq").read_text("utf-8")
    listed = select(Store(), text)
    assert all(len(str(row["reason"])) > 10 for row in listed)
    organisations = {row["id"] for row in rows_of(ROOT / "data/organisations/organisations.csv")}
    own = {row["id"] for row in rows_of(FOLDER / "states.csv")}
    known = {f"<{LGI}{name}>" for name in organisations | own}
    assert {str(row["id"]) for row in listed} <= known


def test_an_agency_of_another_state_is_not_the_known_one(tmp_path: Path) -> None:
    other = "ESA,CN,ESA,Eastern Sounding Agency,-,-,-,private"
    outcome = import_launches(tmp_path, SPUTNIK, agencies=(other,))
    assert reasons(outcome) == [(NOTED, "known-otherwise", "")]
    assert said(outcome, "launch-agency-esa")["label"] == {"Eastern Sounding Agency"}
    assert said(outcome, "esa") == {}


def test_a_known_agency_keeps_its_label(tmp_path: Path) -> None:
    nasa = "NASA,US,NASA,National Aeronautics and Space Administration,-,-,Space Agency,state"
    outcome = import_launches(tmp_path, launch(agency="NASA"), agencies=(nasa,))
    assert said(outcome, "launch-2001-001")["launchedBy"] == {"lgi:nasa"}
    assert "label" not in said(outcome, "nasa")
    assert said(outcome, "nasa")["altLabel"] == {"NASA", "Space Agency"}


def test_states_have_the_names_that_the_graph_gives_them() -> None:
    shipped = {row["id"]: row for row in rows_of(ROOT / "data" / "states" / "states.csv")}
    for row in rows_of(FOLDER / "states.csv"):
        assert row["reason"], row["code"]
        if row["id"] in shipped:
            known = shipped[row["id"]]
            assert (row["name"], row["iso2"], row["kind"]) == (
                known["name"], known["iso2"], known["kind"],
            )  # fmt: skip
        elif row["kind"] != "intergovernmental":
            assert row["id"] == f"state-{row['iso2'].lower()}"


# --- what is left out or noted


UNFIT: list[tuple[dict[str, str], str, str]] = [
    ({"launch_date": "2001-02-30"}, "bad-date", "launch_date"),
    ({"launch_date": "1 January 2001"}, "bad-date", "launch_date"),
    ({"launch_date": "2918-01-01", "JD": "2786837.9"}, "day-outside-year", ""),
    ({"launch_date": "2001-01-02"}, "day-against-julian-date", ""),
    ({"JD": "2451911.0000000000000000000001"}, "day-against-julian-date", ""),
    ({"launch_date": "", "JD": "2450000"}, "year-against-julian-date", ""),
    ({"launch_date": "2001-01", "JD": "2450000"}, "year-against-julian-date", ""),
    ({"launch_year": ""}, "no-value", "launch_year"),
    ({"JD": "soon"}, "bad-decimal", "JD"),
    ({"tag": ""}, "no-value", "tag"),
    ({"tag": "???"}, "no-slug", "tag"),
    ({"tag": "1999-001"}, "tag-outside-year", ""),
    ({"agency": "NOBODY"}, "unknown-code", "agency"),
    ({"state_code": "XX"}, "unknown-code", "state_code"),
    ({"state_code": ""}, "no-value", "state_code"),
    ({"state_code": "NA"}, "unknown-code", "state_code"),
    ({"category": "P"}, "unknown-choice", "category"),
    ({"category": ""}, "no-value", "category"),
    ({"agency_type": "military"}, "unknown-thing", "agency_type"),
]
ODD: list[tuple[dict[str, str], str]] = [
    ({"launch_date": ""}, "no-day"),
    ({"launch_date": "NA"}, "no-day"),
    ({"launch_date": "2001-01"}, "no-day"),
    ({"JD": "2451911.5"}, "julian-date-rounded-to-midnight"),
    ({"state_code": "F"}, "state-of-another-agency"),
    ({"agency": "CN"}, "state-of-another-agency"),
]
FINE: list[dict[str, str]] = [
    {"JD": "2451910.5"}, {"JD": "2451911.49"}, {"JD": "2451910.495"}, {"JD": ""}, {"agency": ""},
]  # fmt: skip


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Import:
    """An import of all these rows, each with a tag of its own unless it says else."""
    cells = [*(each for each, *_ in UNFIT), *(each for each, _ in ODD), *FINE]
    rows = [launch(**{"tag": f"2001-{line:03}"} | each) for line, each in enumerate(cells, 2)]
    return import_launches(tmp_path_factory.mktemp("mixed"), *rows)


@pytest.mark.parametrize("line", range(2, 2 + len(UNFIT)), ids=lambda line: UNFIT[line - 2][1])
def test_a_row_that_does_not_fit_is_left_out(mixed: Import, line: int) -> None:
    cells, reason, column = UNFIT[line - 2]
    (finding,) = (each for each in mixed.findings if each.line == line and each.outcome == LEFT_OUT)
    assert (finding.table, finding.reason, finding.column) == ("launches", reason, column)
    assert finding.value == cells.get(column, "")
    assert f"launch-2001-{line:03}" not in launches_in(mixed)


@pytest.mark.parametrize("place", range(len(ODD)), ids=lambda place: ODD[place][1])
def test_what_is_odd_is_noted(mixed: Import, place: int) -> None:
    line = 2 + len(UNFIT) + place
    found = [(each.outcome, each.reason) for each in mixed.findings if each.line == line]
    assert found == [(NOTED, ODD[place][1])]
    assert f"launch-2001-{line:03}" in launches_in(mixed)


def test_what_is_fine_is_not_mentioned(mixed: Import) -> None:
    first = 2 + len(UNFIT) + len(ODD)
    assert [each for each in mixed.findings if each.line >= first] == []
    _, launches = mixed.tables
    assert (launches.mapped, launches.left_out) == (len(ODD) + len(FINE), len(UNFIT))


def test_the_year_stands_in_for_a_day(tmp_path: Path) -> None:
    outcome = import_launches(tmp_path, launch(launch_date=""))
    year = Literal("2001", datatype=NamedNode(PREFIXES["xsd"] + "gYear"))
    days = [quad.object for quad in outcome.quads if quad.predicate.value == LG + "happenedOn"]
    assert days == [year]


def test_na_is_a_missing_text(tmp_path: Path) -> None:
    outcome = import_launches(tmp_path, launch(mission="NA", variant="NA", type="NA"))
    assert outcome.findings == ()
    assert {"missionName", "vehicleVariant", "vehicleType"}.isdisjoint(
        said(outcome, "launch-2001-001")
    )


def test_na_is_a_code_where_it_is_one(tmp_path: Path) -> None:
    outcome = import_launches(
        tmp_path, launch(agency="NA"), agencies=("NA,US,North,North Atlantic,-,-,-,private",)
    )
    assert outcome.findings == ()
    assert said(outcome, "launch-2001-001")["launchedBy"] == {"lgi:launch-agency-na"}


@pytest.mark.parametrize(
    ("second", "reason", "detail"),
    [
        (SPUTNIK, "duplicate-key", "line 2 already, with the same values"),
        (SPUTNIK.replace("PS-1", "PS-2"), "duplicate-key", "line 2 already, with other values"),
        (SPUTNIK.replace("1957 ALP", "1957-Alpha"), "duplicate-thing", "'1957 ALP' in line 2"),
    ],
)
def test_the_first_of_two_rows_stands(
    tmp_path: Path, second: str, reason: str, detail: str
) -> None:
    outcome = import_launches(tmp_path, SPUTNIK, second)
    assert reasons(outcome) == [(LEFT_OUT, reason, "tag")]
    assert outcome.findings[0].line == 3
    assert detail in outcome.findings[0].detail
    assert said(outcome, "launch-1957-alpha")["missionName"] == {"PS-1"}


def test_a_row_that_is_left_out_is_no_first_of_two(tmp_path: Path) -> None:
    outcome = import_launches(tmp_path, launch(category="P"), launch())
    assert reasons(outcome) == [(LEFT_OUT, "unknown-choice", "category")]
    assert launches_in(outcome) == {"launch-2001-001"}


def test_an_agency_that_is_left_out_takes_its_launches_along(tmp_path: Path) -> None:
    outcome = import_launches(
        tmp_path, launch(), agencies=(ACME.replace("US", "XX"), "A,US,A,A,-,-,-,")
    )
    assert reasons(outcome) == [
        (LEFT_OUT, "unknown-code", "state_code"), (LEFT_OUT, "left-out-code", "agency"),
    ]  # fmt: skip


def test_every_mistake_of_a_row_is_told(tmp_path: Path) -> None:
    outcome = import_launches(tmp_path, launch(category="P", JD="x"), SPUTNIK)
    assert sorted(reasons(outcome)) == [
        (LEFT_OUT, "bad-decimal", "JD"), (LEFT_OUT, "unknown-choice", "category"),
    ]  # fmt: skip
    assert outcome.left_out == 1


# --- the whole


def test_the_graph_is_sound(tmp_path: Path) -> None:
    """What an import gives keeps every shape and contradicts nothing, beside what it refers to."""
    examples = ROOT / "examples" / "space-launches"
    files = {name: examples / f"{name}.csv" for name in ("launches", "agencies")}
    path, flights = tmp_path / "launches.trig", tmp_path / "flights.trig"
    path.write_bytes(LunarGraph.import_tables("space-launches", files).write())
    folder = ROOT / "examples" / "moon-flights"
    outcome = LunarGraph.import_tables(folder, {"flights": folder / "flights.csv"})
    flights.write_bytes(outcome.write())
    needed = (ROOT / "data" / name / "graph.trig" for name in ("missions", "states"))
    modules = (ROOT / "ontology" / f"{name}.ttl" for name in ("core", "missions"))
    graph = LunarGraph.open(*modules, *needed, cache=tmp_path / "cache")
    report = graph.validate(
        path,
        flights,
        shapes=[ROOT / "ontology" / f"{name}.shapes.ttl" for name in ("core", "missions")],
    )
    # The only unknown things are sources of the shipped graph, which are not at hand here.
    assert {finding.got for finding in report.findings} <= {"lgi:background", "lgi:country-codes"}


def test_it_joins_the_shipped_graph(tmp_path: Path) -> None:
    path = tmp_path / "launches.trig"
    row = launch(tag="1969-059", JD="2440419.06", launch_date="1969-07-16", launch_year="1969",
                 type="Saturn V")  # fmt: skip
    path.write_bytes(import_launches(tmp_path, row).write())
    missions = ROOT / "data" / "missions" / "graph.trig"
    graph = LunarGraph.open(path, missions, cache=tmp_path / "cache")
    table = graph.sparql(
        'SELECT ?name { ?mission lg:launch/lg:vehicleType "Saturn V" ; rdfs:label ?name }'
    )
    assert isinstance(table, Table)
    assert [row.name for row in table.rows] == ["Apollo 11"]


@pytest.fixture
def recorded(tmp_path: Path) -> LunarGraph:
    """The graph of an import of two launches, one of which is left out."""
    files = write_tables(tmp_path, SPUTNIK, launch(category="P"))
    outcome = LunarGraph.import_tables("space-launches", files)
    names = {str(quad.graph_name).rpartition("/graph/")[2][:-1] for quad in outcome.quads}
    assert names == {"space-launches", "space-launches/statements", "space-launches/states"}
    path = tmp_path / "out.trig"
    path.write_bytes(outcome.write())
    return LunarGraph.open(path, cache=tmp_path / "cache")


def ask(graph: LunarGraph, query: str) -> list[list[str]]:
    table = graph.sparql(query)
    assert isinstance(table, Table)
    return [[str(value) for value in row] for row in table.rows]


def test_the_tables_are_one_record_that_rests_on_their_source(recorded: LunarGraph) -> None:
    assert ask(recorded, f"""
        SELECT ?licence ?until ?title (?size = COUNT(*) AS ?counted) {{
          ?record lg:belongsTo ?set ; lg:describes ?set ; lg:restsOn ?source ; void:triples ?size .
          ?set dcterms:license ?licence ; lg:knownUntil ?until .
          ?source a lg:DataCollection ; lg:publisherName ?title .
          GRAPH ?record {{ ?s ?p ?o }}
          FILTER(?set = <{graph_iri("space-launches")}>)
        }} GROUP BY ?licence ?until ?title ?size""") == [
        ["https://spdx.org/licenses/MIT", "2018-10", "The Economist", "True"]
    ]  # fmt: skip


def test_what_codes_mean_is_a_record_that_rests_on_something_else(recorded: LunarGraph) -> None:
    assert ask(recorded, """
        SELECT ?verification ?source (COUNT(DISTINCT ?state) AS ?states) {
          ?record lg:describes/rdfs:label "Space launches, table of states"@en ;
            lg:restsOn ?source ; lg:verification ?verification .
          GRAPH ?record { ?state rdfs:label ?name }
        } GROUP BY ?verification ?source ORDER BY ?source""") == [
        [LGI + "verification-unverified", LGI + "background", "2"],
        [LGI + "verification-unverified", LGI + "country-codes", "2"],
    ]  # fmt: skip


def test_the_graph_counts_rows_and_knows_its_tables(recorded: LunarGraph, tmp_path: Path) -> None:
    tables = [tmp_path / "agencies.csv", tmp_path / "launches.csv", FOLDER / "states.csv"]
    counts = [("1", "0"), ("1", "1"), ("2", "0")]
    assert ask(recorded, """
        SELECT ?label ?mapped ?left ?digest {
          ?set lg:importedFrom ?t .
          ?t rdfs:label ?label ; lg:rowsMapped ?mapped ; lg:rowsLeftOut ?left ; lg:digest ?digest
        } ORDER BY ?label""") == [
        [f"Space launches, table of {path.stem}", *count, digest(path.read_bytes())]
        for path, count in zip(tables, counts, strict=True)
    ]  # fmt: skip


def test_same_tables_give_same_bytes(tmp_path: Path) -> None:
    rows = [launch(tag=f"2001-{number:03}") for number in range(1, 40)]
    first = import_launches(tmp_path, *rows)
    second = import_launches(tmp_path, *rows)
    assert first.write() == second.write()
    assert first.quads == second.quads


# --- the real tables

FACTS = resources.facts_folder()
REAL = {name: FACTS / "space-launches" / f"{name}.csv" for name in ("launches", "agencies")}
real = pytest.mark.skipif(
    not all(path.exists() for path in REAL.values()),
    reason=f"the real tables are not in {FACTS}; LUNARGRAPH_FACTS says where they are",
)


@pytest.fixture(scope="module")
def everything() -> Import:
    return LunarGraph.import_tables("space-launches", REAL)


@real
def test_every_real_row_is_in_the_graph_or_in_the_report(everything: Import) -> None:
    for table in everything.tables:
        rows = rows_of(REAL[table.name])
        left = {each.line for each in everything.findings
                if each.table == table.name and each.outcome == LEFT_OUT}  # fmt: skip
        assert table.mapped + table.left_out == len(rows)
        assert table.left_out == len(left)
    tags = {row["tag"] for row in rows_of(REAL["launches"])}
    told = {each.key for each in everything.findings if each.outcome == LEFT_OUT}
    mapped = [
        quad.object for quad in everything.quads if quad.predicate.value == LG + "designation"
    ]
    assert {term.value for term in mapped if isinstance(term, Literal)} == tags - told
    assert len(launches_in(everything)) == len(mapped)


@real
def test_the_real_rows_that_are_odd_are_known(everything: Import) -> None:
    assert Counter(reasons(everything)) == {
        (LEFT_OUT, "day-outside-year", ""): 1,
        (NOTED, "julian-date-rounded-to-midnight", ""): 24,
        (NOTED, "no-day", ""): 13,
    }


@real
def test_no_real_cell_is_lost(everything: Import) -> None:
    """Each cell of a launch that is mapped stands in the statements about it."""
    names = {"JD": "julianDate", "launch_date": "happenedOn", "type": "vehicleType",
             "variant": "vehicleVariant", "mission": "missionName"}  # fmt: skip
    about: dict[str, dict[str, str]] = {}
    tags: dict[str, str] = {}
    for quad in everything.quads:
        value = quad.object.value if isinstance(quad.object, Literal | NamedNode) else ""
        name = quad.predicate.value.removeprefix(LG)
        about.setdefault(str(quad.subject), {})[name] = value
        if name == "designation":
            tags[value] = str(quad.subject)
    left = {each.key for each in everything.findings if each.outcome == LEFT_OUT}
    codes = {row["code"]: LGI + row["id"] for row in rows_of(FOLDER / "states.csv")}
    outcomes = {"O": LGI + "outcome-success", "F": LGI + "outcome-failure"}
    for row in rows_of(REAL["launches"]):
        if row["tag"] in left:
            continue
        facts = about[tags[row["tag"]]]
        lost = {name: text for name, text in row.items()
                if text and name in names and facts.get(names[name]) != text}  # fmt: skip
        assert lost == {}, row["tag"]
        assert facts["countedFor"] == codes[row["state_code"]]
        assert facts["outcome"] == outcomes[row["category"]]
        assert facts["sector"] == f"{LGI}sector-{row['agency_type']}"
        if row["agency"]:
            agency = LGI + "launch-agency-" + row["agency"].lower()
            assert facts["launchedBy"] == codes.get(row["agency"], agency)


@real
def test_nineteen_real_launches_are_those_of_known_missions(everything: Import) -> None:
    known = {name for name in launches_in(everything) if not name.startswith("launch-")}
    assert len(known) == 19
    assert {"apollo-11-launch", "luna-24-launch", "change-1-launch", "smart-1-launch"} <= known
