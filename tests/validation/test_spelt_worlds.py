"""Literals come back from a world as the files spell them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Triple

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning import Closure
from lunargraph.store import Dataset
from lunargraph.store.worlds import World
from lunargraph.validation.spelt_worlds import SpeltWorld, as_stored

EX = "http://example.org/"
DATATYPES = (
    "boolean", "integer", "int", "long", "nonNegativeInteger", "unsignedByte", "decimal", "double",
    "float", "date", "gYear", "gYearMonth", "gMonthDay", "dateTime", "dateTimeStamp", "time",
    "duration", "dayTimeDuration", "yearMonthDuration", "string", "anyURI", "token", "hexBinary",
)  # fmt: skip
LEXICAL = (
    "0", "-0", "1", "01", "+1", "-12", "1.0", "1.50", "1.5", "-0.25", ".5", "1.", "1e0", "1E2", "NaN",
    "INF", "true", "false", "2024", "02024", "-0044", "2024-06", "2024-06Z", "2024-06-02",
    "2024-06-02Z", "2024-06-02+00:00", "2024-13-02", "--06-02", "2024-06-02T00:00:00",
    "2024-06-02T00:00:00Z", "2024-06-02T00:00:00.0Z", "2024-06-02T24:00:00Z", "2024-06-02T23:59:60Z",
    "2024-06-02T10:00:00+08:00", "12:00:00.0", "P12M", "P1Y", "PT36H", "P1D", "x", "", " 1", "a\"b",
)  # fmt: skip


def prop(name: str) -> NamedNode:
    return NamedNode(EX + name)


def typed(lexical: str, datatype: str) -> Literal:
    return Literal(lexical, datatype=NamedNode(PREFIXES["xsd"] + datatype))


def found_by(world: SpeltWorld, triple: Triple) -> list[Triple]:
    subject, predicate, object_ = triple.subject, triple.predicate, triple.object
    assert not isinstance(subject, Triple)
    assert not isinstance(object_, Triple)
    return list(world.triples(subject, predicate, object_))


literals = st.one_of(
    st.builds(typed, st.sampled_from(LEXICAL), st.sampled_from(DATATYPES)),
    st.sampled_from(
        [Literal("1"), Literal("one", language="en"), Literal("1", language="zh-hant")]
    ),
)
things = st.sampled_from([prop("a"), prop("b")])
objects = st.one_of(literals, literals, things)
statements = st.builds(Triple, things, st.sampled_from([prop("p"), prop("q")]), objects)
SAME = Triple(prop("a"), NamedNode(PREFIXES["owl"] + "sameAs"), prop("b"))
BELOW = Triple(prop("p"), NamedNode(PREFIXES["rdfs"] + "subPropertyOf"), prop("q"))
axioms = st.sets(st.sampled_from([SAME, BELOW]))


@settings(derandomize=True, max_examples=25, deadline=None)
@given(st.sets(statements, max_size=8), axioms)
def test_a_world_has_what_is_asserted_and_what_follows(
    facts: set[Triple], schema: set[Triple]
) -> None:
    asserted = facts | schema
    closure = Closure.of_triples(asserted)
    quads = [Quad(triple.subject, triple.predicate, triple.object) for triple in asserted]
    world = SpeltWorld(World(Dataset.from_quads(quads, closure.inferred())), lambda: closure)
    holds = asserted | set(closure.inferred())
    assert sorted(map(str, world.triples())) == sorted(map(str, holds))
    for triple in holds:
        assert found_by(world, triple) == [triple]
    for literal in as_stored([each.object for each in facts if isinstance(each.object, Literal)]):
        found = set(world.triples(None, None, literal))
        assert found == {triple for triple in holds if triple.object == literal}


@pytest.mark.parametrize("datatype", DATATYPES)
def test_every_literal_that_the_store_changes_is_looked_up(datatype: str) -> None:
    asserted = {Triple(prop(f"x{n}"), prop("p"), typed(x, datatype)) for n, x in enumerate(LEXICAL)}
    closure = Closure.of_triples(asserted)
    quads = [Quad(triple.subject, triple.predicate, triple.object) for triple in asserted]
    world = SpeltWorld(World(Dataset.from_quads(quads)), lambda: closure)
    assert set(world.triples(None, prop("p"), None)) == asserted
