"""The answer to a question of entailment: what follows and how, and what does not."""

from __future__ import annotations

__all__ = ["Entailment", "Mechanism", "Proof", "Step", "all_of", "with_"]

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from lunargraph.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Set

    from pyoxigraph import NamedNode, Triple

    from lunargraph.reasoning.clashes import Term


class Mechanism(Enum):
    """A way in which a statement was found to follow; the value says it to people."""

    STATED = "is stated"
    RULES = "follows by the rules of OWL 2 RL"
    USE = "is used as such"
    AXIOM = "holds in every graph"
    FREEZING = "holds for any individual, whatever it is"
    REFUTATION = "its opposite contradicts the graph"
    VALUES = "follows from the values of the datatypes"
    NAMING = "only describes a class, a list or a range"
    HEADER = "says nothing of the world"
    CONTRADICTION = "the graph contradicts itself, and so everything follows"


Proof: TypeAlias = "frozenset[Mechanism] | None"
"""The mechanisms that a proof used, none for the rules alone; None is no proof."""


def all_of(proofs: Iterable[Proof]) -> Proof:
    """Return the proof of several things at once, or None if one of them has none."""
    used: frozenset[Mechanism] = frozenset()
    for proof in proofs:
        if proof is None:
            return None
        used |= proof
    return used


def with_(mechanism: Mechanism, proof: Proof) -> Proof:
    """Return a *proof* with one more mechanism in it, if it is one."""
    return None if proof is None else proof | {mechanism}


class Step(NamedTuple):
    """A statement of the conclusion, and how it follows; *how* is empty if it does not."""

    triple: Triple
    how: tuple[Mechanism, ...]

    @property
    def follows(self) -> bool:
        """Whether the statement follows."""
        return bool(self.how)

    def reason(self) -> str:
        """Return how the statement follows, in words."""
        return ", and ".join(each.value for each in self.how) if self.how else "does not follow"


class Entailment:
    """Whether some statements follow from a graph, and how each of them does.

    *steps* are in the order of the conclusion, each statement once. *inconsistent* tells that
    the graph was found to contradict itself, *exhausted* that the search for a proof was given up,
    so that what does not seem to follow may follow after all. *unknown* are the terms of what does
    not follow that the graph does not mention; *name* puts a term in words.
    """

    def __init__(
        self,
        steps: Iterable[Step],
        *,
        inconsistent: bool = False,
        exhausted: bool = False,
        unknown: Iterable[NamedNode] = (),
        name: Callable[[Term], str] = str,
    ) -> None:
        self.steps = tuple(steps)
        self.inconsistent = inconsistent
        self.exhausted = exhausted
        self.unknown = tuple(unknown)
        self.name = name

    @property
    def holds(self) -> bool:
        """Whether every statement of the conclusion follows."""
        return not self.missing

    @property
    def missing(self) -> tuple[Triple, ...]:
        """The statements that do not follow."""
        return tuple(step.triple for step in self.steps if not step.follows)

    @property
    def how(self) -> dict[Triple, tuple[Mechanism, ...]]:
        """How each statement that follows does."""
        return {step.triple: step.how for step in self.steps if step.follows}

    @property
    def statements(self) -> tuple[Step, ...]:
        """The steps that claim something: not those that only describe, or are about the file."""
        silent = ((Mechanism.NAMING,), (Mechanism.HEADER,))
        return tuple(step for step in self.steps if step.how not in silent)

    def used(self) -> Set[Mechanism]:
        """Return every mechanism that some statement needed."""
        return {each for step in self.steps for each in step.how}

    def write(self, format_name: str = "text") -> str:
        """Return the answer as ``text`` or as ``json`` (its shape: ``entailment.schema.json``).

        :raises UnknownNameError: no such format.
        """
        from lunargraph.reasoning.entailment.writing import WRITERS  # it knows this class

        if format_name not in WRITERS:
            raise UnknownNameError("format", format_name, WRITERS)
        return WRITERS[format_name](self)
