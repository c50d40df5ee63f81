"""New facts on top of a graph: what the graph was before them and is with them.

Nothing is stored, and nothing is read that the change does not touch: the closure is changed by
what the facts bring about, the store in a checkpoint of itself.
"""

from __future__ import annotations

__all__ = ["Facts", "Proposal", "proposed", "read_facts"]

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lunargraph.errors import ParseError
from lunargraph.files import read_bytes
from lunargraph.formats import format_of, parse_document
from lunargraph.formats.reading import too_much
from lunargraph.reasoning.closure import Change
from lunargraph.store.loading import RESERVED, asserted_in
from lunargraph.store.worlds import Outcome, World, changed
from lunargraph.validation.places import Locator, Places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from pyoxigraph import Quad, Triple

    from lunargraph.formats import Document
    from lunargraph.reasoning import Clash, Closure
    from lunargraph.store import Dataset
    from lunargraph.validation.findings import Place

_SCANNED = {"turtle", "trig", "ntriples", "nquads"}
_WIDEST = 1000
"""Bytes that a statement may take, on average, where their number is limited."""


@dataclass(frozen=True)
class Facts:
    """What some files say.

    *documents* are those that parse, by their paths; *quads* their statements, each in a named
    graph as the graph itself would have them; *broken* tells what does not parse.
    """

    documents: dict[Path, Document]
    quads: tuple[Quad, ...]
    locator: Locator
    broken: tuple[ParseError, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """A change of the asserted statements, and all that it leads to.

    *added* and *removed* are quads as they were given, each once; *change* is what newly follows
    and what follows no more, apart from the triples given. *closure* is the closure after the
    change, a copy that is ours; *clashes* are the contradictions that were not there before.
    """

    facts: Facts
    added: tuple[Quad, ...]
    removed: tuple[Quad, ...]
    change: Change
    closure: Closure
    clashes: tuple[Clash, ...]
    before: World
    after: World

    @property
    def locator(self) -> Locator:
        """The places of terms and statements in the files."""
        return self.facts.locator

    @property
    def documents(self) -> dict[Path, Document]:
        """The files as they were parsed."""
        return self.facts.documents

    @cached_property
    def new(self) -> frozenset[Triple]:
        """The triples of the new facts, known before or not."""
        return frozenset(quad.triple for quad in self.added)

    @cached_property
    def gained(self) -> frozenset[Triple]:
        """The triples that hold, asserted or inferred, and did not before."""
        found = (*self.new, *self.change.gained)
        return frozenset(triple for triple in found if not self.before.holds(triple))

    @cached_property
    def lost(self) -> frozenset[Triple]:
        """The triples that held, asserted or inferred, and do no more."""
        found = (*(quad.triple for quad in self.removed), *self.change.lost)
        return frozenset(
            triple for triple in found if self.before.holds(triple) and not self.after.holds(triple)
        )


def read_facts(files: Sequence[Path], *, most: int | None = None) -> Facts:
    """Read *files*; one that does not parse is among the broken ones.

    :param most: how many statements they may have together; what is beyond that is broken too.
    :raises FileError: a file cannot be read.
    :raises UnknownNameError: the suffix of a file names no format.
    """
    documents: dict[Path, Document] = {}
    quads: dict[Quad, None] = {}
    places: list[Places] = []
    broken: list[ParseError] = []
    for path in files:
        form, left = format_of(path), None if most is None else most - len(quads)
        try:
            _check_size(path, left)
            data = read_bytes(path)
            document = parse_document(data, form, name=str(path), most=left)
        except ParseError as error:
            broken.append(error)
            continue
        text = data.decode("utf-8-sig")
        scanned = Places(str(path), text, turtle=form.name in _SCANNED)
        try:
            quads |= dict.fromkeys(asserted_in(document, path))
        except ParseError as error:
            broken.append(_placed(error, scanned.find_term(RESERVED)))
            continue
        documents[path] = document
        places.append(scanned)
    return Facts(documents, tuple(quads), Locator(places), tuple(broken))


def _placed(error: ParseError, place: Place | None) -> ParseError:
    """Return an error with the line and column of a place."""
    if place is None:
        return error
    return ParseError(
        error.what, path=place.path, line=place.line, column=place.column,
        expected=error.expected, got=error.got, mend=error.mend,
    )  # fmt: skip


def _check_size(path: Path, most: int | None) -> None:
    """Refuse a file that is too big to be read, however little it says."""
    if most is None or not path.is_file():
        return
    size, limit = path.stat().st_size, most * _WIDEST
    if size > limit:
        raise too_much(str(path), f"at most {limit} bytes", f"{size} bytes")


@contextmanager
def proposed(
    dataset: Dataset,
    closure: Callable[[], Closure],
    facts: Facts | None = None,
    *,
    removed: Iterable[Quad] = (),
    beside: Path | None = None,
) -> Iterator[Proposal]:
    """Yield what a change of *dataset* leads to; its world after is gone when the context ends.

    What is removed and added again stays. Removing a quad that is not there changes nothing.

    :param closure: gives the closure of *dataset*, another copy whenever it is called.
    :param removed: quads to take back, as they stand in the graph.
    :param beside: see ``store.worlds.changed``.
    :raises ParseError: a file of the *facts* does not parse.
    :raises StoreError: the disk is full or cannot be written.
    """
    facts = facts if facts is not None else Facts({}, (), Locator([]))
    for error in facts.broken:
        raise error
    before = World(dataset)
    gone = tuple(dict.fromkeys(quad for quad in removed if quad not in set(facts.quads)))
    after_closure = closure()
    change, left = _close(before, after_closure, facts.quads, gone)
    clashes = change.clashes or ()
    if clashes and gone:  # some may be as old as what was taken back
        known = set(closure().clashes())
        clashes = tuple(clash for clash in clashes if clash not in known)
    outcome = Outcome(facts.quads, gone, (*change.gained, *left), change.lost)
    with changed(dataset, outcome, beside=beside) as after:
        yield Proposal(
            facts,
            facts.quads,
            gone,
            change,
            after_closure,
            clashes,
            before,
            after,
        )


def _close(
    before: World, closure: Closure, added: Iterable[Quad], removed: Sequence[Quad]
) -> tuple[Change, set[Triple]]:
    """Change *closure*; return the change, and what is removed and still follows."""
    new = {quad.triple for quad in added}
    gone = _unasserted(before, removed) - new
    first = closure.remove(gone) if gone else Change((), ())
    second = closure.add(new, clashes=True) if new else Change((), ())
    came, went = {*first.gained, *second.gained}, {*first.lost, *second.lost}
    left = closure.follows(gone)
    gained, lost = came - went - new - gone, went - came - new
    anew = first.anew or second.anew
    gains, losses = (tuple(sorted(each, key=str)) for each in (gained, lost))
    return Change(gains, losses, anew, second.clashes), left


def _unasserted(before: World, removed: Sequence[Quad]) -> set[Triple]:
    """Return the triples that no graph asserts any more once these quads are *removed*."""
    taken: dict[Triple, set[object]] = {}
    for quad in removed:
        taken.setdefault(quad.triple, set()).add(quad.graph_name)
    return {
        triple
        for triple, graphs in taken.items()
        if before.is_asserted(triple) and set(before.graphs(triple)) <= graphs
    }
