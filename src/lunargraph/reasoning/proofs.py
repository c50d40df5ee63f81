"""Proofs: a statement, the rule that gives it, and the proofs of what the rule started from."""

from __future__ import annotations

__all__ = ["ASSERTED", "Gap", "Pattern", "Proof", "Step"]

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lunargraph.reasoning.clashes import Statement, Term

ASSERTED = "asserted"
"""The rule of a statement that somebody asserted."""


class Proof(NamedTuple):
    """Why a *statement* holds; None stands for *false*, which a contradiction proves.

    *rule* is the name of a rule of OWL 2 RL, or ``ASSERTED``, and *premises* are the proofs of
    everything that the rule asks for, the triples of RDF lists among it. Proofs share parts: the
    same statement is always proved by the same object.
    """

    statement: Statement | None
    rule: str
    premises: tuple[Proof, ...] = ()

    def walk(self) -> Iterator[Proof]:
        """Yield each part of the proof once, this one last, premises before conclusions."""
        seen: set[int] = set()
        stack: list[tuple[Proof, bool]] = [(self, False)]
        while stack:
            proof, ready = stack.pop()
            if ready:
                yield proof
            elif id(proof) not in seen:
                seen.add(id(proof))
                stack.append((proof, True))
                stack += [(premise, False) for premise in reversed(proof.premises)]

    def leaves(self) -> tuple[Statement, ...]:
        """Return the asserted statements that the proof rests on, each once."""
        return tuple(
            proof.statement
            for proof in self.walk()
            if proof.rule == ASSERTED and proof.statement is not None
        )


class Step(NamedTuple):
    """One way in which a *statement* follows at once from *premises*, not proved further."""

    statement: Statement
    rule: str
    premises: tuple[Statement, ...]


Pattern: TypeAlias = "tuple[Term | None, Term | None, Term | None]"
"""Subject, predicate, object; None stands for anything."""


class Gap(NamedTuple):
    """One way in which a *statement* would follow if only *missing* held as well as *present*."""

    statement: Statement
    rule: str
    present: tuple[Statement, ...]
    missing: tuple[Pattern, ...]
