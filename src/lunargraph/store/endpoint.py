"""A SPARQL server somewhere else, asked over HTTP.

Source: SPARQL 1.1 Protocol, section 2.1.2 (query via POST with URL-encoded parameters).
"""

from __future__ import annotations

__all__ = ["Endpoint", "declare_prefixes"]

import http.client
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from lunargraph.errors import EndpointError, UsageError
from lunargraph.namespaces import PREFIXES
from lunargraph.results import Triples, result_of

if TYPE_CHECKING:
    from email.message import Message
    from typing import IO

    from lunargraph.store.dataset import Answer

_ACCEPT = (
    "application/sparql-results+json, application/n-triples, "
    "application/sparql-results+xml;q=0.8, text/turtle;q=0.8, application/rdf+xml;q=0.5"
)
_LARGEST = 256 * 1024 * 1024
_MOST_REDIRECTS = 5


class Endpoint:
    """A SPARQL 1.1 server by its URL.

    :param timeout: seconds for the whole of each answer.
    :param largest: bytes of an answer beyond which it is refused.
    :raises UsageError: the URL is not one of HTTP.

    >>> Endpoint("ftp://example.org/sparql")
    Traceback (most recent call last):
        ...
    lunargraph.errors.UsageError: this is not the URL of a SPARQL server
      expected: http://... or https://...
      got: ftp://example.org/sparql
    """

    def __init__(self, url: str, timeout: float = 60.0, *, largest: int = _LARGEST) -> None:
        if not _is_web_url(url):
            raise UsageError(
                "this is not the URL of a SPARQL server",
                expected="http://... or https://...",
                got=url,
            )
        if not 0 < timeout < float("inf"):
            raise UsageError(
                "a timeout is a number of seconds", expected="more than 0", got=str(timeout)
            )
        self._url = url
        self._timeout = timeout
        self._largest = largest

    def query(self, text: str, *, name: str = "query") -> Answer:
        """Send a query, with the prefixes of the house that it uses, and return the whole answer.

        :param name: what errors call the text.
        :raises EndpointError: the server does not answer, refuses, answers too slowly or too much,
            or not in a format of SPARQL.
        """
        try:
            form = urllib.parse.urlencode({"query": declare_prefixes(text)}).encode()
        except UnicodeEncodeError as error:
            raise UsageError("the query is not valid Unicode text", where=name) from error
        headers = {"Accept": _ACCEPT, "User-Agent": "lunargraph"}
        request = urllib.request.Request(self._url, data=form, headers=headers)  # noqa: S310 - HTTP only
        try:
            media_type, body = self._fetch(request)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refused(error, name) from error
        except TimeoutError as error:
            raise self._too_slow() from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._too_slow() from error
            raise self._unreachable(str(error.reason)) from error
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable(f"{type(error).__name__} {error}".strip()) from error
        return self._read(media_type, body)

    def _fetch(self, request: urllib.request.Request) -> tuple[str, bytes]:
        """Return the media type and the bytes of the answer, which may come in drips."""
        deadline = time.monotonic() + self._timeout
        body = bytearray()
        with _opener().open(request, timeout=self._timeout) as answer:
            while chunk := answer.read1(1 << 16):
                body += chunk
                if len(body) > self._largest:
                    raise EndpointError(
                        f"the answer is larger than {self._largest:,} bytes",
                        where=self._url,
                        mend="ask for less, for instance with LIMIT",
                    )
                if time.monotonic() > deadline:
                    raise TimeoutError
            announced = answer.headers.get("Content-Length", "")
            if announced.isdecimal() and len(body) < int(announced):
                raise http.client.IncompleteRead(bytes(body), int(announced) - len(body))
            return answer.headers.get("Content-Type", ""), bytes(body)

    def _read(self, media_type: str, body: bytes) -> Answer:
        results, graph = (
            kind.from_media_type(media_type) for kind in (QueryResultsFormat, RdfFormat)
        )
        try:
            if isinstance(results, QueryResultsFormat):
                return result_of(parse_query_results(body, format=results))
            if isinstance(graph, RdfFormat):
                return Triples(
                    quad.triple for quad in parse(body, format=graph, base_iri=self._url)
                )
        except (SyntaxError, ValueError) as error:
            raise EndpointError(
                f"the answer is not valid {media_type}", where=self._url, got=str(error)
            ) from error
        raise EndpointError(
            "the server does not answer in a format of SPARQL",
            where=self._url,
            expected="results as JSON or XML, or a graph as N-Triples, Turtle or RDF/XML",
            got=media_type or "an answer that does not say its format",
            mend="check that the URL is that of the SPARQL endpoint, not of its web page",
        )

    def _refused(self, error: urllib.error.HTTPError, name: str) -> EndpointError:
        if error.code in {301, 302, 303, 307, 308}:
            place = error.headers.get("Location", "nowhere")
            return EndpointError(
                "the server sends us elsewhere",
                where=self._url,
                got=f"{error.code} to {_plain(place)}",
                mend="if you trust that address, give it as the URL",
            )
        try:
            message = _plain(error.read(4096).decode("utf-8", "replace"))
        except (OSError, http.client.HTTPException):
            message = ""
        return EndpointError(
            f"the server refuses {name}: {error.code} {_plain(str(error.reason))}",
            where=self._url,
            got=message or None,
            mend="mend the query as the server says" if error.code == 400 else None,
        )

    def _too_slow(self) -> EndpointError:
        return EndpointError(
            f"the server did not answer within {self._timeout:g} s",
            where=self._url,
            mend="ask for less, or allow more time (--timeout)",
        )

    def _unreachable(self, reason: str) -> EndpointError:
        return EndpointError(
            "the server does not answer",
            where=self._url,
            got=reason,
            mend="check the URL, the network, and that the server runs",
        )


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect with the whole query, but never to another scheme."""

    max_redirections = _MOST_REDIRECTS

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> urllib.request.Request | None:
        if urllib.parse.urlsplit(newurl).scheme != req.type or not _is_web_url(newurl):
            return None
        return urllib.request.Request(newurl, data=req.data, headers=req.headers)  # noqa: S310 - see above


def _opener() -> urllib.request.OpenerDirector:
    """Return an opener for HTTP and nothing else: no files, no FTP, no data URLs."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
    ):
        opener.add_handler(handler)
    return opener


def _is_web_url(url: str) -> bool:
    try:
        parts = urllib.parse.urlsplit(url)
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and (parts.port or 1) > 0
            and "@" not in parts.netloc
            and all("!" <= char <= "~" for char in url)
        )
    except ValueError:  # a port that is no number, brackets that do not close
        return False


def _plain(message: str) -> str:
    """Return the first lines of what a server says, without what could drive a terminal."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    text = " / ".join(lines[:3])[:300]
    return "".join(char for char in text if char.isprintable())


def declare_prefixes(text: str) -> str:
    """Put the prefixes of the house that *text* uses and does not declare before it, on its line 1.

    >>> declare_prefixes("ASK { lgi:nasa a ?type }")
    'PREFIX lgi: <https://w3id.org/lunargraph/id/> ASK { lgi:nasa a ?type }'
    """
    declared = set(re.findall(r"\bPREFIX\s+([\w-]+):", text, flags=re.IGNORECASE))
    missing = (set(re.findall(r"([\w-]+):", text)) & set(PREFIXES)) - declared
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in sorted(missing)) + text
