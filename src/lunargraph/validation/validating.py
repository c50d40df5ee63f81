"""The checks of new facts, or of a whole graph, one after the other."""

from __future__ import annotations

__all__ = ["validate", "validate_graph"]

from typing import TYPE_CHECKING

from lunargraph.formats import load_quads
from lunargraph.namespaces import LG
from lunargraph.reasoning import close
from lunargraph.validation.affected import Difference
from lunargraph.validation.consistency import consistency_findings
from lunargraph.validation.findings import Finding, Place, Report
from lunargraph.validation.lookups import Listing
from lunargraph.validation.names import Names
from lunargraph.validation.new_results import new_results
from lunargraph.validation.places import Locator
from lunargraph.validation.proposals import proposed, read_facts
from lunargraph.validation.shacl import shacl_results
from lunargraph.validation.shape_graphs import shapes_in
from lunargraph.validation.spelt_worlds import SpeltWorld
from lunargraph.validation.vocabulary import check_use, check_vocabulary
from lunargraph.validation.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from pyoxigraph import Quad, Triple

    from lunargraph.errors import ParseError
    from lunargraph.reasoning import Clash, Closure, Progress
    from lunargraph.store import Dataset
    from lunargraph.validation.lookups import Lookup
    from lunargraph.validation.proposals import Proposal
    from lunargraph.validation.reasons import Prove
    from lunargraph.validation.shacl import Result

    Prover = Callable[[Iterable[Triple]], Prove]

_OF_FACTS = ("syntax", "vocabulary", "consistency", "shape")


def validate(
    files: Sequence[Path],
    *,
    dataset: Dataset,
    closure: Callable[[], Closure],
    shapes: Sequence[Path] = (),
    own_shapes: bool = False,
    beside: Path | None = None,
    progress: Progress | None = None,
    prover: Prover | None = None,
) -> Report:
    """Check whether the facts in *files* hold together with the statements of *dataset*.

    In this order: syntax (if a file does not parse, nothing else is asked), vocabulary,
    consistency, SHACL. Only what the new facts bring about is reported: a contradiction or a gap
    that the known statements have by themselves is not. No more of the graph is read than the facts
    touch, unless they are about the ontology.

    :param closure: gives the closure of *dataset*, another copy whenever it is called.
    :param shapes: the files of the SHACL shapes.
    :param own_shapes: whether the shapes among the known statements count as well.
    :param beside: a folder on the file system of the store, for a checkpoint of it.
    :param prover: gives the proofs of what follows from the known statements and the triples that
        it is called with; every finding of a shape then tells why.
    :raises FileError: a file cannot be read (one that does not parse is a finding), or a file of
        shapes does not parse.
    :raises LunarGraphError: the shapes themselves are wrong.
    :raises StoreError: the disk is full or cannot be written.
    :raises UnknownNameError: a file whose suffix names no format.
    """
    facts = read_facts(files)
    if facts.broken:
        broken = map(_broken, facts.broken)
        return Report(broken, len(files), paths=map(str, files), checks=("syntax",))
    shape_triples = _shapes(shapes)
    with proposed(dataset, closure, facts, beside=beside) as proposal:
        after = SpeltWorld(proposal.after, lambda: proposal.closure)
        if own_shapes:
            known = filter(proposal.before.is_asserted, shapes_in(after))
            shape_triples = [*shape_triples, *known]
        findings = _findings(proposal, closure, after, shape_triples, progress, prover)
    return Report(findings, len(files), paths=map(str, files), checks=_OF_FACTS)


def _findings(
    proposal: Proposal,
    closure: Callable[[], Closure],
    after: SpeltWorld,
    shapes: list[Triple],
    progress: Progress | None,
    prover: Prover | None,
) -> list[Finding]:
    new, locator = proposal.new, proposal.locator
    names = Names([*new, *shapes], proposal.after)
    similar = proposal.closure.similar
    findings = check_vocabulary(new, proposal.before, names, locator.term, similar)
    findings += check_use(new, lambda: proposal.closure.names(LG))
    findings += _notes(proposal.closure.remarks())
    _tell(progress, "checking the shapes")
    before = SpeltWorld(proposal.before, closure)
    difference = Difference(proposal.gained, proposal.lost, before, after)
    results = new_results(shapes, difference) if shapes else []
    prove = None if prover is None else prover(new)
    findings += _worded(results, shapes, after, names, locator, prove)
    fresh = [clash for clash in proposal.clashes if not _is_said(clash, results)]
    return findings + consistency_findings(fresh, names, locator, new)


def validate_graph(
    known: Iterable[Quad],
    *,
    shapes: Sequence[Path] = (),
    engine: str = "owlrl",
    progress: Progress | None = None,
    prover: Prover | None = None,
) -> Report:
    """Check the vocabulary and the consistency of a whole graph, and all of it against the shapes.

    :param prover: as for :func:`validate`; it is called with nothing new.
    :raises FileError: a file of shapes cannot be read or does not parse.
    :raises LunarGraphError: the shapes themselves are wrong.
    :raises UnknownNameError: an unknown engine.
    """
    asserted = {quad.triple for quad in known}
    inference = close(asserted, engine=engine, progress=progress)
    shape_triples = _shapes(shapes)
    names = Names([*asserted, *shape_triples])
    nowhere = Locator([])
    statements = Listing(asserted, inference.inferred)
    findings = check_vocabulary(asserted, statements, names, nowhere.term)
    findings += _notes(inference.notes)
    _tell(progress, "checking the shapes")
    everything = asserted.union(inference.inferred)
    results = shacl_results(everything, shape_triples) if shape_triples else []
    prove = None if prover is None else prover(())
    findings += _worded(results, shape_triples, statements, names, nowhere, prove)
    clashes = [clash for clash in inference.clashes if not _is_said(clash, results)]
    findings += consistency_findings(clashes, names, nowhere, set())
    return Report(findings, checks=_OF_FACTS[1:])


def _broken(error: ParseError) -> Finding:
    place = Place(error.path, error.line, error.column)
    said = (error.what, place, error.expected, error.got, error.mend)
    return Finding("violation", "syntax", *said)


def _shapes(paths: Sequence[Path]) -> list[Triple]:
    return [quad.triple for path in paths for quad in load_quads(path)]


def _worded(
    results: list[Result],
    shapes: list[Triple],
    statements: Lookup,
    names: Names,
    locator: Locator,
    prove: Prove | None,
) -> list[Finding]:
    if not results:
        return []
    wording = Wording(shapes, statements, names, prove)
    return [wording.finding(result, locator.statement, locator.whole) for result in results]


def _is_said(clash: Clash, results: Iterable[Result]) -> bool:
    """Tell whether a shape already complains about the value that *clash* is about."""
    if clash.rule != "dt-not-type":
        return False
    about = (*clash.individuals, clash.terms[0])
    return any((result.focus, result.value, result.path) == about for result in results)


def _notes(notes: Iterable[str]) -> list[Finding]:
    return [Finding("info", "consistency", note) for note in notes]


def _tell(progress: Progress | None, step: str) -> None:
    if progress is not None:
        progress(step, None)
