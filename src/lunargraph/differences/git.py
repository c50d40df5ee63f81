"""Files as they were in a git repository, read through git; nothing is fetched or changed."""

from __future__ import annotations

__all__ = [
    "Blob", "Tree", "files_now", "find_tree", "iter_blobs", "names", "read_blobs", "top_folder",
]  # fmt: skip

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lunargraph.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CALM = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",  # asking must not write
    "GIT_NO_LAZY_FETCH": "1",  # a partial clone stays as it is
    "GIT_TERMINAL_PROMPT": "0",
}
_FILES = {"100644", "100755"}
"""The modes of plain files; links and submodules hold no statements."""


class Blob(NamedTuple):
    """A file of a revision: its path, as git spells it, and the digest of its content."""

    path: str
    digest: str


class Tree(NamedTuple):
    """What a revision, or ``REVISION:PATH``, stands for: a single file, or a folder."""

    digest: str
    is_file: bool
    inside: str
    """the path after the colon, empty for the whole revision"""


def top_folder() -> str | None:
    """Return the top folder of the repository around the current folder, None if there is none.

    :raises FileError: git is not installed, or refuses for another reason than that.
    """
    done = _run(["rev-parse", "--show-toplevel"])
    if done.returncode:
        if b"not a git repository" in done.stderr or b"must be run in a work tree" in done.stderr:
            return None
        raise _refusal(done.stderr)
    return os.fsdecode(done.stdout.removesuffix(b"\n"))


def find_tree(name: str) -> Tree | None:
    """Return what *name* stands for in the repository here, None if it stands for nothing."""
    if name.startswith("-") or "\0" in name:
        return None  # an option of git is no revision
    revision, colon, inside = name.partition(":")
    wanted = name if colon and revision else f"{name}^{{tree}}"
    done = _run(["rev-parse", "--verify", "--quiet", wanted])
    digest = done.stdout.decode().strip()
    if done.returncode or not digest:
        return None
    kind = _run(["cat-file", "-t", digest]).stdout.strip()
    if kind not in {b"tree", b"blob"}:
        return None
    return Tree(digest, kind == b"blob", inside if colon else "")


def iter_blobs(tree: Tree, paths: Sequence[str] = ()) -> list[Blob]:
    """Return the files of a folder, sorted; only those below *paths*, relative to this folder."""
    command = ["ls-tree", "-r", "-z"]
    command += ["--full-tree", tree.digest] if not paths else [tree.digest, "--", *paths]
    done = _run(command)
    if done.returncode:
        raise _refusal(done.stderr)
    blobs = []
    for line in filter(None, done.stdout.split(b"\0")):
        about, _, path = line.partition(b"\t")
        mode, _, digest = about.decode().split(" ")
        if mode in _FILES:
            blobs.append(Blob(os.fsdecode(path), digest))
    return sorted(blobs)


def read_blobs(digests: Iterable[str]) -> list[bytes]:
    """Return the contents of files, in the order of their *digests*.

    :raises FileError: one is not in the repository, as in a partial clone.
    """
    wanted = list(digests)
    done = _run(["cat-file", "--batch"], "".join(f"{digest}\n" for digest in wanted).encode())
    if done.returncode:
        raise _refusal(done.stderr)
    found, position = [], 0
    for digest in wanted:
        end = done.stdout.index(b"\n", position)
        header = done.stdout[position:end].decode().split(" ")
        if header[-1] == "missing":
            raise FileError(
                "the repository does not have the content of this file",
                got=digest,
                mend="fetch it with git first",
            )
        size = int(header[2])
        found.append(done.stdout[end + 1 : end + 1 + size])
        position = end + 1 + size + 1
    return found


def files_now(folder: Path) -> list[Path]:
    """Return the files below *folder* that git tracks, or would if they were added; sorted."""
    command = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--full-name"]
    done = _run([*command, "--", str(folder)])
    top = top_folder()
    if done.returncode or top is None:
        raise _refusal(done.stderr)
    return sorted({Path(top, os.fsdecode(each)) for each in done.stdout.split(b"\0") if each})


def names() -> list[str]:
    """Return the branches and tags of the repository, for suggestions."""
    done = _run(["for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags"])
    return ["HEAD", *done.stdout.decode("utf-8", "replace").split()]


def _run(arguments: list[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git with *arguments* as they are: no shell, no patterns, no pager."""
    command = ["git", "--no-pager", "--literal-pathspecs", *arguments]
    try:
        return subprocess.run(  # noqa: S603 - a list of arguments, none of them an option of a user
            command, input=given, capture_output=True, check=False, env={**os.environ, **_CALM}
        )
    except FileNotFoundError:
        raise FileError(
            "git is not installed, and without it there are no revisions",
            mend="install git, or name two files or folders",
        ) from None
    except OSError as error:
        raise FileError("git cannot be run", got=error.strerror) from None


def _refusal(said: bytes) -> FileError:
    first = ""
    with suppress(IndexError):
        first = said.decode("utf-8", "replace").strip().splitlines()[0]
    return FileError("git refuses", got=first or "nothing said", mend="see what `git status` says")
