from __future__ import annotations

import pytest
from pyoxigraph import Quad

from lunargraph.explaining import prover
from lunargraph.reasoning import Closure
from lunargraph.reasoning.index import Index
from lunargraph.validation.lookups import Listing
from lunargraph.validation.names import Names
from lunargraph.validation.reasons import Reasons
from lunargraph.validation.shacl import shacl_results
from shape_cases import THINGS, triples

ONTOLOGY = """
    lg:Lander rdfs:subClassOf lg:Mission ; rdfs:label "lander" .
    lg:operates a owl:ObjectProperty ; owl:inverseOf lg:operatedBy ; rdfs:label "operates" .
    lg:operatedBy rdfs:range lg:Agency .
"""
NO_SIZE = "sh:property [ sh:path lg:size ; sh:minCount 1 ]"


def reasons(shapes: str, facts: str) -> list[str | None]:
    """Return why each result of *shapes* came about, in their order."""
    asserted = triples(THINGS + ONTOLOGY + facts)
    closure = Closure.of_triples(asserted)
    statements = Listing(asserted, closure.inferred())
    shape_triples = triples(shapes)
    names = Names([*asserted, *shape_triples])
    quads = [Quad(each.subject, each.predicate, each.object) for each in asserted]
    index = Index.of_triples(shape_triples)
    told = Reasons(index, statements, names, prover(closure, quads))
    results = shacl_results([*asserted, *closure.inferred()], shape_triples)
    return [told.why(result) for result in results]


def test_a_stated_class_needs_no_proof() -> None:
    assert reasons(f"s:m sh:targetClass lg:Mission ; {NO_SIZE} .", "") == [
        "looked at because it is a 'mission', which is stated"
    ]


def test_an_inferred_class_is_proved() -> None:
    [told] = reasons(
        f"s:m sh:targetClass lg:Mission ; {NO_SIZE} .",
        'lgi:m lg:size 1 . lgi:l a lg:Lander ; rdfs:label "L" .',
    )
    assert told is not None
    first, *proof = told.splitlines()
    assert first == "looked at because it is a 'mission', which follows:"
    assert proof == [
        "  1. L is a mission",
        "  │  from 2, as every lander is a mission (cax-sco)",
        "  └─ 2. L is a lander",
        "        asserted",
    ]


def test_a_class_that_is_a_shape_reaches_its_members() -> None:
    shapes = f"lg:Agency a sh:NodeShape , owl:Class ; {NO_SIZE} ."
    told = reasons(shapes, "lgi:m lg:operatedBy lgi:x . lgi:nasa lg:size 1 . lgi:esa lg:size 1 .")
    assert len(told) == 1
    assert told[0] is not None
    assert "it is an 'agency', which follows:" in told[0]
    assert "(prp-rng)" in told[0]


@pytest.mark.parametrize(
    ("target", "fact", "sentence", "rule"),
    [
        ("sh:targetSubjectsOf lg:operatedBy", "lgi:m lg:operatedBy lgi:nasa .",
         "it has a value of 'operated by', which is stated", None),
        ("sh:targetSubjectsOf lg:operatedBy", "lgi:nasa lg:operates lgi:m .",
         "it has a value of 'operated by', which follows:", "prp-inv"),
        ("sh:targetObjectsOf lg:operates", "lgi:m lg:operatedBy lgi:nasa .",
         "it is a value of 'operates', which follows:", "prp-inv"),
        ("sh:targetNode lgi:m", "", "the shape names M (lgi:m) itself", None),
    ],
)  # fmt: skip
def test_each_kind_of_target(target: str, fact: str, sentence: str, rule: str | None) -> None:
    [told] = reasons(f"s:m {target} ; {NO_SIZE} .", fact)
    assert told is not None
    assert told.splitlines()[0] == f"looked at because {sentence}"
    assert (rule is not None) == ("1. " in told)
    assert rule is None or rule in told


def test_a_value_that_nobody_wrote_is_proved() -> None:
    shapes = "s:m sh:targetClass lg:Mission ; sh:property [ sh:path lg:operatedBy ; sh:class lg:State ] ."
    [told] = reasons(shapes, "lgi:nasa lg:operates lgi:m .")
    assert told is not None
    assert told.splitlines()[:3] == [
        "looked at because it is a 'mission', which is stated",
        "nobody wrote its value 'operated by' NASA (lgi:nasa), which follows:",
        "  1. M is operated by NASA",
    ]
    [written] = reasons(shapes, "lgi:m lg:operatedBy lgi:nasa .")
    assert written == "looked at because it is a 'mission', which is stated"


def test_of_too_many_values_those_are_proved_that_follow() -> None:
    shapes = (
        "s:m sh:targetClass lg:Mission ; sh:property [ sh:path lg:operatedBy ; sh:maxCount 1 ] ."
    )
    [told] = reasons(shapes, "lgi:nasa lg:operates lgi:m . lgi:m lg:operatedBy lgi:esa .")
    assert told is not None
    assert told.count("  1. ") == 1
    assert "1. M is operated by NASA" in told


def test_a_thing_that_is_reached_through_another() -> None:
    shapes = f"""s:m sh:targetClass lg:Mission ;
        sh:property [ sh:path lg:operatedBy ; {NO_SIZE} ] ."""
    [told] = reasons(shapes, "lgi:nasa lg:operates lgi:m .")
    assert told is not None
    assert told.splitlines()[0] == "looked at because it is a 'mission', which is stated"
    assert told.splitlines()[1] == "and as a value of 'operated by' of M (lgi:m), which follows:"
    assert "1. M is operated by NASA" in told


def test_what_no_declared_target_reaches_has_no_reason() -> None:
    shapes = f"s:m a sh:NodeShape ; {NO_SIZE} ; sh:target [ a sh:SPARQLTarget ; sh:select" \
             ' "SELECT ?this WHERE { ?this a <https://w3id.org/lunargraph/ns#State> }" ] .'  # fmt: skip
    assert reasons(shapes, "") == [None]


def test_a_chain_of_classes_that_nobody_closed() -> None:
    shapes = triples(f"s:m sh:targetClass lg:Mission ; {NO_SIZE} .")
    data = triples("lgi:l a lg:Lander . lg:Lander rdfs:subClassOf lg:Mission .")
    told = Reasons(Index.of_triples(shapes), Listing(data), Names(data), lambda _: None)
    [result] = shacl_results(data, shapes)
    assert told.why(result) == ("looked at because it is a lg:Mission, which is stated")
