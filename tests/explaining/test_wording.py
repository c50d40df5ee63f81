"""Axioms, class expressions and statements in words."""

import pytest
from pyoxigraph import Literal, NamedNode, Triple, Variable

from explained import blank, ex, triples_of
from lunargraph.explaining.schema import is_axiom, is_part, parts_of
from lunargraph.explaining.wording import Wording
from lunargraph.reasoning.clashes import Statement
from lunargraph.validation.names import Names

LABELS = """
    ex:Cat rdfs:label "cat" . ex:Dog rdfs:label "dog" . ex:Animal rdfs:label "animal" .
    ex:eats rdfs:label "eats" . ex:kept rdfs:label "kept by" . ex:tom rdfs:label "Tom" .
    ex:chase rdfs:label "chase of Tom" .
"""
AXIOMS = {
    "ex:Cat rdfs:subClassOf ex:Animal": "every cat is an animal",
    "ex:Cat owl:equivalentClass ex:Dog": "'cat' and 'dog' have the same members",
    "ex:Cat owl:disjointWith ex:Dog": "nothing is both a cat and a dog",
    "ex:kept rdfs:subPropertyOf ex:eats": "'kept by' implies 'eats'",
    "ex:kept owl:equivalentProperty ex:eats": "'kept by' means 'eats'",
    "ex:kept owl:propertyDisjointWith ex:eats": "'kept by' and 'eats' exclude each other",
    "ex:kept owl:inverseOf ex:eats": "'kept by' is the inverse of 'eats'",
    "ex:kept rdfs:domain ex:Cat": "whatever has a value of 'kept by' is a cat",
    "ex:kept rdfs:range xsd:string": "every value of 'kept by' is an xsd:string",
    "ex:kept owl:propertyChainAxiom ( ex:eats ex:kept )":
        "'eats' followed by 'kept by' makes 'kept by'",
    "ex:Cat owl:hasKey ( ex:eats ex:kept )":
        "members of 'cat' that agree in 'eats' and 'kept by' are the same",
    "ex:Cat owl:intersectionOf ( ex:Animal ex:Dog )":
        "a cat is, by definition, whatever is an animal and a dog",
    "ex:kept a owl:TransitiveProperty": "'kept by' carries on from thing to thing",
    "ex:kept a owl:FunctionalProperty": "'kept by' has one value at most",
    "ex:kept a owl:ObjectProperty": "'kept by' is an owl:ObjectProperty",
    "[] a owl:AllDifferent ; owl:members ( ex:tom ex:chase )":
        "'Tom' and 'chase of Tom' are all different",
    "[] owl:sourceIndividual ex:tom ; owl:assertionProperty ex:eats ; "
    "owl:targetIndividual ex:chase": "it is denied that 'Tom' 'eats' 'chase of Tom'",
}  # fmt: skip
EXPRESSIONS = {
    "[ owl:intersectionOf ( ex:Cat ex:Dog [ owl:onProperty ex:eats ; owl:hasValue ex:tom ] ) ]":
        "is a cat and a dog and eats Tom",
    "[ owl:unionOf ( ex:Cat ex:Dog ) ]": "is a cat or a dog",
    "[ owl:complementOf ex:Cat ]": "is not a cat",
    "[ owl:complementOf [ owl:unionOf ( ex:Cat ex:Dog ) ] ]": "is nothing that is a cat or a dog",
    "[ owl:oneOf ( ex:tom ex:chase ) ]": "is Tom or the chase of Tom",
    "[ owl:onProperty ex:kept ; owl:someValuesFrom ex:Cat ]": "is kept by a cat",
    "[ owl:onProperty ex:kept ; owl:someValuesFrom owl:Thing ]": "is kept by something",
    "[ owl:onProperty ex:kept ; owl:someValuesFrom [ owl:complementOf ex:Cat ] ]":
        "is kept by something that is not a cat",
    "[ owl:onProperty ex:eats ; owl:allValuesFrom ex:Cat ]": "eats only what is a cat",
    "[ owl:onProperty ex:eats ; owl:hasSelf true ]": "eats itself",
    "[ owl:onProperty ex:eats ; owl:maxCardinality 1 ]": "eats at most 1 thing",
    "[ owl:onProperty ex:eats ; owl:maxQualifiedCardinality 0 ; owl:onClass ex:Cat ]":
        "eats nothing that is a cat",
    "[ owl:onProperty ex:eats ; owl:minQualifiedCardinality 2 ; owl:onClass ex:Cat ]":
        "eats at least 2 things, each of which is a cat",
    "[ owl:onProperty [ owl:inverseOf ex:eats ] ; owl:hasValue ex:tom ]":
        "has inverse of 'eats' Tom",
    "[ a owl:Class ]": "belongs to a class without a name",
}  # fmt: skip


def wording(turtle: str) -> tuple[Wording, list[Triple]]:
    triples = triples_of(turtle)
    return Wording.of_triples([*triples, *triples_of(LABELS)]), triples


def told(triple: Triple) -> Statement:
    return triple.subject, triple.predicate, triple.object


@pytest.mark.parametrize(("turtle", "expected"), AXIOMS.items(), ids=list(AXIOMS.values()))
def test_an_axiom(turtle: str, expected: str) -> None:
    words, triples = wording(f"{turtle} .")
    statements = [told(triple) for triple in triples]
    axioms = [each for each in statements if is_axiom(each) and not is_part(each)]
    assert [words.statement(each) for each in axioms] == [expected]


@pytest.mark.parametrize(("turtle", "expected"), EXPRESSIONS.items(), ids=list(EXPRESSIONS))
def test_a_class_expression(turtle: str, expected: str) -> None:
    words, triples = wording(f"ex:Cat owl:equivalentClass {turtle} .")
    [node] = [each.object for each in triples if each.subject == ex("Cat")]
    assert words.statement((ex("tom"), NamedNode(TYPE), node)) == f"Tom {expected}"
    assert words.statement((ex("Cat"), EQUIVALENT, node)) == (
        f"a cat is, by definition, whatever {expected}"
    )
    assert words.statement((node, EQUIVALENT, ex("Cat"))) == (
        f"a cat is, by definition, whatever {expected}"
    )


TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
EQUIVALENT = NamedNode("http://www.w3.org/2002/07/owl#equivalentClass")


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        ("ex:tom a ex:Cat", "Tom is a cat"),
        ("ex:tom ex:eats ex:chase", "Tom eats the chase of Tom"),
        ('ex:tom ex:eats "fish"', 'Tom: eats "fish"'),
        ("ex:tom ex:eats 5", "Tom: eats 5"),
        ("ex:tom owl:sameAs ex:chase", "Tom is the same as the chase of Tom"),
        ("ex:tom ex:partOf ex:house", "Tom is part of house"),
        ("ex:tom skos:related ex:house", "Tom skos:related house"),
        ("ex:Cat a owl:Class . ex:tom ex:eats [ a ex:Cat ]", "Tom eats a nameless 'cat'"),
    ],
)
def test_a_statement(turtle: str, expected: str) -> None:
    words, triples = wording(f"{turtle} .")
    [statement] = [told(each) for each in triples if each.subject == ex("tom")]
    assert words.statement(statement) == expected


def test_a_pattern_has_something_in_it() -> None:
    words, _ = wording("")
    assert words.pattern((None, ex("eats"), ex("tom"))) == "something eats Tom"
    assert words.pattern((ex("tom"), ex("eats"), Variable("x"))) == "Tom eats X"
    assert words.pattern((ex("tom"), NamedNode(TYPE), None)) == "Tom is something"
    assert words.pattern((ex("tom"), None, ex("tom"))) == "Tom has to do with Tom"


def test_false_is_a_contradiction() -> None:
    assert wording("")[0].statement(None) == "a contradiction"


def test_things_of_one_name_are_told_apart_where_both_are_shown() -> None:
    turtle = 'lgi:kaist-ke rdfs:label "KAIST" . lgi:kaist-kr rdfs:label "KAIST" .'
    triples = triples_of(turtle)
    one, other = (each.subject for each in triples)
    both = Wording(Names(triples), parts_of(triples), [one, other])
    alone = Wording(Names(triples), parts_of(triples), [one])
    assert both.thing(one) == "KAIST (kaist-ke)"
    assert alone.thing(one) == "KAIST"


def test_an_expression_that_holds_itself_comes_to_an_end() -> None:
    words, triples = wording("_:a owl:complementOf _:b . _:b owl:complementOf _:a .")
    assert "and so on" in words.statement((ex("tom"), NamedNode(TYPE), blank(triples)))


def test_a_text_in_quotes_and_a_date_bare() -> None:
    words, _ = wording("")
    date = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    assert words.thing(Literal("Moon", language="en")) == '"Moon"'
    assert words.thing(Literal("2024-06-02", datatype=date)) == "2024-06-02"


def test_a_record_is_called_one_and_a_title_is_set_off() -> None:
    words, _ = wording('ex:art rdfs:label "Treaty, Art. III: Act in accordance with law" .')
    record = NamedNode("https://w3id.org/lunargraph/graph/accords/accords-sn")
    assert words.thing(record) == "the record accords/accords-sn"
    assert words.thing(ex("art")) == "“Treaty, Art. III: Act in accordance with law”"
