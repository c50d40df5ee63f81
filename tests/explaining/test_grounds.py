"""Where an asserted statement stands, and how sure that is."""

from pyoxigraph import NamedNode

from explained import explained, quads_of, statement_of
from lunargraph.explaining.grounds import Ground, Grounds
from lunargraph.explaining.summaries import ground_line, summary
from lunargraph.explaining.wording import Wording
from lunargraph.namespaces import graph_iri

RECORDS = """
    lgi:confidence-low rdfs:label "low"@en . lgi:confidence-high rdfs:label "high"@en .
    lgi:verification-sourced rdfs:label "sourced"@en .
    lgi:paper rdfs:label "A paper"@en ; lg:availableAt "https://example.org/p"^^xsd:anyURI ;
        lg:publishedOn "2024-09"^^xsd:gYearMonth .
    <https://w3id.org/lunargraph/graph/set/a> lg:confidence lgi:confidence-low ;
        lg:restsOn lgi:paper ; lg:unverifiedColumn "day" , "age" .
    <https://w3id.org/lunargraph/graph/set/b> lg:confidence lgi:confidence-high ;
        lg:verification lgi:verification-sourced .
    <https://w3id.org/lunargraph/graph/set/a> { ex:x ex:p ex:y . ex:y ex:p ex:z . }
    <https://w3id.org/lunargraph/graph/set/b> { ex:x ex:p ex:y . }
    ex:elsewhere { ex:x ex:q ex:y . }
    ex:elsewhere prov:wasDerivedFrom "a book" , <http://example.org/page> .
    ex:p a owl:TransitiveProperty .
"""


def grounds(statement: str) -> tuple[Ground, ...]:
    quads = quads_of(RECORDS)
    triple = statement_of(statement)
    key = (triple.subject, triple.predicate, triple.object)
    wording = Wording.of_triples([quad.triple for quad in quads])
    return Grounds(quads, {key}, wording).of(key)


def test_the_surest_of_several_graphs_comes_first() -> None:
    first, second = grounds("ex:x ex:p ex:y")
    assert (first.name, first.confidence, first.verification) == ("set/b", "high", "sourced")
    assert (second.name, second.confidence) == ("set/a", "low")


def test_a_graph_has_sources_and_what_they_do_not_bear_out() -> None:
    [ground] = grounds("ex:y ex:p ex:z")
    assert ground.graph == NamedNode(graph_iri("set", "a"))
    assert ground.unverified == ("age", "day")
    [source] = ground.sources
    assert source[1:] == ("A paper", "https://example.org/p", "2024-09")
    assert ground_line(ground) == "set/a: confidence low; unverified: age, day"


def test_graphs_of_others_have_sources_too() -> None:
    [ground] = grounds("ex:x ex:q ex:y")
    assert ground.name == "http://example.org/elsewhere"
    assert [source.title for source in ground.sources] == ["a book", "http://example.org/page"]
    assert (ground.confidence, ground.verification) == (None, None)


def test_what_is_not_asserted_stands_nowhere() -> None:
    assert grounds("ex:x ex:p ex:z") == ()


def test_the_summary_names_the_weakest() -> None:
    told = summary(explained(RECORDS, "ex:x ex:p ex:z").outline())
    assert told == (
        "It rests on 2 asserted statements in 2 records, and on 1 axiom of the ontology. "
        "The least sure, set/a, is of low confidence. "
        "Not borne out by sources in full: set/a (age, day)."
    )
