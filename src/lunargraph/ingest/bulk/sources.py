"""Bulk sources: tables that others publish, and how their rows become statements.

A source is a folder. ``source.toml`` says which tables it takes, what their columns hold and where
the statements come from; a SPARQL CONSTRUCT for each table turns rows into statements; checks are
SPARQL SELECTs over rows. Adding one takes no Python: see ``CONTRIBUTING.md``.
"""

from __future__ import annotations

__all__ = ["Check", "Column", "Grounds", "Source", "SourceTable"]

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of a column hold.

    *kind* is a type of ``lunargraph.ingest.cells``, or ``code TABLE...``: the key of a row of
    another table. A cell whose text is among *missing* holds nothing, unless it is such a key.
    """

    name: str
    kind: str
    required: bool = False
    choices: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The name of the column in SPARQL.

        >>> Column("Launch date (UTC)", "date").variable
        'Launch_date_UTC'
        """
        return _NOT_IN_NAMES.sub("_", self.name).strip("_")

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables whose keys the cells hold, in the order they are searched."""
        word, *tables = self.kind.split()
        return tuple(tables) if word == "code" else ()


@dataclass(frozen=True, slots=True)
class Check:
    """A SELECT of ``?row`` and ``?detail``: a question about rows, and what an answer means.

    *outcome* is ``"left-out"`` or ``"noted"``; *columns* are the variables that its rows take.
    """

    name: str
    table: str
    question: str
    outcome: str
    text: str = field(repr=False)
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the statements of a record rest on, and how far they can be trusted."""

    rests_on: tuple[str, ...]
    confidence: str
    verification: str
    unverified_columns: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One table of a source: a file that the user names, or one in the folder of the source.

    Without a *mapping* its rows only say what codes mean. What a table in the folder says rests on
    *grounds* of its own.
    """

    name: str
    about: str
    file: Path | None
    key: str
    prefix: str
    words: dict[str, str]
    columns: dict[str, Column]
    unmapped: dict[str, str]
    grounds: Grounds | None
    mapping: str | None = field(repr=False)
    same: str | None = field(repr=False)
    checks: tuple[Check, ...]

    def slug(self, key: str) -> str:
        """Return the slug of the row that *key* names: its words in lower case, after the prefix.

        A word that stands among *words* is written as they say. A key without letters or digits of
        ASCII has no slug: the empty text.
        """
        words = _NOT_IN_NAMES.sub(" ", key.lower()).split()
        prefix = [self.prefix] if self.prefix else []
        return "-".join([*prefix, *(self.words.get(word, word) for word in words)] if words else [])


@dataclass(frozen=True, slots=True)
class Source:
    """A bulk source: its *tables* as they are listed, and the *order* in which they can be read."""

    name: str
    folder: Path
    title: str
    description: str
    licence: str
    known_until: str
    grounds: Grounds
    document: dict[str, str]
    tables: dict[str, SourceTable]
    order: tuple[str, ...]

    @property
    def options(self) -> dict[str, SourceTable]:
        """The tables that the user names a file for."""
        return {name: table for name, table in self.tables.items() if table.file is None}
