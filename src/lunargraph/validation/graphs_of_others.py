"""Named graphs that were there before and are somebody else's: what a change does to them.

Whether that is wrong is said by checks of changes; here they are only found.
"""

from __future__ import annotations

__all__ = ["added_to_others", "described_of_others"]

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Store

from lunargraph.store.loading import load_asserted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pyoxigraph import Quad

    from lunargraph.validation.lookups import Lookup
    from lunargraph.validation.proposals import Proposal


def added_to_others(
    proposal: Proposal, spelt: Lookup, own: Iterable[Path]
) -> list[tuple[NamedNode, Literal]]:
    """Return the graphs of others that a *proposal* adds to, with the number of new statements.

    A graph that a file got because it names none is not meant.

    :param spelt: what held before, with literals spelt as in the files.
    :param own: the files whose graphs are nobody else's.
    :returns: sorted by graph.
    """
    new: dict[NamedNode, int] = {}
    named = {quad.graph_name for each in proposal.documents.values() for quad in each.quads}
    for quad in proposal.added:
        graph = quad.graph_name
        chosen = graph in named or not proposal.documents
        if chosen and isinstance(graph, NamedNode) and not _was_known(quad, proposal, spelt):
            new[graph] = new.get(graph, 0) + 1
    return [(graph, Literal(new[graph])) for graph in _of_others(new, proposal, own)]


def described_of_others(proposal: Proposal, own: Iterable[Path]) -> list[tuple[NamedNode]]:
    """Return the graphs of others of which a *proposal* says something new, sorted."""
    subjects = {triple.subject for triple in proposal.gained}
    said = {each for each in subjects if isinstance(each, NamedNode)}
    return [(graph,) for graph in _of_others(said, proposal, own)]


def _of_others(
    graphs: Iterable[NamedNode], proposal: Proposal, own: Iterable[Path]
) -> list[NamedNode]:
    """Return those of *graphs* that were there and have statements that are in no *own* file."""
    store = proposal.before.dataset.store
    known = {graph for graph in graphs if store.contains_named_graph(graph)}
    ours = Store()  # compares literals as the store of the graph does
    if known:
        ours.extend(quad for quad in load_asserted(own) if quad.graph_name in known)
    return [
        graph
        for graph in sorted(known, key=str)
        if any(quad not in ours for quad in store.quads_for_pattern(None, None, None, graph))
    ]


def _was_known(quad: Quad, proposal: Proposal, spelt: Lookup) -> bool:
    """Tell whether a quad stood in its graph before, to the letter."""
    triple = quad.triple
    if quad not in proposal.before.dataset.store:
        return False
    same = spelt.triples(triple.subject, triple.predicate, triple.object)  # type: ignore[arg-type]
    return any(each == triple for each in same)
