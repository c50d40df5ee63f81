"""Several files changed as one: all of them or none, whatever happens in between.

The new contents are staged first and put on the disk. Then the journal is written, and that moment
is the change: whoever meets a journal finishes what it says. So a process that is killed leaves the
old state or the new one.
"""

from __future__ import annotations

__all__ = ["Write", "commit", "recover", "wait_until_settled"]

import fcntl
import json
import os
import re
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lunargraph.errors import FileError, WorkspaceError
from lunargraph.files import digest, read_bytes, refusal, settle, write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PRIVATE = ".lunargraph"
_JOURNAL = "journal.json"
_PLACES = re.compile(r"lunargraph\.toml|facts/[^./\\][^/\\]*\.trig|changes/[^./\\][^/\\]*\.rdfp")
"""The files of a workspace: a journal that came along with a copy may name no others."""
_STAGED = "staged"
_VERSION = 2
_PATIENCE = 5.0
"""Seconds that a reader gives a living writer for its renames, which take milliseconds."""
_PAUSE = 0.005


class Write(NamedTuple):
    """A file, by its path below the folder, and what it is to hold; None takes it away.

    *seen* is the digest of what the file held when the change was planned, None if there was none.
    """

    path: str
    data: bytes | None
    seen: str | None = None


def reach(step: str) -> None:
    """Do nothing: the points at which tests stop the process go by here."""


def commit(root: Path, writes: Sequence[Write], doing: str) -> None:
    """Carry out *writes* below *root*, all or none; the caller holds the lock and has recovered.

    :param doing: what it is for, told if it has to be finished later.
    :raises FileError: the disk is full or a folder cannot be written; nothing was changed.
    :raises WorkspaceError: the same, after the change was decided; `recover` finishes it. Or a file
        is another than it was when the change was planned; nothing was changed.
    """
    private = root / PRIVATE
    for write in writes:
        _refuse_changed(root, write)
    try:
        _clean(private)
        (private / _STAGED).mkdir()
        steps = [_stage(root, number, write) for number, write in enumerate(writes)]
        for folder in (private / _STAGED, private, root):  # the way to what the journal speaks of
            settle(folder)
        reach("staged")
        journal = {"version": _VERSION, "of": _identity(root), "doing": doing, "steps": steps}
        text = json.dumps(journal, indent=1, ensure_ascii=True) + "\n"
    except OSError as error:
        shutil.rmtree(private / _STAGED, ignore_errors=True)
        raise refusal(root, error) from None
    try:
        write_atomically(private / _JOURNAL, text.encode())
    except FileError:
        shutil.rmtree(private / _STAGED, ignore_errors=True)
        raise
    reach("journal written")
    _finish(root, steps)


def recover(root: Path) -> str | None:
    """Finish what a journal says, if there is one; return what it was for. Needs the lock.

    :raises WorkspaceError: the journal is that of another folder, a file is neither what it was
        nor what it was to become, or a folder cannot be written.
    """
    path = root / PRIVATE / _JOURNAL
    if not path.exists():
        return None
    journal = _read(path)
    _refuse_foreign(root, journal["of"])
    _check(root, journal["steps"])
    _finish(root, journal["steps"])
    return str(journal["doing"])


def wait_until_settled(root: Path, announce: Callable[[str], None]) -> None:
    """Return when no change is half done; finish one whose process has ended, and say so.

    Locks are not waited for. Only the renames of a change that goes on at this moment are, since
    they take milliseconds.

    :raises WorkspaceError: a change does not end, or cannot be finished.
    """
    private = root / PRIVATE
    began = time.monotonic()
    while (private / _JOURNAL).exists():
        if _recovered_alone(root, private / "lock", announce):
            return
        if time.monotonic() - began > _PATIENCE:
            raise WorkspaceError(
                "a change of the workspace has begun and does not end",
                where=str(private / _JOURNAL),
                mend="end the process that holds the lock; the next command finishes the change",
            )
        time.sleep(_PAUSE)


def _recovered_alone(root: Path, lock: Path, announce: Callable[[str], None]) -> bool:
    """Recover if nobody holds the lock; tell whether nobody did."""
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    except OSError as error:
        raise refusal(lock, error) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        tell_recovery(recover(root), announce)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def tell_recovery(doing: str | None, announce: Callable[[str], None]) -> None:
    """Say what was recovered, if anything was."""
    if doing is not None:
        announce(f"finished a change of the workspace that was interrupted: {doing}")


def _identity(root: Path) -> dict[str, Any]:
    """Return what a journal is bound to: this folder, wherever it is, or this place."""
    folder = (root / PRIVATE).stat().st_ino
    return {"folder": folder, "path": os.path.realpath(root), "machine": os.uname().nodename}


def _refuse_foreign(root: Path, of: dict[str, Any]) -> None:
    """Refuse the journal that came along with a copy: what it says was decided elsewhere.

    A folder may be moved, and a machine be called otherwise or number its files anew, so not all
    has to be the same.
    """
    here = _identity(root)
    same_place = all(of[part] == here[part] for part in ("path", "machine"))
    if of["folder"] != here["folder"] and not same_place:
        raise WorkspaceError(
            "the journal is that of another folder: its change was decided there",
            where=str(root / PRIVATE / _JOURNAL),
            expected=f"one of {here['path']} on {here['machine']}",
            got=f"one of {of['path']} on {of['machine']}",
            mend=f"remove {PRIVATE}/ from this copy, and look at its files with "
            "`lunargraph log --check`",
        )


def _clean(private: Path) -> None:
    """Remove what one that was killed before its journal was there left behind."""
    shutil.rmtree(private / _STAGED, ignore_errors=True)
    for path in private.glob(".lunargraph-*.tmp"):
        path.unlink(missing_ok=True)


def _refuse_changed(root: Path, write: Write) -> None:
    target = root / write.path
    if (digest(read_bytes(target)) if target.exists() else None) != write.seen:
        raise WorkspaceError(
            "this file was changed while the change was checked; nothing was stored",
            where=str(target),
            mend="run the command again",
        )


def _stage(root: Path, number: int, write: Write) -> dict[str, Any]:
    after = None
    if write.data is not None:
        staged = root / PRIVATE / _STAGED / str(number)
        write_synced(staged, write.data)
        after = digest(write.data)
    reach("file staged")
    return {"path": write.path, "before": write.seen, "after": after}


def write_synced(path: Path, data: bytes) -> None:
    """Write a new file and put it on the disk."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _finish(root: Path, steps: Sequence[dict[str, Any]]) -> None:
    """Rename the staged files into place; what is done already is passed over."""
    private = root / PRIVATE
    try:
        for number, step in enumerate(steps):
            target, staged = root / step["path"], private / _STAGED / str(number)
            if step["after"] is None:
                target.unlink(missing_ok=True)
            elif staged.exists():
                target.parent.mkdir(exist_ok=True)
                staged.replace(target)
            reach("file in place")
        for folder in sorted({root, *((root / step["path"]).parent for step in steps)}):
            settle(folder)  # the root too, where one of them may be new
        reach("folders on the disk")
        (private / _JOURNAL).unlink()
        settle(private)
    except OSError as error:
        raise WorkspaceError(
            "a change is decided, and could not be finished yet",
            where=str(error.filename or root),
            got=error.strerror or str(error),
            mend="mend that; the next command finishes the change",
        ) from None
    reach("journal removed")
    with suppress(OSError):
        (private / _STAGED).rmdir()


def _check(root: Path, steps: Sequence[dict[str, Any]]) -> None:
    """Refuse to finish over a file that somebody changed since, or without its new content."""
    for number, step in enumerate(steps):
        target, staged = root / step["path"], root / PRIVATE / _STAGED / str(number)
        if target.parent != root and target.parent.is_symlink():
            raise WorkspaceError(
                "this folder of the workspace leads elsewhere",
                where=str(target.parent),
                expected="a folder, not a symbolic link",
                mend="put a folder in its place, and run the command again",
            )
        now = digest(read_bytes(target)) if target.exists() else None
        ready = step["after"] is None or (
            staged.exists() and digest(read_bytes(staged)) == step["after"]
        )
        if now != step["after"] and not (ready and now == step["before"]):
            raise WorkspaceError(
                "a change was interrupted, and this file was changed since",
                where=str(target),
                mend="move the file away, and run the command again",
            )


def _read(path: Path) -> dict[str, Any]:
    try:
        journal = json.loads(read_bytes(path))
        if journal["version"] == _VERSION and _is_sound(journal):
            return dict(journal)
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise WorkspaceError(
        "the journal of an interrupted change cannot be read",
        where=str(path),
        mend="update lunargraph; or move the journal away and look at the files with "
        "`lunargraph log --check`",
    )


def _is_sound(journal: dict[str, Any]) -> bool:
    """Tell whether a journal says whose it is and writes nothing but the files of a workspace."""
    if not {"folder", "path", "machine"} <= journal["of"].keys():
        return False
    ours = all(_PLACES.fullmatch(step["path"]) for step in journal["steps"])
    return ours and all({"before", "after"} <= step.keys() for step in journal["steps"])
