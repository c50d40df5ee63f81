"""Example files that share one closure and do not see each other.

Each example gets individuals of its own: an IRI of the graph that neither the ontology nor
``examples_shared.ttl`` describes is renamed after its file. So one run of the reasoner serves all
of them, and what comes out can be told apart by the names in it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from lunargraph.namespaces import BASE, LG, ONTOLOGY, SHAPES
from lunargraph.resources import ontology_files

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Literal

    Term = NamedNode | BlankNode | Literal | Triple

_SHARED = Path(__file__).with_name("examples_shared.ttl")
_MARK = "#of-"
_TERMS = (LG, ONTOLOGY, SHAPES)


def load_triples(path: Path) -> list[Triple]:
    """Read a Turtle file."""
    return [quad.triple for quad in parse(path.read_bytes(), RdfFormat.TURTLE)]


def load_ontology() -> list[Triple]:
    """Read the ontology, its modules and alignments, and the individuals that examples share."""
    return [triple for path in [*ontology_files(), _SHARED] for triple in load_triples(path)]


def described(triples: Iterable[Triple]) -> set[str]:
    """Return the IRIs that *triples* make statements about."""
    return {triple.subject.value for triple in triples if isinstance(triple.subject, NamedNode)}


def set_apart(triples: Iterable[Triple], name: str, shared: set[str]) -> list[Triple]:
    """Rename the individuals of an example after its *name*, except those that all *share*."""

    def rename(term: Term) -> Term:
        if isinstance(term, BlankNode):
            return BlankNode(f"{name}-{term.value}".replace("-", "_").replace(".", "_"))
        if isinstance(term, NamedNode) and term.value.startswith(BASE):
            common = term.value in shared or term.value.startswith(_TERMS)
            return term if common else NamedNode(f"{term.value}{_MARK}{name}")
        return term

    return [
        Triple(rename(triple.subject), triple.predicate, rename(triple.object))  # type: ignore[arg-type]
        for triple in triples
    ]


def owners(terms: Iterable[object]) -> set[str]:
    """Return the names of the examples whose individuals stand among *terms*."""
    values = (term.value for term in terms if isinstance(term, NamedNode))
    return {value.rpartition(_MARK)[2] for value in values if _MARK in value}
