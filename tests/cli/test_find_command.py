"""``find`` as a user calls it."""

import csv
import io
import json
from pathlib import Path

import pytest

from lunargraph.cli import run

pytestmark = pytest.mark.usefixtures("graph_cache")
Streams = pytest.CaptureFixture[bytes]


def call(streams: Streams, *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    out, err = streams.readouterr()
    return code, out.decode(), err.decode()


def test_words_need_no_quotes(capfdbinary: Streams) -> None:
    code, out, err = call(capfdbinary, "find", "stoney", "brook", "--format", "csv")
    assert (code, err) == (0, "")
    row = next(csv.DictReader(io.StringIO(out)))
    assert row == {
        "name": "Stony Brook University", "kind": "university", "country": "United States",
        "about": "https://w3id.org/lunargraph/id/stony-brook-university", "how": "similar",
        "match": row["match"],
    }  # fmt: skip


def test_a_pipe_gets_json(capfdbinary: Streams) -> None:
    _, out, _ = call(capfdbinary, "find", "嫦娥五号")
    first = json.loads(out)["results"]["bindings"][0]
    assert first["match"] == {"type": "literal", "value": "嫦娥五号", "xml:lang": "zh"}


def test_the_file_name_decides_the_format(capfdbinary: Streams, tmp_path: Path) -> None:
    path = tmp_path / "found.csv"
    assert call(capfdbinary, "find", "KAIST", "-o", str(path)) == (0, "", "")
    assert path.read_text("utf-8").startswith("name,kind,country,about,how,match")


def test_a_limit_says_what_it_leaves_out(capfdbinary: Streams) -> None:
    code, out, err = call(capfdbinary, "find", "apollo", "--limit", "2", "--format", "csv")
    assert (code, len(out.splitlines())) == (0, 3)
    assert err.startswith("lunargraph: these are the best 2 of ")
    assert call(capfdbinary, "-q", "find", "apollo", "--limit", "2", "--format", "csv")[2] == ""


def test_nothing_found_is_an_answer(capfdbinary: Streams) -> None:
    code, out, err = call(capfdbinary, "find", "xyzzy", "--format", "table")
    assert code == 0
    assert out.endswith("no rows\n")
    assert err == "lunargraph: nothing is called 'xyzzy', or nearly so\n"


def test_a_kind_that_hides_all_says_so(capfdbinary: Streams) -> None:
    code, out, err = call(
        capfdbinary, "find", "lgi:nasa", "--kind", "university", "--format", "csv"
    )
    assert (code, out) == (0, "name,kind,country,about,how,match\r\n")
    complaint = "nothing of this kind is called 'lgi:nasa', or nearly so (of any kind: 1)"
    assert err == f"lunargraph: {complaint}\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nasa", "--kind", "misson"], "did you mean 'mission'"),
        (["nasa", "--kind", "xx:Mission"], "no prefix is called 'xx'"),
        (["??"], "nothing to look for"),
        ([], "Missing argument"),
        (["nasa", "--limit", "0"], "0 is not in the range"),
        (["nasa", "--format", "jsn"], "did you mean 'json'"),
    ],
)
def test_wrong_usage(capfdbinary: Streams, arguments: list[str], complaint: str) -> None:
    code, out, err = call(capfdbinary, "find", *arguments)
    assert (code, out) == (2, "")
    assert complaint in err


def test_own_files(capfdbinary: Streams, tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text('<http://example.org/t> <http://xmlns.com/foaf/0.1/name> "Tom" .', "utf-8")
    _, out, _ = call(capfdbinary, "-g", str(path), "find", "tom", "--format", "csv")
    assert out.splitlines()[1] == "Tom,,,http://example.org/t,exact,Tom"
