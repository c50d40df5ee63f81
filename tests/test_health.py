"""The floors of the stored queries: each query is asked, one with parameters about its examples."""

from pathlib import Path

import pytest

from lunargraph import LunarGraph, resources
from lunargraph.health import iter_floors

QUERY = """#+ question = "Which mission is it?"
#+ theme = "made-up"
#+ answers = "the mission"
#+ [parameters.mission]
#+ type = "iri"
#+ about = "the mission"
#+ example = "EXAMPLE"
#+ required = true
#+ [expect]
#+ min_rows = 2
PREFIX lg: <https://w3id.org/lunargraph/ns#>
SELECT ?mission ?name WHERE {
  VALUES ?mission { UNDEF }
  ?mission lg:cosparId ?name .
} ORDER BY ?mission
"""


def test_the_shipped_queries_reach_their_floors(graph: LunarGraph) -> None:
    assert list(iter_floors(graph)) == []


@pytest.mark.parametrize(
    ("example", "got"), [("change-6", "1 row"), ("change-66", "nothing is called lgi:change-66")]
)
def test_a_query_that_asks_for_a_value_is_asked_about_its_example(
    graph: LunarGraph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, example: str, got: str
) -> None:
    path = tmp_path / "made-up" / "one-mission.rq"
    path.parent.mkdir()
    path.write_text(QUERY.replace("EXAMPLE", example), "utf-8")
    monkeypatch.setattr(resources, "query_files", lambda: [path])
    (finding,) = iter_floors(graph)
    assert finding.source == "one-mission"
    assert f"-p mission={example}" in finding.message
    assert (finding.expected, finding.got) == ("at least 2 rows", got)
