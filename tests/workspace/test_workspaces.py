"""The folder of a workspace: how it is found, and what its configuration may say."""

import errno
import os
from pathlib import Path

import pytest

from lunargraph import LunarGraph, resources
from lunargraph.errors import FileError, LunarGraphError, UsageError, WorkspaceError
from lunargraph.workspace.folders import Workspace, find_workspace

GOOD = 'version = 1\nname = "notes"\nbase = "ontology"\n'


def made(folder: Path, configuration: str = GOOD) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "lunargraph.toml").write_text(configuration, "utf-8")
    return folder


def test_the_nearest_workspace_above_is_found(tmp_path: Path) -> None:
    outer, inner = made(tmp_path / "outer"), made(tmp_path / "outer" / "inner")
    below = inner / "facts" / "deep"
    below.mkdir(parents=True)
    assert find_workspace(below) == inner
    assert find_workspace(outer) == outer
    assert find_workspace(tmp_path) is None


def test_a_working_folder_that_is_gone_has_no_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert find_workspace() is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("version = 2", "newer lunargraph"),
        ("version = true", "version is missing or wrong"),
        ('name = "notes"', "version is missing or wrong"),
        ("version = 1", "name is missing or wrong"),
        ('version = 1\nname = "My Notes"', "name is missing or wrong"),
        ('version = 1\nname = "inferred"', "name is missing or wrong"),
        ('version = 1\nname = "../up"', "name is missing or wrong"),
        (GOOD + "licence = 3", "'licence' is no key"),
        ('version = 1\nname = "notes"\nbase = "everything"', "base is wrong"),
        ('version = 1\nname = "notes"\nbase = []', "base is wrong"),
        (GOOD + "shapes = [1]", "shapes are wrong"),
        ("version = ", "not TOML"),
        (b"\xff\xfe", "not TOML"),
    ],
)
def test_a_configuration_that_is_wrong_is_refused(
    tmp_path: Path, text: str | bytes, complaint: str
) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    (tmp_path / "lunargraph.toml").write_bytes(data)
    with pytest.raises(WorkspaceError, match=complaint) as caught:
        Workspace.open(tmp_path)
    assert caught.value.where == str(tmp_path / "lunargraph.toml")


def test_a_folder_that_is_no_workspace_is_told_how_to_become_one(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="lunargraph init"):
        LunarGraph.open(workspace=tmp_path)


def test_the_base_may_be_ours_and_files(tmp_path: Path) -> None:
    made(tmp_path / "w", 'version = 1\nname = "w"\nbase = ["ontology", "../own.ttl"]\n')
    own = tmp_path / "w" / ".." / "own.ttl"
    own.write_text("<http://e/a> a <http://e/b> .", "utf-8")
    workspace = Workspace.open(tmp_path / "w")
    assert workspace.base_files() == [*resources.ontology_files(), own]
    assert workspace.shape_files() == [*resources.shape_files(), own]
    assert workspace.in_our_terms


@pytest.mark.parametrize("linked", ["facts", "facts/a.trig", "changes", "changes/1-a.rdfp"])
def test_links_that_lead_out_are_refused(tmp_path: Path, linked: str) -> None:
    made(tmp_path / "w")
    target = tmp_path / "elsewhere"
    target.mkdir()
    link = tmp_path / "w" / linked
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(target)
    workspace = Workspace.open(tmp_path / "w")
    with pytest.raises(WorkspaceError, match="symbolic link"):
        _ = workspace.fact_files() if linked.startswith("facts") else workspace.log_files()


def test_files_and_a_workspace_are_not_one_graph(tmp_path: Path) -> None:
    made(tmp_path)
    with pytest.raises(UsageError, match="not both"):
        LunarGraph.open(tmp_path / "a.ttl", workspace=tmp_path)


def test_a_graph_without_a_workspace_cannot_be_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<http://e/a> a <http://e/b> .", "utf-8")
    with pytest.raises(UsageError, match="needs a workspace"):
        LunarGraph.open(path).add(path)


@pytest.mark.parametrize(
    "arguments",
    [
        {"name": "Not A Slug"},
        {"name": "file"},
        {"licence": "CC BY"},
        {"known_until": "last year"},
        {"known_until": "2026-13"},
        {"base": ["missing.ttl"]},
    ],
)
def test_init_refuses_what_cannot_be_and_leaves_nothing(
    tmp_path: Path, arguments: dict[str, str]
) -> None:
    with pytest.raises(LunarGraphError):
        LunarGraph.init(tmp_path / "w", **arguments)  # type: ignore[arg-type]
    assert not (tmp_path / "w").exists()


def test_init_takes_its_name_from_the_folder_and_refuses_a_second_time(tmp_path: Path) -> None:
    graph = LunarGraph.init(tmp_path / "My Lunar Notes", base=["ontology"])
    assert graph.workspace.name == "my-lunar-notes"
    with pytest.raises(UsageError, match="already"):
        LunarGraph.init(tmp_path / "My Lunar Notes")


def test_the_private_folder_tells_git_to_ignore_it_or_is_not_made_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was begun on a full disk would tell git nothing."""
    workspace = Workspace.open(made(tmp_path))

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(FileError, match="disk is full"):
            workspace.make_private()
    workspace.make_private()
    assert (tmp_path / ".lunargraph" / ".gitignore").read_text("utf-8") == "*\n"
