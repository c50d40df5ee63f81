from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from lunargraph.errors import StoreError, UnknownNameError, UsageError
from lunargraph.namespaces import INFERRED, graph_iri
from lunargraph.results import Boolean, Table, Triples
from lunargraph.store import Counts, Dataset, write_store

EX = "http://example.org/"


def node(name: str) -> NamedNode:
    return NamedNode(EX + name)


def triple(subject: str, predicate: str, value: str) -> Triple:
    return Triple(node(subject), node(predicate), node(value))


def in_graph(statement: Triple, graph: str) -> Quad:
    return Quad(statement.subject, statement.predicate, statement.object, NamedNode(graph))


FROM = "SELECT ?s FROM <GRAPH> { ?s ?p ?o }"
FROM_NAMED = "SELECT ?g FROM NAMED <GRAPH> { graph ?g { ?s ?p ?o } }"
SHARED = triple("nasa", "memberOf", "accords")
LONE = triple("cnsa", "memberOf", "ilrs")
FOLLOWS = triple("nasa", "knows", "jaxa")
ROW_A, ROW_B = graph_iri("accords", "a"), graph_iri("accords", "b")
ASSERTED = [
    in_graph(SHARED, ROW_A),
    in_graph(SHARED, ROW_B),
    in_graph(LONE, graph_iri("ilrs", "cn")),
    in_graph(triple("row", "restsOn", "source"), graph_iri("accords")),
]


@pytest.fixture(scope="module", params=["memory", "folder"])
def dataset(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    inferred = [FOLLOWS, LONE]  # the second is asserted too
    if request.param == "memory":
        return Dataset.from_quads(ASSERTED, inferred)
    folder = tmp_path_factory.mktemp("dataset") / "store"
    write_store(folder, ASSERTED, inferred)
    return Dataset.open(folder)


def texts(dataset: Dataset, query: str, *, inference: bool = True) -> list[str]:
    table = dataset.query(query, inference=inference)
    assert isinstance(table, Table)
    return sorted(str(row[0]).removeprefix(EX) for row in table.rows)


def test_a_statement_in_two_graphs_is_found_once(dataset: Dataset) -> None:
    assert texts(dataset, f"SELECT ?s {{ ?s <{EX}memberOf> ?o }}") == ["cnsa", "nasa"]
    assert texts(dataset, f"SELECT (COUNT(*) AS ?n) {{ ?s <{EX}memberOf> ?o }}") == ["2"]


def test_inferred_statements_join_with_asserted_ones(dataset: Dataset) -> None:
    query = f"SELECT ?b {{ ?a <{EX}memberOf> ?o ; <{EX}knows> ?b }}"
    assert texts(dataset, query) == ["jaxa"]
    assert texts(dataset, query, inference=False) == []


def test_graph_reaches_each_named_graph(dataset: Dataset) -> None:
    query = f"SELECT ?g {{ GRAPH ?g {{ <{EX}nasa> ?p ?o }} }}"
    assert texts(dataset, query) == sorted([ROW_A, ROW_B, INFERRED])
    assert texts(dataset, query, inference=False) == sorted([ROW_A, ROW_B])


@pytest.mark.parametrize("spelling", ["GRAPH", "graph", "gRaPh"])
def test_without_inference_the_inferred_graph_is_out_of_reach(
    dataset: Dataset, spelling: str
) -> None:
    query = f"SELECT ?s {{ {spelling}<{INFERRED}> {{ ?s ?p ?o }} }}"
    assert texts(dataset, query) == ["nasa"]
    assert texts(dataset, query, inference=False) == []


def test_from_chooses_the_graphs(dataset: Dataset) -> None:
    assert texts(dataset, FROM.replace("GRAPH", ROW_A)) == ["nasa"]
    assert texts(dataset, FROM.replace("GRAPH", INFERRED)) == ["nasa"]
    assert texts(dataset, FROM_NAMED.replace("GRAPH", ROW_B)) == [ROW_B]


def test_from_cannot_bring_the_inferred_back(dataset: Dataset) -> None:
    with pytest.raises(UsageError, match="names its own graphs"):
        dataset.query(FROM.replace("GRAPH", INFERRED), inference=False)


def test_a_variable_may_be_called_from(dataset: Dataset) -> None:
    query = f"SELECT ?from {{ ?from <{EX}knows> ?graph }}"
    assert texts(dataset, query) == ["nasa"]
    assert texts(dataset, query, inference=False) == []


def test_from_reads_no_file(dataset: Dataset, tmp_path: Path) -> None:
    secret = tmp_path / "secret.nt"
    secret.write_text(f"<{EX}a> <{EX}b> <{EX}c> .\n", "utf-8")
    assert texts(dataset, FROM.replace("GRAPH", secret.as_uri())) == []
    assert texts(dataset, FROM_NAMED.replace("GRAPH", secret.as_uri())) == []


def test_each_form_has_its_answer(dataset: Dataset) -> None:
    assert dataset.query(f"ASK {{ <{EX}nasa> ?p ?o }}") == Boolean(True)
    graph = dataset.query(f"CONSTRUCT WHERE {{ ?s <{EX}memberOf> ?o }}")
    assert isinstance(graph, Triples)
    assert set(graph) == {SHARED, LONE}
    empty = dataset.query("SELECT ?x ?y { ?x <http://example.org/never> ?y }")
    assert isinstance(empty, Table)
    assert (empty.columns, len(empty)) == (("x", "y"), 0)


def test_counts_are_of_distinct_triples(dataset: Dataset) -> None:
    assert dataset.counts() == Counts(asserted=3, inferred=1, graphs=4)


def test_quads_of_each_layer(dataset: Dataset) -> None:
    assert set(dataset.quads("asserted")) == set(ASSERTED)
    assert dataset.quads("inferred") == [in_graph(FOLLOWS, INFERRED)]
    everything = dataset.quads("all")
    assert set(everything) == {*ASSERTED, in_graph(FOLLOWS, INFERRED)}
    assert everything == sorted(everything, key=str)


def test_quads_of_a_data_set_are_its_rows_and_its_description(dataset: Dataset) -> None:
    assert dataset.datasets() == ["accords", "ilrs"]
    found = {quad.graph_name for quad in dataset.quads("all", "accords")}
    assert found == {NamedNode(iri) for iri in (ROW_A, ROW_B, graph_iri("accords"))}


def test_unknown_names_are_refused(dataset: Dataset) -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'accords'"):
        dataset.quads("all", "acords")
    with pytest.raises(UnknownNameError, match="did you mean 'inferred'"):
        dataset.quads("infered")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="belong to no data set"):
        dataset.quads("inferred", "accords")


def test_statements_without_a_graph_stay_without() -> None:
    plain = Quad(*LONE)
    dataset = Dataset.from_quads([plain, *ASSERTED[:2]])
    assert set(dataset.quads("asserted")) == {plain, *ASSERTED[:2]}
    assert dataset.counts().asserted == 2


def test_blank_nodes_stay_the_same_in_every_graph() -> None:
    blank, name = BlankNode("b"), NamedNode("http://example.org/name")
    dataset = Dataset.from_quads(
        [Quad(blank, name, Literal("b"), NamedNode(ROW_A))],
        [Triple(blank, NamedNode("http://example.org/also"), Literal("c"))],
    )
    query = f"ASK {{ ?x <{EX}name> 'b' ; <{EX}also> 'c' . GRAPH <{ROW_A}> {{ ?x ?p 'b' }} }}"
    assert dataset.query(query) == Boolean(True)
    assert {quad.subject for quad in dataset.quads()} == {blank}


def test_labels_prefer_english() -> None:
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    graph = NamedNode(ROW_A)
    dataset = Dataset.from_quads(
        Quad(node(name), label, text, graph)
        for name, text in [
            ("moon", Literal("月球", language="zh")),
            ("moon", Literal("Moon", language="en")),
            ("moon", Literal("Luna", language="es")),
            ("sun", Literal("太阳", language="zh")),
            ("sun", Literal("Sol", language="es")),
            ("earth", Literal("Terra")),
            ("earth", Literal("Earth", language="en-gb")),
        ]
    )
    wanted = [EX + name for name in ("sun", "moon", "earth", "mars")]
    assert dataset.labels([*wanted, "not an iri"]) == {
        EX + "sun": "Sol",
        EX + "moon": "Moon",
        EX + "earth": "Earth",
        EX + "mars": None,
        "not an iri": None,
    }


def test_no_store_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        Dataset.open(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_opening_writes_nothing(tmp_path: Path) -> None:
    write_store(tmp_path / "store", ASSERTED, [])
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    Dataset.open(tmp_path / "store").counts()
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_full_disk_is_a_store_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class FullStore:
        def __init__(self, path: str) -> None:
            raise OSError("IO error: No space left on device: While appending to file")

    monkeypatch.setattr("lunargraph.store.writing.Store", FullStore)
    with pytest.raises(StoreError, match="cannot be written") as caught:
        write_store(tmp_path / "store", ASSERTED, [])
    assert "No space left" in (caught.value.got or "")


class _Broken:
    """A store whose storage fails when it is read."""

    def query(self, *_: object, **__: object) -> None:
        raise RuntimeError("Corruption: block checksum mismatch: stored = 1, computed = 2")


def test_damage_without_a_repair_is_an_error() -> None:
    dataset = Dataset(_Broken())  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="damaged"):
        dataset.query("ASK {}")


def test_damage_is_repaired_once_and_the_read_repeated() -> None:
    calls = []

    def repair() -> Dataset:
        calls.append(1)
        return Dataset(Store())

    dataset = Dataset(_Broken(), repair=repair)  # type: ignore[arg-type]
    assert dataset.query("ASK {}") == Boolean(True)
    assert dataset.query("ASK {}") == Boolean(True)
    assert calls == [1]


def test_a_repair_that_does_not_help_is_not_repeated() -> None:
    calls = []

    def repair() -> Dataset:
        calls.append(1)
        return Dataset(_Broken())  # type: ignore[arg-type]

    dataset = Dataset(_Broken(), repair=repair)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="damaged"):
        dataset.query("ASK {}")
    assert calls == [1]
