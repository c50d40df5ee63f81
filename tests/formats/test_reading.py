from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from lunargraph.errors import FileError, ParseError, UnknownNameError
from lunargraph.formats import FORMATS, load_document, load_quads, parse_quads
from rdf_strategies import canonical

EX = "@prefix ex: <http://example.org/> .\n"


def complaint(data: str | bytes, form: str = "turtle") -> ParseError:
    with pytest.raises(ParseError) as caught:
        parse_quads(data.encode() if isinstance(data, str) else data, form, name="facts.ttl")
    assert caught.value.path == "facts.ttl"
    return caught.value


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("<http://e/a> <http://e/b> 1 .", "turtle"),
        ("<http://e/g> { <http://e/a> <http://e/b> _:x }", "trig"),
        ('<http://e/a> <http://e/b> "x"@en .', "ntriples"),
        ('<http://e/a> <http://e/b> "x" <http://e/g> .', "nquads"),
    ],
)
def test_the_statements_are_those_of_the_file(text: str, form: str) -> None:
    reader = RdfFormat.from_media_type(FORMATS[form].media_type)
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode()):
        assert canonical(parse_quads(data, form, name="-")) == canonical(list(parse(text, reader)))


def test_a_file_is_loaded_by_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "facts.ttl"
    path.write_text(f"{EX}@base <http://b/> .\n<x> ex:p <../y> .")
    document = load_document(path)
    assert document.prefixes == {"ex": "http://example.org/"}
    assert document.format is FORMATS["turtle"]
    x, p, y = map(NamedNode, ("http://b/x", "http://example.org/p", "http://b/y"))
    assert load_quads(str(path)) == document.quads == [Quad(x, p, y)]


def test_lexical_forms_are_kept_and_language_tags_come_in_lower_case() -> None:
    quads = parse_quads(b'<http://e/a> <http://e/b> 007, 1.50, "x"@EN-us .', "turtle", name="-")
    integer, decimal, text = (quad.object for quad in quads)
    assert isinstance(integer, Literal)
    assert isinstance(decimal, Literal)
    assert isinstance(text, Literal)
    assert (integer.value, decimal.value, text.language) == ("007", "1.50", "en-us")


def test_blank_nodes_are_named_after_their_document() -> None:
    first, second = b"_:x <http://e/b> [] .", b"_:x <http://e/b> [] . #"
    assert parse_quads(first, "turtle", name="a") == parse_quads(first, "turtle", name="b")
    nodes = {
        node
        for data in (first, second)
        for quad in parse_quads(data, "turtle", name="-")
        for node in (quad.subject, quad.object)
    }
    assert len(nodes) == 4
    assert all(isinstance(node, BlankNode) for node in nodes)


@pytest.mark.parametrize(
    ("text", "line", "column", "words", "mend"),
    [
        ("ex:a foo:b 1 .", 2, 6, "prefix foo: is not declared", "@prefix foo: <...> ."),
        ("ex:a ow:b 1 .", 2, 6, "prefix ow: is not declared", "did you mean owl: ?"),
        ("ex:a exx:b 1 .", 2, 6, "prefix exx: is not declared", "did you mean ex: ?"),
        (
            'ex:a ex:b "嫦娥😀"^^xsd:date .',
            2,
            18,
            "prefix xsd: is not declared",
            "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
        ),
        ('ex:a ex:b "é"\nex:c ex:d 1 .', 3, 1, "a statement has no end", "just before"),
        ("ex:a ex:b <rel> .", 2, 11, "an IRI is relative", "@base"),
        ("ex:a ex:b <a b> .", 2, 11, "Invalid IRI code point", "%20"),
        ("ex:a ex:b ex:c , .", 2, 18, "an object is missing", "write it"),
        ("nasa a ex:T .", 2, 1, "nasa is not a valid subject", '";"'),
        ("ex:a is ex:T .", 2, 6, "is is not a valid predicate", '";"'),
        ("ex:a a nasa .", 2, 8, "nasa is not a valid RDF object", "its prefix"),
        ('\r\nex:a a "é .\r\nex:a a "y" .\r\n', 3, 12, "over the end of the line", '"""'),
        ('ex:a a """x .\n\n', 2, 8, "never closed", "add its end"),
        ("ex:a a ex:T", 2, 12, "in the middle of a statement", "complete it"),
        ("ex:a a [ a ex:T .", 2, 17, "a blank node is not closed", "']'"),
        ("ex:a a ex:T ]", 2, 13, "closes something", "take it away"),
        ("ex:a a “x” .", 2, 8, "typographic quotes", '"'),
        ("ex:a a ex:T .. ex:b a ex:T .", 2, 14, "a dot too many", "BASE"),
        ('ex:a a "\\q" .', 2, 9, "escape character", "\\\\"),
        ('ex:a a "x"@1 .', 2, 12, "language code", None),
        ("ex:a a ex:b/c .", 2, 12, "prefixed name", "<https://...>"),
        ("@prefix foo: bar .", 2, 14, "PREFIX", None),
        ("ex:g { ex:a a ex:T }", 2, 6, "no named graphs", ".trig"),
        ("<<<<<<< HEAD\nex:a a ex:T .", 2, None, "merge conflict", "choose"),
    ],
)
def test_bad_turtle_is_refused_with_place_and_cure(
    text: str, line: int, column: int | None, words: str, mend: str | None
) -> None:
    error = complaint(EX + text)
    assert (error.line, error.column) == (line, column)
    assert words in error.what
    assert (mend or "") in (error.mend or "")
    assert error.got or column is None


@pytest.mark.parametrize(
    ("text", "form", "line", "column"),
    [
        ("@prefix ex: <http://e/> .\nex:g { ex:a a ex:T\n ex:b a ex:T }", "trig", 3, 2),
        ("<http://e/g> { <http://e/a> a <http://e/b> ", "trig", 1, 44),
        ('<http://e/a> <http://e/b> "é" .\n<http://e/a> <http://e/b> é .', "ntriples", 2, 27),
        ('<http://e/a> <http://e/b> "c" "g" .', "nquads", 1, 31),
        ("<http://e/a> <b> <http://e/c> .", "ntriples", 1, 14),
    ],
)
def test_other_bad_syntax_is_refused_with_its_place(
    text: str, form: str, line: int, column: int
) -> None:
    error = complaint(text, form)
    assert (error.line, error.column) == (line, column)


def test_the_excerpt_is_short_and_printable() -> None:
    error = complaint(f"{EX}ex:a ex:b \x1b[31m{'x' * 500}")
    assert error.got
    assert error.got.isprintable()
    assert len(error.got) < 70


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (b"", (None, None), "empty"),
        (b" \n\t", (None, None), "empty"),
        (b"\xef\xbb\xbf\n", (None, None), "empty"),
        ("<http://é>".encode("utf-16"), (None, None), "UTF-16"),
        ("é\né é".encode() + b"\x00", (2, 4), "binary"),
        ("é\né é".encode() + b"\xe9", (2, 4), "not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00", (2, 3), "binary"),
    ],
)
@pytest.mark.parametrize("form", [form.name for form in FORMATS.values() if form.readable])
def test_what_is_no_text_is_refused(
    data: bytes, place: tuple[int | None, int | None], words: str, form: str
) -> None:
    error = complaint(data, form)
    assert words in error.what
    if "PNG" not in str(data):
        assert (error.line, error.column) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ex:a ex:b <<( ex:a ex:b 1 )>> .", (2, 11)),
        ("<< ex:a ex:b 1 >> ex:b 1 .", (2, 1)),
        ("ex:a ex:b 1 .\nex:a ex:b ex:c {| ex:b 1 |} .\nex:a ex:b 2 .", (3, None)),
        ('ex:a ex:b "<<" .\nex:a ex:b "x"@ar--rtl .\n', (3, None)),
        ("ex:a ex:b " + "<<( ex:a ex:b " * 200_000, (2, 11)),  # would overflow the parser's stack
    ],
)
def test_rdf_1_2_is_refused_with_its_place(text: str, place: tuple[int, int | None]) -> None:
    error = complaint(EX + text)
    assert error.what == "this is RDF 1.2"
    assert (error.line, error.column) == place


@pytest.mark.parametrize("form", ["csv", "parquet", "graphml"])
def test_formats_that_are_only_written_are_not_read(form: str) -> None:
    assert "written, but not read" in complaint(b"x", form).what


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        load_quads(tmp_path / "facts.ttl")
    with pytest.raises(FileError, match="is a folder"):
        load_quads(tmp_path)
    (tmp_path / "facts.tll").write_text("x")
    with pytest.raises(UnknownNameError) as caught:
        load_quads(tmp_path / "facts.tll")
    assert caught.value.suggestions == [".ttl"]
