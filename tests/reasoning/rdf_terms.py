"""Terms and statements as the oracle and the checker see them: any term in any place."""

from __future__ import annotations

from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lunargraph.namespaces import PREFIXES

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Statement: TypeAlias = tuple[Term, Term, Term]
"""Subject, predicate, object; rules conclude also what RDF cannot write (generalised RDF)."""


def named(curie: str) -> NamedNode:
    """Return the node of a name such as ``owl:Thing``."""
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)
