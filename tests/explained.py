"""Explanations of small graphs in TriG: what `why` does, without files and caches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from lunargraph.explaining import explain
from lunargraph.namespaces import PREFIXES, graph_iri
from lunargraph.reasoning.closure import Closure

if TYPE_CHECKING:
    from lunargraph.explaining import Explanation

_HOME = NamedNode(graph_iri("file/test.trig"))
EX = "http://example.org/"
_HEAD = "".join(f"prefix {name}: <{iri}>\n" for name, iri in {**PREFIXES, "ex": EX}.items())


def quads_of(trig: str) -> list[Quad]:
    """Read TriG in which the prefixes of the house, and ``ex:``, are known.

    What stands in no named graph gets that of a file, as when files are loaded.
    """
    return [
        Quad(quad.subject, quad.predicate, quad.object, _HOME)
        if quad.graph_name == DefaultGraph()
        else quad
        for quad in parse(_HEAD + trig, RdfFormat.TRIG)
    ]


def triples_of(turtle: str) -> list[Triple]:
    """Read Turtle in the same way."""
    return [quad.triple for quad in quads_of(turtle)]


def statement_of(turtle: str) -> Triple:
    """Read one triple."""
    [triple] = triples_of(f"{turtle} .")
    return triple


def explained(trig: str, statement: str | Triple, *, every_way: bool = False) -> Explanation:
    """Explain a *statement* about the graph of some TriG."""
    quads = quads_of(trig)
    triple = statement_of(statement) if isinstance(statement, str) else statement
    closure = Closure.of_triples({quad.triple for quad in quads})
    return explain(closure, quads, triple, every_way=every_way)


def ex(name: str) -> NamedNode:
    """Return an IRI of the examples."""
    return NamedNode(EX + name)


def blank(triples: list[Triple]) -> BlankNode:
    """Return the first blank node that something is said of."""
    return next(each.subject for each in triples if isinstance(each.subject, BlankNode))
