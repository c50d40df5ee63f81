import errno
import os
import stat
from pathlib import Path

import pytest

from lunargraph.errors import FileError
from lunargraph.files import digest, read_bytes, refuse_unwritable, write_atomically


def read_refusal(path: str | Path) -> FileError:
    with pytest.raises(FileError) as caught:
        read_bytes(path)
    return caught.value


def write_refusal(path: str | Path, data: bytes = b"new") -> FileError:
    with pytest.raises(FileError) as caught:
        write_atomically(path, data)
    return caught.value


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def failing(number: int) -> object:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a.ttl", b"one")
    write_atomically(str(tmp_path / "a.ttl"), b"two\x00")
    assert read_bytes(tmp_path / "a.ttl") == b"two\x00"
    assert names_in(tmp_path) == ["a.ttl"]


def test_a_missing_file_offers_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "missions.ttl").touch()
    error = read_refusal(tmp_path / "mission.ttl")
    assert (error.what, error.where) == ("there is no such file", str(tmp_path / "mission.ttl"))
    assert error.mend == "did you mean 'missions.ttl'?"
    assert read_refusal(tmp_path / "nowhere" / "a.ttl").mend == "check the path"


def test_a_folder_is_neither_read_nor_overwritten(tmp_path: Path) -> None:
    assert read_refusal(tmp_path).what == "this is a folder, not a file"
    assert write_refusal(tmp_path).what == "this is a folder, not a file"
    assert names_in(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nowhere/a.ttl", "folder of this file does not exist"),
        ("plain/a.ttl", "a file, not a folder"),
        ("x" * 300, "name is too long"),
        ("a\0b", "refuses"),
    ],
)
def test_paths_that_cannot_be_written(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "plain").touch()
    error = write_refusal(f"{tmp_path}/{name}")
    assert words in error.what
    assert error.mend
    with pytest.raises(FileError, match=words):
        refuse_unwritable(f"{tmp_path}/{name}")
    assert names_in(tmp_path) == ["plain"]


def test_what_can_be_written_is_not_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"old")
    refuse_unwritable(tmp_path / "old")
    refuse_unwritable(tmp_path / "new")
    refuse_unwritable(os.devnull)
    assert names_in(tmp_path) == ["old"]
    assert (tmp_path / "old").read_bytes() == b"old"
    with pytest.raises(FileError, match="this is a folder"):
        refuse_unwritable(tmp_path)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="this system has no /proc")
def test_a_folder_that_takes_no_files_is_there_all_the_same() -> None:
    assert "may not be written" in write_refusal("/proc/x.trig").what


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "the file system is read-only"),
        (errno.EACCES, "may not be written"),
        (errno.EIO, "the system refuses"),
    ],
)
@pytest.mark.parametrize("call", ["write", "fsync", "open"])
def test_a_failed_write_keeps_the_old_content_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, words: str
) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing(number))
        error = write_refusal(path)
    assert words in error.what
    assert error.mend
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a.ttl"]


def test_an_interrupted_write_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_atomically(tmp_path / "a.ttl", b"new")
    assert names_in(tmp_path) == []


def test_much_in_pieces_is_written_whole_and_settled_on_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[int] = []
    settle = os.fsync

    def note(handle: int) -> None:
        settled.append(os.fstat(handle).st_size)
        settle(handle)

    monkeypatch.setattr("lunargraph.files._MUCH", 4)
    monkeypatch.setattr(os, "fsync", note)
    pieces = [b"one", b"", b"and two", b"three"]
    write_atomically(tmp_path / "a.nt", pieces)
    assert (tmp_path / "a.nt").read_bytes() == b"oneand twothree"
    assert len(settled) > 2  # on the way, at the end, and the folder
    assert names_in(tmp_path) == ["a.nt"]


def test_a_disk_that_fails_on_the_way_is_told_and_the_old_content_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.nt"
    path.write_bytes(b"old")
    handles: list[int] = []

    def fail_at_first(handle: int) -> None:
        handles.append(handle)
        if len(handles) == 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("lunargraph.files._MUCH", 1)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail_at_first)
        with pytest.raises(FileError, match="the disk is full"):
            write_atomically(path, [b"one", b"two"])
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a.nt"]


def test_an_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.ttl").touch()
    monkeypatch.setattr(Path, "read_bytes", failing(errno.EACCES))  # the tests may run as root
    assert read_refusal(tmp_path / "a.ttl").what == "the file may not be read"


def test_the_rights_of_the_file_are_kept_and_a_new_one_follows_the_mask(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.touch()
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    (tmp_path / "reference").touch()
    write_atomically(tmp_path / "b.ttl", b"new")
    assert (tmp_path / "b.ttl").stat().st_mode == (tmp_path / "reference").stat().st_mode


def test_a_symbolic_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link.ttl").symlink_to("real.ttl")
    write_atomically(tmp_path / "link.ttl", b"new")
    assert (tmp_path / "link.ttl").is_symlink()
    assert (tmp_path / "real.ttl").read_bytes() == b"new"


def test_a_device_is_written_and_not_replaced() -> None:
    write_atomically("/dev/null", b"x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert write_refusal("/dev/full").what == "the disk is full; nothing was changed"


def test_a_left_over_temporary_name_is_no_obstacle(tmp_path: Path) -> None:
    left_over = tmp_path / f".lunargraph-{os.getpid()}-0.tmp"
    left_over.touch()
    write_atomically(tmp_path / "a.ttl", b"x")
    assert names_in(tmp_path) == [left_over.name, "a.ttl"]


def test_a_path_that_is_not_text_is_shown_escaped() -> None:
    assert read_refusal(os.fsdecode(b"nowhere/\xff.ttl")).where == "nowhere/\\udcff.ttl"


def test_the_digest_is_sha_256() -> None:
    assert digest(b"abc").startswith("ba7816bf8f01cfea414140de5dae2223")
