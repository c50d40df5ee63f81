"""What a generation depends on, and the key that says so."""

from __future__ import annotations

__all__ = ["FORMAT", "contents_of", "key_of", "makers_of", "present_state", "version_of"]

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

from lunargraph.errors import FileError
from lunargraph.files import digest, read_bytes
from lunargraph.workspace import layout

if TYPE_CHECKING:
    from lunargraph.workspace.layout import Recipe

FORMAT = 2
"""The layout of a generation; another number, another key."""


def present_state(recipe: Recipe) -> tuple[str, int]:
    """Return ``layout.state_of`` the files of a recipe.

    :raises FileError: one of them is not there.
    """
    try:
        return layout.state_of(recipe.paths, recipe.engine)
    except OSError as error:
        for path in recipe.paths:
            read_bytes(path)  # says in full what is wrong with the one that is gone
        raise FileError("there is no such file", where=str(error.filename)) from error


def contents_of(recipe: Recipe) -> dict[str, str]:
    """Return the digest of each input, by path.

    :raises FileError: one of them cannot be read.
    """
    return {path: digest(read_bytes(path)) for path in recipe.paths}


def key_of(contents: dict[str, str], engine: str) -> str:
    """Return the digest of everything that a build depends on.

    Files count with their contents and with their names below the folder they have in common, from
    which graphs are named; not with the place where that folder lies.
    """
    code = {path: digest(read_bytes(path)) for path in layout.builder_files()}
    makers = f"format {FORMAT}, {makers_of(engine)}"
    lines = [makers, *_below_common(code), "", *_below_common(contents)]
    return digest("\n".join(lines).encode("utf-8", "surrogateescape"))


def _below_common(contents: dict[str, str]) -> list[str]:
    common = os.path.commonpath([Path(path).parent for path in contents]) if contents else ""
    return sorted(f"{os.path.relpath(path, common)} {sha}" for path, sha in contents.items())


def makers_of(engine: str) -> str:
    """Return the names and versions of the programs that make a generation."""
    name, _, variant = engine.partition("; ")
    versions = (f"{maker} {version_of(maker)}" for maker in ("lunargraph", name, "rdflib"))
    made = f"{', '.join(versions)}, oxigraph {pyoxigraph.__version__}"
    return f"{made}; {variant}" if variant else made


def version_of(distribution: str) -> str:
    """Return the installed version, ``"unknown"`` for what is no distribution of its own."""
    from importlib.metadata import PackageNotFoundError, version  # slow: only when building

    try:
        return version(distribution)
    except PackageNotFoundError:  # an engine of ours, or lunargraph run from its sources
        return "unknown"
