"""What a check finds: one finding, and the report of all of them."""

from __future__ import annotations

__all__ = ["CHECKS", "SEVERITIES", "Finding", "Place", "Report"]

from typing import TYPE_CHECKING, NamedTuple

from lunargraph.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable

SEVERITIES = ("violation", "warning", "info")
"""From the gravest to the mildest."""

CHECKS = ("syntax", "vocabulary", "consistency", "shape", "profile", "hygiene", "query")
"""The checks that findings come from: the first four look at new facts, all of them at a graph."""


class Place(NamedTuple):
    """Where in a file: *line* and *column* count from 1 and are None where nobody knows."""

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in self if part is not None)


class Finding(NamedTuple):
    """One thing that is wrong or doubtful, in words that name things by their labels.

    *focus* is the IRI of the thing it is about, *source* the IRI of the shape, or the name of the
    rule of OWL 2 RL, that it comes from; *proof* is the proof of what made the check look there, if
    it was asked for. None where there is none.
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
    proof: str | None = None

    def sort_key(self) -> tuple[object, ...]:
        """Order by file and line, then by severity; what has no place comes first."""
        path, line, column = self.place or ("", None, None)
        rank = SEVERITIES.index(self.severity), CHECKS.index(self.check)
        rest = (self.message, *(part or "" for part in self[4:]))
        return path, line or 0, column or 0, rank, rest


class Report:
    """The findings of a check, sorted, each once.

    >>> report = Report([Finding("warning", "vocabulary", "lgi:moom is not described anywhere")], 1)
    >>> report.conforms, report.fails("warning"), report.summary()
    (True, True, '1 warning in 1 file')
    """

    def __init__(self, findings: Iterable[Finding], files: int = 0) -> None:
        self.findings = tuple(sorted(set(findings), key=Finding.sort_key))
        self.files = files

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
        words = {"violation": "violation", "warning": "warning", "info": "note"}
        counts = [(self.count(each), words[each]) for each in SEVERITIES]
        said = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts if n]
        files = f" in {self.files} file{'' if self.files == 1 else 's'}" if self.files else ""
        return (", ".join(said) or "no findings") + files

    def write(self, format_name: str = "text") -> str:
        """Return the report as ``text`` or as ``json`` (its shape: ``report.schema.json``).

        :raises UnknownNameError: no such format.
        """
        from lunargraph.validation.reports import WRITERS  # it knows this class

        if format_name not in WRITERS:
            raise UnknownNameError("report format", format_name, WRITERS)
        return WRITERS[format_name](self)
