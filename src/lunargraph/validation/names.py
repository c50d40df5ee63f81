"""How a finding names things: by label, with the CURIE where a label alone may mislead."""

from __future__ import annotations

__all__ = ["Names"]

import re
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from lunargraph.namespaces import BASE, PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Term

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_LABELS = (NamedNode(PREFIXES["rdfs"] + "label"), NamedNode(PREFIXES["skos"] + "prefLabel"))
_TERMS = frozenset(
    NamedNode(PREFIXES[prefix] + name)
    for prefix, names in {
        "owl": ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"),
        "rdfs": ("Class", "Datatype"),
        "rdf": ("Property",),
    }.items()
    for name in names
)

_OURS = re.compile(rf"{re.escape(BASE)}[^\s\"',;]*[^\s\"',;.:]")


class Names:
    """The labels in some triples: English ones if there are any, else those without a language.

    >>> from pyoxigraph import Triple
    >>> moon = NamedNode("https://w3id.org/lunargraph/id/moon")
    >>> names = Names([Triple(moon, _LABELS[0], Literal("Moon", language="en"))])
    >>> names.name(moon), names.name(Literal("2 June"))
    ('Moon (lgi:moon)', '"2 June"')
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        best: dict[Term, tuple[int, int, str]] = {}
        self._terms: set[Term] = set()
        self._types: dict[Term, list[Term]] = {}
        for triple in triples:
            subject, predicate, object_ = triple.subject, triple.predicate, triple.object
            if predicate in _LABELS and isinstance(object_, Literal):
                language = object_.language or ""
                rank = 0 if language.startswith("en") else 1 if not language else 2
                key = (rank, _LABELS.index(predicate), object_.value)
                best[subject] = min(key, best.get(subject, key))
            elif predicate == _TYPE:
                self._types.setdefault(subject, []).append(object_)
                if object_ in _TERMS:
                    self._terms.add(subject)
        self._labels = {subject: label for subject, (_, _, label) in best.items()}

    def label(self, term: Term) -> str | None:
        """Return the label of a *term*, or None if it has none."""
        return self._labels.get(term)

    def labels(self) -> dict[str, str]:
        """Return the label of every IRI that has one."""
        named = self._labels.items()
        return {term.value: label for term, label in named if isinstance(term, NamedNode)}

    def name(self, term: Term) -> str:
        """Return a *term* in words.

        A class or property is its label in single quotes, anything else its label and CURIE; a
        literal is its text in double quotes.
        """
        if isinstance(term, NamedNode):
            curie, label = compact(term.value), self._labels.get(term)
            if label is None:
                return curie
            return f"'{label}'" if term in self._terms else f"{label} ({curie})"
        if isinstance(term, Literal):
            return _literal(term)
        if isinstance(term, BlankNode):
            kinds = sorted(self.name(type_) for type_ in self._types.get(term, []))
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
    if literal.language:
        return f'"{literal.value}"@{literal.language}'
    datatype = literal.datatype.value
    return (
        f'"{literal.value}"'
        if datatype == PREFIXES["xsd"] + "string"
        else f'"{literal.value}"^^{compact(datatype)}'
    )
