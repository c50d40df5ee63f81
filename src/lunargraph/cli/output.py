"""Where results go: stdout, or a file that is written whole or not at all."""

from __future__ import annotations

__all__ = ["choose_format", "terminal_width", "write_bytes", "write_pieces", "write_result"]

import os
import sys
from typing import TYPE_CHECKING

from lunargraph.errors import UnknownNameError, UsageError
from lunargraph.results import Triples

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from lunargraph.store import Answer

# Each suffix with the formats that it may mean: the first of those on offer.
_SUFFIXES = {"csv": ("csv",), "tsv": ("tsv",), "json": ("json", "jsonld"), "srj": ("json",),
             "xml": ("xml", "rdfxml"), "srx": ("xml",), "md": ("md",), "txt": ("table", "text"),
             "ttl": ("turtle",), "turtle": ("turtle",), "trig": ("trig",), "nt": ("ntriples",),
             "nq": ("nquads",), "jsonld": ("jsonld",), "rdf": ("rdfxml",), "owl": ("rdfxml",),
             "graphml": ("graphml",), "mmd": ("mermaid",), "mermaid": ("mermaid",),
             "parquet": ("parquet",), "rdfp": ("patch",)}  # fmt: skip


def choose_format(
    given: str | None, output: str | None, otherwise: str, *, offered: Collection[str]
) -> str:
    """Return the format *given*, or that of the *output* file's name, or *otherwise*.

    A format may be given by its suffix too, such as ``nt``.

    :param offered: the formats that can be written.
    :raises UnknownNameError: the name of the file ends in a suffix that none of them has.
    """
    suffixes = {
        suffix: name for suffix, names in _SUFFIXES.items() for name in names if name in offered
    }
    if given:
        return suffixes.get(given.lower(), given)
    stem, dot, suffix = os.path.basename(output or "").rpartition(".")  # noqa: PTH119 - a Path is slow
    if not (stem and dot):
        return otherwise
    if suffix.lower() not in suffixes:
        raise UnknownNameError("format", suffix, suffixes, where=output)
    return suffixes[suffix.lower()]


def write_result(answer: Answer, format_name: str | None, output: str | None) -> None:
    """Write the answer to a query in the format asked for, or the one that fits its place."""
    terminal = output is None and sys.stdout.isatty()
    plain = "table" if terminal else "json"
    otherwise = "turtle" if isinstance(answer, Triples) else plain
    name = choose_format(format_name, output, otherwise, offered=answer.formats)
    width = terminal_width() if terminal else None
    write_bytes(answer.write(name, width=width).encode(), output)


def terminal_width() -> int:
    """Return how many columns the terminal has that stdout is."""
    told = os.environ.get("COLUMNS", "")
    return int(told) if told.isdecimal() and int(told) else os.get_terminal_size(1).columns


def write_bytes(data: bytes, output: str | None) -> None:
    """Write *data* to the file *output*, whole or not at all, or to stdout."""
    if output is not None and output != "-":
        from lunargraph.files import write_atomically

        write_atomically(output, data)
        return
    if sys.stdout.isatty():
        if b"\0" in data:
            raise UsageError(
                "this format is not for a terminal", mend="write it to a file with -o FILE"
            )
        data += b"" if data.endswith(b"\n") else b"\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def write_pieces(pieces: Iterable[bytes], output: str | None) -> None:
    """Write text that comes in *pieces* to the file *output*, whole or not at all, or to stdout."""
    if output is not None and output != "-":
        from lunargraph.files import write_atomically

        write_atomically(output, pieces)
        return
    sys.stdout.flush()
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
