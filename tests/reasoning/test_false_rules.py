from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from lunargraph.namespaces import PREFIXES, compact
from lunargraph.reasoning import Clash, close

HEADER = "".join(f"prefix {name}: <{base}>\n" for name, base in PREFIXES.items())

ALL_RULES = {
    *("eq-diff1", "eq-diff2", "eq-diff3"),
    *("prp-irp", "prp-asyp", "prp-pdw", "prp-adp", "prp-npa1", "prp-npa2"),
    *("cls-nothing2", "cls-com", "cls-maxc1", "cls-maxqc1", "cls-maxqc2"),
    *("cax-dw", "cax-adc", "dt-not-type"),
}
"""Every rule of OWL 2 Profiles, section 4.3, whose conclusion is false."""

# rule, axioms, facts that contradict them, facts that nearly do, the clash in words
CASES = [
    (
        "eq-diff1",
        "",
        "lgi:a owl:sameAs lgi:b . lgi:a owl:differentFrom lgi:b .",
        "lgi:a owl:sameAs lgi:b . lgi:a owl:differentFrom lgi:c .",
        "lgi:a and lgi:b are the same, and are stated to be different",
    ),
    (
        "eq-diff1",
        "",
        "lgi:a owl:differentFrom lgi:a .",
        "lgi:a owl:differentFrom lgi:b .",
        "lgi:a and lgi:a are the same, and are stated to be different",
    ),
    (
        "eq-diff1",
        "lg:p a owl:FunctionalProperty .",
        "lgi:a lg:p 1 , 2 .",
        'lgi:a lg:p 1 , "01"^^xsd:integer , 1.0 . lgi:b lg:p 2 .',
        "lgi:a has 1 and 2 for lg:p, which takes one value",
    ),
    (
        "eq-diff1",
        "lg:A rdfs:subClassOf [ owl:onProperty lg:p ; owl:maxCardinality 1 ] .",
        "lgi:a a lg:A ; lg:p 'x' , 'y' .",
        "lgi:a a lg:A ; lg:p 'x' . lgi:b lg:p 'x' , 'y' .",
        "lgi:a has x and y for lg:p, which takes one value",
    ),
    (
        "eq-diff1",
        "lg:A rdfs:subClassOf [ owl:onProperty lg:p ; owl:onClass xsd:integer ;"
        " owl:maxQualifiedCardinality 1 ] .",
        "lgi:a a lg:A ; lg:p 1 , 2 .",
        "lgi:a a lg:A ; lg:p 1 , 'y' .",
        "lgi:a has 1 and 2 for lg:p, which takes one value",
    ),
    (
        "eq-diff2",
        "[] a owl:AllDifferent ; owl:members ( lgi:a lgi:b lgi:c ) .",
        "lgi:b owl:sameAs lgi:c .",
        "lgi:b owl:sameAs lgi:d .",
        "lgi:b and lgi:c are the same, and are stated to be different",
    ),
    (
        "eq-diff3",
        "[] a owl:AllDifferent ; owl:distinctMembers ( lgi:a lgi:b ) .",
        "lgi:b owl:sameAs lgi:a .",
        "lgi:b owl:sameAs lgi:c .",
        "lgi:a and lgi:b are the same, and are stated to be different",
    ),
    (
        "prp-irp",
        "lg:p a owl:IrreflexiveProperty .",
        "lgi:a lg:p lgi:a .",
        "lgi:a lg:p lgi:b . lgi:b lg:p lgi:a .",
        "lgi:a stands in the relation lg:p to itself, which nothing can",
    ),
    (
        "prp-asyp",
        "lg:p a owl:AsymmetricProperty .",
        "lgi:b lg:p lgi:a . lgi:a lg:p lgi:b .",
        "lgi:a lg:p lgi:b . lgi:b lg:p lgi:c .",
        "lg:p holds from lgi:a to lgi:b and back, but can hold one way only",
    ),
    (
        "prp-pdw",
        "lg:q owl:propertyDisjointWith lg:p .",
        "lgi:a lg:p lgi:b ; lg:q lgi:b .",
        "lgi:a lg:p lgi:b ; lg:q lgi:c .",
        "lg:p and lg:q both hold from lgi:a to lgi:b, but exclude each other",
    ),
    (
        "prp-adp",
        "[] a owl:AllDisjointProperties ; owl:members ( lg:p lg:q ) .",
        "lgi:a lg:p lgi:b ; lg:q lgi:b .",
        "lgi:a lg:p lgi:b . lgi:b lg:q lgi:a .",
        "lg:p and lg:q both hold from lgi:a to lgi:b, but exclude each other",
    ),
    (
        "prp-npa1",
        "[] owl:sourceIndividual lgi:a ; owl:assertionProperty lg:p ; owl:targetIndividual lgi:b .",
        "lgi:a lg:p lgi:b .",
        "lgi:b lg:p lgi:a .",
        "lg:p holds from lgi:a to lgi:b, which is stated not to be so",
    ),
    (
        "prp-npa2",
        "[] owl:sourceIndividual lgi:a ; owl:assertionProperty lg:p ; owl:targetValue 1 .",
        "lgi:a lg:p 1 .",
        "lgi:a lg:p 2 .",
        "lg:p holds from lgi:a to 1, which is stated not to be so",
    ),
    (
        "cls-nothing2",
        "lg:A rdfs:subClassOf owl:Nothing .",
        "lgi:a a lg:A .",
        "lgi:a a lg:B .",
        "lgi:a belongs to owl:Nothing, which has no members",
    ),
    (
        "cls-com",
        "lg:B owl:complementOf lg:A .",
        "lgi:a a lg:A , lg:B .",
        "lgi:a a lg:A . lgi:b a lg:B .",
        "lgi:a belongs to lg:A and to its complement, lg:B",
    ),
    (
        "cls-maxc1",
        "lg:A rdfs:subClassOf [ owl:onProperty lg:p ; owl:maxCardinality 0 ] .",
        "lgi:a a lg:A ; lg:p lgi:b .",
        "lgi:a a lg:A . lgi:b lg:p lgi:a .",
        "lgi:a has lgi:b for lg:p, but its class allows no value",
    ),
    (
        "cls-maxqc1",
        "lg:A rdfs:subClassOf [ owl:onProperty lg:p ; owl:onClass lg:B ;"
        " owl:maxQualifiedCardinality 0 ] .",
        "lgi:a a lg:A ; lg:p lgi:b . lgi:b a lg:B .",
        "lgi:a a lg:A ; lg:p lgi:b .",
        "lgi:a has lgi:b, a member of lg:B, for lg:p, but its class allows no such value",
    ),
    (
        "cls-maxqc2",
        "lg:A rdfs:subClassOf [ owl:onProperty lg:p ; owl:onClass owl:Thing ;"
        " owl:maxQualifiedCardinality 0 ] .",
        "lgi:a a lg:A ; lg:p lgi:b .",
        "lgi:a a lg:A ; lg:q lgi:b .",
        "lgi:a has lgi:b for lg:p, but its class allows no value",
    ),
    (
        "cax-dw",
        "lg:B owl:disjointWith lg:A . lg:C rdfs:subClassOf lg:A .",
        "lgi:a a lg:B , lg:C .",
        "lgi:a a lg:B . lgi:b a lg:C .",
        "lgi:a belongs to lg:A and to lg:B, which have no members in common",
    ),
    (
        "cax-adc",
        "[] a owl:AllDisjointClasses ; owl:members ( lg:C lg:B lg:A ) .",
        "lgi:a a lg:A , lg:B .",
        "lgi:a a lg:A . lgi:b a lg:B . lgi:c a lg:C , lg:D .",
        "lgi:a belongs to lg:A and to lg:B, which have no members in common",
    ),
    (
        "dt-not-type",
        "",
        'lgi:a lg:p "2 June"^^xsd:date .',
        'lgi:a lg:p "2024-06-02"^^xsd:date , "2 June" .',
        "lgi:a has 2 June for lg:p, which is no value of the datatype xsd:date",
    ),
    (
        "dt-not-type",
        "lg:p rdfs:range xsd:nonNegativeInteger .",
        "lgi:a lg:p -1 ; lg:q -1 .",
        "lgi:a lg:p 1 ; lg:q -1 .",
        "lgi:a has -1 for lg:p, which is no value of the datatype xsd:nonNegativeInteger",
    ),
    (
        "dt-not-type",
        "lg:A rdfs:subClassOf [ owl:onProperty lg:p ; owl:allValuesFrom xsd:string ] .",
        "lgi:a a lg:A ; lg:p 1 .",
        "lgi:a a lg:A ; lg:p '1' . lgi:b lg:p 1 .",
        "lgi:a has 1 for lg:p, which is no value of the datatype xsd:string",
    ),
]


def clashes(turtle: str) -> tuple[Clash, ...]:
    return close(
        [quad.triple for quad in parse((HEADER + turtle).encode(), RdfFormat.TURTLE)]
    ).clashes


def name(term: NamedNode | BlankNode | Literal | Triple) -> str:
    return compact(term.value) if isinstance(term, NamedNode) else str(getattr(term, "value", ""))


@pytest.mark.parametrize(("rule", "axioms", "facts", "near", "words"), CASES)
def test_a_contradiction_is_found_and_a_near_miss_is_not(
    rule: str, axioms: str, facts: str, near: str, words: str
) -> None:
    [clash] = clashes(axioms + facts)
    assert clash.rule == rule
    assert clash.sentence(name) == words
    assert clashes(axioms + near) == ()
    assert clashes(axioms) == ()


def test_every_rule_that_concludes_false_has_a_case() -> None:
    assert {rule for rule, *_ in CASES} == ALL_RULES


def test_a_clash_says_which_statements_it_rests_on() -> None:
    [clash] = clashes("lg:A owl:disjointWith lg:B . lgi:a a lg:A , lg:B .")
    assert [str(triple.object).rpartition("#")[2] for triple in clash.statements] == [
        "A>",
        "B>",
        "B>",
    ]


def test_an_axiom_stated_both_ways_is_one_clash() -> None:
    both = "lg:A owl:disjointWith lg:B . lg:B owl:disjointWith lg:A . lgi:a a lg:A , lg:B ."
    assert len(clashes(both)) == 1


def test_many_clashes_are_sorted_and_each_is_named_once() -> None:
    turtle = "lg:p a owl:IrreflexiveProperty . lgi:b lg:p lgi:b . lgi:a lg:p lgi:a , lgi:b ."
    found = clashes(turtle)
    assert [name(clash.individuals[0]) for clash in found] == ["lgi:a", "lgi:b"]


def test_an_ill_written_literal_is_named_with_each_use() -> None:
    found = clashes('lgi:a lg:p "x"^^xsd:integer . lgi:b lg:q "x"^^xsd:integer .')
    assert [name(clash.individuals[0]) for clash in found] == ["lgi:a", "lgi:b"]


def test_a_broken_list_of_classes_says_nothing() -> None:
    turtle = (
        "_:all a owl:AllDisjointClasses ; owl:members _:l . lgi:a a lg:A , lg:B ."
        " _:l rdf:first lg:A ; rdf:rest _:m . _:m rdf:first lg:B ; rdf:rest _:l ."
    )
    assert not clashes(turtle)
