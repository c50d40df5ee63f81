"""A clash: one way in which statements contradict each other, and how to say it."""

from __future__ import annotations

__all__ = ["Clash", "Statement", "Term", "as_triple"]

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Callable

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Statement: TypeAlias = tuple[Term, Term, Term]
"""Subject, predicate, object; a tuple, since a closure also says things about literals."""

_SENTENCES = {
    "eq-diff1": "{i0} and {i1} are the same, and are stated to be different",
    "eq-diff2": "{i0} and {i1} are the same, and are stated to be different",
    "eq-diff3": "{i0} and {i1} are the same, and are stated to be different",
    "prp-irp": "{i0} stands in the relation {t0} to itself, which nothing can",
    "prp-asyp": "{t0} holds from {i0} to {i1} and back, but can hold one way only",
    "prp-pdw": "{t0} and {t1} both hold from {i0} to {i1}, but exclude each other",
    "prp-adp": "{t0} and {t1} both hold from {i0} to {i1}, but exclude each other",
    "prp-npa1": "{t0} holds from {i0} to {i1}, which is stated not to be so",
    "prp-npa2": "{t0} holds from {i0} to {i1}, which is stated not to be so",
    "cls-nothing2": "{i0} belongs to {t0}, which has no members",
    "cls-com": "{i0} belongs to {t0} and to its complement, {t1}",
    "cls-maxc1": "{i0} has {i1} for {t0}, but its class allows no value",
    "cls-maxqc1": "{i0} has {i1}, a member of {t1}, for {t0}, but its class allows no such value",
    "cls-maxqc2": "{i0} has {i1} for {t0}, but its class allows no value",
    "cax-dw": "{i0} belongs to {t0} and to {t1}, which have no members in common",
    "cax-adc": "{i0} belongs to {t0} and to {t1}, which have no members in common",
    "dt-not-type": "{i0} has {i1} for {t0}, which is no value of the datatype {t1}",
}
_TWO_VALUES = "{i0} has {i1} and {i2} for {t0}, which takes one value"


class Clash(NamedTuple):
    """One way in which statements contradict each other.

    *rule* names the rule of OWL 2 RL that concludes false, *individuals* and *terms* (classes,
    properties, datatypes) what it is about, *statements* what it rests on, asserted or inferred.
    """

    rule: str
    individuals: tuple[Term, ...]
    terms: tuple[Term, ...]
    statements: tuple[Triple, ...]

    def sentence(self, name: Callable[[Term], str] = str) -> str:
        """Return the clash in words, each term as *name* gives it, without a full stop."""
        two_values = self.rule == "eq-diff1" and len(self.individuals) == 3
        words = {f"i{n}": name(term) for n, term in enumerate(self.individuals)}
        words |= {f"t{n}": name(term) for n, term in enumerate(self.terms)}
        return (_TWO_VALUES if two_values else _SENTENCES[self.rule]).format(**words)


def as_triple(statement: Statement) -> Triple | None:
    """Return the triple of a *statement*, or None if RDF cannot write it."""
    subject, predicate, object_ = statement
    if isinstance(subject, Literal) or not isinstance(predicate, NamedNode):
        return None
    return Triple(subject, predicate, object_)
