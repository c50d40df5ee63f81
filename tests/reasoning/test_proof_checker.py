from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from proof_checker import RULES, check_proof, check_step
from rdf_terms import Statement
from rule_steps import STEPS, Step, statements, step, term

EACH_STEP = [(rule, text) for rule, texts in STEPS.items() for text in texts]
each_step = pytest.mark.parametrize(("rule", "text"), EACH_STEP)
STRAY = (term(":stray"), term(":p"), term(":a"))


def test_all_rules_of_the_specification_are_there() -> None:
    tables = {"eq": 9, "prp": 20, "cls": 19, "cax": 5, "dt": 5, "scm": 20}  # tables 4 to 9
    found = [rule.partition("-")[0] for rule in RULES]
    assert {table: found.count(table) for table in found} == tables
    assert set(STEPS) == set(RULES)


@each_step
def test_a_right_step_is_right_in_any_order(rule: str, text: str) -> None:
    premises, conclusion = step(text)
    assert check_step(rule, premises, conclusion) is None
    assert check_step(rule, tuple(reversed(premises)), conclusion) is None


@each_step
def test_each_premise_is_needed(rule: str, text: str) -> None:
    premises, conclusion = step(text)
    for missing in premises:
        rest = [premise for premise in premises if premise != missing]
        assert check_step(rule, rest, conclusion) is not None


@each_step
def test_nothing_else_is_a_premise(rule: str, text: str) -> None:
    premises, conclusion = step(text)
    strays: list[Statement] = [STRAY, *statements("list :stray :a :b")]
    for subject, predicate, object_ in premises:  # also what looks like one
        strays += [(term(":stray"), predicate, object_), (subject, predicate, term(":stray"))]
    for stray in strays:
        assert check_step(rule, (*premises, stray), conclusion) is not None


@each_step
def test_another_conclusion_is_wrong(rule: str, text: str) -> None:
    premises, conclusion = step(text)
    if conclusion is None:
        assert check_step(rule, premises, STRAY) is not None
        return
    subject, predicate, object_ = conclusion
    stray = term(":stray")
    assert check_step(rule, premises, None) is not None
    assert check_step(rule, premises, (stray, predicate, object_)) is not None
    assert check_step(rule, premises, (subject, stray, object_)) is not None
    assert check_step(rule, premises, (subject, predicate, stray)) is not None


@each_step
def test_no_other_rule_makes_the_step(rule: str, text: str) -> None:
    premises, conclusion = step(text)
    same = {"eq-rep-o"} if rule == "eq-trans" else set()  # which replaces b in :a = :b
    for other in set(RULES) - {rule} - same:
        assert check_step(other, premises, conclusion) is not None
    assert check_step("cax-foo", premises, conclusion) == "there is no rule cax-foo"


@pytest.mark.parametrize(
    ("rule", "text", "words"),
    [
        ("cax-sco", ":C rdfs:subClassOf :D . :b a :C -> :a a :D", "cax-sco: nothing given is {:a a :C}"),
        ("cax-sco", ":C rdfs:subClassOf :D . :a a :C . :b a :C -> :a a :D", "cax-sco: it does not ask for {:b a :C}"),
        ("cax-sco", ":C rdfs:subClassOf :D . :a a :C -> :a :p :D", "cax-sco does not conclude {:a :p :D}"),
        ("cax-sco", ":C rdfs:subClassOf :D . :a a :C -> false", "cax-sco does not conclude false"),
        ("cax-dw", ":C owl:disjointWith :D . :a a :C . :a a :D -> :a a :C", "cax-dw does not conclude {:a a :C}"),
        ("cls-oo", ":C owl:oneOf :l . :l rdf:first :a . :l rdf:rest :l -> :a a :C", "cls-oo: the list {:l} has no end"),
        ("dt-eq", "-> 1 = 2", "dt-eq: same does not hold of {1} and {2}"),
    ],
)  # fmt: skip
def test_a_wrong_step_is_told_by_what_is_wrong(rule: str, text: str, words: str) -> None:
    def said(match: re.Match[str]) -> str:
        return " ".join(str(term(word)) for word in match[1].split())

    assert check_step(rule, *step(text)) == re.sub(r"\{(.*?)\}", said, words)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        # what looks alike has to be the same
        ("prp-irp", ":p a owl:IrreflexiveProperty . :a :p :b -> false"),
        ("prp-trp", ":p a owl:TransitiveProperty . :a :p :b . :c :p :d -> :a :p :d"),
        ("prp-pdw", ":p owl:propertyDisjointWith :q . :a :p :b . :b :q :a -> false"),
        ("scm-avf2", ":R owl:allValuesFrom :C . :R owl:onProperty :p . :S owl:allValuesFrom :C . :S owl:onProperty :q . :p rdfs:subPropertyOf :q -> :R rdfs:subClassOf :S"),
        ("eq-diff1", ":a = :b . :b owl:differentFrom :a -> false"),
        # lists: in their order, whole, and of the right items
        ("prp-spo2", ":p owl:propertyChainAxiom :l . list :l :q :r . :a :r :b . :b :q :c -> :a :p :c"),
        ("prp-spo2", ":p owl:propertyChainAxiom :l . list :l :q :r . :a :q :b -> :a :p :b"),
        ("prp-key", ":C owl:hasKey :l . list :l :p :q . :a a :C . :b a :C . :a :p 1 . :b :p 1 . :a :q 1 . :b :q 2 -> :a = :b"),
        ("prp-key", ":C owl:hasKey :l . list :l :p . :a a :C . :b a :C . :a :p :b . :b :p :a -> :a = :b"),
        ("eq-diff2", ":all a owl:AllDifferent . :all owl:members :l . list :l :a :b . :b = :a -> false"),
        ("eq-diff2", ":all a owl:AllDifferent . :all owl:members :l . list :l :a :b . :a = :a -> false"),
        ("cax-adc", ":all a owl:AllDisjointClasses . :all owl:members :l . list :l :C :D . :a a :C -> false"),
        ("cls-oo", ":C owl:oneOf :l . :l rdf:first :a . :l rdf:rest :l1 -> :a a :C"),
        ("cls-oo", ":C owl:oneOf :l . :l rdf:first :a . :l rdf:rest :l -> :a a :C"),
        ("cls-oo", ":C owl:oneOf rdf:nil -> :a a :C"),
        ("cls-int1", ":C owl:intersectionOf rdf:nil -> :a a :C"),
        # literals and datatypes
        ("cls-maxc1", ":R owl:maxCardinality 1 . :R owl:onProperty :p . :a a :R . :a :p :b -> false"),
        ("cls-maxc2", ':R owl:maxCardinality "1" . :R owl:onProperty :p . :a a :R . :a :p :b . :a :p :c -> :b = :c'),
        ("cls-maxc2", ":R owl:maxCardinality 2 . :R owl:onProperty :p . :a a :R . :a :p :b . :a :p :c -> :b = :c"),
        ("prp-ap", "-> rdf:value a owl:AnnotationProperty"),
        ("dt-type1", "-> xsd:duration a rdfs:Datatype"),
        ("dt-type2", "-> 1 a xsd:string"),
        ("dt-type2", "-> :a a xsd:string"),
        ("dt-type2", '-> "one"^^xsd:integer a xsd:integer'),
        ("dt-type2", "-> 1 a xsd:duration"),
        ("dt-eq", '-> 1 = "1"'),
        ("dt-eq", "-> :a = :a"),
        ("dt-eq", '-> "one"^^xsd:integer = "one"^^xsd:integer'),
        ("dt-diff", '-> 1 owl:differentFrom "01"^^xsd:integer'),
        ("dt-diff", "-> :a owl:differentFrom 1"),
        ("dt-diff", '-> "P1D"^^xsd:duration owl:differentFrom "P2D"^^xsd:duration'),
        ("dt-not-type", "1 a xsd:decimal -> false"),
        ("dt-not-type", ":a a xsd:decimal -> false"),
        ("dt-not-type", '"P1D"^^xsd:duration a xsd:string -> false'),
    ],
)  # fmt: skip
def test_near_misses(rule: str, text: str) -> None:
    assert check_step(rule, *step(text)) is not None


def test_variables_may_stand_for_one_thing() -> None:
    assert check_step("prp-fp", *step(":p a owl:FunctionalProperty . :a :p :b -> :b = :b")) is None
    assert check_step("eq-trans", *step(":a = :a -> :a = :a")) is None
    twice = step(":p a owl:FunctionalProperty . :a :p :b . :a :p :b -> :b = :b")
    assert check_step("prp-fp", *twice) is None


def test_a_list_with_two_ways_through_it_is_read_along_one() -> None:
    one_way = ":C owl:oneOf :l . list :l :a :b -> :b a :C"
    other_way = ":C owl:oneOf :l . list :l :a -> :a a :C"
    both_ways = ":C owl:oneOf :l . list :l :a :b . :l rdf:rest rdf:nil -> :a a :C"
    assert check_step("cls-oo", *step(one_way)) is None
    assert check_step("cls-oo", *step(other_way)) is None
    assert check_step("cls-oo", *step(both_ways)) is not None


@pytest.mark.parametrize("length", [1, 2, 300])
def test_lists_of_any_length(length: int) -> None:
    items = [f":i{n}" for n in range(length)]
    listed = "list :l " + " ".join(items)
    chain = " . ".join(f":s{n} {item} :s{n + 1}" for n, item in enumerate(items))
    keys = " . ".join(f":a {item} 1 . :b {item} 1" for item in items)
    types = " . ".join(f":a a {item}" for item in items)
    steps = {
        "prp-spo2": f":p owl:propertyChainAxiom :l . {listed} . {chain} -> :s0 :p :s{length}",
        "prp-key": f":C owl:hasKey :l . {listed} . :a a :C . :b a :C . {keys} -> :a = :b",
        "cls-int1": f":C owl:intersectionOf :l . {listed} . {types} -> :a a :C",
        "cls-oo": f":C owl:oneOf :l . {listed} -> {items[-1]} a :C",
    }
    for rule, text in steps.items():
        premises, conclusion = step(text)
        assert check_step(rule, premises, conclusion) is None
        assert check_step(rule, premises[:-1], conclusion) is not None


# --- whole proofs --------------------------------------------------------------------------------


class Node(NamedTuple):
    statement: Statement | None
    rule: str
    premises: tuple[Node, ...] = ()


def leaf(text: str) -> Node:
    return Node(statements(text)[0], "asserted")


def node(text: str, rule: str, *premises: Node) -> Node:
    return Node(None if text == "false" else statements(text)[0], rule, premises)


SUB = leaf(":C rdfs:subClassOf :D")
MEMBER = leaf(":a a :C")
APART = leaf(":C owl:disjointWith :D")
HIGHER = node(":a a :D", "cax-sco", SUB, MEMBER)
ASSERTED = {leaf_.statement for leaf_ in (SUB, MEMBER, APART) if leaf_.statement is not None}


def test_a_proof_is_right_if_each_step_is() -> None:
    clash = node("false", "cax-dw", APART, HIGHER, MEMBER)
    assert check_proof(clash, ASSERTED) is None
    assert check_proof(HIGHER, ASSERTED) is None
    assert check_proof(MEMBER, ASSERTED) is None
    assert check_proof(node("owl:Thing a owl:Class", "cls-thing"), set()) is None


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        (leaf(":b a :C"), "is not asserted"),
        (node(":a a :D", "asserted", SUB, MEMBER), "is asserted and has premises"),
        (node(":a a :D", "cax-sco", SUB), "nothing given is"),
        (node(":a a :E", "cax-sco", leaf(":D rdfs:subClassOf :E"), HIGHER), "is not asserted"),
        (node("false", "cax-dw", APART, node(":a a :D", "cax-sco", MEMBER), MEMBER), "nothing given is"),
        (node(":b a :D", "cax-sco", SUB, node("false", "cax-dw", APART, HIGHER, MEMBER)), "is proved from false"),
        (Node(None, "asserted"), "false is not asserted"),
    ],
)  # fmt: skip
def test_a_proof_with_a_wrong_step_is_wrong(proof: Node, words: str) -> None:
    found = check_proof(proof, ASSERTED)
    assert found is not None
    assert words in found


def test_a_statement_may_not_be_among_its_own_grounds() -> None:
    back = leaf(":D rdfs:subClassOf :C")
    round_ = node(":a a :C", "cax-sco", back, HIGHER)
    asserted = ASSERTED | {s for s in [back.statement] if s is not None}
    assert "to prove itself" in (check_proof(round_, asserted) or "")
    further = node(":a a :D", "cax-sco", SUB, round_)
    assert "to prove itself" in (check_proof(further, asserted) or "")


class Loop:
    """A node that is a premise of itself, or of one like it that is made when asked for."""

    rule = "cax-sco"
    statement = HIGHER.statement

    def __init__(self, anew: bool) -> None:
        self._anew = anew

    @property
    def premises(self) -> tuple[Node | Loop, ...]:
        return SUB, Loop(True) if self._anew else self


@pytest.mark.parametrize("anew", [False, True])
def test_a_node_may_not_be_its_own_premise(anew: bool) -> None:
    assert "to prove itself" in (check_proof(Loop(anew), ASSERTED) or "")


def test_a_deep_proof_with_shared_parts_is_checked_in_no_time() -> None:
    asserted = set(statements(":p a owl:TransitiveProperty"))
    transitive = leaf(":p a owl:TransitiveProperty")
    last = leaf(":s0 :p :s1")
    asserted.update(statements(":s0 :p :s1"))
    for n in range(1, 400):
        edge = leaf(f":s{n} :p :s{n + 1}")
        asserted.update(statements(f":s{n} :p :s{n + 1}"))
        last = node(f":s0 :p :s{n + 1}", "prp-trp", transitive, last, edge)
    assert check_proof(last, asserted) is None


def test_steps_are_as_their_text_says() -> None:
    a, p, b = map(term, (":a", ":p", ":b"))
    assert step(":a :p :b -> false") == Step(((a, p, b),), None)
    cells = {tuple(map(str, cell)) for cell in statements("list :l :a :b")}
    assert len(cells) == 4
    assert step("-> :a :p :b") == Step((), (a, p, b))
