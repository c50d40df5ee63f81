"""A parameter that names what the graph has never heard of."""

import subprocess
import sys
from pathlib import Path

import pytest

from lunargraph import LunarGraph
from lunargraph.errors import ParameterError


@pytest.mark.parametrize(
    ("typed", "mend"),
    [
        ("chang-6", "did you mean Chang'e 6 (change-6)?"),
        ("lgi:chang-6", "did you mean Chang'e 6 (change-6)?"),
        ("嫦娥六号", "did you mean Chang'e 6 (change-6)?"),
        ("Apollo", None),
        ("xyzzy", "look for it with `lunargraph find`"),
    ],
)
def test_a_name_that_nothing_bears(graph: LunarGraph, typed: str, mend: str | None) -> None:
    with pytest.raises(ParameterError, match="nothing is called lgi:") as caught:
        graph.query("mission", mission=typed)
    assert caught.value.exit_code == 2
    assert caught.value.where == "parameter 'mission'"
    if mend is not None:
        assert caught.value.mend == mend


def test_all_who_bear_a_name_are_offered(graph: LunarGraph) -> None:
    with pytest.raises(ParameterError) as caught:
        graph.query("sources-of", about="KAIST")
    assert caught.value.mend == (
        "did you mean Kenya Advanced Institute of Science and Technology (kaist-ke) "
        "or Korea Advanced Institute of Science and Technology (kaist-kr)?"
    )


def test_a_label_where_a_slug_is_due(graph: LunarGraph) -> None:
    with pytest.raises(ParameterError, match="refuses its value") as caught:
        graph.query("mission", mission="Chang'e 6")
    assert caught.value.mend == "did you mean Chang'e 6 (change-6)?"
    with pytest.raises(ParameterError, match="refuses its value") as caught:
        graph.query("mission", mission="no such thing")
    assert caught.value.mend == "write it like change-6"


def test_what_is_mentioned_has_an_empty_answer(graph: LunarGraph) -> None:
    assert graph.query("payloads-of-mission", mission="luna-16").terms == []
    assert graph.query("mission", mission="https://example.org/elsewhere").terms == []


def test_other_mistakes_are_told_first(graph: LunarGraph) -> None:
    with pytest.raises(ParameterError, match="has no parameter 'misson'"):
        graph.query("mission", misson="chang-6")


def test_an_answer_with_rows_costs_nothing(graph_cache: Path) -> None:
    script = (
        "import sys; from lunargraph.cli import run; "
        "run(['query', 'mission', '-p', 'mission=change-6', '-o', '/dev/null']); "
        "sys.exit('lunargraph.lookup' in sys.modules or 'unicodedata' in sys.modules)"
    )
    environment = {"LUNARGRAPH_CACHE": str(graph_cache), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", script], env=environment, check=False)
    assert done.returncode == 0
