"""Baselines: findings that are known, so that only new ones count.

A baseline is a JSON file of fingerprints. A fingerprint is made from what a finding is about and
not from lines, so that it outlives changes elsewhere in the file. What does not parse is never
known: nobody can tell what else is wrong with it.
"""

from __future__ import annotations

__all__ = ["Baseline", "Entry", "fingerprint"]

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from lunargraph.errors import FileError, ParseError
from lunargraph.files import read_bytes
from lunargraph.validation.escaping import in_json
from lunargraph.validation.findings import Finding, Report

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

VERSION = 1
"""The version of the file; raised when fingerprints are made otherwise."""


_NEVER = "syntax"


class Entry(NamedTuple):
    """A finding of a baseline: which check, what it said, its fingerprint, and how often."""

    check: str
    message: str
    fingerprint: str
    times: int = 1


def fingerprint(finding: Finding, root: str | os.PathLike[str] = ".") -> str:
    """Return what a *finding* is known by in baselines, 32 hexadecimal digits.

    :param root: the folder from which files are named: that of the workspace, or the working one.

    >>> from lunargraph.validation.findings import Place
    >>> one = Finding("warning", "vocabulary", "nothing describes lgi:x", Place("a.ttl", 3, 1))
    >>> fingerprint(one) == fingerprint(one._replace(place=Place("a.ttl", 9, 1)))
    True
    """
    text = json.dumps(finding.identity(root))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:32]


class Baseline:
    """The findings that are known.

    >>> known = Finding("warning", "vocabulary", "nothing describes lgi:x")
    >>> report = Baseline.of([known]).applied(Report([known], 1))
    >>> report.findings, len(report.known), report.stale
    ((), 1, ())
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(sorted(each for each in entries if each.check != _NEVER))

    @classmethod
    def of(cls, findings: Iterable[Finding], root: str | os.PathLike[str] = ".") -> Baseline:
        """Return the baseline that lists these *findings*, with files named from *root* on."""
        found: dict[str, list[Finding]] = {}
        for finding in sorted(findings, key=Finding.sort_key):
            found.setdefault(fingerprint(finding, root), []).append(finding)
        return cls(
            Entry(same[0].check, same[0].message, mark, len(same)) for mark, same in found.items()
        )

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Baseline:
        """Read a file that :meth:`write` made.

        :raises FileError: it cannot be read, or is no baseline, or one of another version.
        """
        try:
            document = json.loads(read_bytes(path))
        except ValueError as error:  # no JSON, or no UTF-8
            line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
            raise ParseError("this is not JSON", path=str(path), line=line, column=column,
                             mend="write it anew with --write-baseline") from None  # fmt: skip
        try:
            if document["version"] != VERSION:
                raise _no_baseline(path, f"version {document['version']!r}")
            return cls(_entry(each) for each in document["findings"])
        except (KeyError, TypeError) as error:
            raise _no_baseline(path, f"JSON of another shape ({error})") from None

    def write(self) -> str:
        """Return the text of the file: sorted, the same for the same findings."""
        entries = [each._asdict() for each in self.entries]
        return in_json({"version": VERSION, "findings": entries})

    def applied(self, report: Report) -> Report:
        """Return *report* with the findings that are known apart from those that count."""
        left = Counter({each.fingerprint: each.times for each in self.entries})
        known = []
        for finding in report.findings:
            mark = fingerprint(finding, report.root)
            if left[mark] > 0:
                known.append(finding)
                left[mark] -= 1
        stale = [
            each._replace(times=left[each.fingerprint])
            for each in self.entries
            if left[each.fingerprint] > 0 and not report.broken
        ]
        return report.setting_apart(known, stale)


def _entry(document: dict[str, object]) -> Entry:
    entry = Entry(**document)  # type: ignore[arg-type]  # the types are looked at below
    texts = (entry.check, entry.message, entry.fingerprint)
    if not all(isinstance(text, str) for text in texts) or not isinstance(entry.times, int):
        raise TypeError("an entry has a check, a message, a fingerprint and times")
    return entry


def _no_baseline(path: str | os.PathLike[str], got: str) -> FileError:
    return FileError(
        "this is not a baseline",
        where=str(path),
        expected=f"a file that --write-baseline made, version {VERSION}",
        got=got,
        mend="write it anew with --write-baseline",
    )
