"""From a text to a table of the individuals that it may mean."""

from __future__ import annotations

__all__ = ["COLUMNS", "find", "find_things"]

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph.errors import UsageError
from lunargraph.lookup.folding import fold
from lunargraph.lookup.kinds import countries_of, kinds_of, levels_of, members_of
from lunargraph.lookup.names import Name, load_named, load_nameless, local_name
from lunargraph.lookup.ranking import HOWS, Hit, rank
from lunargraph.namespaces import compact, expand
from lunargraph.results import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Set

    from lunargraph.store import Dataset

COLUMNS = ("name", "kind", "country", "about", "how", "match")
"""What is told of each individual."""


def find(
    dataset: Dataset, text: str, *, kind: str | None, limit: int, announce: Callable[[str], None]
) -> Table:
    """Return the individuals that *text* may mean; ``LunarGraph.find`` says more.

    :param announce: told how many more there are, or that there are none.
    """
    if limit < 1:
        raise UsageError(
            "this is not a limit", expected="a number of rows, 1 or more", got=str(limit)
        )
    if not fold(text).letters:
        raise UsageError("there is nothing to look for", expected="a name", got=repr(text))
    members = None if kind is None else members_of(dataset, kind)
    hits = find_things(dataset, text, members)
    if len(hits) > limit:
        announce(f"these are the best {limit} of {len(hits)}")
    elif not hits:
        others = len(find_things(dataset, text)) if kind is not None else 0
        of_this_kind, hint = (" of this kind", f" (of any kind: {others})") if others else ("", "")
        announce(f"nothing{of_this_kind} is called {text!r}, or nearly so{hint}")
    return _table(dataset, hits[:limit])


def find_things(dataset: Dataset, text: str, members: Set[str] | None = None) -> list[Hit]:
    """Return what *text* may mean, an IRI, a CURIE or any name, the best first.

    What has neither a name nor a type is only looked at, by its IRI, if nothing else fits.

    :param members: the IRIs to choose from; all if ``None``.
    """
    iri = _resource(text)
    folded = fold(local_name(iri) if iri else text)
    seen: set[str] = set()
    for load in (load_named, load_nameless):
        known = [thing for thing in load(dataset) if thing.iri not in seen]
        things = [thing for thing in known if members is None or thing.iri in members]
        for thing in things:
            if thing.iri == iri:
                return [Hit(thing, Name(Literal(compact(iri)), folded, "code"), HOWS[0])]
        hits = rank(folded, things, lambda iris: levels_of(dataset, iris))
        if hits:
            return hits
        seen.update(thing.iri for thing in known)
    return []


def _resource(text: str) -> str | None:
    """Return the IRI that *text* is, or abbreviates; a slug is a name like others."""
    if ":" not in text:
        return None
    try:
        return expand(text)
    except UsageError:  # a name with a colon in it
        return None


def _table(dataset: Dataset, hits: list[Hit]) -> Table:
    iris = [hit.thing.iri for hit in hits]
    kinds, countries = kinds_of(dataset, iris), countries_of(dataset, iris)
    return Table(
        COLUMNS,
        [
            (
                thing.label,
                _literal(kinds.get(thing.iri)),
                _literal(countries.get(thing.iri)),
                NamedNode(thing.iri),
                Literal(how),
                name.written,
            )
            for thing, name, how in hits
        ],
    )


def _literal(text: str | None) -> Literal | None:
    return None if text is None else Literal(text)
