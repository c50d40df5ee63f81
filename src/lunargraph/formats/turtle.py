"""Canonical Turtle and TriG: one text for a graph, and one changed line for a changed statement.

The order: prefixes in use; the ontology; other subjects by IRI; blank nodes that nothing refers to,
by their own text. In a subject: its types, the predicates of ``PREDICATE_ORDER``, the others by
IRI; objects are IRIs, then literals, then blank nodes. Each statement has a line of its own and
each subject a closing dot of its own, so that no line changes because its neighbour does.
"""

from __future__ import annotations

__all__ = ["PREDICATE_ORDER", "write_trig", "write_turtle"]

from typing import TYPE_CHECKING, cast

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from lunargraph.formats.blank_nodes import FIRST, NIL, REST, Arrangement, arrange
from lunargraph.formats.terms import RDF, TermWriter, refuse_new_terms
from lunargraph.namespaces import PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple

_ORDER = """
rdf:type
rdfs:label skos:prefLabel skos:altLabel skos:definition rdfs:comment skos:example
dcterms:title dcterms:description
rdfs:subClassOf owl:equivalentClass owl:disjointWith owl:disjointUnionOf
owl:intersectionOf owl:unionOf owl:complementOf owl:oneOf
rdfs:subPropertyOf owl:equivalentProperty owl:inverseOf owl:propertyDisjointWith
owl:propertyChainAxiom rdfs:domain rdfs:range
owl:onProperty owl:onClass owl:onDatatype owl:hasValue owl:someValuesFrom owl:allValuesFrom
owl:cardinality owl:minCardinality owl:maxCardinality owl:members
sh:targetClass sh:targetNode sh:targetSubjectsOf sh:targetObjectsOf
sh:path sh:name sh:description sh:severity sh:message
rdf:first rdf:rest
"""
PREDICATE_ORDER = tuple(map(expand, _ORDER.split()))
"""The predicates that come first in a subject, in this order; all others follow by IRI."""

_RANK = {iri: rank for rank, iri in enumerate(PREDICATE_ORDER)}
_TYPE = RDF + "type"
_AN_ONTOLOGY = (NamedNode(_TYPE), NamedNode(PREFIXES["owl"] + "Ontology"))
_LIST_WIDTH = 80
_STEP = "    "

_Subject = NamedNode | BlankNode
_Object = NamedNode | BlankNode | Literal
_Statements = dict[_Subject, list[tuple[NamedNode, _Object]]]


def write_turtle(
    triples: Iterable[Triple | Quad],
    prefixes: Mapping[str, str] = PREFIXES,
    *,
    strict: bool = False,
) -> str:
    """Return the canonical Turtle of *triples*; the graphs of quads are merged.

    :param strict: refuse blank nodes that need a label. Otherwise they get one, which may change
        when other statements do.
    :raises FileError: RDF 1.2, or *strict* and a blank node with two parents.

    >>> from pyoxigraph import NamedNode, Triple
    >>> nasa = NamedNode("https://w3id.org/lunargraph/id/nasa")
    >>> print(write_turtle([Triple(nasa, nasa, nasa)]))
    @prefix lgi: <https://w3id.org/lunargraph/id/> .
    <BLANKLINE>
    lgi:nasa
        lgi:nasa lgi:nasa ;
    .
    <BLANKLINE>
    """
    merged = {Quad(each.subject, each.predicate, each.object) for each in triples}
    return write_trig(merged, prefixes, strict=strict)


def write_trig(
    quads: Iterable[Quad],
    prefixes: Mapping[str, str] = PREFIXES,
    *,
    strict: bool = False,
) -> str:
    """Return the canonical TriG of *quads*: the default graph, then the named ones by IRI.

    Parameters and errors are those of :func:`write_turtle`.
    """
    distinct = list(set(quads))
    refuse_new_terms(distinct)
    distinct, arrangement = arrange(distinct, strict=strict)
    labels = arrangement.labels()
    graphs: dict[str, _Statements] = {}
    terms = TermWriter(prefixes)
    for quad in distinct:
        name = _graph_text(quad.graph_name, labels)
        statements = graphs.setdefault(name, {})
        subject, term = cast("_Subject", quad.subject), cast("_Object", quad.object)
        statements.setdefault(subject, []).append((quad.predicate, term))
    blocks: list[str] = []
    for name in sorted(graphs):
        writer = _GraphWriter(graphs[name], terms, arrangement, labels)
        if name:
            inner = "\n".join(writer.subjects(_STEP))
            title = name if name.startswith("_:") else terms.iri(name)
            blocks.append(f"{title} {{\n{inner}}}\n")
        else:
            blocks += writer.subjects("")
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in terms.used_prefixes())
    return "\n".join([head, *blocks] if head else blocks)


def _graph_text(
    graph: NamedNode | BlankNode | DefaultGraph | Triple, labels: Mapping[BlankNode, str]
) -> str:
    if isinstance(graph, BlankNode):
        return labels[graph]
    return graph.value if isinstance(graph, NamedNode) else ""


class _GraphWriter:
    """Writes the subjects of one graph."""

    def __init__(
        self,
        statements: _Statements,
        terms: TermWriter,
        arrangement: Arrangement,
        labels: Mapping[BlankNode, str],
    ) -> None:
        self._statements = statements
        self._terms = terms
        self._arrangement = arrangement
        self._labels = labels

    def subjects(self, indent: str) -> list[str]:
        """Return one text for each subject that is written on its own."""
        named = [node for node in self._statements if isinstance(node, NamedNode)]
        labelled = [node for node in self._labels if node in self._statements]
        roots = [node for node in self._arrangement.roots if node in self._statements]
        blocks = [
            self._block(self._terms.iri(node.value), node, indent)
            for node in sorted(named, key=self._named_key)
        ]
        blocks += [self._block(self._labels[node], node, indent) for node in labelled]
        return blocks + sorted(self._block("[]", node, indent) for node in roots)

    def _named_key(self, node: NamedNode) -> tuple[bool, str]:
        return _AN_ONTOLOGY not in self._statements[node], node.value

    def _block(self, title: str, subject: _Subject, indent: str) -> str:
        return f"{indent}{title}\n{self._body(subject, indent + _STEP)}{indent}.\n"

    def _body(self, subject: _Subject, indent: str) -> str:
        lines = []
        for predicate, term in self._statements[subject]:
            iri = predicate.value
            order, text = self._object(term, indent)
            key = (_RANK.get(iri, len(_RANK)), iri, order)
            verb = "a" if iri == _TYPE else self._terms.iri(iri)
            lines.append((key, f"{indent}{verb} {text} ;\n"))
        return "".join(line for _, line in sorted(lines))

    def _object(self, term: _Object, indent: str) -> tuple[tuple[int, str], str]:
        """Return the place of an object among its equals, and its text."""
        if isinstance(term, NamedNode):
            return (0, term.value), "()" if term == NIL else self._terms.iri(term.value)
        if isinstance(term, Literal):
            return (1, term.value), self._terms.literal(term)
        text = self._blank(term, indent)
        return (2, text), text

    def _blank(self, node: BlankNode, indent: str) -> str:
        if node in self._labels:
            return self._labels[node]
        if node in self._arrangement.cells:
            return self._list(node, indent)
        if node not in self._statements:
            return "[]"
        return f"[\n{self._body(node, indent + _STEP)}{indent}]"

    def _list(self, node: BlankNode, indent: str) -> str:
        """Write a list on one line where it is short and plain, otherwise one item a line."""
        items = []
        cell: object = node
        while isinstance(cell, BlankNode):
            parts = dict(self._statements[cell])
            items.append(self._object(parts[FIRST], indent + _STEP)[1])
            cell = parts[REST]
        line = f"( {' '.join(items)} )"
        if len(line) <= _LIST_WIDTH and "\n" not in line:
            return line
        return "(\n" + "".join(f"{indent}{_STEP}{item}\n" for item in items) + f"{indent})"
