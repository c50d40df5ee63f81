"""The search for a proof of each triple of a conclusion: the cheapest ways first."""

from __future__ import annotations

__all__ = ["Search"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Triple

from lunargraph.reasoning.entailment.answers import Mechanism, Proof
from lunargraph.reasoning.entailment.comprehension import Comprehension, same_forms
from lunargraph.reasoning.entailment.expressions import Expressions
from lunargraph.reasoning.entailment.facts import Facts
from lunargraph.reasoning.entailment.hypotheses import Hypotheses, new_stem
from lunargraph.reasoning.entailment.matching import bound, components, solutions
from lunargraph.reasoning.entailment.proving import Prover
from lunargraph.reasoning.entailment.vocabulary import Vocabulary, is_axiom
from lunargraph.reasoning.index import owl, rdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.entailment.closures import Closer

_TYPE = rdf("type")
_ONTOLOGY, _ANNOTATION = owl("Ontology"), owl("AnnotationProperty")


class Search:
    """Proofs of the triples of a conclusion from the triples of a graph.

    *proofs* holds what was found: for each triple its proof, or None.
    """

    def __init__(self, premises: Set[Triple], closure: Closer) -> None:
        self._premises = premises
        self._stated = {(t.subject, t.predicate, t.object) for t in premises}
        self._closure = closure
        self._vocabulary: Vocabulary | None = None
        self.proofs: dict[Triple, Proof] = {}
        self.inconsistent = False
        self.exhausted = False

    def run(self, triples: list[Triple], known: Iterable[Triple]) -> None:
        """Look for proofs of *triples*, whose blank nodes are not those of the graph."""
        facts = Facts({*self._stated, *((t.subject, t.predicate, t.object) for t in known)})
        left = self._without_headers(self._match(triples, facts))
        if not left:
            return
        hypotheses = Hypotheses(self._premises, left, self._closure)
        facts = hypotheses.facts()
        self._vocabulary = Vocabulary(facts)
        if not facts.inconsistent:
            left = self._match(left, facts)
        if left:
            self._prove(left, hypotheses, self._vocabulary)

    def _without_headers(self, triples: list[Triple]) -> list[Triple]:
        """Leave out what a conclusion says of itself as an ontology with a name."""
        headers = {t.subject for t in triples if t.predicate == _TYPE and t.object == _ONTOLOGY}
        left = []
        for triple in triples:
            declares = triple.predicate == _TYPE and triple.object == _ANNOTATION
            header = declares or triple.subject in headers
            if header and isinstance(triple.subject, NamedNode):
                self.proofs[triple] = frozenset({Mechanism.HEADER})
            else:
                left.append(triple)
        return left

    def _match(self, triples: list[Triple], facts: Facts) -> list[Triple]:
        """Prove what *facts* hold as it is, blank nodes being anything; return the rest."""
        left = []
        variables = blank_nodes(triples)
        for component in components(triples, variables):
            patterns = [triple for triple in component if self._trivial(triple) is None]
            binding = next(solutions(patterns, facts, variables), None)
            if binding is None:
                left += component
                continue
            for triple in component:
                stated = bound(triple, binding) in self._stated
                how = Mechanism.STATED if stated else self._trivial(triple) or Mechanism.RULES
                self.proofs[triple] = frozenset({how})
        return left

    def _trivial(self, triple: Triple) -> Mechanism | None:
        if is_axiom(triple.subject, triple.predicate, triple.object):
            return Mechanism.AXIOM
        declares = self._vocabulary is not None and self._vocabulary.declares(triple)
        return Mechanism.USE if declares else None

    def _prove(self, left: list[Triple], hypotheses: Hypotheses, vocabulary: Vocabulary) -> None:
        """Prove what needs more than the closure."""
        stem = new_stem(blank_nodes([*self._premises, *left]), "defined")
        described = Comprehension(left, vocabulary, stem)
        vocabulary.add(described.classes(), described.inverses())
        defined = {(t.subject, t.predicate, t.object) for t in described.definitions}
        more = described.definitions | same_forms(
            Expressions(self._stated | defined), described.nodes
        )
        if more:
            hypotheses = Hypotheses(self._premises | more, left, self._closure)
        if hypotheses.facts().inconsistent:
            self.inconsistent = True
            self.proofs.update(dict.fromkeys(left, frozenset({Mechanism.CONTRADICTION})))
            return
        self.proofs.update(dict.fromkeys(described.naming, frozenset({Mechanism.NAMING})))
        prover = Prover(hypotheses, vocabulary)
        variables = blank_nodes(described.rest) - described.nodes
        for axiom in described.axioms:
            self.proofs.update(dict.fromkeys(axiom.triples, prover.axiom(axiom)))
        for component in components(described.rest, variables):
            self.proofs.update(prover.together(component, variables))
        self.exhausted = prover.exhausted


def blank_nodes(triples: Iterable[Triple]) -> set[Term]:
    """Return the blank nodes in *triples*."""
    ends = (term for triple in triples for term in (triple.subject, triple.object))
    return {term for term in ends if isinstance(term, BlankNode)}
