"""``entails`` as a user calls it."""

import json
from pathlib import Path

import pytest

from lunargraph.cli import run

Streams = pytest.CaptureFixture[bytes]
QUESTIONS = Path(__file__).parent.parent.parent / "examples" / "questions"
FACTS = str(QUESTIONS / "facts.ttl")


def call(streams: Streams, *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    out, err = streams.readouterr()
    return code, out.decode(), err.decode()


def test_what_follows_is_exit_code_0(capfdbinary: Streams) -> None:
    code, out, _ = call(capfdbinary, "-q", "-g", FACTS, "entails", str(QUESTIONS / "follows.ttl"))
    assert code == 0
    assert out.splitlines()[0] == "entailed: all 9 statements follow"


def test_what_does_not_follow_is_exit_code_1(capfdbinary: Streams) -> None:
    code, out, _ = call(
        capfdbinary, "-q", "-g", FACTS, "entails", str(QUESTIONS / "fails.ttl"), "--format", "json"
    )
    answer = json.loads(out)
    assert (code, answer["entailed"]) == (1, False)
    assert [each["follows"] for each in answer["statements"]] == [True, False, False]
    assert answer["unknown"] == ["http://example.org/moon/atlas"]


def test_the_shipped_graph_is_asked_by_label(capfdbinary: Streams) -> None:
    code, out, _ = call(capfdbinary, "entails", str(QUESTIONS / "senegal.ttl"))
    assert code == 0
    assert "Senegal (lgi:state-sn) belongs to 'cross-bloc state'" in out


def test_a_file_that_is_not_there_is_exit_code_3(capfdbinary: Streams) -> None:
    code, out, err = call(capfdbinary, "-g", FACTS, "entails", "nowhere.ttl")
    assert (code, out) == (3, "")
    assert "nowhere.ttl" in err


def test_a_file_that_does_not_parse_is_named_with_its_line(
    capfdbinary: Streams, tmp_path: Path
) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<http://example.org/a> a .\n", "utf-8")
    code, out, err = call(capfdbinary, "-g", FACTS, "entails", str(path))
    assert (code, out) == (3, "")
    assert f"{path}:1" in err


def test_one_file_is_needed(capfdbinary: Streams) -> None:
    assert call(capfdbinary, "entails")[0] == 2
