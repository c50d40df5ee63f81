from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from nemo_oracle import RULES, nemo_closure, nemo_steps
from ontologies import CLASHING, KEYED, PLAIN, RICH, reasoned, smallest, triples
from owlrl_oracle import owlrl_closure
from proof_checker import RULES as CHECKED_RULES
from proof_checker import check_step
from rdf_terms import Statement, named
from rule_steps import STEPS, statements, step, term

EACH_STEP = [(rule, text) for rule, texts in STEPS.items() for text in texts]


def closure(text: str) -> set[Statement]:
    return nemo_closure(step(f"{text} -> false").premises)[0]


def uses(statements_: tuple[Statement | None, ...]) -> list[Statement]:
    """Return a use of each literal: a rule about literals starts from those in the graph."""
    terms = {term_ for statement in statements_ if statement for term_ in statement}
    return [
        (term(":user"), term(":uses"), literal) for literal in terms if isinstance(literal, Literal)
    ]


def follows(rule: str, premises: list[Statement], conclusion: Statement | None) -> bool:
    closed, clashes = nemo_closure(premises)
    return rule in clashes if conclusion is None else conclusion in closed


# --- rule by rule --------------------------------------------------------------------------------


def test_each_rule_stands_once_in_the_program() -> None:
    assert sorted(re.findall(r'#\[name\("(.*?)"\)\]', RULES)) == sorted(CHECKED_RULES)
    told = set(re.findall(r'clash\("(.*?)"\)', RULES))
    assert told == {rule for rule, (text, *_) in STEPS.items() if text.endswith("false")}


@pytest.mark.parametrize(("rule", "text"), EACH_STEP)
def test_what_a_rule_concludes_follows(rule: str, text: str) -> None:
    premises, conclusion = step(text)
    assert follows(rule, [*premises, *uses((*premises, conclusion))], conclusion)


@pytest.mark.parametrize(
    ("rule", "text"),
    [(rule, texts[-1]) for rule, texts in STEPS.items() if texts[-1].endswith("false")]
    + [("prp-key", text) for text in STEPS["prp-key"]],
)
def test_and_follows_from_no_less(rule: str, text: str) -> None:
    # The other rules are compared with owlrl.
    premises, conclusion = step(text)
    for missing in premises:
        rest = [premise for premise in premises if premise != missing]
        assert not follows(rule, [*rest, *uses(tuple(rest))], conclusion)


def test_nothing_yields_the_axioms_and_that_each_thing_is_itself() -> None:
    closed, clashes = nemo_closure([])
    assert clashes == set()
    same = named("owl:sameAs")
    assert {one == other for one, predicate, other in closed if predicate == same} == {True}
    rest = {statement for statement in closed if statement[1] != same}
    axioms = (
        "owl:Thing a owl:Class",
        "rdfs:label a owl:AnnotationProperty",
        "xsd:int a rdfs:Datatype",
    )
    schema = ("owl:Nothing rdfs:subClassOf owl:Thing", "owl:Thing owl:equivalentClass owl:Thing")
    assert {statements(text)[0] for text in axioms + schema} <= rest
    assert {predicate for _, predicate, _ in rest} == set(
        map(named, ("rdf:type", "rdfs:subClassOf", "owl:equivalentClass"))
    )


# --- lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [1, 2, 3, 9])
def test_lists_of_any_length(length: int) -> None:
    items = [f":i{n}" for n in range(length)]
    listed = f"list :l {' '.join(items)}"
    steps = " . ".join(f":s{n} {item} :s{n + 1}" for n, item in enumerate(items))
    chain = closure(f":p owl:propertyChainAxiom :l . {listed} . {steps}")
    assert statements(f":s0 :p :s{length}")[0] in chain
    assert statements(f":s1 :p :s{length}")[0] not in chain
    types = " . ".join(f":a a {item}" for item in items)
    members = closure(f":C owl:intersectionOf :l . {listed} . {types} . :b a {items[-1]}")
    assert statements(":a a :C")[0] in members
    assert (statements(":b a :C")[0] in members) == (length == 1)
    values = " . ".join(f":a {item} 1 . :b {item} 1 . :c {item} 1" for item in items[1:])
    typed = ":a a :C . :b a :C . :c a :C"
    keyed = f":C owl:hasKey :l . {listed} . {typed} . :a {items[0]} 1 . :b {items[0]} 1 . :c {items[0]} 2"
    same = closure(f"{keyed} . {values}" if values else keyed)
    assert statements(":a = :b")[0] in same
    assert statements(":a = :c")[0] not in same


@pytest.mark.parametrize(
    "broken",
    [
        ":l rdf:first :a",
        ":l rdf:first :a . :l rdf:rest :l",
        ":l rdf:first :a . :l rdf:rest :m . :m rdf:first :b",
        ":l rdf:first :a . :l rdf:rest :m . :m rdf:rest rdf:nil",
        ":l rdf:rest rdf:nil",
    ],
)
def test_a_list_without_an_end_is_none(broken: str) -> None:
    closed = closure(f":C owl:oneOf :l . :D owl:unionOf :l . {broken}")
    classes = set(map(term, (":C", ":D")))
    assert not [s for s in closed if s[2] in classes and s[0] not in classes]


def test_a_list_with_two_ways_through_it_is_read_along_both() -> None:
    closed = closure(":C owl:oneOf :l . list :l :a :b . :l rdf:rest :m . list :m :c")
    members = {s for s, p, o in closed if (p, o) == (named("rdf:type"), term(":C"))}
    assert members == set(map(term, (":a", ":b", ":c")))


# --- terms ---------------------------------------------------------------------------------------


def test_terms_come_out_as_they_went_in() -> None:
    text = (
        'lgi:x lg:p "01"^^xsd:integer , "1"^^xsd:integer , "a"@en , "a, \\"b\\" <c>\\n" , _:b ,'
        ' "2 June"^^xsd:date , "k"^^lg:unit . lg:p rdfs:subPropertyOf lg:q .'
    )
    asserted = triples(text)
    quoting = Triple(BlankNode("q"), asserted[0].predicate, asserted[0])
    closed, clashes = nemo_closure([*asserted, quoting])
    q = NamedNode(asserted[0].predicate.value.replace("#p", "#q"))
    objects = {o for _, p, o in closed if p == q}
    assert objects == {t.object for t in [*asserted[:-1], quoting]}
    assert clashes == set()


def test_literals_of_one_value_stand_for_each_other() -> None:
    closed = closure(
        ':a :p 1 . :b :p "01"^^xsd:integer . :c :p "1" . :R owl:hasValue 1 . :R owl:onProperty :p'
    )
    members = {s for s, p, o in closed if (p, o) == (named("rdf:type"), term(":R"))}
    assert members == {term(":a"), term(":b")}


def test_statements_that_rdf_cannot_write_lead_further() -> None:
    asserted = [*statements("1 :p 2"), *statements(":p rdfs:domain :C")]
    assert statements("1 a :C")[0] in nemo_closure(asserted)[0]


# --- against owlrl -------------------------------------------------------------------------------

WORDS = {
    "'sameAs' and 'differentFrom'": {"eq-diff1"},
    "'sameAs' and 'AllDifferent'": {"eq-diff2", "eq-diff3"},
    "Irreflexive": {"prp-irp"},
    "asymmetric": {"prp-asyp"},
    "'AllDisjointProperties'": {"prp-adp"},
    "usage of disjoint properties": {"prp-pdw"},
    "Negative (object)": {"prp-npa1"},
    "Negative (datatype)": {"prp-npa2"},
    "of type 'Nothing'": {"cls-nothing2"},
    "complementarity": {"cls-com"},
    "maximum cardinality": {"cls-maxc1"},
    "maximum qualified": {"cls-maxqc1", "cls-maxqc2"},
    "Disjoint classes": {"cax-dw", "cax-adc"},
}
"""How owlrl words what concludes false."""
MISSED = {"eq-diff2", "eq-diff3", "prp-adp"}
"""owlrl 7.6.2 leaves the last item of the list out, and so finds nothing in a list of two."""


def difference(turtle: str) -> set[object]:
    """Return what one of Nemo and owlrl has and the other has not."""
    asserted = triples(turtle)
    closed, clashes = nemo_closure(asserted)
    theirs, messages = owlrl_closure(asserted)
    different: set[object] = {*(closed ^ theirs)}
    for words, rules in WORDS.items():
        told = any(words in message for message in messages)
        if told != bool(rules & clashes) and not (rules <= MISSED and not told):
            different.add((words, frozenset(rules)))
    return different


def compare(turtle: str) -> None:
    if difference(turtle):
        least = smallest(turtle, lambda fewer: bool(difference(fewer)))
        pytest.fail(f"{least}\n{difference(least)}")


@settings(reasoned, max_examples=10)
@given(PLAIN)
def test_plain_graphs_have_the_closure_of_owlrl(turtle: str) -> None:
    compare(turtle)


@settings(reasoned, max_examples=25)
@given(RICH)
def test_rich_graphs_have_the_closure_of_owlrl(turtle: str) -> None:
    compare(turtle)


@settings(reasoned, max_examples=20)
@given(CLASHING)
def test_contradictions_are_those_of_owlrl(turtle: str) -> None:
    compare(turtle)


def test_the_comparison_can_fail() -> None:
    key = "lg:C owl:hasKey ( lg:p ) . lgi:x a lg:C ; lg:p 1 . lgi:y a lg:C ; lg:p 2 ."
    assert difference(key)  # by the last property of a key, which owlrl 7.6.2 leaves out
    noise = "lgi:x a lg:C .\n"
    assert smallest(noise + key + "\n" + noise, lambda g: bool(difference(g))) == key
    assert not difference(noise)


# --- against the checker -------------------------------------------------------------------------


def check_steps(turtle: str) -> None:
    asserted = {(t.subject, t.predicate, t.object) for t in triples(turtle)}
    for rule, premises, conclusion in nemo_steps(asserted):
        if rule == "asserted":
            assert conclusion in asserted
        else:
            # A trace may show by another axiom that a list has an end: one premise too many.
            ways = [premises, *(premises - {premise} for premise in premises)]
            assert any(check_step(rule, way, conclusion) is None for way in ways), (rule, premises)


@settings(reasoned, max_examples=8)
@given(KEYED)
def test_the_checker_agrees_with_each_step(turtle: str) -> None:
    check_steps(turtle)


@settings(reasoned, max_examples=8)
@given(CLASHING)
def test_the_checker_agrees_with_each_contradiction(turtle: str) -> None:
    check_steps(turtle)


def test_a_step_says_what_it_rests_on() -> None:
    premises, conclusion = step(STEPS["prp-spo2"][-1])
    [found] = [s for s in nemo_steps(premises) if s.conclusion == conclusion]
    assert (found.rule, found.premises) == ("prp-spo2", frozenset(premises))
    assert {s.rule for s in nemo_steps(premises) if s.conclusion in premises} == {"asserted"}
