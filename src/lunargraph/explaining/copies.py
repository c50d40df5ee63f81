"""Class expressions copied: so that each statement of a proof holds what it is about.

A blank node has no name outside its document. A statement about one is told by what the node is
made of, and named after that.
"""

from __future__ import annotations

__all__ = ["Copies"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Triple

from lunargraph.explaining.schema import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.index import Index


class Copies:
    """Copies class expressions and lists out of an ontology.

    :param triples: the whole graph.
    :param parts: those of them that the expressions are made of.
    """

    def __init__(self, triples: Iterable[Triple], parts: Index) -> None:
        nodes = {subject for subject, _, _ in parts if isinstance(subject, BlankNode)}
        self._about: dict[Term, set[tuple[NamedNode, Term]]] = {node: set() for node in nodes}
        for triple in triples:
            of_a_part = triple.subject in nodes
            if of_a_part and ((triple.subject, triple.predicate, triple.object) in parts
                              or triple.predicate == TYPE):  # fmt: skip
                self._about[triple.subject].add((triple.predicate, triple.object))

    def spelt(self, term: Term, above: tuple[Term, ...] = ()) -> str:
        """Return a term as text that does not depend on the labels of blank nodes."""
        if term not in self._about or term in above:
            return str(term) if term not in above else f"^{len(above) - above.index(term)}"
        inside = (*above, term)
        said = (
            f"{predicate} {self.spelt(value, inside)}" for predicate, value in self._about[term]
        )
        return f"[{' ; '.join(sorted(said))}]"

    def copy(self, term: Term, name: str, into: list[Triple]) -> Term:
        """Return a copy of a term, what it is made of appended to *into*.

        :param name: begins the labels of the blank nodes of this copy, and of no other.
        """
        return self._copied(term, name, into, {})

    def _copied(
        self, term: Term, name: str, into: list[Triple], made: dict[Term, BlankNode]
    ) -> Term:
        if term not in self._about:
            return term
        if term not in made:
            made[term] = BlankNode(f"{name}n{len(made)}")
            for predicate, value in sorted(self._about[term], key=str):
                copied = self._copied(value, name, into, made)
                into.append(Triple(made[term], predicate, copied))
        return made[term]
