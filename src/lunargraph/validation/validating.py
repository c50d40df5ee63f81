"""The checks of new facts, one after the other."""

from __future__ import annotations

__all__ = ["Known", "validate", "validate_proposal"]

from typing import TYPE_CHECKING, Protocol

from pyoxigraph import NamedNode

from lunargraph.formats import load_quads
from lunargraph.namespaces import LG
from lunargraph.validation.affected import Difference
from lunargraph.validation.change_checks import Given, change_findings
from lunargraph.validation.consequences import consequences
from lunargraph.validation.consistency import consistency_findings, is_said
from lunargraph.validation.findings import Finding, Place, Report
from lunargraph.validation.graphs_of_others import added_to_others, described_of_others
from lunargraph.validation.names import Names
from lunargraph.validation.namesakes import namesakes
from lunargraph.validation.new_results import new_results
from lunargraph.validation.proposals import proposed, read_facts
from lunargraph.validation.shape_graphs import shapes_in
from lunargraph.validation.spelt_worlds import SpeltWorld
from lunargraph.validation.vocabulary import check_use, check_vocabulary
from lunargraph.validation.wording import shape_findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from pyoxigraph import Quad, Triple

    from lunargraph.errors import ParseError
    from lunargraph.reasoning import Closure, Progress
    from lunargraph.reasoning.clashes import Term
    from lunargraph.store import Dataset
    from lunargraph.validation.consistency import ProveClash
    from lunargraph.validation.proposals import Proposal
    from lunargraph.validation.reasons import Prove
    from lunargraph.validation.shacl import Result

    Prover = Callable[[Closure, Sequence[Quad]], Prove]
    ClashProver = Callable[[Closure, Sequence[Quad]], ProveClash]

_CHECKS = ("syntax", "vocabulary", "provenance", "consistency", "shape", "conflict")
_OF_CHANGES = ("provenance", "conflict")
"""What the checks of changes look for."""
_TWO_VALUES = "another-value"
"""The check that says more of a second value than the shape that allows one."""


class Known(Protocol):
    """A graph that new facts are to join; ``LunarGraph`` is one."""

    @property
    def dataset(self) -> Dataset:
        """All that holds."""

    def closure(self) -> Closure:
        """Return its closure, another copy whenever it is called."""

    def asserted(self) -> list[Quad]:
        """Return what it asserts, in named graphs."""


def validate(
    files: Sequence[Path],
    graph: Known,
    *,
    shapes: Sequence[Path] = (),
    own_shapes: bool = False,
    checks: bool = False,
    own: Sequence[Path] = (),
    beside: Path | None = None,
    progress: Progress | None = None,
    prover: Prover | None = None,
    clash_prover: ClashProver | None = None,
) -> Report:
    """Check whether the facts in *files* hold together with what a *graph* knows.

    In this order: syntax (if a file does not parse, nothing else is asked), vocabulary, provenance,
    consistency, SHACL, conflicts and duplicates; at last what would newly follow. Only what the new
    facts bring about is reported: a contradiction or a gap that the graph has by itself is not. For
    all but the names of things no more of the graph is read than the facts touch, unless they are
    about the ontology.

    :param shapes: the files of the SHACL shapes.
    :param own_shapes: whether the shapes among the known statements count as well.
    :param checks: put the checks of changes to the facts, which are about graphs of our terms.
    :param own: those files of the graph whose named graphs new facts may add to; all others are
        somebody else's.
    :param beside: a folder on the file system of the store, for a checkpoint of it.
    :param prover: gives the proofs of what is in a closure, made of some asserted statements; every
        finding of a shape then tells why.
    :param clash_prover: the same for contradictions.
    :raises FileError: a file cannot be read (one that does not parse is a finding), or a file of
        shapes does not parse.
    :raises LunarGraphError: the shapes themselves are wrong.
    :raises StoreError: the disk is full or cannot be written.
    :raises UnknownNameError: a file whose suffix names no format.
    """
    paths = [str(path) for path in files]
    facts = read_facts(files)
    if facts.broken:
        return Report(map(_broken, facts.broken), len(files), paths=paths, checks=_CHECKS[:1])
    _tell(progress, "working out what follows")
    with proposed(graph.dataset, graph.closure, facts, beside=beside) as proposal:
        return validate_proposal(
            proposal,
            graph,
            paths,
            shapes=shapes,
            own_shapes=own_shapes,
            checks=checks,
            own=own,
            progress=progress,
            prover=prover,
            clash_prover=clash_prover,
        )


def validate_proposal(
    proposal: Proposal,
    graph: Known,
    paths: Sequence[str],
    *,
    shapes: Sequence[Path] = (),
    own_shapes: bool = False,
    checks: bool = False,
    own: Sequence[Path] = (),
    progress: Progress | None = None,
    prover: Prover | None = None,
    clash_prover: ClashProver | None = None,
) -> Report:
    """Check a *proposal* to change a *graph*; all else is as :func:`validate` has it.

    :param paths: of the files that the facts are from.
    """
    validation = _Validation(proposal, graph, _triples(shapes), own_shapes=own_shapes)
    findings = validation.of_terms()
    findings += _remarks(proposal, graph)
    _tell(progress, "checking the shapes")
    results = validation.results()
    clashes = [clash for clash in proposal.clashes if not is_said(clash, results)]
    if checks:
        conflicts = validation.of_the_change(results, own)
        findings += conflicts
        results = _untold(results, conflicts)
    every = _every(proposal, graph) if clashes or (results and prover) else []
    findings += validation.of_shapes(results, prover and prover(proposal.closure, every))
    findings += consistency_findings(
        clashes,
        validation.names,
        proposal.locator,
        proposal.new,
        clash_prover and clash_prover(proposal.closure, every),
    )
    return Report(
        findings,
        len(paths),
        paths=paths,
        checks=(each for each in _CHECKS if checks or each not in _OF_CHANGES),
        consequences=consequences(proposal, validation.names),
    )


def _every(proposal: Proposal, graph: Known) -> list[Quad]:
    """Return what is asserted after the change."""
    gone = set(proposal.removed)
    return [*(quad for quad in graph.asserted() if quad not in gone), *proposal.added]


class _Validation:
    """What is asked of a proposal, with the shapes and the names at hand."""

    def __init__(
        self, proposal: Proposal, graph: Known, shapes: list[Triple], *, own_shapes: bool
    ) -> None:
        self._proposal = proposal
        self._after = SpeltWorld(proposal.after, lambda: proposal.closure)
        self._before = SpeltWorld(proposal.before, graph.closure)
        if own_shapes:
            known = filter(proposal.before.is_asserted, shapes_in(self._after))
            shapes = [*shapes, *known]
        self._shapes = shapes
        self.names = Names([*proposal.new, *shapes], proposal.after)

    def of_terms(self) -> list[Finding]:
        proposal = self._proposal
        found = check_vocabulary(
            proposal.new,
            proposal.before,
            self.names,
            proposal.locator.term,
            proposal.closure.similar,
        )
        return found + check_use(proposal.new, lambda: proposal.closure.names(LG))

    def results(self) -> list[Result]:
        """Return the results of SHACL that the statements had not before."""
        if not self._shapes:
            return []
        proposal = self._proposal
        difference = Difference(proposal.gained, proposal.lost, self._before, self._after)
        return self._told_once(new_results(self._shapes, difference))

    def _told_once(self, results: list[Result]) -> list[Result]:
        """Return *results* without those that say of a known thing what one says of a new one.

        A rule that two things break together, as by being the same signature, is found at both.
        """
        new = {triple.subject for triple in self._proposal.new}
        pairs = {(each.shape, each.focus, each.value) for each in results}
        return [
            each
            for each in results
            if each.focus in new or (each.shape, each.value, each.focus) not in pairs
        ]

    def of_shapes(self, results: list[Result], prove: Prove | None) -> list[Finding]:
        proposal = self._proposal
        return shape_findings(
            results, self._shapes, self._after, self.names, proposal.locator, prove
        )

    def of_the_change(self, results: Iterable[Result], own: Iterable[Path]) -> list[Finding]:
        """Return what the checks of changes find, told what SPARQL cannot see by itself.

        That is which things have too many values, which names are alike, and which of the known
        graphs are not those of the *own* files.
        """
        proposal = self._proposal
        same, similar = namesakes(proposal.before.dataset, proposal.gained)
        columns = ("focus", "property", "name", "other")
        crowded = {
            (result.focus, result.path)
            for result in results
            if result.component == "MaxCount"
            and isinstance(result.focus, NamedNode)
            and isinstance(result.path, NamedNode)
        }
        given = {
            "same-names": Given(columns, tuple(same)),
            "similar-names": Given(columns, tuple(similar)),
            "too-many-values": Given(("focus", "property"), tuple(sorted(crowded, key=str))),
            "graphs-of-others": Given(
                ("graph", "count"), tuple(added_to_others(proposal, self._before, own))
            ),
            "described-graphs-of-others": Given(
                ("focus",), tuple(described_of_others(proposal, own))
            ),
        }
        return change_findings(proposal, self.names, given)


def _untold(results: list[Result], conflicts: list[Finding]) -> list[Result]:
    """Return the *results* without those of two values of which a conflict says more."""
    told = {(each.focus, each.predicate) for each in conflicts if each.source == _TWO_VALUES}
    return [
        result
        for result in results
        if result.component != "MaxCount" or (_iri(result.focus), _iri(result.path)) not in told
    ]


def _iri(term: Term | None) -> str | None:
    return term.value if isinstance(term, NamedNode) else None


def _broken(error: ParseError) -> Finding:
    place = Place(error.path, error.line, error.column)
    said = (error.what, place, error.expected, error.got, error.mend)
    return Finding("violation", "syntax", *said)


def _remarks(proposal: Proposal, graph: Known) -> list[Finding]:
    """Return a note for each kind of axiom that no rule heeds, if the change brought it in."""
    remarks = proposal.closure.remarks()
    known = set(graph.closure().remarks()) if remarks else set()
    return [Finding("info", "consistency", each) for each in remarks if each not in known]


def _triples(paths: Sequence[Path]) -> list[Triple]:
    return [quad.triple for path in paths for quad in load_quads(path)]


def _tell(progress: Progress | None, step: str) -> None:
    if progress is not None:
        progress(step, None)
