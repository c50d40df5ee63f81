"""The entailment cases of the W3C for OWL 2 RL, and what is left of them without a premise.

Each case is a folder: what ``premise.rdf`` says, with what it imports, entails ``conclusion.rdf``,
or does not entail ``non-conclusion.rdf``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple

from lunargraph.formats import load_quads
from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.entailment import entails
from w3c_suites import SUITES, reason_to_skip

SUITE = SUITES / "owl2-rl"
POSITIVE = sorted(path.parent for path in SUITE.glob("cases/*/conclusion.rdf"))
NEGATIVE = sorted(path.parent for path in SUITE.glob("cases/*/non-conclusion.rdf"))
OWL, RDF, RDFS = (PREFIXES[name] for name in ("owl", "rdf", "rdfs"))

# Premises of claims that the conclusion does not need.
IDLE = {"new-feature-keys-003": ["StPeter"]}

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason=reason_to_skip("owl2-rl"))


def load(path: Path) -> list[Triple]:
    """Return the triples of a file and of what it imports from the suite."""
    triples = [quad.triple for quad in load_quads(path)]
    imports = [t.object for t in triples if t.predicate.value == OWL + "imports"]
    files = [SUITE / "imports" / f"{iri.value.rpartition('/')[2]}.rdf" for iri in imports]  # type: ignore[union-attr]  # an IRI
    return [*triples, *(triple for file in files for triple in load(file))]


def cases(paths: list[Path]) -> list[object]:
    return [pytest.param(path, id=path.name) for path in paths]


def claims(premises: list[Triple]) -> list[Triple]:
    """Return the premises that are no declarations, or all of them if there are no others."""
    return [triple for triple in premises if not is_declaration(triple)] or premises


def is_declaration(triple: Triple) -> bool:
    if triple.predicate.value == OWL + "imports":
        return True
    kinds = {OWL + "Class", OWL + "Ontology", OWL + "NamedIndividual", OWL + "Restriction"}
    kinds |= {f"{OWL}{kind}Property" for kind in ("Object", "Datatype", "Annotation")}
    said = triple.object.value if isinstance(triple.object, NamedNode) else ""
    return triple.predicate.value == RDF + "type" and said in kinds


@pytest.mark.parametrize("case", cases(POSITIVE))
def test_the_conclusion_follows(case: Path) -> None:
    answer = entails(load(case / "premise.rdf"), load(case / "conclusion.rdf"))
    assert not answer.inconsistent
    assert answer.missing == ()


@pytest.mark.parametrize("case", cases(NEGATIVE))
def test_the_non_conclusion_does_not_follow(case: Path) -> None:
    answer = entails(load(case / "premise.rdf"), load(case / "non-conclusion.rdf"))
    assert not answer.holds
    assert not answer.exhausted


@pytest.mark.parametrize("case", cases(POSITIVE))
def test_the_conclusion_needs_each_claim_of_the_premise(case: Path) -> None:
    premises, conclusion = load(case / "premise.rdf"), load(case / "conclusion.rdf")
    idle = IDLE.get(case.name, [])
    for claim in claims(premises):
        left = [triple for triple in premises if triple != claim]
        needless = str(claim.subject).rstrip(">").endswith(tuple(idle)) if idle else False
        assert entails(left, conclusion).holds <= needless, claim


@pytest.mark.parametrize("case", cases(POSITIVE))
def test_the_conclusion_does_not_follow_from_declarations(case: Path) -> None:
    premises = load(case / "premise.rdf")
    declared = [triple for triple in premises if triple not in claims(premises)]
    assert not entails(declared, load(case / "conclusion.rdf")).holds


def test_the_suite_is_whole() -> None:
    assert (len(POSITIVE), len(NEGATIVE)) == (27, 23)
