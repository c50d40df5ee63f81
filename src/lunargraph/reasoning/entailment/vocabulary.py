"""What holds in every graph, and which terms a graph uses as classes and properties.

In the RDF-based semantics not everything is a class: that something is one has to follow, too.

Source: OWL 2 RDF-Based Semantics, section 5, tables 5.1 to 5.3 and 5.8; RDF 1.1 Semantics,
section 9 (the domains and ranges of the built-in properties).
"""

from __future__ import annotations

__all__ = ["Vocabulary", "is_axiom"]

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from lunargraph.reasoning.datatypes import DATATYPES, OWL_2_RL_DATATYPES
from lunargraph.reasoning.index import owl, rdf, rdfs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.entailment.facts import Facts

_TYPE, _SAME = rdf("type"), owl("sameAs")
_CLASS = {owl("Class"), rdfs("Class")}
_THING, _NOTHING = owl("Thing"), owl("Nothing")
_EVERYTHING = {_THING, rdfs("Resource")}
_TOP = {owl("topObjectProperty")}
_DATATYPES = {*map(NamedNode, DATATYPES), *map(NamedNode, OWL_2_RL_DATATYPES)}
_BUILT_IN_CLASSES = _DATATYPES | {
    *(_THING, _NOTHING, owl("Class"), owl("Datatype"), owl("Restriction"), owl("Ontology")),
    *(owl(f"{kind}Property") for kind in ("Object", "Datatype", "Annotation", "Ontology")),
    *(owl(f"{kind}Property") for kind in ("Functional", "InverseFunctional", "Symmetric")),
    *(owl(f"{kind}Property") for kind in ("Transitive", "Reflexive", "Irreflexive", "Asymmetric")),
    *(owl("NamedIndividual"), owl("AllDifferent"), owl("AllDisjointClasses")),
    *(owl("AllDisjointProperties"), owl("NegativePropertyAssertion"), owl("Axiom")),
    *(rdfs("Resource"), rdfs("Class"), rdfs("Literal"), rdfs("Datatype")),
    *(rdf("Property"), rdf("List"), rdf("Statement")),
}
_BUILT_IN_PROPERTIES = {
    *(_TYPE, rdf("first"), rdf("rest"), rdf("value")),
    *map(rdfs, ("subClassOf", "subPropertyOf", "domain", "range", "label", "comment", "seeAlso")),
    *(rdfs("isDefinedBy"), _SAME, owl("differentFrom"), owl("equivalentClass")),
    *(owl("equivalentProperty"), owl("inverseOf"), owl("disjointWith")),
    *(owl("propertyDisjointWith"), owl("topObjectProperty"), owl("bottomObjectProperty")),
    *(owl("topDataProperty"), owl("bottomDataProperty")),
}
_ANNOTATIONS = {*map(rdfs, ("label", "comment", "seeAlso", "isDefinedBy")), owl("versionInfo")}
_OF_CLASSES = tuple(map(rdfs, ("subClassOf",))) + tuple(
    map(owl, ("equivalentClass", "disjointWith", "complementOf"))
)
_TO_CLASSES = (rdfs("domain"), rdfs("range"), *map(owl, ("someValuesFrom", "allValuesFrom")),
               owl("onClass"), owl("onDataRange"))  # fmt: skip
_OF_PROPERTIES = (rdfs("subPropertyOf"), *map(owl, ("equivalentProperty", "inverseOf")),
                  owl("propertyDisjointWith"))  # fmt: skip
_LISTS_OF_CLASSES = (owl("intersectionOf"), owl("unionOf"))
_LISTS_OF_PROPERTIES = (owl("propertyChainAxiom"), owl("hasKey"))
_FROM_PROPERTIES = (rdfs("domain"), rdfs("range"), owl("propertyChainAxiom"))
_KINDS_OF_CLASS = (owl("Class"), rdfs("Class"), rdfs("Datatype"), owl("Restriction"))
_KINDS_OF_PROPERTY = (rdf("Property"), *(
    owl(f"{kind}Property")
    for kind in ("Object", "Datatype", "Annotation", "Functional", "InverseFunctional",
                 "Symmetric", "Transitive", "Reflexive", "Irreflexive", "Asymmetric")
))  # fmt: skip


def is_axiom(subject: Term, predicate: Term, object_: Term) -> bool:
    """Tell whether a statement holds in every graph, whatever its names stand for.

    >>> is_axiom(NamedNode("http://example.org/x"), _TYPE, _THING)
    True
    """
    if predicate == _SAME:
        return subject == object_
    if predicate in _TOP:
        return True
    if predicate != _TYPE:
        return False
    if object_ in _CLASS:
        return subject in _BUILT_IN_CLASSES
    if object_ == rdf("Property"):
        return subject in _BUILT_IN_PROPERTIES
    if object_ == rdfs("Datatype"):
        return subject in _DATATYPES
    return object_ in _EVERYTHING or (
        object_ == owl("AnnotationProperty") and subject in _ANNOTATIONS
    )


class Vocabulary:
    """The terms that a closed graph uses as classes and as properties."""

    def __init__(self, facts: Facts) -> None:
        self._classes: set[Term] = set(_BUILT_IN_CLASSES)
        self._properties: set[Term] = {*_BUILT_IN_PROPERTIES, *_ANNOTATIONS}
        for kind in _KINDS_OF_CLASS:
            self._classes.update(facts.members(kind))
        for kind in _KINDS_OF_PROPERTY:
            self._properties.update(facts.members(kind))
        for predicate in _OF_CLASSES:
            self._classes.update(_ends(facts, predicate))
        for predicate in _OF_PROPERTIES:
            self._properties.update(_ends(facts, predicate))
        for predicate in (_TYPE, *_TO_CLASSES):
            self._classes.update(object_ for _, object_ in facts.pairs(predicate))
        for predicate in _FROM_PROPERTIES:
            self._properties.update(subject for subject, _ in facts.pairs(predicate))
        self._properties.update(object_ for _, object_ in facts.pairs(owl("onProperty")))
        self._properties.update(predicate for _, predicate, _ in facts)
        for predicate in _LISTS_OF_CLASSES:
            self._classes.update(_listed(facts, (head for _, head in facts.pairs(predicate))))
        for predicate in _LISTS_OF_PROPERTIES:
            self._properties.update(_listed(facts, (head for _, head in facts.pairs(predicate))))
        self._classes.update(_members(facts, owl("AllDisjointClasses")))
        self._properties.update(_members(facts, owl("AllDisjointProperties")))
        self._datatypes = {*_DATATYPES, *facts.members(rdfs("Datatype"))}

    def add(self, classes: Iterable[Term], properties: Iterable[Term]) -> None:
        """Take note of more classes and properties."""
        self._classes.update(classes)
        self._properties.update(properties)

    def has_class(self, term: Term) -> bool:
        """Tell whether *term* is known to be a class."""
        return term in self._classes

    def is_datatype(self, term: Term) -> bool:
        """Tell whether *term* is known to be a datatype."""
        return term in self._datatypes

    def has_property(self, term: Term) -> bool:
        """Tell whether *term* is known to be a property."""
        return term in self._properties

    def declares(self, triple: Triple) -> bool:
        """Tell whether a triple only says that a term is the class or property it is known as."""
        if triple.predicate != _TYPE:
            return False
        if triple.object == rdf("Property"):
            return self.has_property(triple.subject)
        return triple.object in _CLASS and self.has_class(triple.subject)


def _members(facts: Facts, kind: Term) -> set[Term]:
    """Return the terms that the axioms of a *kind* list."""
    axioms = facts.members(kind)
    return _listed(facts, (head for each in axioms for head in facts.objects(each, owl("members"))))


def _listed(facts: Facts, heads: Iterable[Term]) -> set[Term]:
    return {item for head in heads for item in facts.items(head)}


def _ends(facts: Facts, predicate: Term) -> set[Term]:
    return {term for pair in facts.pairs(predicate) for term in pair}
