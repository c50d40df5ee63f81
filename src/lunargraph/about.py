"""What ``info`` says of a graph: versions, counts, digest, data sets and the knowledge date."""

from __future__ import annotations

__all__ = ["describe", "describe_as_rdf"]

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from lunargraph import resources
from lunargraph.files import read_bytes
from lunargraph.namespaces import BASE, GRAPH
from lunargraph.results import Table, Triples
from lunargraph.stored_queries import bind_values

if TYPE_CHECKING:
    from lunargraph.graph import LunarGraph

_FORMAT = 1
_DATASETS = """
PREFIX lg: <https://w3id.org/lunargraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?dataset (STR(?label) AS ?title) (STR(?date) AS ?knownUntil)
       (STR(?page) AS ?licence) ?records
WHERE {
  ?dataset a lg:DataSet .
  OPTIONAL { ?dataset rdfs:label ?label FILTER(LANG(?label) = "en") }
  OPTIONAL { ?dataset lg:knownUntil ?date }
  OPTIONAL { ?dataset dcterms:license ?page }
  { SELECT ?dataset (COUNT(?record) AS ?records) WHERE {
      ?dataset a lg:DataSet . OPTIONAL { ?record lg:belongsTo ?dataset }
    } GROUP BY ?dataset }
} ORDER BY ?dataset
"""  # fmt: skip


def describe_as_rdf(graph: LunarGraph) -> Triples:
    """Return the description of *graph* and its data sets in VoID and DCAT."""
    path = resources.root() / "data" / "description.rq"
    row = (NamedNode(BASE), Literal(resources.version()))
    text = bind_values(read_bytes(path).decode("utf-8"), ("catalog", "version"), [row])
    answer = graph.sparql(text, name=str(path))
    assert isinstance(answer, Triples)  # noqa: S101 - a CONSTRUCT
    return answer


def describe(graph: LunarGraph) -> dict[str, Any]:
    """Return the description of *graph*; its shape is that of ``info.schema.json``."""
    dataset = graph.dataset
    counts = dataset.counts()
    table = graph.sparql(_DATASETS)
    assert isinstance(table, Table)  # noqa: S101 - a SELECT
    datasets = [
        {
            "id": str(row.dataset).removeprefix(GRAPH),
            "title": row.title,
            "records": row.records,
            "known_until": row.knownUntil,
            "licence": row.licence,
        }
        for row in table.rows
    ]
    dates = [entry["known_until"] for entry in datasets if entry["known_until"]]
    return {
        "format": _FORMAT,
        "version": resources.version(),
        "graph": "workspace"
        if graph.in_workspace
        else "shipped"
        if graph.with_shipped_data
        else "files",
        "known_until": max(dates, default=None),
        "digest": graph.digest,
        "statements": {
            "asserted": counts.asserted,
            "inferred": counts.inferred,
            "named_graphs": counts.graphs,
        },
        "datasets": datasets,
        "queries": len(resources.query_files()),
        "engines": {name: version(name) for name in ("owlrl", "pyoxigraph", "pyshacl", "rdflib")},
        "files": [str(path) for path in graph.files],
    }
