"""What a check finds: one finding, and the report of all of them."""

from __future__ import annotations

__all__ = ["CHECKS", "SEVERITIES", "Finding", "Place", "Report"]

import os
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lunargraph.errors import UnknownNameError
from lunargraph.validation.changes import Consequences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lunargraph.validation.baselines import Entry

SEVERITIES = ("violation", "warning", "info")
"""From the gravest to the mildest."""

CHECKS = ("syntax", "vocabulary", "provenance", "consistency", "shape", "conflict", "profile",
          "hygiene", "query")  # fmt: skip
"""The checks that findings come from, in the order of a report.

The first six look at new facts; of them, all but provenance and conflict look at a graph, and so do
the others.
"""


class Place(NamedTuple):
    """Where in a file: *line* and *column* count from 1 and are None where nobody knows."""

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in self if part is not None)


class Finding(NamedTuple):
    """One thing that is wrong or doubtful, in words that name things by their labels.

    *focus* is the IRI of the thing it is about, *source* the IRI of the shape, the name of the rule
    of OWL 2 RL, or that of the check, that it comes from. *predicate* is the IRI of the property
    and *value* the term, as N-Triples write it, that are wrong; *component* is the local name of
    the constraint component of SHACL, such as ``MinCount``. *mend* may be Turtle, over several
    lines, and *proof* is the proof of what made the check look there. None where there is none.
    """

    severity: str
    check: str
    message: str
    place: Place | None = None
    expected: str | None = None
    got: str | None = None
    mend: str | None = None
    focus: str | None = None
    source: str | None = None
    predicate: str | None = None
    value: str | None = None
    component: str | None = None
    proof: str | None = None

    def sort_key(self) -> tuple[object, ...]:
        """Order by check, file and line, then by severity; what has no place comes first."""
        path, line, column = self.place or ("", None, None)
        rank = CHECKS.index(self.check), path, line or 0, column or 0
        rest = (self.message, *(part or "" for part in self[4:]))
        return *rank, SEVERITIES.index(self.severity), rest

    def identity(self, root: str | os.PathLike[str] = ".") -> tuple[str, ...]:
        """Return what makes it the same finding when files change around it.

        Lines, columns, severity and cure do not count. The result of a shape about a named thing is
        known by its terms, so that it outlives other words for it; what a file lacks as a whole by
        the file, however its path is spelt; others by what they say.

        :param root: the folder from which files are named.
        """
        of_file = self.check == "provenance" and self.focus is None
        by_terms = of_file or (self.check == "shape" and self.focus and self.source)
        by_file = (of_file or self.check == "syntax") and self.place
        file = _from(root, self.place.path) if by_file and self.place else ""
        said = "" if by_terms else self.message
        parts = (self.source, self.focus, self.predicate, self.component, self.value)
        return self.check, *(part or "" for part in parts), said, file


def _from(root: str | os.PathLike[str], path: str) -> str:
    """Return the one path that leads from *root* to a file."""
    folder, name = os.path.split(path)
    whole = Path(os.path.realpath(folder), name)
    return Path(os.path.relpath(whole, os.path.realpath(root))).as_posix()


class Report:
    """The findings of a check, sorted, each once.

    *paths* are the files that were looked at, and *checks* the checks that were made. *known* are
    the findings that a baseline lists: they do not count. *stale* is what the baseline lists and
    nothing brings about any more. *consequences* is what would newly follow. *root* is the folder
    from which a fingerprint names files.

    >>> report = Report([Finding("warning", "vocabulary", "lgi:moom is not described anywhere")], 1)
    >>> report.conforms, report.fails("warning"), report.summary()
    (True, True, '1 warning in 1 file')
    """

    def __init__(
        self,
        findings: Iterable[Finding],
        files: int = 0,
        *,
        paths: Iterable[str] = (),
        checks: Iterable[str] = (),
        known: Iterable[Finding] = (),
        stale: Iterable[Entry] = (),
        consequences: Consequences | None = None,
        root: str | os.PathLike[str] = ".",
    ) -> None:
        self.findings = tuple(sorted(set(findings), key=Finding.sort_key))
        self.paths = tuple(sorted(set(paths)))
        self.files = files or len(self.paths)
        self.checks = tuple(sorted(set(checks), key=CHECKS.index))
        self.known = tuple(sorted(set(known), key=Finding.sort_key))
        self.stale = tuple(sorted(stale))
        self.consequences = Consequences() if consequences is None else consequences
        self.root = root

    def setting_apart(self, known: Iterable[Finding], stale: Iterable[Entry]) -> Report:
        """Return the same report in which the *known* findings do not count."""
        apart = set(known)
        return Report(
            (finding for finding in self.findings if finding not in apart),
            self.files,
            paths=self.paths,
            checks=self.checks,
            known=apart,
            stale=stale,
            consequences=self.consequences,
            root=self.root,
        )

    def below(self, root: str | os.PathLike[str]) -> Report:
        """Return the same report, whose fingerprints name files from *root* on."""
        report = copy(self)
        report.root = root
        return report

    def without_consequences(self) -> Report:
        """Return the same report, which does not say what would follow."""
        report = copy(self)
        report.consequences = Consequences()
        return report

    @property
    def broken(self) -> bool:
        """Whether a file does not parse, so that nothing else was asked."""
        return any(finding.check == "syntax" for finding in self.findings)

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong; warnings may stand."""
        return not self.fails("violation")

    def count(self, severity: str) -> int:
        """Return the number of findings of a *severity*."""
        return sum(finding.severity == severity for finding in self.findings)

    def fails(self, severity: str) -> bool:
        """Tell whether there is a finding of this *severity* or a graver one.

        :raises UnknownNameError: no such severity.
        """
        if severity not in SEVERITIES:
            raise UnknownNameError("severity", severity, SEVERITIES)
        grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return any(self.count(each) for each in grave)

    def summary(self) -> str:
        """Return the counts in words, such as ``2 violations, 1 warning in 1 file``."""
        counts = [(self.count(each), each) for each in SEVERITIES]
        said = [f"{n} {word}{'' if n == 1 or word == 'info' else 's'}" for n, word in counts if n]
        files = f" in {self.files} file{'' if self.files == 1 else 's'}" if self.files else ""
        apart = f" ({len(self.known)} known, not counted)" if self.known else ""
        return (", ".join(said) or "no findings") + files + apart

    def write(self, format_name: str = "text", *, fail_on: str = "violation") -> str:
        """Return the report as ``text``, ``json``, ``sarif``, ``junit`` or ``turtle``.

        The shape of the JSON is that of ``report.schema.json``. Every format has the same findings,
        the same report gives the same text, and no character in it drives a terminal.

        :param fail_on: the least severity that fails a test of JUnit.
        :raises UnknownNameError: no such format or severity.
        """
        from lunargraph.validation.reports import WRITERS  # they know this class

        if format_name not in WRITERS:
            raise UnknownNameError("report format", format_name, WRITERS)
        if fail_on not in SEVERITIES:
            raise UnknownNameError("severity", fail_on, SEVERITIES)
        return WRITERS[format_name](self, fail_on)
