"""The checks of a whole graph: vocabulary, consistency, shapes."""

from __future__ import annotations

__all__ = ["validate_graph"]

from typing import TYPE_CHECKING

from lunargraph.formats import load_quads
from lunargraph.reasoning import close
from lunargraph.validation.consistency import consistency_findings, is_said
from lunargraph.validation.findings import Finding, Report
from lunargraph.validation.lookups import Listing
from lunargraph.validation.names import Names
from lunargraph.validation.places import Locator
from lunargraph.validation.shacl import shacl_results
from lunargraph.validation.vocabulary import check_vocabulary
from lunargraph.validation.wording import shape_findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from pyoxigraph import Quad

    from lunargraph.reasoning import Progress
    from lunargraph.validation.reasons import Prove


def validate_graph(
    known: Iterable[Quad],
    *,
    shapes: Sequence[Path] = (),
    engine: str = "owlrl",
    progress: Progress | None = None,
    prover: Callable[[], Prove] | None = None,
) -> Report:
    """Check the vocabulary and the consistency of a whole graph, and all of it against the shapes.

    :param prover: gives the proofs of what is in the graph; every finding of a shape then tells
        why.
    :raises FileError: a file of shapes cannot be read or does not parse.
    :raises LunarGraphError: the shapes themselves are wrong.
    :raises UnknownNameError: an unknown engine.
    """
    asserted = {quad.triple for quad in known}
    inference = close(asserted, engine=engine, progress=progress)
    shape_triples = [quad.triple for path in shapes for quad in load_quads(path)]
    names = Names([*asserted, *shape_triples])
    nowhere = Locator([])
    statements = Listing(asserted, inference.inferred)
    findings = check_vocabulary(asserted, statements, names, nowhere.term)
    findings += [Finding("info", "consistency", note) for note in inference.notes]
    if progress is not None:
        progress("checking the shapes", None)
    everything = asserted.union(inference.inferred)
    results = shacl_results(everything, shape_triples) if shape_triples else []
    findings += shape_findings(
        results, shape_triples, statements, names, nowhere, prover() if prover else None
    )
    clashes = [clash for clash in inference.clashes if not is_said(clash, results)]
    findings += consistency_findings(clashes, names, nowhere, set())
    return Report(findings, checks=("vocabulary", "consistency", "shape"))
