"""A graph of rdflib that looks statements up where they are, when they are asked for.

So pySHACL reads what the nodes that it looks at need, and no more.
"""

from __future__ import annotations

__all__ = ["Terms", "view"]

from typing import TYPE_CHECKING, Any

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib.namespace import XSD
from rdflib.store import Store

from lunargraph.validation.prepared_queries import PreparedGraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple
    from rdflib.term import Node

    from lunargraph.reasoning.clashes import Term
    from lunargraph.validation.lookups import Lookup
    from lunargraph.validation.prepared_queries import Queries

    _Pattern = tuple[Node | None, Node | None, Node | None]


class Terms:
    """The terms of rdflib for ours, and the way back; literals keep their spelling."""

    def __init__(self) -> None:
        self._nodes: dict[Term, Node] = {}
        self._terms: dict[Node, Term] = {}

    def node(self, term: Term) -> Node:
        """Return what stands for *term* in rdflib."""
        node = self._nodes.get(term)
        if node is None:
            node = self._nodes[term] = _node(term)
            self._terms.setdefault(node, term)
        return node

    def term(self, node: Node) -> Term:
        """Return what *node* stands for; pySHACL may have made a literal of its own.

        :raises ValueError: no IRI is spelt so.
        """
        term = self._terms.get(node)
        if term is not None:
            return term
        if isinstance(node, rdflib.Literal):
            if node.language:
                return Literal(str(node), language=node.language)
            return Literal(str(node), datatype=NamedNode(str(node.datatype or XSD.string)))
        return BlankNode(str(node)) if isinstance(node, rdflib.BNode) else NamedNode(str(node))

    def triple(self, triple: Triple) -> tuple[Node, Node, Node]:
        """Return the nodes of a *triple*."""
        return self.node(triple.subject), self.node(triple.predicate), self.node(triple.object)


def _node(term: Term) -> Node:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, Literal)  # noqa: S101  # parsing refuses RDF 1.2
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = rdflib.URIRef(term.datatype.value)
    # a string in a SPARQL constraint has no datatype for rdflib
    plain = None if datatype == XSD.string else datatype
    return rdflib.Literal(term.value, datatype=plain, normalize=False)


def view(statements: Lookup, terms: Terms, queries: Queries) -> rdflib.Graph:
    """Return the graph of what holds, to be read and not to be written."""
    store = _Statements(statements, terms)
    graph = PreparedGraph(queries, store)
    store.contexts_of_all = (graph,)
    return graph


class _Statements(Store):
    """A store of rdflib that answers from look-ups, each made once."""

    context_aware = graph_aware = True  # pySHACL reads it as the only graph of a dataset

    def __init__(self, statements: Lookup, terms: Terms) -> None:
        super().__init__()
        self._statements = statements
        self._terms = terms
        self._found: dict[_Pattern, list[tuple[Node, Node, Node]]] = {}
        self._prefixes: dict[str, rdflib.URIRef] = {}
        self.contexts_of_all: tuple[rdflib.Graph, ...] = ()

    def triples(
        self,
        triple_pattern: Any,
        context: Any = None,  # one graph
    ) -> Iterator[tuple[tuple[Node, Node, Node], Iterator[rdflib.Graph | None]]]:
        """Yield the triples that fit, each in the one graph."""
        if triple_pattern not in self._found:
            self._found[triple_pattern] = list(self._look_up(triple_pattern))
        for triple in self._found[triple_pattern]:
            yield triple, iter(self.contexts_of_all)

    def _look_up(self, pattern: _Pattern) -> Iterator[tuple[Node, Node, Node]]:
        try:
            subject, predicate, object_ = (
                None if node is None else self._terms.term(node) for node in pattern
            )
        except ValueError:
            return  # nothing bears such an IRI
        if isinstance(subject, Literal) or not isinstance(predicate, NamedNode | None):
            return
        for triple in self._statements.triples(subject, predicate, object_):  # type: ignore[arg-type]  # rdflib has no triple terms
            yield self._terms.triple(triple)

    def __len__(self, context: Any = None) -> int:  # one graph
        """Return 1, or 0 if nothing holds: pySHACL asks whether a graph is empty."""
        return int(any(True for _ in self._statements.triples(None, None, None)))

    def bind(self, prefix: str, namespace: rdflib.URIRef, override: bool = True) -> None:
        """Note a prefix, as a graph does for itself."""
        if override or prefix not in self._prefixes:
            self._prefixes[prefix] = namespace

    def namespace(self, prefix: str) -> rdflib.URIRef | None:
        """Return what a prefix stands for."""
        return self._prefixes.get(prefix)

    def prefix(self, namespace: rdflib.URIRef) -> str | None:
        """Return the prefix of a namespace."""
        found = (prefix for prefix, base in self._prefixes.items() if base == namespace)
        return next(found, None)

    def namespaces(self) -> Iterator[tuple[str, rdflib.URIRef]]:
        """Yield the prefixes."""
        yield from self._prefixes.items()
