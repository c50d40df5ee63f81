"""The graph in the hands of other Python libraries."""

from __future__ import annotations

__all__ = ["to_rdflib"]

from typing import TYPE_CHECKING

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode

from lunargraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad


def to_rdflib(quads: Iterable[Quad]) -> rdflib.Dataset:
    """Return *quads* as an rdflib ``Dataset`` with the project's prefixes.

    Lexical forms stay as they are: rdflib would otherwise rewrite, say, ``"01"^^xsd:integer``.
    """
    dataset = rdflib.Dataset()
    for prefix, iri in PREFIXES.items():
        dataset.bind(prefix, iri, replace=True)
    for quad in quads:
        graph = dataset.default_graph
        if isinstance(quad.graph_name, NamedNode | BlankNode):
            graph = dataset.graph(_resource(quad.graph_name))
        triple = quad.triple
        if not isinstance(triple.subject, NamedNode | BlankNode):
            continue
        graph.add((_resource(triple.subject), _resource(triple.predicate), _term(triple.object)))
    return dataset


def _resource(term: NamedNode | BlankNode) -> rdflib.URIRef | rdflib.BNode:
    return rdflib.URIRef(term.value) if isinstance(term, NamedNode) else rdflib.BNode(term.value)


def _term(term: object) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    if isinstance(term, Literal):
        plain = term.language or term.datatype.value == PREFIXES["xsd"] + "string"
        datatype = None if plain else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    assert isinstance(term, NamedNode | BlankNode)  # noqa: S101 - RDF 1.1 has no other term
    return _resource(term)
