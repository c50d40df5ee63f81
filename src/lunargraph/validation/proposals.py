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

from pyoxigraph import Literal, Triple

from lunargraph.errors import ParseError
from lunargraph.files import read_bytes
from lunargraph.formats import format_of, parse_document
from lunargraph.formats.reading import too_much
from lunargraph.reasoning.closure import Change
from lunargraph.store.loading import RESERVED, asserted_in
from lunargraph.store.worlds import Outcome, World, changed
from lunargraph.validation.places import Locator, Places
from lunargraph.validation.spelt_worlds import as_stored, is_text, spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from pyoxigraph import BlankNode, NamedNode, Quad

    from lunargraph.formats import Document
    from lunargraph.reasoning import Clash, Closure
    from lunargraph.store import Dataset
    from lunargraph.validation.findings import Place

_SCANNED = {"turtle", "trig", "ntriples", "nquads"}
_FEW = 16
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
    kept: Iterable[Quad] = (),
    beside: Path | None = None,
) -> Iterator[Proposal]:
    """Yield what a change of *dataset* leads to; its world after is gone when the context ends.

    What is removed and added again stays. Removing a quad that is not there changes nothing.

    :param closure: gives the closure of *dataset*, another copy whenever it is called.
    :param removed: quads to take back, as they stand in the graph.
    :param kept: quads that stay and that differ from a removed one in the spelling of their value,
        or in that and the graph: the store cannot tell them apart.
    :param beside: see ``store.worlds.changed``.
    :raises ParseError: a file of the *facts* does not parse.
    :raises StoreError: the disk is full or cannot be written.
    """
    facts = facts if facts is not None else Facts({}, (), Locator([]))
    for error in facts.broken:
        raise error
    before = World(dataset)
    given = set(facts.quads)
    gone = tuple(dict.fromkeys(quad for quad in removed if quad not in given))
    stay = tuple(kept)
    after_closure = closure()
    change, layer = _close(before, after_closure, facts.quads, gone, stay)
    clashes = change.clashes or ()
    if clashes and gone:  # some may be as old as what was taken back
        known = set(closure().clashes())
        clashes = tuple(clash for clash in clashes if clash not in known)
    outcome = Outcome(facts.quads, gone, stay, layer.gained, layer.lost)
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
    before: World,
    closure: Closure,
    added: Iterable[Quad],
    removed: Sequence[Quad],
    kept: Sequence[Quad],
) -> tuple[Change, Change]:
    """Change *closure*; return the change, and that of the inferred layer of the store.

    To that belongs what is removed and still follows.
    """
    new = {quad.triple for quad in added}
    gone = _unasserted(before, removed, kept) - new
    first = closure.remove(gone) if gone else Change((), ())
    second = closure.add(new, clashes=True) if new else Change((), ())
    came, went = {*first.gained, *second.gained}, {*first.lost, *second.lost}
    gained, lost = came - went - new - gone, went - came - new
    anew = first.anew or second.anew
    gains, losses = (tuple(sorted(each, key=str)) for each in (gained, lost))
    change = Change(gains, losses, anew, second.clashes)
    layer = _layer(before, closure, {*came, *closure.follows(gone)}, went, {*new, *gone})
    return change, layer


def _unasserted(before: World, removed: Sequence[Quad], kept: Sequence[Quad]) -> set[Triple]:
    """Return the triples that no graph asserts any more once these quads are *removed*.

    Where a graph has, by the store, what was removed, that may be another spelling of it: one that
    is removed as well, or is *kept*.
    """
    quads = [*removed, *kept]
    stored = _stored([quad.triple for quad in quads])
    known: dict[Triple, set[object]] = {}
    for quad, triple in zip(quads, stored, strict=True):
        known.setdefault(triple, set()).add(quad.graph_name)
    stay = {quad.triple for quad in kept}
    return {
        quad.triple
        for quad, triple in zip(removed, stored, strict=False)
        if quad.triple not in stay
        and before.is_asserted(triple)
        and set(before.graphs(triple)) <= known[triple]
    }


def _layer(
    before: World, closure: Closure, gained: set[Triple], lost: set[Triple], given: set[Triple]
) -> Change:
    """Return the change of the inferred layer of the store, which knows values by one spelling.

    Of several spellings of a value, the layer has those that do not repeat what is known better,
    and none that the store takes for one that is asserted. So where one of several comes or goes,
    all that is inferred of its thing and property is put anew.

    :param given: what is asserted newly, or no more.
    """
    about = _of_several_spellings(closure, {*gained, *lost, *given})
    kept = {each for each in gained if (each.subject, each.predicate) not in about}
    for subject, predicate in about:
        values = closure.values(subject, predicate)
        kept |= {Triple(subject, predicate, value) for value in values}
        lost = lost | {
            each for each in before.inferred(subject, predicate) if isinstance(each.object, Literal)
        }
    return Change(tuple(kept), tuple(lost))


def _of_several_spellings(
    closure: Closure, triples: Iterable[Triple]
) -> set[tuple[NamedNode | BlankNode, NamedNode]]:
    """Return subject and predicate of those of *triples* whose value may be spelt in several ways.

    Of a few, all: to look through the literals of the graph would take longer than to put anew what
    is as it should be.
    """
    about = [
        each for each in triples if isinstance(each.object, Literal) and not is_text(each.object)
    ]
    pairs = {(each.subject, each.predicate) for each in about}
    if len(pairs) > _FEW:
        literals = {each.object for each in about if isinstance(each.object, Literal)}
        respelt, merged = closure.respelt(literals), spellings(closure)
        pairs = {
            (each.subject, each.predicate)
            for each, stored in zip(about, _stored(about), strict=True)
            if each.object in respelt or stored.object in merged
        }
    return pairs  # type: ignore[return-value]  # readers refuse RDF 1.2


def _stored(triples: Sequence[Triple]) -> list[Triple]:
    """Return what the store makes of *triples*."""
    literals = [each.object for each in triples if isinstance(each.object, Literal)]
    known = dict(zip(literals, as_stored(literals), strict=True))
    return [
        Triple(each.subject, each.predicate, known[each.object])
        if isinstance(each.object, Literal)
        else each
        for each in triples
    ]
