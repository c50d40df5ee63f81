"""Proofs of what the closure alone does not hold, with blank nodes that stand for anything."""

from __future__ import annotations

__all__ = ["Prover"]

from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from lunargraph.reasoning.entailment.answers import Mechanism, Proof, all_of
from lunargraph.reasoning.entailment.axioms import Axioms
from lunargraph.reasoning.entailment.hypotheses import Exhausted
from lunargraph.reasoning.entailment.matching import bound, components, solutions
from lunargraph.reasoning.entailment.vocabulary import is_axiom
from lunargraph.reasoning.index import rdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from lunargraph.reasoning.clashes import Statement, Term
    from lunargraph.reasoning.entailment.hypotheses import Hypotheses
    from lunargraph.reasoning.entailment.joint_axioms import JointAxiom
    from lunargraph.reasoning.entailment.vocabulary import Vocabulary

_MATCHES = 20
"""How many matches of the easy part of a conclusion are tried with its hard part."""
_TYPE = rdf("type")
_RULES: Proof = frozenset()


class Prover:
    """Proofs from a graph in which the expressions of the conclusion are defined."""

    def __init__(self, hypotheses: Hypotheses, vocabulary: Vocabulary) -> None:
        self._hypotheses = hypotheses
        self._vocabulary = vocabulary
        self._axioms = Axioms(hypotheses, vocabulary)
        self._facts = hypotheses.facts()
        self.exhausted = False

    def axiom(self, axiom: JointAxiom) -> Proof:
        """Prove a statement about several terms."""
        wanted = [self._one(triple) for triple in axiom.wanted]
        return all_of([*wanted, *(self._one(triple, denied=True) for triple in axiom.denied)])

    def together(self, component: list[Triple], variables: Set[Term]) -> dict[Triple, Proof]:
        """Prove statements that share *variables*, or else as many of them as can be proved.

        A statement that fails by itself is given up; the others are tried again without it.
        """
        proof = self._all(component, variables)
        if proof is not None or len(component) == 1:
            return dict.fromkeys(component, proof)
        alone = {triple: self._all([triple], variables) for triple in component}
        failing = {triple: None for triple, proof in alone.items() if proof is None}
        if not failing:
            return dict.fromkeys(component)
        proofs: dict[Triple, Proof] = dict(failing)
        others = [triple for triple in component if triple not in failing]
        for group in components(others, variables):
            proofs |= self.together(group, variables)
        return proofs

    def _all(self, patterns: list[Triple], variables: Set[Term]) -> Proof:
        """Prove all *patterns* for one choice of the variables."""
        open_ = [pattern for pattern in patterns if not self._is_trivial(pattern)]
        if next(solutions(open_, self._facts, variables), None) is not None:
            return _RULES
        for hard in self._hard_parts(open_):
            easy = [pattern for pattern in open_ if pattern not in hard]
            for binding in islice(solutions(easy, self._facts, variables), _MATCHES):
                proof = all_of(self._statement(bound(each, binding)) for each in hard)
                if proof is not None:
                    return proof
        return None

    def _hard_parts(self, patterns: list[Triple]) -> Iterable[list[Triple]]:
        """Yield the patterns that may need more than the facts: the likely ones, then all."""
        hard = [pattern for pattern in patterns if self._axioms.may_prove(pattern)]
        described = self._hypotheses.expressions.read
        yield [each for each in hard if each.predicate != _TYPE or described(each.object)]
        yield hard

    def _statement(self, statement: Statement) -> Proof:
        """Prove a statement; a variable left in it is a name for anything, and so for something."""
        subject, predicate, object_ = statement
        if isinstance(subject, Literal):
            fits = predicate == _TYPE and self._hypotheses.ranges.fits(
                subject, object_, self._facts
            )
            return frozenset({Mechanism.VALUES}) if fits else None
        assert isinstance(predicate, NamedNode)  # noqa: S101 - tells the type checker
        return self._one(Triple(subject, predicate, object_))

    def _one(self, triple: Triple, *, denied: bool = False) -> Proof:
        """Prove one statement without variables, or that it does not hold."""
        try:
            if denied:
                return self._axioms.denies(triple)
            if self._facts.holds(triple.subject, triple.predicate, triple.object):
                return _RULES
            return _RULES if self._is_trivial(triple) else self._axioms.proves(triple)
        except Exhausted:
            self.exhausted = True
            return None

    def _is_trivial(self, triple: Triple) -> bool:
        axiom = is_axiom(triple.subject, triple.predicate, triple.object)
        return axiom or self._vocabulary.declares(triple)
