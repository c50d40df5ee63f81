"""JSON-LD in and out, with the guards that its parsers lack."""

from __future__ import annotations

__all__ = ["read_json_ld", "write_json_ld"]

import json
import re
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from lunargraph.errors import ParseError
from lunargraph.formats.blank_nodes import FIRST, NIL, REST, Arrangement
from lunargraph.formats.complaints import bytes_seen, excerpt, find_place, message_of
from lunargraph.formats.guards import DEEPEST, place_of, too_deep
from lunargraph.formats.labels import with_canonical_labels
from lunargraph.formats.terms import RDF, XSD, TermWriter, refuse_new_terms
from lunargraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_NO_BASE = "x-no-base:/"
"""The base of what has none: processors drop statements with relative IRIs without a word."""
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*+"|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL)
_TYPE = RDF + "type"

_Json = Any  # what json.loads gives


def read_json_ld(text: str, name: str) -> tuple[list[Quad], dict[str, str]]:
    """Return the statements and the prefixes of a JSON-LD document; nothing is fetched.

    :raises ParseError: bad JSON or JSON-LD, a context to fetch, a relative IRI without a base, or
        not one statement in a document that says something.
    """
    data = text.encode()
    _check_depth(data, name)
    parser = parse(data, RdfFormat.JSON_LD, base_iri=_NO_BASE)
    try:
        quads: list[Quad] = list(parser)
    except SyntaxError as error:
        raise _explained(error, text, name) from None
    for quad in quads:
        for iri in _iris_of(quad):
            if iri.startswith(_NO_BASE[:-1]):
                raise _relative(iri.removeprefix(_NO_BASE), text, name)
    if not quads and _says_something(json.loads(text, parse_int=str)):
        raise ParseError(
            "no statement comes out of this document",
            path=name,
            expected="properties that the @context defines, or full IRIs",
            mend="define the names of the properties in the @context",
        )
    return quads, {key: iri for key, iri in parser.prefixes.items() if iri.endswith(("#", "/"))}


def write_json_ld(quads: Iterable[Quad], prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return *quads* as JSON-LD 1.1: nodes by IRI side by side, lists as lists, graphs kept.

    :raises FileError: RDF 1.2.
    """
    distinct = with_canonical_labels(set(quads))
    refuse_new_terms(distinct)
    schemes = {iri.partition(":")[0] for quad in distinct for iri in _iris_of(quad)}
    usable = {
        name: iri
        for name, iri in prefixes.items()
        if name and name not in schemes and iri.endswith(("#", "/"))
    }  # JSON-LD 1.1, section 4.1.5: a prefix ends in a delimiter, and hides a scheme of its name
    writer = _NodeWriter(distinct, TermWriter(usable))
    graphs: dict[str, list[Quad]] = {}
    for quad in distinct:
        graphs.setdefault(writer.reference(quad.graph_name), []).append(quad)
    nodes = writer.nodes(graphs.pop("", []))
    nodes += [{"@id": name, "@graph": writer.nodes(graphs[name])} for name in sorted(graphs)]
    document = {"@context": dict(writer.terms.used_prefixes()), "@graph": nodes}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


class _NodeWriter:
    """Writes the nodes of one graph after the other."""

    def __init__(self, quads: list[Quad], terms: TermWriter) -> None:
        self.terms = terms
        self._cells = Arrangement(quads).cells
        self._parts: dict[tuple[object, object], Any] = {
            (quad.subject, quad.predicate): quad.object
            for quad in quads
            if quad.subject in self._cells
        }

    def nodes(self, quads: list[Quad]) -> list[dict[str, _Json]]:
        """Return the nodes of one graph, sorted; those inside lists are left to the lists."""
        nodes: dict[str, dict[str, list[tuple[str, _Json]]]] = {}
        for quad in quads:
            if quad.subject not in self._cells:
                node = nodes.setdefault(self.reference(quad.subject), {})
                key, value = self._statement(quad)
                node.setdefault(key, []).append((json.dumps(value, sort_keys=True), value))
        return [
            {"@id": name, **{key: _sorted_values(node[key]) for key in sorted(node)}}
            for name, node in sorted(nodes.items())
        ]

    def reference(self, term: object) -> str:
        """Return a resource as the value of ``@id``; the default graph has none."""
        if isinstance(term, NamedNode):
            text = self.terms.iri(term.value)
            return term.value if text.startswith("<") else text
        return f"_:{term.value}" if isinstance(term, BlankNode) else ""

    def _statement(self, quad: Quad) -> tuple[str, _Json]:
        term = quad.object
        if quad.predicate.value == _TYPE and isinstance(term, NamedNode):
            return "@type", self.reference(term)
        return self.reference(quad.predicate), self._value(term)

    def _value(self, term: object) -> _Json:
        if isinstance(term, Literal):
            return self._literal(term)
        if term == NIL or term in self._cells:
            return {"@list": [self._value(item) for item in self._items(term)]}
        return {"@id": self.reference(term)}

    def _items(self, cell: object) -> Iterator[object]:
        while cell != NIL:
            yield self._parts[cell, FIRST]
            cell = self._parts[cell, REST]

    def _literal(self, literal: Literal) -> _Json:
        if literal.language:
            return {"@value": literal.value, "@language": literal.language}
        datatype = literal.datatype
        if datatype.value == XSD + "string":
            return literal.value
        return {"@value": literal.value, "@type": self.reference(datatype)}


def _sorted_values(values: list[tuple[str, _Json]]) -> _Json:
    """Return the values of one property, by their text; one alone stands without a list."""
    ordered = [value for _, value in sorted(values, key=lambda pair: pair[0])]
    return ordered[0] if len(ordered) == 1 else ordered


def _iris_of(quad: Quad) -> Iterator[str]:
    for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Literal):
            yield term.datatype.value


def _check_depth(data: bytes, name: str) -> None:
    depth = 0
    for match in _TOKENS.finditer(data):
        if match.lastgroup:
            depth += 1 if match.lastgroup == "open" else -1
        if depth > DEEPEST:
            raise too_deep(name, *place_of(data, match.start()))


def _explained(error: SyntaxError, text: str, name: str) -> ParseError:
    try:
        document = json.loads(text, parse_int=str)
    except json.JSONDecodeError as bad:
        what = f"this is not JSON: {bad.msg[:1].lower()}{bad.msg[1:]}"
        got = excerpt(text, bad.lineno, bad.colno)
        return ParseError(what, path=name, line=bad.lineno, column=bad.colno, got=got)
    if "LoadDocumentCallback" in error.msg:
        url = next(_remote_contexts(document), "")
        line, column = find_place(text, json.dumps(url, ensure_ascii=False)) or (None, None)
        return ParseError(
            "the @context stands elsewhere, and nothing is fetched",
            path=name,
            line=line,
            column=column,
            expected="a @context that is written out in the file",
            got=url or None,
            mend="put the content of that context in the place of its address",
        )
    data = text.encode()
    seen = bytes_seen(data, RdfFormat.JSON_LD, b"\n", until=lambda _: False)
    return ParseError(
        f"this is not JSON-LD: {message_of(error)}",
        path=name,
        line=data[:seen].rstrip(b"\n").count(b"\n") + 1,
        mend="look at the object that ends about here",
    )


def _remote_contexts(value: _Json) -> Iterator[str]:
    """Yield the addresses of contexts anywhere in a document."""
    if isinstance(value, list):
        for item in value:
            yield from _remote_contexts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in {"@context", "@import"}:
                yield from (part for part in _as_list(item) if isinstance(part, str))
            yield from _remote_contexts(item)


def _relative(iri: str, text: str, name: str) -> ParseError:
    line, column = find_place(text, json.dumps(iri, ensure_ascii=False)) or (None, None)
    return ParseError(
        "an IRI is relative, and the document gives no base",
        path=name,
        line=line,
        column=column,
        got=repr(iri),
        mend="write the whole IRI, define the name in the @context, or give it an @base",
    )


def _says_something(document: _Json) -> bool:
    """Tell whether a document is more than a context around nothing."""
    return any(
        value
        for part in _as_list(document)
        for key, value in (part.items() if isinstance(part, dict) else [("", part)])
        if key != "@context"
    )


def _as_list(value: _Json) -> list[_Json]:
    return value if isinstance(value, list) else [value]
