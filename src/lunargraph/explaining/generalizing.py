"""Ways that differ only in the things which they go through, told as one."""

from __future__ import annotations

__all__ = ["content_of", "generalized"]

from typing import TYPE_CHECKING

from pyoxigraph import Variable

from lunargraph.explaining.points import Way
from lunargraph.explaining.schema import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lunargraph.explaining.points import Pattern, Place
    from lunargraph.reasoning.clashes import Statement

_LETTERS = "xyzuvw"
_MANY = 3
"""So many ways that differ only in a thing are told as one."""


def content_of(way: Way) -> object:
    """Return what makes two ways one to the reader."""
    return frozenset(way.axioms), frozenset(each.statement for each in way.premises), way.missing


def generalized(ways: Iterable[Way], statement: Statement) -> list[Way]:
    """Return *ways* with those made one that differ only in the things which they go through.

    What holds of those things, and what is missing of them, are then missing together: there are
    none of which all of it holds.
    """
    groups: dict[object, list[tuple[Way, Way]]] = {}
    for way in ways:
        general = _general(way, statement)
        groups.setdefault(content_of(general), []).append((way, general))
    chosen: list[Way] = []
    for group in groups.values():
        chosen += [way for way, _ in group] if len(group) < _MANY else [group[0][1]]
    return chosen


def _general(way: Way, statement: Statement) -> Way:
    """Return *way* with variables for what it goes through between the ends of *statement*."""
    present = [point.statement for point in way.premises if point.statement is not None]
    links = [each for each in present if each[1] != TYPE]
    ends = [pattern[n] for pattern in way.missing for n in (0, 2) if pattern[1] != TYPE]
    variables: dict[Place, Place] = {}
    for end in ends:
        if end not in statement and any(end in (each[0], each[2]) for each in links):
            variables.setdefault(end, Variable(_LETTERS[len(variables) % len(_LETTERS)]))
    for subject, _, object_ in links:
        for one, other in ((subject, object_), (object_, subject)):
            if one in variables and other not in statement:
                variables.setdefault(other, Variable(_LETTERS[len(variables) % len(_LETTERS)]))
    about = [each for each in present if each[0] in variables or each[2] in variables]
    kept = tuple(point for point in way.premises if point.statement not in about)
    missing = tuple(_open(pattern, variables) for pattern in (*way.missing, *about))
    return Way(way.rules, way.axioms, kept, missing if variables else way.missing)


def _open(pattern: Pattern | Statement, variables: Mapping[Place, Place]) -> Pattern:
    s, p, o = pattern
    return variables.get(s, s), p, variables.get(o, o)
