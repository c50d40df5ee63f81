import pytest
from pyoxigraph import Literal, NamedNode, Quad

from lunargraph.errors import FileError, ParseError
from lunargraph.formats import parse_quads, serialize
from lunargraph.namespaces import LG, PREFIXES

HEAD = (
    '<?xml version="1.0"?>\n'
    f'<rdf:RDF xmlns:rdf="{PREFIXES["rdf"]}" xmlns:x="http://x/">\n'
)  # fmt: skip
A = NamedNode("http://e/a")


def complaint(text: str) -> ParseError:
    with pytest.raises(ParseError) as caught:
        parse_quads(text.encode(), "rdfxml", name="facts.rdf")
    return caught.value


def test_a_graph_is_written_with_the_prefixes_it_uses() -> None:
    quads = [
        Quad(A, NamedNode(LG + "p"), Literal("<é>&\r\n", language="en")),
        Quad(A, NamedNode("http://e/q"), Literal(1), A),
        Quad(A, NamedNode("http://e/q"), A),
    ]
    assert serialize(quads, "rdfxml").decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<rdf:RDF\n"
        f'    xmlns:lg="{LG}"\n'
        '    xmlns:ns0="http://e/"\n'
        f'    xmlns:rdf="{PREFIXES["rdf"]}">\n'
        '  <rdf:Description rdf:about="http://e/a">\n'
        '    <lg:p xml:lang="en">&lt;é&gt;&amp;&#13;\n</lg:p>\n'
        f'    <ns0:q rdf:datatype="{PREFIXES["xsd"]}integer">1</ns0:q>\n'
        '    <ns0:q rdf:resource="http://e/a"/>\n'
        "  </rdf:Description>\n"
        "</rdf:RDF>\n"
    )


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\r", "\r\n", "]]>", "&amp;", "\ue000\ufffd"])
def test_texts_are_read_back_as_they_were(text: str) -> None:
    quad = Quad(A, A, Literal(text))
    assert parse_quads(serialize([quad], "rdfxml"), "rdfxml", name="-") == [quad]


@pytest.mark.parametrize("char", ["\0", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_a_character_that_xml_cannot_hold_is_refused(char: str) -> None:
    with pytest.raises(FileError, match="character that XML cannot hold") as caught:
        serialize([Quad(A, A, Literal(f"x{char}"))], "rdfxml")
    assert f"U+{ord(char):04X}" in (caught.value.got or "")
    assert "http://e/a" in (caught.value.where or "")


@pytest.mark.parametrize(
    "predicate",
    [
        "http://e/p/",
        "http://e/1",
        "http://e/嫦娥",
        "urn:1",
        PREFIXES["rdf"] + "li",
        PREFIXES["rdf"] + "Description",
        "http://www.w3.org/2000/xmlns/p",
    ],
)
def test_a_predicate_that_is_no_xml_name_is_refused(predicate: str) -> None:
    with pytest.raises(FileError, match="cannot be written as RDF/XML") as caught:
        serialize([Quad(A, NamedNode(predicate), A)], "rdfxml")
    assert caught.value.got == predicate


def test_prefixes_that_xml_reserves_are_not_used() -> None:
    prefixes = {"xmlfoo": "http://e/", "ns0": "http://f/"}
    quads = [Quad(A, NamedNode("http://e/p"), A), Quad(A, NamedNode("http://f/p"), A)]
    text = serialize(quads, "rdfxml", prefixes=prefixes).decode()
    assert "xmlfoo" not in text
    assert sorted(parse_quads(text.encode(), "rdfxml", name="-"), key=str) == sorted(quads, key=str)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (HEAD + "<rdf:Description>\n</rdf:RDF>", (4, 3), "mismatched tag"),
        (HEAD + "<é>日本😀<foo:b/></é></rdf:RDF>", (3, 7), "unbound prefix"),
        (HEAD + "<x:A>&nbsp;</x:A></rdf:RDF>", (3, 6), "undefined entity"),
        (HEAD + "<x:A>a & b</x:A></rdf:RDF>", (3, 9), "invalid token"),
        (HEAD, (3, 1), "no element found"),
        ("hello", (1, 1), "not well-formed"),
        ("<html><body/></html>", (1, 1), "not RDF/XML"),
        (
            HEAD + '<x:A rdf:about="http://e/"/>\n\n<x:A rdf:about="é"/></rdf:RDF>',
            (5, 1),
            "relative",
        ),
        (HEAD + '<x:A rdf:ID="a b"/></rdf:RDF>', (3, 1), "rdf:ID"),
        (HEAD + "<x:A><x:p>" * 200, (3, 255 * 5 + 1), "more than 256 levels"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>\n<x/>', (1, 1), "another encoding"),
    ],
)
def test_bad_documents_are_refused_with_their_place(
    text: str, place: tuple[int, int], words: str
) -> None:
    error = complaint(text)
    assert words in error.what
    assert (error.line, error.column) == place


def with_entities(declarations: str, text: str) -> str:
    document_type = f"<!DOCTYPE rdf:RDF [{declarations}]>\n<rdf:RDF"
    body = f'<rdf:Description rdf:about="http://e/a"><x:p>{text}</x:p></rdf:Description></rdf:RDF>'
    return HEAD.replace("<rdf:RDF", document_type) + body


def test_an_entity_for_a_namespace_is_understood() -> None:
    text = with_entities('<!ENTITY e "http://e/ns#">', "&e;b")
    assert parse_quads(text.encode(), "rdfxml", name="-")[0].object == Literal("http://e/ns#b")


@pytest.mark.parametrize(
    ("declarations", "text"),
    [
        ('<!ENTITY e "hello">', "&e;"),
        ('<!ENTITY a "http://e/"><!ENTITY e "&a;&a;&a;&a;">', "&e;"),
        ('<!ENTITY e "&#38;e;">', "x"),
        (f'<!ENTITY e "http://e/{"x" * 300}">', "&e;&e;&e;"),
        ('<!ENTITY e SYSTEM "file:///etc/hostname">', "&e;"),
        ('<!ENTITY % e SYSTEM "http://example.org/e.dtd"> %e;', "x"),
        ('<!ENTITY % e "http://e/">', "x"),
    ],
)
def test_other_entities_are_refused(declarations: str, text: str) -> None:
    error = complaint(with_entities(declarations, text))
    assert "is refused" in error.what
    assert error.line == 2


def test_an_external_document_type_is_not_fetched() -> None:
    text = HEAD.replace("<rdf:RDF", '<!DOCTYPE rdf:RDF SYSTEM "file:///dev/full">\n<rdf:RDF')
    assert parse_quads(f"{text}</rdf:RDF>".encode(), "rdfxml", name="-") == []
