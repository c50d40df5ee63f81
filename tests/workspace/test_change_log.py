"""The log: a chain that shows what was altered, and that survives branches of git."""

import shutil
from pathlib import Path

import pytest

from lunargraph.errors import UsageError, WorkspaceError
from lunargraph.formats.rdf_patch import load_patch
from lunargraph.workspace.change_log import Log
from lunargraph.workspace.folders import Workspace
from lunargraph.workspace.transactions import Transactions
from small_workspaces import add, begun, contents, small_workspace

ANN = "ex:ann a ex:Cat ."
TOM = "ex:tom a ex:Cat ."


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return small_workspace(tmp_path)


def undo(workspace: Workspace) -> None:
    with begun(workspace) as transactions:
        transactions.carry_out(transactions.plan_undo(), who="tester")


def branched(workspace: Workspace, other: Path) -> Workspace:
    shutil.copytree(workspace.root, other)
    return Workspace.open(other)


def merge(workspace: Workspace, other: Workspace) -> None:
    """Take over the files that only the other side has, as git does."""
    for folder in ("facts", "changes"):
        for path in (other.root / folder).iterdir():
            if not (workspace.root / folder / path.name).exists():
                shutil.copy(path, workspace.root / folder)


def test_an_entry_is_an_rdf_patch_with_who_when_and_why(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    add(workspace, "a", TOM)
    [first, entry] = Log(workspace).entries
    assert (entry.number, entry.action, entry.who) == (2, "add", "tester")
    assert entry.when == "2026-09-21T14:13:20Z"
    assert entry.previous == (first.id,)
    patch = load_patch(workspace.root / entry.path)
    assert [str(quad.subject) for quad in patch.added] == ["<http://example.org/tom>"]
    assert patch.header["why" if entry.why else "who"].value == "tester"


def test_the_same_changes_at_the_same_time_give_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    made = []
    for name in ("one", "two"):
        workspace = small_workspace(tmp_path / name)
        add(workspace, "a", "ex:tom ex:likes [ ex:name 'milk' ] .")
        undo(workspace)
        made.append(contents(workspace))
    assert made[0] == made[1]


@pytest.mark.parametrize("value", ["", "-1", "soon", "9" * 20])
def test_a_time_that_is_none_is_refused(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        add(workspace, "a", TOM)
    assert not (workspace.facts / "a.trig").exists()


def test_an_altered_entry_is_refused_wherever_it_was_altered(workspace: Workspace) -> None:
    add(workspace, "a", TOM)
    path = workspace.root / Log(workspace).entries[1].path
    data = path.read_bytes()
    for position in range(0, len(data), 7):
        path.write_bytes(data[:position] + b"~" + data[position + 1 :])
        with pytest.raises(WorkspaceError, match="altered"):
            Log(workspace)
    path.write_bytes(data[:-1])
    with pytest.raises(WorkspaceError, match="altered"):
        Log(workspace)
    path.write_bytes(data)
    assert len(Log(workspace).entries) == 2


def test_a_missing_or_renamed_entry_is_refused(workspace: Workspace) -> None:
    add(workspace, "a", TOM)
    add(workspace, "b", ANN)
    path = workspace.root / Log(workspace).entries[1].path
    renamed = path.with_name("0009-00000000.rdfp")
    path.rename(renamed)
    with pytest.raises(WorkspaceError, match="renamed"):
        Log(workspace)
    renamed.unlink()
    with pytest.raises(WorkspaceError, match="missing"):
        Log(workspace)


def test_branches_that_added_apart_meet_in_the_next_entry(
    workspace: Workspace, tmp_path: Path
) -> None:
    other = branched(workspace, tmp_path / "other")
    add(workspace, "a", TOM)
    add(other, "b", ANN)
    merge(workspace, other)
    log = Log(workspace)
    assert [entry.number for entry in log.entries] == [1, 2, 2]
    assert len(log.heads) == 2
    assert Transactions(workspace).strays() == []
    add(workspace, "c", "ex:tim a ex:Cat .")
    log = Log(workspace)
    assert set(log.entries[-1].previous) == {entry.id for entry in log.entries[1:3]}
    assert len(log.heads) == 1
    undo(workspace)
    assert sorted(path.stem for path in workspace.fact_files()) == ["a", "b"]


def test_branches_that_changed_one_file_meet_in_both_changes(
    workspace: Workspace, tmp_path: Path
) -> None:
    add(workspace, "a", f"{TOM} ex:tom ex:likes ex:milk .")
    other = branched(workspace, tmp_path / "other")
    add(workspace, "a", f"{TOM} ex:tom ex:likes ex:milk , ex:fish .", replace=True)
    add(other, "a", TOM, replace=True)
    merge(workspace, other)
    strays = Transactions(workspace).strays()
    assert len(strays) == 1
    assert "changed by hand" in strays[0]  # the file is that of one side, the log of both
    both = Log(workspace).state("facts/a.trig").write()
    assert b"ex:fish" in both
    assert b"ex:milk" not in both
    (workspace.facts / "a.trig").write_bytes(both)  # what a merge of the lines gives
    assert Transactions(workspace).strays() == []
    with pytest.raises(UsageError, match="another entry"):
        undo(workspace)
    add(workspace, "a", ANN, replace=True)
    undo(workspace)
    assert (workspace.facts / "a.trig").read_bytes() == both


def test_strays_are_told_with_what_records_them(workspace: Workspace) -> None:
    for name, text in (("a", TOM), ("b", ANN), ("c", TOM)):
        add(workspace, name, text)
    (workspace.facts / "a.trig").unlink()
    path = workspace.facts / "b.trig"
    path.write_bytes(path.read_bytes().replace(b"ex:Cat", b"ex:Dog"))
    path = workspace.facts / "c.trig"
    path.write_bytes(b"# a remark\n" + path.read_bytes())
    (workspace.facts / "d.trig").write_text("<urn:a> a <urn:b> .", "utf-8")
    (workspace.facts / "e.trig").write_text("<urn:a> a", "utf-8")
    assert Transactions(workspace).strays() == [
        "facts/a.trig is gone; `lunargraph remove facts/a.trig` records that",
        "facts/b.trig was changed by hand; `lunargraph add facts/b.trig` records the change",
        "facts/c.trig is not in canonical form; `lunargraph add facts/c.trig` mends it",
        "facts/d.trig is not in the log; `lunargraph add facts/d.trig` records it",
        "facts/e.trig is not in the log; `lunargraph add facts/e.trig` records it",
    ]


def test_a_log_from_elsewhere_is_read_line_ends_and_all(workspace: Workspace) -> None:
    """Control characters and line separators in words do not part the entry."""
    with begun(workspace) as transactions:
        document_plan = transactions.plan_add([])
        why = 'TX .\nA\r\n\x85\u2028 \x00 H who "me" .\nTC .\n'
        transactions.carry_out(document_plan, why=why, who='a "b" \\ <c>')
    entry = Log(workspace).entries[-1]
    assert (entry.why, entry.who) == (why, 'a "b" \\ <c>')
