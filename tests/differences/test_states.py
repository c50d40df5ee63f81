import os
import subprocess
from pathlib import Path

import pytest

from lunargraph.differences import find_states
from lunargraph.errors import FileError, LunarGraphError, ParseError, UnknownNameError, UsageError

GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
}  # fmt: skip


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def write(path: str, *values: int) -> None:
    text = "".join(f'<http://e/a> <http://e/p> "{value}" .\n' for value in values)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text or "# nothing\n")


def values(
    before: str, after: str | None = None, *, paths: tuple[str, ...] = ()
) -> tuple[list[str], list[str]]:
    """Return the values that both sides give, sorted."""
    old, new = find_states(before, after, paths)
    found = [sorted(str(quad.object).strip('"') for quad in side.quads) for side in (old, new)]
    return found[0], found[1]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for name, value in GIT.items():
        monkeypatch.setenv(name, value)
    return tmp_path


@pytest.fixture
def repository(here: Path) -> Path:
    """Three commits: facts/a.ttl says 1, then 2, then there is facts/deep/b.nt as well."""
    git("init", "-q", "-b", "main")
    write("facts/a.ttl", 1)
    Path("README.md").write_text("no facts\n")
    git("add", ".")
    git("commit", "-qm", "1")
    git("tag", "first")
    write("facts/a.ttl", 2)
    git("commit", "-qam", "2")
    write("facts/deep/b.nt", 3)
    git("add", ".")
    git("commit", "-qm", "3")
    return here


def test_files_and_folders(here: Path) -> None:
    write("old.ttl", 1)
    write("new/a.ttl", 1)
    write("new/deep/b.nt", 2)
    Path("new/package.json").write_text("{}")
    write("new/.hidden/c.ttl", 3)
    assert values("old.ttl", "new") == (["1"], ["1", "2"])
    assert values(os.devnull, "old.ttl") == ([], ["1"])
    old, new = find_states(here / "old.ttl", here / "new")
    assert old.files == {here / "old.ttl"}
    assert new.files == {here / "new" / "a.ttl", here / "new" / "deep" / "b.nt"}


def test_what_was_inferred_in_an_export_is_not_asserted(here: Path) -> None:
    Path("a.nq").write_text(
        "<http://e/a> <http://e/p> <http://e/b> <https://w3id.org/lunargraph/graph/inferred> .\n"
    )
    assert find_states("a.nq", "a.nq")[0].quads == []


@pytest.mark.parametrize(
    ("arguments", "paths", "expected"),
    [
        (("HEAD~2", "HEAD"), (), (["1"], ["2", "3"])),
        (("first", "main"), (), (["1"], ["2", "3"])),
        (("HEAD~1", "HEAD"), ("facts/a.ttl",), (["2"], ["2"])),
        (("HEAD~1", "HEAD"), ("facts/deep",), ([], ["3"])),
        (("HEAD~2:facts/a.ttl", "HEAD:facts/a.ttl"), (), (["1"], ["2"])),
        (("HEAD~2:facts", "facts"), (), (["1"], ["2", "3"])),
        (("HEAD:facts", "HEAD:facts/deep"), (), (["2", "3"], ["3"])),
        (("HEAD~2:./facts/a.ttl", "facts/a.ttl"), (), (["1"], ["2"])),
    ],
)
def test_revisions(
    repository: Path,
    arguments: tuple[str, str],
    paths: tuple[str, ...],
    expected: tuple[list[str], list[str]],
) -> None:
    assert values(*arguments, paths=paths) == expected


def test_a_revision_is_compared_with_the_files_as_they_are_now(repository: Path) -> None:
    write("facts/a.ttl", 4)
    write("facts/new.ttl", 5)
    write("build/out.ttl", 6)
    Path(".gitignore").write_text("build/\n")
    Path("facts/deep/b.nt").unlink()
    assert values("HEAD") == (["2", "3"], ["4", "5"])
    assert values("HEAD", paths=("facts/a.ttl",)) == (["2"], ["4"])
    assert values("HEAD:facts/a.ttl") == (["2"], ["4"])


def test_paths_are_relative_to_the_folder_where_one_is(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("facts")
    assert values("HEAD~2", "HEAD") == (["1"], ["2", "3"])
    assert values("HEAD~1", "HEAD", paths=("deep",)) == ([], ["3"])
    assert values("HEAD", paths=("deep",)) == (["3"], ["3"])
    [file] = find_states("HEAD", "HEAD", ["deep"])[0].files
    assert file == repository / "facts" / "deep" / "b.nt"


def test_revisions_know_the_files_that_they_stand_for(repository: Path) -> None:
    expected = {repository / "facts" / "a.ttl", repository / "facts" / "deep" / "b.nt"}
    assert find_states("HEAD", "HEAD")[0].files == expected
    assert find_states("HEAD:facts", "HEAD")[0].files == expected
    assert find_states("HEAD:facts/a.ttl", "HEAD")[0].files == {repository / "facts" / "a.ttl"}


def test_what_exists_as_a_path_is_a_path(repository: Path) -> None:
    git("branch", "facts")
    assert values("facts", "first") == (["2", "3"], ["1"])


def test_names_that_git_could_take_for_something_else(repository: Path) -> None:
    write("facts/-n *.ttl", 7)
    write('facts/嫦娥 "x".ttl', 8)
    git("add", ".")
    git("commit", "-qm", "names")
    assert values("HEAD~1", "HEAD", paths=("facts/-n *.ttl",)) == ([], ["7"])
    assert values("HEAD", "HEAD")[1] == ["2", "3", "7", "8"]
    for name in ("--all", "-p", "$(touch x)", "HEAD; touch x", "\0", "x" * 5000):
        with pytest.raises(LunarGraphError):
            find_states(name, "HEAD")
    assert not Path("x").exists()


def test_links_hold_nothing(repository: Path) -> None:
    Path("facts/link.ttl").symlink_to("a.ttl")
    git("add", ".")
    git("commit", "-qm", "link")
    assert values("HEAD~1", "HEAD")[1] == ["2", "3"]


def test_unknown_revisions_are_named_with_the_nearest(repository: Path) -> None:
    with pytest.raises(UnknownNameError, match="file, folder or revision") as caught:
        find_states("mian", "HEAD")
    assert "did you mean 'main'" in str(caught.value)


def test_a_file_that_is_missing_is_no_revision(repository: Path) -> None:
    write("fact.ttl", 1)
    with pytest.raises(FileError, match="no such file") as caught:
        find_states("facs.ttl", "HEAD")
    assert "fact.ttl" in str(caught.value)


def test_paths_that_lead_nowhere(repository: Path) -> None:
    for path in ("fact", "README.md", "../elsewhere"):
        with pytest.raises(LunarGraphError):
            find_states("HEAD~1", "HEAD", [path])
    with pytest.raises(UsageError, match="paths are for revisions"):
        find_states("facts/a.ttl", "facts", ["facts"])


def test_one_file_alone_is_compared_with_nothing(here: Path) -> None:
    write("a.ttl", 1)
    with pytest.raises(UsageError, match="compared with nothing"):
        find_states("a.ttl")


def test_where_there_is_no_repository(here: Path) -> None:
    write("a.ttl", 1)
    with pytest.raises(FileError, match="no git repository"):
        find_states("HEAD~1", "a.ttl")


def test_where_there_is_no_git(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.ttl", 1)
    monkeypatch.setenv("PATH", str(here))
    assert values("a.ttl", "a.ttl") == (["1"], ["1"])  # needs none
    with pytest.raises(FileError, match="git is not installed"):
        find_states("HEAD~1", "a.ttl")


def test_a_folder_without_rdf(repository: Path) -> None:
    Path("empty").mkdir()
    with pytest.raises(FileError, match="no RDF file in this folder"):
        find_states("empty", "facts")
    Path("empty/x.md").write_text("x")
    git("add", ".")
    git("commit", "-qm", "x")
    with pytest.raises(FileError, match="no RDF on either side"):
        find_states("HEAD:empty", "HEAD:empty")


def test_a_revision_that_does_not_parse_is_named_with_its_line(repository: Path) -> None:
    Path("facts/a.ttl").write_bytes(b"<http://e/a> <http://e/b> 1 .\n\xff\x00")
    git("commit", "-qam", "garbage")
    with pytest.raises(ParseError) as caught:
        find_states("HEAD", "HEAD~1")
    assert caught.value.where == "HEAD:facts/a.ttl:2:2"


def test_an_unborn_branch_and_a_bare_repository(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.ttl", 1)
    git("init", "-q")
    with pytest.raises(UnknownNameError):
        find_states("HEAD", "a.ttl")
    git("init", "-q", "--bare", "bare")
    monkeypatch.chdir("bare")
    with pytest.raises(FileError):
        find_states("HEAD~1", "main")
