"""What follows from the ontology, what does not, and what contradicts it: one folder a case.

``premise.ttl`` is given; all of ``conclusion.ttl`` follows and nothing of ``non-conclusion.ttl``
does; ``clashes.txt`` names the rules that find a contradiction, and without it there is none.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from pyoxigraph import NamedNode, Triple

from examples_apart import described, load_ontology, load_triples, owners, set_apart
from lunargraph.namespaces import LG, PREFIXES
from lunargraph.reasoning import close

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/premise.ttl"))
OWL, RDFS, TYPE = PREFIXES["owl"], PREFIXES["rdfs"], PREFIXES["rdf"] + "type"

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


class Closure(NamedTuple):
    shared: set[str]
    premises: dict[str, set[Triple]]
    inferred: set[Triple]
    clashes: dict[str, set[str]]


@pytest.fixture(scope="module")
def closure() -> Closure:
    """The closure of the ontology and of all premises, each with individuals of its own."""
    ontology = load_ontology()
    shared = described(ontology)
    premises = {
        case.name: set(set_apart(load_triples(case / "premise.ttl"), case.name, shared))
        for case in CASES
    }
    outcome = close([*ontology, *(triple for each in premises.values() for triple in each)])
    clashes: dict[str, set[str]] = {}
    for clash in outcome.clashes:
        terms = (term for each in clash.statements for term in (each.subject, each.object))
        for name in owners([*clash.individuals, *terms]) or {"the ontology"}:
            clashes.setdefault(name, set()).add(clash.rule)
    return Closure(shared, premises, set(outcome.inferred), clashes)


def expected(case: Path, file: str, closure: Closure) -> list[Triple]:
    path = case / file
    return set_apart(load_triples(path), case.name, closure.shared) if path.exists() else []


@each_case
def test_the_conclusion_follows(case: Path, closure: Closure) -> None:
    missing = set(expected(case, "conclusion.ttl", closure)) - closure.inferred
    assert not missing


@each_case
def test_nothing_else_follows(case: Path, closure: Closure) -> None:
    held = closure.inferred | closure.premises[case.name]
    assert not held.intersection(expected(case, "non-conclusion.ttl", closure))


@each_case
def test_contradictions_are_found_and_no_others(case: Path, closure: Closure) -> None:
    path = case / "clashes.txt"
    rules = set(path.read_text().split()) if path.exists() else set()
    assert closure.clashes.get(case.name, set()) == rules


@each_case
def test_a_case_expects_something(case: Path) -> None:
    files = {path.name for path in case.iterdir()} - {"premise.ttl"}
    assert files
    assert files <= {"conclusion.ttl", "non-conclusion.ttl", "clashes.txt"}


def test_the_cases_do_not_see_each_other(closure: Closure) -> None:
    assert not [
        triple for triple in closure.inferred if len(owners([triple.subject, triple.object])) > 1
    ]


def test_the_ontology_itself_is_consistent(closure: Closure) -> None:
    assert "the ontology" not in closure.clashes


def _inferring_properties(ontology: list[Triple]) -> set[str]:
    """Return the properties of ours that an axiom about properties yields statements with."""
    found: set[object] = set()
    for triple in ontology:
        subject, predicate, object_ = triple.subject, triple.predicate.value, triple.object
        if predicate in {OWL + "propertyChainAxiom", OWL + "inverseOf"}:
            found.add(subject)
        if predicate == RDFS + "subPropertyOf":
            found.add(object_)
        if predicate == TYPE and object_.value in {  # type: ignore[union-attr]
            OWL + "SymmetricProperty",
            OWL + "TransitiveProperty",
        }:
            found.add(subject)
    return {term.value for term in found if isinstance(term, NamedNode)}


def _inferring_classes(ontology: list[Triple]) -> set[str]:
    """Return the classes that an axiom other than on properties yields members of."""
    predicates = {RDFS + "subClassOf", OWL + "equivalentClass"}
    axioms = [triple for triple in ontology if triple.predicate.value in predicates]
    terms = [triple.object for triple in axioms] + [
        triple.subject for triple in axioms if triple.predicate.value == OWL + "equivalentClass"
    ]
    return {term.value for term in terms if isinstance(term, NamedNode)}


def test_every_inferring_axiom_has_a_case(closure: Closure) -> None:
    ontology = load_ontology()
    concluded = [triple for case in CASES for triple in expected(case, "conclusion.ttl", closure)]
    properties = {triple.predicate.value for triple in concluded}
    classes = {triple.object.value for triple in concluded if triple.predicate.value == TYPE}  # type: ignore[union-attr]
    assert _inferring_properties(ontology) <= properties
    assert _inferring_classes(ontology) <= classes
    assert {LG + "signatoryOf", LG + "participatesIn"} <= properties
