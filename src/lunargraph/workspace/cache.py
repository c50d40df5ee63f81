"""The cache of ready stores: what was worked out once is opened in milliseconds.

A *generation* is a store and a note of everything it was made from, in an immutable folder named
by the digest of that. It is built beside the others and renamed into place, so a reader never sees
half of one, any number read at once, and whatever goes wrong during a build changes nothing.
"""

from __future__ import annotations

__all__ = ["Announce", "Cache", "closure_beside", "default_folder", "scratch_beside"]

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from lunargraph.errors import CacheError, StoreError
from lunargraph.store import Dataset
from lunargraph.workspace import layout
from lunargraph.workspace.layout import Recipe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from pyoxigraph import Quad, Triple

Announce = Callable[[str], None]
"""Told, in one sentence, what takes long or was repaired."""


def default_folder() -> Path:
    """Return ``$LUNARGRAPH_CACHE``, else the user's cache folder by the XDG base directories.

    :raises CacheError: the environment names no home.
    """
    chosen = os.environ.get("LUNARGRAPH_CACHE")
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        if chosen:
            return Path(chosen).expanduser()
        if not Path(base).is_absolute():  # relative ones are to be ignored
            base = "~/.cache"
        return Path(base).expanduser() / "lunargraph"
    except RuntimeError as error:
        raise CacheError(
            "there is no home for the cache", mend="set LUNARGRAPH_CACHE to a folder of yours"
        ) from error


def _nothing(path: Path) -> None:
    """Keep nothing."""


class Cache:
    """The generations in one folder, ``default_folder()`` unless said."""

    __slots__ = ("folder",)

    def __init__(self, folder: str | os.PathLike[str] | None = None) -> None:
        self.folder = (Path(folder) if folder is not None else default_folder()).absolute()

    def open(
        self,
        inputs: Sequence[Path],
        build: Callable[[], tuple[Iterable[Quad], Iterable[Triple]]],
        *,
        engine: str,
        announce: Announce,
        keep: Callable[[Path], None] = _nothing,
    ) -> Dataset:
        """Return the dataset that *build* makes of the files *inputs*, building it only if needed.

        What is built depends on the contents of the files and their names (not on where they lie),
        on *build* being a function of them alone, and on the versions of the engine, of lunargraph
        and of Oxigraph. If the storage turns out to be damaged later, while the dataset is read, it
        is built again and the read repeated.

        :param build: reads the files and returns what they assert and what follows.
        :param engine: the distribution that reasons, such as ``"owlrl"``; what else *build* goes by
            may follow a semicolon and a space.
        :param keep: given the path at which what *build* found out may be kept for later.
        :param announce: told when another process is building, or when a damaged generation is.
        :raises FileError: a file cannot be read.
        :raises CacheError: the cache cannot be written and has nothing that serves.
        """
        paths = sorted({str(path.absolute()) for path in inputs})
        recipe = Recipe(paths, build, engine, announce, keep)
        name = self._known(recipe)
        if name is not None:
            generation = layout.generation_path(self.folder, name)
            if layout.is_whole(generation):
                with suppress(StoreError):  # damaged, or collected a moment ago: found out below
                    return self._dataset(generation, recipe)
        return self._obtain(recipe)

    def derive(
        self,
        inputs: Sequence[Path],
        expected: Mapping[Path, str],
        fill: Callable[[Path], None],
        *,
        engine: str,
        announce: Announce,
    ) -> None:
        """Make what `open` gives for the files *inputs*, out of what is known already.

        :param expected: the SHA-256 of each file that *fill* stands for; if one is another by now,
            nothing is made.
        :param fill: given a folder, writes a store into its ``store`` and the closure into
            ``layout.CLOSURE``, such as building from the files would.
        :raises CacheError: the cache cannot be written.
        """
        from lunargraph.workspace.generations import derive  # as for _obtain

        paths = sorted({str(path.absolute()) for path in inputs})
        digests = {str(path.absolute()): sha for path, sha in expected.items()}

        def build() -> tuple[Iterable[Quad], Iterable[Triple]]:
            raise CacheError("a derived generation is not built from its files")

        derive(self.folder, Recipe(paths, build, engine, announce, _nothing), digests, fill)

    def manifest(self, dataset: Dataset) -> dict[str, Any]:
        """Return what the generation behind *dataset* says of itself.

        ``inputs`` has size, time of change in nanoseconds and SHA-256 of each file by its path,
        ``makers`` the versions of what built it, ``counts`` those of the dataset, and ``key`` the
        digest of all that it depends on.

        :raises CacheError: the dataset is not from a cache, or the manifest is gone.
        """
        from lunargraph.workspace.generations import read_manifest

        if dataset.folder is None:
            raise CacheError("a dataset in memory has no manifest")
        return read_manifest(dataset.folder.parent)

    def _known(self, recipe: Recipe) -> str | None:
        """Return the generation noted for the files in their present state; read none of them."""
        try:
            state, _ = layout.state_of(recipe.paths, recipe.engine)
        except OSError:
            return None
        return layout.read_index(layout.index_path(self.folder, recipe.paths, recipe.engine), state)

    def _obtain(self, recipe: Recipe, distrusted: tuple[int, int] | None = None) -> Dataset:
        from lunargraph.workspace.generations import obtain  # json, hashlib, shutil: only here

        return self._dataset(obtain(self.folder, recipe, distrusted), recipe)

    def _dataset(self, generation: Path, recipe: Recipe) -> Dataset:
        """Open a generation, ready to be built again if reading it fails later."""
        opened = layout.identity(generation)

        def repair() -> Dataset:
            return self._obtain(recipe, opened)

        dataset = Dataset.open(generation / "store", repair=repair)
        layout.touch(generation)
        return dataset


def closure_beside(dataset: Dataset) -> Path | None:
    """Return the file of the closure that a dataset was made from, None if none was kept."""
    if dataset.folder is None:
        return None
    path = dataset.folder.parent / layout.CLOSURE
    return path if path.exists() else None


def scratch_beside(dataset: Dataset) -> Path | None:
    """Return a folder beside a dataset in which a change may be tried out, None if none serves."""
    if dataset.folder is None:
        return None
    folder = dataset.folder.parent.parent.parent / "building"
    return folder if os.access(folder, os.W_OK) else None
