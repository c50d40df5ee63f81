"""Which statements of a proof are the ontology's, and which are about the things themselves.

A proof names every triple that a rule asks for. To a reader, the triples that spell a list or a
class expression are one with the axiom that they stand in.
"""

from __future__ import annotations

__all__ = ["TYPE", "is_axiom", "is_part", "parts_of"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.index import Index, owl, rdf, rdfs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Statement, Term

TYPE = rdf("type")
_LISTS = frozenset((rdf("first"), rdf("rest")))
_OF_EXPRESSIONS = """
intersectionOf unionOf complementOf oneOf inverseOf onProperty hasValue hasSelf someValuesFrom
allValuesFrom maxCardinality maxQualifiedCardinality minCardinality minQualifiedCardinality
cardinality qualifiedCardinality onClass onDataRange onDatatype withRestrictions
datatypeComplementOf members distinctMembers assertionProperty targetIndividual targetValue
"""
_EXPRESSIONS = frozenset(map(owl, _OF_EXPRESSIONS.split()))
# What says of a blank node which class, property or axiom it is.

_OF_ONTOLOGIES = """
equivalentClass disjointWith disjointUnionOf equivalentProperty propertyDisjointWith inverseOf
propertyChainAxiom hasKey intersectionOf unionOf complementOf oneOf sourceIndividual
"""
_OF_RDFS = ("subClassOf", "subPropertyOf", "domain", "range")
_AXIOMS = frozenset((*map(owl, _OF_ONTOLOGIES.split()), *map(rdfs, _OF_RDFS)))
_OF_AXIOMS = frozenset(map(owl, ("AllDifferent", "AllDisjointClasses", "AllDisjointProperties")))
_CLASSES = frozenset((owl("Thing"), owl("Nothing"), rdfs("Resource"), rdfs("Literal")))
_PARTS = _LISTS | _EXPRESSIONS | {owl("sourceIndividual")}
_BUILT_IN = tuple(PREFIXES[name] for name in ("owl", "rdf", "rdfs"))


def parts_of(triples: Iterable[Triple]) -> Index:
    """Return those of *triples* that lists and class expressions are made of."""
    return Index.of_triples(triple for triple in triples if triple.predicate in _PARTS)


def is_part(statement: Statement) -> bool:
    """Tell whether a *statement* spells a list or a class expression, and no more.

    >>> is_part((BlankNode("x"), rdf("first"), owl("Thing")))
    True
    """
    subject, predicate, object_ = statement
    if not isinstance(subject, BlankNode):
        return False
    of_its_kind = predicate == TYPE and _is_built_in(object_) and object_ not in _OF_AXIOMS
    return predicate in _LISTS or predicate in _EXPRESSIONS or of_its_kind


def is_axiom(statement: Statement) -> bool:
    """Tell whether a *statement* is about classes and properties, and not about things.

    >>> thing = NamedNode("https://w3id.org/lunargraph/id/moon")
    >>> is_axiom((thing, TYPE, owl("Class"))), is_axiom((thing, TYPE, thing))
    (True, False)
    """
    _, predicate, object_ = statement
    return predicate in _AXIOMS or (predicate == TYPE and _is_built_in(object_))


def _is_built_in(term: Term) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(_BUILT_IN) and term not in _CLASSES
