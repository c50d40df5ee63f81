import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from lunargraph.errors import CacheError, FileError, ParseError, StoreError
from lunargraph.store import Dataset
from lunargraph.workspace import Cache, cache, generations, keys, layout

P, Q, GRAPH = (NamedNode(f"http://example.org/{name}") for name in "pqg")


class Bench:
    """A cache, two input files, and a builder that counts its builds and copies the files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "cache"
        self.inputs = [folder / "in" / "a.txt", folder / "in" / "deep" / "b.txt"]
        self.builds = 0
        self.said: list[str] = []
        for path in self.inputs:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(path.name, "utf-8")

    def build(self) -> tuple[Iterable[Quad], Iterable[Triple]]:
        self.builds += 1
        texts = [path.read_text("utf-8") for path in self.inputs]
        return [Quad(P, P, Literal(text), GRAPH) for text in texts], [Triple(P, Q, Q)]

    def open(self, build: Callable[..., tuple[Iterable[Quad], Iterable[Triple]]] | None = None,
             engine: str = "owlrl") -> Dataset:  # fmt: skip
        return Cache(self.folder).open(
            self.inputs, build or self.build, engine=engine, announce=self.said.append
        )

    def generation(self) -> Path:
        (only,) = layout.generations(self.folder)
        return only

    def files(self) -> dict[str, int]:
        found = self.folder.rglob("*")
        return {str(path): path.stat().st_mtime_ns for path in found if path.is_file()}


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.setattr(layout, "_RACY", -(10**18))  # the files here are all brand new
    monkeypatch.setattr(layout, "builder_files", list)  # others may be editing those right now
    return Bench(tmp_path)


def values(dataset: Dataset) -> set[str]:
    found = (quad.object for quad in dataset.quads("asserted"))
    return {literal.value for literal in found if isinstance(literal, Literal)}


# --- building and finding again -------------------------------------------------------------------


def test_the_second_opening_builds_nothing_and_writes_nothing(bench: Bench) -> None:
    assert values(bench.open()) == {"a.txt", "b.txt"}
    before = bench.files()
    assert values(bench.open()) == {"a.txt", "b.txt"}
    assert (bench.builds, bench.said) == (1, [])
    assert bench.files() == before


def test_the_second_opening_reads_no_input_and_imports_little(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.open()
    monkeypatch.setattr(generations, "obtain", None)
    assert bench.open().counts().asserted == 2


def test_start_up_is_lean() -> None:
    script = (
        "import sys, lunargraph.workspace; "
        "print({'json', 'hashlib', 'shutil', 'tempfile', 'fcntl', 'subprocess', 'logging', "
        "'urllib.request', 'dataclasses', 'importlib.metadata'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_a_changed_file_is_built_anew(bench: Bench) -> None:
    bench.open()
    bench.inputs[0].write_text("other", "utf-8")
    assert values(bench.open()) == {"other", "b.txt"}
    assert bench.builds == 2


def test_a_change_of_equal_size_and_time_is_noticed(bench: Bench) -> None:
    bench.open()
    stat = bench.inputs[0].stat()
    bench.inputs[0].write_text("A.TXT", "utf-8")
    os.utime(bench.inputs[0], ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert values(bench.open()) == {"A.TXT", "b.txt"}


def test_a_file_that_was_only_touched_is_not_built_anew(bench: Bench) -> None:
    bench.open()
    os.utime(bench.inputs[0], (1, 1))
    assert values(bench.open()) == {"a.txt", "b.txt"}
    assert bench.builds == 1


def test_going_back_finds_the_old_generation(bench: Bench) -> None:
    bench.open()
    bench.inputs[0].write_text("other", "utf-8")
    bench.open()
    bench.inputs[0].write_text("a.txt", "utf-8")
    assert values(bench.open()) == {"a.txt", "b.txt"}
    assert bench.builds == 2


def test_a_file_that_moves_within_its_folder_is_built_anew(bench: Bench) -> None:
    bench.open()
    moved = bench.inputs[1].with_name("c.txt")
    bench.inputs[1].rename(moved)
    bench.inputs[1] = moved
    bench.open()
    assert bench.builds == 2


def test_a_folder_that_moves_whole_is_not(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "builder_files", lambda: [__file__])  # as in a checkout
    bench.open()
    root = bench.inputs[0].parent
    elsewhere = root.with_name("elsewhere")
    root.rename(elsewhere)
    bench.inputs = [elsewhere / path.relative_to(root) for path in bench.inputs]
    assert values(bench.open()) == {"a.txt", "b.txt"}
    assert bench.builds == 1


@pytest.mark.parametrize("distribution", ["lunargraph", "owlrl"])
def test_another_version_is_built_anew(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, distribution: str
) -> None:
    bench.open()
    version = keys.version_of
    monkeypatch.setattr(
        keys, "version_of", lambda name: "99" if name == distribution else version(name)
    )
    touched = bench.inputs[0].stat().st_mtime_ns + 1
    os.utime(bench.inputs[0], ns=(touched, touched))  # an installation touches its folder likewise
    bench.open()
    assert bench.builds == 2


def test_another_engine_is_built_anew(bench: Bench) -> None:
    bench.open()
    bench.open(engine="duckdb")
    assert bench.builds == 2


def test_changed_code_of_a_checkout_is_built_anew(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    module = tmp_path / "reasoner.py"
    module.write_text("1\n", "utf-8")
    monkeypatch.setattr(layout, "builder_files", lambda: [str(module)])
    bench.open()
    module.write_text("2\n", "utf-8")
    bench.open()
    assert bench.builds == 2


def test_the_code_that_counts_is_there() -> None:
    package = Path(layout.__file__).parent.parent
    assert [name for name in layout.BUILDERS if not (package / name).exists()] == []


def test_a_file_just_written_is_read_again_until_it_has_aged(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "_RACY", 2_000_000_000)
    bench.open()
    bench.open()
    assert layout.indexes(bench.folder) == []
    later = max(path.stat().st_ctime_ns for path in bench.inputs) + 3_600_000_000_000
    monkeypatch.setattr("time.time_ns", lambda: later)
    bench.open()
    assert len(layout.indexes(bench.folder)) == 1
    assert bench.builds == 1


def test_files_that_change_during_the_build_are_built_again(bench: Bench) -> None:
    def build() -> tuple[Iterable[Quad], Iterable[Triple]]:
        built = bench.build()
        if bench.builds == 1:
            bench.inputs[0].write_text("changed meanwhile", "utf-8")
        return built

    assert values(bench.open(build)) == {"changed meanwhile", "b.txt"}
    assert bench.builds == 2
    assert len(layout.generations(bench.folder)) == 1


def test_files_that_never_rest_are_an_error(bench: Bench) -> None:
    def build() -> tuple[Iterable[Quad], Iterable[Triple]]:
        bench.inputs[0].write_text(f"change {bench.builds}", "utf-8")
        return bench.build()

    with pytest.raises(CacheError, match="change while the graph is built"):
        bench.open(build)
    assert list((bench.folder / "building").iterdir()) == []


def test_a_file_that_is_missing(bench: Bench) -> None:
    bench.open()
    bench.inputs[0].unlink()
    with pytest.raises(FileError, match="no such file"):
        bench.open()


def test_the_manifest_says_what_it_was_built_from(bench: Bench) -> None:
    dataset = bench.open()
    manifest = Cache(bench.folder).manifest(dataset)
    assert manifest["counts"] == {"asserted": 2, "inferred": 1, "graphs": 1}
    assert manifest["key"].startswith(bench.generation().name)
    size, changed, sha = manifest["inputs"][str(bench.inputs[0])]
    assert (size, changed) == (5, bench.inputs[0].stat().st_mtime_ns)
    assert sha.startswith("18b7cb099a9e")  # printf a.txt | sha256sum
    with pytest.raises(CacheError, match="in memory"):
        Cache(bench.folder).manifest(Dataset.from_quads([]))


# --- damage ---------------------------------------------------------------------------------------


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garble(path: Path) -> None:
    path.write_bytes(b"\xff" * path.stat().st_size)


def lie_about_counts(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace('"asserted": 2', '"asserted": 3'), "utf-8")


def break_syntax(path: Path) -> None:
    path.write_text("{" + path.read_text("utf-8"), "utf-8")


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("manifest.json", Path.unlink),
        ("manifest.json", break_syntax),
        ("seal", Path.unlink),
        ("seal", garble),
        ("store/CURRENT", Path.unlink),
        ("store/CURRENT", garble),
        ("store/MANIFEST-*", cut_in_half),  # opens as an empty store, without a word
        ("store/*.sst", Path.unlink),
        ("store/*.sst", cut_in_half),
        ("store", shutil.rmtree),
    ],
)
def test_a_damaged_generation_is_rebuilt(
    bench: Bench, file: str, damage: Callable[[Path], None]
) -> None:
    bench.open()
    damage(next(bench.generation().glob(file)))
    assert values(bench.open()) == {"a.txt", "b.txt"}
    assert bench.builds == 2
    assert len(bench.said) == 1
    assert "damaged" in bench.said[0]
    assert values(bench.open()) == {"a.txt", "b.txt"}
    assert bench.builds == 2


def test_damage_is_noticed_without_an_index_too(bench: Bench) -> None:
    bench.open()
    cut_in_half(next(bench.generation().glob("store/MANIFEST-*")))
    shutil.rmtree(bench.folder / "index")
    assert values(bench.open()) == {"a.txt", "b.txt"}
    assert (bench.builds, len(bench.said)) == (2, 1)


@pytest.mark.parametrize("file", ["manifest.json", "store/*.sst"])
def test_damage_that_keeps_the_size_is_noticed_when_it_matters(bench: Bench, file: str) -> None:
    bench.open()
    if file == "manifest.json":
        lie_about_counts(bench.generation() / file)
        shutil.rmtree(bench.folder / "index")
    else:
        for path in bench.generation().glob(file):
            garble(path)
    assert values(bench.open()) == {"a.txt", "b.txt"}
    assert (bench.builds, len(bench.said)) == (2, 1)


def spoil_blocks(generation: Path) -> None:
    """Change the data of all tables but the first, which is read as soon as the store is opened."""
    for path in sorted(generation.glob("store/*.sst"))[1:]:
        data = path.read_bytes()
        path.write_bytes(b"\x00" * 8 + data[8:])


def test_damage_found_while_reading_is_rebuilt_once(bench: Bench) -> None:
    bench.open()
    spoil_blocks(bench.generation())
    dataset = bench.open()
    assert bench.builds == 1  # nothing looked wrong so far
    assert values(dataset) == {"a.txt", "b.txt"}
    assert bench.builds == 2
    assert bench.said == ["the cached graph is damaged (reading it failed); building it again"]
    assert values(bench.open()) == {"a.txt", "b.txt"}
    assert bench.builds == 2


def test_what_another_has_rebuilt_already_is_used(bench: Bench) -> None:
    bench.open()
    spoil_blocks(bench.generation())
    first, second = bench.open(), bench.open()
    assert values(first) == values(second) == {"a.txt", "b.txt"}
    assert bench.builds == 2


def test_an_index_that_is_garbled_does_no_harm(bench: Bench) -> None:
    bench.open()
    (index,) = layout.indexes(bench.folder)
    for text in (b"", b"\xff\xfe", b"../../../etc\n" + index.read_bytes().partition(b"\n")[2]):
        index.write_bytes(text)
        assert values(bench.open()) == {"a.txt", "b.txt"}
    assert bench.builds == 1


# --- failures -------------------------------------------------------------------------------------


def refuse(number: int, message: str = "") -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, message or os.strerror(number))

    return fail


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_a_cache_that_cannot_be_made_names_the_variable(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(Path, "mkdir", refuse(number))
    with pytest.raises(CacheError, match="cannot be written") as caught:
        bench.open()
    assert "LUNARGRAPH_CACHE" in (caught.value.mend or "")
    assert (bench.builds, caught.value.exit_code) == (0, 3)


def test_a_cache_below_a_file(bench: Bench) -> None:
    bench.folder.write_text("a file", "utf-8")
    with pytest.raises(CacheError, match="LUNARGRAPH_CACHE"):
        bench.open()


def make_read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every way to write fail as on a read-only file system; rights do not bind root."""
    os_open = os.open

    def reading(path: str, flags: int, *rest: int, **more: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return os_open(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", reading)
    for name in ("mkdir", "rename", "unlink", "touch", "write_text", "write_bytes"):
        monkeypatch.setattr(Path, name, refuse(errno.EROFS))
    monkeypatch.setattr(os, "utime", refuse(errno.EROFS))


@pytest.mark.parametrize("index", [True, False])
def test_a_read_only_cache_serves_what_it_has(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, index: bool
) -> None:
    bench.open()
    if not index:
        shutil.rmtree(bench.folder / "index")
    os.utime(bench.generation() / "used", (1, 1))
    make_read_only(monkeypatch)
    assert values(bench.open()) == {"a.txt", "b.txt"}
    assert (bench.builds, bench.said) == (1, [])


def test_a_read_only_cache_cannot_take_more(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.open()
    bench.inputs[0].write_text("other", "utf-8")
    make_read_only(monkeypatch)
    with pytest.raises(CacheError, match="LUNARGRAPH_CACHE"):
        bench.open()


class Full:
    """A store on a full disk, which it notices at the end, as RocksDB does."""

    def __init__(self, path: str) -> None:
        Path(path).mkdir()
        (Path(path) / "000004.log").write_bytes(b"begun")

    def bulk_extend(self, quads: Iterable[Quad]) -> None:
        list(quads)
        raise OSError("IO error: No space left on device: While appending to file: 000010.sst")


def test_a_full_disk_leaves_nothing_behind(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.open()
    kept = bench.generation()
    bench.inputs[0].write_text("other", "utf-8")
    with monkeypatch.context() as full:
        full.setattr("lunargraph.store.writing.Store", Full)
        with pytest.raises(CacheError, match="the disk is full") as caught:
            bench.open()
    assert "LUNARGRAPH_CACHE" in (caught.value.mend or "")
    assert list((bench.folder / "building").iterdir()) == []
    assert bench.generation() == kept


def test_a_full_disk_while_writing_the_manifest(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "write_text", refuse(errno.ENOSPC))
    with pytest.raises(CacheError, match="the disk is full"):
        bench.open()
    assert list((bench.folder / "building").iterdir()) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
@pytest.mark.parametrize("moment", ["building", "storing"])
def test_an_interrupted_build_changes_nothing(
    bench: Bench, error: type[BaseException], moment: str
) -> None:
    bench.open()
    before = bench.files()
    text = bench.inputs[0].read_text("utf-8")
    bench.inputs[0].write_text("other", "utf-8")

    def build() -> tuple[Iterable[Quad], Iterable[Triple]]:
        def quads() -> Iterable[Quad]:
            yield Quad(P, P, P, GRAPH)
            raise error

        if moment == "building":
            raise error
        return quads(), []

    with pytest.raises(error):
        bench.open(build)
    assert bench.files() == before
    assert list((bench.folder / "building").iterdir()) == []
    bench.inputs[0].write_text(text, "utf-8")
    assert values(bench.open()) == {"a.txt", "b.txt"}


def test_what_the_builder_complains_of_comes_through(bench: Bench) -> None:
    def build() -> tuple[Iterable[Quad], Iterable[Triple]]:
        raise ParseError("not Turtle", path="a.txt", line=3)

    with pytest.raises(ParseError, match=r"a\.txt:3"):
        bench.open(build)

    def lazily() -> tuple[Iterable[Quad], Iterable[Triple]]:
        def quads() -> Iterable[Quad]:
            yield Quad(P, P, P, GRAPH)
            raise StoreError("lazily")

        return quads(), []

    with pytest.raises(StoreError, match="lazily"):
        bench.open(lazily)


# --- house-keeping --------------------------------------------------------------------------------


def make_generations(bench: Bench, count: int) -> list[Path]:
    made = []
    for number in range(count):
        bench.inputs[0].write_text(f"state {number}", "utf-8")
        folder = bench.open().folder
        assert folder is not None
        made.append(folder.parent)
        os.utime(folder.parent / "used", (1_000_000 + number, 1_000_000 + number))
    return made


def test_the_newest_by_last_use_are_kept(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generations, "_KEPT", 2)
    first, second = make_generations(bench, 2)
    os.utime(first / "used", (3_000_000, 3_000_000))
    bench.inputs[0].write_text("one more", "utf-8")
    bench.open()
    assert first.exists()
    assert not second.exists()
    names = {generation.name for generation in layout.generations(bench.folder)}
    known = {path.read_text("utf-8").split("\n")[0] for path in layout.indexes(bench.folder)}
    assert known <= names
    assert list((bench.folder / "building").iterdir()) == []


def test_reading_counts_as_use_once_a_day(bench: Bench) -> None:
    (generation,) = make_generations(bench, 1)
    bench.open()
    used = (generation / "used").stat().st_mtime_ns
    assert used > 2_000_000 * 10**9
    bench.open()
    assert (generation / "used").stat().st_mtime_ns == used


def test_who_still_reads_a_collected_generation_goes_on(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = bench.open()
    monkeypatch.setattr(generations, "_KEPT", 1)
    os.utime(bench.generation() / "used", (1, 1))
    bench.inputs[0].write_text("other", "utf-8")
    bench.open()
    assert dataset.folder is not None
    assert not dataset.folder.exists()
    assert values(dataset) == {"a.txt", "b.txt"}
    assert bench.builds == 2


def test_foreign_files_are_left_alone(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generations, "_KEPT", 1)
    bench.open()
    foreign = [
        bench.folder / "notes.txt",
        bench.folder / "generations" / "mine" / "notes.txt",
        bench.folder / "building" / "mine-1" / "notes.txt",
        bench.folder / "index" / "notes",
        bench.generation() / "store" / "notes.txt",
    ]
    for path in foreign[:-1]:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine", "utf-8")
    foreign[-1].write_text("mine", "utf-8")
    bench.open()
    assert (bench.builds, bench.said) == (1, [])
    bench.inputs[0].write_text("other", "utf-8")
    bench.open()
    assert [path.exists() for path in foreign] == [True, True, True, True, False]


def test_what_a_killed_builder_left_is_collected(bench: Bench) -> None:
    left = bench.folder / "building" / "4711-0"
    (left / "store").mkdir(parents=True)
    bench.open()
    assert not left.exists()


# --- where it is ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LUNARGRAPH_CACHE": "/c", "XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/c"),
        ({"LUNARGRAPH_CACHE": "", "XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/x/lunargraph"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "/h/.cache/lunargraph"),
        ({"HOME": "/h"}, "/h/.cache/lunargraph"),
        ({"LUNARGRAPH_CACHE": "~/c", "HOME": "/h"}, "/h/c"),
    ],
)
def test_the_default_folder(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    for name in ("LUNARGRAPH_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert Cache().folder == Path(expected)


def test_no_home_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LUNARGRAPH_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    with pytest.raises(CacheError, match="LUNARGRAPH_CACHE"):
        cache.default_folder()


def test_the_manifest_is_json(bench: Bench) -> None:
    bench.open()
    manifest = json.loads((bench.generation() / "manifest.json").read_text("utf-8"))
    assert set(manifest) == {"counts", "format", "inputs", "key", "lunargraph", "makers"}
