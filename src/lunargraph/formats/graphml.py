"""GraphML for network tools: resources are nodes, statements between resources are edges.

A node has ``iri``, ``label``, ``type`` and an attribute for each predicate with a literal value, as
``rdfs:label@zh`` where the text has a language; several values are joined by `` | ``. Types are
attributes and not edges. An edge has ``label`` (the predicate, short) and ``predicate`` (its IRI).
"""

from __future__ import annotations

__all__ = ["write_graphml"]

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from lunargraph.formats.labels import with_canonical_labels
from lunargraph.formats.rdf_xml import escape_xml
from lunargraph.formats.terms import RDF, TermWriter, refuse_new_terms
from lunargraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""
_LABELS = ("rdfs:label", "skos:prefLabel", "schema:name", "dcterms:title")
_LANGUAGES = ("@en", "", "@zh")
_TYPE = RDF + "type"

_Attributes = dict[str, list[str]]


def write_graphml(quads: Iterable[Quad], prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return *quads* as GraphML, their graphs merged; nodes and edges are sorted.

    :raises FileError: RDF 1.2, or a character that XML lacks.

    Source: GraphML Primer, http://graphml.graphdrawing.org/primer/graphml-primer.html.
    """
    network = _Network(
        {Quad(quad.subject, quad.predicate, quad.object) for quad in quads}, prefixes
    )
    order = sorted(network.nodes)
    numbers = {node: f"n{number}" for number, node in enumerate(order)}
    names = sorted({name for attributes in network.nodes.values() for name in attributes})
    keys = {name: f"d{number}" for number, name in enumerate(names)}
    lines = [f'<key id="{keys[name]}" for="node"{_attribute(name)}/>' for name in names]
    lines += [
        f'<key id="e_{name}" for="edge"{_attribute(name)}/>' for name in ("label", "predicate")
    ]
    lines.append('<graph id="G" edgedefault="directed">')
    for node in order:
        lines.append(f'<node id="{numbers[node]}">')
        for name, values in sorted(network.nodes[node].items()):
            text = escape_xml(" | ".join(sorted(set(values))), node)
            lines.append(f'  <data key="{keys[name]}">{text}</data>')
        lines.append("</node>")
    for number, (source, predicate, target) in enumerate(sorted(network.edges)):
        lines += [
            f'<edge id="e{number}" source="{numbers[source]}" target="{numbers[target]}">',
            f'  <data key="e_label">{escape_xml(network.short(predicate))}</data>',
            f'  <data key="e_predicate">{escape_xml(predicate)}</data>',
            "</edge>",
        ]
    return _HEAD + "\n".join(lines) + "\n</graph>\n</graphml>\n"


def _attribute(name: str) -> str:
    return f' attr.name="{escape_xml(name)}" attr.type="string"'


class _Network:
    """The nodes with their attributes, and the edges, of some statements."""

    def __init__(self, quads: Iterable[Quad], prefixes: Mapping[str, str]) -> None:
        self._terms = TermWriter(prefixes)
        self.nodes: dict[str, _Attributes] = {}
        self.edges: list[tuple[str, str, str]] = []
        distinct = with_canonical_labels(quads)
        refuse_new_terms(distinct)
        for quad in distinct:
            self._take(quad)
        for node, attributes in self.nodes.items():
            attributes["label"] = [self._label(node, attributes)]

    def short(self, iri: str) -> str:
        """Return *iri* with its prefix, or in full without brackets."""
        text = self._terms.iri(iri)
        return iri if text.startswith("<") else text

    def _take(self, quad: Quad) -> None:
        source, term = self._node(quad.subject), quad.object
        predicate = quad.predicate.value
        if isinstance(term, Literal):
            name = self.short(predicate) + (f"@{term.language}" if term.language else "")
            self.nodes[source].setdefault(name, []).append(term.value)
        elif predicate == _TYPE and isinstance(term, NamedNode):
            self.nodes[source].setdefault("type", []).append(self.short(term.value))
        else:
            self.edges.append((source, predicate, self._node(term)))

    def _node(self, term: object) -> str:
        name = term.value if isinstance(term, NamedNode) else str(term)
        if name not in self.nodes:
            self.nodes[name] = {"iri": [name]} if isinstance(term, NamedNode) else {}
        return name

    def _label(self, node: str, attributes: _Attributes) -> str:
        for predicate in _LABELS:
            for language in _LANGUAGES:
                values = attributes.get(predicate + language)
                if values:
                    return min(values)
        return node if node.startswith("_:") else self.short(node)
