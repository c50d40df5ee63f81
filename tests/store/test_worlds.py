"""A graph before a change and after it."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from lunargraph.store import Dataset
from lunargraph.store.worlds import Outcome, World, changed

A, B, C, P = (NamedNode(f"http://example.org/{name}") for name in "abcp")
ONE, TWO = (NamedNode(f"http://example.org/graph/{name}") for name in ("one", "two"))


def test_a_change_is_seen_after_it_and_not_before() -> None:
    dataset = Dataset.from_quads([Quad(A, P, B, ONE)], [Triple(A, P, C)])
    outcome = Outcome([Quad(B, P, C, TWO), Quad(A, P, C, TWO)], gained=[Triple(B, P, B)])
    with changed(dataset, outcome) as after:
        assert set(after.triples(None, P, C)) == {Triple(A, P, C), Triple(B, P, C)}
        assert after.is_asserted(Triple(A, P, C))
        assert after.holds(Triple(B, P, B))
        assert not after.is_asserted(Triple(B, P, B))
        assert after.graphs(Triple(B, P, C)) == [TWO]
    before = World(dataset)
    assert set(before.triples()) == {Triple(A, P, B), Triple(A, P, C)}
    assert not before.is_asserted(Triple(A, P, C))


def test_what_another_graph_asserts_stays() -> None:
    dataset = Dataset.from_quads([Quad(A, P, B, ONE), Quad(A, P, B, TWO)], [Triple(A, P, C)])
    with changed(dataset, Outcome([], [Quad(A, P, B, ONE)])) as after:
        assert after.is_asserted(Triple(A, P, B))
        assert after.graphs(Triple(A, P, B)) == [TWO]
    both = [Quad(A, P, B, graph) for graph in (ONE, TWO)]
    with changed(dataset, Outcome([], both, lost=[Triple(A, P, C)])) as after:
        assert list(after.triples()) == []


def test_statements_without_a_graph_go_too() -> None:
    dataset = Dataset.from_quads([Quad(A, P, B, DefaultGraph())])
    with changed(dataset, Outcome([], [Quad(A, P, B, DefaultGraph())])) as after:
        assert list(after.triples()) == []
