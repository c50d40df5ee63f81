"""Contradictions in words."""

from __future__ import annotations

__all__ = ["consistency_findings"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode

from lunargraph.validation.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from pyoxigraph import Triple

    from lunargraph.reasoning import Clash
    from lunargraph.validation.findings import Place
    from lunargraph.validation.names import Names
    from lunargraph.validation.places import Locator


def consistency_findings(
    clashes: Iterable[Clash], names: Names, locator: Locator, new: Set[Triple]
) -> list[Finding]:
    """Return a violation for each clash, at the first of its statements that is *new*."""
    return [_finding(clash, names, _place(clash, locator, new)) for clash in clashes]


def _finding(clash: Clash, names: Names, place: Place | None) -> Finding:
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
