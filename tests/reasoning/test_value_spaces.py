"""Value spaces against the values themselves: a grid of literals decides what may lie in what."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.datatypes import belongs, value_of
from lunargraph.reasoning.entailment.values import (
    EVERYTHING,
    Space,
    intersect,
    lies_in,
    of_datatype,
    of_literals,
    restrict,
)

XSD = PREFIXES["xsd"]
EDGES = [0, 1, 2, 3, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2**31, 2**32, 2**63, 2**64]
NUMBERS = [Literal(sign * edge) for edge in EDGES for sign in (1, -1)]
HALVES = [Literal(f"{n}.5", datatype=NamedNode(XSD + "decimal")) for n in (-129, -1, 0, 1, 3, 255)]
TEXTS = [
    Literal(text) for text in ("", "a", "a b", "a\tb", " a", "a:b", "zh-Hans", "1", "-x", "嫦")
]
OTHERS = [
    Literal("2024-06-02", datatype=NamedNode(XSD + "date")),
    Literal("2024-06-02T06:23:00", datatype=NamedNode(XSD + "dateTime")),
    Literal("2024-06-02T06:23:00Z", datatype=NamedNode(XSD + "dateTime")),
    Literal("true", datatype=NamedNode(XSD + "boolean")),
    Literal("Moon", language="en"),
]
GRID = NUMBERS + HALVES + TEXTS + OTHERS
NAMES = [
    *("integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
    *("byte", "short", "int", "long", "unsignedByte", "unsignedShort", "unsignedInt"),
    *("unsignedLong", "decimal", "string", "normalizedString", "token", "language", "Name"),
    *("NCName", "NMTOKEN", "date", "dateTime", "dateTimeStamp", "boolean"),
]
FACETS = ["minInclusive", "minExclusive", "maxInclusive", "maxExclusive", "pattern", "length"]


def space(name: str) -> Space:
    found = of_datatype(XSD + name)
    assert found is not None
    return found


def values(some: Space) -> set[Literal]:
    return {literal for literal in GRID if any(piece.has(literal) for piece in some)}


def listed(literals: list[Literal]) -> Space:
    found = of_literals(literals)
    assert found is not None
    return found


names = st.sampled_from(NAMES).map(space)
lists = st.lists(st.sampled_from(GRID), max_size=4).map(listed)
spaces = st.recursive(
    st.one_of(names, lists, st.just(EVERYTHING)),
    lambda inner: st.one_of(
        st.builds(intersect, inner, inner),
        st.builds(lambda one, other: one + other, inner, inner),
        st.builds(restrict, inner, st.sampled_from(FACETS), st.sampled_from(GRID)),
    ),
    max_leaves=4,
)


@pytest.mark.parametrize("name", NAMES)
def test_a_datatype_has_the_values_that_belong_to_it(name: str) -> None:
    assert values(space(name)) == {each for each in GRID if belongs(each, XSD + name)}


@pytest.mark.parametrize("name", NAMES)
def test_a_datatype_lies_in_those_that_have_all_its_values(name: str) -> None:
    own = {value_of(literal) for literal in values(space(name))}
    for other in NAMES:
        if lies_in(space(name), space(other)):
            assert own <= {value_of(literal) for literal in values(space(other))}, other
        elif len(own) > 3:  # fewer do not tell
            assert not own <= {value_of(literal) for literal in values(space(other))}, other


@settings(derandomize=True, max_examples=400, deadline=None)
@given(spaces, spaces)
def test_what_lies_in_another_has_no_other_values(one: Space, other: Space) -> None:
    if lies_in(one, other):
        assert values(one) <= values(other)


@settings(derandomize=True, max_examples=400, deadline=None)
@given(spaces, spaces)
def test_what_two_have_in_common_has_every_value_of_both(one: Space, other: Space) -> None:
    both = intersect(one, other)
    assert values(both) == values(one) & values(other)
    if all(piece.exact for piece in other):
        assert lies_in(both, other)


def test_a_facet_that_is_not_understood_leaves_a_premise_and_no_conclusion() -> None:
    short = restrict(space("string"), "maxLength", Literal(3))
    assert lies_in(short, space("string"))
    assert not lies_in(short, short)
    assert not lies_in(listed([Literal("a")]), short)


def test_bounds_that_are_no_numbers_are_not_understood() -> None:
    assert not lies_in(space("byte"), restrict(space("byte"), "minInclusive", Literal("0")))
    late = restrict(space("date"), "minInclusive", Literal(5))
    assert late != ()
    assert lies_in(late, space("date"))


def test_numbers_beyond_the_usual_precision_are_exact() -> None:
    huge = Literal(str(10**40), datatype=NamedNode(XSD + "integer"))
    above = restrict(space("integer"), "minExclusive", huge)
    more = Literal(str(10**40 + 1), datatype=NamedNode(XSD + "integer"))
    assert lies_in(above, restrict(space("integer"), "minInclusive", more))
    assert not any(piece.has(huge) for piece in above)
    assert any(piece.has(more) for piece in above)


def test_literals_without_a_known_value_give_no_space() -> None:
    assert of_literals([Literal("x", datatype=NamedNode("http://example.org/kg"))]) is None
    assert of_literals([NamedNode("http://example.org/x")]) is None
    assert of_datatype("http://example.org/kg") is None
