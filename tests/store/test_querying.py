"""What a query may not do: call servers, change the graph, take the process down."""

import socket
from collections.abc import Iterator

import pytest

from lunargraph.errors import QuerySyntaxError, UsageError
from lunargraph.results import Boolean, Table
from lunargraph.store import Dataset
from lunargraph.store.grammar import uses_keyword

EMPTY = Dataset.from_quads([])


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


CALLS = [
    "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service silent <{url}> {{ ?s ?p ?o }} }}",
    "ASK {{ SERVICE SILENT <{url}> {{ }} }}",
    "ASK {{ SERVICESILENT<{url}>{{ }} }}",
    "ASK {{ SERVICE#comment\nSILENT\t<{url}>{{ }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE SILENT <{url}> {{ }} }} }}",
    "ASK {{ {{ SELECT * {{ OPTIONAL {{ SERVICE SILENT <{url}> {{ }} }} }} }} }}",
    "ASK {{ VALUES ?to {{ <{url}> }} SERVICE SILENT ?to {{ }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
    "PREFIX service: <{url}> ASK {{ SERVICE SILENT service: {{ }} }}",
    "PREFIX : <{url}> PREFIX SERVICE: <http://example.org/> ASK {{ SERVICE SILENT: {{ }} }}",
    # looks as if the call stood inside an IRI
    "ASK {{ VALUES (?a ?b) {{ (1 2) }} FILTER(?a<?b)SERVICE SILENT<{url}>{{ }} }}",
    "ASK {{ VALUES ?x {{ <{url}> }} FILTER(1<2)SERVICE SILENT ?x#>\n{{ }} }}",
    # looks as if it stood inside a string or a comment
    "ASK {{ ?s ?p '''\"''' . SERVICE SILENT <{url}> {{ }} }} # \"",
    "ASK {{ OPTIONAL {{ ?s <http://example.org/#'> '\\'#' }} SERVICE SILENT <{url}> {{ }} }}",
]


@pytest.mark.parametrize("inference", [True, False])
@pytest.mark.parametrize("call", CALLS)
def test_no_server_is_ever_called(call: str, inference: bool, listener: socket.socket) -> None:
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    with pytest.raises(UsageError, match="SERVICE is off") as caught:
        EMPTY.query(call.format(url=url), inference=inference)
    assert "--endpoint" in (caught.value.mend or "")
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_a_broken_text_with_a_call_calls_nobody_either(listener: socket.socket) -> None:
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    for broken in (
        f"ASK {{ SERVICE SILENT <{url}> {{ }} }} nonsense",
        f"ASK {{ SERVICE SILENT <{url}> {{ }} }} }}",
        f"ASK {{ SERVICE SILENT <{url}> {{ }} ",
    ):
        with pytest.raises(UsageError):
            EMPTY.query(broken)
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize(
    "harmless",
    [
        "ASK { BIND('SERVICE <http://example.org/> {}' AS ?x) }",
        "ASK { } # SERVICE <http://example.org/> { }",
        'ASK { BIND("""a SERVICE\n{ }""" AS ?service) }',
        "PREFIX service: <http://example.org/service/> ASK { MINUS { ?s a service:x } }",
        "ASK { FILTER NOT EXISTS { ?service <http://example.org/SERVICE> ?o } }",
    ],
)
def test_the_word_alone_is_harmless(harmless: str) -> None:
    assert EMPTY.query(harmless) == Boolean(True)


def test_a_broken_text_with_the_word_is_explained_as_broken() -> None:
    with pytest.raises(QuerySyntaxError, match=r"1:27.*does not parse"):
        EMPTY.query("ASK { ?service <http://x> nonsense }")
    with pytest.raises(QuerySyntaxError, match="ends too early"):
        EMPTY.query("ASK { ?service ?p ?o ")


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <http://a.b/> <http://a.b/> <http://a.b/> }",
        "PREFIX lg: <http://example.org/> DELETE WHERE { ?s lg:p ?o }",
        "LOAD <file:///etc/passwd>",
        "LOAD SILENT <http://example.org/> INTO GRAPH <http://example.org/>",
        "# a comment\nclear all",
        "DROP ALL",
        "WITH <http://example.org/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused(update: str) -> None:
    with pytest.raises(UsageError, match=r"is an update; queries only read"):
        EMPTY.query(update)


def test_an_update_after_a_query_does_not_parse() -> None:
    with pytest.raises(QuerySyntaxError):
        EMPTY.query("ASK { } ; DROP ALL")


def test_an_unknown_function_is_named() -> None:
    with pytest.raises(UsageError, match=r"http://example\.org/f"):
        EMPTY.query("SELECT (<http://example.org/f>(1) AS ?x) { }")


def test_a_text_that_is_no_unicode() -> None:
    for text in ("ASK { ?s ?p '\udcff' }", "ASK { SERVICE ?from '\udcff' }"):
        with pytest.raises(UsageError, match="not valid Unicode"):
            EMPTY.query(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK " + "{" * 20_000 + "}" * 20_000,
        "ASK { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
        "ASK { FILTER(1" + "+1" * 20_000 + ") }",
        "ASK { FILTER(true" + "-true" * 20_000 + ") }",
        "ASK { FILTER(" + "!" * 20_000 + "1) }",
        "ASK { {}" + "UNION{}" * 20_000 + " }",
        "ASK { " + "OPTIONAL{?s ?p ?o}" * 20_000 + " }",
    ],
    ids=["groups", "brackets", "sums", "differences", "negations", "unions", "optionals"],
)
def test_what_would_overflow_the_stack_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="too large for the engine"):
        EMPTY.query(text)


def test_long_lists_of_values_are_welcome() -> None:
    values = " ".join(f"({number} '{{{number}')" for number in range(5_000))
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES (?a ?b) {{ {values} }} }}"
    table = EMPTY.query(query)
    assert isinstance(table, Table)
    assert table.column("n") == [5_000]


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("SELECT ?from { ?from ?p 'from' }", False),
        ("SELECT * FROM <http://example.org/> { ?s ?p ?o }", True),
        ("SELECT*FROM<http://example.org/>{ ?s ?p ?o }", True),
        ("SELECT * fromnamed <http://example.org/> { ?s ?p ?o }", True),
        ("SELECT * { ?s ?p ?o }", False),
    ],
)
def test_keywords_are_told_from_names(text: str, used: bool) -> None:
    assert uses_keyword("from", text) is used
