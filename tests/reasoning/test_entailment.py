"""Each mechanism of entailment: what it proves, and a twin that it must not prove."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from finite_models import DECLARATIONS, Axiom, axioms, countermodel, turtle
from lunargraph.errors import UnknownNameError
from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning import entailment
from lunargraph.reasoning.entailment import Closure, Entailment, Mechanism, close_fully, entails
from lunargraph.reasoning.entailment.facts import Facts
from lunargraph.reasoning.index import owl, rdf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lunargraph.reasoning.clashes import Term

HEADER = "prefix : <http://example.org/>\n" + "".join(
    f"prefix {name}: <{base}>\n" for name, base in PREFIXES.items()
)
CLASSES = " ".join(f":{name} a owl:Class ." for name in "ABCD")
PROPERTIES = " ".join(f":{name} a owl:ObjectProperty ." for name in "pqr")
DATA = "".join(f":{name} a owl:DatatypeProperty . " for name in "dcm")
KNOWN = f"{CLASSES} {PROPERTIES} {DATA}"
A, D = NamedNode("http://example.org/A"), NamedNode("http://example.org/d")
R, F, V, N = Mechanism.REFUTATION, Mechanism.FREEZING, Mechanism.VALUES, Mechanism.NAMING


def triples(text: str) -> list[Triple]:
    return [quad.triple for quad in parse((HEADER + text).encode(), RdfFormat.TURTLE)]


def ask(premises: str, conclusion: str) -> Entailment:
    return entails(triples(premises), triples(conclusion))


# premises, what follows, what does not, the mechanisms beside naming
CASES: dict[str, tuple[str, str, str, set[Mechanism]]] = {
    "stated": (":a :p :b .", ":a :p :b .", ":b :p :a .", {Mechanism.STATED}),
    "rules": (
        ":A rdfs:subClassOf :B . :a a :A .",
        ":a a :B .",
        ":a a :C .",
        {Mechanism.RULES},
    ),
    "any individual": (
        ":a :p :b . :b a :B . :a :p :c . :c a :C .",
        ":a :p _:x . _:x a :B .",
        ":a :p _:x . _:x a :B , :C .",
        {Mechanism.STATED},
    ),
    "sameness of a thing with itself": (
        "",
        ":x owl:sameAs :x .",
        ":x owl:sameAs :y .",
        {Mechanism.AXIOM},
    ),
    "thing": ("", ":x a owl:Thing .", ":x a owl:Nothing .", {Mechanism.AXIOM}),
    "built-in datatype": (
        "",
        "xsd:integer a rdfs:Datatype .",
        ":x a rdfs:Datatype .",
        {Mechanism.AXIOM},
    ),
    "class by use": (
        ":A rdfs:subClassOf :B .",
        ":B a owl:Class .",
        ":C a owl:Class .",
        {Mechanism.USE},
    ),
    "property by use": (
        ":a :p :b .",
        ":p a rdf:Property .",
        ":q a rdf:Property .",
        {Mechanism.USE},
    ),
    "literal by value": (
        ":a :d 1 .",
        ':a :d "01"^^xsd:integer , 1.0 .',
        ":a :d '1' .",
        {Mechanism.RULES},
    ),
    "class below itself": (
        CLASSES,
        ":A rdfs:subClassOf :A .",
        ":A rdfs:subClassOf :B .",
        {Mechanism.RULES},
    ),
    "class that is not known": (
        CLASSES,
        ":A rdfs:subClassOf owl:Thing .",
        ":E rdfs:subClassOf owl:Thing .",
        {Mechanism.RULES},
    ),
    # --- refutation
    "complement": (
        f"{CLASSES} :A owl:disjointWith :B . :a a :A .",
        ":a a [ owl:complementOf :B ] .",
        ":a a [ owl:complementOf :C ] .",
        {R},
    ),
    "difference": (
        "[] a owl:AllDisjointClasses ; owl:members ( :A :B ) . :a a :A . :b a :B . :c a :C .",
        ":a owl:differentFrom :b .",
        ":a owl:differentFrom :c .",
        {R},
    ),
    "difference of many": (
        ":p a owl:AsymmetricProperty . :a :p :b . :b :p :c . :a :p :c .",
        "[] a owl:AllDifferent ; owl:distinctMembers ( :a :b :c ) .",
        "[] a owl:AllDifferent ; owl:members ( :a :b :d ) .",
        {R},
    ),
    "denied link": (
        ":p owl:propertyDisjointWith :q . :a :p :b .",
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :a ;"
        " owl:assertionProperty :q ; owl:targetIndividual :b .",
        "[] owl:sourceIndividual :b ; owl:assertionProperty :q ; owl:targetIndividual :a .",
        {R},
    ),
    "denied value": (
        ":d a owl:FunctionalProperty . :a :d 1 .",
        "[] owl:sourceIndividual :a ; owl:assertionProperty :d ; owl:targetValue 2 .",
        "[] owl:sourceIndividual :a ; owl:assertionProperty :d ; owl:targetValue 1.0 .",
        {R},
    ),
    "union": (
        f"{CLASSES} :A rdfs:subClassOf :B .",
        ":a a [ owl:unionOf ( [ owl:complementOf :A ] :B ) ] .",
        ":a a [ owl:unionOf ( [ owl:complementOf :B ] :A ) ] .",
        {R},
    ),
    "some": (
        f"{KNOWN} :A owl:disjointWith :B . :a :p :b . :b a :A .",
        ":a a [ owl:onProperty :p ; owl:someValuesFrom [ owl:complementOf :B ] ] .",
        ":a a [ owl:onProperty :q ; owl:someValuesFrom [ owl:complementOf :B ] ] .",
        {R},
    ),
    "at most": (
        f"{KNOWN} :p a owl:FunctionalProperty . :q rdfs:subPropertyOf :p .",
        ":a a [ owl:onProperty :q ; owl:maxCardinality 1 ] .",
        ":a a [ owl:onProperty :q ; owl:maxCardinality 0 ] .",
        {R},
    ),
    "at least": (
        f"{KNOWN} :a :p :b .",
        ":a a [ owl:onProperty :p ; owl:minCardinality 1 ] .",
        ":a a [ owl:onProperty :p ; owl:minCardinality 2 ] .",
        {R},
    ),
    "exactly": (
        f"{KNOWN} :p a owl:FunctionalProperty . :a :p :b .",
        ":a a [ owl:onProperty :p ; owl:cardinality 1 ] .",
        ":b a [ owl:onProperty :p ; owl:cardinality 1 ] .",
        {R},
    ),
    "one of": (
        f"{KNOWN} :b :q :c . :a :p :c . :q rdfs:subPropertyOf :p ."
        " :p a owl:InverseFunctionalProperty .",
        ":a a [ owl:oneOf ( :b :d ) ] .",
        ":a a [ owl:oneOf ( :c :d ) ] .",
        set(),
    ),
    "definition by a complement": (
        f"{CLASSES} :C owl:equivalentClass [ owl:complementOf :B ] . :A owl:disjointWith :B ."
        " :a a :A .",
        ":a a :C .",
        ":a a :D .",
        {R},
    ),
    # --- freezing
    "only": (
        f"{KNOWN} :p rdfs:range :A . :A rdfs:subClassOf :B .",
        ":a a [ owl:onProperty :p ; owl:allValuesFrom :B ] .",
        ":a a [ owl:onProperty :q ; owl:allValuesFrom :B ] .",
        {F},
    ),
    "subclass": (
        f"{KNOWN} :A rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :b ] . :p rdfs:domain :C .",
        ":A rdfs:subClassOf :C .",
        ":C rdfs:subClassOf :A .",
        {F},
    ),
    "subclass of a complement": (
        f"{KNOWN} :A rdfs:subClassOf :C . :B rdfs:subClassOf :D . :C owl:disjointWith :D .",
        ":A rdfs:subClassOf [ owl:complementOf :B ] .",
        ":A rdfs:subClassOf [ owl:complementOf :C ] .",
        {F, R},
    ),
    "equivalent classes": (
        f"{KNOWN} :A owl:intersectionOf ( :B :C ) . :B rdfs:subClassOf :C .",
        ":A owl:equivalentClass :B .",
        ":A owl:equivalentClass :C .",
        {F},
    ),
    "class without members": (
        f"{KNOWN} :A rdfs:subClassOf :B , :C . :B owl:disjointWith :C .",
        ":A rdfs:subClassOf :D .",
        ":B rdfs:subClassOf :D .",
        {F},
    ),
    "disjoint classes": (
        f"{KNOWN} :A rdfs:subClassOf :C . :C owl:disjointWith :B .",
        ":A owl:disjointWith :B .",
        ":A owl:disjointWith :C .",
        {F},
    ),
    "all disjoint classes": (
        f"{KNOWN} :A rdfs:subClassOf :C . :B rdfs:subClassOf [ owl:complementOf :C ] .",
        "[] a owl:AllDisjointClasses ; owl:members ( :A :B ) .",
        "[] a owl:AllDisjointClasses ; owl:members ( :A :B :D ) .",
        {F},
    ),
    "all disjoint properties": (
        f"{KNOWN} :p rdfs:range :A . :q rdfs:range :B . :A owl:disjointWith :B .",
        "[] a owl:AllDisjointProperties ; owl:members ( :p :q ) .",
        "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) .",
        {F},
    ),
    "named intersection": (
        f"{KNOWN} :A rdfs:subClassOf :B , :C ."
        " [ owl:intersectionOf ( :B :C ) ] rdfs:subClassOf :A .",
        ":A owl:intersectionOf ( :C :B ) .",
        ":A owl:unionOf ( :C :B ) .",
        {F},
    ),
    "subproperty": (
        f"{KNOWN} :q owl:inverseOf :p . :r owl:inverseOf :q .",
        ":p rdfs:subPropertyOf :r .",
        ":p rdfs:subPropertyOf :q .",
        {F},
    ),
    "equivalent properties": (
        f"{KNOWN} :p a owl:SymmetricProperty . :q owl:inverseOf :p .",
        ":p owl:equivalentProperty :q .",
        ":p owl:equivalentProperty :r .",
        {F},
    ),
    "inverse properties": (
        f"{KNOWN} :p a owl:SymmetricProperty . :q owl:equivalentProperty :p .",
        ":p owl:inverseOf :q .",
        ":p owl:inverseOf :r .",
        {F},
    ),
    "subproperty of an inverse": (
        f"{KNOWN} :p a owl:SymmetricProperty .",
        ":p rdfs:subPropertyOf [ owl:inverseOf :p ] .",
        ":p rdfs:subPropertyOf [ owl:inverseOf :r ] .",
        {F},
    ),
    "disjoint properties": (
        f"{KNOWN} :p a owl:AsymmetricProperty . :q owl:inverseOf :p .",
        ":p owl:propertyDisjointWith :q .",
        ":p owl:propertyDisjointWith :r .",
        {F},
    ),
    "domain": (
        f"{KNOWN} :q owl:inverseOf :p . :p rdfs:range :A .",
        ":q rdfs:domain :A .",
        ":q rdfs:range :A .",
        {F},
    ),
    "range": (
        f"{KNOWN} :p a owl:SymmetricProperty ; rdfs:domain :A .",
        ":p rdfs:range :A .",
        ":p rdfs:range :B .",
        {F},
    ),
    "functional": (
        f"{KNOWN} owl:Thing rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 1 ] ."
        " :A rdfs:subClassOf [ owl:onProperty :q ; owl:maxCardinality 1 ] .",
        ":p a owl:FunctionalProperty .",
        ":q a owl:FunctionalProperty .",
        {F},
    ),
    "inverse functional": (
        f"{KNOWN} :p a owl:FunctionalProperty . :q owl:inverseOf :p .",
        ":q a owl:InverseFunctionalProperty .",
        ":q a owl:FunctionalProperty .",
        {F},
    ),
    "symmetric": (
        f"{KNOWN} :p owl:inverseOf :p .",
        ":p a owl:SymmetricProperty .",
        ":q a owl:SymmetricProperty .",
        {F},
    ),
    "asymmetric": (
        f"{KNOWN} :p rdfs:domain :A ; rdfs:range :B . :A owl:disjointWith :B .",
        ":p a owl:AsymmetricProperty , owl:IrreflexiveProperty .",
        ":q a owl:AsymmetricProperty .",
        {F},
    ),
    "transitive": (
        f"{KNOWN} :p owl:propertyChainAxiom ( :p :p ) . :q owl:propertyChainAxiom ( :p :q ) .",
        ":p a owl:TransitiveProperty .",
        ":q a owl:TransitiveProperty .",
        {F},
    ),
    "reflexive": (
        f"{KNOWN} :p a owl:ReflexiveProperty . :p rdfs:subPropertyOf :q .",
        ":q a owl:ReflexiveProperty . :b :q :b .",
        ":r a owl:ReflexiveProperty .",
        {F, Mechanism.RULES},
    ),
    "chain": (
        f"{KNOWN} :p a owl:TransitiveProperty . :q rdfs:subPropertyOf :p .",
        ":p owl:propertyChainAxiom ( :q :p :q ) .",
        ":q owl:propertyChainAxiom ( :q :q ) .",
        {F},
    ),
    "key": (
        f"{KNOWN} :p a owl:InverseFunctionalProperty .",
        ":A owl:hasKey ( :p :q ) .",
        ":A owl:hasKey ( :q ) .",
        {F},
    ),
    # --- comprehension
    "restriction": (
        f"{KNOWN}",
        "[] a owl:Restriction ; owl:onProperty :p ; owl:minCardinality 1 .",
        "[] a owl:Restriction ; owl:onProperty :unknown ; owl:minCardinality 1 .",
        set(),
    ),
    "expression of the same structure": (
        f"{KNOWN} :A rdfs:subClassOf :C , :D . [ owl:intersectionOf ( :D :C ) ] rdfs:subClassOf"
        " [ owl:unionOf ( :B [ owl:onProperty :p ; owl:minQualifiedCardinality 2 ;"
        " owl:onClass :C ] ) ] .",
        ":A rdfs:subClassOf [ a owl:Class ; owl:unionOf ( [ owl:onProperty :p ;"
        " owl:minQualifiedCardinality 02 ; owl:onClass :C ] :B ) ] .",
        ":A rdfs:subClassOf [ a owl:Class ; owl:unionOf ( [ owl:onProperty :p ;"
        " owl:minQualifiedCardinality 3 ; owl:onClass :C ] :B ) ] .",
        {F},
    ),
    "expression above another": (
        f"{KNOWN} :A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :B ] ."
        " :B rdfs:subClassOf :C .",
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :C ] .",
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :D ] .",
        {N},
    ),
    "list": (
        KNOWN,
        "[ a rdf:List ; rdf:first :A ; rdf:rest () ] .",
        "_:x a rdf:List ; rdf:first :A ; rdf:rest _:x .",
        set(),
    ),
    "expression made of itself": (
        KNOWN,
        "[] owl:unionOf ( :A [ owl:complementOf :B ] ) .",
        "_:x owl:unionOf ( :A _:x ) .",
        set(),
    ),
    # --- values
    "range of a smaller datatype": (
        f"{KNOWN} :d rdfs:range xsd:byte .",
        ":d rdfs:range xsd:short , xsd:integer , xsd:decimal , rdfs:Literal .",
        ":d rdfs:range xsd:unsignedByte .",
        {F, V},
    ),
    "range of two datatypes": (
        f"{KNOWN} :d rdfs:range xsd:short , xsd:unsignedInt .",
        ":d rdfs:range xsd:unsignedShort .",
        ":d rdfs:range xsd:unsignedByte .",
        {F, V},
    ),
    "range without values": (
        f"{KNOWN} :d rdfs:range xsd:string , xsd:integer .",
        ":d rdfs:range xsd:date .",
        ":c rdfs:range xsd:date .",
        {F},
    ),
    "range of some values": (
        f"{KNOWN} :d rdfs:range [ a rdfs:Datatype ; owl:oneOf ( 1 2.0 ) ] .",
        ":d rdfs:range xsd:byte , [ a rdfs:Datatype ; owl:oneOf ( 2 3 1 ) ] .",
        ":d rdfs:range [ a rdfs:Datatype ; owl:oneOf ( 2 3 ) ] .",
        {F, V},
    ),
    "range between bounds": (
        f"{KNOWN} :d rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;"
        " owl:withRestrictions ( [ xsd:minExclusive 0 ] [ xsd:maxInclusive 3.5 ] ) ] .",
        ":d rdfs:range xsd:positiveInteger , [ a rdfs:Datatype ; owl:oneOf ( 1 2 3 ) ] .",
        ":d rdfs:range [ a rdfs:Datatype ; owl:oneOf ( 1 2 ) ] .",
        {F, V},
    ),
    "range that is left out": (
        f"{KNOWN} :d rdfs:range xsd:positiveInteger .",
        ":d rdfs:range [ a rdfs:Datatype ; owl:datatypeComplementOf xsd:negativeInteger ] .",
        ":d rdfs:range [ a rdfs:Datatype ; owl:datatypeComplementOf xsd:byte ] .",
        {F, V},
    ),
    "only values of a datatype": (
        f"{KNOWN} :A rdfs:subClassOf [ owl:onProperty :d ; owl:allValuesFrom xsd:byte ] .",
        ":A rdfs:subClassOf [ owl:onProperty :d ; owl:allValuesFrom xsd:int ] .",
        ":A rdfs:subClassOf [ owl:onProperty :c ; owl:allValuesFrom xsd:int ] .",
        {F, V},
    ),
    "value of a datatype": (
        f"{KNOWN} :a :d 5 .",
        ":a :d _:x . _:x a [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;"
        " owl:withRestrictions ( [ xsd:minInclusive 5 ] ) ] .",
        ":a :d _:x . _:x a [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;"
        " owl:withRestrictions ( [ xsd:minExclusive 5 ] ) ] .",
        {V},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_follows_follows_by_its_mechanism(case: str) -> None:
    premises, conclusion, _, mechanisms = CASES[case]
    answer = ask(premises, conclusion)
    assert answer.missing == ()
    assert mechanisms <= answer.used()


@pytest.mark.parametrize("case", CASES)
def test_the_twin_does_not_follow(case: str) -> None:
    premises, _, twin, _ = CASES[case]
    assert not ask(premises, twin).holds


NEARLY = {
    "inverse one way only": (":p owl:inverseOf :r . :r rdfs:subPropertyOf :q .",
                             ":p owl:inverseOf :q ."),
    "inverse the other way only": (":p owl:inverseOf :r . :q rdfs:subPropertyOf :r .",
                                   ":p owl:inverseOf :q ."),
    "subproperty one way only": (":p rdfs:subPropertyOf :q .", ":p owl:equivalentProperty :q ."),
    "domain without loops": (":p a owl:IrreflexiveProperty .", ":p rdfs:domain :A ."),
    "transitive without loops": (":p a owl:FunctionalProperty .", ":p a owl:TransitiveProperty ."),
    "loop": (":a :p :b . :b :p :a .", "_:x :p _:x ."),
    "first part": (
        ":A owl:disjointWith :B . :a a :A .",
        ":a a [ owl:intersectionOf ( [ owl:complementOf :B ] [ owl:complementOf :C ] ) ] .",
    ),
    "last part": (
        ":A owl:disjointWith :B . :a a :A .",
        ":a a [ owl:intersectionOf ( [ owl:complementOf :C ] [ owl:complementOf :B ] ) ] .",
    ),
    "two of three": (
        ":a :p :b , :c . :b owl:differentFrom :c .",
        ":a a [ owl:onProperty :p ; owl:minCardinality 3 ] .",
    ),
    "three of four": (
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 4 ] . :a a :A .",
        ":a a [ owl:onProperty :p ; owl:maxCardinality 3 ] .",
    ),
    "key of more": (":A owl:hasKey ( :p :q ) .", ":A owl:hasKey ( :p ) ."),
    "all but a literal": (
        ":a owl:differentFrom :b .", "[] a owl:AllDifferent ; owl:members ( :a :b 1 ) .",
    ),
    "value of something else": (
        ":a :p :b . :b a :A . :A owl:disjointWith :B .",
        ":a :q _:x . _:x a [ owl:complementOf :B ] .",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NEARLY)
def test_what_nearly_follows_does_not(case: str) -> None:
    premises, conclusion = NEARLY[case]
    assert not ask(f"{KNOWN} {premises}", conclusion).holds


def test_two_of_two_follow() -> None:
    premises, conclusion = NEARLY["two of three"]
    assert ask(f"{KNOWN} {premises}", conclusion.replace("3", "2")).holds


def test_what_holds_for_anything_holds_for_something() -> None:
    union = "_:x a [ owl:unionOf ( :A [ owl:complementOf :A ] ) ] ; :p :b ."
    assert ask(f"{KNOWN} :a :p :b .", union).holds
    assert ask(KNOWN, "[] a [ owl:unionOf ( :A [ owl:complementOf :A ] ) ] .").holds
    assert not ask(KNOWN, "[] a [ owl:unionOf ( :A [ owl:complementOf :B ] ) ] .").holds


@pytest.mark.parametrize("case", [case for case in CASES if CASES[case][3] & {R, F, V}])
def test_nothing_follows_from_the_declarations_alone(case: str) -> None:
    assert not ask(KNOWN, CASES[case][1]).holds


# --- any graph -----------------------------------------------------------------------------------


@settings(
    derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.lists(axioms, max_size=4), axioms)
def test_what_follows_holds_in_every_small_model(premises: list[Axiom], asked: Axiom) -> None:
    answer = ask(DECLARATIONS + turtle(premises), turtle([asked]))
    if answer.holds:
        assert countermodel(premises, asked) is None


@settings(
    derandomize=True, max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.lists(axioms, max_size=5))
def test_a_graph_entails_itself_and_each_part_of_it(stated: list[Axiom]) -> None:
    graph = DECLARATIONS + turtle(stated)
    assert ask(graph, graph).holds
    assert all(ask(graph, turtle([axiom])).holds for axiom in stated)


# --- what a conclusion is ------------------------------------------------------------------------


def test_blank_nodes_of_the_conclusion_are_not_those_of_the_graph() -> None:
    graph = triples("_:x :p :b . _:y :q :c .")
    named = [Triple(t.subject, t.predicate, t.object) for t in graph]
    joined = [named[0], Triple(named[0].subject, named[1].predicate, named[1].object)]
    assert entails(graph, named).holds
    assert not entails(graph, joined).holds


def test_expressions_of_the_conclusion_are_not_those_of_the_graph() -> None:
    node, member = BlankNode("node"), NamedNode("http://example.org/a")
    graph = [*triples(KNOWN), Triple(member, rdf("type"), node)]
    graph += [Triple(node, owl("onProperty"), D), Triple(node, owl("hasValue"), Literal(1))]
    asked = [Triple(member, rdf("type"), node), Triple(node, owl("complementOf"), A)]
    assert not entails(graph, asked).holds


def test_only_what_fails_is_missing_and_the_rest_is_tried_without_it() -> None:
    answer = ask(":a :p :b . :b a :A .", ":a :p _:x . _:x a :A ; :q :c .")
    assert [t.predicate.value.rpartition("/")[2] for t in answer.missing] == ["q"]
    assert ask(":a :p :b , :c . :b a :A . :c a :B .", ":a :p _:x . _:x a :A , :B .").missing


def test_the_header_of_a_named_conclusion_is_not_asked() -> None:
    header = "<http://example.org/> a owl:Ontology ; owl:imports :other ; rdfs:comment 'mine' ."
    answer = ask(":a :p :b .", f"{header} :note a owl:AnnotationProperty . :a :p :b .")
    assert answer.holds
    assert [step.how for step in answer.steps].count((Mechanism.HEADER,)) == 4
    assert not ask(header, "<http://example.org/> a owl:Ontology ; rdfs:comment 'yours' .").holds


def test_a_header_without_a_name_says_that_there_is_an_ontology() -> None:
    assert ask(":o a owl:Ontology .", "[] a owl:Ontology .").holds
    assert not ask(":a :p :b .", "[] a owl:Ontology .").holds


def test_a_graph_that_contradicts_itself_entails_everything() -> None:
    answer = ask(":p a owl:IrreflexiveProperty . :a :p :a .", ":x :y :z .")
    assert (answer.holds, answer.inconsistent) == (True, True)
    assert answer.how == {answer.steps[0].triple: (Mechanism.CONTRADICTION,)}


def test_a_contradiction_of_values_counts_too() -> None:
    apart = (
        "[ owl:oneOf ( 1 2 ) ]",
        "[ owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 3 ] ) ]",
    )
    both = f":d rdfs:range {apart[0]} , {apart[1]} . :a :d _:x ."
    assert ask(both, ":x :y :z .").inconsistent
    assert ask(":a owl:bottomObjectProperty :b .", ":x :y :z .").inconsistent
    assert not ask(f":d rdfs:range {apart[0]} . :a :d _:x .", ":x :y :z .").holds


@pytest.mark.parametrize("rest", ["_:two", "_:one", ":nowhere"])
def test_a_list_without_an_end_is_no_axiom(rest: str) -> None:
    cells = f"_:one rdf:first :p ; rdf:rest _:two . _:two rdf:first :p ; rdf:rest {rest} ."
    assert not ask(f":p owl:propertyChainAxiom _:one . {cells} :a :p :b . :b :p :c .",
                   ":a :p :c .").holds  # fmt: skip


@pytest.mark.parametrize(
    "twice",
    [
        "_:x owl:onProperty :p , :q ; owl:someValuesFrom owl:Thing .",
        "_:x owl:onProperty :p ; owl:someValuesFrom owl:Thing ; owl:allValuesFrom :A .",
        "_:x owl:onProperty :p ; owl:minCardinality -1 .",
        "_:x owl:onProperty :p ; owl:minQualifiedCardinality 1 .",
        "_:x owl:onProperty :p ; owl:hasSelf false .",
        "_:x owl:onDatatype xsd:integer .",
        "_:x owl:onDatatype xsd:integer ; owl:withRestrictions ( [] ) .",
        "_:x owl:oneOf ( :a _:y ) . _:y :p :b .",
    ],
)
def test_what_is_no_expression_does_not_exist(twice: str) -> None:
    assert not ask(KNOWN, twice).holds


def test_there_is_no_class_of_what_is_no_member_of_itself() -> None:
    paradox = "[ owl:complementOf [ owl:onProperty rdf:type ; owl:hasSelf true ] ]"
    assert not ask(KNOWN, f"{paradox} rdfs:subClassOf owl:Thing .").holds


def test_negations_of_blank_nodes_and_broken_axioms_are_not_taken_for_others() -> None:
    negative = "[] owl:sourceIndividual _:x ; owl:assertionProperty :p ; owl:targetIndividual :b ."
    assert not ask(f"{KNOWN} :p a owl:IrreflexiveProperty .", negative).holds
    assert not ask(KNOWN, "[] a owl:AllDifferent ; owl:members ( :a ) .").holds
    assert not ask(KNOWN, "[] a owl:AllDifferent ; owl:members ( :a 1 ) .").holds
    assert not ask(KNOWN, "[] a owl:AllDisjointClasses ; owl:members :A .").holds


# --- the engine ----------------------------------------------------------------------------------


def with_a_key(asked: Iterable[Triple]) -> Closure:
    """The engine at hand, if it knew that :d is a key of :A."""
    triples = set(asked)
    closed = Facts(close_fully(triples).statements)
    same = {
        Triple(one, owl("sameAs"), other)
        for one, other in product(closed.members(A), repeat=2)
        if isinstance(one, NamedNode | BlankNode)
        if set(closed.objects(one, D)) & set(closed.objects(other, D))
    }
    return close_fully(triples) if same <= triples else with_a_key(triples | same)


def test_the_engine_is_a_parameter() -> None:
    graph = triples(f"{KNOWN} :B rdfs:subClassOf :A . :a a :A ; :d 1 . :b a :B ; :d 1 .")
    asked = triples(":a owl:sameAs :b . :B owl:hasKey ( :d ) .")
    assert len(entails(graph, asked).missing) == 2
    assert entails(graph, asked, closure=with_a_key).holds
    assert not entails(graph, triples(":C owl:hasKey ( :d ) ."), closure=with_a_key).holds


def test_nothing_is_closed_if_what_is_known_is_enough() -> None:
    def refuse(_: Iterable[Triple]) -> Closure:
        raise AssertionError

    asked = triples(":a a :A . :a :p _:x .")
    assert entails(asked, asked, closure=refuse).holds
    assert entails(asked[1:], asked, closure=refuse, known=asked).holds


def test_a_search_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lunargraph.reasoning.entailment.hypotheses._LIMIT", 0)
    answer = ask(*CASES["complement"][:2])
    assert (answer.holds, answer.exhausted) == (False, True)
    assert "the search was given up" in answer.write()


# --- how an answer is written ---------------------------------------------------------------------

SCHEMA = json.loads(
    (Path(entailment.__file__).parent / "entailment.schema.json").read_text("utf-8")
)


def name(term: Term) -> str:
    return term.value.rpartition("/")[2] if isinstance(term, NamedNode) else str(term)


def written(premises: str, conclusion: str) -> list[str]:
    answer = entails(triples(premises), triples(conclusion), name=name)
    jsonschema.validate(json.loads(answer.write("json")), SCHEMA)
    return answer.write().splitlines()


def test_the_verdict_comes_first_and_then_what_is_missing() -> None:
    asked = ":a a :B , [ owl:complementOf :C ] , :E . <http://example.org/> a owl:Ontology ."
    graph = f"{KNOWN} :A rdfs:subClassOf :B . :B owl:disjointWith :C . :a a :A ."
    assert written(graph, asked) == [
        "not entailed: 1 of 3 statements does not follow",
        "  a belongs to E: does not follow",
        "  a belongs to B: follows by the rules of OWL 2 RL",
        "  a belongs to (not C): its opposite contradicts the graph",
        "  the graph does not mention E",
    ]


def test_the_verdict_counts() -> None:
    graph = f"{KNOWN} :a :p :b , :c ."
    assert written(graph, ":a :p :b .")[0] == "entailed: the statement follows"
    assert written(graph, ":a :p :b , :c .")[0] == "entailed: both statements follow"
    assert written(graph, ":a :p :b , :c , _:x .")[0] == "entailed: all 3 statements follow"
    assert written(graph, ":a :q :b .")[0] == "not entailed: 1 of 1 statement does not follow"
    assert written(graph, ":a :q :b , :c .")[0] == "not entailed: 2 of 2 statements do not follow"
    assert written(graph, "[] owl:unionOf ( :A :B ) .")[0] == "entailed: the file claims nothing"
    assert written(":a a owl:Nothing .", ":a :q :b .")[0] == (
        "entailed: the graph contradicts itself, and so everything follows"
    )


@pytest.mark.parametrize(
    ("expression", "phrase"),
    [
        ("[ owl:intersectionOf ( :A [ owl:unionOf ( :B :C ) ] ) ]", "(A and (B or C))"),
        ("[ owl:oneOf ( :a :b ) ]", "{a, b}"),
        ("[ owl:onProperty :p ; owl:someValuesFrom :A ]", "(p some A)"),
        ("[ owl:onProperty [ owl:inverseOf :p ] ; owl:allValuesFrom :A ]", "((inverse p) only A)"),
        ("[ owl:onProperty :p ; owl:hasValue :a ]", "(p value a)"),
        ("[ owl:onProperty :p ; owl:hasSelf true ]", "(p Self)"),
        ("[ owl:onProperty :p ; owl:maxQualifiedCardinality 2 ; owl:onClass :A ]", "(p max 2 A)"),
        ("[ owl:onProperty :p ; owl:cardinality 1 ]", "(p exactly 1 owl#Thing)"),
        (
            "[ owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:maxExclusive 3 ] ) ]",
            'XMLSchema#integer[< "3"^^<http://www.w3.org/2001/XMLSchema#integer>]',
        ),
    ],
)
def test_expressions_are_written_as_people_do(expression: str, phrase: str) -> None:
    [_, line, *_] = written(KNOWN, f":x a {expression} .")
    assert line.startswith(f"  x belongs to {phrase}: ")


def test_an_axiom_is_written_with_its_verb() -> None:
    [_, line] = written(KNOWN, ":p owl:propertyChainAxiom ( :p :q ) .")
    assert line == "  p owl#propertyChainAxiom (p q): does not follow"
    [_, line] = written(KNOWN, ":p owl:inverseOf :q .")
    assert line == "  p is the inverse of q: does not follow"


def test_control_characters_are_shown_and_not_sent() -> None:
    assert "\x1b" not in "".join(written(KNOWN, r":a :d '\u001B[31m' ."))


def test_there_is_no_other_format() -> None:
    with pytest.raises(UnknownNameError, match="yaml"):
        ask("", ":x a owl:Thing .").write("yaml")
