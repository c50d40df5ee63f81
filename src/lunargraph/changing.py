"""Changes of a workspace, checked and shown before they are stored.

Works on a `LunarGraph` of a workspace; ``LunarGraph.add``, ``remove`` and ``undo`` come here.
"""

from __future__ import annotations

__all__ = ["Terms", "Transaction", "add_facts", "remove_facts", "undo_change"]

import json
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from lunargraph.differences import Difference
from lunargraph.errors import UnknownNameError
from lunargraph.explaining import clash_prover
from lunargraph.files import digest, refusal, write_atomically
from lunargraph.formats import load_quads, parse_quads
from lunargraph.formats.rdf_patch import Patch
from lunargraph.namespaces import PREFIXES
from lunargraph.store.loading import load_asserted
from lunargraph.validation import Finding, Place, Report, validate_proposal
from lunargraph.validation.consequences import consequences
from lunargraph.validation.names import Names
from lunargraph.validation.places import Locator
from lunargraph.validation.proposals import Facts, proposed, read_facts
from lunargraph.workspace import scratch_beside
from lunargraph.workspace.change_log import patch_between
from lunargraph.workspace.transactions import Transactions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyoxigraph import Quad, Triple

    from lunargraph.graph import LunarGraph
    from lunargraph.validation.proposals import Proposal
    from lunargraph.workspace.change_log import Entry
    from lunargraph.workspace.records import Provenance
    from lunargraph.workspace.transactions import FileChange, Plan

VERSION = 1
"""The version of the JSON; raised when a program that reads the old one could stumble."""
MOST = 100_000
"""Statements that one change may add; what is more belongs in a base, built at full speed."""
_NAMING = tuple(
    NamedNode(PREFIXES[prefix] + name)
    for prefix, name in (("rdfs", "label"), ("skos", "prefLabel"), ("rdf", "type"))
)


class Transaction(NamedTuple):
    """What became of a change.

    *report* is what was found wrong with it, *difference* what it makes different, None if it could
    not even be read. *entry* is the entry of the log if the change was *stored*, None if it made
    nothing different; *files* are those that it touches.
    """

    stored: bool
    report: Report
    difference: Difference | None
    files: tuple[str, ...] = ()
    entry: Entry | None = None

    def write(self, format_name: str = "text") -> str:
        """Return report and difference as ``text`` or ``json``.

        The shape of the JSON is that of ``transaction.schema.json``.

        :raises UnknownNameError: another format.
        """
        if format_name not in ("text", "json"):
            raise UnknownNameError("format", format_name, ("text", "json"))
        shown = self.difference.write(format_name) if self.difference else ""
        if format_name == "text":
            told = self.report.without_consequences()  # the difference tells more
            found = told.write("text") if told.findings else ""
            return "\n".join(part for part in (found, shown) if part)
        entry = self.entry
        document = {
            "format": VERSION,
            "stored": self.stored,
            "entry": None if entry is None else {"number": entry.number, "id": entry.id},
            "files": list(self.files),
            "report": json.loads(self.report.write("json")),
            "difference": json.loads(shown) if shown else None,
        }
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


class Terms(NamedTuple):
    """How a change is to be stored; *wait* is for the lock, in seconds."""

    message: str = ""
    who: str | None = None
    accept_warnings: bool = False
    dry_run: bool = False
    wait: float = 60.0


def add_facts(
    graph: LunarGraph,
    files: Sequence[Path],
    provenance: Provenance,
    terms: Terms,
    *,
    shapes: Sequence[Path],
    replace: bool,
) -> Transaction:
    """Check the facts in *files* and store them, a file each; see ``LunarGraph.add``."""
    with _begun(graph, "add", terms) as transactions:
        facts = read_facts(files, most=MOST)
        if facts.broken:
            return Transaction(False, _broken(facts, len(files)).below(graph.root), None)
        documents = list(facts.documents.items())
        plan = transactions.plan_add(documents, provenance, replace=replace)
        changes = _Changes(graph, transactions, plan)

        def check(base: LunarGraph, proposal: Proposal) -> Report:
            return _checked(graph, base, proposal, list(facts.documents), shapes)

        return _stored(changes, terms, facts.locator, check)


def remove_facts(
    graph: LunarGraph, names: Sequence[str], statements: Path | None, terms: Terms,
    *, shapes: Sequence[Path],
) -> Transaction:  # fmt: skip
    """Take back files of facts, or the *statements* in a file; see ``LunarGraph.remove``."""
    with _begun(graph, "remove", terms) as transactions:
        if statements is not None:
            plan = transactions.plan_retract(load_quads(statements), name=str(statements))
        else:
            plan = transactions.plan_remove(names)
        changes = _Changes(graph, transactions, plan)

        def check(base: LunarGraph, proposal: Proposal) -> Report:
            return _checked(graph, base, proposal, (), shapes)

        return _stored(changes, terms, Locator([]), check)


def undo_change(graph: LunarGraph, terms: Terms) -> Transaction:
    """Take back the last change. What held before it was accepted then, and is not checked."""
    with _begun(graph, "undo", terms) as transactions:
        changes = _Changes(graph, transactions, transactions.plan_undo(terms.message))
        return _stored(changes, terms._replace(message=""), Locator([]), _unchecked)


@contextmanager
def _begun(graph: LunarGraph, doing: str, terms: Terms) -> Iterator[Transactions]:
    workspace = graph.workspace
    with Transactions.begin(
        workspace, doing, announce=graph.announce, timeout=terms.wait
    ) as transactions:
        graph.forget()  # another may have changed the facts before we had the lock
        yield transactions


class _Changes:
    """A plan, as the quads of the graph that it adds and takes out."""

    def __init__(self, graph: LunarGraph, transactions: Transactions, plan: Plan) -> None:
        self.graph = graph
        self.transactions = transactions
        self.plan = plan
        before = {quad for each in plan.changes for quad in _quads(each, _data_before(each))}
        after = {quad for each in plan.changes for quad in _quads(each, each.data)}
        self.added = sorted(after - before, key=str)
        gone = before - after
        elsewhere = load_asserted(self._untouched()) if gone else []
        gone -= set(elsewhere)
        self.removed = sorted(gone, key=str)
        self.kept = sorted(set(_of_the_same(gone, (*elsewhere, *after))), key=str)

    def _untouched(self) -> list[Path]:
        touched = {self.graph.workspace.path_of(each.path) for each in self.plan.changes}
        return [path for path in self.graph.files if path not in touched]

    @contextmanager
    def base(self) -> Iterator[LunarGraph]:
        """Yield the graph before the change; what was changed by hand is as the log has it."""
        by_hand = [each for each in self.plan.changes if each.by_hand]
        if not by_hand:
            yield self.graph
            return
        with _temporary_folder() as folder:
            files = [
                path
                for path in self.graph.files
                if path not in {self.graph.workspace.path_of(each.path) for each in by_hand}
            ]
            for each in by_hand:
                if each.logged_data is not None:
                    files.append(Path(folder, Path(each.path).name))
                    write_atomically(files[-1], each.logged_data)
            yield self.graph.of_files(files)

    def digests(self) -> dict[Path, str | None]:
        """Return the digest of each file as it is to be, None for one that is to go."""
        root = self.graph.workspace.root
        return {
            root / each.path: None if each.data is None else digest(each.data)
            for each in self.plan.changes
        }

    def difference(self, proposal: Proposal) -> Difference:
        """Return what is different, with the labels of all that it speaks of."""
        patches = [patch_between(each.logged, each.after) for each in self.plan.changes]
        removed = frozenset(quad for patch in patches for quad in patch.removed)
        added = frozenset(quad for patch in patches for quad in patch.added)
        said = {quad.triple for quad in (*proposal.added, *proposal.removed)}
        gained = sorted((each for each in proposal.gained if each not in said), key=str)
        lost = sorted((each for each in proposal.lost if each not in said), key=str)
        context = {quad.triple for each in self.plan.changes for quad in each.after.quads}
        context |= {quad.triple for each in self.plan.changes for quad in each.logged.quads}
        shown = [*(quad.triple for quad in removed | added), *gained, *lost]
        context |= set(_naming(shown, proposal))
        return Difference(
            "before",
            "after",
            tuple(sorted(removed, key=str)),
            tuple(sorted(added, key=str)),
            tuple(lost),
            tuple(gained),
            tuple(sorted(context, key=str)),
            Patch(removed, added),
        )


@contextmanager
def _temporary_folder() -> Iterator[str]:
    try:
        folder = tempfile.TemporaryDirectory(prefix="lunargraph-")
    except OSError as error:
        raise refusal(tempfile.gettempdir(), error) from None
    with folder as path:
        yield path


def _stored(
    changes: _Changes,
    terms: Terms,
    locator: Locator,
    check: Callable[[LunarGraph, Proposal], Report],
) -> Transaction:
    """Check a change, show it, and store it unless something speaks against that."""
    plan = changes.plan
    files = tuple(each.path for each in plan.changes)
    with changes.base() as base:
        facts = Facts({}, tuple(changes.added), locator)
        beside = scratch_beside(base.dataset)
        with proposed(
            base.dataset,
            base.closure,
            facts,
            removed=changes.removed,
            kept=changes.kept,
            beside=beside,
        ) as proposal:
            report = check(base, proposal).below(changes.graph.root)
            difference = changes.difference(proposal)
            accepted = not report.fails("violation" if terms.accept_warnings else "warning")
            if terms.dry_run or not accepted:
                return Transaction(False, report, difference, files)
            entry = changes.transactions.carry_out(plan, why=terms.message, who=terms.who)
            if base is changes.graph:
                after = proposal.after.dataset
                base.keep_changed(base.dataset, changes.digests(), after, proposal.closure)
    changes.graph.forget()
    return Transaction(True, report, difference, files, entry)


# --- checking -------------------------------------------------------------------------------------


def _checked(
    graph: LunarGraph,
    base: LunarGraph,
    proposal: Proposal,
    paths: Sequence[Path],
    shapes: Sequence[Path],
) -> Report:
    """Return what a change makes wrong: in new facts, and in what is left of the others.

    :param graph: the workspace, whose shapes count.
    :param base: its facts before the change, as the log has them.
    """
    return validate_proposal(
        proposal,
        base,
        [str(path) for path in paths],
        shapes=graph.shape_files(shapes),
        checks=graph.in_our_terms,
        own=graph.own_among(base.files),
        progress=base.progress,
        clash_prover=clash_prover,
    )


def _unchecked(_: LunarGraph, proposal: Proposal) -> Report:
    """Return a report that says what follows and finds nothing."""
    names = Names(proposal.new, proposal.after, proposal.before)
    return Report([], consequences=consequences(proposal, names))


def _broken(facts: Facts, files: int) -> Report:
    findings = [
        Finding(
            "violation", "syntax", error.what, Place(error.path, error.line, error.column),
            error.expected, error.got, error.mend,
        )
        for error in facts.broken
    ]  # fmt: skip
    return Report(findings, files)


# --- statements -----------------------------------------------------------------------------------


def _data_before(change: FileChange) -> bytes | None:
    """Return what a file held before the change: by the log, if it was changed by hand."""
    return change.logged_data if change.by_hand else change.disk


def _quads(change: FileChange, data: bytes | None) -> list[Quad]:
    """Return the statements of a file, with the blank nodes that the graph has for them."""
    return [] if data is None else parse_quads(data, "trig", name=change.path)


def _of_the_same(gone: Iterable[Quad], quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield those of *quads* that say something of the same thing and property as what is *gone*.

    Only where literals are said, of which the store may know several as one.
    """
    about = {(quad.subject, quad.predicate) for quad in gone if isinstance(quad.object, Literal)}
    for quad in quads:
        if isinstance(quad.object, Literal) and (quad.subject, quad.predicate) in about:
            yield quad


def _naming(triples: Iterable[Triple], proposal: Proposal) -> Iterator[Triple]:
    """Yield the statements that have the labels and types of what *triples* speak of."""
    terms = {
        term
        for each in triples
        for term in (each.subject, each.predicate, each.object)
        if isinstance(term, NamedNode)
    }
    for term in terms:
        for predicate in _NAMING:
            yield from proposal.after.triples(term, predicate)
            yield from proposal.before.triples(term, predicate)
