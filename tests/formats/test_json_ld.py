import json

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from lunargraph.errors import FileError, ParseError
from lunargraph.formats import parse_document, parse_quads, serialize
from lunargraph.namespaces import LG, LGI, PREFIXES


def complaint(text: str) -> ParseError:
    with pytest.raises(ParseError) as caught:
        parse_quads(text.encode(), "jsonld", name="facts.jsonld")
    return caught.value


def test_a_document_is_written_with_the_prefixes_it_uses_and_lists_as_lists() -> None:
    text = (
        f"@prefix lg: <{LG}> . @prefix lgi: <{LGI}> . @prefix x: <http://example.org/> .\n"
        'lgi:b lg:p 1 , ( "x" ( ) ) . lgi:a a lg:T ; lg:label "x" , "y"@en .\n'
        "x:g { lgi:a lg:p lgi:b }"
    )
    data = serialize(parse_quads(text.encode(), "trig", name="-"), "jsonld")
    assert json.loads(data) == {
        "@context": {"lg": LG, "lgi": LGI, "xsd": PREFIXES["xsd"]},
        "@graph": [
            {
                "@id": "lgi:a",
                "@type": "lg:T",
                "lg:label": ["x", {"@value": "y", "@language": "en"}],
            },
            {
                "@id": "lgi:b",
                "lg:p": [{"@list": ["x", {"@list": []}]}, {"@value": "1", "@type": "xsd:integer"}],
            },
            {
                "@id": "http://example.org/g",
                "@graph": [{"@id": "lgi:a", "lg:p": {"@id": "lgi:b"}}],
            },
        ],
    }


def test_a_prefix_never_hides_a_scheme() -> None:
    quad = Quad(NamedNode("lg:x"), NamedNode(LG + "p"), NamedNode(LG + "x"))
    data = serialize([quad], "jsonld")
    assert json.loads(data)["@context"] == {}
    assert parse_quads(data, "jsonld", name="-") == [quad]


def test_the_empty_graph_is_written_and_read() -> None:
    assert parse_quads(serialize([], "jsonld"), "jsonld", name="-") == []
    assert parse_quads(b"[]", "jsonld", name="-") == []


def test_prefixes_are_told_from_other_terms() -> None:
    text = '{"@context": {"e": "http://e/", "name": "http://e/name"}, "@id": "e:a", "name": "x"}'
    document = parse_document(text.encode(), "jsonld", name="-")
    assert document.prefixes == {"e": "http://e/"}
    a, name = NamedNode("http://e/a"), NamedNode("http://e/name")
    assert document.quads == [Quad(a, name, Literal("x"))]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('{"@id": "http://a",\n "http://b": "é", }', (2, 19), "not JSON: expecting property name"),
        ('{"@id":"http://a"', (1, 18), "not JSON"),
        ("hello", (1, 1), "not JSON"),
        ('{"@id": "http://a", "http://b": NaN}', (1, None), "not JSON-LD"),
        ('[{"@id": "http://a", "http://b": 1},\n{"@id": 1,\n"http://b": 1}]', (3, None), "@id"),
        ("[" * 300 + "]" * 300, (1, 257), "more than 256 levels"),
    ],
)
def test_bad_documents_are_refused_with_their_place(
    text: str, place: tuple[int, int | None], words: str
) -> None:
    error = complaint(text)
    assert (error.line, error.column) == place
    assert words in error.what


@pytest.mark.parametrize(
    "text",
    [
        '{"@id": "http://a",\n "@context": "http://example.org/context.jsonld"}',
        '{"@id": "http://a",\n "@context": [{}, "http://example.org/context.jsonld"]}',
        '{"@id": "http://a",\n "@context": {"@import": "http://example.org/context.jsonld"}}',
    ],
)
def test_a_context_is_never_fetched(text: str) -> None:
    error = complaint(text)
    assert (error.line, error.got) == (2, "http://example.org/context.jsonld")
    assert "nothing is fetched" in error.what
    assert "put the content" in (error.mend or "")


@pytest.mark.parametrize(
    ("text", "iri", "column"),
    [
        ('{"@id": "rel", "http://b": 1}', "rel", 9),
        ('{"@id": "#x", "http://b": 1}', "#x", 9),
        ('{"@type": "Mission"}', "Mission", 11),
        ('{"http://b": {"@value": "x", "@type": "date"}}', "date", 39),
        ('{"@context": {"@vocab": ""}, "name": 1}', "name", 30),
    ],
)
def test_a_relative_iri_is_an_error_and_not_dropped(text: str, iri: str, column: int) -> None:
    error = complaint(text)
    assert "an IRI is relative" in error.what
    assert (error.got, error.line, error.column) == (repr(iri), 1, column)


def test_a_base_in_the_context_resolves_relative_iris() -> None:
    text = b'{"@context": {"@base": "http://e/"}, "@id": "x", "http://b": 1}'
    assert parse_quads(text, "jsonld", name="-")[0].subject == NamedNode("http://e/x")


@pytest.mark.parametrize("text", ['{"name": "x"}', "[1]", '{"@graph": [{"name": "x"}]}'])
def test_a_document_from_which_nothing_comes_is_refused(text: str) -> None:
    assert "no statement" in complaint(text).what


def test_rdf_1_2_is_not_written() -> None:
    from pyoxigraph import BaseDirection

    a = NamedNode("http://e/a")
    quad = Quad(a, a, Literal("x", language="ar", direction=BaseDirection.RTL))
    with pytest.raises(FileError, match=r"RDF 1\.2"):
        serialize([quad], "jsonld")


def test_blank_nodes_stand_side_by_side() -> None:
    quads = parse_quads(b"_:x <http://e/p> [ <http://e/p> _:x ] .", "turtle", name="-")
    assert json.loads(serialize(quads, "jsonld"))["@graph"] == [
        {"@id": "_:c14n0", "http://e/p": {"@id": "_:c14n1"}},
        {"@id": "_:c14n1", "http://e/p": {"@id": "_:c14n0"}},
    ]
