"""New facts on top of a graph: the same as the graph built from scratch."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from lunargraph.formats import parse_document
from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning import Closure
from lunargraph.store import Dataset
from lunargraph.store.loading import asserted_in
from lunargraph.validation import proposals
from lunargraph.validation.places import Locator
from lunargraph.validation.proposals import Facts, proposed

HEADER = "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES.items())
SCHEMA = """
    lg:Mission a owl:Class . lg:LunarMission rdfs:subClassOf lg:Mission .
    lg:operatedBy a owl:ObjectProperty ; owl:inverseOf lg:operates ; rdfs:range lg:Agency .
    lg:near a owl:TransitiveProperty , owl:SymmetricProperty .
    lg:launchedBy rdfs:subPropertyOf lg:operatedBy .
    lg:weighs rdfs:subPropertyOf lg:measures .
"""
THINGS = [f"lgi:x{n}" for n in range(4)]
CLASSES = ["lg:Mission", "lg:LunarMission", "lg:Agency"]
LITERALS = ['"1"', '"1"^^xsd:integer', '"1.5"^^xsd:decimal', '"Moon"@en', '"x"^^xsd:date']
STATEMENTS = st.one_of(
    st.tuples(st.sampled_from(THINGS), st.just("a"), st.sampled_from(CLASSES)),
    st.tuples(
        st.sampled_from(THINGS),
        st.sampled_from(["lg:operatedBy", "lg:operates", "lg:near", "lg:launchedBy"]),
        st.sampled_from([*THINGS, "_:b"]),
    ),
    st.tuples(
        st.sampled_from(THINGS),
        st.sampled_from(["lg:weighs", "lg:measures"]),
        st.sampled_from(LITERALS),
    ),
    st.just(("_:b", "lg:near", "lgi:x1")),
)
AXIOMS = st.sampled_from(
    [
        ("lgi:x0", "owl:sameAs", "lgi:x1"),
        ("lg:Agency", "rdfs:subClassOf", "lg:Mission"),
        ("lg:near", "rdfs:subPropertyOf", "lg:operates"),
    ]
)
DOCUMENTS = st.lists(st.one_of(STATEMENTS, STATEMENTS, STATEMENTS, AXIOMS), max_size=8)
PLAIN = st.lists(STATEMENTS, max_size=8)
few = settings(derandomize=True, max_examples=8, deadline=None)


def quads(statements: list[tuple[str, str, str]], name: str, schema: str = "") -> list[Quad]:
    text = HEADER + schema + "".join(" ".join(each) + " .\n" for each in statements)
    return asserted_in(parse_document(text.encode(), "turtle", name=name), Path(name))


def facts_of(added: list[Quad]) -> Facts:
    return Facts({}, tuple(dict.fromkeys(added)), Locator([]))


def built(asserted: list[Quad]) -> tuple[Dataset, Closure]:
    closure = Closure.of_triples({quad.triple for quad in asserted})
    return Dataset.from_quads(asserted, closure.inferred()), closure


def contents(dataset: Dataset) -> list[str]:
    return sorted(map(str, dataset.store))


def assert_as_built(old: list[Quad], added: list[Quad], removed: list[Quad]) -> None:
    dataset, first = built(old)
    now = [quad for quad in old if quad not in removed] + added
    expected, closure = built(now)
    with proposed(
        dataset,
        lambda: Closure.of_triples({quad.triple for quad in old}),
        facts_of(added),
        removed=removed,
    ) as proposal:
        assert contents(proposal.after.dataset) == contents(expected)
        assert proposal.closure.inferred() == closure.inferred()
        before, after = set(proposal.before.triples()), set(proposal.after.triples())
        assert proposal.gained == after - before
        assert proposal.lost == before - after
        known = first.clashes()
        assert proposal.clashes == tuple(c for c in closure.clashes() if c not in known)


@few
@given(PLAIN, PLAIN, DOCUMENTS)
def test_new_facts_are_as_if_they_had_always_been_there(
    one: list[tuple[str, str, str]],
    two: list[tuple[str, str, str]],
    new: list[tuple[str, str, str]],
) -> None:
    old = quads(one, "one.ttl", SCHEMA) + quads(two, "two.ttl")
    assert_as_built(old, quads(new, "new.ttl"), [])


@few
@given(DOCUMENTS, DOCUMENTS, PLAIN, st.data())
def test_what_is_removed_is_as_if_it_had_never_been_there(
    one: list[tuple[str, str, str]],
    two: list[tuple[str, str, str]],
    new: list[tuple[str, str, str]],
    data: st.DataObject,
) -> None:
    first, second = quads(one, "one.ttl", SCHEMA), quads(two, "two.ttl")
    candidates = [*second, *quads(one, "one.ttl")]
    removed = data.draw(
        st.lists(st.sampled_from(candidates), max_size=6) if candidates else st.just([])
    )
    assert_as_built(first + second, quads(new, "new.ttl"), removed)


NUMBERS = st.lists(
    st.tuples(
        st.sampled_from(THINGS[:2]),
        st.sampled_from(["lg:weighs", "lg:measures"]),
        st.sampled_from(["1", "01", "1.0", '"1"^^xsd:int', '"1.50"^^xsd:decimal', "1.5", "true"]),
    ),
    max_size=6,
)


@pytest.mark.parametrize("few_pairs", [0, 16])
@settings(few, max_examples=8, phases=[Phase.generate])  # shrinking takes its time
@given(NUMBERS, NUMBERS, NUMBERS, st.data())
def test_values_that_the_store_knows_as_one_come_and_go_one_by_one(
    few_pairs: int,
    one: list[tuple[str, str, str]],
    two: list[tuple[str, str, str]],
    new: list[tuple[str, str, str]],
    data: st.DataObject,
) -> None:
    """Whether a change is looked at whole, or only where the graph has several spellings."""
    first, second = quads(one, "one.ttl", SCHEMA), quads(two, "two.ttl")
    old = first + second
    candidates = [*second, *quads(one, "one.ttl")]
    removed = set(data.draw(st.lists(st.sampled_from(candidates)) if candidates else st.just([])))
    added = quads(new, "new.ttl")
    left = [quad for quad in old if quad not in removed]
    expected, closure = built(left + added)
    dataset, _ = built(old)
    change = proposed(
        dataset,
        lambda: Closure.of_triples({quad.triple for quad in old}),
        facts_of(added),
        removed=removed,
        kept=left,
    )
    with mock.patch.object(proposals, "_FEW", few_pairs), change as proposal:
        assert contents(proposal.after.dataset) == contents(expected)
        assert proposal.closure.inferred() == closure.inferred()
