"""A change is whole or not there, at whatever step it is cut off."""

import errno
import json
import os
import shutil
from pathlib import Path

import pytest

from lunargraph.errors import FileError, WorkspaceError
from lunargraph.files import digest
from lunargraph.workspace import journal
from lunargraph.workspace.journal import Write, commit, recover, wait_until_settled
from small_workspaces import KilledError, ignore, killed_at

WRITES = [
    Write("facts/a.trig", b"new", digest(b"old")),
    Write("facts/b.trig", None, digest(b"old")),
    Write("changes/2.rdfp", b"entry"),
]
OLD = {"facts/a.trig": b"old", "facts/b.trig": b"old"}
NEW = {"facts/a.trig": b"new", "changes/2.rdfp": b"entry"}


def made(folder: Path) -> Path:
    (folder / ".lunargraph").mkdir(parents=True)
    (folder / "facts").mkdir()
    for name, data in OLD.items():
        (folder / name).write_bytes(data)
    return folder


def held(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file() and ".lunargraph" not in path.parts)
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def all_steps(folder: Path) -> list[str]:
    with killed_at(0) as steps:
        commit(made(folder), WRITES, "add")
    return steps


def test_a_commit_changes_all_and_leaves_nothing_behind(tmp_path: Path) -> None:
    root = made(tmp_path / "w")
    commit(root, WRITES, "add")
    assert held(root) == NEW
    assert list((root / ".lunargraph").iterdir()) == []
    assert recover(root) is None


def test_a_kill_at_any_step_leaves_the_old_state_or_the_new(tmp_path: Path) -> None:
    steps = all_steps(tmp_path / "whole")
    assert len(steps) == 10
    decided = steps.index("journal written") + 1
    for number in range(1, len(steps) + 1):
        root = made(tmp_path / str(number))
        with killed_at(number), pytest.raises(KilledError):
            commit(root, WRITES, "add")
        heard: list[str] = []
        wait_until_settled(root, heard.append)
        assert held(root) == (NEW if number >= decided else OLD), steps[number - 1]
        finished = decided <= number < len(steps)
        assert heard == finished * [
            "finished a change of the workspace that was interrupted: add"
        ], steps[number - 1]
        commit(root, [Write("facts/c.trig", b"c")], "add")  # whatever was left is no hindrance
        assert not list((root / ".lunargraph").glob("staged*"))


def test_a_kill_during_the_repair_is_repaired_as_well(tmp_path: Path) -> None:
    root = made(tmp_path / "w")
    with killed_at(5), pytest.raises(KilledError):  # the journal is there, no file is in place
        commit(root, WRITES, "add")
    for _ in WRITES:
        with killed_at(1), pytest.raises(KilledError):
            recover(root)
    assert recover(root) == "add"
    assert held(root) == NEW


@pytest.mark.parametrize("path", ["facts/a.trig", "changes/2.rdfp"])
def test_what_somebody_saved_while_a_change_was_checked_is_not_written_over(
    tmp_path: Path, path: str
) -> None:
    root = made(tmp_path / "w")
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_bytes(b"by hand")
    with pytest.raises(WorkspaceError, match="changed while"):
        commit(root, WRITES, "add")
    assert held(root) == OLD | {path: b"by hand"}
    assert recover(root) is None


def test_what_somebody_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    root = made(tmp_path / "w")
    with killed_at(5), pytest.raises(KilledError):
        commit(root, WRITES, "add")
    (root / "facts/a.trig").write_bytes(b"by hand")
    with pytest.raises(WorkspaceError, match="changed since"):
        recover(root)
    assert held(root) == OLD | {"facts/a.trig": b"by hand"}
    (root / "facts/a.trig").unlink()
    with pytest.raises(WorkspaceError, match="changed since"):
        recover(root)  # it is not what it was either
    (root / "facts/a.trig").write_bytes(b"old")
    assert recover(root) == "add"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"version": 9, "doing": "add", "steps": []}',
        '{"version": 2, OF, "doing": "add", "steps": [{"path": "../x", "before": null, "after": null}]}',
        '{"version": 2, OF, "doing": "add", "steps": [{"path": "/etc/x", "before": null, "after": null}]}',
        '{"version": 2, OF, "doing": "add", "steps": [{"path": "facts/a.trig"}]}',
        '{"version": 2, "doing": "add", "steps": []}',
        '{"version": 2, "of": 1, "doing": "add", "steps": []}',
    ],
)
def test_a_journal_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    root = made(tmp_path / "w")
    own = json.dumps(journal._identity(root))
    journal_of_this = text.replace("OF", f'"of": {own}')
    (root / ".lunargraph" / "journal.json").write_text(journal_of_this, "utf-8")
    with pytest.raises(WorkspaceError, match="cannot be read"):
        recover(root)
    assert held(root) == OLD


def test_a_disk_that_is_full_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first file fits, the second does not."""
    root = made(tmp_path / "w")

    def synced(path: Path, data: bytes) -> None:
        if path.name == "2":
            with Path("/dev/full").open("wb", buffering=0) as full:
                full.write(data)
        path.write_bytes(data)

    monkeypatch.setattr(journal, "write_synced", synced)
    with pytest.raises(FileError, match="disk is full"):
        commit(root, WRITES, "add")
    assert held(root) == OLD
    assert recover(root) is None
    assert list((root / ".lunargraph").iterdir()) == []


def test_a_disk_that_is_full_when_the_journal_is_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = made(tmp_path / "w")

    def full(path: Path, data: bytes) -> None:
        raise FileError("the disk is full; nothing was changed", where=str(path))

    monkeypatch.setattr(journal, "write_atomically", full)
    with pytest.raises(FileError, match="disk is full"):
        commit(root, WRITES, "add")
    assert held(root) == OLD
    assert list((root / ".lunargraph").iterdir()) == []


def test_every_name_is_on_the_disk_before_what_rests_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also that of a folder that the change makes, as ``changes/`` here, and of our own folder."""
    root = made(tmp_path / "w")
    events: list[str] = []

    def settled(folder: Path) -> None:
        events.append(f"settled {folder.relative_to(root)}")

    monkeypatch.setattr(journal, "settle", settled)
    monkeypatch.setattr(journal, "reach", events.append)
    commit(root, WRITES, "add")
    staged, written, placed, removed = (
        events.index(step)
        for step in ("staged", "journal written", "folders on the disk", "journal removed")
    )
    private = {"settled .lunargraph/staged", "settled .lunargraph", "settled ."}
    assert private <= set(events[:staged])
    assert {"settled .", "settled changes", "settled facts"} <= set(events[written:placed])
    assert events[placed:removed] == ["folders on the disk", "settled .lunargraph"]


def test_what_is_decided_and_cannot_be_finished_is_finished_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = made(tmp_path / "w")

    def refuse(path: Path, target: Path) -> Path:
        raise OSError(errno.EROFS, "Read-only file system", str(target))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        patched.setattr(journal, "write_atomically", lambda path, data: path.write_bytes(data))
        with pytest.raises(WorkspaceError, match="the next command finishes the change"):
            commit(root, WRITES, "add")
        with pytest.raises(WorkspaceError, match="Read-only file system"):
            recover(root)
    assert recover(root) == "add"
    assert held(root) == NEW


def test_a_reader_waits_for_a_living_writer_and_is_told_if_it_never_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    root = made(tmp_path / "w")
    with killed_at(5), pytest.raises(KilledError):
        commit(root, WRITES, "add")
    monkeypatch.setattr(journal, "_PATIENCE", 0.0)
    lock = os.open(root / ".lunargraph" / "lock", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(WorkspaceError, match="does not end"):
            wait_until_settled(root, ignore)
    finally:
        os.close(lock)
    wait_until_settled(root, ignore)
    assert held(root) == NEW


def test_the_journal_says_what_is_done(tmp_path: Path) -> None:
    root = made(tmp_path / "w")
    with killed_at(5), pytest.raises(KilledError):
        commit(root, WRITES, "remove, entry 7")
    said = json.loads((root / ".lunargraph" / "journal.json").read_text("utf-8"))
    assert said["doing"] == "remove, entry 7"
    assert [step["path"] for step in said["steps"]] == [write.path for write in WRITES]


class TestCopies:
    """A journal is carried out where it was written, and not in a copy of the folder."""

    @pytest.fixture
    def half(self, tmp_path: Path) -> Path:
        root = made(tmp_path / "w")
        with killed_at(5), pytest.raises(KilledError):
            commit(root, WRITES, "add")
        return root

    def test_a_copy_does_not_carry_out_what_was_decided_elsewhere(self, half: Path) -> None:
        copy = half.with_name("copy")
        shutil.copytree(half, copy)
        with pytest.raises(WorkspaceError, match="was decided there") as caught:
            wait_until_settled(copy, ignore)
        assert caught.value.got is not None
        assert str(half) in caught.value.got
        assert held(copy) == OLD
        shutil.rmtree(copy / ".lunargraph")  # as it says
        wait_until_settled(copy, ignore)
        wait_until_settled(half, ignore)
        assert held(half) == NEW

    def test_a_folder_that_was_moved_is_repaired(self, half: Path) -> None:
        moved = half.rename(half.with_name("moved"))
        wait_until_settled(moved, ignore)
        assert held(moved) == NEW

    @pytest.mark.parametrize("part", ["folder", "machine"])
    def test_a_machine_may_number_its_files_or_be_called_otherwise(
        self, half: Path, part: str
    ) -> None:
        path = half / ".lunargraph" / "journal.json"
        said = json.loads(path.read_text("utf-8"))
        said["of"][part] = 0
        path.write_text(json.dumps(said), "utf-8")
        wait_until_settled(half, ignore)
        assert held(half) == NEW
