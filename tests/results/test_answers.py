"""Tables, truth values and graphs as objects."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, Store, Triple, parse_query_results

from lunargraph.errors import UnknownNameError
from lunargraph.formats import FORMATS, parse_quads
from lunargraph.results import Boolean, Table, Triples, result_of


def test_a_select_becomes_a_table_in_the_order_of_the_query() -> None:
    text = 'SELECT ?b ?a WHERE { VALUES (?a ?b) { (1 "x") (2 UNDEF) } } ORDER BY ?a'
    result = result_of(Store().query(text))
    assert result == Table(["b", "a"], [(Literal("x"), Literal(1)), (None, Literal(2))])
    assert isinstance(result, Table)
    assert len(result) == 2
    assert [row.a for row in result] == [1, 2]
    assert result.column("b") == ["x", None]
    assert result.to_dicts() == [{"b": "x", "a": 1}, {"b": None, "a": 2}]
    assert repr(result) == "<Table (b, a), 2 rows>"
    assert str(result) == result.write("table")


def test_tables_differ_by_column_cell_and_order() -> None:
    one, two = (Literal(1),), (Literal(2),)
    table = Table(["a"], [one, two])
    assert table == Table(("a",), [one, two])
    assert table != Table(["b"], [one, two])
    assert table != Table(["a"], [two, one])
    assert table != Table(["a"], [one, (Literal("2"),)])
    assert table != "a"


def test_an_unknown_column_offers_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'mission'"):
        Table(["mission"], []).column("misson")


def test_an_ask_becomes_a_truth_value() -> None:
    result = result_of(Store().query("ASK { FILTER(false) }"))
    assert result == Boolean(False)
    assert not result
    assert result != Boolean(True)
    assert hash(result) == hash(Boolean(False))
    assert repr(result) == "Boolean(False)"


def test_a_construct_becomes_a_graph_without_repetitions() -> None:
    text = 'CONSTRUCT { <http://a> <http://b> "c" } WHERE { VALUES ?x { 1 2 } }'
    result = result_of(Store().query(text))
    triple = Triple(NamedNode("http://a"), NamedNode("http://b"), Literal("c"))
    assert isinstance(result, Triples)
    assert list(result) == [triple]
    assert result == Triples([triple, triple])
    assert len(Triples([triple, triple])) == 1
    assert result != Triples([])
    assert repr(result) == "<Triples, 1>"


@pytest.mark.parametrize("name", ["turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld"])
def test_a_graph_is_written_in_the_formats_of_rdf(name: str) -> None:
    triples = [
        Triple(NamedNode("http://a/x"), NamedNode("http://b/p"), Literal(text))
        for text in ("月", "b", "a")
    ]
    read = parse_quads(Triples(triples).write(name).encode(), name, name="answer")
    assert {quad.triple for quad in read} == set(triples)
    assert Triples(triples).write(name) == Triples(reversed(triples)).write(name, width=80)


def test_every_format_of_a_graph_is_text() -> None:
    triple = Triple(NamedNode("http://a/x"), NamedNode("http://b/p"), Literal("c"))
    assert all("c" in Triples([triple]).write(name) for name in Triples.formats)
    assert set(Triples.formats) == FORMATS.keys() - {"parquet"}


def test_results_of_a_server_are_read_alike() -> None:
    table = Table(["a"], [(Literal("x", language="en"),), (None,)])
    answer = parse_query_results(table.write("json"), QueryResultsFormat.JSON)
    assert result_of(answer) == table


@pytest.mark.parametrize(
    ("result", "kind", "wrong"),
    [
        (Table([], []), "a table", "turtle"),
        (Boolean(True), "a truth value", "csv"),
        (Triples([]), "a graph", "table"),
    ],
)
def test_each_kind_offers_its_own_formats(
    result: Table | Boolean | Triples, kind: str, wrong: str
) -> None:
    with pytest.raises(UnknownNameError) as caught:
        result.write(wrong)
    assert caught.value.kind == "format"
    assert str(caught.value).startswith(f"{kind}: no format is called {wrong!r}")
    assert all(name in str(caught.value) for name in result.formats)


def test_a_misspelt_format_gets_a_suggestion() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'json'"):
        Table([], []).write("jsn")
