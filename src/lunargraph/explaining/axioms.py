"""Axioms in words: what the ontology says of classes and properties."""

from __future__ import annotations

__all__ = ["Axioms"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode

from lunargraph.explaining.phrases import a, joined
from lunargraph.namespaces import PREFIXES, compact
from lunargraph.reasoning.index import owl

if TYPE_CHECKING:
    from collections.abc import Callable

    from lunargraph.explaining.class_expressions import ClassExpressions
    from lunargraph.explaining.naming import Naming
    from lunargraph.reasoning.clashes import Statement, Term
    from lunargraph.reasoning.index import Index

_KINDS = {
    "FunctionalProperty": "{} has one value at most",
    "InverseFunctionalProperty": "a value of {} belongs to one thing at most",
    "SymmetricProperty": "{} holds both ways",
    "AsymmetricProperty": "{} holds one way only",
    "TransitiveProperty": "{} carries on from thing to thing",
    "IrreflexiveProperty": "{} never holds of a thing and itself",
}
_LISTS = {
    "AllDifferent": "{} are all different",
    "AllDisjointClasses": "nothing belongs to two of {}",
    "AllDisjointProperties": "no two of {} hold between the same things",
}


class Axioms:
    """Tells what an axiom says."""

    def __init__(self, parts: Index, naming: Naming, classes: ClassExpressions) -> None:
        self._parts = parts
        self._naming = naming
        self._classes = classes
        self._tellers: dict[str, Callable[[Term, Term], str]] = {
            "rdfs:subClassOf": self._sub_class,
            "rdfs:subPropertyOf": lambda p, q: f"{self._name(p)} implies {self._name(q)}",
            "rdfs:domain": self._domain,
            "rdfs:range": lambda p, c: f"every value of {self._name(p)} {self._member(c)}",
            "owl:equivalentClass": self._equivalent_class,
            "owl:equivalentProperty": lambda p, q: f"{self._name(p)} means {self._name(q)}",
            "owl:disjointWith": self._disjoint_class,
            "owl:propertyDisjointWith": self._disjoint_property,
            "owl:inverseOf": lambda p, q: f"{self._name(p)} is the inverse of {self._name(q)}",
            "owl:propertyChainAxiom": self._chain,
            "owl:hasKey": self._key,
            "owl:sourceIndividual": lambda n, _: f"it is denied that {self._denied(n)}",
            "rdf:type": self._kind,
        }

    def tell(self, statement: Statement) -> str | None:
        """Return an axiom as a sentence, None if there are no words for it."""
        subject, predicate, object_ = statement
        name = compact(predicate.value) if isinstance(predicate, NamedNode) else ""
        if name in self._tellers:
            return self._tellers[name](subject, object_)
        meaning = self._classes.meaning(subject)
        if name.startswith("owl:") and isinstance(subject, NamedNode) and meaning is not None:
            return self._definition(subject, meaning)
        return None

    def _name(self, term: Term) -> str:
        return (
            self._naming.quoted(term)
            if isinstance(term, NamedNode)
            else (f"the {self._classes.relation(term)}")
        )

    def _member(self, class_: Term) -> str:
        return self._classes.member(class_)

    def _sub_class(self, narrow: Term, wide: Term) -> str:
        return f"{self._classes.whatever(narrow)} {self._member(wide)}"

    def _equivalent_class(self, one: Term, other: Term) -> str:
        if isinstance(one, BlankNode):
            one, other = other, one
        if isinstance(one, NamedNode) and isinstance(other, BlankNode):
            return self._definition(one, self._member(other))
        return f"{self._naming.quoted(one)} and {self._naming.quoted(other)} have the same members"

    def _definition(self, class_: NamedNode, meaning: str) -> str:
        return f"{a(self._naming.plain(class_))} is, by definition, whatever {meaning}"

    def _domain(self, property_: Term, class_: Term) -> str:
        return f"whatever has a value of {self._name(property_)} {self._member(class_)}"

    def _disjoint_class(self, one: Term, other: Term) -> str:
        if isinstance(one, NamedNode) and isinstance(other, NamedNode):
            both = f"{a(self._naming.plain(one))} and {a(self._naming.plain(other))}"
            return f"nothing is both {both}"
        return f"nothing {self._member(one)} and {self._member(other)}"

    def _disjoint_property(self, one: Term, other: Term) -> str:
        return f"{self._name(one)} and {self._name(other)} exclude each other"

    def _chain(self, property_: Term, head: Term) -> str:
        links = [self._name(link) for link in self._parts.items(head)]
        return f"{' followed by '.join(links)} makes {self._name(property_)}"

    def _key(self, class_: Term, head: Term) -> str:
        key = joined([self._name(item) for item in self._parts.items(head)])
        return f"members of {self._naming.quoted(class_)} that agree in {key} are the same"

    def _kind(self, subject: Term, kind: Term) -> str:
        name = kind.value.removeprefix(PREFIXES["owl"]) if isinstance(kind, NamedNode) else ""
        if name in _LISTS:
            heads = [head for way in ("members", "distinctMembers")
                     for head in self._parts.objects(subject, owl(way))]  # fmt: skip
            items = [item for head in heads for item in self._parts.items(head)]
            return _LISTS[name].format(joined([self._naming.quoted(item) for item in items]))
        if name in _KINDS:
            return _KINDS[name].format(self._name(subject))
        return f"{self._naming.quoted(subject)} {self._member(kind)}"

    def _denied(self, node: Term) -> str:
        """Return what a negative assertion denies, in the names of its parts."""
        parts = [self._parts.objects(node, owl(name))
                 for name in ("sourceIndividual", "assertionProperty", "targetIndividual",
                              "targetValue")]  # fmt: skip
        return " ".join(self._naming.quoted(term) for terms in parts for term in terms)
