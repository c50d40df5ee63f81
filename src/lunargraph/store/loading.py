"""Reading files into named graphs: what they assert, and where each statement stands."""

from __future__ import annotations

__all__ = ["RESERVED", "asserted_in", "load_asserted", "refuse_reserved"]

from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import DefaultGraph, NamedNode, Quad

from lunargraph.errors import ParseError
from lunargraph.formats import load_document
from lunargraph.namespaces import GRAPH, INFERRED, PREFIXES, PROPOSED, graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lunargraph.formats import Document

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_ONTOLOGY = NamedNode(PREFIXES["owl"] + "Ontology")
_DEFAULT = DefaultGraph()
_INFERRED = NamedNode(INFERRED)
RESERVED = NamedNode(PROPOSED)
"""The graph in which checks find what is new: nothing of a file may stand there."""


def load_asserted(files: Iterable[Path]) -> list[Quad]:
    """Return the statements of *files*, each in a named graph.

    Statements that stand in no named graph get one: the IRI of the ontology that the file declares,
    or ``graph/file/<file name>``. A graph of inferred statements, as ``export`` writes it, is left
    out, since what follows is worked out anew.

    :raises FileError: a file is missing, unreadable, does not parse, or uses a reserved graph.
    """
    return [quad for path in files for quad in asserted_in(load_document(path), path)]


def asserted_in(document: Document, path: Path) -> list[Quad]:
    """Return the statements of a *document* from the file at *path*, each in a named graph.

    :raises ParseError: one stands in a graph whose name is reserved.
    """
    refuse_reserved(document.quads, str(path))
    home = _home(document.quads, path)
    return [
        Quad(quad.subject, quad.predicate, quad.object, home)
        if quad.graph_name == _DEFAULT
        else quad
        for quad in document.quads
        if quad.graph_name != _INFERRED
    ]


def refuse_reserved(quads: Iterable[Quad], name: str) -> None:
    """Refuse statements in the graph that is kept for what checks look at.

    :param name: what the statements are called in errors.
    :raises ParseError: there is one.
    """
    if any(quad.graph_name == RESERVED for quad in quads):
        raise ParseError(
            "the name of this graph is reserved: what checks look at is put there for a moment",
            path=name,
            expected="a graph of your own",
            got=f"<{PROPOSED}>",
            mend=f"choose another name, such as <{graph_iri('mine', 'NAME')}>",
        )


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
