"""Whether something belongs to a class expression: closure, refutation and freezing.

What belongs to an expression is decided part by part. Each way is sound: an assumption is about a
thing that may be any thing, or it is the opposite of what is to be shown.

=========================  ======================================================================
``not C``                  that it belongs to C contradicts the graph
``C and D``                it belongs to each
``C or D``                 it belongs to one, or that it belongs to neither contradicts the graph
``p only C``               whatever it is linked to by p belongs to C
``p max n C``              n + 1 different such things contradict the graph
``p some C``, ``{a, b}``   the opposite contradicts the graph
``p value a``              it is linked so
a named class              it belongs to an expression below that class
a datatype, a data range   all values that it can have are in there
=========================  ======================================================================
"""

from __future__ import annotations

__all__ = ["Members"]

from typing import TYPE_CHECKING

from lunargraph.reasoning.entailment.answers import Mechanism, Proof, all_of, with_
from lunargraph.reasoning.entailment.expressions import link
from lunargraph.reasoning.entailment.opposites import Opposites
from lunargraph.reasoning.index import owl, rdf, rdfs

if TYPE_CHECKING:
    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.entailment.expressions import Construct, Node
    from lunargraph.reasoning.entailment.hypotheses import Given, Hypotheses

_TYPE, _SUBCLASS = rdf("type"), rdfs("subClassOf")
_EVERYTHING = {owl("Thing"), rdfs("Resource")}
_RULES: frozenset[Mechanism] = frozenset()


class Members:
    """Proofs that something belongs to something."""

    def __init__(self, hypotheses: Hypotheses) -> None:
        self._hypotheses = hypotheses
        self._expressions = hypotheses.expressions
        self._opposites = Opposites(hypotheses)

    def clash(self, given: Given) -> Proof:
        """Prove that what is *given* contradicts the graph."""
        return _RULES if self._hypotheses.facts(given).inconsistent else None

    def linked(self, subject: Term, property_: Term | None, object_: Term, given: Given) -> Proof:
        """Prove that a property holds."""
        facts = self._hypotheses.facts(given)
        triple = link(self._expressions, subject, property_, object_)
        holds = triple is not None and facts.holds(triple.subject, triple.predicate, triple.object)
        return _RULES if holds or facts.inconsistent else None

    def belongs(
        self, term: Node, class_: Term, given: Given, seen: frozenset[Term] = frozenset()
    ) -> Proof:
        """Prove that *term* belongs to *class_*, without going through the classes *seen* again."""
        facts = self._hypotheses.facts(given)
        if facts.inconsistent or class_ in _EVERYTHING or facts.holds(term, _TYPE, class_):
            return _RULES
        if self._hypotheses.ranges.fits(term, class_, facts):
            return frozenset({Mechanism.VALUES})
        if class_ in seen:
            return None
        seen |= {class_}
        construct = self._expressions.read(class_)
        if construct is not None:
            return self._described(term, construct, given, seen)
        below = (each for each in facts.subjects(_SUBCLASS, class_) if self._expressions.read(each))
        proofs = (self.belongs(term, each, given, seen) for each in sorted(below, key=str))
        return next((proof for proof in proofs if proof is not None), None)

    def _described(
        self, term: Node, construct: Construct, given: Given, seen: frozenset[Term]
    ) -> Proof:
        match construct.kind:
            case "and":
                parts = [self.belongs(term, each, given, seen) for each in construct.operands]
                return all_of(parts)
            case "or":
                proofs = (self.belongs(term, each, given, seen) for each in construct.operands)
                found = next((proof for proof in proofs if proof is not None), None)
                return self._refuted(term, construct, given) if found is None else found
            case "all":
                other = self._hypotheses.fresh()
                triple = link(self._expressions, term, construct.property, other)
                if triple is None:
                    return None
                proof = self.belongs(other, construct.operands[0], given | {triple}, seen)
                return with_(Mechanism.FREEZING, proof)
            case "value" | "self":
                value = term if construct.kind == "self" else construct.operands[0]
                return self.linked(term, construct.property, value, given)
            case "exact":
                ends = (construct._replace(kind=kind) for kind in ("min", "max"))
                return all_of([self._described(term, each, given, seen) for each in ends])
            case "min" if construct.number == 0:
                return frozenset({Mechanism.AXIOM})
        return self._refuted(term, construct, given)

    def _refuted(self, term: Node, construct: Construct, given: Given) -> Proof:
        opposite = self._opposites.of(term, construct)
        return with_(Mechanism.REFUTATION, self.clash(given | opposite)) if opposite else None
