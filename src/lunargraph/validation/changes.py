"""What a change leads to: the statements that newly follow, or no longer do, in groups."""

from __future__ import annotations

__all__ = ["Consequence", "Consequences", "Group"]

from typing import NamedTuple


class Consequence(NamedTuple):
    """One inferred statement: in words, and its terms as N-Triples write them."""

    sentence: str
    subject: str
    predicate: str
    object: str


class Group(NamedTuple):
    """Consequences of one kind: what they have in common, in words, and all of them."""

    title: str
    statements: tuple[Consequence, ...]


class Consequences(NamedTuple):
    """What a change leads to.

    *gained* would newly follow, *lost* would follow no more: the most telling groups first. Of the
    statements given, those *added* are new, and those *repeated* held before.
    """

    gained: tuple[Group, ...] = ()
    lost: tuple[Group, ...] = ()
    added: tuple[Consequence, ...] = ()
    repeated: tuple[Consequence, ...] = ()
