"""Whether an ontology stays in the OWL 2 RL profile.

Source: OWL 2 Profiles, section 4.2 (class expressions, axioms, data ranges); OWL 2 Structural
Specification, sections 5.8.1 (declarations, typing) and 11.2 (simple properties). That chains are
regular (11.2) is not checked: the rules of OWL 2 RL do not depend on it.
"""

from __future__ import annotations

__all__ = ["rl_violations"]

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.index import Index, owl, rdf, rdfs
from lunargraph.validation.expressions import Expressions, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Term

_BUILT_IN = tuple(PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd"))
_OBJECT, _DATA = owl("ObjectProperty"), owl("DatatypeProperty")
_KINDS = {_OBJECT: "object", _DATA: "datatype", owl("AnnotationProperty"): "annotation"}
_OF_OBJECTS = (
    *("InverseFunctionalProperty", "SymmetricProperty", "AsymmetricProperty"),
    *("TransitiveProperty", "IrreflexiveProperty"),
)
_OF_SIMPLE = (
    *("FunctionalProperty", "InverseFunctionalProperty"),
    *("IrreflexiveProperty", "AsymmetricProperty"),
)
_BETWEEN_PROPERTIES = (
    *(rdfs("subPropertyOf"), owl("equivalentProperty")),
    *(owl("inverseOf"), owl("propertyDisjointWith")),
)


def rl_violations(triples: Iterable[Triple]) -> list[str]:
    """Return, sorted, a sentence for each way in which an ontology leaves OWL 2 RL.

    The triples must be those of the ontology with all that it imports, since each class and
    property that it uses has to be declared.

    >>> from pyoxigraph import RdfFormat, parse
    >>> turtle = b'''prefix lg: <https://w3id.org/lunargraph/ns#>
    ...     prefix owl: <http://www.w3.org/2002/07/owl#>
    ...     lg:near a owl:ObjectProperty , owl:ReflexiveProperty .'''
    >>> rl_violations(quad.triple for quad in parse(turtle, RdfFormat.TURTLE))
    ['lg:near is an owl:ReflexiveProperty, which OWL 2 RL does not have']
    """
    index = Index.of_triples(triples)
    checks = (_class_axioms, _property_axioms, _property_uses, _declarations, _simplicity)
    return sorted({sentence for check in checks for sentence in check(index)})


def _class_axioms(index: Index) -> Iterator[str]:
    expressions = Expressions(index)
    for one, other in index.pairs(rdfs("subClassOf")):
        yield from expressions.check(one, "left", f"{said(one)} rdfs:subClassOf {said(other)}")
        yield from expressions.check(other, "right", f"{said(one)} rdfs:subClassOf {said(other)}")
    for one, other in index.pairs(owl("equivalentClass")):
        where = f"{said(one)} owl:equivalentClass {said(other)}"
        if one in index.members(rdfs("Datatype")):
            yield from expressions.check_range(other, where)
            continue
        yield from expressions.check(one, "both", where)
        yield from expressions.check(other, "both", where)
    for one, other in index.pairs(owl("disjointWith")):
        for node in (one, other):
            where = f"{said(one)} owl:disjointWith {said(other)}"
            yield from expressions.check(node, "left", where)
    for axiom in index.members(owl("AllDisjointClasses")):
        for head in index.objects(axiom, owl("members")):
            for node in index.items(head):
                yield from expressions.check(node, "left", "owl:AllDisjointClasses")
    for subject, type_ in index.pairs(rdf("type")):
        if not isinstance(type_, NamedNode):
            yield from expressions.check(type_, "right", f"{said(subject)} rdf:type")
    for subject, _ in index.pairs(owl("disjointUnionOf")):
        yield f"{said(subject)} owl:disjointUnionOf: OWL 2 RL does not have it"
    for name in ("intersectionOf", "unionOf", "complementOf", "oneOf", "onProperty"):
        for subject, _ in index.pairs(owl(name)):
            if isinstance(subject, NamedNode):
                yield f"{said(subject)} owl:{name}: write it as owl:equivalentClass [ ... ]"
    for subject, _ in index.pairs(owl("hasKey")):
        yield from expressions.check(subject, "left", f"{said(subject)} owl:hasKey")


def _property_axioms(index: Index) -> Iterator[str]:
    expressions = Expressions(index)
    for property_, class_ in index.pairs(rdfs("domain")):
        if property_ not in index.members(owl("AnnotationProperty")):
            yield from expressions.check(class_, "right", f"{said(property_)} rdfs:domain")
    for property_, class_ in index.pairs(rdfs("range")):
        where = f"{said(property_)} rdfs:range"
        if property_ in index.members(_DATA):
            yield from expressions.check_range(class_, where)
        elif property_ in index.members(_OBJECT):
            yield from expressions.check(class_, "right", where)
    for property_ in index.members(owl("ReflexiveProperty")):
        yield f"{said(property_)} is an owl:ReflexiveProperty, which OWL 2 RL does not have"
    for name in _OF_OBJECTS:
        for property_ in index.members(owl(name)):
            if property_ in index.members(_DATA):
                yield f"{said(property_)} is an owl:{name} and a datatype property"
    for subject, head in index.pairs(owl("propertyChainAxiom")):
        items = index.items(head)
        if len(items) < 2:
            yield f"{said(subject)} owl:propertyChainAxiom: a chain has two properties or more"
        for item in (subject, *items):
            if _kinds(index, item) - {"object"}:
                yield f"{said(subject)} owl:propertyChainAxiom: {said(item)} links no objects"
    for predicate in _BETWEEN_PROPERTIES:
        for one, other in index.pairs(predicate):
            kinds = _kinds(index, one), _kinds(index, other)
            if all(kinds) and kinds[0] != kinds[1]:
                yield f"{said(one)} {said(predicate)} {said(other)}: they are of two kinds"


def _kinds(index: Index, property_: Term) -> set[str]:
    return {kind for type_, kind in _KINDS.items() if property_ in index.members(type_)}


def _property_uses(index: Index) -> Iterator[str]:
    """Each property is declared as of exactly one kind, and used as such."""
    for subject, predicate, object_ in index:
        if not isinstance(predicate, NamedNode) or predicate.value.startswith(_BUILT_IN):
            continue
        kinds = _kinds(index, predicate)
        if len(kinds) > 1:
            yield f"{said(predicate)} is declared as more than one kind of property"
        elif not kinds:
            yield f"{said(predicate)} is used as a property and not declared as one"
        elif kinds == {"object"} and isinstance(object_, Literal):
            yield f"{said(subject)} {said(predicate)}: an object property with a literal"
        elif kinds == {"datatype"} and not isinstance(object_, Literal):
            yield f"{said(subject)} {said(predicate)}: a datatype property without a literal"


def _declarations(index: Index) -> Iterator[str]:
    """Each class and property that an axiom names is declared, and no class is a datatype."""
    classes, datatypes = set(index.members(owl("Class"))), set(index.members(rdfs("Datatype")))
    for both in classes & datatypes:
        yield f"{said(both)} is declared as a class and as a datatype"
    for class_ in Expressions(index).named_classes():
        if class_ not in classes | datatypes and not class_.value.startswith(_BUILT_IN):
            yield f"{said(class_)} is used as a class and not declared as one"
    for property_ in Expressions(index).named_properties():
        if not _kinds(index, property_) and not property_.value.startswith(_BUILT_IN):
            yield f"{said(property_)} is used as a property and not declared as one"


def _simplicity(index: Index) -> Iterator[str]:
    """A composite property (transitive, or with a chain) is in no axiom about single values."""
    composite = _composite(index)
    for name in _OF_SIMPLE:
        for property_ in composite.intersection(index.members(owl(name))):
            yield f"{said(property_)} is composite and cannot be an owl:{name}"
    for one, other in index.pairs(owl("propertyDisjointWith")):
        for property_ in composite & {one, other}:
            yield f"{said(property_)} is composite and cannot be disjoint with another property"
    for name in ("maxCardinality", "maxQualifiedCardinality"):
        for restriction, _ in index.pairs(owl(name)):
            for property_ in composite.intersection(index.objects(restriction, owl("onProperty"))):
                yield f"{said(property_)} is composite and cannot have an owl:{name}"


def _composite(index: Index) -> set[Term]:
    """Return the composite properties, and those that one of them is below of or inverse to."""
    composite = set(index.members(owl("TransitiveProperty")))
    composite |= {subject for subject, _ in index.pairs(owl("propertyChainAxiom"))}
    upward = index.pairs(rdfs("subPropertyOf"))
    mutual = [*index.pairs(owl("inverseOf")), *index.pairs(owl("equivalentProperty"))]
    wider = [*upward, *mutual, *((other, one) for one, other in mutual)]
    while more := {upper for lower, upper in wider if lower in composite} - composite:
        composite |= more
    return composite
