"""What the two sides of a comparison are: files, folders, git revisions, log entries.

What exists as a path is that path; ``/dev/null`` says nothing. ``log:N``, or a bare number inside a
workspace, is its state after the change of that number. Anything else is asked of git: a revision,
or ``REVISION:PATH``.
"""

from __future__ import annotations

__all__ = ["State", "find_states"]

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode

from lunargraph.differences import git
from lunargraph.errors import FileError, UnknownNameError, UsageError
from lunargraph.files import read_bytes
from lunargraph.formats import FORMATS, format_of, parse_quads
from lunargraph.namespaces import INFERRED
from lunargraph.workspace.change_log import Log
from lunargraph.workspace.folders import Workspace, find_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Quad

_SUFFIXES = {suffix for form in FORMATS.values() if form.readable for suffix in form.suffixes}
_IN_FOLDERS = _SUFFIXES - {".json", ".xml"}
"""The suffixes by which a folder is searched: other things than RDF have these two."""
_LOG = re.compile(r"log:(\d{1,9})")
_NUMBER = re.compile(r"\d{1,9}")
_INFERRED = NamedNode(INFERRED)


class State(NamedTuple):
    """One side: what it is called, what it says, and the files on disk that it stands for."""

    name: str
    quads: list[Quad]
    files: frozenset[Path] = frozenset()


def find_states(
    before: str | os.PathLike[str],
    after: str | os.PathLike[str] | None = None,
    paths: Sequence[str] = (),
    *,
    workspace: Path | None = None,
) -> tuple[State, State]:
    """Return the states that two names stand for.

    :param after: left out, the files as they are now: those that a revision named first has, or
        the facts of the workspace that an entry named first is of.
    :param paths: only these files and folders of git revisions.
    :param workspace: whose log is meant; unless said, that of the workspace around the working
        folder.
    :raises FileError: a file is missing, unreadable or does not parse; a folder holds no RDF; git
        is needed and not installed.
    :raises UnknownNameError: no such revision or log entry.
    :raises UsageError: *paths* that nothing can be made of, or ``log:`` without a number.
    """
    root = workspace or find_workspace()
    old = _find(os.fspath(before), paths, root)
    new = _now(old, paths) if after is None else _find(os.fspath(after), paths, root)
    if paths and not (old.narrowed or new.narrowed):
        raise UsageError(
            "paths are for revisions of a git repository",
            expected="two files, or REV1 REV2 -- PATH",
        )
    for path in paths:
        _check_path(path, old.state.files | new.state.files)
    if not old.state.quads and not new.state.quads and not (old.state.files | new.state.files):
        raise FileError(
            "there is no RDF on either side",
            where=f"{old.state.name} and {new.state.name}",
            expected=f"files of {', '.join(sorted(_IN_FOLDERS))}",
        )
    return old.state, new.state


def _check_path(path: str, files: frozenset[Path]) -> None:
    """Refuse a path at which no revision has anything: it may be misspelt."""
    whole = Path(path).resolve()
    if not any(whole == file or whole in file.parents for file in files):
        raise FileError(
            "there is no RDF file of this name, or below it, on either side",
            where=path,
            mend="check the path; options stand before --",
        )


class _Found(NamedTuple):
    state: State
    tree: git.Tree | None = None
    log: Path | None = None
    """The workspace, where the state is one of its log."""

    @property
    def narrowed(self) -> bool:
        return self.tree is not None and not self.tree.inside


def _find(name: str, paths: Sequence[str], root: Path | None) -> _Found:
    path = Path(name)
    if name == os.devnull:
        return _Found(State(name, []))  # how git calls the side on which there is no file
    if _exists(path):
        return _Found(_of_paths(name, _files_in(path, name) if path.is_dir() else [path]))
    log = _LOG.fullmatch(name)
    if log and root is None:
        raise UsageError(
            "here is no workspace, so there is no log",
            got=name,
            mend="go into one, or name it with --workspace DIR",
        )
    if root is not None and (log or _NUMBER.fullmatch(name)):
        return _Found(_of_log(name, root, int(log[1] if log else name)), log=root)
    return _of_revision(name, paths)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, or with a zero byte
        return False


def _files_in(folder: Path, name: str) -> list[Path]:
    """Return the RDF files below a folder, without hidden folders."""
    files = []
    for root, folders, inside in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        files += [Path(root, each) for each in inside if _is_rdf(each)]
    if not files:
        raise FileError(
            "there is no RDF file in this folder",
            where=name,
            expected=f"files of {', '.join(sorted(_IN_FOLDERS))}",
        )
    return sorted(files)


def _is_rdf(name: str) -> bool:
    return Path(name).suffix.lower() in _IN_FOLDERS and not name.startswith(".")


def _of_paths(name: str, files: Iterable[Path]) -> State:
    found = list(files)
    quads = [quad for path in found for quad in _parse(read_bytes(path), str(path))]
    return State(name, quads, frozenset(path.resolve() for path in found))


def _parse(data: bytes, name: str) -> list[Quad]:
    """Return what a file asserts; a graph of inferred statements, as an export has it, is not."""
    if not data.strip():
        return []  # a file that says nothing: a revision may well have one
    quads = parse_quads(data, format_of(name), name=name)
    return [quad for quad in quads if quad.graph_name != _INFERRED]


def _of_revision(name: str, paths: Sequence[str]) -> _Found:
    looks_like_a_file = Path(name).suffix.lower() in _SUFFIXES and ":" not in name
    if looks_like_a_file:
        read_bytes(name)  # says that it is missing, and what is there
    top = git.top_folder()
    tree = None if top is None else git.find_tree(name)
    if tree is None and name.startswith("log:"):
        raise UsageError(
            "this is no entry of the log",
            expected="log: and the number of an entry, such as log:3",
            got=name,
            mend="`lunargraph log` shows the entries",
        )
    if top is None:
        raise FileError(
            "there is no such file or folder, and here is no git repository",
            where=name,
            expected="a file, a folder, or a revision of the repository around this folder",
        )
    if tree is None:
        raise UnknownNameError("file, folder or revision", name, git.names())
    if tree.is_file:
        [data] = git.read_blobs([tree.digest])
        return _Found(State(name, _parse(data, name), frozenset([_on_disk(top, tree)])), tree)
    blobs = [blob for blob in git.iter_blobs(tree, paths) if _is_rdf(Path(blob.path).name)]
    start = Path(top, tree.inside) if not paths else Path.cwd()
    contents = git.read_blobs(blob.digest for blob in blobs)
    quads: list[Quad] = []
    for blob, data in zip(blobs, contents, strict=True):
        inside = f"{name.rstrip('/')}/{blob.path}" if tree.inside else f"{name}:{blob.path}"
        quads += _parse(data, inside)
    files = frozenset((start / blob.path).resolve() for blob in blobs)
    return _Found(State(name, quads, files), tree)


def _on_disk(top: str, tree: git.Tree) -> Path:
    start = Path.cwd() if tree.inside.startswith(("./", "../")) else Path(top)
    return (start / tree.inside).resolve()


def _now(old: _Found, paths: Sequence[str]) -> _Found:
    """Return the files as they are now that a revision or an entry is compared with."""
    if old.log is not None:
        return _Found(_of_paths("now", sorted(old.state.files)))
    if old.tree is None:
        raise UsageError(
            "this is compared with nothing",
            got=old.state.name,
            expected="two files, folders, log entries or revisions; or one entry or revision, to "
            "compare with the files as they are now",
        )
    top = git.top_folder() or "."
    if old.tree.is_file:
        return _Found(_of_paths("now", sorted(old.state.files)), old.tree)
    starts = [Path(path) for path in paths] or [Path(top, old.tree.inside)]
    files: set[Path] = set()
    for start in starts:
        if start.is_dir():
            files |= {path for path in git.files_now(start) if _is_rdf(path.name) and path.exists()}
        elif start.exists():
            files.add(start)
    return _Found(_of_paths("now", sorted(files)), old.tree)


def _of_log(name: str, root: Path, number: int) -> State:
    """Return the state of a workspace after the change of this *number*; 0 is before the first."""
    log = Log(Workspace.open(root))
    numbers = {entry.number for entry in log.entries}
    if number and number not in numbers:
        raise UnknownNameError("entry of the log", str(number), map(str, sorted(numbers)))
    return State(name, sorted(log.quads_until(number), key=str), frozenset(_facts(root)))


def _facts(root: Path) -> list[Path]:
    folder = root / "facts"
    return [path.resolve() for path in folder.rglob("*") if _is_rdf(path.name)]
