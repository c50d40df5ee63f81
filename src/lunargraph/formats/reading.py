"""Parse RDF files into quads, with errors that name file, line and column.

Nothing is ever fetched, IRIs must be whole, and blank nodes get labels of their own document, so
that files can be merged as they are.
"""

from __future__ import annotations

__all__ = ["Document", "load_document", "load_quads", "parse_document", "parse_quads"]

import os
from itertools import islice
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, Quad, RdfFormat, Triple, parse

from lunargraph.errors import ParseError
from lunargraph.files import digest, read_bytes
from lunargraph.formats.complaints import bytes_seen, explain
from lunargraph.formats.guards import check_turtle, decode_text, new_rdf
from lunargraph.formats.media import FORMATS, Format, format_of

_READERS = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}


class Document(NamedTuple):
    """What a file says: its statements, the prefixes it declares, its format."""

    quads: list[Quad]
    prefixes: dict[str, str]
    format: Format


def load_quads(path: str | os.PathLike[str]) -> list[Quad]:
    """Return the statements of the file at *path*; its suffix tells the format.

    :raises FileError: it cannot be read.
    :raises UnknownNameError: no format has this suffix.
    :raises ParseError: it does not hold what its format says.
    """
    return load_document(path).quads


def load_document(path: str | os.PathLike[str]) -> Document:
    """Return the statements and the prefixes of the file at *path*; errors as in `load_quads`."""
    data = read_bytes(path)
    return parse_document(data, format_of(os.fspath(path)), name=os.fspath(path))


def parse_quads(data: bytes, format: Format | str, *, name: str) -> list[Quad]:  # noqa: A002  # RDF's word
    """Return the statements of a document, in its order; *name* stands for it in errors.

    Blank nodes are named after the digest of the document and their order in it: two documents
    never share one, and the same document always gives the same. Language tags come in lower case.

    :raises ParseError: empty, binary, not UTF-8, bad syntax, a relative IRI without a base,
        RDF 1.2, a context or an entity that would have to be fetched or expanded.

    >>> parse_quads(b'_:x <http://example.org/p> "1" .', "turtle", name="x.ttl")[0].subject
    <BlankNode value=d9c0bacf5f8f9n0>
    """
    return parse_document(data, format, name=name).quads


def parse_document(
    data: bytes,
    format: Format | str,  # noqa: A002  # RDF's word
    *,
    name: str,
    most: int | None = None,
) -> Document:
    """Return the statements and prefixes of a document; the rest is as in `parse_quads`.

    :param most: refuse a document with more statements, without reading on.
    """
    form = format_of(format) if isinstance(format, str) else format
    if form.name not in _READERS:
        readable = ", ".join(other.suffixes[0] for other in FORMATS.values() if other.readable)
        raise ParseError(
            f"{form.name} is written, but not read", path=name, expected=f"one of {readable}"
        )
    text = decode_text(data, name)
    quads, prefixes = _read(text, form.name, name, most)
    if most is not None and len(quads) > most:
        raise too_much(name, f"at most {most} statements")
    _check_rdf_1_1(quads, text, form.name, name)
    return Document(_with_own_labels(quads, data), prefixes, form)


def too_much(name: str, expected: str, got: str | None = None) -> ParseError:
    """Return the error of a document with more in it than can be taken at once."""
    return ParseError(
        "this is too much at once", path=name, expected=expected, got=got,
        mend="split it and take the parts one after the other, or make it part of the base",
    )  # fmt: skip


def _read(text: str, form: str, name: str, most: int | None) -> tuple[list[Quad], dict[str, str]]:
    if form == "jsonld":
        from lunargraph.formats.json_ld import read_json_ld  # needs json: for JSON-LD only

        return read_json_ld(text, name)
    if form == "rdfxml":
        from lunargraph.formats.rdf_xml import read_rdf_xml  # needs expat: for RDF/XML only

        return read_rdf_xml(text, name)
    check_turtle(text, name)
    parser = parse(text, _READERS[form])
    try:
        return list(islice(parser, None if most is None else most + 1)), parser.prefixes
    except SyntaxError as error:
        raise explain(error, text, name, parser.prefixes) from None


def _check_rdf_1_1(quads: list[Quad], text: str, form: str, name: str) -> None:
    """Refuse statements about statements and texts with a direction."""
    if any(map(_is_rdf_1_2, quads)):
        data = text.encode()
        seen = bytes_seen(data, _READERS[form], b"\n", until=_is_rdf_1_2)
        raise new_rdf(name, data[:seen].rstrip(b"\n").count(b"\n") + 1)


def _is_rdf_1_2(quad: Quad) -> bool:
    term = quad.object
    return isinstance(term, Triple) or (isinstance(term, Literal) and term.direction is not None)


def _with_own_labels(quads: list[Quad], data: bytes) -> list[Quad]:
    """Rename the blank nodes of a document, in the order in which it mentions them."""
    labels: dict[BlankNode, BlankNode] = {}
    stem = ""

    def own(node: BlankNode) -> BlankNode:
        nonlocal stem
        if node not in labels:
            stem = stem or f"d{digest(data)[:12]}n"
            labels[node] = BlankNode(f"{stem}{len(labels)}")
        return labels[node]

    for index, quad in enumerate(quads):
        subject, term, graph = quad.subject, quad.object, quad.graph_name
        if BlankNode in (type(subject), type(term), type(graph)):
            quads[index] = Quad(
                own(subject) if isinstance(subject, BlankNode) else subject,
                quad.predicate,
                own(term) if isinstance(term, BlankNode) else term,
                own(graph) if isinstance(graph, BlankNode) else graph,
            )
    return quads
