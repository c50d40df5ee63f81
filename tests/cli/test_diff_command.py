"""``diff`` as a user calls it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from lunargraph import LunarGraph
from lunargraph.cli import run
from lunargraph.formats import load_quads
from lunargraph.formats.rdf_patch import apply_patch, load_patch
from rdf_strategies import canonical

Streams = pytest.CaptureFixture[bytes]
GOOD = Path(__file__).parent.parent.parent / "examples" / "good.ttl"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    text = GOOD.read_text("utf-8")
    (tmp_path / "old.ttl").write_text(text, "utf-8")
    (tmp_path / "new.ttl").write_text(text.replace("state-jo", "state-ke"), "utf-8")
    return tmp_path


def call(streams: Streams, *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    out, err = streams.readouterr()
    return code, out.decode(), err.decode()


def test_what_follows_follows_together_with_the_graph(
    here: Path, graph: LunarGraph, capfdbinary: Streams
) -> None:
    code, out, err = call(capfdbinary, "diff", "old.ttl", "new.ttl")
    assert (code, err) == (1, "")
    assert "Kenya (lgi:state-ke)\n+ is a 'Artemis Accords signatory'\n" in out
    assert graph.diff("old.ttl", "new.ttl").write("text") == out


def test_alone_nothing_follows(here: Path, capfdbinary: Streams) -> None:
    code, out, _ = call(capfdbinary, "diff", "--alone", "old.ttl", "new.ttl")
    assert code == 1
    assert out.endswith("1 added, 1 removed; 0 follow newly, 0 no more\n")


def test_a_file_of_the_graph_is_not_compared_with_itself(here: Path, capfdbinary: Streams) -> None:
    """What is compared does not stand beside itself, or nothing could ever be lost."""
    prefix = "@prefix ex: <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
    Path("schema.ttl").write_text(f"{prefix} ex:Cat rdfs:subClassOf ex:Animal .", "utf-8")
    Path("facts.ttl").write_text(f"{prefix} ex:tom a ex:Cat .", "utf-8")
    Path("fewer.ttl").write_text(f"{prefix} ex:tim a ex:Cat .", "utf-8")
    graph = ("-g", "schema.ttl", "-g", "facts.ttl")
    _, out, _ = call(capfdbinary, *graph, "diff", "facts.ttl", "fewer.ttl", "--layer", "inferred")
    assert "- is a http://example.org/Animal" in out
    assert out.endswith("1 follows newly, 1 no more\n")


def test_the_name_of_the_file_decides_the_format(here: Path, capfdbinary: Streams) -> None:
    assert call(capfdbinary, "diff", "old.ttl", "new.ttl", "-o", "change.rdfp")[0] == 1
    after = apply_patch(load_patch("change.rdfp"), load_quads("old.ttl"))
    assert canonical(list(after)) == canonical(load_quads("new.ttl"))
    assert call(capfdbinary, "diff", "old.ttl", "new.ttl", "-o", "change.json")[0] == 1
    assert json.loads(Path("change.json").read_text("utf-8"))["equal"] is False


def test_wrong_usage_is_told(here: Path, capfdbinary: Streams) -> None:
    for arguments, words in {
        ("old.ttl", "new.ttl", "--format", "ptach"): "did you mean 'patch'",
        ("old.ttl", "new.ttl", "--format", "patch", "--layer", "inferred"): "what is asserted",
        ("old.ttl", "new.ttl", "--", "old.ttl"): "paths are for revisions",
        ("old.ttl",): "compared with nothing",
    }.items():
        code, out, err = call(capfdbinary, "diff", *arguments)
        assert (code, out) == (2, "")
        assert words in err


def test_revisions_with_paths_after_two_dashes(here: Path, capfdbinary: Streams) -> None:
    name = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    quiet = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    for words in (("init", "-q"), ("add", "."), (*name, "commit", "-qm", "1")):
        subprocess.run(["git", *words], check=True, env=quiet)
    Path("old.ttl").write_text(GOOD.read_text("utf-8").replace("2026-09-01", "2026-09-03"), "utf-8")
    code, out, _ = call(capfdbinary, "diff", "--layer", "asserted", "HEAD")
    assert (code, out.splitlines()[-1]) == (1, "1 added, 0 removed")  # new.ttl has the old day too
    code, out, _ = call(capfdbinary, "diff", "--layer", "asserted", "HEAD", "--", "old.ttl")
    assert (code, out.splitlines()[-1]) == (1, "1 added, 1 removed")
    assert call(capfdbinary, "diff", "HEAD", "--", "new.ttl")[:2] == (0, "no differences\n")
    assert call(capfdbinary, "diff", "HEAD", "--", "neu.ttl")[0] == 3
