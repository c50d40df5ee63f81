"""``import`` as a user calls it: what is written where, what is told, and with which exit code."""

import csv
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from launch_tables import SPUTNIK, launch, write_tables
from lunargraph.cli import run


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Call = Callable[..., Outcome]


@pytest.fixture
def call(capfdbinary: pytest.CaptureFixture[bytes]) -> Call:
    def inner(*arguments: str | Path) -> Outcome:
        code = run([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Outcome(code, out.decode(), err.decode())

    return inner


def options(files: dict[str, Path]) -> list[str | Path]:
    return [part for name, path in files.items() for part in (f"--{name}", path)]


@pytest.fixture
def bad(tmp_path: Path) -> list[str | Path]:
    """Tables of which one row is left out."""
    return options(write_tables(tmp_path, SPUTNIK, launch(category="P")))


def test_it_writes_the_graph_and_tells_of_the_rows(
    call: Call, tmp_path: Path, bad: list[str | Path]
) -> None:
    graph, report = tmp_path / "out.trig", tmp_path / "report.csv"
    outcome = call("import", "space-launches", *bad, "-o", graph, "--report", report)
    assert (outcome.code, outcome.out) == (0, "")
    assert "launches: 2 rows read, 1 mapped, 1 left out\n" in outcome.err
    assert f"{tmp_path}/launches.csv:3: 2001-001: expected one of O, F; got 'P'" in outcome.err
    (row,) = csv.DictReader(report.read_text("utf-8").splitlines())
    assert (row["line"], row["outcome"], row["reason"]) == ("3", "left-out", "unknown-choice")
    asked = call("-g", graph, "sparql", "SELECT ?d { ?l a lg:Launch ; lg:designation ?d }",
                 "--format", "csv")  # fmt: skip
    assert asked.out.splitlines() == ["d", "1957 ALP"]
    assert call("fmt", "--check", graph).code == 0


def test_stdout_takes_the_graph_too(call: Call, bad: list[str | Path]) -> None:
    outcome = call("-q", "import", "space-launches", *bad, "--format", "nquads")
    assert (outcome.code, outcome.err) == (0, "")
    assert "<https://w3id.org/lunargraph/id/launch-1957-alpha>" in outcome.out


def test_strict_writes_no_graph(call: Call, tmp_path: Path, bad: list[str | Path]) -> None:
    graph, report = tmp_path / "out.trig", tmp_path / "report.csv"
    outcome = call("import", "space-launches", *bad, "-o", graph, "--report", report, "--strict")
    assert outcome.code == 1
    assert "no graph is written" in outcome.err
    assert not graph.exists()
    assert len(report.read_text("utf-8").splitlines()) == 2


def test_strict_is_content_with_rows_that_are_only_noted(call: Call, tmp_path: Path) -> None:
    files = options(write_tables(tmp_path, launch(launch_date="")))
    outcome = call("import", "space-launches", *files, "-o", tmp_path / "out.trig", "--strict")
    assert outcome.code == 0
    assert "to be noted" in outcome.err
    assert (tmp_path / "out.trig").exists()


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"<html></html>\n", b"tag,JD\n1957 ALP,1\n"])
def test_a_wrong_table_leaves_all_as_it_was(call: Call, tmp_path: Path, data: bytes) -> None:
    files = write_tables(tmp_path, SPUTNIK)
    files["launches"].write_bytes(data)
    graph = tmp_path / "out.trig"
    graph.write_text("as before", "utf-8")
    before = sorted(tmp_path.iterdir())
    outcome = call("import", "space-launches", *options(files), "-o", graph,
                   "--report", tmp_path / "report.csv")  # fmt: skip
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err.startswith(f"lunargraph: {files['launches']}:1: ")
    assert graph.read_text("utf-8") == "as before"
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (["-o", "launches.csv"], "-o and --launches name one file"),
        (["--report", "./agencies.csv"], "--report and --agencies name one file"),
        (["-o", "x.trig", "--report", "x.trig"], "--report and -o name one file"),
        (["--report", "-"], "the graph and the report cannot share stdout"),
        (["-o", "out.trig", "--format", "trg"], "no format is called 'trg'"),
    ],
)
def test_nothing_is_written_over(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: list[str], complaint: str
) -> None:
    files = write_tables(tmp_path, SPUTNIK)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.chdir(tmp_path)
    outcome = call("import", "space-launches", *options(files), *more)
    assert (outcome.code, outcome.out) == (2, "")
    assert complaint in outcome.err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("option", ["-o", "--report"])
def test_a_place_that_cannot_be_written_is_told_before_the_work(
    call: Call, tmp_path: Path, bad: list[str | Path], option: str
) -> None:
    outcome = call("import", "space-launches", *bad, option, tmp_path / "nowhere" / "x.trig")
    assert (outcome.code, outcome.out) == (3, "")
    assert "the folder of this file does not exist" in outcome.err
    assert "rows read" not in outcome.err


def test_the_format_is_told_before_the_work(call: Call, tmp_path: Path) -> None:
    outcome = call("import", "space-launches", "--launches", "no.csv", "--agencies", "no.csv",
                   "-o", tmp_path / "x.zip")  # fmt: skip
    assert (outcome.code, outcome.out) == (2, "")
    assert "no format is called 'zip'" in outcome.err


def test_what_a_file_held_is_replaced(call: Call, tmp_path: Path, bad: list[str | Path]) -> None:
    graph = tmp_path / "out.json"
    graph.write_text("as before", "utf-8")
    assert call("-q", "import", "space-launches", *bad, "-o", graph).code == 0
    assert graph.read_text("utf-8").startswith("{")


def test_the_report_may_go_to_stdout(call: Call, tmp_path: Path, bad: list[str | Path]) -> None:
    outcome = call("import", "space-launches", *bad, "-o", tmp_path / "out.trig", "--report", "-")
    assert outcome.out.startswith("table,line,key,outcome,reason,column,value,detail\n")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["space-lunches"], "did you mean 'space-launches'?"),
        (["space-launches", "--launches", "x.csv"], "--agencies"),
        (["space-launches", "--lunches", "x.csv"], "--lunches"),
        (["no/such/folder"], "no source is called 'no/such/folder'"),
    ],
)
def test_wrong_usage_is_told(call: Call, arguments: list[str], complaint: str) -> None:
    outcome = call("import", *arguments)
    assert outcome.code == 2
    assert complaint in outcome.err


def test_a_missing_file_is_told(call: Call, tmp_path: Path) -> None:
    files = write_tables(tmp_path, SPUTNIK)
    files["agencies"] = tmp_path / "agncies.csv"
    outcome = call("import", "space-launches", *options(files))
    assert outcome.code == 3
    assert "did you mean 'agencies.csv'" in outcome.err


def test_help_names_the_sources_and_their_tables(call: Call) -> None:
    assert "space-launches  Space launches" in call("import", "--help").out
    text = call("import", "space-launches", "--help").out
    assert "--launches FILE" in text
    assert "--agencies FILE" in text


def test_a_terminal_sees_a_bar(tmp_path: Path) -> None:
    """The bar redraws itself on stderr and is gone in the end; the last thing said is the count."""
    files = write_tables(tmp_path, *(launch(tag=f"2001-{number:03}") for number in range(1, 700)))
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "lunargraph", "import", "space-launches",
               *map(str, options(files)), "-o", str(tmp_path / "out.trig")]  # fmt: skip
    with subprocess.Popen(command, stderr=follower, stdin=subprocess.DEVNULL) as process:
        os.close(follower)
        shown = b""
        while True:
            try:
                piece = os.read(leader, 4096)
            except OSError:  # Linux says so when the last writer is gone
                break
            if not piece:
                break
            shown += piece
        os.close(leader)
    assert process.returncode == 0
    text = shown.decode()
    assert "[#################.......] launches: 500 of 699 rows" in text
    assert "\x1b[K" in text
    assert text.endswith("launches: 699 rows read, 699 mapped, 0 left out\r\n")
