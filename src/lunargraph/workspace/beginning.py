"""A new workspace."""

from __future__ import annotations

__all__ = ["init_workspace"]

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from lunargraph import resources
from lunargraph.errors import UsageError
from lunargraph.files import read_bytes, refusal
from lunargraph.ingest.cells import CellError, parse_cell
from lunargraph.namespaces import is_iri
from lunargraph.workspace.change_log import FileState, made_state
from lunargraph.workspace.folders import CONFIGURATION, OURS, SHIPPED, Workspace, check_name, slug
from lunargraph.workspace.journal import Write, recover, tell_recovery
from lunargraph.workspace.locks import reserved
from lunargraph.workspace.records import describe_data_set
from lunargraph.workspace.transactions import DATA_SET, FileChange, Plan, Transactions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def init_workspace(
    folder: str | os.PathLike[str],
    *,
    name: str | None = None,
    title: str | None = None,
    base: Sequence[str | os.PathLike[str]] = (),
    licence: str | None = None,
    known_until: str | None = None,
    who: str | None = None,
    announce: Callable[[str], None],
) -> Workspace:
    """Make a workspace in *folder*, which may hold other things already.

    :param name: of the data set; that of the folder unless said.
    :param base: what the facts stand on: ``shipped``, ``ontology``, or files.
    :raises UsageError: there is a workspace already, or the name cannot be one.
    :raises FileError: the folder cannot be written.
    """
    root = Path(folder).absolute()
    _refuse_workspace(root, folder)
    name = name or slug(root.resolve().name)
    check_name(name, str(folder))
    known = _base_of(base, root)
    _refuse_known_name(name, known, folder)
    until = None if known_until is None else _date(known_until)
    if licence is not None and not is_iri(licence):
        raise UsageError(
            "a licence is named by its IRI", got=repr(licence),
            expected="such as https://creativecommons.org/licenses/by/4.0/",
        )  # fmt: skip
    try:
        (root / "facts").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refusal(folder, error) from None
    workspace = Workspace(root, name, tuple(known))
    if not workspace.in_our_terms and (title, licence, known_until) != (None, None, None):
        raise UsageError(
            "title, licence and date are said in the terms of the shipped ontology",
            mend="leave them out, or let the base begin with `--base ontology`",
        )
    workspace.check_folders()
    workspace.make_private()
    try:
        with reserved(workspace.private / "lock", "init", on_wait=announce, timeout=0):
            tell_recovery(recover(root), announce)
            _refuse_workspace(root, folder)  # one that was begun before, or a moment ago
            if workspace.log_files():
                raise UsageError(
                    "there is a log of changes here already, and no lunargraph.toml",
                    where=str(workspace.changes),
                    mend="bring that back, such as with git, or choose another folder",
                )
            state = FileState()
            if workspace.in_our_terms:
                about = describe_data_set(name, title or name, licence, until)
                state = made_state(about, {})
            change = FileChange(DATA_SET, FileState(), None, state)
            plan = Plan("init", (change,) if state.quads else ())
            configuration = Write(CONFIGURATION, _configuration(name, known).encode())
            Transactions(workspace).carry_out(plan, who=who, besides=(configuration,))
    except OSError as error:
        raise refusal(folder, error) from None
    return Workspace.open(root)


def _refuse_workspace(root: Path, folder: str | os.PathLike[str]) -> None:
    if (root / CONFIGURATION).exists():
        raise UsageError(
            "this is a workspace already", where=str(folder), mend="choose another folder"
        )


def _refuse_known_name(name: str, base: list[str], folder: str | os.PathLike[str]) -> None:
    """Refuse the name of a data set of the base, whose records the facts would join."""
    if SHIPPED in base and name in {each.name for each in resources.dataset_folders()}:
        raise UsageError(
            "a data set of the base is called so", where=str(folder), got=repr(name),
            mend="choose another name with --name",
        )  # fmt: skip


def _date(text: str) -> Literal:
    try:
        [date] = parse_cell(text, "date")
    except (CellError, ValueError):
        raise UsageError(
            "this is no date", expected="2026, 2026-11 or 2026-11-28", got=repr(text)
        ) from None
    assert isinstance(date, Literal)  # noqa: S101 - the type of the cell says so
    return date


def _base_of(base: Sequence[str | os.PathLike[str]], root: Path) -> list[str]:
    """Return the base as the configuration has it: words, and paths from the workspace on."""
    found = []
    for given in map(str, base):
        if given in OURS:
            found.append(given)
        else:
            read_bytes(given)
            found.append(os.path.relpath(Path(given).absolute(), root))
    return found or [SHIPPED]


def _configuration(name: str, base: list[str]) -> str:
    # A text or a list of texts is written alike in JSON and TOML.
    said = base[0] if len(base) == 1 and base[0] in OURS else base
    return (
        "# A workspace of lunargraph: the facts in facts/ stand on top of the base.\n"
        "version = 1\n"
        f"name = {json.dumps(name)}\n"
        f"base = {json.dumps(said, ensure_ascii=False)}\n"
    )
