"""The checks of new facts, or of a whole graph, one after the other."""

from __future__ import annotations

__all__ = ["validate", "validate_graph"]

from typing import TYPE_CHECKING

from lunargraph.errors import ParseError
from lunargraph.files import read_bytes
from lunargraph.formats import format_of, load_quads, parse_document
from lunargraph.reasoning import close
from lunargraph.validation.consistency import consistency_findings
from lunargraph.validation.findings import Finding, Place, Report
from lunargraph.validation.lookups import Listing
from lunargraph.validation.names import Names
from lunargraph.validation.places import Locator, Places
from lunargraph.validation.shacl import shacl_results
from lunargraph.validation.targets import narrowed
from lunargraph.validation.vocabulary import check_use, check_vocabulary
from lunargraph.validation.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from pyoxigraph import Quad, Triple

    from lunargraph.reasoning import Clash, Inference, Progress
    from lunargraph.validation.reasons import Prove
    from lunargraph.validation.shacl import Result

    Prover = Callable[[Iterable[Triple]], Prove]

_OF_FACTS = ("syntax", "vocabulary", "consistency", "shape")
_SCANNED = {"turtle", "trig", "ntriples", "nquads"}


def validate(
    files: Sequence[Path],
    *,
    known: Iterable[Quad],
    shapes: Sequence[Path] = (),
    inferred: Iterable[Triple] | None = None,
    engine: str = "owlrl",
    progress: Progress | None = None,
    prover: Prover | None = None,
) -> Report:
    """Check whether the facts in *files* hold together with the *known* statements.

    In this order: syntax (if a file does not parse, nothing else is asked), vocabulary,
    consistency, SHACL. Only what the new facts bring about is reported: a contradiction or a gap
    that the known statements have by themselves is not.

    :param known: the asserted statements of the graph that the facts are to join.
    :param shapes: the files of the SHACL shapes.
    :param inferred: what is known to follow from the known statements; worked out if it is needed
        and not given.
    :param prover: gives the proofs of what follows from the known statements and the triples that
        it is called with; every finding of a shape then tells why.
    :raises FileError: a file cannot be read (one that does not parse is a finding), or a file of
        shapes does not parse.
    :raises LunarGraphError: the shapes themselves are wrong.
    :raises UnknownNameError: a file whose suffix names no format, or an unknown engine.
    """
    new, places, broken = _read(files)
    if broken:
        return Report(broken, len(files), paths=map(str, files), checks=("syntax",))
    before = _World({quad.triple for quad in known}, engine, progress, inferred)
    after = _World(before.asserted | new, engine, progress)
    shape_triples = _shapes(shapes)
    names = Names([*after.asserted, *shape_triples])
    locator = Locator(places)
    findings = check_vocabulary(new, before.asserted, names, locator.term)
    findings += check_use(new, before.asserted)
    findings += _notes(after.inference)
    results = _new_results(before, after, shape_triples, progress)
    findings += _worded(
        results, shape_triples, after, names, locator, None if prover is None else prover(new)
    )
    clashes = after.inference.clashes
    old = set(before.inference.clashes) if clashes else set()
    fresh = [clash for clash in clashes if clash not in old and not _is_said(clash, results)]
    findings += consistency_findings(fresh, names, locator, new)
    return Report(findings, len(files), paths=map(str, files), checks=_OF_FACTS)


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
    world = _World({quad.triple for quad in known}, engine, progress)
    shape_triples = _shapes(shapes)
    names = Names([*world.asserted, *shape_triples])
    nowhere = Locator([])
    findings = check_vocabulary(world.asserted, world.asserted, names, nowhere.term)
    findings += _notes(world.inference)
    _tell(progress, "checking the shapes")
    results = shacl_results(world.everything, shape_triples) if shape_triples else []
    findings += _worded(
        results, shape_triples, world, names, nowhere, None if prover is None else prover(())
    )
    clashes = [clash for clash in world.inference.clashes if not _is_said(clash, results)]
    findings += consistency_findings(clashes, names, nowhere, set())
    return Report(findings, checks=_OF_FACTS[1:])


class _World:
    """Asserted statements and, once they are asked for, what follows from them."""

    def __init__(
        self,
        asserted: set[Triple],
        engine: str,
        progress: Progress | None,
        inferred: Iterable[Triple] | None = None,
    ) -> None:
        self.asserted = asserted
        self._engine = engine
        self._progress = progress
        self._inferred = None if inferred is None else set(inferred)
        self._inference: Inference | None = None

    @property
    def inference(self) -> Inference:
        if self._inference is None:
            self._inference = close(self.asserted, engine=self._engine, progress=self._progress)
        return self._inference

    @property
    def everything(self) -> set[Triple]:
        """The asserted and the inferred statements."""
        if self._inferred is None:
            self._inferred = set(self.inference.inferred)
        return self.asserted | self._inferred


def _read(files: Sequence[Path]) -> tuple[set[Triple], list[Places], list[Finding]]:
    """Return the statements and the places of all files, and a finding for each broken one."""
    triples: set[Triple] = set()
    places: list[Places] = []
    broken: list[Finding] = []
    for path in files:
        data, form = read_bytes(path), format_of(path)
        try:
            document = parse_document(data, form, name=str(path))
        except ParseError as error:
            place = Place(error.path, error.line, error.column)
            said = (error.what, place, error.expected, error.got, error.mend)
            broken.append(Finding("violation", "syntax", *said))
            continue
        triples |= {quad.triple for quad in document.quads}
        text = data.decode("utf-8-sig")
        places.append(Places(str(path), text, turtle=form.name in _SCANNED))
    return triples, places, broken


def _shapes(paths: Sequence[Path]) -> list[Triple]:
    return [quad.triple for path in paths for quad in load_quads(path)]


def _new_results(
    before: _World, after: _World, shapes: list[Triple], progress: Progress | None
) -> list[Result]:
    """Return the results of SHACL that the statements had not before."""
    _tell(progress, "checking the shapes")
    results = shacl_results(after.everything, shapes) if shapes else []
    if not results:
        return []
    nodes = {result.focus for result in results}
    old = set(shacl_results(before.everything, narrowed(shapes, before.everything, nodes)))
    return [result for result in results if result not in old]


def _worded(
    results: list[Result],
    shapes: list[Triple],
    world: _World,
    names: Names,
    locator: Locator,
    prove: Prove | None,
) -> list[Finding]:
    if not results:
        return []
    statements = Listing(world.asserted, world.everything)
    wording = Wording(shapes, statements, names, prove)
    return [wording.finding(result, locator.statement, locator.whole) for result in results]


def _is_said(clash: Clash, results: Iterable[Result]) -> bool:
    """Tell whether a shape already complains about the value that *clash* is about."""
    if clash.rule != "dt-not-type":
        return False
    about = (*clash.individuals, clash.terms[0])
    return any((result.focus, result.value, result.path) == about for result in results)


def _notes(inference: Inference) -> list[Finding]:
    return [Finding("info", "consistency", note) for note in inference.notes]


def _tell(progress: Progress | None, step: str) -> None:
    if progress is not None:
        progress(step, None)
