"""What the cache derives from a change is what it would build from the files."""

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Quad

from lunargraph import LunarGraph
from lunargraph.changing import Transaction
from lunargraph.errors import FileError, StoreError
from lunargraph.store import Dataset
from lunargraph.store.worlds import Outcome, changed
from lunargraph.workspace import layout
from lunargraph.workspace.change_log import FileState
from small_workspaces import BASE

TOM = "@prefix ex: <http://example.org/> .\nex:tom a ex:Cat ; ex:likes [ ex:name 'milk' ] .\n"
TIM = "@prefix ex: <http://example.org/> .\nex:tim a ex:Cat . ex:tom a ex:Animal .\n"
DOGS = (
    "@prefix ex: <http://example.org/> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    "ex:Animal rdfs:subClassOf ex:Being . ex:likes rdfs:domain ex:Being .\n"
)


class Bench:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = folder / "cache"
        (folder / "base.ttl").write_text(BASE, "utf-8")
        self.graph = LunarGraph.init(folder / "w", base=[folder / "base.ttl"], cache=self.cache)
        self.graph.prepare()

    def file(self, name: str, text: str) -> Path:
        path = self.folder / f"{name}.ttl"
        path.write_text(text, "utf-8")
        return path

    def facts(self) -> tuple[bytes, ...]:
        return tuple(path.read_bytes() for path in self.graph.workspace.fact_files())

    def generations(self) -> int:
        return len(layout.generations(self.cache))

    def check(self, *, literals: bool = True) -> None:
        """Compare what the cache has now with what another cache builds from the files.

        A closure remembers the *literals* that it once had, and says of what has one of them that
        it has the other spellings of its value too; nothing of that is written out.
        """
        count = self.generations()
        said: list[str] = []
        derived = LunarGraph.open(
            workspace=self.folder / "w", cache=self.cache, announce=said.append
        )
        built = LunarGraph.open(workspace=self.folder / "w", cache=self.folder / "other")
        assert self.all_of(derived) == self.all_of(built)
        assert derived.dataset.counts() == built.dataset.counts()
        assert derived.closure().inferred() == built.closure().inferred()
        if literals:
            assert derived.closure().statements() == built.closure().statements()
        assert derived.digest == built.digest
        assert self.generations() == count  # nothing had to be built
        assert said == []

    @staticmethod
    def all_of(graph: LunarGraph) -> list[Quad]:
        return graph.dataset.quads("all")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_each_change_leaves_the_generation_that_the_files_would_give(bench: Bench) -> None:
    graph = bench.graph
    steps: list[Callable[[], Transaction]] = [
        lambda: graph.add(bench.file("tom", TOM), accept_warnings=True),
        lambda: graph.add(bench.file("tim", TIM), accept_warnings=True),
        lambda: graph.add(bench.file("dogs", DOGS), accept_warnings=True),
        lambda: graph.add(bench.file("tom", TOM.replace("milk", "fish")), replace=True, accept_warnings=True),
        lambda: graph.remove(statements=bench.file("gone", "<http://example.org/tom> a <http://example.org/Cat> ."), accept_warnings=True),
        lambda: graph.remove("tim", accept_warnings=True),
        lambda: graph.undo(),
        lambda: graph.remove("dogs", accept_warnings=True),
    ]  # fmt: skip
    states = {bench.facts()}
    for step in steps:
        outcome = step()
        assert outcome.stored, outcome.write()
        states.add(bench.facts())
        assert bench.generations() == len(states)  # undo comes back to one that is there
        bench.check()


def test_files_that_change_meanwhile_are_built(bench: Bench) -> None:
    """The base is another by the time that the change begins, and the graph was read before."""
    graph = bench.graph
    base = bench.folder / "base.ttl"
    base.write_text(BASE + "ex:Cat rdfs:subClassOf ex:Pet .\n", "utf-8")
    assert graph.add(bench.file("tom", TOM), accept_warnings=True).stored
    bench.check()
    found = LunarGraph.open(workspace=bench.folder / "w", cache=bench.cache)
    assert found.sparql("ASK { <http://example.org/tom> a <http://example.org/Pet> }")


def test_a_cache_that_cannot_be_written_hinders_no_change(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lunargraph.errors import CacheError
    from lunargraph.workspace import generations

    def refuse(*_: object) -> None:
        raise CacheError("the disk is full")

    monkeypatch.setattr(generations, "derive", refuse)
    said: list[str] = []
    graph = LunarGraph.open(workspace=bench.folder / "w", cache=bench.cache, announce=said.append)
    assert graph.add(bench.file("tom", TOM), accept_warnings=True).stored
    assert said == ["the disk is full; the graph will be built again"]
    assert graph.sparql("ASK { <http://example.org/tom> a <http://example.org/Animal> }")


XSD = "http://www.w3.org/2001/XMLSchema#"
AGES = (
    "@prefix ex: <http://example.org/> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    f"@prefix xsd: <{XSD}> .\n"
)


@pytest.mark.parametrize(
    ("first", "second", "gone"),
    [
        ("ex:tom ex:age 1 , 01 .", "", "ex:tom ex:age 1 ."),
        ("ex:tom ex:age 1 , 01 .", "", "ex:tom ex:age 01 ."),
        ("ex:tom ex:age 1 , 01 .", "", "ex:tom ex:age 1 , 01 ."),
        ("ex:tom ex:age '1'^^xsd:int , 1 .", "", "ex:tom ex:age '1'^^xsd:int ."),
        ("ex:tom ex:age 1 .", "ex:tom ex:age 01 .", "ex:tom ex:age 1 ."),
        ("ex:tom ex:age 1 .", "ex:tom ex:age 01 , 1 .", "ex:tom ex:age 1 ."),
        ("ex:tom ex:age 0.10 , 0.1 .", "ex:tom ex:age 0.100 .", "ex:tom ex:age 0.10 , 0.100 ."),
        ("ex:tom ex:age 1 .", "ex:tom ex:years 01 .", "ex:tom ex:age 1 ."),
        ("ex:tom ex:days 1 .", "ex:tom ex:years 01 .", "ex:tom ex:days 1 ."),
        ("ex:tom ex:days 1 , 01 .", "ex:tom ex:years 001 .", "ex:tom ex:days 1 , 01 ."),
        ("ex:tom ex:days 1 ; ex:age 01 .", "", "ex:tom ex:age 01 ."),
        ("ex:tom ex:days 1 ; ex:age 01 .", "", "ex:tom ex:days 1 ."),
    ],
)
def test_one_spelling_of_a_value_goes_and_the_others_stay(
    bench: Bench, first: str, second: str, gone: str
) -> None:
    """The store keeps values, and each change leaves the generation that the files would give."""
    rules = "ex:years rdfs:subPropertyOf ex:age . ex:days rdfs:subPropertyOf ex:age .\n"
    texts = [rules, "ex:tim ex:age 7 .", first, *([second] if second else [])]
    for number, text in enumerate(texts):
        assert bench.graph.add(bench.file(f"f{number}", AGES + text), accept_warnings=True).stored
    bench.check(literals=False)
    removed = bench.graph.remove(statements=bench.file("gone", AGES + gone), accept_warnings=True)
    assert removed.stored
    bench.check(literals=False)
    assert bench.graph.undo().stored
    bench.check(literals=False)


def test_another_spelling_of_a_value_may_come_after_the_first(bench: Bench) -> None:
    texts = ["ex:years rdfs:subPropertyOf ex:age .", "ex:tom ex:age 1 .", "ex:tom ex:years 01 .",
             "ex:tom ex:age 001 ."]  # fmt: skip
    for number, text in enumerate(texts):
        assert bench.graph.add(bench.file(f"f{number}", AGES + text), accept_warnings=True).stored
        bench.check(literals=False)
    for name in ("f1", "f3", "f2"):
        assert bench.graph.remove(name, accept_warnings=True).stored
        bench.check(literals=False)


def test_a_graph_of_trusted_records_is_changed_as_a_whole_and_stays_sifted(bench: Bench) -> None:
    terms = (
        "@prefix lg: <https://w3id.org/lunargraph/ns#> .\n"
        "@prefix lgi: <https://w3id.org/lunargraph/id/> .\n@prefix ex: <http://example.org/> .\n"
    )
    owl = "<http://www.w3.org/2002/07/owl#"
    defined = f"lg:Record a {owl}Class> . lg:confidence a {owl}ObjectProperty> .\n"
    (bench.folder / "base.ttl").write_text(f"{BASE}{terms}{defined}", "utf-8")
    path = bench.folder / "tom.trig"
    path.write_text(
        terms + "ex:tom-said { ex:tom a ex:Cat . }\n"
        "ex:about { ex:tom-said a lg:Record ; lg:confidence lgi:confidence-low . }\n",
        "utf-8",
    )

    def opened(folder: str, **trust: str) -> LunarGraph:
        return LunarGraph.open(workspace=bench.folder / "w", cache=bench.folder / folder, **trust)  # type: ignore[arg-type]

    trusted = opened("cache", min_confidence="high")
    assert trusted.prepare().dataset.counts().graphs == 1
    assert trusted.add(path, accept_warnings=True).stored
    assert not trusted.sparql("ASK { <http://example.org/tom> a <http://example.org/Cat> }")
    again, built = (opened(folder, min_confidence="high") for folder in ("cache", "other"))
    assert bench.all_of(again) == bench.all_of(built)
    assert opened("cache").sparql("ASK { <http://example.org/tom> a <http://example.org/Cat> }")
    bench.check()
    removed = trusted.remove("tom", accept_warnings=True, dry_run=True)
    assert removed.difference is not None
    assert len(removed.difference.removed or ()) == 3


class TestScratch:
    """Where changes are tried out, and what is left of it when a process is killed."""

    def test_it_lies_in_the_cache_beside_the_store(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        places: list[object] = []
        made = tempfile.mkdtemp

        def noted(**said: Any) -> str:
            places.append(said.get("dir"))
            return str(made(**said))

        monkeypatch.setattr(tempfile, "mkdtemp", noted)
        assert bench.graph.add(bench.file("tom", TOM), accept_warnings=True).stored
        assert bench.cache / "building" in places
        assert list((bench.cache / "building").iterdir()) == []

    def test_what_a_killed_process_left_is_removed_and_nothing_of_a_living_one(
        self, bench: Bench
    ) -> None:
        script = (
            "import os, sys, signal; from pathlib import Path\n"
            "from lunargraph.store import Dataset\n"
            "from lunargraph.store.worlds import Outcome, changed\n"
            "with changed(Dataset.from_quads([]), Outcome([]), beside=Path(sys.argv[1])):\n"
            "    os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        building = bench.cache / "building"
        for _ in range(2):
            subprocess.run([sys.executable, "-c", script, str(building)], check=False)
        assert len(list(building.iterdir())) == 2
        said: list[str] = []
        graph = LunarGraph.open(
            workspace=bench.folder / "w", cache=bench.cache, announce=said.append
        )
        with changed(Dataset.from_quads([]), Outcome([]), beside=building) as living:
            assert graph.add(bench.file("tom", TOM), accept_warnings=True).stored
            assert living.dataset.folder is not None
            assert list(building.iterdir()) == [living.dataset.folder.parent]
        assert said == ["removed what 2 commands that ended early left in the cache"]
        assert list(building.iterdir()) == []

    def test_a_disk_that_is_full_is_an_error_of_ours(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(**_: Any) -> str:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(tempfile, "mkdtemp", full)
        with pytest.raises(StoreError, match="free some space"):
            bench.graph.add(bench.file("tom", TOM), accept_warnings=True)


def test_a_full_disk_for_what_was_changed_by_hand_is_an_error_of_ours(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    assert bench.graph.add(bench.file("tom", TOM), accept_warnings=True).stored
    [path] = bench.graph.workspace.fact_files()
    path.write_text(path.read_text("utf-8").replace("milk", "fish"), "utf-8")
    monkeypatch.setattr(tempfile, "TemporaryDirectory", full)
    with pytest.raises(FileError, match="the disk is full"):
        bench.graph.add(path, accept_warnings=True)


def test_a_lock_that_cannot_be_signed_for_want_of_space_is_an_error_of_ours(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(FileError, match="the disk is full"):
        bench.graph.add(bench.file("tom", TOM), accept_warnings=True)


def test_a_change_writes_each_state_of_a_file_once(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Canonical form takes its time: once for what the log has, once for what is stored."""
    written: list[FileState] = []
    write = FileState.write

    def counted(state: FileState) -> bytes:
        written.append(state)
        return write(state)

    monkeypatch.setattr(FileState, "write", counted)
    assert bench.graph.add(bench.file("tom", TOM), accept_warnings=True).stored
    assert len(written) <= 2
    written.clear()
    fish = bench.file("tom", TOM.replace("milk", "fish"))
    assert bench.graph.add(fish, replace=True, accept_warnings=True).stored
    assert len(written) <= 3
