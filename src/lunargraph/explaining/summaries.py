"""What is said of a whole explanation, and of each way in it."""

from __future__ import annotations

__all__ = ["ground_line", "reason", "rules_of", "summary", "verdict"]

from typing import TYPE_CHECKING

from lunargraph.explaining.phrases import joined
from lunargraph.explaining.schema import is_axiom
from lunargraph.reasoning.rules import rule_named

if TYPE_CHECKING:
    from lunargraph.explaining.explanations import Explanation, Outline
    from lunargraph.explaining.grounds import Ground
    from lunargraph.explaining.points import Point, Way


def verdict(explanation: Explanation, outline: Outline) -> str:
    """Return the statement and whether it holds, as one sentence."""
    if outline.root.statement is None:
        return "The statements contradict each other."
    statement = outline.wording.statement(outline.root.statement)
    ways = len(outline.root.ways)
    count = f" in {ways} way{'' if ways == 1 else 's'}" if explanation.every_way else ""
    if not explanation.holds:
        told = "it does not follow"
    elif explanation.asserted:
        told = "it is asserted" + (f", and it follows{count}" if ways else "")
    else:
        told = f"it follows{count}"
    return f"{statement}: {told}."


def reason(way: Way, outline: Outline) -> str:
    """Return why a way leads where it does: the axioms, or else what its rule says."""
    axioms = joined([outline.wording.statement(axiom) for axiom in way.axioms])
    return axioms or "; ".join(rule_named(name).says for name in way.rules)


def rules_of(way: Way, outline: Outline) -> str:
    """Return the names of the rules of a way, and of the graphs that its axioms stand in."""
    grounds = [ground.name for axiom in way.axioms for ground in outline.grounds.of(axiom)]
    return "; ".join([", ".join(way.rules), *dict.fromkeys(grounds)])


def ground_line(ground: Ground) -> str:
    """Return how sure a ground is.

    >>> from pyoxigraph import NamedNode
    >>> from lunargraph.explaining.grounds import Ground
    >>> graph = NamedNode("https://w3id.org/lunargraph/graph/accords/accords-th")
    >>> ground_line(Ground(graph, (), "high", "unverified", ("signed_on",)))
    'accords/accords-th: confidence high; unverified: signed_on'
    """
    parts = [f"confidence {ground.confidence}"] if ground.confidence else []
    if ground.unverified:
        parts.append(f"unverified: {', '.join(ground.unverified)}")
    elif ground.verification:
        parts.append(ground.verification)
    return f"{ground.name}{': ' if parts else ''}{'; '.join(parts)}"


def summary(outline: Outline) -> str:
    """Return what an explanation rests on, and where it is weakest."""
    leaves = [point for point in outline.root.walk() if point.asserted]
    facts = [point for point in leaves if point.statement and not is_axiom(point.statement)]
    best = [grounds[0] for point in facts if (grounds := _grounds(point, outline))]
    axioms = {axiom for point in outline.root.walk() for way in point.ways for axiom in way.axioms}
    axioms |= {point.statement for point in leaves if point not in facts and point.statement}
    graphs = {ground.name: ground for ground in best}
    parts = (
        [_count(len(facts), "asserted statement") + f" in {_count(len(graphs), 'record')}"]
        if facts
        else []
    )
    parts += [_count(len(axioms), "axiom") + " of the ontology"] if axioms else []
    told = ", and on ".join(parts) or "nothing but rules"
    return " ".join([f"It rests on {told}.", *_weakest(list(graphs.values()))])


def _grounds(point: Point, outline: Outline) -> tuple[Ground, ...]:
    return () if point.statement is None else outline.grounds.of(point.statement)


def _weakest(grounds: list[Ground]) -> list[str]:
    rated = [ground for ground in grounds if ground.confidence]
    said = []
    if rated:
        worst = max(rated, key=lambda ground: ground.doubt)
        same = all(ground.doubt == worst.doubt for ground in rated)
        which = "All of that is" if same else f"The least sure, {worst.name}, is"
        said.append(f"{which} of {worst.confidence} confidence.")
    unverified = [
        f"{each.name} ({', '.join(each.unverified)})" for each in grounds if each.unverified
    ]
    if unverified:
        said.append(f"Not borne out by sources in full: {joined(sorted(unverified))}.")
    return said


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
