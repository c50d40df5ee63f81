"""Named graphs that were there before and are somebody else's: what a change puts into them.

Whether that is wrong is said by a check of changes; here it is only counted.
"""

from __future__ import annotations

__all__ = ["added_to_others"]

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
    """Return the known graphs that a *proposal* adds to, each with the number of new statements.

    A graph whose known statements are all in the *own* files is nobody else's. A graph that a file
    got because it names none is not meant.

    :param spelt: what held before, with literals spelt as in the files.
    :returns: sorted by graph.
    """
    new: dict[NamedNode, int] = {}
    named = {quad.graph_name for each in proposal.documents.values() for quad in each.quads}
    for quad in proposal.added:
        graph = quad.graph_name
        chosen = graph in named or not proposal.documents
        if chosen and isinstance(graph, NamedNode) and not _was_known(quad, proposal, spelt):
            new[graph] = new.get(graph, 0) + 1
    store = proposal.before.dataset.store
    known = {graph for graph in new if store.contains_named_graph(graph)}
    ours = Store()  # compares literals as the store of the graph does
    if known:
        ours.extend(quad for quad in load_asserted(own) if quad.graph_name in known)
    return [
        (graph, Literal(new[graph]))
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
