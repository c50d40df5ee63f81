"""From a curated table to named graphs: what goes in, what comes out, what is refused and where."""

import codecs
from pathlib import Path
from shutil import copytree

import pytest
from pyoxigraph import Literal, NamedNode

from lunargraph import resources
from lunargraph.errors import DataError
from lunargraph.ingest import build_graphs
from lunargraph.ingest.__main__ import main
from lunargraph.ingest.cells import CellError, parse_cell
from lunargraph.ingest.quotes import documents_folder
from lunargraph.namespaces import LG, LGI, graph_iri
from small_dataset import GOOD, HEADER, MAPPING, TOML, Build, refusal


def text(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)
    return term.value


def lg(name: str) -> NamedNode:
    return NamedNode(LG + name)


def test_a_row_becomes_a_named_graph_of_its_own(build: Build) -> None:
    quads = build(GOOD, "moon-2,Moon 2,agency|office,2025,paper,high,sourced,,A remark.")
    first = {q.triple for q in quads if q.graph_name == NamedNode(graph_iri("flights", "moon-1"))}
    assert {(t.predicate.value.rpartition("#")[2], str(t.object)) for t in first} == {
        ("type", f"<{LG}Mission>"),
        ("label", '"first"@en'),
        ("operatedBy", f"<{LGI}agency>"),
        ("happenedOn", '"2024-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'),
    }
    second = [q for q in quads if q.graph_name == NamedNode(graph_iri("flights", "moon-2"))]
    assert [text(q.object) for q in second if q.predicate == lg("operatedBy")] == [
        LGI + "agency", LGI + "office",
    ]  # fmt: skip


def test_the_data_set_says_what_each_row_rests_on(build: Build) -> None:
    quads = build("moon-1,Moon 1,agency,2024-05,paper|office,high,sourced,name|flown_by,A remark.")
    record = NamedNode(graph_iri("flights", "moon-1"))
    said = {(q.predicate, q.object) for q in quads if q.subject == record}
    assert said == {
        (NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), lg("Record")),
        (lg("belongsTo"), NamedNode(graph_iri("flights"))),
        (lg("describes"), NamedNode(LGI + "moon-1")),
        (lg("restsOn"), NamedNode(LGI + "paper")),
        (lg("restsOn"), NamedNode(LGI + "office")),
        (lg("confidence"), NamedNode(LGI + "confidence-high")),
        (lg("verification"), NamedNode(LGI + "verification-sourced")),
        (lg("unverifiedColumn"), Literal("name")),
        (lg("unverifiedColumn"), Literal("flown_by")),
        (lg("note"), Literal("A remark.")),
    }
    assert {q.graph_name for q in quads if q.subject == record} == {NamedNode(graph_iri("flights"))}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("moon-1,Moon 1,agency,2024-13,paper,high,sourced,,", "expected a date"),
        ("moon-1,Moon 1,agency,2023-02-29,paper,high,sourced,,", "expected a date"),
        ("moon-1,Moon 1,agncy,2024,paper,high,sourced,,", "names 'agncy', which no table"),
        ("moon-1,Moon 1,agency,2024,,high,sourced,,", "names no source"),
        ("moon-1,Moon 1,agency,2024,paper,sure,sourced,,", "names 'confidence-sure'"),
        ("moon-1,Moon 1,agency,2024,paper,high,sourced,", "expected 9 cells, got 8"),
        (",Moon 1,agency,2024,paper,high,sourced,,", "the row has no id"),
        ("Moon_1,Moon 1,agency,2024,paper,high,sourced,,", "kebab-case"),
        ("moon-1,Moon 1,agency|,2024,paper,high,sourced,,", "no empty value in a list"),
        ("moon-1,Moon 3,agency,2024,paper,high,sourced,,", "makes no statement about the row"),
        ("agency,Moon 1,agency,2024,paper,high,sourced,,", "stands already in the ontology"),
        ('moon-1,"Moon" 1,agency,2024,paper,high,sourced,,', "expected"),
    ],
)
def test_a_bad_row_is_named_with_its_line(build: Build, row: str, expected: str) -> None:
    problems = refusal(build, GOOD.replace("moon-1", "moon-0"), row)
    assert expected in problems
    assert "flights.csv:3" in problems


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("moon-1,Moon 1,agency,2024,paper,,sourced,,", "confidence"),
        ("moon-1,Moon 1,agency,2024,paper,high,,,", "verification"),
    ],
)
def test_a_row_says_how_far_it_can_be_trusted(build: Build, row: str, column: str) -> None:
    """Left empty, it would pass every filter of trust."""
    (problem,) = refusal(build, row).splitlines()
    assert f"flights.csv:2: the row states no {column}" in problem


def test_only_a_data_set_that_says_so_describes_sources(build: Build) -> None:
    row = "moon-1,Moon 1,agency,2024,paper,,,,"
    quads = build(row, toml="bibliographic = true\n" + TOML)
    kinds = {
        text(q.object) for q in quads if q.subject == NamedNode(graph_iri("flights", "moon-1"))
    }
    assert LG + "BibliographicRecord" in kinds


def test_a_number_keeps_its_digits(build: Build) -> None:
    toml = TOML.replace('name = "text"', 'name = "decimal"')
    mapping = MAPPING.replace('("Moon 1" "first"@en) ("Moon 2" "second"@en)', "(UNDEF UNDEF)")
    row = GOOD.replace("Moon 1", "15.500")
    quads = build(row, toml=toml, mapping=mapping.replace("rdfs:label ?label", "lg:mass ?name"))
    assert [str(q.object) for q in quads if q.predicate == lg("mass")] == [
        '"15.500"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    ]


def test_an_id_stands_once(build: Build) -> None:
    assert "the id 'moon-1' stands already in" in refusal(build, GOOD, GOOD)


def test_an_id_that_data_sets_share_stands_once_in_each(build: Build, tmp_path: Path) -> None:
    build(GOOD)
    flights, plans = tmp_path / "data" / "flights", tmp_path / "data" / "plans"
    copytree(flights, plans)
    (plans / "dataset.toml").write_text('shares = ["flights"]\n' + TOML, "utf-8")
    ontology = tmp_path / "ontology.ttl"
    assert len(build_graphs([flights, plans], [ontology])) == 2
    for folder in (flights, plans):
        table = folder / "flights.csv"
        once = table.read_text("utf-8")
        table.write_text(f"{once}{GOOD}\n", "utf-8")
        with pytest.raises(DataError) as caught:
            build_graphs([flights, plans], [ontology])
        (problem,) = caught.value.problems
        assert problem == f"{table}:3: the id 'moon-1' stands already in {table}:2"
        table.write_text(once, "utf-8")


def test_a_cell_of_several_lines_keeps_the_line_numbers_right(build: Build) -> None:
    first = 'moon-1,Moon 1,agency,2024,paper,high,sourced,,"one\ntwo\nthree"'
    assert "flights.csv:5" in refusal(
        build, first, "moon-2,Moon 2,agency,soon,paper,high,sourced,,"
    )


def test_all_problems_are_told_at_once(build: Build) -> None:
    bad = "moon-{n},Moon 1,agency,soon,paper,high,sourced,,"
    assert refusal(build, bad.format(n=1), bad.format(n=2)).count("expected a date") == 2


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        (MAPPING.replace("CONSTRUCT", "CONSTRUKT"), "mapping:"),
        (MAPPING.replace("a lg:Mission", "a lgg:Mission"), "the prefix 'lgg:' is not declared"),
        ("SELECT * WHERE { VALUES (?id ?name ?flown_by ?launched_on) { } }", "SELECT"),
        (MAPPING.replace("?name ?flown_by ?launched_on) { }", "?name) { }"), ""),
    ],
)
def test_a_bad_mapping_is_refused(build: Build, mapping: str, expected: str) -> None:
    with pytest.raises(DataError) as caught:
        build(GOOD, mapping=mapping)
    assert expected in str(caught.value)


def test_a_table_that_is_not_utf_8_is_refused_with_its_line(build: Build, tmp_path: Path) -> None:
    build(GOOD)
    path = tmp_path / "data" / "flights" / "flights.csv"
    path.write_bytes(f"{HEADER}\n{GOOD}\n".encode() + b"moon-2,\xff\n")
    with pytest.raises(DataError) as caught:
        build_graphs([path.parent], [tmp_path / "ontology.ttl"])
    assert caught.value.problems == [f"{path}:3: this is not UTF-8"]


def test_a_byte_order_mark_is_no_part_of_a_table(build: Build, tmp_path: Path) -> None:
    build(GOOD)
    path = tmp_path / "data" / "flights" / "flights.csv"
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    texts = build_graphs([path.parent], [tmp_path / "ontology.ttl"])
    assert texts == {path.parent / "graph.trig": (path.parent / "graph.trig").read_text("utf-8")}


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("1.50", "decimal", '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("no", "flag", '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("NA", "state", f"<{LGI}state-na>"),
        ("sample-return", "concept profile", f"<{LGI}profile-sample-return>"),
        ("Q42", "wikidata", "<http://www.wikidata.org/entity/Q42>"),
        ("2024-06-25T14:07+08:00", "time", '"2024-06-25T14:07+08:00"'),
        ("2024-06-01T22:23Z", "time", '"2024-06-01T22:23Z"'),
        ("05dxps055", "ror", "<https://ror.org/05dxps055>"),
        ("2023", "date", '"2023"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
    ],
)
def test_a_cell_keeps_its_precision_and_spelling(text: str, kind: str, written: str) -> None:
    assert [str(term) for term in parse_cell(text, kind)] == [written]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("1e3", "decimal"), ("1.0", "integer"), ("true", "flag"), ("cn", "state"), ("42", "wikidata"),
     ("ftp://example.org/", "url"), ("https://example.org/a b", "url"), (" text", "texts"),
     ("sometime in the 25th hour", "time"), ("2024-13-45T99:99Z", "time"),
     ("2024-02-30T10:00Z", "time"), ("2024-06-01T24:00Z", "time"), ("2024-06-01T22:23", "time"),
     ("2024-06-01T22:23+15:00", "time"), ("2024-06-01", "time"),
     # digits of other scripts are digits for a pattern, not for XSD
     ("١٤", "integer"), ("١٤.٥", "decimal"), ("２０２４", "date"), ("Q٤٢", "wikidata"),
     ("5dxps055", "ror")],
)  # fmt: skip
def test_a_cell_of_another_type_is_refused(text: str, kind: str) -> None:
    with pytest.raises(CellError, match="expected"):
        parse_cell(text, kind)


def test_the_committed_graphs_are_what_the_tables_give() -> None:
    folders, documents = resources.dataset_folders(), documents_folder()
    texts = build_graphs(folders, resources.ontology_files(), documents=documents)
    stale = [str(path) for path, text in texts.items() if path.read_text("utf-8") != text]
    assert stale == [], "run `make data`"
    assert {path for path in texts if path.suffix == ".trig"} == {
        folder / "graph.trig" for folder in folders
    }


def test_a_bad_row_is_told_with_its_line_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    copytree(resources.root() / "data", data)
    signatures = data / "accords" / "accords_signatures.csv"
    text = signatures.read_text("utf-8")
    signatures.write_text(text.replace("2020-10-13", "2020-13-10", 1), "utf-8")
    for graph in data.glob("*/graph.trig"):
        graph.unlink()
    folders = sorted(path.parent for path in data.glob("*/dataset.toml"))
    monkeypatch.setattr("lunargraph.ingest.__main__.dataset_folders", lambda: folders)
    assert main([]) == 1
    told = capsys.readouterr().err
    line = text[: text.index("2020-10-13")].count("\n") + 1
    assert f"accords_signatures.csv:{line}: column 'signed_on': expected a date" in told
    assert "got '2020-13-10'" in told
    assert "the tables have 1 problem; nothing is written" in told
    assert list(data.glob("*/graph.trig")) == []


def test_the_program_refuses_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--chek"]) == 2
    assert "usage" in capsys.readouterr().err
