"""New things that are called as others are, or nearly so.

When two spellings are one name, and how far typing mistakes may reach, is what ``lookup`` says;
which of these pairs are worth a finding is said by the checks of changes.
"""

from __future__ import annotations

__all__ = ["namesakes"]

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph.lookup.distance import closeness
from lunargraph.lookup.folding import fold
from lunargraph.lookup.names import NAMING, load_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from lunargraph.store import Dataset

Row = tuple[NamedNode | Literal, ...]
"""A new thing, the property that names it, the name, and another thing of that name."""


def namesakes(before: Dataset, new: Iterable[Triple]) -> tuple[list[Row], list[Row]]:
    """Return the things that *new* statements name as others are named, and those nearly so.

    The others are known *before*, or new themselves: of two new ones the second has a row. Codes
    and slugs are no names here. A name that something else bears is not looked for any further.
    """
    known: dict[str, list[str]] = {}
    for thing in load_named(before):
        for own in thing.names:
            if own.reach in ("label", "name"):
                known.setdefault(own.folded.letters, []).append(thing.iri)
    same: list[Row] = []
    similar: list[Row] = []
    for iri, letters, property_, name in sorted(_names_in(new), key=str):
        others = [other for other in known.get(letters, []) if other != iri]
        same += [(NamedNode(iri), property_, name, NamedNode(other)) for other in others]
        if letters not in known:
            near = {each for found in _close(letters, known) for each in known[found]} - {iri}
            similar += [(NamedNode(iri), property_, name, NamedNode(o)) for o in sorted(near)]
        if iri not in known.setdefault(letters, []):
            known[letters].append(iri)
    return same, similar


def _names_in(triples: Iterable[Triple]) -> list[tuple[str, str, NamedNode, Literal]]:
    """Return each thing, its name folded, and the first statement of those that give it that."""
    found: dict[tuple[str, str], tuple[NamedNode, Literal]] = {}
    for triple in sorted(triples, key=str):
        subject, name = triple.subject, triple.object
        if triple.predicate.value in NAMING and isinstance(subject, NamedNode):
            letters = fold(name.value).letters if isinstance(name, Literal) else ""
            if letters and isinstance(name, Literal):
                found.setdefault((subject.value, letters), (triple.predicate, name))
    return [(*key, *statement) for key, statement in found.items()]


def _close(letters: str, known: Iterable[str]) -> list[str]:
    """Return those of the *known* names whose letters are close, and not the same."""
    return [name for name in known if name != letters and closeness(letters, name)]
