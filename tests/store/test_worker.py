"""Queries with a timeout, which run in a process of their own."""

import time
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from lunargraph.errors import QuerySyntaxError, StoreError, UsageError
from lunargraph.results import Boolean, Table
from lunargraph.store import Dataset, worker, write_store

P, Q, GRAPH = (NamedNode(f"http://example.org/{name}") for name in "pqg")
BLANK = BlankNode("b1")
ASSERTED = [
    Quad(BLANK, P, Literal("Mond", language="de"), GRAPH),
    Quad(BLANK, P, Literal("1.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))),
    Quad(P, P, Literal('quotes " and\nlines \\ \u6708'), GRAPH),
    Quad(P, Q, BLANK),
]
INFERRED = [Triple(P, P, Q)]
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?x{number} {{ 1 2 3 4 5 6 7 8 9 }}" for number in range(15))
    + " }"
)


@pytest.fixture(scope="module", params=["memory", "folder"])
def dataset(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    if request.param == "memory":
        return Dataset.from_quads(ASSERTED, INFERRED)
    folder = tmp_path_factory.mktemp("worker") / "store"
    write_store(folder, ASSERTED, INFERRED)
    return Dataset.open(folder)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s ?o ?unbound { ?s <http://example.org/p> ?o } ORDER BY ?o",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "ASK { ?s ?p 1.5 }",
    ],
)
def test_the_answer_is_the_same_as_without_a_timeout(dataset: Dataset, query: str) -> None:
    assert dataset.query(query, timeout=60) == dataset.query(query)


def test_inference_can_be_left_out(dataset: Dataset) -> None:
    query = "ASK { <http://example.org/p> ?p <http://example.org/q> }"
    assert dataset.query(query, timeout=60) == Boolean(True)
    assert dataset.query(query, timeout=60, inference=False) == Boolean(False)


def test_a_query_that_takes_too_long_is_stopped(dataset: Dataset) -> None:
    begun = time.monotonic()
    with pytest.raises(StoreError, match=r"longer than 0\.2 s") as caught:
        dataset.query(ENDLESS, timeout=0.2)
    assert time.monotonic() - begun < 15
    assert "--timeout" in (caught.value.mend or "")


def test_refusals_come_through_whole(dataset: Dataset) -> None:
    with pytest.raises(QuerySyntaxError) as apart:
        dataset.query("SELECT *\n{ ?s a moons:Io }", timeout=60, name="ask.rq")
    with pytest.raises(QuerySyntaxError) as here:
        dataset.query("SELECT *\n{ ?s a moons:Io }", name="ask.rq")
    assert vars(apart.value) == vars(here.value)
    with pytest.raises(UsageError, match="SERVICE is off"):
        dataset.query("ASK { SERVICE SILENT <http://127.0.0.1:1/> { } }", timeout=60)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf")])
def test_a_timeout_is_a_positive_number(timeout: float) -> None:
    with pytest.raises(UsageError, match="a timeout"):
        Dataset.from_quads([]).query("ASK { }", timeout=timeout)


def test_damage_found_by_the_other_process_is_repaired(tmp_path: Path) -> None:
    write_store(tmp_path / "store", ASSERTED, [])
    whole = Dataset.from_quads(ASSERTED)
    dataset = Dataset.open(tmp_path / "store", repair=lambda: whole)
    (tmp_path / "store" / "CURRENT").unlink()
    table = dataset.query("SELECT ?o { ?s <http://example.org/p> ?o }", timeout=60)
    assert isinstance(table, Table)
    assert len(table) == 3


def test_a_process_that_dies_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_converse", lambda question, timeout: (-11, b""))
    with pytest.raises(StoreError, match="ended early, with code -11"):
        Dataset.from_quads([]).query("ASK { }", timeout=60)
