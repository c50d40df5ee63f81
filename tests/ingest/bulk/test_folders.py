"""Describing a source: what works without Python, and how mistakes are told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from lunargraph import LunarGraph, resources
from lunargraph.cli import run as command_line
from lunargraph.errors import DataError, FileError, UnknownNameError
from lunargraph.ingest.bulk import Import, find_source, load_source
from lunargraph.namespaces import LG

TOML = """
title = "Probes"
description = "Made up for this test"
licence = "https://creativecommons.org/publicdomain/zero/1.0/"
known_until = "2001"
confidence = "low"
verification = "sourced"
rests_on = ["background"]

[tables.probes]
about = "one probe a row"
key = "Name"
prefix = "probe"

[tables.probes.columns]
Name = "text"
"Built (in)" = "code places"
Site = "text"

[tables.places]
about = "what places are called"
file = "places.csv"
key = "code"

[tables.places.columns]
id = "row"
code = "text"
"""
MAPPING = """
PREFIX lg: <https://w3id.org/lunargraph/ns#>
CONSTRUCT { ?id a lg:Mission ; lg:siteName ?Site ; lg:flownFor ?Built_in }
WHERE {
  VALUES (?id ?Name ?Built_in ?Site) { }
  FILTER(?Site != "mute")
}
"""
CHECK = """
#+ question = "Which probes are at home?"
#+ table = "probes"
#+ outcome = "noted"
SELECT ?row ?detail { VALUES (?Site ?row) { } FILTER(?Site = "home") BIND("at home" AS ?detail) }
"""

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write the folder of a source, with other texts in place of some."""

    def inner(name: str = "probes", **texts: str) -> Path:
        folder = tmp_path / name
        (folder / "checks").mkdir(parents=True)
        (folder / "source.toml").write_text(texts.get("toml", TOML), "utf-8")
        (folder / "mapping.rq").write_text(texts.get("mapping", MAPPING), "utf-8")
        (folder / "places.csv").write_text(texts.get("places", "code,id\nF,state-fr\n"), "utf-8")
        (folder / "checks" / "home.rq").write_text(texts.get("check", CHECK), "utf-8")
        return folder

    return inner


def run(folder: Path, *rows: str, header: str = "Name,Built (in),Site") -> Import:
    table = folder / "probes.csv"
    table.write_text("\n".join((header, *rows)) + "\n", "utf-8")
    return LunarGraph.import_tables(folder, {"probes": table})


def values(outcome: Import, name: str) -> list[str]:
    return sorted(
        quad.object.value
        for quad in outcome.quads
        if quad.predicate == NamedNode(LG + name) and isinstance(quad.object, Literal | NamedNode)
    )


def test_a_folder_is_all_it_takes(make: Make) -> None:
    outcome = run(make(), "A,F,home", "B,,away")
    assert values(outcome, "siteName") == ["away", "home"]
    assert values(outcome, "flownFor") == ["https://w3id.org/lunargraph/id/state-fr"]
    (noted,) = outcome.findings
    assert (noted.line, noted.key, noted.reason, noted.detail) == (2, "A", "home", "at home")
    assert outcome.left_out == 0


def test_a_row_without_a_statement_is_left_out_with_all_it_would_have_said(make: Make) -> None:
    mapping = """
        PREFIX lg: <https://w3id.org/lunargraph/ns#>
        CONSTRUCT { ?spoken lg:siteName ?Site . <http://example.org/x> lg:siteName ?Site } WHERE {
          VALUES (?id ?Name ?Built_in ?Site) { }
          BIND(IF(?Site = "nowhere", ?nothing, ?id) AS ?spoken)
        }"""
    outcome = run(make(mapping=mapping), "A,F,away", "B,F,nowhere")
    assert [(each.line, each.reason) for each in outcome.findings] == [(3, "no-statement")]
    assert values(outcome, "siteName") == ["away", "away"]


def test_several_codes_may_mean_one_thing(make: Make) -> None:
    folder = make(places="code,id\nF,state-fr\nFR,state-fr\n")
    outcome = run(folder, "A,F,x", "B,FR,y")
    assert outcome.findings == ()
    assert values(outcome, "flownFor") == ["https://w3id.org/lunargraph/id/state-fr"] * 2


def test_a_row_that_the_mapping_filters_out_is_told(make: Make) -> None:
    outcome = run(make(), "A,F,mute", "B,F,away")
    assert [(each.line, each.reason) for each in outcome.findings] == [(2, "no-statement")]
    assert [(each.mapped, each.left_out) for each in outcome.tables] == [(1, 1)]


def test_a_table_of_two_words_is_an_option_too(
    make: Make, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = make(
        toml=TOML.replace("tables.probes", "tables.moon-probes"),
        check=CHECK.replace('"probes"', '"moon-probes"'),
    )
    table, graph = tmp_path / "table.csv", tmp_path / "out.trig"
    table.write_text("Name,Built (in),Site\nA,F,home\n", "utf-8")
    code = command_line(["import", str(folder), "--moon-probes", str(table), "-o", str(graph)])
    assert (code, graph.exists()) == (0, True)
    assert "moon-probes: 1 row read, 1 mapped, 0 left out" in capfd.readouterr().err


def test_a_name_that_is_taken_is_no_name(make: Make) -> None:
    folder = make(toml=TOML.replace('prefix = "probe"', 'prefix = ""'))
    outcome = run(folder, "Apollo 11,F,home", "Luna Ninety,F,away")
    (left,) = (each for each in outcome.findings if each.outcome == "left-out")
    assert (left.line, left.reason) == (2, "taken-name")
    assert "apollo-11" in left.detail


def test_a_column_that_nobody_declared_is_noted(make: Make) -> None:
    outcome = run(make(), "A,F,away,red", header="Name,Built (in),Site,Colour")
    (noted,) = outcome.findings
    assert (noted.line, noted.reason, noted.column) == (1, "undeclared-column", "Colour")


def test_a_document_is_described_with_the_columns_of_sources(make: Make) -> None:
    document = (
        '[document]\nid = "probe-list"\nkind = "webpage"\ntitle = "A list"\nread_in = "mirror"\n'
    )
    outcome = run(
        make(toml=TOML.replace("[tables.probes]\n", document + "[tables.probes]\n")), "A,F,x"
    )
    assert values(outcome, "title") == ["A list"]
    assert "https://w3id.org/lunargraph/id/probe-list" in values(outcome, "restsOn")


def changed(old: str, new: str) -> dict[str, str]:
    assert old in TOML
    return {"toml": TOML.replace(old, new)}


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        (changed('title = "Probes"', ""), "'title' is missing"),
        (changed('title = "Probes"', 'titel = "Probes"'), "'titel' is not a key"),
        (changed('title = "Probes"', "title = 3"), "'title' must be a str"),
        (changed('["background"]', "[3]"), "'rests_on' is a list of texts"),
        (changed('title = "Probes"', 'title = ""'), "'title' must say something"),
        (changed('known_until = "2001"', 'known_until = ""'), "'known_until' must say something"),
        (changed('confidence = "low"', 'confidence = ""'), "'confidence' must say something"),
        (changed('confidence = "low"', 'confidence = "a b"'), "'confidence' holds names in kebab"),
        (changed('"sourced"', '"<x>"'), "'verification' holds names in kebab-case"),
        (changed('["background"]', '["Bad IRI <>"]'), "'rests_on' holds names in kebab-case"),
        (changed('prefix = "probe"', 'prefix = "Foo Bar"'), "tables.probes: 'prefix' holds names"),
        (changed('known_until = "2001"', 'known_until = "soon"'), "known_until: expected a date"),
        (changed('licence = "https:', 'licence = "'), "the licence is named by its address"),
        (changed('rests_on = ["background"]', ""), "say what it rests on"),
        (changed('rests_on = ["background"]', '[document]\nid = "x"'), "document: 'kind' is missing"),
        (changed('key = "Name"', 'key = "Nome"'), "the key 'Nome' is not among the columns"),
        (changed('prefix = "probe"', ""), "give either a 'prefix' for slugs, or a column id"),
        (changed('prefix = "probe"', 'prefix = "p"\nwords = { x = "X Y" }'), "'words' says how"),
        (changed('Site = "text"', 'Site = "texd"'), "the type 'texd' is unknown"),
        (changed('Site = "text"', 'Site = "row"'), "the type 'row' is unknown"),
        (changed('Site = "text"', "Site = 3"), "must be the name of a type, or a table"),
        (changed('Site = "text"', 'Site = { kind = "text" }'), "'type' is missing"),
        (changed('Site = "text"', '"built in" = "text"\n"built-in" = "text"'), "one name in SPARQL"),
        (changed('"code places"', '"code palaces"'), "there is no table palaces"),
        (changed("tables.probes", "tables.report"), "a table has a name of its own"),
        (changed('title = "Probes"', "title = "), "Invalid value"),
        ({"mapping": MAPPING.replace("?Site)", ")")}, "expected one VALUES (?Built_in ?Name ?Site ?id)"),
        ({"mapping": MAPPING.replace("FILTER", "FILTRE")}, "mapping.rq"),
        ({"mapping": "SELECT * { VALUES (?id ?Name ?Built_in ?Site) { } }"}, "this must be a CONSTRUCT"),
        ({"mapping": MAPPING.replace("FILTER", "SERVICE <http://example.org/> { } FILTER")}, "SERVICE"),
        ({"check": CHECK.replace("noted", "notd")}, "the outcome is 'left-out' or 'noted'"),
        ({"check": CHECK.replace('"probes"', '"prbes"')}, "there is no table 'prbes'"),
        ({"check": CHECK.replace("(?Site ?row)", "(?Sight ?row)")}, "expected one VALUES with ?row"),
        ({"check": CHECK.replace("SELECT ?row ?detail", "SELECT ?row")}, "?detail is not selected"),
        ({"check": CHECK.replace("#+ table", "#+ tabel")}, "'table' is missing"),
        ({"check": "#+ question\n" + CHECK}, "home.rq"),
        ({"name": "sources"}, "a name of its own in kebab-case, not 'sources'"),
        ({"name": "My probes"}, "a name of its own in kebab-case, not 'My probes'"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_source_is_told(make: Make, texts: dict[str, str], problem: str) -> None:
    with pytest.raises(DataError) as caught:
        load_source(make(**texts))
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        (changed('["background"]', '["hearsay"]'), "the graph describes no 'hearsay'"),
        (changed('confidence = "low"', 'confidence = "total"'), "no 'confidence-total'"),
        ({"places": "code,id\nF,Paris\n"}, "places.csv:2: expected an identifier"),
        ({"places": "code,id\nF,state-fr\nF,state-de\n"}, "places.csv:3: the key stands in line 2"),
    ],
)
def test_a_source_that_rests_on_nothing_imports_nothing(
    make: Make, texts: dict[str, str], problem: str
) -> None:
    with pytest.raises(DataError) as caught:
        run(make(**texts), "A,F,x")
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("row", "got"), [("?nothing", "nothing"), ('"soon"', "'soon'"), ("?row + 90", "'92'")]
)
def test_a_check_that_answers_with_no_row_is_told(make: Make, row: str, got: str) -> None:
    header = CHECK.partition("SELECT")[0]
    select = f"""SELECT ?row ?detail {{
      {{ SELECT ({row} AS ?line) ?detail {{ VALUES (?Site ?row) {{ }} BIND("odd" AS ?detail) }} }}
      BIND(?line AS ?row)
    }}"""
    folder = make(check=header + select)
    with pytest.raises(DataError) as caught:
        run(folder, "A,F,home")
    path = folder / "checks" / "home.rq"
    assert caught.value.problems == [f"{path}: ?row must be one of the rows of VALUES; got {got}"]


def test_tables_in_a_circle_are_refused(make: Make) -> None:
    with pytest.raises(DataError, match="in a circle"):
        load_source(make(**changed('code = "text"', 'code = "text"\nprobe = "code probes"')))


def test_a_name_that_is_none_gets_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="'space-lunches'") as caught:
        find_source("space-lunches")
    assert caught.value.suggestions == ["space-launches"]
    with pytest.raises(UnknownNameError):
        find_source(tmp_path)


def test_a_missing_mapping_is_a_missing_file(make: Make) -> None:
    folder = make()
    (folder / "mapping.rq").unlink()
    with pytest.raises(FileError, match="no such file"):
        load_source(folder)


@pytest.mark.parametrize("folder", resources.source_folders(), ids=lambda folder: folder.name)
def test_every_source_of_the_house_is_well_described(folder: Path) -> None:
    source = load_source(folder)
    assert source.options
    for table in source.tables.values():
        assert all(reason for reason in table.unmapped.values())
