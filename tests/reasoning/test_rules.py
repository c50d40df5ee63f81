"""Every rule of the table by its name: what follows, by this rule, and what is near and does not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from pyoxigraph import Literal, Triple

from lunargraph.reasoning import Closure
from lunargraph.reasoning.proofs import Proof
from lunargraph.reasoning.rules import RULES, rule_named
from ontologies import triples
from proof_checker import check_proof
from rdf_terms import Statement

CASES: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("rules.toml").read_text("utf-8")
)
FALSE = [name for name, case in CASES.items() if case["follows"] == "false"]
TRUE = [name for name in CASES if name not in FALSE]
# Names that statements near by may need to be known.
EXTRA = "lgi:known lg:knows lgi:c , lgi:d , lgi:w , lgi:y , lg:D , lg:E , lg:q , lg:r , lg:S ."


def statement(text: str) -> Statement:
    """Return the statement of a line of Turtle, whose subject may be a number."""
    if not text[0].isdigit():
        [triple] = triples(text)
        return (triple.subject, triple.predicate, triple.object)
    subject, rest = text.split(" ", 1)
    [[_, _, literal]] = [tuple(each) for each in triples(f"lgi:x lg:p {subject} .")]
    [triple] = triples(f"lgi:x {rest}")
    return (literal, triple.predicate, triple.object)


def asserted(given: list[Triple]) -> set[Statement]:
    return {(triple.subject, triple.predicate, triple.object) for triple in given}


def test_every_rule_has_a_case_in_the_order_of_the_specification() -> None:
    assert list(CASES) == [rule.name for rule in RULES]
    assert len(CASES) == 78
    assert [name for name in CASES if rule_named(name).is_false] == FALSE


@pytest.mark.parametrize("name", TRUE)
def test_a_rule_concludes(name: str) -> None:
    given = triples(CASES[name]["given"])
    proof = Closure.of_triples(given).why(statement(CASES[name]["follows"]))
    assert isinstance(proof, Proof)
    assert proof.rule == name
    assert check_proof(proof, asserted(given)) is None


@pytest.mark.parametrize("name", TRUE)
def test_a_rule_concludes_nothing_near(name: str) -> None:
    near, *rest = CASES[name]["near"].split(" . ", 1)
    given = triples(" ".join([CASES[name]["given"], EXTRA, *rest]))
    assert Closure.of_triples(given).why(statement(near.rstrip(" .") + " .")) is None


@pytest.mark.parametrize("name", FALSE)
def test_a_rule_finds_the_contradiction(name: str) -> None:
    given = triples(CASES[name]["given"])
    closure = Closure.of_triples(given)
    [clash] = [clash for clash in closure.clashes() if clash.rule == name]
    proof = closure.why_false(clash)
    assert proof is not None
    assert (proof.statement, proof.rule) == (None, name)
    assert check_proof(proof, asserted(given)) is None


@pytest.mark.parametrize("name", FALSE)
def test_a_rule_finds_no_contradiction_near(name: str) -> None:
    assert Closure.of_triples(triples(CASES[name]["near"])).clashes() == ()


def test_a_literal_that_does_not_fit_its_own_datatype_is_a_contradiction_without_a_range() -> None:
    closure = Closure.of_triples(triples("lgi:x lg:p '2 June'^^xsd:date ."))
    [clash] = closure.clashes()
    proof = closure.why_false(clash)
    assert proof is not None
    assert [isinstance(leaf[2], Literal) for leaf in proof.leaves()] == [True]
