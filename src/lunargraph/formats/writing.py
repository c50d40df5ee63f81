"""Write a graph in any format; the same graph always gives the same bytes."""

from __future__ import annotations

__all__ = ["serialize"]

from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat
from pyoxigraph import serialize as serialize_by_oxigraph

from lunargraph.formats.labels import with_canonical_labels
from lunargraph.formats.media import Format, format_of
from lunargraph.formats.terms import refuse_new_terms
from lunargraph.formats.turtle import write_trig, write_turtle
from lunargraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def serialize(
    quads: Iterable[Quad],
    format: Format | str,  # noqa: A002  # the word for it everywhere in RDF
    *,
    prefixes: Mapping[str, str] = PREFIXES,
) -> bytes:
    """Return *quads* in one of ``FORMATS``, in UTF-8, sorted and without duplicates.

    Formats that hold one graph get all graphs merged. Blank nodes that need a label are labelled as
    the RDF Dataset Canonicalization (RDFC-1.0) says.

    :raises UnknownNameError: no such format.
    :raises FileError: RDF 1.2, or statements that RDF/XML or GraphML cannot hold.

    >>> from pyoxigraph import Literal, NamedNode
    >>> a = NamedNode("http://example.org/a")
    >>> serialize([Quad(a, a, Literal("é")), Quad(a, a, a)], "ntriples").decode().splitlines()[1]
    '<http://example.org/a> <http://example.org/a> <http://example.org/a> .'
    """
    form = format_of(format) if isinstance(format, str) else format
    match form.name:
        case "turtle":
            return write_turtle(quads, prefixes).encode()
        case "trig":
            return write_trig(quads, prefixes).encode()
        case "ntriples":
            return _lines({Quad(quad.subject, quad.predicate, quad.object) for quad in quads})
        case "nquads":
            return _lines(set(quads))
        case "jsonld":
            from lunargraph.formats.json_ld import write_json_ld  # loads json

            return write_json_ld(quads, prefixes).encode()
        case "rdfxml":
            from lunargraph.formats.rdf_xml import write_rdf_xml  # loads expat

            return write_rdf_xml(quads, prefixes).encode()
        case "csv":
            from lunargraph.formats.tables import write_csv

            return write_csv(quads).encode()
        case "parquet":
            from lunargraph.formats.tables import write_parquet

            return write_parquet(quads)
        case _:
            from lunargraph.formats.graphml import write_graphml  # loads expat

            return write_graphml(quads, prefixes).encode()


def _lines(quads: Iterable[Quad]) -> bytes:
    """Return canonical N-Quads, which are N-Triples where there are no graphs."""
    distinct = with_canonical_labels(quads)
    refuse_new_terms(distinct)
    text = serialize_by_oxigraph(distinct, format=RdfFormat.N_QUADS) or b""
    return b"".join(sorted(text.splitlines(keepends=True)))
