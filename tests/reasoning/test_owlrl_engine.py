from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from hypothesis import given, settings
from owlrl import DeductiveClosure
from owlrl.Namespaces import ERRNS
from owlrl.OWLRL import OWLRL_Semantics
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

import lunargraph.reasoning
from lunargraph.errors import UnknownNameError
from lunargraph.namespaces import LG
from lunargraph.reasoning import ENGINES
from lunargraph.reasoning.clashes import as_triple
from lunargraph.reasoning.noise import anonymous_expressions, is_noise
from ontologies import PLAIN, reasoned, triples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lunargraph.reasoning import Inference
    from lunargraph.reasoning.clashes import Statement, Term


def close(given_: Iterable[Triple], engine: str = "owlrl", **more: Any) -> Inference:
    return lunargraph.reasoning.close(given_, engine=engine, **more)


def inferred(turtle: str) -> set[Triple]:
    return set(close(triples(turtle)).inferred)


# --- what comes out ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        ("lg:A rdfs:subClassOf lg:B . lgi:x a lg:A .", "lgi:x a lg:B ."),
        ("lg:p rdfs:domain lg:A . lgi:x lg:p 1 .", "lgi:x a lg:A ."),
        ("lg:p owl:inverseOf lg:q . lgi:x lg:p lgi:y .", "lgi:y lg:q lgi:x ."),
        (
            "lg:p owl:propertyChainAxiom ( lg:q lg:r ) . lgi:x lg:q lgi:y . lgi:y lg:r lgi:z .",
            "lgi:x lg:p lgi:z .",
        ),
        (
            "lg:A owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( lg:B"
            " [ a owl:Restriction ; owl:onProperty lg:p ; owl:hasValue lgi:y ] ) ] ."
            " lgi:x a lg:B ; lg:p lgi:y .",
            "lgi:x a lg:A . lg:A rdfs:subClassOf lg:B .",
        ),
        (
            "lg:A owl:equivalentClass [ a owl:Restriction ; owl:onProperty lg:p ;"
            " owl:someValuesFrom xsd:nonNegativeInteger ] . lgi:x lg:p 5 . lgi:y lg:p -5 .",
            "lgi:x a lg:A .",
        ),
        (
            "lg:p a owl:FunctionalProperty . lgi:x lg:p lgi:y , lgi:z .",
            "lgi:y owl:sameAs lgi:z . lgi:z owl:sameAs lgi:y .",
        ),
        (
            "lgi:x a [ owl:onProperty lg:p ; owl:maxCardinality 1 ] ; lg:p lgi:y , lgi:z .",
            "lgi:y owl:sameAs lgi:z . lgi:z owl:sameAs lgi:y .",
        ),
    ],
)
def test_what_follows_and_nothing_else(turtle: str, expected: str) -> None:
    assert inferred(turtle) == set(triples(expected))


def test_inferred_statements_are_sorted_and_leave_out_the_asserted() -> None:
    given_ = triples("lg:A rdfs:subClassOf lg:B , lg:C . lgi:x a lg:A , lg:C . lgi:w a lg:A .")
    found = close(given_).inferred
    assert list(found) == sorted(found, key=str)
    assert not set(found) & set(given_)
    assert close(reversed(given_)).inferred == found


def test_schema_statements_that_say_something_are_kept() -> None:
    turtle = "lg:A rdfs:subClassOf lg:B . lg:B rdfs:subClassOf lg:C . lg:p rdfs:domain lg:A ."
    expected = "lg:A rdfs:subClassOf lg:C . lg:p rdfs:domain lg:B , lg:C ."
    assert inferred(turtle) == set(triples(expected))


def test_noise_of_declarations_is_left_out() -> None:
    turtle = (
        "lg:A a owl:Class . lg:p a owl:ObjectProperty . lg:d a owl:DatatypeProperty ;"
        " rdfs:range xsd:integer . lgi:x a lg:A ; lg:d 5 ; rdfs:label 'x' ; lg:p lgi:x ."
    )
    assert inferred(turtle) == set()


# --- literals ------------------------------------------------------------------------------------


def test_literals_keep_their_spelling() -> None:
    turtle = (
        "lg:p rdfs:subPropertyOf lg:q ."
        ' lgi:x lg:p "01"^^xsd:integer , "2024-6"^^xsd:date , " a "^^xsd:token , "a"@en , "a"@EN .'
    )
    values = {triple.object for triple in inferred(turtle)}
    assert values == {triple.object for triple in triples(turtle)[1:]}
    assert len(values) >= 4


def test_no_warning_is_logged_for_an_ill_written_literal(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        close(triples('lgi:x lg:p "2 June"^^xsd:date , "yes"^^xsd:boolean .'))
    assert caplog.records == []


def test_the_settings_of_rdflib_are_left_alone() -> None:
    before = rdflib.NORMALIZE_LITERALS
    close(triples("lgi:x lg:p 01 ."))
    assert before is rdflib.NORMALIZE_LITERALS is True
    assert rdflib.Literal("01", datatype=rdflib.XSD.integer).value == 1


def test_two_values_of_a_functional_property_do_not_spread() -> None:
    turtle = "lg:p a owl:FunctionalProperty . lgi:x lg:p 2020 , 2021 . lgi:y lg:p 2020 ."
    assert inferred(turtle) == set()


# --- odd input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "turtle",
    [
        "",
        "lg:A owl:intersectionOf _:l . _:l rdf:first lg:B ; rdf:rest _:l . lgi:x a lg:B .",
        "lg:A owl:intersectionOf lg:B .",
        "lg:A owl:maxCardinality lg:B ; owl:onProperty lg:p . lgi:x a lg:A ; lg:p lgi:y .",
        "lg:A owl:maxCardinality 'one' ; owl:onProperty lg:p . lgi:x a lg:A ; lg:p lgi:y .",
        "lg:A owl:maxQualifiedCardinality lgi:x ; owl:onProperty lg:p ; owl:onClass lg:C .",
        "lg:p rdfs:subPropertyOf 'q' . lgi:x lg:p lgi:y .",
        "lg:p rdfs:subPropertyOf _:q . lgi:x lg:p lgi:y .",
        "lgi:x owl:sameAs 'x' . lgi:x lg:p lgi:y .",
        "rdf:first rdfs:subPropertyOf lg:p .",
        "lgi:x rdf:_1 lgi:y ; rdf:_2 lgi:z .",
    ],
)
def test_odd_input_neither_fails_nor_goes_on_for_ever(turtle: str) -> None:
    assert isinstance(close(triples(turtle)).inferred, tuple)


@pytest.mark.parametrize(
    "cells",
    [
        "_:l rdf:first lg:B ; rdf:rest _:l .",
        "_:l rdf:first lg:B .",
        "_:l rdf:first lg:B , lg:C ; rdf:rest rdf:nil .",
        "_:l rdf:first lg:B ; rdf:rest rdf:nil , _:m . _:m rdf:first lg:C ; rdf:rest rdf:nil .",
        "_:l rdf:rest rdf:nil .",
    ],
)
def test_a_list_that_is_not_whole_says_nothing(cells: str) -> None:
    turtle = f"lg:A owl:unionOf _:l . {cells} lgi:x a lg:B ."
    assert inferred(turtle) == set()


def test_a_quoted_triple_goes_through_unchanged() -> None:
    triple = triples("lgi:x lg:p lgi:y .")[0]
    quoting = Triple(BlankNode("q"), NamedNode(LG + "quotes"), triple)
    [axiom] = triples("lg:quotes rdfs:subPropertyOf lg:says .")
    [found] = close([quoting, axiom]).inferred
    assert found.object == triple


def test_keys_are_left_out_and_the_notes_say_so() -> None:
    turtle = "lg:A owl:hasKey ( lg:p ) . lgi:x a lg:A ; lg:p 1 . lgi:y a lg:A ; lg:p 2 ."
    inference = close(triples(turtle))
    assert inference.inferred == ()
    assert len(inference.notes) == 1
    assert inference.notes[0].startswith("1 owl:hasKey axiom left out")
    assert close(triples("lgi:x lg:p 1 .")).notes == ()


def test_an_unknown_engine_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="owlrl"):
        close([], engine="owlr")
    assert ENGINES == ("duckdb", "owlrl")


def test_progress_names_the_cycle_and_the_statements() -> None:
    said: list[tuple[str, float | None]] = []
    close(
        triples("lg:A rdfs:subClassOf lg:B . lgi:x a lg:A ."),
        progress=lambda message, part: said.append((message, part)),
    )
    assert said[0][0].startswith("reasoning: cycle 1, ")
    assert [part for _, part in said] == [None] * len(said)
    assert len(said) >= 2


# --- owlrl itself, taken literally ---------------------------------------------------------------


def plainly_closed(asserted: set[Statement]) -> tuple[set[Statement], list[str]]:
    """Return the closure by owlrl as it comes, every reflexive statement too, and its errors."""
    graph = rdflib.Graph()
    back: dict[rdflib.term.Node, Term] = {}

    def name(term: Term) -> rdflib.term.Node:
        if isinstance(term, Literal):
            datatype = rdflib.URIRef(term.datatype.value)
            node: rdflib.term.Node = rdflib.Literal(term.value, datatype=datatype, normalize=False)
        else:
            kind = rdflib.URIRef if isinstance(term, NamedNode) else rdflib.BNode
            node = kind(term.value)  # type: ignore[union-attr]  # no quoted triples here
        back[node] = term
        return node

    for subject, predicate, object_ in asserted:
        graph.add((name(subject), name(predicate), name(object_)))
    DeductiveClosure(OWLRL_Semantics).expand(graph)  # type: ignore[no-untyped-call]  # no types
    errors = dict(graph.subject_objects(ERRNS.error))
    closed = {(ours(s, back), ours(p, back), ours(o, back)) for s, p, o in graph if s not in errors}
    return closed, sorted(map(str, errors.values()))


def ours(node: rdflib.term.Node, back: dict[rdflib.term.Node, Term]) -> Term:
    return back.get(node) or NamedNode(str(node))


def without_noise(closed: Iterable[Statement], asserted: set[Statement]) -> set[Triple]:
    expressions = anonymous_expressions(asserted)
    worth = (s for s in closed if s not in asserted and not is_noise(s, expressions))
    return {triple for triple in map(as_triple, worth) if triple is not None}


@settings(reasoned, max_examples=60)
@given(PLAIN)
def test_the_closure_is_that_of_owlrl_without_the_noise(turtle: str) -> None:
    given_ = triples(turtle)
    asserted: set[Statement] = {(t.subject, t.predicate, t.object) for t in given_}
    closed, errors = plainly_closed(asserted)
    found = close(given_)
    assert set(found.inferred) == without_noise(closed, asserted)
    assert found.clashes or not errors  # not the other way round: owlrl misses some


def test_the_comparison_can_fail() -> None:
    asserted: set[Statement] = {
        (t.subject, t.predicate, t.object)
        for t in triples("lg:A rdfs:subClassOf lg:B . lgi:x a lg:A .")
    }
    closed, errors = plainly_closed(asserted)
    assert without_noise(closed, asserted) == set(triples("lgi:x a lg:B ."))
    assert errors == []
    [nothing] = triples("lgi:x a owl:Nothing .")
    [error] = plainly_closed({(nothing.subject, nothing.predicate, nothing.object)})[1]
    assert "Nothing" in error
