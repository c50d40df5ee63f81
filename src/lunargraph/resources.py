"""Where the files of the project are: in a checkout, or inside an installed wheel.

The ontology, the data, the queries and the bulk sources are text. A checkout keeps them at its
root, a wheel in ``lunargraph/_files``; everything else asks here and never builds a path of its
own.
"""

from __future__ import annotations

__all__ = [
    "change_files",
    "check_files",
    "dataset_folders",
    "facts_folder",
    "ontology_files",
    "query_files",
    "root",
    "rule_files",
    "shape_files",
    "source_folders",
    "version",
]

import os
from pathlib import Path

from lunargraph.errors import FileError

_PACKAGE = Path(__file__).parent


def root() -> Path:
    """Return the folder that holds ``ontology/``, ``data/`` and ``queries/``.

    :raises FileError: the installation is damaged.
    """
    for candidate in (_PACKAGE / "_files", _PACKAGE.parent.parent):
        if (candidate / "ontology").is_dir():
            return candidate
    raise FileError(
        "the ontology, the data and the queries are missing",
        where=str(_PACKAGE),
        mend="install lunargraph again",
    )


def ontology_files() -> list[Path]:
    """Return the ontology: the root, its modules and the alignments, without the shapes."""
    folder = root() / "ontology"
    modules = [path for path in folder.glob("*.ttl") if not path.name.endswith(".shapes.ttl")]
    return sorted(modules) + sorted((folder / "alignments").glob("*.ttl"))


def shape_files() -> list[Path]:
    """Return the SHACL shapes, one file a module."""
    return sorted((root() / "ontology").glob("*.shapes.ttl"))


def check_files() -> list[Path]:
    """Return the hygiene checks: one SPARQL SELECT a file, whose rows are findings."""
    return sorted((root() / "ontology" / "checks").glob("*.rq"))


def change_files() -> list[Path]:
    """Return the checks of a change: one SPARQL SELECT a file, about the new facts alone."""
    return sorted((root() / "ontology" / "checks" / "changes").glob("*.rq"))


def rule_files() -> list[Path]:
    """Return the rules beyond OWL, by which activities are judged."""
    return sorted((root() / "ontology" / "rules").glob("*.rq"))


def query_files() -> list[Path]:
    """Return the stored queries of every theme."""
    return sorted((root() / "queries").glob("*/*.rq"))


def dataset_folders() -> list[Path]:
    """Return the folders of the data sets, by name."""
    return sorted(path.parent for path in (root() / "data").glob("*/dataset.toml"))


def source_folders() -> list[Path]:
    """Return the folders of the bulk sources that can be imported, by name."""
    return sorted(path.parent for path in (root() / "imports").glob("*/source.toml"))


def facts_folder() -> Path:
    """Return where the facts are that the curated tables were copied from, and their documents.

    They are not part of the project: ``LUNARGRAPH_FACTS``, or ``shared/facts`` beside the checkout;
    the folder need not be there.
    """
    return Path(os.environ.get("LUNARGRAPH_FACTS") or root().parent / "shared" / "facts")


def version() -> str:
    """Return the version of the installed package, as ``pyproject.toml`` gives it."""
    from importlib.metadata import version as installed  # slow to import: only when asked

    return installed("lunargraph")
