"""The log of a workspace: what was changed when, by whom and why, as one RDF Patch a change.

An entry names the one before it by its digest, so that the log is a chain: nothing in it can be
altered or taken out unnoticed. Where two branches of git that both added something are merged, two
entries name the same one before them; the next entry names both, and the log is whole again.

In an entry, each file has a transaction (``TX`` to ``TC``) of its own, in the order of the headers
``file-1``, ``file-2``, ...; labels of blank nodes are those of that file alone.
"""

from __future__ import annotations

__all__ = ["Entry", "FileState", "Log", "Touched", "patch_between", "state_of", "write_entry"]

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from lunargraph.errors import FileError, WorkspaceError
from lunargraph.files import digest, read_bytes
from lunargraph.formats import parse_document, write_trig
from lunargraph.formats.labels import with_canonical_labels
from lunargraph.formats.pairing import pair
from lunargraph.formats.rdf_patch import Patch, apply_patch, parse_patch, write_patch
from lunargraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from lunargraph.workspace.folders import Workspace

_XSD = PREFIXES["xsd"]
_ID = "urn:sha256:"
_SHOWN = 8
"""Hexadecimal digits of the id of an entry in the name of its file."""
_BEGIN = "\nTX .\n"


class FileState(NamedTuple):
    """What a file of facts says: its statements, with canonical labels, and prefixes of its own."""

    quads: frozenset[Quad] = frozenset()
    prefixes: tuple[tuple[str, str], ...] = ()

    def write(self) -> bytes:
        """Return the canonical file.

        :raises FileError: a blank node with two parents, which has no place in it.
        """
        text = write_trig(self.quads, {**PREFIXES, **dict(self.prefixes)}, strict=True)
        return text.encode()


_NOTHING = FileState()


def state_of(data: bytes, name: str) -> FileState:
    """Return what a file of facts says.

    :raises ParseError: it does not parse.
    """
    document = parse_document(data, "trig", name=name)
    return made_state(document.quads, document.prefixes)


def made_state(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> FileState:
    """Return the state of *quads*; of the *prefixes*, those that the house does not have."""
    own = {name: iri for name, iri in prefixes.items() if PREFIXES.get(name) != iri}
    return FileState(frozenset(with_canonical_labels(set(quads))), tuple(sorted(own.items())))


class Touched(NamedTuple):
    """A file that a change touched, with its digests before and after; None where it was not."""

    path: str
    before: str | None
    after: str | None


class Entry(NamedTuple):
    """A change of the workspace, without its statements.

    *previous* are the ids of the entries before it: one, none for the first, or several where
    branches met. *when* is an ``xsd:dateTime`` in UTC; *undoes* the id of an entry taken back.
    """

    number: int
    id: str
    previous: tuple[str, ...]
    action: str
    when: str
    who: str
    why: str
    files: tuple[Touched, ...]
    undoes: str | None = None

    @property
    def short_id(self) -> str:
        """The id as the file is named after it."""
        return self.id[:_SHOWN]

    @property
    def path(self) -> str:
        """The file of the entry, below the folder of the workspace."""
        return f"changes/{self.number:04}-{self.short_id}.rdfp"


class Log:
    """The entries of a workspace, in their order.

    :raises WorkspaceError: an entry cannot be read, was altered, or is missing.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.paths: dict[str, Path] = {}
        entries = []
        for path in workspace.log_files():
            entry = _read_entry(path)
            self.paths[entry.id] = path
            entries.append(entry)
        self.entries = tuple(sorted(entries, key=lambda entry: (entry.number, entry.id)))
        self._check_chain()

    @cached_property
    def heads(self) -> tuple[Entry, ...]:
        """The entries that no other follows: one, or several after branches of git were merged."""
        followed = {each for entry in self.entries for each in entry.previous}
        return tuple(entry for entry in self.entries if entry.id not in followed)

    def digests(self) -> dict[str, str | None]:
        """Return the digest of each file that ever was, None for those that are gone.

        For a file that branches changed apart from each other it is that of both changes together.
        """
        known: dict[str, str | None] = {}
        apart: set[str] = set()
        for entry in self.entries:
            for file in entry.files:
                if known.get(file.path) != file.before:
                    apart.add(file.path)
                known[file.path] = file.after
        for path in apart:
            state = self.state(path)
            known[path] = digest(state.write()) if state.quads else None
        return known

    def state(self, path: str, until: Entry | None = None) -> FileState:
        """Return what a file says by the log, *until* before an entry or at the end.

        :raises WorkspaceError: a change does not fit what was before it.
        """
        state = _NOTHING
        merged = len(self._numbers) < len(self.entries)
        for entry in self.entries:
            if until is not None and entry.id == until.id:
                break
            for file, patch in self._patches(entry, path):
                try:
                    quads = apply_patch(patch, state.quads, strict=not merged)
                except FileError as error:
                    raise WorkspaceError(
                        "a change in the log does not fit those before it",
                        where=str(self.paths[entry.id]),
                        got=error.got,
                        mend=f"take the file {file.path} of the log from where it is sound",
                    ) from None
                prefixes = dict(state.prefixes)
                for prefix, iri in patch.prefixes.items():
                    if iri is None:
                        prefixes.pop(prefix, None)
                    else:
                        prefixes[prefix] = iri
                state = made_state(quads, prefixes)
        return state

    def quads_until(self, number: int) -> list[Quad]:
        """Return what all facts said after the change of this *number*; 0 is before the first.

        :raises WorkspaceError: as for `state`.
        """
        later = [entry for entry in self.entries if entry.number > number]
        until = later[0] if later else None
        paths = sorted({file.path for entry in self.entries for file in entry.files})
        return [
            _in_file(quad, index)
            for index, path in enumerate(paths)
            for quad in self.state(path, until).quads
        ]

    def undone(self) -> set[str]:
        """Return the ids of the entries that were taken back."""
        return {entry.undoes for entry in self.entries if entry.undoes is not None}

    @cached_property
    def _numbers(self) -> set[int]:
        return {entry.number for entry in self.entries}

    def _patches(self, entry: Entry, path: str) -> list[tuple[Touched, Patch]]:
        if all(file.path != path for file in entry.files):
            return []
        name = str(self.paths[entry.id])
        blocks = _blocks(read_bytes(name).decode("utf-8"))[1]
        return [
            (file, parse_patch(block.encode(), name=name))
            for file, block in zip(entry.files, blocks, strict=True)
            if file.path == path
        ]

    def _check_chain(self) -> None:
        known: dict[str, int] = {}
        for entry in self.entries:
            number = max((known.get(each, 0) for each in entry.previous), default=0) + 1
            missing = [each for each in entry.previous if each not in known]
            if missing or number != entry.number:
                raise WorkspaceError(
                    "an entry before this one is missing from the log",
                    where=str(self.paths[entry.id]),
                    expected=f"changes/*-{missing[0][:_SHOWN]}.rdfp" if missing else None,
                    mend="fetch the folder changes/ whole, such as with git",
                )
            known[entry.id] = entry.number


def patch_between(before: FileState, after: FileState) -> Patch:
    """Return the change from one state of a file to another."""
    old, new = pair(before.quads, after.quads)
    was, becomes = dict(before.prefixes), dict(after.prefixes)
    prefixes: dict[str, str | None] = {name: None for name in was if name not in becomes}
    prefixes |= {name: iri for name, iri in becomes.items() if was.get(name) != iri}
    return Patch(frozenset(old - new), frozenset(new - old), prefixes=prefixes)


def write_entry(entry: Entry, patches: Sequence[Patch]) -> tuple[Entry, bytes]:
    """Return *entry* with its id, which is the digest of all the rest, and its text.

    :param patches: of its files, in their order.
    """
    body = "".join(write_patch(patch).decode() for patch in patches)
    header = Patch(header=_header(entry))
    rest = write_patch(header).decode().partition("TX .\n")[0] + body
    identity = digest(rest.encode())
    return entry._replace(id=identity), f"H id <{_ID}{identity}> .\n{rest}".encode()


def _header(entry: Entry) -> dict[str, NamedNode | BlankNode | Literal]:
    header: dict[str, NamedNode | BlankNode | Literal] = {}
    for index, previous in enumerate(entry.previous):
        header[f"prev-{index + 1}" if index else "prev"] = NamedNode(_ID + previous)
    header["number"] = Literal(str(entry.number), datatype=NamedNode(_XSD + "integer"))
    header["action"] = Literal(entry.action)
    header["when"] = Literal(entry.when, datatype=NamedNode(_XSD + "dateTime"))
    header["who"] = Literal(entry.who)
    if entry.why:
        header["why"] = Literal(entry.why)
    if entry.undoes is not None:
        header["undoes"] = NamedNode(_ID + entry.undoes)
    for index, file in enumerate(entry.files, 1):
        header[f"file-{index}"] = Literal(file.path)
        if file.before is not None:
            header[f"before-{index}"] = Literal(file.before)
        if file.after is not None:
            header[f"after-{index}"] = Literal(file.after)
    return header


def _place(path: str) -> str:
    """Return the path of a file of facts.

    :raises ValueError: it leads elsewhere.
    """
    folder, _, name = path.partition("/")
    if folder != "facts" or not name.endswith(".trig") or name[0] in "./" or set(name) & set("/\\"):
        raise ValueError("no file of facts")
    return path


def _read_entry(path: Path) -> Entry:
    data = read_bytes(path)
    first, _, rest = data.partition(b"\n")
    identity = digest(rest)
    if first != f"H id <{_ID}{identity}> .".encode():
        raise WorkspaceError(
            "this entry of the log was altered",
            where=str(path),
            expected="a file whose id is the digest of its content",
            mend="take it back to what it was, such as with git",
        )
    try:
        head, blocks = _blocks(data.decode("utf-8"))
        values = {
            name: term.value
            for name, term in parse_patch(head.encode(), name=str(path)).header.items()
        }
        count = len(blocks)
        entry = Entry(
            int(values["number"]),
            identity,
            tuple(
                value.removeprefix(_ID)
                for name, value in values.items()
                if name == "prev" or name.startswith("prev-")
            ),
            values["action"],
            values["when"],
            values["who"],
            values.get("why", ""),
            tuple(
                Touched(
                    _place(values[f"file-{n}"]), values.get(f"before-{n}"), values.get(f"after-{n}")
                )
                for n in range(1, count + 1)
            ),
            values["undoes"].removeprefix(_ID) if "undoes" in values else None,
        )
    except (KeyError, ValueError) as error:
        raise WorkspaceError(
            "this is no entry of the log of a workspace", where=str(path), got=str(error)
        ) from None
    if path.name != entry.path.rpartition("/")[2]:
        raise WorkspaceError(
            "this entry of the log was renamed", where=str(path), expected=entry.path
        )
    return entry


def _blocks(text: str) -> tuple[str, list[str]]:
    """Return the headers and the transactions of an entry as we write it."""
    head, *rest = text.split(_BEGIN)
    return head + "\n", ["TX .\n" + block for block in rest]


def _in_file(quad: Quad, index: int) -> Quad:
    """Give the blank nodes of a quad labels that no other file has."""
    subject, object_, graph = (
        BlankNode(f"f{index}{term.value}") if isinstance(term, BlankNode) else term
        for term in (quad.subject, quad.object, quad.graph_name)
    )
    return Quad(subject, quad.predicate, object_, graph)  # type: ignore[arg-type]
