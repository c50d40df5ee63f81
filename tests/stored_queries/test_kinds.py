"""Values that give no answer whatever is known: things of another kind, periods that end too early."""

from pathlib import Path

import pytest

from lunargraph import LunarGraph, resources
from lunargraph.errors import DataError, ParameterError
from lunargraph.formats import load_quads
from lunargraph.namespaces import PREFIXES
from lunargraph.stored_queries import load_query

QUERY = """#+ question = "What is it?"
#+ theme = "made-up"
#+ answers = "nothing"
#+ [parameters.thing]
#+ type = "iri"
#+ KINDS
#+ about = "the thing"
#+ example = "nasa"
#+ [parameters.from]
#+ type = "date"
#+ about = "the first day"
#+ [parameters.until]
#+ type = "date"
#+ ORDER
#+ about = "the last day"
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?thing WHERE {
  VALUES ?thing { UNDEF }
  VALUES ?from { "2024-01-01"^^xsd:date }
  VALUES ?until { UNDEF }
} ORDER BY ?thing
"""


def query_file(folder: Path, kinds: str = "", order: str = "") -> Path:
    path = folder / "made-up" / "one.rq"
    path.parent.mkdir()
    text = QUERY.replace("#+ KINDS\n", f"#+ {kinds}\n" if kinds else "")
    path.write_text(text.replace("#+ ORDER\n", f"#+ {order}\n" if order else ""), "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "values", "what", "got"),
    [
        ("mission", {"mission": "cnsa"}, "lgi:cnsa is no mission",
         "China National Space Administration, space agency"),
        ("treaty-parties", {"instrument": "artemis-accords"}, "lgi:artemis-accords is no treaty",
         "Artemis Accords, political commitment"),
        ("clauses-of", {"instrument": "nasa"},
         "lgi:nasa is no instrument and no instrument family",
         "National Aeronautics and Space Administration, space agency"),
        ("events", {"from": "2025-01-01", "until": "2024-01-01"},
         "the parameter 'until' is before 'from'", "2024-01-01"),
    ],
)  # fmt: skip
def test_what_can_have_no_answer_is_told(
    graph: LunarGraph, name: str, values: dict[str, str], what: str, got: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        graph.query(name, **values)  # type: ignore[arg-type]  # none is called like an option
    assert (caught.value.what, caught.value.got) == (what, got)
    assert caught.value.expected
    assert caught.value.mend


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (
            "payloads-of-mission",
            {"mission": "luna-16"},
        ),  # a mission that carried no foreign payload
        ("clauses-of", {"instrument": "wolf-amendment"}),  # a family
        ("transfers-to-country", {"country": "state-hk"}),  # a territory
        ("events", {"from": "2024-05-03", "until": "2024-05-03"}),
        ("events", {"until": "1900-01-01"}),
    ],
)
def test_an_answer_without_rows_is_an_answer(
    graph: LunarGraph, name: str, values: dict[str, str]
) -> None:
    graph.query(name, **values)  # type: ignore[arg-type]  # none is called like an option


def test_where_nothing_has_a_kind_nobody_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "facts.ttl"
    path.write_text(
        "@prefix lgi: <https://w3id.org/lunargraph/id/> . lgi:cnsa a lgi:club .", "utf-8"
    )
    assert len(LunarGraph.open(path).query("mission", mission="cnsa")) == 0


def test_a_default_begins_a_period_too(tmp_path: Path) -> None:
    query = load_query(query_file(tmp_path, order='not_before = "from"'))
    assert "2024-01-01" in query.bind({"until": "2024-01-01"})
    with pytest.raises(ParameterError, match="'until' is before 'from'"):
        query.bind({"until": "2023-12-31"})


@pytest.mark.parametrize(
    ("kinds", "order", "problem"),
    [
        ("kinds = []", "", ":6: kinds must be a list of classes"),
        ('kinds = "lg:Mission"', "", ":6: kinds must be a list of classes"),
        ('kinds = ["mission"]', "", ":6: kinds must be a list of classes"),
        ('kinds = ["lh:Mission"]', "", ":6: kinds must be a list of classes"),
        ("", 'kinds = ["lg:Mission"]', ':13: only a parameter of type "iri" has kinds'),
        ("", 'not_before = "fro"', ":13: not_before must name another date or year"),
        ("", 'not_before = "thing"', ":13: not_before must name another date or year"),
        ("", "not_before = true", ":13: not_before must name another date or year"),
    ],
)
def test_a_header_that_asks_for_nonsense_is_refused(
    tmp_path: Path, kinds: str, order: str, problem: str
) -> None:
    with pytest.raises(DataError) as caught:
        load_query(query_file(tmp_path, kinds, order))
    assert problem in caught.value.problems[0]


def test_every_kind_is_a_class_of_the_ontology() -> None:
    classes = {
        quad.subject.value
        for path in resources.ontology_files()
        for quad in load_quads(path)
        if str(quad.object) == f"<{PREFIXES['owl']}Class>" and hasattr(quad.subject, "value")
    }
    kinds = {
        kind
        for query in LunarGraph.queries().values()
        for parameter in query.parameters.values()
        for kind in parameter.kinds
    }
    assert kinds
    assert kinds <= classes
