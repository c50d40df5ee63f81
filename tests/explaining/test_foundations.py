"""What a statement rests on, as a stored query is told it."""

from pyoxigraph import Literal, NamedNode

from explained import ex, explained
from lunargraph.explaining.foundations import ASSERTED, BY, FROM, foundations
from lunargraph.namespaces import PREFIXES, graph_iri

FACTS = """
    <https://w3id.org/lunargraph/graph/set/a> { ex:x ex:p ex:y . ex:y ex:p ex:z . }
    <https://w3id.org/lunargraph/graph/set/b> { ex:x ex:p ex:y . }
    ex:ontology { ex:p a owl:TransitiveProperty . ex:part rdfs:subClassOf ex:thing .
        ex:thing owl:unionOf ( ex:part ex:other ) . }
    <https://w3id.org/lunargraph/graph/set/c> { ex:x ex:day "2024"^^xsd:gYear ; a ex:part .
        _:someone ex:p ex:x . }
"""
RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")
SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
A, B, C = (NamedNode(graph_iri("set", name)) for name in "abc")


def of(statement: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in foundations(explained(FACTS, statement))]


def test_an_asserted_statement_rests_on_every_graph_that_asserts_it() -> None:
    assert of("ex:x ex:p ex:y") == [
        (ex("x"), ex("p"), ex("y"), A, ASSERTED),
        (ex("x"), ex("p"), ex("y"), B, ASSERTED),
    ]


def test_an_inferred_one_rests_on_the_facts_of_its_proof_and_on_axioms() -> None:
    axioms = (ex("ontology"), Literal("states"), Literal("axioms"), ex("ontology"), BY)
    assert of("ex:x ex:p ex:z") == [
        axioms,
        (ex("x"), ex("p"), ex("y"), A, FROM),
        (ex("x"), ex("p"), ex("y"), B, FROM),
        (ex("y"), ex("p"), ex("z"), A, FROM),
    ]
    # However many axioms there are, those of a list among them, a graph that states them is told once.
    assert of("ex:x a ex:thing") == [axioms, (ex("x"), RDF_TYPE, ex("part"), C, FROM)]


def test_a_value_is_told_as_it_is_and_what_has_no_name_as_something() -> None:
    year = Literal("2024", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYear"))
    assert of('ex:x ex:day "2024"^^xsd:gYear') == [(ex("x"), ex("day"), year, C, ASSERTED)]
    something = (Literal("something"), ex("p"), ex("x"), C, FROM)
    facts = f"{FACTS} ex:p rdfs:range ex:reached ."
    assert something in map(tuple, foundations(explained(facts, "ex:x a ex:reached")))


def test_an_axiom_that_is_asked_about_is_told_itself() -> None:
    assert of("ex:part rdfs:subClassOf ex:thing")[0][4] == ASSERTED
    assert of("ex:part rdfs:subClassOf ex:thing")[0][:3] == (ex("part"), SUBCLASS, ex("thing"))


def test_what_does_not_hold_rests_on_nothing() -> None:
    assert of("ex:z ex:p ex:x") == []
