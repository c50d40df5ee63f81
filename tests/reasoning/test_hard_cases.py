"""Cases that are easily got wrong, each as small as it can be, against the table by Nemo."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal

from literal_values import same_value
from lunargraph.reasoning import Closure
from nemo_oracle import nemo_closure
from ontologies import triples
from proof_checker import check_proof
from rdf_terms import Statement

SPELT = " . lgi:x lg:d 1 . lgi:y lg:d 01"
CASES = {
    "a chain whose link turns out to be another property": (
        "lg:same rdfs:subPropertyOf owl:sameAs . lg:p0 lg:same lg:p1 . lgi:y lg:p2 lgi:z ."
        " lg:q owl:propertyChainAxiom ( lg:p1 lg:p2 ) . lgi:x lg:p0 lgi:y",
        "lgi:x lg:q lgi:z .",
    ),
    "an intersection whose part turns out to be another class": (
        "lg:same rdfs:subPropertyOf owl:sameAs . lg:A0 lg:same lg:A1 ."
        " lg:I owl:intersectionOf ( lg:A1 lg:B ) . lgi:x a lg:A0 , lg:B",
        "lgi:x a lg:I .",
    ),
    "a key whose property turns out to be another": (
        "lg:same rdfs:subPropertyOf owl:sameAs . lg:p0 lg:same lg:p1 . lg:C owl:hasKey ( lg:p1 ) ."
        " lgi:x a lg:C ; lg:p0 lgi:k . lgi:y a lg:C ; lg:p0 lgi:k",
        "lgi:x owl:sameAs lgi:y .",
    ),
    "a chain whose list is completed late": (
        "lg:n rdfs:subPropertyOf rdf:rest . lg:p owl:propertyChainAxiom _:l ."
        " _:l rdf:first lg:q ; lg:n ( lg:r ) . lgi:x lg:q lgi:y . lgi:y lg:r lgi:z",
        "lgi:x lg:p lgi:z .",
    ),
    "a union whose list is completed late": (
        "lg:n rdfs:subPropertyOf rdf:rest . lg:A owl:unionOf _:l . _:l rdf:first lg:C ; lg:n () ."
        " lgi:x a lg:C",
        "lgi:x a lg:A .",
    ),
    "a member of a union that turns out to be another class": (
        "lg:same rdfs:subPropertyOf owl:sameAs . lg:A0 lg:same lg:A1 ."
        " lg:U owl:unionOf ( lg:A1 lg:B ) . lgi:x a lg:A0",
        "lgi:x a lg:U .",
    ),
    "a class of a value under another spelling": (
        "lg:d rdfs:range lg:C . lgi:x lg:d 1 . lgi:y lg:e 01 ."
        " lg:R owl:onProperty lg:e ; owl:someValuesFrom lg:C",
        "lgi:y a lg:R .",
    ),
    "a chain over a value in two spellings": (
        "lg:e owl:inverseOf lg:d . lg:p owl:propertyChainAxiom ( lg:d lg:e )" + SPELT,
        "lgi:x lg:p lgi:y .",
    ),
    "a symmetric and transitive property over a value in two spellings": (
        "lg:d a owl:SymmetricProperty , owl:TransitiveProperty" + SPELT,
        "lgi:x lg:d lgi:y .",
    ),
    "an enumeration of values in other spellings": (
        "lg:D owl:oneOf ( 1 2 ) . lg:R owl:onProperty lg:d ; owl:someValuesFrom lg:D . lgi:x lg:d 01",
        "lgi:x a lg:R .",
    ),
    "one who has a value in two spellings": (
        "lg:d a owl:InverseFunctionalProperty" + SPELT,
        "lgi:x owl:sameAs lgi:y .",
    ),
}  # fmt: skip
CLASHES = {
    "a value that is denied in another spelling": (
        "[] owl:sourceIndividual lgi:x ; owl:assertionProperty lg:p ; owl:targetValue 1 ."
        " lgi:x lg:p 01"
    ),
    "disjoint properties with one value in two spellings": (
        "lg:p owl:propertyDisjointWith lg:q . lgi:x lg:p 1 ; lg:q 01"
    ),
    "a count of none in another spelling": (
        "lg:R owl:onProperty lg:p ; owl:maxCardinality 0.0 . lgi:x a lg:R ; lg:p lgi:y"
    ),
    "a value in two classes that exclude each other": (
        "lg:A owl:disjointWith lg:B . lg:d rdfs:range lg:A , lg:B . lgi:x lg:d 1"
    ),
}


def statements(turtle: str) -> set[Statement]:
    return {(each.subject, each.predicate, each.object) for each in triples(turtle)}


def respelt(statement: Statement, held: set[Statement]) -> bool:
    value = statement[2]
    return isinstance(value, Literal) and any(
        isinstance(other, Literal) and same_value(value, other)
        for subject, predicate, other in held
        if (subject, predicate) == statement[:2]
    )


@pytest.mark.parametrize("name", CASES)
def test_what_is_easily_missed_follows_and_is_proved(name: str) -> None:
    turtle, expected = CASES[name]
    asserted = statements(turtle + " .")
    closure = Closure.of_triples(triples(turtle + " ."))
    inferred = {(each.subject, each.predicate, each.object) for each in closure.inferred()}
    assert statements(expected) <= inferred
    assert inferred <= nemo_closure(triples(turtle + " ."))[0]
    for each in inferred:
        proof = closure.why(each)
        assert proof is not None
        assert check_proof(proof, asserted) is None


@pytest.mark.parametrize("name", CASES)
def test_what_is_easily_missed_comes_and_goes_with_the_facts(name: str) -> None:
    given = triples(CASES[name][0] + " .")
    whole = Closure.of_triples(given).inferred()
    for changed in given:
        rest = [each for each in given if each != changed]
        closure = Closure.of_triples(rest)
        before = closure.inferred()
        gained = closure.add([changed]).gained
        assert closure.inferred() == whole
        assert set(gained) == set(whole) - set(before) - {changed}
        lost = closure.remove([changed]).lost
        assert closure.inferred() == before
        assert set(lost) == set(whole) - set(before) - {changed}


@pytest.mark.parametrize("name", CLASHES)
def test_what_is_easily_missed_contradicts(name: str) -> None:
    closure = Closure.of_triples(triples(CLASHES[name] + " ."))
    [clash, *_] = closure.clashes()
    assert nemo_closure(triples(CLASHES[name] + " ."))[1]
    assert closure.why_false(clash) is not None


def test_a_type_of_a_value_that_two_rules_give_stays_when_one_is_gone() -> None:
    base = (
        "[ owl:onProperty lg:d ; owl:someValuesFrom xsd:integer ] rdfs:subClassOf lg:C ."
        " lg:e rdfs:range xsd:integer . lgi:x lg:d 1 ."
    )
    given = triples(base + " lgi:y lg:e 1 .")
    closure = Closure.of_triples(given)
    closure.remove(triples("lgi:y lg:e 1 ."))
    assert set(triples("lgi:x a lg:C .")) <= set(closure.inferred())


def test_a_change_that_fails_while_all_is_worked_out_anew_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closure = Closure.of_triples(triples("lg:A rdfs:subClassOf lg:B . lgi:x a lg:A ."))

    def fail(_: Closure) -> None:
        raise MemoryError

    monkeypatch.setattr(Closure, "_note_names", fail)
    with pytest.raises(MemoryError):
        closure.add(triples("lg:B owl:sameAs lg:C . lg:B rdfs:subClassOf lg:E ."))
    monkeypatch.undo()
    gained = closure.add(triples("lgi:y a lg:A .")).gained
    assert set(gained) == set(triples("lgi:y a lg:B ."))
    assert set(closure.inferred()) == set(triples("lgi:x a lg:B . lgi:y a lg:B ."))
