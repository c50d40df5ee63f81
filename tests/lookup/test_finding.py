"""``LunarGraph.find`` on the shipped graph, and on graphs of other people."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from lunargraph import LunarGraph
from lunargraph.errors import UnknownNameError, UsageError
from lunargraph.lookup import find
from lunargraph.namespaces import LGI
from lunargraph.results import Table
from lunargraph.store import Dataset

ZOO = """
@prefix ex: <http://example.org/zoo/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix schema: <https://schema.org/> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
ex:Cat a owl:Class ; rdfs:label "cat"@en ; rdfs:subClassOf ex:Animal .
ex:a1 a ex:Cat ; rdfs:label "Tomcat"@en , "Kater"@de ; skos:altLabel "Tom" .
ex:a2 a ex:Cat ; skos:prefLabel "Felix" .
ex:a3 a ex:Mouse ; foaf:name "Jerry" .
ex:a4 schema:name "Bugs" .
ex:a5 dc:title "Hamlet" ; dcterms:title "The Tragedy of Hamlet" .
ex:garfield a ex:Cat .
ex:nameless ex:knows ex:a1 .
[] rdfs:label "Somebody" .
"""


@pytest.fixture(scope="module")
def zoo() -> Dataset:
    return Dataset.from_quads(parse(ZOO, format=RdfFormat.TURTLE))


def ask(dataset: Dataset, text: str, *, kind: str | None = None, limit: int = 10) -> Table:
    return find(dataset, text, kind=kind, limit=limit, announce=lambda _: None)


@pytest.mark.parametrize(
    ("text", "slug", "how"),
    [
        ("嫦娥五号", "change-5", "exact"),
        ("嫦娥", "change-1", "prefix"),
        ("SUNY Stony Brook", "stony-brook-university", "exact"),
        ("stoney brook", "stony-brook-university", "similar"),
        ("石溪", "stony-brook-university", "substring"),
        ("Osaka University", "osaka-university", "exact"),
        ("university osaka", "osaka-university", "word"),
        ("universty of osakka", "osaka-university", "similar"),
        ("eu", "eu", "exact"),
        ("change6", "change-6", "exact"),
        ("Chang'e-5", "change-5", "exact"),
        ("Turkey", "state-tr", "similar"),
        ("UK", "state-gb", "initials"),
        ("change-6", "change-6", "exact"),
        ("lgi:change-6", "change-6", "exact"),
        (f"<{LGI}change-6>", "change-6", "exact"),
        ("CN", "state-cn", "exact"),
        ("2007-051a", "change-1", "exact"),
        ("Q43653", "apollo-11", "exact"),
        ("Frederic Moynier", "frederic-moynier", "exact"),
        ("wolf", "wolf-amendment", "prefix"),
        ("esa", "esa", "exact"),
    ],
)
def test_the_first_row(graph: LunarGraph, text: str, slug: str, how: str) -> None:
    row = graph.find(text).rows[0]
    assert (row.about, row.how) == (LGI + slug, how)


def test_two_are_called_kaist(graph: LunarGraph) -> None:
    rows = [row for row in graph.find("KAIST") if row.how == "exact"]
    assert [(row.country, row.match) for row in rows] == [
        ("Kenya", "KAIST"),
        ("South Korea", "KAIST"),
    ]


def test_a_row_tells_what_the_thing_is(graph: LunarGraph) -> None:
    rows = graph.find("Senegal").to_dicts()
    assert rows[0] == {
        "name": "Senegal", "kind": "state", "country": None,
        "about": LGI + "state-sn", "how": "exact", "match": "Senegal",
    }  # fmt: skip
    hong_kong = graph.find("HK").rows[0]
    assert (hong_kong.kind, hong_kong.country) == ("territory", "China")


def test_nobody_is_found(graph: LunarGraph) -> None:
    for text in ("xyzzy", "Yale University", "Chang'e 99"):
        assert graph.find(text).terms == [], text


def test_neither_terms_nor_records_are_individuals(graph: LunarGraph) -> None:
    found = [str(row.about) for row in graph.find("accords", limit=1000)]
    assert found
    assert not [iri for iri in found if "ns#" in iri or "/graph/accords/" in iri]
    assert not [row for row in graph.find("far-side mission") if row.how == "exact"]


def test_a_limit_cuts_and_does_nothing_else(graph: LunarGraph) -> None:
    whole = graph.find("china", limit=1000).terms
    assert len(whole) > 10
    assert [graph.find("china", limit=n).terms for n in (1, 7)] == [whole[:1], whole[:7]]
    assert graph.find("china").terms == whole[:10]


@pytest.mark.parametrize("kind", ["mission", "Mission", "lg:Mission", "sample-return mission"])
def test_a_kind_narrows(graph: LunarGraph, kind: str) -> None:
    whole = graph.find("change", limit=1000).terms
    narrow = graph.find("change", kind=kind, limit=1000).terms
    assert 0 < len(narrow) < len(whole)
    assert [row for row in whole if row in narrow] == narrow
    assert {str(row[1]) for row in narrow} == {'"mission"'}


def test_an_unknown_kind_gets_the_nearest(graph: LunarGraph) -> None:
    with pytest.raises(UnknownNameError, match="no class is called 'misson'") as caught:
        graph.find("change", kind="misson")
    assert "mission" in caught.value.suggestions


def test_the_kinds_there_are_have_english_names(graph: LunarGraph) -> None:
    with pytest.raises(UnknownNameError) as caught:
        graph.find("change", kind="foo")
    assert "月球样品" not in str(caught.value)
    assert caught.value.mend is not None
    assert caught.value.mend.isascii()


@pytest.mark.parametrize("text", ["", "  ", "?!"])
def test_nothing_to_look_for(graph: LunarGraph, text: str) -> None:
    with pytest.raises(UsageError, match="nothing to look for"):
        graph.find(text)


def test_a_limit_is_a_number_of_rows(graph: LunarGraph) -> None:
    with pytest.raises(UsageError, match="not a limit"):
        graph.find("nasa", limit=0)


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("tomcat", "a1"),
        ("kater", "a1"),
        ("tom", "a1"),
        ("felix", "a2"),
        ("jerry", "a3"),
        ("bugs", "a4"),
        ("hamlet", "a5"),
        ("tragedy", "a5"),
        ("garfeild", "garfield"),
        ("nameless", "nameless"),
        ("http://example.org/zoo/a2", "a2"),
    ],
)
def test_any_vocabulary_has_names(zoo: Dataset, text: str, local: str) -> None:
    assert ask(zoo, text).column("about") == ["http://example.org/zoo/" + local]


def test_a_thing_without_a_name_has_its_local_name(zoo: Dataset) -> None:
    (row,) = ask(zoo, "garfield")
    assert (row.name, row.kind, row.how) == ("garfield", "cat", "exact")
    (row,) = ask(zoo, "jerry")
    assert (row.name, row.kind) == ("Jerry", "Mouse")


def test_a_blank_node_cannot_be_named(zoo: Dataset) -> None:
    assert ask(zoo, "somebody").terms == []


def test_the_facade_says_what_is_left_out(tmp_path: Path) -> None:
    said: list[str] = []
    path = tmp_path / "zoo.ttl"
    path.write_text(ZOO, "utf-8")
    graph = LunarGraph.open(path, announce=said.append)
    assert len(graph.find("tom")) == 1
    assert said == []
    assert len(graph.find("t", limit=1)) == 1
    assert len(graph.find("tom", kind="mouse")) == 0
    assert len(graph.find("xyzzy")) == 0
    assert said == [
        "these are the best 1 of 2",
        "nothing of this kind is called 'tom', or nearly so (of any kind: 1)",
        "nothing is called 'xyzzy', or nearly so",
    ]
