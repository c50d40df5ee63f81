"""The hygiene checks: each finds what its failing example names and nothing in its passing one.

A failing example begins with a comment, ``# reports lgi:a graph:b``: the things that are found.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from lunargraph.namespaces import GRAPH, INFERRED, LG, LGI, expand
from lunargraph.resources import check_files
from lunargraph.results import Table
from lunargraph.store import Dataset
from lunargraph.stored_queries.toml_comments import parse_toml

FOLDER = Path(__file__).parent
CHECKS = {path.stem: path for path in check_files()}

each_check = pytest.mark.parametrize("name", CHECKS)


def run(name: str, example: Path) -> Table:
    """Run a check on an example, which may hold a graph of inferred statements."""
    quads = list(parse(example.read_bytes(), RdfFormat.TRIG))
    inferred = NamedNode(INFERRED)
    dataset = Dataset.from_quads(
        [quad for quad in quads if quad.graph_name != inferred],
        [quad.triple for quad in quads if quad.graph_name == inferred],
    )
    answer = dataset.query(CHECKS[name].read_text(), name=f"{name}.rq")
    assert isinstance(answer, Table)
    return answer


def expected(example: Path) -> set[str]:
    found = re.match(r"# reports (.+)\n", example.read_text())
    assert found, f"{example.name} does not say what is found"
    return {expand(name, {"lg": LG, "lgi": LGI, "graph": GRAPH}) for name in found[1].split()}


@each_check
def test_the_header_says_what_how_bad_and_what_to_do(name: str) -> None:
    lines = CHECKS[name].read_text().splitlines()
    header = parse_toml([line[2:] for line in lines if line.startswith("#+")], name)
    assert header.keys() - {"changes"} == {"question", "severity", "mend"}
    assert header.get("changes") in {None, "provenance", "conflict"}
    assert header["question"].endswith("?")
    assert header["severity"] in {"violation", "warning", "info"}
    assert header["mend"].endswith(".")


@each_check
def test_a_good_graph_gives_no_row(name: str) -> None:
    assert not run(name, FOLDER / f"{name}.pass.trig").rows


@each_check
def test_a_bad_graph_gives_a_row_for_each_bad_thing(name: str) -> None:
    example = FOLDER / f"{name}.fail.trig"
    assert {str(row.focus) for row in run(name, example).rows} == expected(example)


@each_check
def test_a_row_reads_as_a_sentence(name: str) -> None:
    table = run(name, FOLDER / f"{name}.fail.trig")
    assert table.columns == ("focus", "detail")
    rows = [(str(row.focus), row.detail) for row in table.rows]
    assert rows == sorted(set(rows))
    assert all(re.match(r"[a-z]", str(detail)) and str(detail)[-1] != "." for _, detail in rows)


def test_an_example_has_a_check() -> None:
    assert {path.name.partition(".")[0] for path in FOLDER.glob("*.trig")} == set(CHECKS)
