"""One RDF 1.1 term as Turtle writes it."""

from __future__ import annotations

__all__ = ["RDF", "XSD", "TermWriter", "refuse_new_terms"]

import re
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from lunargraph.errors import FileError
from lunargraph.namespaces import PREFIXES, is_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad, Triple

RDF = PREFIXES["rdf"]
XSD = PREFIXES["xsd"]

_PREFIX = re.compile(r"(?:[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)?")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
# A part of what Turtle 1.1 allows (PN_PREFIX, PN_LOCAL) that needs no escape in any reader.

_BARE = {
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "integer": re.compile(r"0|-?[1-9][0-9]*"),
    XSD + "decimal": re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]{1,6}"),
}
# What Turtle readers give back as it was written. rdflib reads +1 as 1, 007 as 7, 1e5 as 100000.0
# and 0.0000001 as 1E-7, so such forms, and all doubles, are written with their datatype.

_NAMED = {"\\": "\\\\", "\t": "\\t", "\b": "\\b", "\f": "\\f", "\r": "\\r"}
_UNSAFE = re.compile(
    r"[\\\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
# Beside what must be escaped, what an editor would change, hide or show in another order.
_QUOTES = re.compile(r'"{3,}|"+\Z')


class TermWriter:
    """Writes terms with *prefixes*, remembering in ``used`` which of them it needed.

    >>> writer = TermWriter({"e": "http://example.org/"})
    >>> writer.iri("http://example.org/a"), writer.iri("http://example.org/a/b"), writer.used
    ('e:a', '<http://example.org/a/b>', {'e'})
    """

    __slots__ = ("_known", "_prefixes", "used")

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = usable_prefixes(prefixes)
        self._known: dict[str, str] = {}
        self.used: set[str] = set()

    def iri(self, iri: str) -> str:
        """Return *iri* as the prefixed name of its longest namespace, or in full."""
        text = self._known.get(iri)
        if text is None:
            text = self._known[iri] = self._new_iri(iri)
        return text

    def literal(self, literal: Literal) -> str:
        """Return *literal* so that its lexical form, datatype and language are read back."""
        value = literal.value
        if literal.language:
            return f"{_quoted(value)}@{_language(literal.language)}"
        datatype = literal.datatype.value
        if datatype == XSD + "string":
            return _quoted(value)
        bare = _BARE.get(datatype)
        if bare and bare.fullmatch(value):
            return value
        return f"{_quoted(value)}^^{self.iri(datatype)}"

    def used_prefixes(self) -> list[tuple[str, str]]:
        """Return the prefixes that were needed up to now, with their IRIs, by name."""
        return sorted((name, iri) for iri, name in self._prefixes if name in self.used)

    def _new_iri(self, iri: str) -> str:
        for base, name in self._prefixes:
            if iri.startswith(base) and _LOCAL.fullmatch(iri, len(base)):
                self.used.add(name)
                return f"{name}:{iri[len(base) :]}"
        return f"<{_UNSAFE.sub(_escape, iri)}>"


def usable_prefixes(prefixes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return namespace and prefix, the longest namespace first, each with its best prefix.

    The house's own prefixes go before others of the same namespace, these by name.
    """
    best: dict[str, str] = {}
    for name, iri in sorted(prefixes.items(), key=lambda item: (item[0] not in PREFIXES, item[0])):
        if _PREFIX.fullmatch(name) and is_iri(iri):
            best.setdefault(iri, name)
    return sorted(best.items(), key=lambda item: (-len(item[0]), item[0]))


def refuse_new_terms(statements: Iterable[Quad | Triple]) -> None:
    """Refuse what RDF 1.1 does not know: triples as terms, and texts with a direction.

    :raises FileError: names the first such statement.
    """
    for statement in statements:
        term = statement.object
        kind = type(term)
        if kind is NamedNode or kind is BlankNode:
            continue
        if not isinstance(term, Literal):
            what = "a statement about a statement (RDF 1.2) cannot be written"
        elif term.direction is not None:
            what = "a text with a direction (RDF 1.2) cannot be written"
        else:
            continue
        raise FileError(what, got=str(statement), mend="say it in terms of RDF 1.1")


def _quoted(text: str) -> str:
    """Return *text* in quotes: in long ones, line by line, where it has several lines."""
    safe = _UNSAFE.sub(_escape, text)
    if "\n" not in text:
        return '"' + safe.replace('"', '\\"') + '"'
    return '"""' + _QUOTES.sub(lambda run: '\\"' * len(run[0]), safe) + '"""'


def _escape(char: re.Match[str]) -> str:
    return _NAMED.get(char[0]) or f"\\u{ord(char[0]):04X}"


def _language(tag: str) -> str:
    """Return *tag* in the usual capitals (RFC 5646, section 2.1.1); pyoxigraph lower-cases it.

    >>> _language("zh-hans-cn"), _language("en-x-us")
    ('zh-Hans-CN', 'en-x-us')
    """
    parts = tag.split("-")
    for index, part in enumerate(parts[1:], 1):
        if len(parts[index - 1]) == 1:  # what follows a singleton is a matter of its own
            break
        if part.isalpha():
            parts[index] = {2: part.upper(), 4: part.title()}.get(len(part), part)
    return "-".join(parts)
