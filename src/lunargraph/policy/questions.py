"""Which activity is meant: that of options, of a file or of the graph; and which instruments."""

from __future__ import annotations

__all__ = ["find_case", "find_instruments"]

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from lunargraph.errors import FileError, UsageError
from lunargraph.explaining.phrases import joined
from lunargraph.formats import load_quads
from lunargraph.lookup.names import typed
from lunargraph.namespaces import LG, PREFIXES, compact
from lunargraph.policy.cases import given_case, recorded_case, stated_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from lunargraph.explaining.questions import Reader
    from lunargraph.policy.cases import Case, Wishes

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
_MOST = 5


def find_case(
    file: Path | None,
    activity: str | None,
    wishes: Wishes,
    on: str | None,
    triples: Sequence[Triple],
    reader: Reader,
) -> Case:
    """Return the case that a user means.

    :param triples: the asserted statements of the graph.
    :raises UsageError: nothing is described, or twice; a name means nothing or too much; the file
        has no activity or several; no day is given.
    """
    if wishes and (file is not None or activity is not None):
        raise UsageError(
            "an activity is described by options, by a file or by the graph, not twice",
            mend="say all of it in the file, or leave the file and --activity out",
        )
    if file is not None:
        return _of_file(file, activity, on, triples, reader)
    if activity is not None:
        found = reader.thing(activity, "--activity")
        known = [triple for triple in triples if triple.subject == found]
        if found not in _activities(known, triples):
            raise UsageError(f"this is no activity: {typed(found.value)}", where="--activity")
        return recorded_case(found, on, known)
    if not wishes:
        raise UsageError(
            "which activity?",
            mend="describe it, such as --kind meeting --actor nasa --with cnsa, or give a file",
        )
    return given_case(wishes, on, reader)


def _of_file(
    file: Path,
    activity: str | None,
    on: str | None,
    triples: Sequence[Triple],
    reader: Reader,
) -> Case:
    facts = list(dict.fromkeys(quad.triple for quad in load_quads(file)))
    found = _activities(facts, triples)
    if activity is not None:
        found = [each for each in found if _is_called(each, activity)] or [
            each for each in found if each == reader.thing(activity, "--activity")
        ]
    if not found:
        raise FileError(
            "there is no activity in the file",
            where=str(file),
            expected="something that is of a class of activities, such as lg:Meeting",
            mend="say its class: ex:my-meeting a lg:Meeting .",
        )
    if len(found) > 1:
        names = joined([typed(each.value) for each in found[:_MOST]], "or")
        raise UsageError(
            f"there are {len(found)} activities in the file",
            where=str(file),
            mend=f"say which with --activity: {names}",
        )
    known = [triple for triple in triples if triple.subject == found[0]]
    return stated_case(facts, found[0], on, known)


def _activities(facts: Iterable[Triple], triples: Iterable[Triple]) -> list[NamedNode]:
    """Return what is of a class of activities, or has a property that only activities have."""
    kinds, properties = _vocabulary([*triples, *facts])
    found = {
        triple.subject
        for triple in facts
        if (triple.predicate == _TYPE and triple.object in kinds) or triple.predicate in properties
    }
    named = (each for each in found if isinstance(each, NamedNode))
    return sorted(named, key=lambda each: each.value)


def _vocabulary(triples: Iterable[Triple]) -> tuple[set[object], set[object]]:
    """Return the classes of activities, and the properties that are theirs alone."""
    below: dict[object, list[object]] = {}
    domains = set()
    for triple in triples:
        if triple.predicate == _SUBCLASS:
            below.setdefault(triple.object, []).append(triple.subject)
        elif triple.predicate == NamedNode(PREFIXES["rdfs"] + "domain"):
            domains.add((triple.subject, triple.object))
    kinds: set[object] = {NamedNode(LG + "Activity")}
    left = [*kinds]
    while left:
        new = set(below.get(left.pop(), ())) - kinds
        kinds |= new
        left += new
    return kinds, {property_ for property_, class_ in domains if class_ in kinds}


def _is_called(thing: NamedNode, word: str) -> bool:
    """Tell whether a *word* is the IRI of a thing, its CURIE or what is typed for it."""
    return word in (thing.value, compact(thing.value), typed(thing.value))


def find_instruments(names: Sequence[str], reader: Reader) -> frozenset[NamedNode] | None:
    """Return the instruments and families that *names* mean, None for all.

    :raises UsageError: a name means nothing, too much, or something else.
    """
    if not names:
        return None
    return frozenset(reader.thing(name, "--instrument") for name in names)
