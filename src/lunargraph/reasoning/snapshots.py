"""A closure in a file: sealed with a checksum, and copied before it is opened.

A database is changed by whoever opens it to write, so that what is kept is never opened itself. To
copy it takes a fraction of what it takes to read all of its tables, and the pages that nobody asks
for are never looked at; the checksum tells damage while the file is copied, before anything rests
on it.
"""

from __future__ import annotations

__all__ = ["copied", "seal"]

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_PIECE = 1 << 20
_NAME = b"\ncrc32 "
_LENGTH = len(_NAME) + 8


def seal(path: Path) -> None:
    """Append the checksum of a file to it.

    :raises OSError: the file cannot be written.
    """
    with path.open("r+b") as file:
        checksum = 0
        for piece in _pieces(file, os.fstat(file.fileno()).st_size):
            checksum = crc32(piece, checksum)
        file.write(_sealed(checksum))


@contextmanager
def copied(path: Path) -> Iterator[Path]:
    """Copy a file that was sealed, without the seal, to where temporary files go.

    The copy loses its name when the context ends; whoever has opened it by then can go on.

    :raises OSError: the file cannot be read, or there is no room for a copy.
    :raises ValueError: the file is not as it was when it was sealed.
    """
    with tempfile.TemporaryDirectory(prefix="lunargraph-") as folder:
        copy = Path(folder) / path.name
        with path.open("rb") as file, copy.open("wb") as other:
            checksum = 0
            for piece in _pieces(file, os.fstat(file.fileno()).st_size - _LENGTH):
                checksum = crc32(piece, checksum)
                other.write(piece)
            if file.read() != _sealed(checksum):
                raise ValueError("its checksum is another")
        yield copy


def _sealed(checksum: int) -> bytes:
    return _NAME + f"{checksum:08x}".encode()


def _pieces(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield the first *size* bytes of a file, a piece at a time."""
    while size > 0 and (piece := file.read(min(size, _PIECE))):
        size -= len(piece)
        yield piece
