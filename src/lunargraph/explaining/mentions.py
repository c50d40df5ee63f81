"""What a graph mentions: the IRIs that a word may stand for."""

from __future__ import annotations

__all__ = ["Mentions"]

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph.explaining.schema import TYPE, is_axiom
from lunargraph.lookup.folding import fold
from lunargraph.lookup.names import local_name
from lunargraph.namespaces import LG, LGI, PREFIXES
from lunargraph.reasoning.index import owl, rdfs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Term

_LABEL = rdfs("label")
_KINDS: dict[object, bool] = {
    owl("DatatypeProperty"): True,
    owl("ObjectProperty"): False,
}
"""The kinds of properties, and whether their objects are values."""
_LINKS = ("inverseOf", "equivalentProperty", "propertyDisjointWith")
_OF_PROPERTIES = frozenset(
    (*map(rdfs, ("domain", "range", "subPropertyOf")), *map(owl, (*_LINKS, "propertyChainAxiom")))
)
_TO_PROPERTIES = frozenset((rdfs("subPropertyOf"), *map(owl, (*_LINKS, "onProperty"))))
_VALUES = ("someValuesFrom", "allValuesFrom", "onClass")
_TO_CLASSES = frozenset(
    (
        *map(rdfs, ("subClassOf", "domain", "range")),
        *map(owl, ("equivalentClass", "disjointWith", "complementOf", *_VALUES)),
    )
)
_BUILT_IN = tuple(PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd"))


class Mentions:
    """The IRIs in *triples*, by what may be typed for them.

    >>> from lunargraph.namespaces import expand
    >>> mission, change_6 = NamedNode(expand("lg:Mission")), NamedNode(expand("change-6"))
    >>> from pyoxigraph import Triple
    >>> mentions = Mentions([Triple(change_6, TYPE, mission)])
    >>> mentions.individual("change-6"), mentions.terms("Mission"), mentions.terms("Loan")
    (<NamedNode value=https://w3id.org/lunargraph/id/change-6>, \
[<NamedNode value=https://w3id.org/lunargraph/ns#Mission>], [])
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._iris: set[str] = set()
        self._classes: set[NamedNode] = set()
        self._properties: set[NamedNode] = set()
        self._labels: dict[NamedNode, set[str]] = {}
        self._with_things: set[NamedNode] = set()
        self._with_values: set[NamedNode] = set()
        for triple in triples:
            self._note(triple)

    def _note(self, triple: Triple) -> None:
        subject, predicate, object_ = triple.subject, triple.predicate, triple.object
        self._iris |= {term.value for term in triple if isinstance(term, NamedNode)}
        self._properties.add(predicate)
        (self._with_values if isinstance(object_, Literal) else self._with_things).add(predicate)
        if predicate == TYPE and isinstance(object_, NamedNode):
            self._classes.add(object_)
        if isinstance(object_, NamedNode):
            if predicate in _TO_CLASSES:
                self._classes.add(object_)
            elif predicate in _TO_PROPERTIES:
                self._properties.add(object_)
        if isinstance(subject, NamedNode):
            self._note_subject(subject, predicate, object_)

    def _note_subject(self, subject: NamedNode, predicate: NamedNode, object_: Term) -> None:
        if predicate == _LABEL and isinstance(object_, Literal):
            self._labels.setdefault(subject, set()).add(object_.value)
        is_kind = predicate == TYPE and str(object_).endswith("Property>")
        if predicate in _OF_PROPERTIES or is_kind:
            self._properties.add(subject)
            if object_ in _KINDS:
                (self._with_values if _KINDS[object_] else self._with_things).add(subject)
        elif is_axiom((subject, predicate, object_)):
            self._classes.add(subject)

    def __contains__(self, iri: str) -> bool:
        return iri in self._iris or iri.startswith(_BUILT_IN)

    def is_property(self, iri: NamedNode) -> bool:
        """Tell whether an IRI may be a property; what is built in is not looked at closely."""
        return iri in self._properties or iri.value.startswith(_BUILT_IN)

    def has_values(self, property_: NamedNode) -> bool:
        """Tell whether a property leads to literals, as far as is known."""
        return property_ in self._with_values and property_ not in self._with_things

    def individual(self, slug: str) -> NamedNode | None:
        """Return the individual of ours that has this slug, None if it is not mentioned."""
        return NamedNode(LGI + slug) if LGI + slug in self._iris else None

    def terms(self, word: str, *, properties: bool | None = None) -> list[NamedNode]:
        """Return the terms that *word* is the name of, or else those with a name or label like it.

        :param properties: only properties, or only classes; both if None.
        """
        terms = self.known(properties=properties)
        ours = [term for term in terms if term.value == LG + word]
        local = [term for term in terms if local_name(term.value) == word]
        letters = fold(word).letters
        alike = [term for term in terms if letters and letters in self._folded(term)]
        return next(filter(None, (ours, local, alike)), [])

    def _folded(self, term: NamedNode) -> set[str]:
        """Return the names of a term without differences that mean nothing."""
        names = (local_name(term.value), *self._labels.get(term, ()))
        return {fold(name).letters for name in names}

    def known(self, *, properties: bool | None = None) -> Sequence[NamedNode]:
        """Return the terms there are, by IRI."""
        kinds = {None: self._classes | self._properties, True: self._properties,
                 False: self._classes}  # fmt: skip
        return sorted(kinds[properties], key=lambda term: term.value)

    def anything(self, word: str) -> list[NamedNode]:
        """Return what is mentioned under an IRI that ends in *word*."""
        found = (iri for iri in self._iris if iri.endswith(word) and local_name(iri) == word)
        return [NamedNode(iri) for iri in sorted(found)]
