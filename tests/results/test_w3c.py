"""The W3C's formats: read back by pyoxigraph and rdflib, compared with pyoxigraph's own."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    Triple,
    parse_query_results,
)
from rdflib.query import Result

from lunargraph.errors import UsageError
from lunargraph.namespaces import PREFIXES
from lunargraph.results import Boolean, Table, result_of

if TYPE_CHECKING:
    from lunargraph.results.values import Term

XSD = PREFIXES["xsd"]
FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "tsv": QueryResultsFormat.TSV,
}
# Only terms that pyoxigraph's query engine does not rewrite (it makes 1.0 into 1).
QUERY = """
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?a ?b ?c WHERE { VALUES (?a ?b ?c) {
  ( <http://example.org/a?x=1&y> "x,\\"\\n\\t\\r\\\\é<&>]]>"@en 1.5 )
  ( UNDEF "" 1.5e0 )
  ( "" UNDEF "2020"^^xsd:gYear )
  ( " white " "嫦娥"@zh -5 )
  ( true "many"^^xsd:integer "2020-12-17"^^xsd:date )
} }
"""


@pytest.fixture
def table() -> Table:
    result = result_of(Store().query(QUERY))
    assert isinstance(result, Table)
    assert len(result) == 5
    return result


def oxigraph_text(format_: QueryResultsFormat) -> str:
    answer = Store().query(QUERY)
    assert isinstance(answer, QuerySolutions)
    return (answer.serialize(format=format_) or b"").decode()


def test_json_holds_the_same_document_as_pyoxigraph(table: Table) -> None:
    assert json.loads(table.write("json")) == json.loads(oxigraph_text(QueryResultsFormat.JSON))


def test_xml_holds_the_same_document_as_pyoxigraph(table: Table) -> None:
    def canonical(text: str) -> str:
        return ElementTree.canonicalize(text).replace(">\n<", "><")

    # pyoxigraph writes a bare CR, which every XML reader turns into LF; ours keeps it.
    theirs = oxigraph_text(QueryResultsFormat.XML).replace("\r", "&#13;")
    assert canonical(table.write("xml")) == canonical(theirs)


def test_csv_and_tsv_have_the_same_bytes_as_pyoxigraph(table: Table) -> None:
    assert table.write("csv") == oxigraph_text(QueryResultsFormat.CSV)
    assert table.write("tsv") == oxigraph_text(QueryResultsFormat.TSV)


def test_the_documents_of_a_small_table() -> None:
    table = Table(
        ["a", "b"], [(NamedNode("http://a"), Literal("x", language="en")), (None, Literal(1))]
    )
    assert table.write("json") == (
        '{"head":{"vars":["a","b"]},"results":{"bindings":[\n'
        '{"a":{"type":"uri","value":"http://a"},'
        '"b":{"type":"literal","value":"x","xml:lang":"en"}},\n'
        f'{{"b":{{"type":"literal","value":"1","datatype":"{XSD}integer"}}}}\n'
        "]}}\n"
    )
    assert table.write("xml") == (
        '<?xml version="1.0"?>\n'
        '<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
        '<head><variable name="a"/><variable name="b"/></head>\n'
        "<results>\n"
        '<result><binding name="a"><uri>http://a</uri></binding>'
        '<binding name="b"><literal xml:lang="en">x</literal></binding></result>\n'
        f'<result><binding name="b"><literal datatype="{XSD}integer">1</literal></binding>'
        "</result>\n"
        "</results>\n"
        "</sparql>\n"
    )
    assert table.write("csv") == "a,b\r\nhttp://a,x\r\n,1\r\n"
    assert table.write("tsv") == '?a\t?b\n<http://a>\t"x"@en\n\t1\n'


@pytest.mark.parametrize("columns", [[], ["a"], ["a", "b"]])
def test_a_table_without_rows_is_a_whole_document(columns: list[str]) -> None:
    table = Table(columns, [])
    for name, format_ in FORMATS.items():
        if columns or name != "tsv":  # no reader knows a TSV without columns
            assert result_of(parse_query_results(table.write(name), format_)) == table
    assert table.write("csv") == ",".join(columns) + "\r\n"


def test_a_lone_empty_csv_cell_is_not_a_blank_line() -> None:
    text = Table(["a"], [(None,), (Literal(""),), (Literal("x"),)]).write("csv")
    assert [row["a"] for row in csv.DictReader(io.StringIO(text, newline=""))] == ["", "", "x"]


@pytest.mark.parametrize(
    ("text", "datatype", "cell"),
    [
        ("5", "integer", "5"),
        ("+05", "integer", "+05"),
        ("many", "integer", f'"many"^^<{XSD}integer>'),
        ("1.50", "decimal", "1.50"),
        (".5", "decimal", ".5"),
        ("1", "decimal", f'"1"^^<{XSD}decimal>'),  # bare, it would be read as an integer
        ("1.", "decimal", f'"1."^^<{XSD}decimal>'),
        ("1e3", "double", "1e3"),
        ("1.5", "double", f'"1.5"^^<{XSD}double>'),
        ("INF", "double", f'"INF"^^<{XSD}double>'),
        ("true", "boolean", "true"),
        ("1", "boolean", f'"1"^^<{XSD}boolean>'),
        ("5", "int", f'"5"^^<{XSD}int>'),
        ("5", "string", '"5"'),
    ],
)
def test_tsv_writes_bare_only_what_reads_back_as_itself(
    text: str, datatype: str, cell: str
) -> None:
    literal = Literal(text, datatype=NamedNode(XSD + datatype))
    table = Table(["a"], [(literal,)])
    assert table.write("tsv") == f"?a\n{cell}\n"
    assert result_of(parse_query_results(table.write("tsv"), QueryResultsFormat.TSV)) == table


@pytest.mark.parametrize("value", [True, False])
def test_truth_values(value: bool) -> None:
    word = str(value).lower()
    assert json.loads(Boolean(value).write("json")) == {"head": {}, "boolean": value}
    for name in ("json", "xml"):
        answer = parse_query_results(Boolean(value).write(name), FORMATS[name])
        assert isinstance(answer, QueryBoolean)
        assert bool(answer) is value
        rdflib_answer = Result.parse(io.BytesIO(Boolean(value).write(name).encode()), format=name)
        assert rdflib_answer.askAnswer is value
    assert Boolean(value).write("table", width=80) == f"{word}\n"


def test_terms_of_rdf_1_2_are_written_too() -> None:
    inner = Triple(NamedNode("http://a"), NamedNode("http://b"), Literal("c"))
    table = Table(["t", "d"], [(inner, Literal("x", language="ar", direction=BaseDirection.RTL))])
    for name, format_ in FORMATS.items():
        assert result_of(parse_query_results(table.write(name), format_)) == table


def test_xml_refuses_what_it_cannot_hold() -> None:
    with pytest.raises(UsageError, match=r"U\+0007 in 'a\\x07'") as caught:
        Table(["a"], [(Literal("a\x07"),)]).write("xml")
    assert caught.value.mend == "choose the format json"


def test_json_sends_no_control_character() -> None:
    text = Table(["a"], [(Literal("\x1b[2J\x9b\x7f"),)]).write("json")
    assert '"value":"\\u001b[2J\\u009b\\u007f"' in text


characters = st.characters(exclude_categories=["Cs"])
xml_characters = st.characters(exclude_categories=["Cs", "Cc"]).filter(
    lambda char: char not in "\ufffe\uffff"
) | st.sampled_from("\n\r\t ")


def literals(alphabet: st.SearchStrategy[str]) -> st.SearchStrategy[Literal]:
    text = st.text(alphabet, max_size=12)
    numbers = st.one_of(st.integers().map(str), st.decimals(allow_nan=False).map(str), text)
    datatypes = st.sampled_from(["integer", "decimal", "double", "boolean", "date", "string"])
    return st.one_of(
        text.map(Literal),
        st.builds(lambda value: Literal(value, language="zh-hans"), text),
        st.builds(
            lambda value, name: Literal(value, datatype=NamedNode(XSD + name)), numbers, datatypes
        ),
    )


def terms(alphabet: st.SearchStrategy[str]) -> st.SearchStrategy[Term | None]:
    nodes = st.sampled_from([NamedNode("http://example.org/é?a=1&b"), NamedNode("urn:x:y")])
    return st.one_of(st.none(), nodes, st.just(BlankNode("b0")), literals(alphabet))


def tables(alphabet: st.SearchStrategy[str]) -> st.SearchStrategy[Table]:
    rows = st.lists(st.tuples(terms(alphabet), terms(alphabet)), max_size=4)
    return rows.map(lambda cells: Table(["a", "b"], cells))


@settings(derandomize=True, deadline=None, max_examples=150)
@given(tables(characters))
def test_json_and_tsv_read_back_as_they_were(table: Table) -> None:
    for name in ("json", "tsv"):
        answer = parse_query_results(table.write(name), FORMATS[name])
        assert isinstance(answer, QuerySolutions)
        assert result_of(answer) == table


@settings(derandomize=True, deadline=None, max_examples=150)
@given(tables(xml_characters))
def test_xml_reads_back_as_it_was(table: Table) -> None:
    assert result_of(parse_query_results(table.write("xml"), FORMATS["xml"])) == table


@settings(derandomize=True, deadline=None, max_examples=100)
@given(tables(characters.filter(lambda char: char != "\x00")))
def test_csv_keeps_every_text(table: Table) -> None:
    rows = list(csv.reader(io.StringIO(table.write("csv"), newline="")))
    texts = [
        ["" if cell is None else getattr(cell, "value", "") for cell in row] for row in table.terms
    ]
    assert [[cell.removeprefix("_:") for cell in row] for row in rows] == [["a", "b"], *texts]


@pytest.mark.parametrize("name", ["json", "xml", "csv"])
def test_rdflib_reads_the_same_cells(table: Table, name: str) -> None:
    answer = Result.parse(io.BytesIO(table.write(name).encode()), format=name)
    assert [str(variable) for variable in answer.vars or []] == list(table.columns)
    texts = [
        [None if cell is None else str(cell) for cell in (row.get(v) for v in answer.vars or [])]
        for row in answer.bindings
    ]
    expected = [[getattr(cell, "value", None) for cell in row] for row in table.terms]
    if name == "csv":  # where unbound and empty look alike, and rdflib reads both as unbound
        expected = [[cell or None for cell in row] for row in expected]
    assert texts == expected


def test_rdflib_reads_tsv() -> None:
    # One table that its reader can take: it refuses a row that begins with an unbound cell.
    text = Table(["a", "b"], [(Literal('x\t"'), Literal(2)), (NamedNode("http://a"), None)])
    answer = Result.parse(io.BytesIO(text.write("tsv").encode()), format="tsv")
    assert [[str(term) for term in row.values()] for row in answer.bindings] == [
        ['x\t"', "2"],
        ["http://a"],
    ]
