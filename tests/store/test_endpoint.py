"""The SPARQL client against servers of this test, on this machine."""

import socket
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
)

from lunargraph.errors import EndpointError, UsageError
from lunargraph.results import Boolean, Table, Triples
from lunargraph.store.endpoint import Endpoint

JSON = "application/sparql-results+json"
TRUE = b'{"head":{},"boolean":true}'


class Request(BaseHTTPRequestHandler):
    """One request; the test says how it is answered."""

    answer: Callable[["Request", str], None]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
        type(self).answer(self, urllib.parse.parse_qs(body)["query"][0])

    def reply(self, code: int, media_type: str, body: bytes, **headers: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(answer: Callable[[Request, str], None]) -> Iterator[str]:
    handler = type("Answering", (Request,), {"answer": staticmethod(answer)})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def fixed(media_type: str, body: bytes, code: int = 200, **headers: str) -> Callable[..., None]:
    return lambda request, _: request.reply(code, media_type, body, **headers)


def error_from(answer: Callable[[Request, str], None], query: str = "ASK { }") -> EndpointError:
    with serving(answer) as url, pytest.raises(EndpointError) as caught:
        Endpoint(url, 5).query(query)
    assert caught.value.where == url
    return caught.value


@pytest.fixture(scope="module")
def oxigraph() -> Iterator[Endpoint]:
    store = Store()
    subject, predicate = NamedNode("http://example.org/s"), NamedNode("http://example.org/p")
    store.add(Quad(subject, predicate, Literal("月", language="zh")))
    store.add(Quad(subject, predicate, Literal(1)))

    def answer(request: Request, query: str) -> None:
        try:
            found = store.query(query)
        except SyntaxError as error:
            request.reply(400, "text/plain", str(error).encode())
            return
        accepted = request.headers["Accept"]
        if isinstance(found, QuerySolutions | QueryBoolean):
            assert JSON in accepted
            request.reply(200, JSON, found.serialize(format=QueryResultsFormat.JSON) or b"")
        else:
            assert "application/n-triples" in accepted
            body = found.serialize(format=RdfFormat.N_TRIPLES) or b""
            request.reply(200, "application/n-triples; charset=utf-8", body)

    with serving(answer) as url:
        yield Endpoint(url, 10)


def test_a_real_store_answers_each_form(oxigraph: Endpoint) -> None:
    table = oxigraph.query("SELECT ?o ?none { ?s ?p ?o } ORDER BY ?o # 月 & + % =")
    assert isinstance(table, Table)
    assert table.terms == [(Literal(1), None), (Literal("月", language="zh"), None)]
    assert oxigraph.query("ASK { ?s ?p 1 }") == Boolean(True)
    graph = oxigraph.query("CONSTRUCT WHERE { ?s ?p 1 }")
    assert isinstance(graph, Triples)
    assert [triple.object for triple in graph] == [Literal(1)]


def test_the_server_says_what_is_wrong_with_the_query(oxigraph: Endpoint) -> None:
    with pytest.raises(EndpointError, match="refuses my query: 400") as caught:
        oxigraph.query("SELEC * { }", name="my query")
    assert "error at 1:" in (caught.value.got or "")


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/sparql-results+xml", b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"'
         b"><head/><boolean>true</boolean></sparql>"),
        ("application/json", TRUE),
    ],
)  # fmt: skip
def test_other_formats_of_results_are_read(media_type: str, body: bytes) -> None:
    with serving(fixed(media_type, body)) as url:
        assert Endpoint(url).query("ASK { }") == Boolean(True)


def test_a_graph_may_come_as_turtle() -> None:
    with serving(fixed("text/turtle", b"<a> a <http://example.org/b> .")) as url:
        graph = Endpoint(url).query("CONSTRUCT WHERE { ?s ?p ?o }")
        assert isinstance(graph, Triples)
        assert graph.triples[0].subject == NamedNode(url.replace("/sparql", "/a"))


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/", "example.org/sparql", "http://", "", "http://a:b/",
     "http://me:secret@example.org/", "http://example.org/a b", "http://[::1/", "http://月.example/"],
)  # fmt: skip
def test_other_urls_are_wrong_usage(url: str) -> None:
    with pytest.raises(UsageError, match="not the URL of a SPARQL server"):
        Endpoint(url)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf")])
def test_a_timeout_must_be_a_positive_number(timeout: float) -> None:
    with pytest.raises(UsageError, match="a timeout"):
        Endpoint("http://example.org/", timeout)


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(EndpointError, match="does not answer") as caught:
        Endpoint(f"http://127.0.0.1:{port}/").query("ASK { }")
    assert "refused" in (caught.value.got or "")


def test_a_name_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(EndpointError, match="does not answer") as caught:
        Endpoint("http://no-such-host.invalid/", 5).query("ASK { }")
    assert "not known" in (caught.value.got or "")


def test_a_server_that_is_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts nothing, so never answers
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(EndpointError, match=r"within 0\.2 s"):
            Endpoint(url, 0.2).query("ASK { }")


def test_a_server_that_answers_in_drips() -> None:
    def drip(request: Request, _: str) -> None:
        request.send_response(200)
        request.send_header("Content-Type", JSON)
        request.end_headers()
        for _drop in range(40):
            try:
                request.wfile.write(b" ")
            except OSError:  # the client has gone, as it should
                return
            time.sleep(0.05)

    with serving(drip) as url:
        begun = time.monotonic()
        with pytest.raises(EndpointError, match=r"within 0\.3 s"):
            Endpoint(url, 0.3).query("ASK { }")
        assert time.monotonic() - begun < 1.5


def test_a_server_that_hangs_up() -> None:
    def hang_up(request: Request, _: str) -> None:
        request.close_connection = True

    assert "does not answer" in str(error_from(hang_up))


@pytest.mark.parametrize("media_type", [JSON, "application/n-triples"])
def test_an_answer_that_is_cut_off(media_type: str) -> None:
    whole = b"<http://example.org/a> <http://example.org/b> <http://example.org/c> .\n"

    def cut(request: Request, _: str) -> None:
        request.send_response(200)
        request.send_header("Content-Type", media_type)
        request.send_header("Content-Length", str(2 * len(whole)))
        request.end_headers()
        request.wfile.write(whole)

    assert "does not answer" in str(error_from(cut))


def test_an_answer_that_is_too_large() -> None:
    with serving(fixed(JSON, TRUE + b" " * 100_000)) as url:
        endpoint = Endpoint(url, largest=50_000)
        with pytest.raises(EndpointError, match="larger than 50,000 bytes") as caught:
            endpoint.query("ASK { }")
    assert "LIMIT" in (caught.value.mend or "")


def test_a_web_page_is_no_answer() -> None:
    error = error_from(fixed("text/html", b"<h1>Welcome</h1>"))
    assert (error.what, error.got) == (
        "the server does not answer in a format of SPARQL",
        "text/html",
    )


def test_a_garbled_answer() -> None:
    assert "not valid" in str(error_from(fixed(JSON, b'{"head":')))
    assert "not valid" in str(error_from(fixed("application/n-triples", b"<a> <b>")))


def test_what_a_server_says_cannot_drive_the_terminal() -> None:
    body = b"\n\x1b[31mfirst\x07\n\n second \nthird\nfourth\n"
    error = error_from(fixed("text/plain", body, 500))
    assert error.got == "[31mfirst / second / third"


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirect_takes_the_query_along(code: int) -> None:
    def elsewhere(request: Request, query: str) -> None:
        if request.path == "/sparql":
            request.reply(code, "text/plain", b"", Location="/moved")
        else:
            assert query == "ASK { }"
            request.reply(200, JSON, TRUE)

    with serving(elsewhere) as url:
        assert Endpoint(url).query("ASK { }") == Boolean(True)


@pytest.mark.parametrize(
    "place",
    ["https://127.0.0.1:1/", "file:///etc/passwd", "ftp://127.0.0.1:1/", "http://a@127.0.0.1:1/"],
)
def test_a_redirect_to_another_scheme_is_not_followed(place: str) -> None:
    error = error_from(fixed("text/plain", b"", 302, Location=place))
    assert error.what == "the server sends us elsewhere"
    assert place in (error.got or "")


def test_redirects_in_a_circle_end() -> None:
    error = error_from(fixed("text/plain", b"", 307, Location="/sparql"))
    assert error.what == "the server sends us elsewhere"
