from __future__ import annotations

import pytest

from lunargraph.errors import LunarGraphError
from lunargraph.validation.lookups import Listing
from lunargraph.validation.shacl import shacl_results
from lunargraph.validation.shape_graphs import as_specified, shapes_in
from shape_cases import THINGS, on_landing, on_missions, triples

TWO = "lgi:m lg:landedOn 'x'@en , 'y'@en ."


@pytest.mark.parametrize(
    ("value", "count"),
    [("true", 1), ("false", 0), ('"1"^^xsd:boolean', 0), ('"0"^^xsd:boolean', 0)],
)
def test_only_the_term_true_switches_a_constraint_on(value: str, count: int) -> None:
    unique, closed = on_landing(f"sh:uniqueLang {value}"), on_missions(f"sh:closed {value}")
    assert len(shacl_results(triples(THINGS + TWO), unique)) == count
    assert bool(shacl_results(triples(THINGS), closed)) == bool(count)


def prefixed(declarations: str) -> list[object]:
    shapes = on_missions(
        "sh:sparql [ sh:prefixes s:own ; sh:select"
        " 'SELECT $this ?value WHERE { $this far:landedOn ?value }' ]"
    )
    return list(shacl_results(triples(THINGS + TWO), shapes + triples(declarations)))


FAR = '[ sh:prefix "far" ; sh:namespace "https://w3id.org/lunargraph/ns#"^^xsd:anyURI ]'


def test_prefixes_are_imported_however_far_away() -> None:
    assert len(prefixed(f"s:own sh:declare {FAR} .")) == 2
    far = f"s:own owl:imports s:near . s:near owl:imports s:far . s:far sh:declare {FAR} ."
    assert len(prefixed(far)) == 2
    assert len(prefixed(f"{far} s:far owl:imports s:own .")) == 2


def test_a_prefix_that_nothing_declares_is_refused() -> None:
    with pytest.raises(LunarGraphError, match=r"the shapes cannot be used: .*far"):
        prefixed("s:own owl:imports s:near .")


def test_other_shapes_stay_as_they_are() -> None:
    shapes = on_landing("sh:uniqueLang true ; sh:minCount 1")
    assert as_specified(shapes) == shapes


AMONG = """
    s:m a sh:NodeShape , lg:Kind ; sh:targetClass lg:Mission ; rdfs:label "mission" ;
        sh:property s:p , [ sh:path [ sh:inversePath lg:operatedBy ] ; sh:in ( lgi:a 1.50 ) ] .
    s:p sh:path ( lg:operatedBy rdfs:label ) ; sh:minCount 1 .
    lg:Kind rdfs:subClassOf rdfs:Class .
    s:own sh:declare [ sh:prefix "far" ; sh:namespace "urn:far"^^xsd:anyURI ] ; owl:imports s:near .
    s:t a sh:NodeShape .
"""


def test_shapes_are_found_among_other_statements() -> None:
    shapes = triples(AMONG)
    others = triples(THINGS + "lgi:a a lg:Mission ; lg:operatedBy [ rdfs:label 'nobody' ] .")
    assert set(shapes_in(Listing([*shapes, *others]))) == set(shapes)
    assert shapes_in(Listing(others)) == []
