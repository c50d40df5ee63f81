"""Making generations: the slow side of the cache, which a start with nothing new never sees."""

from __future__ import annotations

__all__ = ["derive", "obtain", "read_manifest"]

import errno
import fcntl
import json
import os
import shutil
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lunargraph.errors import CacheError, FileError, StoreError
from lunargraph.store import Dataset, write_store
from lunargraph.store.worlds import SCRATCH
from lunargraph.workspace import layout
from lunargraph.workspace.keys import (
    FORMAT,
    contents_of,
    key_of,
    makers_of,
    present_state,
    version_of,
)
from lunargraph.workspace.locks import exclusive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lunargraph.workspace.layout import Recipe

_KEPT = 12
_ATTEMPTS = 3
_FULL = {errno.ENOSPC, errno.EDQUOT}


def obtain(cache: Path, recipe: Recipe, distrusted: tuple[int, int] | None = None) -> Path:
    """Return the generation for the files as they are now; build it if the cache has none.

    :param distrusted: the identity of a generation that looks sound but failed.
    :raises FileError: a file cannot be read.
    :raises CacheError: the cache cannot be written, and what it has does not serve.
    """
    for _ in range(_ATTEMPTS):
        checked = time.time_ns()
        state, latest = present_state(recipe)
        contents = contents_of(recipe)
        key = key_of(contents, recipe.engine)
        generation = layout.generation_path(cache, key[: layout.NAME_LENGTH])
        if _complaint(generation, key, distrusted) is not None:
            with _alone(cache, recipe.announce):
                complaint = _complaint(generation, key, distrusted)  # another may have built it
                if complaint:
                    recipe.announce(f"the cached graph is damaged ({complaint}); building it again")
                if complaint is not None:
                    making = _make(cache, recipe, key, contents, _built(recipe))
                    if present_state(recipe)[0] != state:
                        _discard(making)
                        continue
                    _publish(cache, making, generation)
                    _collect(cache)
        _note(cache, recipe, generation.name, state, latest, checked)
        return generation
    raise CacheError(
        "the files change while the graph is built from them",
        got=f"{_ATTEMPTS} builds, each of them out of date at its end",
        mend="wait until whatever writes them is done",
    )


def derive(
    cache: Path, recipe: Recipe, expected: dict[str, str], fill: Callable[[Path], None]
) -> None:
    """Make the generation for the files as they are now out of what is known already.

    :param expected: the digest of each input that *fill* stands for; if one is another, nothing is
        made, and the next to open the files builds them.
    :param fill: given the folder, writes ``store`` and the closure into it.
    :raises CacheError: the cache cannot be written.
    """
    contents = contents_of(recipe)
    if contents != expected:
        return
    key = key_of(contents, recipe.engine)
    generation = layout.generation_path(cache, key[: layout.NAME_LENGTH])
    with _alone(cache, recipe.announce):
        if not generation.exists():
            _publish(cache, _make(cache, recipe, key, contents, fill), generation)
            _collect(cache)


def read_manifest(generation: Path) -> dict[str, Any]:
    """Return what a generation says of itself.

    :raises CacheError: it says nothing that can be read.
    """
    path = generation / "manifest.json"
    try:
        manifest = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise CacheError("the manifest cannot be read", where=str(path), got=str(error)) from error
    if not isinstance(manifest, dict):
        raise CacheError("the manifest is not an object", where=str(path))
    return manifest


def _note(cache: Path, recipe: Recipe, name: str, state: str, latest: int, checked: int) -> None:
    """Note which generation belongs to the files, so that the next start need not read them."""
    index = layout.index_path(cache, recipe.paths, recipe.engine)
    with suppress(FileError, OSError):  # a cache that is read-only still serves
        index.parent.mkdir(exist_ok=True)
        layout.write_index(index, name, state, latest, checked)


# --- whether it serves ----------------------------------------------------------------------------


def _complaint(generation: Path, key: str, distrusted: tuple[int, int] | None) -> str | None:
    """Return what is wrong with a generation: nothing (None), it is not there ("") or else."""
    if not generation.exists():
        return ""
    if distrusted is not None and layout.identity(generation) == distrusted:
        return "reading it failed"
    try:
        manifest = read_manifest(generation)
        if manifest.get("format") != FORMAT or manifest.get("key") != key:
            return "its manifest belongs to another"
        if not layout.is_whole(generation):
            return "files are missing or cut off"
        counts = Dataset.open(generation / "store").counts()._asdict()
    except StoreError as error:
        return error.what
    return None if counts == manifest.get("counts") else "its counts disagree"


# --- making it ------------------------------------------------------------------------------------


@contextmanager
def _alone(cache: Path, announce: Callable[[str], None]) -> Iterator[None]:
    """Be the only one who builds in *cache*, making its folders first."""

    def on_wait() -> None:
        announce("another process is building the graph; waiting for it")

    with ExitStack() as held:
        try:
            for name in ("generations", "building", "index"):
                (cache / name).mkdir(parents=True, exist_ok=True)
            held.enter_context(exclusive(cache / "lock", on_wait=on_wait))
        except OSError as error:
            raise _unwritable(cache, error) from error
        yield


def _built(recipe: Recipe) -> Callable[[Path], None]:
    """Build from the files, and return what writes the outcome into a folder."""
    asserted, inferred = recipe.build()

    def fill(making: Path) -> None:
        write_store(making / "store", asserted, inferred)
        recipe.keep(making / layout.CLOSURE)

    return fill


def _make(
    cache: Path,
    recipe: Recipe,
    key: str,
    contents: dict[str, str],
    fill: Callable[[Path], None],
) -> Path:
    """Make a generation in a folder that no reader looks at; leave nothing if that fails."""
    for stale in _ours(cache / "building"):  # we hold the lock: whoever made it has ended
        _discard(stale)
    swept = sum(map(_sweep, (cache / "building").glob(f"{SCRATCH}*")))
    if swept:
        commands = "a command" if swept == 1 else f"{swept} commands"
        recipe.announce(f"removed what {commands} that ended early left in the cache")
    making = _new_folder(cache)
    done = False
    try:
        fill(making)
        manifest = {
            "format": FORMAT,
            "key": key,
            "lunargraph": version_of("lunargraph"),
            "makers": makers_of(recipe.engine),
            "inputs": {path: _input(path, contents[path]) for path in recipe.paths},
            "counts": Dataset.open(making / "store").counts()._asdict(),
        }
        text = json.dumps(manifest, indent=1, ensure_ascii=True) + "\n"
        (making / "manifest.json").write_text(text, "utf-8")
        (making / "seal").write_text(layout.seal(making), "utf-8")
        (making / "used").touch()
        done = True
    except StoreError as error:
        if error.__cause__ is None or not isinstance(error.__cause__, OSError):
            raise
        raise _unwritable(cache, error.__cause__) from error
    except OSError as error:
        raise _unwritable(cache, error) from error
    finally:  # Ctrl-C comes here too
        if not done:
            _discard(making)
    return making


def _new_folder(cache: Path) -> Path:
    number = 0
    while True:
        folder = cache / "building" / f"{os.getpid()}-{number}"
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
        except OSError as error:
            raise _unwritable(cache, error) from error
        else:
            return folder


def _input(path: str, sha: str) -> list[int | str]:
    stat = Path(path).stat()
    return [stat.st_size, stat.st_mtime_ns, sha]


def _publish(cache: Path, making: Path, generation: Path) -> None:
    """Rename a finished generation into place, over a damaged one if need be."""
    try:
        if generation.exists():
            _throw_away(cache, generation)
        making.rename(generation)
    except OSError as error:
        _discard(making)
        raise _unwritable(cache, error) from error


def _collect(cache: Path) -> None:
    """Throw away all but the newest generations by last use, and the indexes of those gone.

    Who still reads one goes on reading: RocksDB holds all its files open.
    """

    def last_use(generation: Path) -> float:
        with suppress(OSError):
            return (generation / "used").stat().st_mtime
        return 0.0

    kept = sorted(layout.generations(cache), key=last_use, reverse=True)
    with suppress(OSError):  # what cannot be removed now is tried again by the next build
        for old in kept[_KEPT:]:
            _throw_away(cache, old)
        names = {generation.name for generation in layout.generations(cache)}
        for index in layout.indexes(cache):
            if index.read_text("utf-8", "surrogateescape").partition("\n")[0] not in names:
                index.unlink()


def _throw_away(cache: Path, generation: Path) -> None:
    """Remove a generation from sight at once, then from the disk."""
    unseen = _new_folder(cache) / generation.name
    generation.rename(unseen)
    _discard(unseen.parent)


def _discard(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _ours(building: Path) -> list[Path]:
    """Return the folders that builders leave behind when they are killed, and nothing else."""
    return [path for path in building.iterdir() if path.name.replace("-", "", 1).isdecimal()]


def _sweep(folder: Path) -> bool:
    """Remove a folder in which a change was tried out; tell so, unless its process lives."""
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # gone a moment ago
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _discard(folder)
    except OSError:  # held, or no locks here, so that nobody can tell
        return False
    finally:
        os.close(lock)
    return True


def _unwritable(cache: Path, error: OSError) -> CacheError:
    if error.errno in _FULL or "No space left" in str(error):  # Oxigraph gives no number
        return CacheError(
            "the disk is full",
            where=str(cache),
            mend="free some space, or set LUNARGRAPH_CACHE to a folder on another disk",
        )
    return CacheError(
        "the cache cannot be written",
        where=str(cache),
        got=error.strerror or str(error).partition("\n")[0],
        mend="set LUNARGRAPH_CACHE to a folder that you can write",
    )
