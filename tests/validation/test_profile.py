from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from lunargraph.namespaces import PREFIXES
from lunargraph.validation.profile import rl_violations

HEADER = "".join(f"prefix {name}: <{base}>\n" for name, base in PREFIXES.items())
DECLARED = """
    lg:A a owl:Class . lg:B a owl:Class . lg:C a owl:Class .
    lg:p a owl:ObjectProperty . lg:q a owl:ObjectProperty . lg:r a owl:ObjectProperty .
    lg:d a owl:DatatypeProperty . lg:e a owl:DatatypeProperty .
    lg:n a owl:AnnotationProperty .
"""


def violations(turtle: str) -> list[str]:
    text = (HEADER + DECLARED + turtle).encode()
    return rl_violations(quad.triple for quad in parse(text, RdfFormat.TURTLE))


# what may stand as a subclass, as a superclass, in an equivalence
EXPRESSIONS = [
    ("lg:B", True, True, True),
    ("owl:Thing", False, False, False),
    ("owl:Nothing", True, True, True),
    ("[ owl:intersectionOf ( lg:B lg:C ) ]", True, True, True),
    ("[ owl:intersectionOf ( lg:B ) ]", False, False, False),
    ("[ owl:unionOf ( lg:B lg:C ) ]", True, False, False),
    ("[ owl:complementOf lg:B ]", False, True, False),
    ("[ owl:complementOf [ owl:complementOf lg:B ] ]", False, False, False),
    ("[ owl:oneOf ( lgi:a lgi:b ) ]", True, False, False),
    ("[ owl:oneOf ( 1 2 ) ]", False, False, False),
    ("[ owl:onProperty lg:p ; owl:someValuesFrom lg:B ]", True, False, False),
    ("[ owl:onProperty lg:p ; owl:someValuesFrom owl:Thing ]", True, False, False),
    ("[ owl:onProperty lg:d ; owl:someValuesFrom xsd:integer ]", True, False, False),
    ("[ owl:onProperty lg:d ; owl:someValuesFrom xsd:date ]", False, False, False),
    ("[ owl:onProperty lg:p ; owl:allValuesFrom lg:B ]", False, True, False),
    ("[ owl:onProperty lg:p ; owl:allValuesFrom owl:Thing ]", False, False, False),
    ("[ owl:onProperty lg:d ; owl:allValuesFrom xsd:string ]", False, True, False),
    (
        "[ owl:onProperty lg:d ; owl:allValuesFrom"
        " [ a rdfs:Datatype ; owl:intersectionOf ( xsd:integer xsd:decimal ) ] ]",
        *(False, True, False),
    ),
    (
        "[ owl:onProperty lg:d ; owl:allValuesFrom [ a rdfs:Datatype ; owl:oneOf ( 1 2 ) ] ]",
        *(False, False, False),
    ),
    (
        "[ owl:onProperty lg:d ; owl:allValuesFrom [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;"
        " owl:withRestrictions ( [ xsd:minInclusive 1 ] ) ] ]",
        *(False, False, False),
    ),
    ("[ owl:onProperty lg:p ; owl:hasValue lgi:a ]", True, True, True),
    ("[ owl:onProperty lg:d ; owl:hasValue 1 ]", True, True, True),
    ("[ owl:onProperty lg:p ; owl:hasValue 1 ]", False, False, False),
    ("[ owl:onProperty lg:d ; owl:hasValue lgi:a ]", False, False, False),
    ('[ owl:onProperty lg:d ; owl:hasValue "2024"^^xsd:gYear ]', False, False, False),
    ("[ owl:onProperty lg:p ; owl:maxCardinality 1 ]", False, True, False),
    ("[ owl:onProperty lg:p ; owl:maxCardinality 0 ]", False, True, False),
    ("[ owl:onProperty lg:p ; owl:maxCardinality 2 ]", False, False, False),
    ("[ owl:onProperty lg:d ; owl:maxCardinality 1 ]", False, True, False),
    (
        "[ owl:onProperty lg:p ; owl:maxQualifiedCardinality 1 ; owl:onClass lg:B ]",
        *(False, True, False),
    ),
    (
        "[ owl:onProperty lg:p ; owl:maxQualifiedCardinality 1 ; owl:onClass owl:Thing ]",
        *(False, True, False),
    ),
    (
        "[ owl:onProperty lg:p ; owl:maxQualifiedCardinality 1 ;"
        " owl:onClass [ owl:complementOf lg:B ] ]",
        *(False, False, False),
    ),
    (
        "[ owl:onProperty lg:d ; owl:maxQualifiedCardinality 1 ; owl:onDataRange xsd:integer ]",
        *(False, True, False),
    ),
    (
        "[ owl:onProperty lg:d ; owl:maxQualifiedCardinality 1 ; owl:onDataRange xsd:date ]",
        *(False, False, False),
    ),
    ("[ owl:onProperty lg:p ; owl:minCardinality 1 ]", False, False, False),
    ("[ owl:onProperty lg:p ; owl:cardinality 1 ]", False, False, False),
    (
        "[ owl:onProperty lg:p ; owl:minQualifiedCardinality 1 ; owl:onClass lg:B ]",
        *(False, False, False),
    ),
    (
        "[ owl:onProperty lg:p ; owl:qualifiedCardinality 1 ; owl:onClass lg:B ]",
        *(False, False, False),
    ),
    ("[ owl:onProperty lg:p ; owl:hasSelf true ]", False, False, False),
    ("[ owl:someValuesFrom lg:B ]", False, False, False),
    ("[ a owl:Class ]", False, False, False),
    ("'B'", False, False, False),
]


@pytest.mark.parametrize(("expression", "left", "right", "both"), EXPRESSIONS)
def test_each_expression_has_its_places(
    expression: str, left: bool, right: bool, both: bool
) -> None:
    if not expression.startswith("'"):  # a literal cannot stand there in RDF
        assert (violations(f"{expression} rdfs:subClassOf lg:A .") == []) is left
    assert (violations(f"lg:A rdfs:subClassOf {expression} .") == []) is right
    assert (violations(f"lg:A owl:equivalentClass {expression} .") == []) is both


@pytest.mark.parametrize(
    "expression",
    [
        "[ owl:intersectionOf ( lg:B [ owl:unionOf ( lg:A lg:C ) ] ) ]",
        "[ owl:onProperty lg:p ; owl:allValuesFrom [ owl:oneOf ( lgi:a ) ] ]",
        "[ owl:complementOf [ owl:onProperty lg:p ; owl:allValuesFrom lg:B ] ]",
    ],
)
def test_what_stands_inside_counts_too(expression: str) -> None:
    assert len(violations(f"lg:A rdfs:subClassOf {expression} .")) == 1


@pytest.mark.parametrize(
    "turtle",
    [
        "",
        "lg:A owl:disjointWith lg:B .",
        "[] a owl:AllDisjointClasses ; owl:members ( lg:A lg:B lg:C ) .",
        "lg:p rdfs:domain lg:A ; rdfs:range [ owl:complementOf lg:B ] .",
        "lg:d rdfs:domain lg:A ; rdfs:range xsd:string .",
        "lg:d rdfs:range rdf:langString .",
        "lg:n rdfs:domain lg:A ; rdfs:range xsd:date .",
        "lg:T a rdfs:Datatype ; owl:equivalentClass xsd:integer . lg:d rdfs:range lg:T .",
        "lg:p a owl:FunctionalProperty , owl:SymmetricProperty . lg:d a owl:FunctionalProperty .",
        "lg:p a owl:TransitiveProperty ; owl:inverseOf lg:q .",
        "lg:p owl:propertyChainAxiom ( lg:q lg:r ) .",
        "lg:p rdfs:subPropertyOf lg:q . lg:d rdfs:subPropertyOf lg:e .",
        "lg:p owl:propertyDisjointWith lg:q .",
        "lg:A owl:hasKey ( lg:d ) .",
        "lgi:a a lg:A , [ owl:onProperty lg:p ; owl:maxCardinality 1 ] ; lg:p lgi:b ; lg:d 1 .",
        'lgi:a rdfs:label "a" ; lg:n "n" , lgi:b ; lg:d "2024"^^xsd:gYear .',
        "lgi:a owl:sameAs lgi:b . lgi:a owl:differentFrom lgi:c .",
        "<https://w3id.org/lunargraph/ontology> a owl:Ontology ; owl:versionInfo '1' .",
    ],
)
def test_what_the_profile_allows(turtle: str) -> None:
    assert violations(turtle) == []


@pytest.mark.parametrize(
    ("turtle", "sentence"),
    [
        (
            "lg:A owl:disjointUnionOf ( lg:B lg:C ) .",
            "lg:A owl:disjointUnionOf: OWL 2 RL does not have it",
        ),
        (
            "lg:A owl:intersectionOf ( lg:B lg:C ) .",
            "lg:A owl:intersectionOf: write it as owl:equivalentClass [ ... ]",
        ),
        (
            "lg:A owl:disjointWith [ owl:complementOf lg:B ] .",
            "lg:A owl:disjointWith [ ... ]: owl:complementOf may not stand"
            " as a subclass expression",
        ),
        (
            "[] a owl:AllDisjointClasses ; owl:members ( lg:A [ owl:complementOf lg:B ] ) .",
            "owl:AllDisjointClasses: owl:complementOf may not stand as a subclass expression",
        ),
        (
            "lg:p rdfs:domain [ owl:unionOf ( lg:A lg:B ) ] .",
            "lg:p rdfs:domain: owl:unionOf may not stand as a superclass expression",
        ),
        ("lg:p rdfs:range owl:Thing .", None),
        ("lg:d rdfs:range xsd:gYear .", "lg:d rdfs:range: xsd:gYear is no datatype of OWL 2 RL"),
        ("lg:d rdfs:range [ a rdfs:Datatype ] .", "lg:d rdfs:range: [ ... ] is no data range"),
        ("lgi:a a [ owl:unionOf ( lg:A lg:B ) ] .", None),
        ("lg:p a owl:ReflexiveProperty .", None),
        ("lg:d a owl:TransitiveProperty .", None),
        ("lg:d a owl:InverseFunctionalProperty .", None),
        ("lg:p owl:propertyChainAxiom ( lg:q ) .", None),
        ("lg:p owl:propertyChainAxiom ( lg:q lg:d ) .", None),
        ("lg:p rdfs:subPropertyOf lg:d .", None),
        ("[ owl:complementOf lg:A ] owl:hasKey ( lg:d ) .", None),
        ("lg:A rdfs:subClassOf lg:X .", "lg:X is used as a class and not declared as one"),
        ("lgi:a a lg:X .", "lg:X is used as a class and not declared as one"),
        ("lg:p rdfs:domain lg:X .", "lg:X is used as a class and not declared as one"),
        (
            "lg:A rdfs:subClassOf [ owl:onProperty lg:p ; owl:allValuesFrom lg:X ] .",
            "lg:X is used as a class and not declared as one",
        ),
        (
            "[ owl:intersectionOf ( lg:A lg:X ) ] rdfs:subClassOf lg:B .",
            "lg:X is used as a class and not declared as one",
        ),
        ("lg:A a rdfs:Datatype .", "lg:A is declared as a class and as a datatype"),
        ("lgi:a lg:x lgi:b .", "lg:x is used as a property and not declared as one"),
        ("lg:p owl:inverseOf lg:x .", "lg:x is used as a property and not declared as one"),
        ("lg:p owl:propertyChainAxiom ( lg:q lg:x ) .", None),
        (
            "lgi:a skos:note 'x' .",
            "skos:note is used as a property and not declared as one",
        ),
        (
            "lg:p a owl:DatatypeProperty . lgi:a lg:p lgi:b .",
            "lg:p is declared as more than one kind of property",
        ),
        ("lgi:a lg:p 'x' .", "lgi:a lg:p: an object property with a literal"),
        ("lgi:a lg:d lgi:b .", "lgi:a lg:d: a datatype property without a literal"),
        (
            "lg:p a owl:TransitiveProperty , owl:AsymmetricProperty .",
            "lg:p is composite and cannot be an owl:AsymmetricProperty",
        ),
        (
            "lg:q owl:propertyChainAxiom ( lg:r lg:r ) ; rdfs:subPropertyOf lg:p ."
            " lg:p a owl:IrreflexiveProperty .",
            "lg:p is composite and cannot be an owl:IrreflexiveProperty",
        ),
        (
            "lg:p a owl:TransitiveProperty ; owl:inverseOf lg:q ."
            " lg:A rdfs:subClassOf [ owl:onProperty lg:q ; owl:maxCardinality 1 ] .",
            "lg:q is composite and cannot have an owl:maxCardinality",
        ),
        (
            "lg:p a owl:TransitiveProperty ; owl:propertyDisjointWith lg:q .",
            "lg:p is composite and cannot be disjoint with another property",
        ),
    ],
)
def test_what_the_profile_forbids(turtle: str, sentence: str | None) -> None:
    found = violations(turtle)
    assert found
    assert sentence is None or sentence in found


def test_sentences_are_sorted_and_each_is_there_once() -> None:
    found = violations("lg:A rdfs:subClassOf lg:X , lg:Y . lg:B rdfs:subClassOf lg:X .")
    assert found == sorted(set(found))
    assert len(found) == 2
