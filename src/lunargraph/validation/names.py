"""How a finding names things: by label, with the CURIE where a label alone may mislead."""

from __future__ import annotations

__all__ = ["Names", "Source"]

import re
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode

from lunargraph.namespaces import BASE, PREFIXES, compact
from lunargraph.reasoning.index import Index
from lunargraph.results.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Term

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_LABELS = (NamedNode(PREFIXES["rdfs"] + "label"), NamedNode(PREFIXES["skos"] + "prefLabel"))
_NAMING = {*_LABELS, _TYPE}
_TERMS: frozenset[Term] = frozenset(
    NamedNode(PREFIXES[prefix] + name)
    for prefix, names in {
        "owl": ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"),
        "rdfs": ("Class", "Datatype"),
        "rdf": ("Property",),
    }.items()
    for name in names
)

_OURS = re.compile(rf"{re.escape(BASE)}[^\s\"',;]*[^\s\"',;.:]")


class Source(Protocol):
    """Triples that can be asked for the objects of a subject and a predicate."""

    def objects(self, subject: Term, predicate: Term) -> list[Term]:
        """Return these objects, in no order."""


class Names:
    """The labels in some triples: English ones if there are any, else those without a language.

    >>> from pyoxigraph import Triple
    >>> moon = NamedNode("https://w3id.org/lunargraph/id/moon")
    >>> names = Names([Triple(moon, _LABELS[0], Literal("Moon", language="en"))])
    >>> names.name(moon), names.name(Literal("2 June"))
    ('Moon (lgi:moon)', '"2 June"')
    """

    def __init__(self, triples: Iterable[Triple], *sources: Source) -> None:
        """Take the labels from *triples* and, by look-ups, from any other *sources*."""
        self._sources = (Index.of_triples(t for t in triples if t.predicate in _NAMING), *sources)
        self._labels: dict[Term, str | None] = {}

    def label(self, term: Term) -> str | None:
        """Return the label of a *term*, or None if it has none."""
        if term not in self._labels:
            found = [
                (0 if language.startswith("en") else 1 if not language else 2, place, text.value)
                for place, predicate in enumerate(_LABELS)
                for text in self._objects(term, predicate)
                if isinstance(text, Literal)
                for language in [text.language or ""]
            ]
            self._labels[term] = one_line(min(found)[2]) if found else None
        return self._labels[term]

    def _objects(self, subject: Term, predicate: Term) -> list[Term]:
        return [term for source in self._sources for term in source.objects(subject, predicate)]

    def name(self, term: Term) -> str:
        """Return a *term* in words.

        A class or property is its label in single quotes, anything else its label and CURIE; a
        literal is its text in double quotes.
        """
        if isinstance(term, NamedNode):
            curie, label = compact(term.value), self.label(term)
            if label is None:
                return curie
            is_term = not _TERMS.isdisjoint(self._objects(term, _TYPE))
            return f"'{label}'" if is_term else f"{label} ({curie})"
        if isinstance(term, Literal):
            return _literal(term)
        if isinstance(term, BlankNode):
            kinds = sorted({self.name(type_) for type_ in self._objects(term, _TYPE)})
            return f"a nameless {kinds[0]}" if kinds else "something nameless"
        return str(term)

    def text(self, text: str) -> str:
        """Return a *text* with names in place of our IRIs.

        >>> Names([]).text("is like https://w3id.org/lunargraph/id/moon.")
        'is like lgi:moon.'
        """
        return _OURS.sub(lambda found: self.name(NamedNode(found[0])), text)

    @staticmethod
    def mentioned(text: str) -> list[NamedNode]:
        """Return our IRIs in a *text*, in their order."""
        return [NamedNode(found[0]) for found in _OURS.finditer(text)]

    def statement(self, triple: Triple) -> str:
        """Return a *triple* in words, such as ``Moon (lgi:moon) is a 'celestial body'``."""
        verb = "belongs to" if triple.predicate == _TYPE else self.name(triple.predicate)
        return f"{self.name(triple.subject)} {verb} {self.name(triple.object)}"


def _literal(literal: Literal) -> str:
    text = f'"{one_line(literal.value)}"'
    if literal.language:
        return f"{text}@{literal.language}"
    datatype = literal.datatype.value
    return text if datatype == PREFIXES["xsd"] + "string" else f"{text}^^{compact(datatype)}"
