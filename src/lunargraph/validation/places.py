"""Where in a file a term or a statement is written.

A scanner, no parser: it follows subjects, predicates and objects through Turtle, TriG, N-Triples
and N-Quads well enough to point at them, and looks for the text of an IRI in the other formats.

Source: RDF 1.1 Turtle, section 6.5 (terminals).
"""

from __future__ import annotations

__all__ = ["Locator", "Places"]

import re
from bisect import bisect_right
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode

from lunargraph.namespaces import PREFIXES, compact
from lunargraph.validation.findings import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lunargraph.reasoning.clashes import Term

_TOKENS = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<text>(?P<quotes>\"\"\"|\'\'\'|["'])(?:[^\\]|\\.)*?(?P=quotes))
    | (?P<prefix>(?i:@?prefix)\s+([\w.-]*:)\s*<([^<>]*)>)
    | (?P<base>(?i:@?base)\s+<([^<>]*)>)
    | (?P<tag>@[a-zA-Z-]+|\^\^)
    | (?P<iri><[^\x00-\x20<>"{}|^`]*>)
    | (?P<blank>_:[\w.-]*\w)
    | (?P<name>[\w.-]*:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\w:.%\\-]*[\w:%\\-]))*)
    | (?P<word>[+-]?(?:\d*\.\d+|\d+)(?:[eE][+-]?\d+)?|\w+)
    | (?P<mark>[.;,\[\](){}])
    """,
    re.VERBOSE | re.DOTALL,
)
_RDF_TYPE = PREFIXES["rdf"] + "type"


class Places:
    r"""The places of the terms and statements of one file.

    >>> text = "@prefix lgi: <https://w3id.org/lunargraph/id/> .\n# lgi:moon\nlgi:moon a lgi:x ."
    >>> Places("facts.ttl", text).find(NamedNode("https://w3id.org/lunargraph/id/moon"))
    Place(path='facts.ttl', line=3, column=1)
    """

    def __init__(self, path: str, text: str, *, turtle: bool = True) -> None:
        self._path = path
        self._text = text
        self._lines = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
        self._starts: dict[tuple[str | None, ...], int] = {}
        if turtle:
            for key, start in _statements(text):
                self._starts.setdefault(key, start)

    def find(
        self, subject: Term, predicate: Term | None = None, object_: Term | None = None
    ) -> Place | None:
        """Return where a statement is written, or at least its subject; None if not even that."""
        statement = (subject, predicate, object_)
        for length in (3, 2, 1):
            place = self.find_whole(*statement[:length])
            if place is not None:
                return place
        return self.find_term(subject)

    def find_whole(self, *statement: Term | None) -> Place | None:
        """Return where a statement, or the beginning of one, is written; None if it is not."""
        keys = tuple(_key(term) for term in statement if term is not None)
        start = None if None in keys else self._starts.get(keys)
        return None if start is None else self._place(start)

    def find_term(self, term: Term) -> Place | None:
        """Return where a *term* is first written, in any position."""
        key = _key(term)
        start = self._starts.get(("", key))
        if start is None and isinstance(term, NamedNode) and not self._starts:
            found = (self._text.find(form) for form in (term.value, compact(term.value)))
            start = next((position for position in found if position >= 0), None)
        return None if start is None else self._place(start)

    def _place(self, start: int) -> Place:
        line = bisect_right(self._lines, start)
        return Place(self._path, line, start - self._lines[line - 1] + 1)


class Locator:
    """The places in several files, the first that has one."""

    def __init__(self, files: Iterable[Places]) -> None:
        self._files = list(files)

    def term(self, term: Term) -> Place | None:
        """Return where a *term* is first written."""
        return self._first(file.find_term(term) for file in self._files)

    def statement(
        self, subject: Term, predicate: Term | None = None, object_: Term | None = None
    ) -> Place | None:
        """Return where a statement is written, or as much of it as there is."""
        parts = (file.find(subject, predicate, object_) for file in self._files)
        return self.whole(subject, predicate, object_) or self._first(parts)

    def whole(
        self, subject: Term, predicate: Term | None = None, object_: Term | None = None
    ) -> Place | None:
        """Return where a whole statement is written; None if it is in none of the files."""
        return self._first(file.find_whole(subject, predicate, object_) for file in self._files)

    @staticmethod
    def _first(places: Iterable[Place | None]) -> Place | None:
        return next((place for place in places if place is not None), None)


def _key(term: Term | None) -> str | None:
    if isinstance(term, Literal):
        return '"' + term.value
    return term.value if isinstance(term, NamedNode) else None


def _statements(text: str) -> Iterator[tuple[tuple[str | None, ...], int]]:
    """Yield (subject,), (subject, predicate), (subject, predicate, object) and ("", term)."""
    stack: list[list[str | None]] = [[]]
    for kind, value, start in _terms(text):
        said = stack[-1]
        if kind == "mark":
            _punctuate(stack, value)
            continue
        if kind == "iri":
            yield ("", value), start
        if len(said) < 3 and said[:1] != ["("]:
            said.append(value if kind != "blank" else None)
            if None not in said:
                yield tuple(said), start


def _punctuate(stack: list[list[str | None]], mark: str) -> None:
    said = stack[-1]
    if mark in "[(":
        if said[:1] != ["("] and len(said) < 3:
            said.append(None)
        stack.append(["("] if mark == "(" else [None])
    elif mark in "])":
        if len(stack) > 1:
            stack.pop()
    elif mark in "{}.":
        stack[:] = [[]]
    elif said[:1] != ["("]:
        del said[1 if mark == ";" else 2 :]


def _terms(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield kind (iri, text, blank or mark), value and position of each term and mark."""
    prefixes: dict[str, str] = {}
    base = ""
    for token in _TOKENS.finditer(text):
        kind, value, start = token.lastgroup or "", token[0], token.start()
        match kind:
            case "prefix":
                name, _, iri = value.partition("<")
                prefixes[name.split()[-1]] = urljoin(base, iri[:-1])
            case "base":
                base = urljoin(base, value.partition("<")[2][:-1])
            case "iri":
                yield "iri", urljoin(base, value[1:-1]) if base else value[1:-1], start
            case "name":
                prefix, _, local = value.partition(":")
                namespace = prefixes.get(prefix + ":", prefix + ":")
                yield "iri", namespace + re.sub(r"\\(.)", r"\1", local), start
            case "text":
                width = len(token["quotes"])
                yield "text", '"' + value[width:-width], start
            case "word":
                yield ("iri", _RDF_TYPE, start) if value == "a" else ("text", '"' + value, start)
            case "blank" | "mark":
                yield kind, value, start
