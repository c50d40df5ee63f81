"""Every error that lunargraph raises on purpose::

    LunarGraphError                 exit 3: could not run
    ├── FileError                   a file that cannot be read or written
    │   └── ParseError              ... or does not hold what its format says
    ├── StoreError                  the store or a query on it failed
    │   ├── CacheError              the cache cannot be read or written
    │   └── EndpointError           a SPARQL server is gone or refuses
    ├── WorkspaceError              a workspace that is damaged, of another version or not there
    │   └── LockedError             ... or that somebody else is changing
    ├── DataError                   exit 1: the curated tables contradict their rules
    └── UsageError                  exit 2: wrong usage
        ├── UnknownNameError        no query, term, format, prefix, data set of that name
        ├── ParameterError          a parameter that is missing, unknown or of the wrong type
        └── QuerySyntaxError        a SPARQL text that does not parse

An error names its cure: what happened, where, what was expected, what came, how to mend it.
"""

from __future__ import annotations

__all__ = [
    "CacheError",
    "DataError",
    "EndpointError",
    "FileError",
    "LockedError",
    "LunarGraphError",
    "ParameterError",
    "ParseError",
    "QuerySyntaxError",
    "StoreError",
    "UnknownNameError",
    "UsageError",
    "WorkspaceError",
    "nearest",
]

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Return up to *limit* of the *known* names that are closest in spelling to *name*.

    >>> nearest("double-membres", ["claims", "double-members", "missions"])
    ['double-members']
    """
    from difflib import get_close_matches  # only on the way to an error: keeps start-up lean

    folded = {candidate.casefold(): candidate for candidate in sorted(known, reverse=True)}
    return [folded[hit] for hit in get_close_matches(name.casefold(), folded, n=limit, cutoff=0.6)]


class LunarGraphError(Exception):
    """The root: *what* happened, and optionally where, expected, got and how to mend it.

    ``str(error)`` is the whole message, one line a part.

    >>> print(LunarGraphError("the roof leaks", where="attic", mend="call the roofer"))
    attic: the roof leaks
      to mend: call the roofer
    """

    exit_code: ClassVar[int] = 3

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        expected: str | None = None,
        got: str | None = None,
        mend: str | None = None,
    ) -> None:
        self.what = what
        self.where = where
        self.expected = expected
        self.got = got
        self.mend = mend
        super().__init__(what)

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.what}" if self.where else self.what]
        parts = (("expected", self.expected), ("got", self.got), ("to mend", self.mend))
        lines += [f"  {name}: {text}" for name, text in parts if text]
        return "\n".join(lines)


class FileError(LunarGraphError):
    """A file cannot be read or written."""


class ParseError(FileError):
    """A file does not parse; *line* and *column* count from 1 and are None where unknown."""

    def __init__(
        self,
        what: str,
        *,
        path: str,
        line: int | None = None,
        column: int | None = None,
        expected: str | None = None,
        got: str | None = None,
        mend: str | None = None,
    ) -> None:
        self.path = path
        self.line = line
        self.column = column
        where = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(what, where=where, expected=expected, got=got, mend=mend)


class StoreError(LunarGraphError):
    """The store, or a query on it, failed."""


class CacheError(StoreError):
    """The cache cannot be read or written."""


class EndpointError(StoreError):
    """A SPARQL server does not answer, or refuses."""


class WorkspaceError(LunarGraphError):
    """A workspace is not there, is damaged, or was made by a newer lunargraph."""


class LockedError(WorkspaceError):
    """Somebody else is changing the workspace and did not finish in time."""


class DataError(LunarGraphError):
    """The curated tables break their own rules; *problems* lists all of them, one line each."""

    exit_code = 1

    def __init__(self, what: str, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(what)

    def __str__(self) -> str:
        return "\n".join([self.what, *(f"  {problem}" for problem in self.problems)])


class UsageError(LunarGraphError):
    """The caller asked for something that does not exist or make sense."""

    exit_code = 2


class UnknownNameError(UsageError):
    """No *kind* of thing is called *name*; the message offers the nearest of the *known* names.

    >>> print(UnknownNameError("query", "clams", ["claims", "missions"]))
    no query is called 'clams'
      to mend: did you mean 'claims'?
    """

    def __init__(
        self, kind: str, name: str, known: Iterable[str], *, where: str | None = None
    ) -> None:
        known = sorted(known)
        self.kind = kind
        self.name = name
        self.suggestions = nearest(name, known)
        if self.suggestions:
            mend = "did you mean " + " or ".join(map(repr, self.suggestions)) + "?"
        elif len(known) <= 20:
            mend = "choose one of " + ", ".join(known)
        else:
            mend = f"there are {len(known)}, from {known[0]} to {known[-1]}"
        super().__init__(f"no {kind} is called {name!r}", where=where, mend=mend)


class ParameterError(UsageError):
    """A parameter of a stored query is unknown, missing or refused by its type."""


class QuerySyntaxError(UsageError):
    """A SPARQL text does not parse; *line* and *column* count from 1 and are None where unknown."""

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        line: int | None = None,
        column: int | None = None,
        expected: str | None = None,
        got: str | None = None,
        mend: str | None = None,
    ) -> None:
        self.line = line
        self.column = column
        super().__init__(what, where=where, expected=expected, got=got, mend=mend)
