"""Statements about all members of a class or all links of a property, by freezing.

An axiom holds if its conditions do. What a condition asks is proved for fresh names, of which
nothing is known but what the condition assumes; so it holds for all things. That the terms of the
axiom are classes and properties has to follow besides.

Source: OWL 2 RDF-Based Semantics, tables 5.8 to 5.14 (conditions that are if and only if).
"""

from __future__ import annotations

__all__ = ["Axioms"]

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lunargraph.reasoning.clashes import Term
from lunargraph.reasoning.entailment.answers import Mechanism, Proof, all_of, with_
from lunargraph.reasoning.entailment.expressions import link
from lunargraph.reasoning.entailment.membership import Members
from lunargraph.reasoning.index import owl, rdf, rdfs

if TYPE_CHECKING:
    from lunargraph.reasoning.entailment.hypotheses import Hypotheses
    from lunargraph.reasoning.entailment.vocabulary import Vocabulary

_Pattern: TypeAlias = tuple[str | Term, str | Term, str | Term]

_TYPE, _SAME = rdf("type"), owl("sameAs")


class _Condition(NamedTuple):
    """If all that is *given* holds, so does what is *wanted*; None is a contradiction.

    ``S`` and ``O`` are the subject and object of the axiom, ``a`` is membership, ``=`` sameness;
    any other text is a name for anything.
    """

    given: tuple[_Pattern, ...]
    wanted: _Pattern | None


def _conditions(text: str) -> tuple[_Condition, ...]:
    """Read such a text as ``x S y, y S z -> x S z``; conditions stand apart by ``;``."""
    conditions = []
    for each in text.split(";"):
        given, _, wanted = each.partition("->")
        goal = None if wanted.strip() == "false" else _pattern(wanted)
        conditions.append(_Condition(tuple(map(_pattern, given.split(","))), goal))
    return tuple(conditions)


def _pattern(text: str) -> _Pattern:
    subject, predicate, object_ = text.split()
    return subject, predicate, object_


_OF_CLASSES: dict[Term, tuple[_Condition, ...]] = {
    rdfs("subClassOf"): _conditions("x a S -> x a O"),
    owl("equivalentClass"): _conditions("x a S -> x a O ; x a O -> x a S"),
    owl("disjointWith"): _conditions("x a S , x a O -> false"),
}
_OF_PROPERTIES: dict[Term, tuple[_Condition, ...]] = {
    rdfs("subPropertyOf"): _conditions("x S y -> x O y"),
    owl("equivalentProperty"): _conditions("x S y -> x O y ; x O y -> x S y"),
    owl("inverseOf"): _conditions("x S y -> y O x ; x O y -> y S x"),
    owl("propertyDisjointWith"): _conditions("x S y , x O y -> false"),
}
_TO_CLASSES: dict[Term, tuple[_Condition, ...]] = {
    rdfs("domain"): _conditions("x S y -> x a O"),
    rdfs("range"): _conditions("x S y -> y a O"),
}
_KINDS: dict[Term, tuple[_Condition, ...]] = {
    owl("FunctionalProperty"): _conditions("x S y , x S z -> y = z"),
    owl("InverseFunctionalProperty"): _conditions("x S z , y S z -> x = y"),
    owl("SymmetricProperty"): _conditions("x S y -> y S x"),
    owl("AsymmetricProperty"): _conditions("x S y , y S x -> false"),
    owl("TransitiveProperty"): _conditions("x S y , y S z -> x S z"),
    owl("ReflexiveProperty"): (_Condition((("x", "a", owl("Thing")),), ("x", "S", "x")),),
    owl("IrreflexiveProperty"): _conditions("x S x -> false"),
}
_CHAIN, _KEY = owl("propertyChainAxiom"), owl("hasKey")


class Axioms:
    """Proofs of statements that the closure does not hold."""

    def __init__(self, hypotheses: Hypotheses, vocabulary: Vocabulary) -> None:
        self._hypotheses = hypotheses
        self._vocabulary = vocabulary
        self._members = Members(hypotheses)

    @staticmethod
    def may_prove(triple: Triple) -> bool:
        """Tell whether a statement is of a sort that is proved here."""
        tables = (_OF_CLASSES, _OF_PROPERTIES, _TO_CLASSES)
        others = {_TYPE, owl("differentFrom"), _CHAIN, _KEY}
        return triple.predicate in others or any(triple.predicate in table for table in tables)

    def proves(self, triple: Triple) -> Proof:
        """Prove a statement without variables; blank nodes are names like others."""
        subject, predicate, object_ = triple.subject, triple.predicate, triple.object
        if isinstance(subject, Triple) or isinstance(object_, Literal | Triple):
            return None
        if predicate == owl("differentFrom"):
            return self.denies(Triple(subject, _SAME, object_))
        if predicate == _TYPE and object_ not in _KINDS:
            return self._members.belongs(subject, object_, frozenset())
        if predicate != _TYPE and not self.may_prove(triple):
            return None
        conditions = self._conditions(subject, predicate, object_)
        proofs = (self._holds(each, {"S": subject, "O": object_}) for each in conditions)
        return with_(Mechanism.FREEZING, all_of(proofs)) if conditions else None

    def denies(self, triple: Triple) -> Proof:
        """Prove that a statement does not hold."""
        return with_(Mechanism.REFUTATION, self._members.clash(frozenset({triple})))

    def _conditions(self, subject: Term, predicate: Term, object_: Term) -> tuple[_Condition, ...]:
        """Return the conditions of an axiom; none if it is none, or its terms do not fit."""
        is_class, is_property = self._vocabulary.has_class, self._vocabulary.has_property
        if predicate in _OF_CLASSES and is_class(subject) and is_class(object_):
            return _OF_CLASSES[predicate]
        if predicate in _OF_PROPERTIES and is_property(subject) and is_property(object_):
            return _OF_PROPERTIES[predicate]
        if predicate in _TO_CLASSES and is_property(subject) and is_class(object_):
            return _TO_CLASSES[predicate]
        if predicate == _TYPE and is_property(subject):
            return _KINDS[object_]
        listed = self._hypotheses.expressions.items(object_)
        if listed is None or not listed[0] or not all(map(is_property, listed[0])):
            return ()
        if predicate == _CHAIN and is_property(subject):
            return (_chain(listed[0]),)
        return (_key(listed[0]),) if predicate == _KEY and is_class(subject) else ()

    def _holds(self, condition: _Condition, terms: dict[str, Term]) -> Proof:
        terms = {**terms, "a": _TYPE, "=": _SAME}
        given = set()
        for pattern in condition.given:
            subject, predicate, object_ = (self._term(each, terms) for each in pattern)
            triple = link(self._hypotheses.expressions, subject, predicate, object_)
            if triple is None:
                return None
            given.add(triple)
        if condition.wanted is None:
            return self._members.clash(frozenset(given))
        subject, predicate, object_ = (self._term(each, terms) for each in condition.wanted)
        if predicate == _TYPE and isinstance(subject, NamedNode | BlankNode):
            return self._members.belongs(subject, object_, frozenset(given))
        return self._members.linked(subject, predicate, object_, frozenset(given))

    def _term(self, slot: str | Term, terms: dict[str, Term]) -> Term:
        if not isinstance(slot, str):
            return slot
        return terms.setdefault(slot, self._hypotheses.fresh())


def _chain(properties: tuple[Term, ...]) -> _Condition:
    steps = tuple((f"x{n}", each, f"x{n + 1}") for n, each in enumerate(properties))
    return _Condition(steps, ("x0", "S", f"x{len(properties)}"))


def _key(properties: tuple[Term, ...]) -> _Condition:
    links = [(who, each, f"v{n}") for n, each in enumerate(properties) for who in ("x", "y")]
    return _Condition((("x", "a", "S"), ("y", "a", "S"), *links), ("x", "=", "y"))
