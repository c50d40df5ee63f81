"""What readers do without is folded, and nothing else is lost."""

import pytest
from pyoxigraph import BlankNode

from explained import ex, explained
from lunargraph.explaining.outlines import Outliner
from lunargraph.explaining.points import Point
from lunargraph.explaining.schema import TYPE, is_axiom, is_part
from lunargraph.reasoning.clashes import Statement
from lunargraph.reasoning.index import Index, rdfs
from lunargraph.reasoning.proofs import ASSERTED, Proof

DEFINITION = """
    ex:Signatory owl:equivalentClass [ owl:intersectionOf (
        ex:Agent [ owl:onProperty ex:signed ; owl:hasValue ex:accords ] ) ] .
    ex:State rdfs:subClassOf ex:Country . ex:Country rdfs:subClassOf ex:Agent .
    ex:signed owl:propertyChainAxiom ( ex:made ex:of ) .
    ex:sn a ex:State ; ex:made ex:sig . ex:sig ex:of ex:accords .
"""


def texts(point: Point) -> set[str]:
    return {" ".join(map(str, each.statement or ("false",))) for each in point.walk()}


def rules(point: Point) -> list[tuple[str, ...]]:
    return [way.rules for each in point.walk() for way in each.ways]


def test_classes_without_a_name_and_lists_are_folded() -> None:
    root = explained(DEFINITION, "ex:sn a ex:Signatory").outline().root
    for point in root.walk():
        assert point.statement is not None
        assert not any(isinstance(term, BlankNode) for term in point.statement)
    [way] = root.ways
    assert way.rules[0] in {"cax-sco", "cax-eqc2", "cax-eqc1"}
    assert {"cls-int1", "cls-hv2"} < set(way.rules)
    [axiom] = way.axioms
    assert axiom[0] == ex("Signatory")


def test_what_follows_from_axioms_is_told_by_these() -> None:
    root = explained(DEFINITION, "ex:sn a ex:Agent").outline().root
    wide = {axiom for each in root.walk() for way in each.ways for axiom in way.axioms}
    assert wide == {
        (ex("State"), rdfs("subClassOf"), ex("Country")),
        (ex("Country"), rdfs("subClassOf"), ex("Agent")),
    }


def test_in_full_each_step_stands() -> None:
    root = explained(DEFINITION, "ex:sn a ex:Signatory").outline(full=True).root
    assert all(len(names) == 1 for names in rules(root))
    assert any(
        each.statement is not None and isinstance(each.statement[2], BlankNode)
        for each in root.walk()
    )


@pytest.mark.parametrize("full", [False, True])
def test_an_axiom_that_follows_is_shown_with_the_axioms_behind_it(full: bool) -> None:
    root = explained(DEFINITION, "ex:State rdfs:subClassOf ex:Agent").outline(full=full).root
    assert [each.asserted for each in root.walk()] == [False, True, True]


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("question", ["ex:sn a ex:Signatory", "ex:sn ex:signed ex:accords"])
def test_no_fact_and_no_axiom_is_lost(question: str, full: bool) -> None:
    explanation = explained(DEFINITION, question)
    root = explanation.outline(full=full).root
    points = {each.statement for each in root.walk() if each.asserted}
    axioms = {axiom for each in root.walk() for way in each.ways for axiom in way.axioms}
    assert explanation.proof is not None
    kept = {leaf for leaf in explanation.proof.leaves() if not is_part(leaf)}
    assert points | axioms == kept


def test_a_shared_part_is_one_point() -> None:
    trig = DEFINITION + "ex:Both owl:intersectionOf ( ex:Agent ex:Country ) ."
    root = explained(trig, "ex:sn a ex:Both").outline().root
    statements = [each.statement for each in root.walk()]
    assert len(statements) == len(set(statements))


def test_what_only_a_fact_makes_an_axiom_stays_a_step() -> None:
    """Two classes are found to be the same, so that an axiom rests on facts."""
    trig = """ex:key a owl:InverseFunctionalProperty . ex:A ex:key ex:k . ex:B ex:key ex:k .
              ex:A rdfs:subClassOf ex:C . ex:x a ex:B ."""
    explanation = explained(trig, "ex:x a ex:C")
    root = explanation.outline().root
    assert explanation.proof is not None
    facts = {leaf for leaf in explanation.proof.leaves() if not is_axiom(leaf)}
    assert facts <= {each.statement for each in root.walk()}


def test_a_contradiction_has_an_outline() -> None:
    facts: list[Statement] = [(ex("x"), TYPE, ex("A")), (ex("x"), TYPE, ex("B"))]
    axiom: Statement = (ex("A"), ex("disjoint"), ex("B"))
    proof = Proof(None, "cax-dw", tuple(Proof(each, ASSERTED) for each in (*facts, axiom)))
    root = Outliner(Index([])).point(proof)
    assert root.statement is None
    assert [each.statement for each in root.ways[0].premises] == [*facts, axiom]


def test_a_long_proof_is_no_deep_recursion() -> None:
    links = " ".join(f"ex:n{n} ex:next ex:n{n + 1} ." for n in range(3))
    trig = f"ex:next a owl:TransitiveProperty . {links}"
    root = explained(trig, "ex:n0 ex:next ex:n3").outline().root
    assert texts(root)
    proof = Proof((ex("n"), ex("p"), ex("n0")), ASSERTED)
    for n in range(1, 3000):
        proof = Proof((ex("n"), ex("p"), ex(f"n{n}")), "prp-trp", (proof,))
    assert len(list(Outliner(Index([])).point(proof).walk())) == 3000
