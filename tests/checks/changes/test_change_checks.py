"""The checks of changes: each finds what its failing example names, nothing in its passing one.

In an example the graph ``graph:proposed`` holds what is new, which stands in its own graph as well.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from lunargraph.errors import DataError
from lunargraph.namespaces import GRAPH, INFERRED, LG, LGI, PROPOSED, expand
from lunargraph.resources import change_files
from lunargraph.results import Table
from lunargraph.store import Dataset
from lunargraph.stored_queries import bind_values
from lunargraph.validation.change_checks import load_change_check
from lunargraph.validation.namesakes import namesakes

FOLDER = Path(__file__).parent
CHECKS = {path.stem: path for path in change_files()}

each_check = pytest.mark.parametrize("name", CHECKS)


def run(name: str, example: Path) -> Table:
    """Run a check on an example, which may hold a graph of inferred statements."""
    quads = list(parse(example.read_bytes(), RdfFormat.TRIG))
    inferred, proposed = NamedNode(INFERRED), NamedNode(PROPOSED)
    new = {quad.triple for quad in quads if quad.graph_name == proposed}
    stated = [quad for quad in quads if quad.graph_name not in (inferred, proposed)]
    followed = [quad.triple for quad in quads if quad.graph_name == inferred]
    dataset = Dataset.from_quads(stated, followed)
    dataset.store.extend(Quad(t.subject, t.predicate, t.object, proposed) for t in new)
    check = load_change_check(CHECKS[name])
    query = check.query
    known = Dataset.from_quads([quad for quad in stated if quad.triple not in new])
    same, similar = namesakes(known, new)
    if check.given == "too-many-values":
        pairs = sorted({(t.subject, t.predicate) for t in new}, key=str)
        query = bind_values(query, ["focus", "property"], pairs)
    elif check.given == "graphs-of-others":  # in an example, all that hold what is new
        graphs = sorted({quad.graph_name for quad in stated if quad.triple in new}, key=str)
        own = NamedNode(GRAPH + "notes/jordan")
        counts = [(graph, Literal(1)) for graph in graphs if graph != own]
        query = bind_values(query, ["graph", "count"], counts)
    elif check.given == "described-graphs-of-others":
        said = {triple.subject for triple in new} & {quad.graph_name for quad in stated}
        own = NamedNode(GRAPH + "notes/jordan")
        rows_of_one = [(each,) for each in sorted(said - {own}, key=str)]
        query = bind_values(query, ["focus"], rows_of_one)
    elif check.given is not None:
        rows = {"same-names": same, "similar-names": similar}[check.given]
        query = bind_values(query, ["focus", "property", "name", "other"], rows)
    answer = dataset.query(query, name=f"{name}.rq")
    assert isinstance(answer, Table)
    return answer


def expected(example: Path) -> set[str]:
    found = re.match(r"# reports (.+)\n", example.read_text("utf-8"))
    assert found, f"{example.name} does not say what is found"
    return {expand(name, {"lg": LG, "lgi": LGI, "graph": GRAPH}) for name in found[1].split()}


@each_check
def test_the_header_says_what_how_bad_and_what_to_do(name: str) -> None:
    check = load_change_check(CHECKS[name])
    assert check.question.endswith("?")
    assert check.finding in {"provenance", "conflict"}
    assert check.given in {
        None, "described-graphs-of-others", "graphs-of-others", "same-names", "similar-names", "too-many-values",
    }  # fmt: skip
    assert check.mend.endswith(".")


@each_check
def test_every_column_that_the_header_speaks_of_is_one_of_the_query(name: str) -> None:
    check = load_change_check(CHECKS[name])
    table = run(name, FOLDER / f"{name}.fail.trig")
    sentences = (check.says, check.expected or "", check.got or "", check.mend)
    spoken = {column for text in sentences for column in re.findall(r"\{(\w+)", text)}
    assert spoken | set(check.at) <= set(table.columns)


@each_check
def test_good_facts_give_no_row(name: str) -> None:
    assert not run(name, FOLDER / f"{name}.pass.trig").rows


@each_check
def test_bad_facts_give_a_row_for_each_bad_thing(name: str) -> None:
    table = run(name, FOLDER / f"{name}.fail.trig")
    first = "graph" if "graph" in table.columns else "focus"
    found = [str(getattr(row, first)) for row in table.rows]
    assert set(found) == expected(FOLDER / f"{name}.fail.trig")
    assert len(found) == len(set(found))


def test_an_example_has_a_check() -> None:
    assert {path.name.partition(".")[0] for path in FOLDER.glob("*.trig")} == set(CHECKS)


def test_a_header_that_lacks_something_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.rq"
    path.write_text('#+ question = "Which?"\nSELECT ?focus { }', "utf-8")
    with pytest.raises(DataError, match="header of a check of changes"):
        load_change_check(path)
