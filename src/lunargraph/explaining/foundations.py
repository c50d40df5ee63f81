"""What a statement rests on: the asserted statements at the end of its proof, and their graphs."""

from __future__ import annotations

__all__ = ["ASSERTED", "BY", "FROM", "foundations"]

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph.explaining.schema import is_axiom, is_part
from lunargraph.stored_queries import Foundation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lunargraph.explaining.explanations import Explanation
    from lunargraph.reasoning.clashes import Statement, Term

ASSERTED, FROM, BY = (Literal(word) for word in ("asserted", "inferred from", "inferred by"))
"""How a statement rests on another: it is that, it follows from that, it follows by that axiom."""
_SOMETHING, _STATES, _AXIOMS = (Literal(word) for word in ("something", "states", "axioms"))


def foundations(explanation: Explanation) -> list[Foundation]:
    """Return what the statement of an *explanation* rests on, sorted; nothing if it does not hold.

    Every graph that asserts a leaf of the proof has a row. The axioms of a graph have one row
    together, since they often have no names; a thing without a name is "something".
    """
    if explanation.proof is None:
        return []
    wanted = frozenset(explanation.proof.leaves())
    rows = {
        row
        for quad in explanation.quads
        if (leaf := (quad.subject, quad.predicate, quad.object)) in wanted
        and isinstance(quad.graph_name, NamedNode)
        for row in _rows(leaf, quad.graph_name, asserted=explanation.asserted)
    }
    return sorted(rows, key=lambda row: tuple(map(str, row)))


def _rows(leaf: Statement, graph: NamedNode, *, asserted: bool) -> Iterator[Foundation]:
    subject, predicate, object_ = map(_named, leaf)
    if asserted:
        yield Foundation(subject, predicate, object_, graph, ASSERTED)
    elif is_axiom(leaf) or is_part(leaf):
        yield Foundation(graph, _STATES, _AXIOMS, graph, BY)
    else:
        yield Foundation(subject, predicate, object_, graph, FROM)


def _named(term: Term) -> NamedNode | Literal:
    return term if isinstance(term, NamedNode | Literal) else _SOMETHING
