"""Entailment: whether a graph says all that some other triples say.

The closure under the rules of OWL 2 RL is where it begins. What a closure cannot hold is proved
from closures of the graph with more assumed: the opposite of a statement (refutation), things of
which nothing else is known (freezing), definitions of the expressions that the conclusion describes
(comprehension); and by looking at the values of datatypes.

The semantics is the RDF-based one of OWL 2, with all expressions that can be described: what
follows here follows there. The other way round nothing is promised.

Source: OWL 2 RDF-Based Semantics; OWL 2 Profiles, section 4.3; OWL 2 Conformance, section 2.2.
"""

from __future__ import annotations

__all__ = ["Closer", "Closure", "Entailment", "Mechanism", "Step", "close_fully", "entails"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Triple

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.entailment.answers import Entailment, Mechanism, Step
from lunargraph.reasoning.entailment.closures import Closer, Closure, close_fully
from lunargraph.reasoning.entailment.hypotheses import new_stem
from lunargraph.reasoning.entailment.search import Search, blank_nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.entailment.answers import Proof


def entails(
    premises: Iterable[Triple],
    conclusions: Iterable[Triple],
    *,
    closure: Closer = close_fully,
    known: Iterable[Triple] = (),
    name: Callable[[Term], str] = str,
) -> Entailment:
    """Tell whether the *premises* entail the *conclusions*, and how.

    Blank nodes of the conclusions stand for anything; those of the premises are not theirs. What a
    conclusion with a name says of itself as an ontology is not asked, nor are declarations of
    annotation properties.

    :param closure: the engine; it may leave rules out, and then less is found to follow.
    :param known: statements that are known to follow; if they are enough, nothing is closed.
    :param name: puts a term in words, for the answer to be written.

    >>> from pyoxigraph import parse, RdfFormat
    >>> prefixes = "prefix : <http://e/> prefix owl: <http://www.w3.org/2002/07/owl#> "
    >>> def read(turtle):
    ...     return [quad.triple for quad in parse((prefixes + turtle).encode(), RdfFormat.TURTLE)]
    >>> graph = read(":State owl:disjointWith :Company . :china a :State .")
    >>> entails(graph, read(":china a [ owl:complementOf :Company ] .")).holds
    True
    >>> print(entails(graph, read(":china a :State , :Company .")).write())
    not entailed: 1 of 2 statements does not follow
      <http://e/china> belongs to <http://e/Company>: does not follow
      <http://e/china> belongs to <http://e/State>: is stated
    <BLANKLINE>
    """
    graph = frozenset(premises)
    asked = list(dict.fromkeys(conclusions))
    renamed = _apart(asked, graph)
    search = Search(graph, closure)
    search.run(renamed, known)
    steps = [
        Step(triple, _how(search.proofs.get(own)))
        for triple, own in zip(asked, renamed, strict=True)
    ]
    return Entailment(
        steps,
        inconsistent=search.inconsistent,
        exhausted=search.exhausted,
        unknown=_unknown(steps, graph),
        name=name,
    )


def _apart(asked: list[Triple], graph: Iterable[Triple]) -> list[Triple]:
    """Return the triples *asked* with blank nodes that the graph does not have."""
    stem = new_stem(blank_nodes(graph), "asked")
    names: dict[Term, BlankNode] = {}

    def own(term: Term) -> Term:
        if not isinstance(term, BlankNode):
            return term
        return names.setdefault(term, BlankNode(f"{stem}{len(names)}"))

    return [Triple(own(t.subject), t.predicate, own(t.object)) for t in asked]  # type: ignore[arg-type]  # a subject stays one


def _unknown(steps: Iterable[Step], graph: Iterable[Triple]) -> tuple[NamedNode, ...]:
    """Return the terms in statements that do not follow which the graph does not mention."""
    missing = {each for step in steps if not step.follows for each in _terms(step.triple)}
    strange = missing.difference(*(_terms(triple) for triple in graph)) if missing else set()
    return tuple(sorted((each for each in strange if not _is_built_in(each)), key=str))


def _terms(triple: Triple) -> set[NamedNode]:
    terms = triple.subject, triple.predicate, triple.object
    return {term for term in terms if isinstance(term, NamedNode)}


def _is_built_in(term: NamedNode) -> bool:
    return term.value.startswith(tuple(PREFIXES[each] for each in ("owl", "rdf", "rdfs", "xsd")))


def _how(proof: Proof) -> tuple[Mechanism, ...]:
    """Return the mechanisms of a *proof* in their order; the rules alone go without saying."""
    if proof is None:
        return ()
    used = proof - {Mechanism.RULES} or {Mechanism.RULES}
    return tuple(each for each in Mechanism if each in used)
