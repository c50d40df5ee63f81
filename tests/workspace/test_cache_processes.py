"""The cache between processes: two builders, readers during a build, builders that are stopped."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lunargraph.workspace import layout
from lunargraph.workspace.locks import exclusive

# Opens the cache; the build says that it began, then waits until the test lets it go on.
SCRIPT = textwrap.dedent(
    """
    import sys, time
    from pathlib import Path
    from pyoxigraph import Literal, NamedNode, Quad
    from lunargraph.workspace import Cache

    folder, go, *inputs = map(Path, sys.argv[1:])
    P = NamedNode("http://example.org/p")

    def say(sentence):
        print(sentence, flush=True)

    def quads():
        say("building")
        while not go.exists():
            time.sleep(0.01)
        for path in inputs:
            yield Quad(P, P, Literal(path.read_text("utf-8")), P)

    dataset = Cache(folder).open(inputs, lambda: (quads(), []), engine="none", announce=say)
    say(sorted(quad.object.value for quad in dataset.quads()))
    """
)


class Bench:
    def __init__(self, folder: Path) -> None:
        self.folder = folder / "cache"
        self.go = folder / "go"
        self.input = folder / "input"
        self.input.write_text("first", "utf-8")
        self.started: list[subprocess.Popen[str]] = []

    def start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", SCRIPT, *map(str, (self.folder, self.go, self.input))]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.started.append(process)
        return process

    def end(self, process: subprocess.Popen[str]) -> str:
        output, complaints = process.communicate(timeout=60)
        assert complaints == ""
        return output

    def make(self) -> None:
        self.go.touch()
        assert self.end(self.start()) == "building\n['first']\n"
        self.go.unlink()

    def building(self) -> list[Path]:
        return sorted((self.folder / "building").iterdir())


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    for process in bench.started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def test_of_two_builders_one_waits_and_uses_what_the_other_built(bench: Bench) -> None:
    first = bench.start()
    assert line_of(first) == "building\n"
    second = bench.start()
    assert line_of(second) == "another process is building the graph; waiting for it\n"
    bench.go.touch()
    assert bench.end(first) == "['first']\n"
    assert bench.end(second) == "['first']\n"  # and never "building"
    assert len(layout.generations(bench.folder)) == 1


def test_readers_are_served_during_a_build(bench: Bench) -> None:
    bench.make()
    bench.input.write_text("second", "utf-8")
    builder = bench.start()
    assert line_of(builder) == "building\n"
    bench.input.write_text("first", "utf-8")
    assert bench.end(bench.start()) == "['first']\n"
    bench.go.touch()
    # What it began with is out of date; what it finds is the generation of the first state.
    assert bench.end(builder).splitlines()[-1] == "['first']"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_builder_that_is_stopped_changes_nothing(bench: Bench, number: signal.Signals) -> None:
    bench.make()
    (kept,) = layout.generations(bench.folder)
    bench.input.write_text("second", "utf-8")
    builder = bench.start()
    assert line_of(builder) == "building\n"
    while not any(path.joinpath("store", "CURRENT").exists() for path in bench.building()):
        time.sleep(0.01)
    os.kill(builder.pid, number)
    builder.communicate(timeout=60)
    assert builder.returncode != 0
    assert layout.generations(bench.folder) == [kept]
    assert len(bench.building()) == (0 if number == signal.SIGINT else 1)

    bench.go.touch()
    assert bench.end(bench.start()) == "building\n['second']\n"
    assert len(layout.generations(bench.folder)) == 2
    assert bench.building() == []


def test_a_lock_excludes_threads_of_one_process_too(tmp_path: Path) -> None:
    class WouldWait(Exception):  # noqa: N818 - a signal of this test, not an error
        pass

    def refuse_to_wait() -> None:
        raise WouldWait

    path = tmp_path / "lock"
    lock = exclusive(path, on_wait=refuse_to_wait)
    again = exclusive(path, on_wait=refuse_to_wait)
    with lock, pytest.raises(WouldWait), again:
        pass
    with exclusive(path, on_wait=refuse_to_wait):
        assert path.exists()
