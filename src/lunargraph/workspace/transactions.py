"""Changes of a workspace: planned from its files and its log, then carried out as one."""

from __future__ import annotations

__all__ = ["DATA_SET", "FileChange", "Plan", "Transactions"]

import unicodedata
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, DefaultGraph

from lunargraph.errors import FileError, ParseError, UnknownNameError, UsageError, WorkspaceError
from lunargraph.files import digest, read_bytes, refusal
from lunargraph.namespaces import graph_iri, is_iri
from lunargraph.workspace.authors import author, moment
from lunargraph.workspace.change_log import (
    Entry,
    FileState,
    Log,
    Touched,
    made_state,
    patch_between,
    state_of,
    write_entry,
)
from lunargraph.workspace.folders import Workspace, readable_name
from lunargraph.workspace.journal import Write, commit, recover, tell_recovery
from lunargraph.workspace.locks import reserved
from lunargraph.workspace.records import NOTHING_SAID, recorded

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyoxigraph import Quad

    from lunargraph.formats import Document
    from lunargraph.workspace.records import Provenance

DATA_SET = "facts/data-set.trig"
"""The file that describes the data set of the workspace."""
_LONGEST = 240
"""Bytes of a name, without suffix: file systems take 255 with it."""
_DEFAULT = DefaultGraph()
_EMPTY = FileState()


@dataclass(frozen=True)
class FileChange:
    """A file of facts: what it said by the log, what it holds on the disk, what it is to say.

    *disk* is None where there is no file; *after* is empty for a file that is to go.
    """

    path: str
    logged: FileState
    disk: bytes | None
    after: FileState

    @cached_property
    def data(self) -> bytes | None:
        """What the file is to hold, None if it is to go."""
        return self.after.write() if self.after.quads else None

    @cached_property
    def logged_data(self) -> bytes | None:
        """What the file holds by the log, None if it has none."""
        return self.logged.write() if self.logged.quads else None

    @property
    def different(self) -> bool:
        """Whether the file is to say something that it does not say by the log."""
        return self.logged != self.after

    @property
    def by_hand(self) -> bool:
        """Whether the file was changed without the log."""
        return self.disk != self.logged_data


class Plan(NamedTuple):
    """What a transaction is going to do."""

    action: str
    changes: tuple[FileChange, ...]
    why: str = ""
    undoes: str | None = None


class Transactions:
    """The changes of one workspace, for whoever holds its lock.

    :raises WorkspaceError: the log is damaged.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.log = Log(workspace)
        self._digests = self.log.digests()

    @classmethod
    @contextmanager
    def begin(
        cls,
        workspace: Workspace,
        doing: str,
        *,
        announce: Callable[[str], None],
        timeout: float,
    ) -> Iterator[Transactions]:
        """Hold the lock, finish what was interrupted, and yield the transactions.

        :raises LockedError: somebody else held the lock for *timeout* seconds.
        :raises FileError: the folder cannot be written.
        """
        workspace.check_folders()
        workspace.make_private()
        lock = reserved(workspace.private / "lock", doing, on_wait=announce, timeout=timeout)
        with ExitStack() as held:
            try:
                held.enter_context(lock)
            except OSError as error:
                raise refusal(workspace.private, error) from None
            tell_recovery(recover(workspace.root), announce)
            yield cls(workspace)

    # --- planning ---------------------------------------------------------------------------------

    def plan_add(
        self,
        documents: Sequence[tuple[Path, Document]],
        provenance: Provenance = NOTHING_SAID,
        *,
        replace: bool = False,
    ) -> Plan:
        """Return the plan to add *documents*, a file each.

        A document that lies in the folder of the facts is taken as it is now: what was changed by
        hand becomes part of the log.

        :param replace: let a document take the place of a file of its name.
        :raises UsageError: a file of that name is there, or two documents have one name.
        :raises FileError: a blank node with two parents, which has no place in a canonical file.
        """
        changes: dict[str, FileChange] = {}
        for path, document in documents:
            inside = self._inside(path)
            name = inside if inside and path.suffix == ".trig" else f"facts/{_stem(path)}.trig"
            if name in changes:
                raise UsageError(
                    "two files would be stored under one name", where=str(path), got=name,
                    mend="rename one of them",
                )  # fmt: skip
            disk = self._disk(name)
            taken = disk is not None or self._digests.get(name) is not None
            if taken and not replace and inside != name:
                raise UsageError(
                    "the workspace has a file of this name", where=str(path), got=name,
                    mend="rename the new one, or pass --replace to put it in the place of the old",
                )  # fmt: skip
            stem = Path(name).stem
            _refuse_unreadable(stem, self.workspace, path)
            quads = recorded(document.quads, self.workspace, stem, provenance, name=str(path))
            after = _canonical(quads, document.prefixes, str(path))
            if not after.quads:
                raise ParseError("there is no statement in this file", path=str(path))
            change = FileChange(name, self._logged(name, disk), disk, after)
            if inside != name:
                self._refuse_by_hand(change)
            changes[name] = change
        return Plan("add", tuple(changes.values()))

    def plan_remove(self, names: Iterable[str | os.PathLike[str]]) -> Plan:
        """Return the plan to take away files of facts.

        :param names: paths, or names such as ``mine`` for ``facts/mine.trig``.
        :raises UnknownNameError: no such file.
        :raises UsageError: a file was changed by hand since the log has it.
        """
        changes = []
        for given in dict.fromkeys(map(str, names)):
            name = self._named(given)
            if name == DATA_SET:
                raise UsageError(
                    "this file describes the workspace itself", where=name,
                    mend="replace it with `lunargraph add --replace`, or leave it",
                )  # fmt: skip
            disk = self._disk(name)
            change = FileChange(name, self._logged(name, disk), disk, _EMPTY)
            if disk is not None:  # one that somebody deleted is recorded as gone
                self._refuse_by_hand(change)
            changes.append(change)
        return Plan("remove", tuple(changes))

    def plan_retract(self, quads: Iterable[Quad], *, name: str) -> Plan:
        """Return the plan to take back statements, wherever in the facts they stand.

        A statement in no graph is taken out of all; a record that nothing is left of goes as well.

        :param name: what the statements are called in errors.
        :raises UsageError: the facts do not have a statement, or it has a blank node.
        """
        wanted = list(dict.fromkeys(quads))
        for quad in wanted:
            if BlankNode in (type(quad.subject), type(quad.object), type(quad.graph_name)):
                raise UsageError(
                    "a statement with a blank node cannot be told from others like it",
                    where=name,
                    got=str(quad),
                    mend="replace the file that holds it, with `lunargraph add --replace`",
                )
        missing = set(wanted)
        changes = []
        for path in self._fact_names():
            disk = self._disk(path)
            if disk is None:
                continue
            state = state_of(disk, str(self.workspace.root / path))
            gone, found = _matching(state.quads, wanted)
            missing -= found
            if gone:
                left = _without_empty_records(state.quads - gone, gone)
                after = made_state(left, dict(state.prefixes))
                change = FileChange(path, self._logged(path, disk), disk, after)
                self._refuse_by_hand(change)
                changes.append(change)
        if missing:
            more = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
            raise UsageError(
                f"the facts of the workspace do not have this statement{more}",
                where=name,
                got=min(map(str, missing)),
                mend="name a statement of facts/; what the base says, and what follows, is not "
                "for the workspace to take back",
            )
        return Plan("remove", tuple(changes))

    def plan_undo(self, why: str = "") -> Plan:
        """Return the plan to take back the last change that was not taken back.

        :param why: is told besides what is undone; unless said, why that was done.
        :raises UsageError: there is none, or a file of it was changed since.
        """
        undone = self.log.undone()
        open_ = [
            entry
            for entry in self.log.entries
            if entry.action not in ("undo", "init") and entry.id not in undone
        ]
        if not open_:
            raise UsageError("there is no change to undo", where=str(self.workspace.changes))
        last = open_[-1]
        changes = []
        for file in last.files:
            disk = self._disk(file.path)
            before = self.log.state(file.path, until=last)
            change = FileChange(file.path, self._logged(file.path, disk), disk, before)
            self._refuse_by_hand(change)
            if self._digests.get(file.path) != file.after:
                raise UsageError(
                    "this file was changed by another entry of the log since",
                    where=file.path,
                    mend=f"take back what entry {last.number} did with add and remove",
                )
            changes.append(change)
        return Plan(
            "undo",
            tuple(changes),
            f"undo of {last.number}: {why or last.why or last.action}",
            last.id,
        )

    # --- carrying out -----------------------------------------------------------------------------

    def carry_out(
        self, plan: Plan, *, why: str = "", who: str | None = None, besides: Sequence[Write] = ()
    ) -> Entry | None:
        """Store what a plan says, with its entry in the log; return the entry.

        A plan that makes nothing different has none; files that only look otherwise are put into
        canonical form.

        :param besides: other files that are written with them.

        :raises FileError: the disk is full or a folder cannot be written; nothing was changed.
        """
        heads = self.log.heads
        writes = [
            Write(each.path, each.data, _digest(each.disk))
            for each in plan.changes
            if each.disk != each.data
        ]
        changes = [each for each in plan.changes if each.different]
        if plan.changes and not changes:
            if writes:
                commit(self.workspace.root, writes, plan.action)
            return None
        files = [
            Touched(
                each.path,
                _digest(each.logged_data),
                _digest(each.data),
            )
            for each in changes
        ]
        entry, text = write_entry(
            Entry(
                max((head.number for head in heads), default=0) + 1,
                "",
                tuple(head.id for head in heads),
                plan.action,
                moment(),
                who or author(self.workspace.root),
                why or plan.why,
                tuple(files),
                plan.undoes,
            ),
            [patch_between(each.logged, each.after) for each in changes],
        )
        writes += [Write(entry.path, text), *besides]
        commit(self.workspace.root, writes, f"{plan.action}, entry {entry.number}")
        return entry

    def strays(self) -> list[str]:
        """Return what in the folder of facts is not what the log says, a sentence each, sorted."""
        found = []
        for name in self._fact_names():
            disk, logged = self._disk(name), self._digests.get(name)
            if _digest(disk) == logged:
                continue
            if disk is None:
                found.append(f"{name} is gone; `lunargraph remove {name}` records that")
            elif logged is None:
                found.append(f"{name} is not in the log; `lunargraph add {name}` records it")
            elif self._says_the_same(name, disk):
                found.append(f"{name} is not in canonical form; `lunargraph add {name}` mends it")
            else:
                found.append(
                    f"{name} was changed by hand; `lunargraph add {name}` records the change"
                )
        return found

    def _logged(self, name: str, disk: bytes | None) -> FileState:
        """Return what a file says by the log, which need not be replayed for one that is so."""
        if self._digests.get(name) == _digest(disk):
            return _EMPTY if disk is None else state_of(disk, name)
        return self.log.state(name)

    def _says_the_same(self, name: str, disk: bytes) -> bool:
        try:
            return state_of(disk, name).quads == self.log.state(name).quads
        except ParseError:
            return False

    def _fact_names(self) -> list[str]:
        on_disk = {f"facts/{path.name}" for path in self.workspace.fact_files()}
        return sorted(on_disk | {name for name, known in self._digests.items() if known})

    def _disk(self, name: str) -> bytes | None:
        path = self.workspace.root / name
        if path.is_symlink():
            raise WorkspaceError(
                "a symbolic link leads out of the workspace", where=str(path),
                mend="put what it points to in its place",
            )  # fmt: skip
        return read_bytes(path) if path.exists() else None

    def _inside(self, path: Path) -> str | None:
        """Return the name of a file in the folder of facts, None for one elsewhere."""
        folder = path.absolute().parent
        same = folder.exists() and folder.resolve() == self.workspace.facts.resolve()
        return f"facts/{path.name}" if same else None

    def _named(self, given: str) -> str:
        known = self._fact_names()
        inside = self._inside(Path(given))
        composed = unicodedata.normalize("NFC", given)
        for each in dict.fromkeys((given, composed)):
            for name in (inside, each, f"facts/{each}", f"facts/{each}.trig"):
                if name in known:
                    return name
        raise UnknownNameError("file of facts", given, [name[6:-5] for name in known])

    def _refuse_by_hand(self, change: FileChange) -> None:
        if not change.by_hand:
            return
        name = change.path
        verb = "remove" if change.disk is None else "add"
        raise UsageError(
            "this file is not what the log says: it was changed by hand",
            where=name,
            mend=f"record that first with `lunargraph {verb} {name}`, or take it back",
        )


def _stem(path: Path) -> str:
    stem = readable_name(path.stem)
    if not stem:
        raise UsageError(
            "this name gives no name for the facts", where=str(path),
            expected="letters and digits", mend="rename the file",
        )  # fmt: skip
    if len(stem.encode()) > _LONGEST:
        raise UsageError(
            "this name is too long for the facts", where=str(path),
            expected=f"at most {_LONGEST} bytes", got=f"{len(stem.encode())} bytes",
            mend="rename the file",
        )  # fmt: skip
    return stem


def _refuse_unreadable(stem: str, workspace: Workspace, path: Path) -> None:
    """Refuse a file of facts, put there by hand, after which no record can be named."""
    if not is_iri(graph_iri(workspace.name, stem)) or not readable_name(stem):
        raise UsageError(
            "no record can be named after this file", where=str(path), got=repr(stem),
            expected="letters, digits and hyphens", mend="rename the file",
        )  # fmt: skip


def _canonical(quads: Iterable[Quad], prefixes: dict[str, str], name: str) -> FileState:
    """Return the state of a file as its canonical form has it."""
    try:
        return state_of(made_state(quads, prefixes).write(), name)
    except ParseError as error:
        if error.what != "the file is empty":
            raise
        return _EMPTY
    except FileError as error:
        raise FileError(
            error.what, where=name, expected=error.expected, got=error.got, mend=error.mend
        ) from None


def _matching(quads: frozenset[Quad], wanted: Iterable[Quad]) -> tuple[set[Quad], set[Quad]]:
    """Return those of *quads* that are *wanted*, and the wanted ones that these are."""
    by_triple: dict[object, list[Quad]] = {}
    for quad in quads:
        by_triple.setdefault(quad.triple, []).append(quad)
    gone: set[Quad] = set()
    found: set[Quad] = set()
    for each in wanted:
        hits = [
            quad
            for quad in by_triple.get(each.triple, ())
            if each.graph_name in (_DEFAULT, quad.graph_name)
        ]
        gone.update(hits)
        if hits:
            found.add(each)
    return gone, found


def _without_empty_records(quads: frozenset[Quad], gone: Iterable[Quad]) -> set[Quad]:
    """Return *quads* without the descriptions of graphs that lost their last statement."""
    filled = {quad.graph_name for quad in quads}
    emptied = {quad.graph_name for quad in gone} - filled
    return {quad for quad in quads if quad.subject not in emptied}


def _digest(data: bytes | None) -> str | None:
    return None if data is None else digest(data)
