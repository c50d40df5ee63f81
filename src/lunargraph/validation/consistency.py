"""Contradictions in words."""

from __future__ import annotations

__all__ = ["ProveClash", "consistency_findings", "is_said"]

from collections.abc import Callable
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode

from lunargraph.reasoning.clashes import Clash
from lunargraph.validation.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from pyoxigraph import Triple

    from lunargraph.validation.findings import Place
    from lunargraph.validation.names import Names
    from lunargraph.validation.places import Locator
    from lunargraph.validation.shacl import Result


ProveClash = Callable[[Clash], "str | None"]
"""Gives the proof of a contradiction as text."""


def consistency_findings(
    clashes: Iterable[Clash],
    names: Names,
    locator: Locator,
    new: Set[Triple],
    prove: ProveClash | None = None,
) -> list[Finding]:
    """Return a violation for each clash, at the first of its statements that is *new*.

    :param prove: gives the proof of each; without it findings have none.
    """
    return [_finding(clash, names, _place(clash, locator, new), prove) for clash in clashes]


def is_said(clash: Clash, results: Iterable[Result]) -> bool:
    """Tell whether a shape already complains about the value that *clash* is about."""
    if clash.rule != "dt-not-type":
        return False
    about = (*clash.individuals, clash.terms[0])
    return any((result.focus, result.value, result.path) == about for result in results)


def _finding(clash: Clash, names: Names, place: Place | None, prove: ProveClash | None) -> Finding:
    about = next((term for term in clash.individuals if isinstance(term, NamedNode)), None)
    said = [names.statement(triple) for triple in clash.statements if not _is_structure(triple)]
    return Finding(
        "violation",
        "consistency",
        clash.sentence(names.name),
        place,
        got="; ".join(said) or None,
        mend="correct or withdraw one of these statements",
        focus=None if about is None else about.value,
        source=clash.rule,
        proof=None if prove is None else prove(clash),
    )


def _is_structure(triple: Triple) -> bool:
    """Tell whether *triple* says something about an unnamed axiom or class expression."""
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)


def _place(clash: Clash, locator: Locator, new: Set[Triple]) -> Place | None:
    for triple in clash.statements:
        if triple in new:
            return locator.statement(triple.subject, triple.predicate, triple.object)
    places = (locator.statement(term) for term in clash.individuals)
    return next((place for place in places if place is not None), None)
