"""Where things lie in the cache, and the cheap checks that every start makes.

::

    <cache>/
    ├── lock                    held by whoever builds
    ├── index/<name>            the generation for a list of files in their present state
    ├── generations/<key>/      immutable once it is here
    │   ├── store/              the Oxigraph store
    │   ├── closure.duckdb      what the reasoner knows, for proofs and changes; if it keeps that
    │   ├── manifest.json       what it was built from and what it holds
    │   ├── seal                the sizes of all files above
    │   └── used                touched by those who read, once a second at most
    └── building/<pid>-<n>/     a generation in the making, or one being thrown away

Everything here runs in about half a millisecond; it imports neither ``json`` nor ``hashlib``.
"""

from __future__ import annotations

__all__ = ["BUILDERS", "CLOSURE", "NAME_LENGTH", "Recipe", "builder_files", "generation_path",
           "generations", "identity", "index_path", "indexes", "is_whole", "read_index", "seal",
           "state_of", "touch", "write_index"]  # fmt: skip

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pyoxigraph import Quad, Triple

CLOSURE = "closure.duckdb"
NAME_LENGTH = 16
"""Hexadecimal digits in the name of a generation and of an index."""
BUILDERS = ("files.py", "formats", "graph.py", "namespaces.py", "reasoning", "store")
"""The parts of the package that decide what a build holds."""
_PACKAGE = Path(__file__).parent.parent
_RACY = 2_000_000_000
"""Nanoseconds within which two changes to a file may leave it with the same time of change."""
_MOMENT = 1


class Recipe(NamedTuple):
    """What a generation is made from, and how; ``Cache.open`` says more of each."""

    paths: Sequence[str]
    build: Callable[[], tuple[Iterable[Quad], Iterable[Triple]]]
    engine: str
    announce: Callable[[str], None]
    keep: Callable[[Path], None]


def builder_files() -> list[str]:
    """Return the modules of a checkout that decide what a build holds.

    A release is told apart by its version; in a checkout, code changes without it.
    """
    if (_PACKAGE / "_files").is_dir():
        return []
    found: list[str] = []
    for name in BUILDERS:
        path = f"{_PACKAGE}/{name}"
        if name.endswith(".py"):
            found.append(path)
            continue
        for folder, _, files in os.walk(path):
            found += [f"{folder}/{file}" for file in files if file.endswith(".py")]
    return sorted(found)


def state_of(paths: Sequence[str], engine: str) -> tuple[str, int]:
    """Return the state of the files, of the code and of the installation, without reading any.

    :returns: a text that is equal as long as nothing changed, and the time of the last change in
        nanoseconds. The folders that hold the packages stand for their versions: whatever installs
        one changes them.
    :raises OSError: a file is not there.
    """
    installed = (str(Path(pyoxigraph.__file__).parent.parent), str(_PACKAGE.parent))
    lines = [f"lunargraph index 1, {engine}, oxigraph {pyoxigraph.__version__}"]
    latest = 0
    for path in (*installed, *builder_files(), *paths):
        stat = os.stat(path)  # noqa: PTH116 - a Path for each would take longer than all the rest
        latest = max(latest, stat.st_ctime_ns, stat.st_mtime_ns)
        lines.append(f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino} {path}")
    return "\n".join(lines), latest


def index_path(cache: Path, paths: Sequence[str], engine: str) -> Path:
    """Return the index of a list of files; its name is theirs, mangled, and need not be unique."""
    names = "\n".join((engine, str(_PACKAGE), *paths)).encode("utf-8", "surrogateescape")
    mangled = int.from_bytes(names) % (2**61 - 1)  # zlib and hashlib would have to be imported
    return cache / "index" / f"{mangled:0{NAME_LENGTH}x}"


def read_index(index: Path, state: str) -> str | None:
    """Return the name of the generation for *state*, ``None`` if that has to be worked out."""
    try:
        name, _, known = index.read_text("utf-8", "surrogateescape").partition("\n")
    except (OSError, ValueError):
        return None
    return name if known == state and _is_name(name) else None


def write_index(index: Path, name: str, state: str, latest: int, checked: int) -> None:
    """Note that generation *name* belongs to *state*.

    If a file changed within two seconds before it was read (*checked*), nothing is noted: it may
    change once more and look the same. So the next start reads it again, as git does.

    :raises FileError: the cache cannot be written.
    """
    from lunargraph.files import write_atomically

    if latest < checked - _RACY:
        write_atomically(index, f"{name}\n{state}".encode("utf-8", "surrogateescape"))


def generation_path(cache: Path, name: str) -> Path:
    """Return the folder of a generation."""
    return cache / "generations" / name


def generations(cache: Path) -> list[Path]:
    """Return the generations of the cache; whatever else lies there is not ours."""
    return _named(cache / "generations")


def indexes(cache: Path) -> list[Path]:
    """Return the indexes of the cache."""
    return _named(cache / "index")


def _named(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if _is_name(path.name))
    except OSError:
        return []


def _is_name(name: str) -> bool:
    return len(name) == NAME_LENGTH and set(name) <= set("0123456789abcdef")


def seal(generation: Path) -> str:
    """Return the size and name of each file of a generation, sorted.

    RocksDB notices most damage itself; but a log of its files (``MANIFEST-...``) that was cut off
    makes it open a store that looks sound and is empty.
    """
    lines = [f"{(generation / 'manifest.json').stat().st_size} manifest.json"]
    closure = generation / CLOSURE
    if closure.exists():
        lines.append(f"{closure.stat().st_size} {CLOSURE}")
    with os.scandir(generation / "store") as entries:
        lines += [f"{entry.stat().st_size} store/{entry.name}" for entry in entries]
    return "\n".join(sorted(lines))


def is_whole(generation: Path) -> bool:
    """Tell whether all files of a generation are there in their full size."""
    try:
        sealed = (generation / "seal").read_text("utf-8").splitlines()
        return bool(sealed) and set(sealed) <= set(seal(generation).splitlines())
    except (OSError, ValueError):
        return False


def identity(generation: Path) -> tuple[int, int] | None:
    """Return what tells this generation from another build of the same name."""
    try:
        stat = (generation / "seal").stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns


def touch(generation: Path) -> None:
    """Note that a generation is in use, at most once a second; a cache may be read-only."""
    used = generation / "used"
    with suppress(OSError):
        if used.stat().st_mtime < time.time() - _MOMENT:
            os.utime(used)
