"""From a curated table to named graphs: what goes in, what comes out, what is refused and where."""

import csv
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from lunargraph import resources
from lunargraph.errors import DataError
from lunargraph.formats import load_quads
from lunargraph.ingest import build_graphs, load_dataset
from lunargraph.ingest.__main__ import main
from lunargraph.ingest.cells import CellError, parse_cell
from lunargraph.ingest.quotes import misquotes
from lunargraph.namespaces import GRAPH, LG, LGI, graph_iri

HEADER = "id,name,flown_by,launched_on,source_ids,confidence,verification,unverified_columns,note"
GOOD = "moon-1,Moon 1,agency,2024-05,paper,high,sourced,,"
TOML = """
title = "Flights"
description = "Made up for this test"
table = "flights.csv"
licence = "https://creativecommons.org/licenses/by/4.0/"
known_until = "2026-06"
[columns]
id = "row"
name = "text"
flown_by = "things"
launched_on = "date"
"""
MAPPING = """
PREFIX lg: <https://w3id.org/lunargraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT { ?id a lg:Mission ; rdfs:label ?label ; lg:operatedBy ?flown_by ; lg:happenedOn ?launched_on }
WHERE {
  VALUES (?id ?name ?flown_by ?launched_on) { }
  VALUES (?name ?label) { ("Moon 1" "first"@en) ("Moon 2" "second"@en) }
}
"""
ONTOLOGY = """
PREFIX lgi: <https://w3id.org/lunargraph/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
lgi:agency rdfs:label "agency"@en . lgi:office rdfs:label "office"@en . lgi:paper rdfs:label "paper"@en .
lgi:confidence-high rdfs:label "high"@en . lgi:verification-sourced rdfs:label "sourced"@en .
"""

Build = Callable[..., list[Quad]]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Build a tiny data set from the rows given; return its quads."""

    def run(
        *rows: str, header: str = HEADER, toml: str = TOML, mapping: str = MAPPING
    ) -> list[Quad]:
        folder = tmp_path / "data" / "flights"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "dataset.toml").write_text(toml, "utf-8")
        (folder / "mapping.rq").write_text(mapping, "utf-8")
        (folder / "flights.csv").write_text("\n".join((header, *rows)) + "\n", "utf-8")
        record = resources.root() / "data" / "record.rq"
        (folder.parent / "record.rq").write_bytes(record.read_bytes())
        ontology = tmp_path / "ontology.ttl"
        ontology.write_text(ONTOLOGY, "utf-8")
        texts = build_graphs([folder], [ontology])
        (graph,) = texts
        assert graph == folder / "graph.trig"
        graph.write_text(texts[graph], "utf-8")
        return load_quads(graph)

    return run


def refusal(build: Build, *rows: str, **files: str) -> str:
    with pytest.raises(DataError) as caught:
        build(*rows, **files)
    return "\n".join(caught.value.problems)


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


def test_a_cell_of_several_lines_keeps_the_line_numbers_right(build: Build) -> None:
    first = 'moon-1,Moon 1,agency,2024,paper,high,sourced,,"one\ntwo\nthree"'
    assert "flights.csv:5" in refusal(
        build, first, "moon-2,Moon 2,agency,soon,paper,high,sourced,,"
    )


def test_all_problems_are_told_at_once(build: Build) -> None:
    bad = "moon-{n},Moon 1,agency,soon,paper,high,sourced,,"
    assert refusal(build, bad.format(n=1), bad.format(n=2)).count("expected a date") == 2


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"header": HEADER.replace("name", "title")}, "column 'title' is not declared"),
        ({"header": HEADER.replace("name", "title")}, "column 'name' is declared and missing"),
        ({"header": HEADER.replace("name", "id")}, "a column stands twice"),
        ({"toml": TOML.replace("licence", "license")}, "'licence' is missing"),
        ({"toml": TOML.replace("licence", "license")}, "'license' is not a key"),
        ({"toml": TOML.replace('"text"', '"prose"')}, "unknown type 'prose'"),
        ({"toml": TOML + "[unmapped"}, "dataset.toml"),
        (
            {"toml": TOML.replace('name = "text"\n', "") + '[unmapped]\nname = "left for later"\n'},
            "holds 'Moon 1' but is not mapped (left for later)",
        ),
    ],
)
def test_a_bad_description_is_refused(build: Build, files: dict[str, str], expected: str) -> None:
    assert expected in refusal(build, GOOD, **files)


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


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        (TOML.replace("2026-06", "2026-6"), "'known_until' must be a date"),
        (
            TOML.replace("https://creativecommons.org/licenses/by/4.0/", "CC BY"),
            "'licence' must be",
        ),
        (TOML + "other = 3\n", "type of column 'other' must be a text"),
    ],
)
def test_a_bad_value_in_a_description_is_refused(build: Build, toml: str, expected: str) -> None:
    assert expected in refusal(build, GOOD, toml=toml)


def test_a_table_that_is_not_utf_8_is_refused_with_its_line(build: Build, tmp_path: Path) -> None:
    build(GOOD)
    path = tmp_path / "data" / "flights" / "flights.csv"
    path.write_bytes(f"{HEADER}\n{GOOD}\n".encode() + b"moon-2,\xff\n")
    with pytest.raises(DataError) as caught:
        build_graphs([path.parent], [tmp_path / "ontology.ttl"])
    assert caught.value.problems == [f"{path}:3: this is not UTF-8"]


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("1.50", "decimal", '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("no", "flag", '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("NA", "state", f"<{LGI}state-na>"),
        ("sample-return", "concept profile", f"<{LGI}profile-sample-return>"),
        ("Q42", "wikidata", "<http://www.wikidata.org/entity/Q42>"),
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
     ("5dxps055", "ror")],
)  # fmt: skip
def test_a_cell_of_another_type_is_refused(text: str, kind: str) -> None:
    with pytest.raises(CellError, match="expected"):
        parse_cell(text, kind)


def test_the_committed_graphs_are_what_the_tables_give() -> None:
    texts = build_graphs(resources.dataset_folders(), resources.ontology_files())
    stale = [path.parent.name for path, text in texts.items() if path.read_text("utf-8") != text]
    assert stale == [], "run `make data`"
    assert sorted(texts) == [folder / "graph.trig" for folder in resources.dataset_folders()]


@pytest.mark.parametrize("folder", resources.dataset_folders(), ids=lambda folder: folder.name)
def test_every_row_has_its_graph_and_its_record(folder: Path) -> None:
    (table,) = folder.glob("*.csv")
    with table.open(encoding="utf-8", newline="") as file:
        ids = {row["id"] for row in csv.DictReader(file)}
    quads = load_quads(folder / "graph.trig")
    graphs = {q.graph_name.value for q in quads if isinstance(q.graph_name, NamedNode)}
    rows = {graph_iri(folder.name, name) for name in ids}
    assert graphs == rows | {graph_iri(folder.name)}
    assert {text(q.subject) for q in quads if q.predicate == lg("restsOn")} == rows
    described = {text(q.object) for q in quads if q.predicate == lg("describes")}
    assert described == {LGI + name for name in ids}


# Individuals that a mapping names itself; every other one comes from a cell of the row.
CONSTANTS = {"counts": {"ilrs"}, "ilrs": {"ilrs"}}
# Columns that choose the class of the row.
KINDS = {"kind", "effect"}


@pytest.mark.parametrize("folder", resources.dataset_folders(), ids=lambda folder: folder.name)
def test_a_row_says_what_its_cells_say_and_no_more(folder: Path) -> None:
    """Nothing is invented: each value of a graph stands in the row; nothing is lost on the way."""
    dataset = load_dataset(folder)
    persons = {
        str(row.iri): text(row.cells["name"][0])
        for row in load_dataset(resources.root() / "data" / "persons").rows
    }
    graphs: dict[str, set[Quad]] = {}
    for quad in load_quads(folder / "graph.trig"):
        name = (
            quad.graph_name
            if quad.graph_name != NamedNode(graph_iri(folder.name))
            else quad.subject
        )
        graphs.setdefault(str(name), set()).add(quad)
    for row in dataset.rows:
        slug = row.iri.value.removeprefix(LGI)
        said = graphs[f"<{graph_iri(folder.name, slug)}>"]
        cells = {str(term) for terms in row.cells.values() for term in terms}
        minted = {str(quad.subject) for quad in said} | {f"<{graph_iri(folder.name)}>"}
        constants = {f"<{LGI}{name}>" for name in CONSTANTS.get(folder.name, ())}
        constants |= {author for author, name in persons.items() if f'"{name}"' in cells}
        kinds = {str(q.object) for q in said if q.predicate.value.endswith("#type")}
        labels = {text(q.object) for q in said if q.predicate.value.endswith("#label")}
        # A link to the record of a row stands for the id of that row.
        values = (
            {re.sub(f"<{GRAPH}[^/]+/", f"<{LGI}", str(q.object)) for q in said} - minted - kinds
        )
        invented = {
            value for value in values - cells - constants
            if not any(value.startswith(f'"{label}"'.replace("\\", "")) for label in labels)
        }  # fmt: skip
        assert invented == set(), slug
        lost = {
            cell
            for name, terms in row.cells.items()
            for term in terms
            if (cell := str(term)) not in values | minted
            and name not in KINDS
            and not any(term.value in label for label in labels)
        }
        assert lost == set(), slug


def test_a_quote_has_to_be_in_its_document(build: Build, tmp_path: Path) -> None:
    quotes = '[quotes]\ncolumn = "name"\nsource = "flown_by"\n[quotes.files]\nagency = "a.txt"\n'
    build(GOOD, toml=TOML + quotes)
    folder = tmp_path / "data" / "flights"
    (tmp_path / "a.txt").write_text("We flew Moon 1 in May.", "utf-8")
    build_graphs([folder], [tmp_path / "ontology.ttl"], documents=tmp_path)
    (tmp_path / "a.txt").write_text("We flew Moon\n1 in May.", "utf-8")
    with pytest.raises(DataError) as caught:
        build_graphs([folder], [tmp_path / "ontology.ttl"], documents=tmp_path)
    (problem,) = caught.value.problems
    assert problem.startswith(
        f"{folder / 'flights.csv'}:2: column 'name' is not in the document a.txt"
    )


def test_every_quote_of_the_seeds_is_verbatim() -> None:
    facts = Path(os.environ.get("LUNARGRAPH_FACTS", resources.root().parent / "shared" / "facts"))
    if not (facts / "seeds").is_dir():
        pytest.skip(f"the seed documents are not in {facts / 'seeds'}")
    datasets = [load_dataset(folder) for folder in resources.dataset_folders()]
    assert list(misquotes(datasets, facts / "seeds")) == []
    assert any(dataset.quotes for dataset in datasets)


def test_the_program_refuses_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--chek"]) == 2
    assert "usage" in capsys.readouterr().err
