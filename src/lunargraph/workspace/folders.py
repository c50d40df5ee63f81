"""A workspace: a folder with facts of one's own, in git or not, and where its parts lie.

::

    <workspace>/
    ├── lunargraph.toml         what it stands on, and its name
    ├── facts/<name>.trig       the facts, in canonical form
    ├── changes/<n>-<id>.rdfp   the log: one RDF Patch a transaction
    └── .lunargraph/            of this machine alone, ignored by git: lock, journal, staged files
"""

from __future__ import annotations

__all__ = [
    "CONFIGURATION", "SHIPPED", "Workspace", "check_name", "find_workspace", "read_steadily",
    "readable_name", "slug",
]  # fmt: skip

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lunargraph import resources
from lunargraph.errors import LunarGraphError, UsageError, WorkspaceError
from lunargraph.files import read_bytes, refusal, write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    _Read = TypeVar("_Read")

CONFIGURATION = "lunargraph.toml"
SHIPPED = "shipped"
"""The base that is the shipped ontology and data."""
ONTOLOGY = "ontology"
"""The base that is the shipped ontology without the data."""
OURS = (SHIPPED, ONTOLOGY)
VERSION = 1
"""The layout of a workspace; raised when an older lunargraph would misread it."""
_KEYS = ("version", "name", "base", "shapes")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ATTEMPTS = 20
_TAKEN = ("file", "inferred", "proposed")
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

    *base* is ``"shipped"``, ``"ontology"`` (without the data), files, which may lie anywhere, or
    several of these; *shapes* are SHACL files to check against besides those of the base.
    """

    root: Path
    name: str
    base: tuple[str, ...] = (SHIPPED,)
    shapes: tuple[str, ...] = ()

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
            (base,) if isinstance(base, str) else tuple(base),
            tuple(about.get("shapes", ())),
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

    @property
    def in_our_terms(self) -> bool:
        """Whether the facts stand on the shipped ontology, whose terms describe records."""
        return any(each in OURS for each in self.base)

    def base_files(self) -> list[Path]:
        """Return the files that the facts stand on."""
        files = self._own_base()
        if SHIPPED in self.base:
            files += [folder / "graph.trig" for folder in resources.dataset_folders()]
        return [*(resources.ontology_files() if self.in_our_terms else []), *files]

    def shape_files(self) -> list[Path]:
        """Return the shapes that facts are checked against: ours, and those in other files."""
        ours = resources.shape_files() if self.in_our_terms else []
        return [*ours, *self._own_base(), *(self.root / each for each in self.shapes)]

    def _own_base(self) -> list[Path]:
        return [self.root / each for each in self.base if each not in OURS]

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

    def make_private(self) -> None:
        """Make the folder of this machine, which git is told to ignore.

        :raises FileError: it cannot be made.
        """
        try:
            self.private.mkdir(exist_ok=True)
            ignore = self.private / ".gitignore"
            if not ignore.exists():
                write_atomically(ignore, b"*\n")
        except OSError as error:
            raise refusal(self.private, error) from None

    def _listed(self, folder: Path, suffix: str) -> Iterator[Path]:
        if folder.is_symlink():
            raise _link(folder)
        if not folder.is_dir():
            return
        with os.scandir(folder) as listed:
            entries = list(listed)
        for entry in entries:
            if entry.name.endswith(suffix) and not entry.name.startswith("."):
                if entry.is_symlink():
                    raise _link(Path(entry.path))
                yield Path(entry.path)


def read_steadily(
    workspace: Workspace, read: Callable[[], _Read], *, announce: Callable[[str], None]
) -> _Read:
    """Return what *read* reads of the files, at a moment when no change of them is half done.

    A change that was interrupted is finished first. No lock is waited for.

    :raises WorkspaceError: somebody changes the files all the time.
    """
    from lunargraph.workspace.journal import wait_until_settled  # json: only with a workspace

    for _ in range(_ATTEMPTS):
        wait_until_settled(workspace.root, announce)
        before = workspace.log_files()
        journal = workspace.private / "journal.json"
        try:
            result = read()
        except LunarGraphError:
            if not journal.exists() and workspace.log_files() == before:
                raise
        else:
            if not journal.exists() and workspace.log_files() == before:
                return result
    raise WorkspaceError(
        "the workspace is changed all the time", where=str(workspace.root), mend="try again later"
    )


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
    if base not in OURS and not (_are_paths(base) and base):
        raise wrong(
            "the base is wrong",
            expected='base = "shipped", "ontology", or a list of these and of RDF files',
            got=repr(base),
        )
    if not _are_paths(about.get("shapes", [])):
        raise wrong("the shapes are wrong", expected="a list of SHACL files")
    return about


def _are_paths(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each for each in value)


def readable_name(text: str) -> str:
    """Return *text* as a part of a path and of an IRI that people can read, in NFC.

    Letters and digits of any script stay, in lower case, with the marks that belong to them; all
    else becomes hyphens, so that no name leads elsewhere, hides or turns the line around.

    >>> readable_name("Chang\u2019e 5: 嫦娥五号"), readable_name("../E\u0301te\u0301")
    ('chang-e-5-嫦娥五号', 'été')
    """
    import unicodedata  # here, for what starts without a workspace

    parts: list[str] = []
    for char in unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower()):
        kind = unicodedata.category(char)[0]
        follows = bool(parts) and parts[-1] != "-"
        keep = kind in "LN" or (kind == "M" and follows and char < "\U000e0000")
        if keep or follows:
            parts.append(char if keep else "-")
    return "".join(parts).strip("-")


def slug(text: str) -> str:
    """Return *text* as a name: lower-case ASCII letters and digits, with hyphens between them.

    >>> slug("Notes of May (2026)")
    'notes-of-may-2026'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
