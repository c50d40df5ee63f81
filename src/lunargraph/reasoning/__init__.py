"""Reasoning: what follows from the statements, and where they contradict each other."""

from __future__ import annotations

__all__ = ["ENGINES", "Clash", "Closure", "Inference", "Progress", "close"]

from typing import TYPE_CHECKING

from lunargraph.errors import UnknownNameError
from lunargraph.reasoning.clashes import Clash
from lunargraph.reasoning.closure import Closure
from lunargraph.reasoning.inference import Inference, Progress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

ENGINES = ("duckdb", "owlrl")
"""The engines that can be asked for by name."""


def close(
    triples: Iterable[Triple], *, engine: str = "duckdb", progress: Progress | None = None
) -> Inference:
    """Return what follows from *triples* by OWL 2 RL, and how they contradict each other.

    Inferred statements come sorted, without those asserted, and without what says nothing: that a
    thing is itself or an ``owl:Thing``, the axioms of the built-in vocabulary, and statements about
    anonymous class expressions. Literals keep their spelling.

    :param progress: told, once a cycle, how far it got.
    :raises UnknownNameError: no *engine* of that name.

    Source: OWL 2 Profiles, section 4.3.

    >>> from pyoxigraph import parse, RdfFormat
    >>> turtle = b'''
    ...     prefix lg: <https://w3id.org/lunargraph/ns#>
    ...     prefix lgi: <https://w3id.org/lunargraph/id/>
    ...     prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    ...     lg:SpaceAgency rdfs:subClassOf lg:Organisation . lgi:nasa a lg:SpaceAgency .'''
    >>> triples = [quad.triple for quad in parse(turtle, RdfFormat.TURTLE)]
    >>> [str(triple.object) for triple in close(triples).inferred]
    ['<https://w3id.org/lunargraph/ns#Organisation>']
    """
    if engine not in ENGINES:
        raise UnknownNameError("engine", engine, ENGINES)
    if engine == "owlrl":
        from lunargraph.reasoning.owlrl_engine import close_with_owlrl  # rdflib is slow to import

        return close_with_owlrl(triples, progress)
    return Closure.of_triples(triples, progress).inference()
