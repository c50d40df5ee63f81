"""Reading files into named graphs: what they assert, and where each statement stands."""

from __future__ import annotations

__all__ = ["asserted_in", "load_asserted"]

from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import DefaultGraph, NamedNode, Quad

from lunargraph.formats import load_document
from lunargraph.namespaces import GRAPH, INFERRED, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lunargraph.formats import Document

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_ONTOLOGY = NamedNode(PREFIXES["owl"] + "Ontology")
_DEFAULT = DefaultGraph()
_INFERRED = NamedNode(INFERRED)


def load_asserted(files: Iterable[Path]) -> list[Quad]:
    """Return the statements of *files*, each in a named graph.

    Statements that stand in no named graph get one: the IRI of the ontology that the file declares,
    or ``graph/file/<file name>``. A graph of inferred statements, as ``export`` writes it, is left
    out, since what follows is worked out anew.

    :raises FileError: a file is missing, unreadable, or does not parse.
    """
    return [quad for path in files for quad in asserted_in(load_document(path), path)]


def asserted_in(document: Document, path: Path) -> list[Quad]:
    """Return the statements of a *document* from the file at *path*, each in a named graph."""
    home = _home(document.quads, path)
    return [
        Quad(quad.subject, quad.predicate, quad.object, home)
        if quad.graph_name == _DEFAULT
        else quad
        for quad in document.quads
        if quad.graph_name != _INFERRED
    ]


def _home(quads: Iterable[Quad], path: Path) -> NamedNode:
    """Return the graph for the statements of a file that stand in none."""
    ontologies = [
        quad.subject
        for quad in quads
        if quad.predicate == _TYPE and quad.object == _ONTOLOGY and quad.graph_name == _DEFAULT
    ]
    if len(ontologies) == 1 and isinstance(ontologies[0], NamedNode):
        return ontologies[0]
    return NamedNode(f"{GRAPH}file/{quote(path.name, safe='')}")
