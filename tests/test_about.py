"""What a graph says of itself: counts, licences, versions, in JSON, VoID and DCAT."""

import json
from pathlib import Path

import jsonschema
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from lunargraph import LunarGraph, resources
from lunargraph.formats import load_quads
from lunargraph.namespaces import GRAPH, LG, LGI, graph_iri

ROOT = Path(__file__).parent.parent
VOID = "http://rdfs.org/ns/void#"


def test_info_has_its_published_shape(graph: LunarGraph) -> None:
    schema = json.loads((ROOT / "src" / "lunargraph" / "info.schema.json").read_text("utf-8"))
    jsonschema.validate(graph.info(), schema)


def test_info_counts_the_records_of_each_table(graph: LunarGraph) -> None:
    told = {entry["id"]: entry["records"] for entry in graph.info()["datasets"]}
    for folder in resources.dataset_folders():
        graphs = {quad.graph_name for quad in load_quads(folder / "graph.trig")}
        assert told[folder.name] == len(graphs) - 1  # one describes the data set


def test_the_description_counts_what_the_records_hold(graph: LunarGraph) -> None:
    said = {
        (str(triple.subject), str(triple.predicate)): triple.object
        for triple in graph.description()
    }
    for folder in resources.dataset_folders():
        name = graph_iri(folder.name)
        quads = load_quads(folder / "graph.trig")
        held = len([quad for quad in quads if quad.graph_name != NamedNode(name)])
        triples = said[f"<{name}>", f"<{VOID}triples>"]
        assert isinstance(triples, Literal)
        assert int(triples.value) == held, folder.name
        assert said[f"<{name}>", "<http://purl.org/dc/terms/license>"]


def test_the_description_names_the_sources(graph: LunarGraph) -> None:
    derived = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
    accords = NamedNode(GRAPH + "accords")
    sources = {
        triple.object
        for triple in graph.description()
        if triple.subject == accords and triple.predicate == derived
    }
    assert NamedNode(LGI + "wikipedia-artemis-accords") in sources


def test_the_context_reads_plain_json_as_the_terms_of_the_ontology() -> None:
    context = json.loads((ROOT / "docs" / "reference" / "context.jsonld").read_text("utf-8"))
    document = {
        **context,
        "@id": "lgi:loan-x",
        "@type": "Loan",
        "providedBy": "lgi:cnsa",
        "loanTerm": 12,
        "namesInvestigator": "Ada",
    }
    quads = parse(json.dumps(document), RdfFormat.JSON_LD)
    said = {(quad.predicate.value, str(quad.object)) for quad in quads}
    assert said == {
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", f"<{LG}Loan>"),
        (LG + "providedBy", f"<{LGI}cnsa>"),
        (LG + "loanTerm", '"12"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (LG + "namesInvestigator", '"Ada"'),
    }
