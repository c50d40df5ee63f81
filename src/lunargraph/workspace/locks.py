"""Locks between processes, held on a file and given back by the system when a process ends."""

from __future__ import annotations

__all__ = ["exclusive", "reserved"]

import fcntl
import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lunargraph.errors import LockedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PAUSE = 0.02
_LONG = 4096


@contextmanager
def exclusive(path: Path, *, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold the lock at *path*, alone among all processes and threads.

    The file is made if need be and stays: removing it would let two hold "the" lock.

    :param on_wait: called once if somebody else holds the lock, before waiting for it.
    :raises OSError: the file cannot be made, or its file system has no locks.
    """
    descriptor = _opened(path)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def reserved(
    path: Path, doing: str, *, on_wait: Callable[[str], None], timeout: float
) -> Iterator[None]:
    """Hold the lock at *path* as `exclusive` does, and say in it who does so, for what, since when.

    :param doing: what the lock is held for, such as ``"add"``.
    :param on_wait: told, in a sentence, whose lock it is, before waiting for it.
    :param timeout: seconds to wait; 0 does not wait.
    :raises LockedError: somebody else held it all that time.
    :raises OSError: the file cannot be made, or its file system has no locks.
    """
    descriptor = _opened(path)
    try:
        _acquire(descriptor, path, on_wait, timeout)
        _sign(descriptor, doing)
        yield
    finally:
        os.close(descriptor)


def _opened(path: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    return os.open(path, flags, 0o666)


def _acquire(descriptor: int, path: Path, on_wait: Callable[[str], None], timeout: float) -> None:
    began = time.monotonic()
    told = False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() - began >= timeout:
                raise LockedError(
                    "somebody else is changing the workspace",
                    where=str(path),
                    got=_owner(descriptor),
                    mend="try again when that has ended, or wait longer with --wait SECONDS",
                ) from None
            if not told:
                on_wait(f"waiting for the workspace, which is held by {_owner(descriptor)}")
                told = True
            time.sleep(_PAUSE)
        else:
            return


def _sign(descriptor: int, doing: str) -> None:
    """Note the owner; a lock that cannot be signed still locks."""
    import socket  # here, for what only reads

    program = os.path.basename(sys.argv[0] or "python")  # noqa: PTH119 - argv is text
    line = f"{os.getpid()}\t{socket.gethostname()}\t{time.time():.0f}\t{program} {doing}\n"
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, line.encode("utf-8", "backslashreplace"), 0)


def _owner(descriptor: int) -> str:
    """Say who signed the lock, and how long ago."""
    parts = os.pread(descriptor, _LONG, 0).decode("utf-8", "replace").rstrip("\n").split("\t")
    if len(parts) != 4 or not parts[2].isdecimal():  # taken a moment ago, and not signed yet
        return "another process"
    pid, host, since, doing = parts
    age = max(0, int(time.time()) - int(since))
    return f"process {pid} on {host} ({doing}), {_ago(age)}"


def _ago(seconds: int) -> str:
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"for {count} {unit}{'' if count == 1 else 's'}"
    return f"for {seconds} second{'' if seconds == 1 else 's'}"
