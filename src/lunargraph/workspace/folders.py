"""A workspace: a folder with facts of one's own, in git or not, and where its parts lie.

::

    <workspace>/
    ├── lunargraph.toml         what it stands on, and its name
    ├── facts/<name>.trig       the facts, in canonical form
    ├── changes/<n>-<id>.rdfp   the log: one RDF Patch a transaction
    └── .lunargraph/            of this machine alone, ignored by git: lock, journal, staged files
"""

from __future__ import annotations

__all__ = ["CONFIGURATION", "SHIPPED", "Workspace", "find_workspace"]

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lunargraph import resources
from lunargraph.errors import UsageError, WorkspaceError
from lunargraph.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

CONFIGURATION = "lunargraph.toml"
SHIPPED = "shipped"
"""The base that is the shipped ontology and data."""
ONTOLOGY_ONLY = "ontology"
VERSION = 1
"""The layout of a workspace; raised when an older lunargraph would misread it."""
_KEYS = ("version", "name", "base", "shapes")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAKEN = ("file", "inferred")
"""Names below ``graph/`` that mean something else."""


def find_workspace(start: str | os.PathLike[str] | None = None) -> Path | None:
    """Return the nearest folder with a ``lunargraph.toml``: *start* or one above it, else None.

    :param start: the working folder unless said.
    """
    try:
        folder = os.path.abspath(os.getcwd() if start is None else start)  # noqa: PTH100, PTH109 - every query comes here
    except FileNotFoundError:  # the working folder was removed
        return None
    while not os.path.isfile(f"{folder}/{CONFIGURATION}"):  # noqa: PTH113 - as above
        folder, below = os.path.dirname(folder), folder  # noqa: PTH120 - as above
        if folder == below:
            return None
    return Path(folder)


class Workspace(NamedTuple):
    """What ``lunargraph.toml`` says, and the folder it stands in.

    *base* is ``"shipped"``, ``"ontology"`` (without the data) or files, which may lie anywhere;
    *shapes* are SHACL files to check against besides those of the base.
    """

    root: Path
    name: str
    base: str | tuple[Path, ...] = SHIPPED
    shapes: tuple[Path, ...] = ()

    @classmethod
    def open(cls, root: str | os.PathLike[str]) -> Workspace:
        """Return the workspace in the folder *root*.

        :raises WorkspaceError: there is none, its configuration is wrong, or it is newer than this
            lunargraph.
        """
        folder = Path(os.path.abspath(root))  # noqa: PTH100 - links are kept
        path = folder / CONFIGURATION
        if not path.is_file():
            raise WorkspaceError(
                "this is no workspace: it has no lunargraph.toml",
                where=str(root),
                mend=f"make one with `lunargraph init {root}`",
            )
        about = _read(path)
        base = about.get("base", SHIPPED)
        return cls(
            folder,
            about["name"],
            base if isinstance(base, str) else tuple(folder / each for each in base),
            tuple(folder / each for each in about.get("shapes", ())),
        )

    @property
    def facts(self) -> Path:
        """The folder of the facts."""
        return self.root / "facts"

    @property
    def changes(self) -> Path:
        """The folder of the log."""
        return self.root / "changes"

    @property
    def private(self) -> Path:
        """The folder of this machine alone."""
        return self.root / ".lunargraph"

    def base_files(self) -> list[Path]:
        """Return the files that the facts stand on."""
        if not isinstance(self.base, str):
            return list(self.base)
        graphs = [folder / "graph.trig" for folder in resources.dataset_folders()]
        return [*resources.ontology_files(), *(graphs if self.base == SHIPPED else [])]

    def shape_files(self) -> list[Path]:
        """Return the shapes that facts are checked against."""
        base = resources.shape_files() if isinstance(self.base, str) else list(self.base)
        return [*base, *self.shapes]

    def fact_files(self) -> list[Path]:
        """Return the files of facts, sorted.

        :raises WorkspaceError: one of them, or their folder, is a symbolic link.
        """
        return sorted(self._listed(self.facts, ".trig"))

    def log_files(self) -> list[Path]:
        """Return the entries of the log by name, which is by number; errors as in `fact_files`."""
        return sorted(self._listed(self.changes, ".rdfp"), key=lambda path: (_number(path), path))

    def path_of(self, name: str) -> Path:
        """Return the file of facts called *name*, such as ``facts/mine.trig``."""
        return self.root / name

    def check_folders(self) -> None:
        """Refuse folders that lead out of the workspace.

        :raises WorkspaceError: one of them is a symbolic link.
        """
        for folder in (self.facts, self.changes, self.private):
            if folder.is_symlink():
                raise _link(folder)

    def _listed(self, folder: Path, suffix: str) -> Iterator[Path]:
        if folder.is_symlink():
            raise _link(folder)
        if not folder.is_dir():
            return
        for entry in os.scandir(folder):
            if entry.name.endswith(suffix) and not entry.name.startswith("."):
                if entry.is_symlink():
                    raise _link(Path(entry.path))
                yield Path(entry.path)


def check_name(name: str, where: str | None = None) -> None:
    """Refuse what cannot be the name of a workspace.

    :raises UsageError: it is no slug, or is taken.
    """
    if not _NAME.fullmatch(name) or name in _TAKEN:
        raise UsageError(
            "this cannot be the name of a workspace",
            where=where,
            expected="small letters and digits, with hyphens between them, such as lunar-notes",
            got=repr(name),
            mend="choose another with --name",
        )


def _number(path: Path) -> int:
    number = path.name.partition("-")[0]
    return int(number) if number.isdecimal() else 0


def _link(path: Path) -> WorkspaceError:
    return WorkspaceError(
        "a symbolic link leads out of the workspace",
        where=str(path),
        mend="put what it points to in its place",
    )


def _read(path: Path) -> dict[str, Any]:
    import tomllib  # here, for what starts without a workspace

    def wrong(what: str, **more: str) -> WorkspaceError:
        return WorkspaceError(what, where=str(path), **more)

    try:
        about = tomllib.loads(read_bytes(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise wrong("the configuration is not TOML", got=str(error)) from None
    version = about.get("version")
    if isinstance(version, int) and version > VERSION:
        raise wrong(
            "this workspace was made by a newer lunargraph",
            expected=f"version = {VERSION}",
            got=f"version = {version}",
            mend="update lunargraph",
        )
    if version != VERSION or isinstance(version, bool):
        raise wrong("the version is missing or wrong", expected=f"version = {VERSION}")
    for key in about:
        if key not in _KEYS:
            raise wrong(f"{key!r} is no key", expected=", ".join(_KEYS))
    name = about.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name in _TAKEN:
        raise wrong("the name is missing or wrong", expected='a slug, such as name = "my-facts"')
    base = about.get("base", SHIPPED)
    if base not in (SHIPPED, ONTOLOGY_ONLY) and not _are_paths(base):
        raise wrong(
            "the base is wrong",
            expected='base = "shipped", "ontology" or a list of RDF files',
            got=repr(base),
        )
    if not _are_paths(about.get("shapes", [])):
        raise wrong("the shapes are wrong", expected="a list of SHACL files")
    return about


def _are_paths(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each for each in value)
