from xml.etree import ElementTree

import pytest
from hypothesis import given
from pyoxigraph import Literal, NamedNode, Quad

from lunargraph.errors import FileError
from lunargraph.formats import parse_quads, serialize
from lunargraph.namespaces import LG, LGI, PREFIXES
from rdf_strategies import few, graphs, plain_texts

SPACE = "{http://graphml.graphdrawing.org/xmlns}"
TURTLE = f"""
@prefix lg: <{LG}> . @prefix lgi: <{LGI}> . @prefix rdfs: <{PREFIXES["rdfs"]}> .
lgi:nasa a lg:SpaceAgency , lg:Agent ; rdfs:label "NASA"@en , "美国航天局"@zh ;
    lg:partOf lgi:usa ; lg:staff 17000 , 18000 .
lgi:usa rdfs:label "<US> & co" .
"""


def nodes_and_edges(data: bytes) -> tuple[list[dict[str, str]], list[tuple[str, str, str, str]]]:
    """Read GraphML as a network tool does: attributes by name, edges by the IRIs of their ends."""
    root = ElementTree.fromstring(data)  # noqa: S314  # our own output
    names = {key.get("id"): key.get("attr.name") or "" for key in root.iter(f"{SPACE}key")}

    def attributes(element: ElementTree.Element) -> dict[str, str]:
        return {names[part.get("key")]: part.text or "" for part in element.iter(f"{SPACE}data")}

    nodes = {node.get("id"): attributes(node) for node in root.iter(f"{SPACE}node")}
    edges = [
        (
            nodes[edge.get("source")]["label"],
            attributes(edge)["label"],
            attributes(edge)["predicate"],
            nodes[edge.get("target")]["label"],
        )
        for edge in root.iter(f"{SPACE}edge")
    ]
    return list(nodes.values()), edges


def test_resources_are_nodes_and_statements_between_them_edges() -> None:
    nodes, edges = nodes_and_edges(
        serialize(parse_quads(TURTLE.encode(), "turtle", name="-"), "graphml")
    )
    assert nodes == [
        {
            "iri": f"{LGI}nasa",
            "label": "NASA",
            "type": "lg:Agent | lg:SpaceAgency",
            "rdfs:label@en": "NASA",
            "rdfs:label@zh": "美国航天局",
            "lg:staff": "17000 | 18000",
        },
        {"iri": f"{LGI}usa", "label": "<US> & co", "rdfs:label": "<US> & co"},
    ]
    assert edges == [("NASA", "lg:partOf", f"{LG}partOf", "<US> & co")]


@few
@given(graphs(plain_texts))
def test_every_resource_is_a_node_and_every_link_an_edge(quads: list[Quad]) -> None:
    nodes, edges = nodes_and_edges(serialize(quads, "graphml"))
    links = {
        quad
        for quad in quads
        if not isinstance(quad.object, Literal)
        and not (quad.predicate.value.endswith("#type") and isinstance(quad.object, NamedNode))
    }
    ends = {quad.subject for quad in quads} | {quad.object for quad in links}
    assert len(nodes) == len(ends)
    assert len(edges) == len(links)


def test_the_graphs_of_a_data_set_are_merged() -> None:
    a = NamedNode(LGI + "a")
    quads = [Quad(a, a, a, a), Quad(a, a, a)]
    assert serialize(quads, "graphml") == serialize(quads[1:], "graphml")


def test_a_character_that_xml_cannot_hold_is_refused() -> None:
    a = NamedNode(LGI + "a")
    with pytest.raises(FileError, match="XML cannot hold") as caught:
        serialize([Quad(a, a, Literal("\x01"))], "graphml")
    assert caught.value.where == a.value
