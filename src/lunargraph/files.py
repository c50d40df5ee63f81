"""Bytes in and out of files: whole reads, atomic writes, digests, and errors that name the cure."""

from __future__ import annotations

__all__ = ["digest", "read_bytes", "refusal", "refuse_unwritable", "settle", "write_atomically"]

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from lunargraph.errors import FileError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

_READING = {
    errno.EISDIR: ("this is a folder, not a file", "name a file inside it"),
    errno.EACCES: ("the file may not be read", "ask its owner for the right to read it"),
    errno.ENOTDIR: ("a part of this path is a file, not a folder", "check the path"),
    errno.ENAMETOOLONG: ("the name is too long for this file system", "shorten the path"),
    errno.ELOOP: ("the symbolic links of this path run in a circle", "mend the links"),
}
_READ_ONLY = ("the file or its folder may not be written", "choose a folder that is yours to write")
_MUCH = 1 << 25
_DISK_FULL = ("the disk is full; nothing was changed", "free some space, or write elsewhere")
_WRITING = _READING | {
    errno.EISDIR: ("this is a folder, not a file", "name the file to write inside it"),
    errno.ENOENT: ("the folder of this file does not exist", "create the folder first"),
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.EROFS: ("the file system is read-only", "write to another place"),
    errno.ENOSPC: _DISK_FULL,
    errno.EDQUOT: _DISK_FULL,
    errno.EFBIG: ("the file would grow beyond the limit; nothing was changed", "raise the limit"),
}


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """Return the content of the file at *path*.

    :raises FileError: it is missing (files of a similar name are offered), a folder, or unreadable.
    """
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise _missing(Path(path)) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise _refusal(path, error, _READING) from None


def write_atomically(path: str | os.PathLike[str], data: bytes | Iterable[bytes]) -> None:
    """Write *data* to *path* so that readers see the old content or the new, and never a part.

    Large data may come in pieces, one after the other.

    The rights of a file that is already there are kept, symbolic links are followed, and what is
    not a plain file (a pipe, ``/dev/null``) is written straight.

    :raises FileError: no such folder, read-only, full disk; the old content stands, and no other
        file is left behind.
    """
    try:
        target = Path(os.path.realpath(path))  # Path.resolve has an error of its own for circles
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, "a folder")
        if mode is None or stat.S_ISREG(mode):
            _replace(target, data, mode)
        else:
            _write(os.open(target, os.O_WRONLY), data)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise _refusal(path, error, _WRITING) from None


def refuse_unwritable(path: str | os.PathLike[str]) -> None:
    """Do nothing if *path* can be written, as far as one can tell before writing it.

    For the outcome of long work, which would be lost.

    :raises FileError: as :func:`write_atomically` would.
    """
    try:
        target = Path(os.path.realpath(path))
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, "a folder")
        if mode is None or stat.S_ISREG(mode):
            temporary, handle = _open_beside(target)
            os.close(handle)
            temporary.unlink()
    except (OSError, ValueError) as error:
        raise _refusal(path, error, _WRITING) from None


def digest(data: bytes) -> str:
    """Return the SHA-256 digest of *data* in lower-case hexadecimal.

    >>> digest(b"")[:16]
    'e3b0c44298fc1c14'
    """
    from hashlib import sha256  # loads the TLS library: only when asked

    return sha256(data).hexdigest()


def _replace(target: Path, data: bytes | Iterable[bytes], mode: int | None) -> None:
    """Write a new file beside *target* and rename it into place."""
    temporary, handle = _open_beside(target)
    renamed = False
    try:
        if mode is not None:
            temporary.chmod(stat.S_IMODE(mode))
        _write(handle, data)
        temporary.replace(target)
        renamed = True
    finally:  # an interrupted write leaves nothing behind either
        if not renamed:
            with suppress(OSError):
                temporary.unlink()
    settle(target.parent)


def _open_beside(target: Path) -> tuple[Path, int]:
    """Create an empty file beside *target* whose name no other process or thread uses."""
    number = 0
    while True:
        temporary = target.with_name(f".lunargraph-{os.getpid()}-{number}.tmp")
        try:
            return temporary, os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            number += 1


def refusal(path: str | os.PathLike[str], error: OSError) -> FileError:
    """Return what a failure to write at *path* means, in our words."""
    return _refusal(error.filename or path, error, _WRITING)


def _write(handle: int, data: bytes | Iterable[bytes]) -> None:
    """Write all of *data*, make sure that it is on the disk where there is one, and close."""
    try:
        to_disk = stat.S_ISREG(os.fstat(handle).st_mode)
        if isinstance(data, bytes):
            _write_piece(handle, data)
        else:
            _write_pieces(handle, data, to_disk=to_disk)
        if to_disk:
            os.fsync(handle)
    finally:
        os.close(handle)


def _write_piece(handle: int, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[os.write(handle, view) :]


def _write_pieces(handle: int, pieces: Iterable[bytes], *, to_disk: bool) -> None:
    """Write *pieces*, and have much of them brought to the disk while others are still made."""
    from concurrent.futures import Future, ThreadPoolExecutor  # only for what may be large

    waiting, settling = 0, Future[None]()
    settling.set_result(None)
    with ThreadPoolExecutor(1) as aside:
        for piece in pieces:
            _write_piece(handle, piece)
            waiting += len(piece)
            if to_disk and waiting >= _MUCH and settling.done():
                settling.result()  # raises what went wrong on the disk
                waiting, settling = 0, aside.submit(os.fsync, handle)
        settling.result()


def settle(folder: Path) -> None:
    """Put the names in *folder* on the disk, where the file system offers that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _missing(path: Path) -> FileError:
    """Say that *path* is missing, and offer the files beside it whose names are similar."""
    near: list[str] = []
    with suppress(OSError):
        near = nearest(path.name, (entry.name for entry in path.parent.iterdir()))
    mend = "did you mean " + " or ".join(map(repr, near)) + "?" if near else "check the path"
    return FileError("there is no such file", where=_shown(path), mend=mend)


def _refusal(
    path: str | os.PathLike[str],
    error: OSError | ValueError,
    reasons: dict[int, tuple[str, str]],
) -> FileError:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.ENOENT and reasons is _WRITING and Path(path).parent.is_dir():
        number = errno.EPERM  # a folder of the system, such as /proc, that takes no files
    known = reasons.get(number or 0)
    if known:
        return FileError(known[0], where=_shown(path), mend=known[1])
    reason = getattr(error, "strerror", None) or str(error)
    return FileError(f"the system refuses: {reason}", where=_shown(path), mend="check the path")


def _shown(path: str | os.PathLike[str]) -> str:
    """Return *path* as text that every terminal can print."""
    return os.fspath(path).encode("utf-8", "backslashreplace").decode()
