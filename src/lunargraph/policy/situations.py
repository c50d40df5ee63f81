"""An activity among all that is known, on a day: the world in which it is judged.

The facts of the activity are put on top of the graph, OWL is applied to them, then the rules of one
stratum after the other, each followed by OWL again. What the rules conclude from absence holds for
this activity on this day and is never stored.
"""

from __future__ import annotations

__all__ = ["Situation", "situated"]

from contextlib import contextmanager
from copy import copy
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, Triple

from lunargraph.namespaces import GRAPH, PREFIXES
from lunargraph.policy.rules import load_rules
from lunargraph.reasoning.clashes import as_triple
from lunargraph.reasoning.proofs import ASSERTED, Proof
from lunargraph.store.worlds import Outcome, apply, changed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from lunargraph.policy.rules import Conclusion
    from lunargraph.reasoning import Clash, Closure
    from lunargraph.store import Dataset
    from lunargraph.store.worlds import World

GIVEN = NamedNode(GRAPH + "assessed")
"""The named graph in which the facts of an activity stand while it is judged."""
_TYPE = NamedNode(PREFIXES["rdf"] + "type")


class Situation:
    """An activity with all that holds of it, and why.

    *given* are the facts of the activity, *conclusions* what the rules make of them, by statement.
    *clashes* are the contradictions that the facts bring about.

    :param others: activities that are settled in the same world; see :meth:`seen_from`.
    """

    def __init__(
        self,
        activity: NamedNode,
        given: Sequence[Triple],
        world: World,
        closure: Closure,
        *,
        others: Sequence[NamedNode] = (),
    ) -> None:
        self.activity = activity
        self._activities = (activity, *others)
        self.given = tuple(given)
        self.world = world
        self.conclusions: dict[Triple, Conclusion] = {}
        self.clashes: tuple[Clash, ...] = ()
        self._closure = closure
        self._proofs: dict[Triple, Proof] = {}
        self._prover: Callable[[Triple], Proof | None] | None = None

    def settle(self) -> None:
        """Add what follows: by OWL, and by the rules until there is a contradiction."""
        self._add(self.given)
        for rules in load_rules():
            if self.clashes:
                return
            found = [
                conclusion
                for rule in rules
                for conclusion in rule.conclusions(self.world.dataset, *self._activities)
                if not self.world.holds(conclusion.statement)
            ]
            for conclusion in found:
                self.conclusions.setdefault(conclusion.statement, conclusion)
            self._add([conclusion.statement for conclusion in found])

    def _add(self, triples: Iterable[Triple]) -> None:
        new = {triple for triple in triples if not self.world.is_asserted(triple)}
        if not new:
            return
        self._prover = None
        change = self._closure.add(new, clashes=True)
        self.clashes = change.clashes or ()
        added = [Quad(each.subject, each.predicate, each.object, GIVEN) for each in new]
        apply(self.world.dataset.store, Outcome(added, gained=change.gained, lost=change.lost))

    def seen_from(self, activity: NamedNode) -> Situation:
        """Return the situation of another *activity* that was settled in the same world."""
        other = copy(self)
        other.activity = activity
        return other

    def classes(self) -> frozenset[NamedNode]:
        """Return the named classes that the activity belongs to."""
        found = (triple.object for triple in self.world.triples(self.activity, _TYPE))
        return frozenset(each for each in found if isinstance(each, NamedNode))

    def why(self, statement: Triple) -> Proof:
        """Return the proof of what holds: steps of OWL and of rules, down to what was asserted."""
        return self._prove(statement, ())

    def why_false(self, clash: Clash) -> Proof | None:
        """Return the proof of a contradiction."""
        proof = self._closure.why_false(clash)
        return None if proof is None else self._expand(proof, ())

    def _prove(self, triple: Triple, above: tuple[Triple, ...]) -> Proof:
        if triple not in self._proofs:
            if self._prover is None:
                self._prover = self._closure.prover()
            statement = (triple.subject, triple.predicate, triple.object)
            asserted = Proof(statement, ASSERTED) if self.world.is_asserted(triple) else None
            proof = asserted or self._prover(triple)
            if proof is None:
                raise LookupError(f"{triple} does not hold")
            self._proofs[triple] = self._expand(proof, above)
        return self._proofs[triple]

    def _expand(self, proof: Proof, above: tuple[Triple, ...]) -> Proof:
        """Return a *proof* in which the conclusions of rules are proved too."""
        done: dict[int, Proof] = {}
        for part in proof.walk():
            premises = tuple(done[id(premise)] for premise in part.premises)
            done[id(part)] = part if premises == part.premises else part._replace(premises=premises)
            triple = None if part.statement is None else as_triple(part.statement)
            if part.rule != ASSERTED or triple is None or triple in above:
                continue
            conclusion = self.conclusions.get(triple)
            if conclusion is not None:
                path = (*above, triple)
                rests_on = tuple(self._prove(each, path) for each in conclusion.premises)
                done[id(part)] = Proof(part.statement, conclusion.rule.name, rests_on)
        return done[id(proof)]


@contextmanager
def situated(
    dataset: Dataset,
    closure: Closure,
    activity: NamedNode,
    given: Sequence[Triple],
    *,
    beside: Path | None = None,
) -> Iterator[Situation]:
    """Yield the situation of an *activity* of which *given* is stated; gone when the context ends.

    :param closure: the closure of *dataset*, a copy that is changed.
    :param beside: see ``store.worlds.changed``.
    :raises StoreError: the disk is full or cannot be written.
    """
    with changed(dataset, Outcome(()), beside=beside) as world:
        situation = Situation(activity, given, world, closure)
        situation.settle()
        yield situation
