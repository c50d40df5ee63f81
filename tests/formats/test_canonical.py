import random

import pytest
from hypothesis import given
from pyoxigraph import Quad

from lunargraph.errors import FileError, ParseError, UnknownNameError, UsageError
from lunargraph.formats import canonical_bytes, format_text, parse_quads, serialize
from rdf_strategies import canonical, few, trees

UNTIDY = """\
# Facts about the Moon
#   under CC BY 4.0

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ex: <http://example.org/>
PREFIX unused: <http://example.org/unused/>
ex:b dct:title "b" . ex:a ex:p ex:c, ex:b; a ex:T
.
"""
TIDY = """\
# Facts about the Moon
#   under CC BY 4.0

@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <http://example.org/> .

ex:a
    a ex:T ;
    ex:p ex:b ;
    ex:p ex:c ;
.

ex:b
    dcterms:title "b" ;
.
"""


def test_an_untidy_text_becomes_tidy_and_stays_so() -> None:
    assert format_text(UNTIDY, "turtle", "facts.ttl") == TIDY
    assert format_text(TIDY, "turtle", "facts.ttl") == TIDY
    assert canonical_bytes(b"\xef\xbb\xbf" + UNTIDY.encode(), name="facts.ttl") == TIDY.encode()


@few
@given(trees())
def test_what_is_canonical_stays_as_it_is(quads: list[Quad]) -> None:
    for name in ("turtle", "trig"):
        text = serialize(quads, name).decode()
        assert format_text(text, name, "-") == text


@few
@given(trees())
def test_formatting_keeps_every_statement(quads: list[Quad]) -> None:
    lines = serialize(quads, "ntriples").decode().split("\n")
    random.Random(len(lines)).shuffle(lines)  # noqa: S311  # the same order every time
    text = format_text("\n".join(lines), "turtle", "-")
    assert canonical(parse_quads(text.encode(), "turtle", name="-")) == canonical(quads)


def test_a_comment_that_would_be_lost_is_refused_and_dropped_only_on_demand() -> None:
    text = UNTIDY.replace("a ex:T\n", 'a ex:T # really?\n; ex:q "# no" # sure\n')
    with pytest.raises(ParseError, match=r"no place .* \(and 1 more\)") as caught:
        format_text(text, "turtle", "facts.ttl")
    assert (caught.value.line, caught.value.path) == (7, "facts.ttl")
    assert "--drop-comments" in (caught.value.mend or "")
    dropped = format_text(text, "turtle", "facts.ttl", drop_comments=True)
    assert dropped == TIDY.replace("ex:c ;\n", 'ex:c ;\n    ex:q "# no" ;\n')


def test_a_file_of_comments_stays() -> None:
    assert format_text("\n# only\n\n# that", "trig", "-") == "# only\n\n# that\n"


def test_the_prefix_of_the_file_is_kept_against_that_of_the_house() -> None:
    text = "@prefix lg: <http://example.org/> . lg:a lg:b lg:c ."
    assert format_text(text, "turtle", "-").startswith("@prefix lg: <http://example.org/> .\n")


def test_capitals_of_language_tags_follow_the_custom() -> None:
    text = '<http://e/a> <http://e/b> "x"@zh-Hans , "y"@EN-us .'
    assert '"x"@zh-Hans ;' in format_text(text, "turtle", "-")
    assert '"y"@en-US ;' in format_text(text, "turtle", "-")


def test_a_blank_node_with_two_parents_is_an_error_in_that_file() -> None:
    text = "@prefix ex: <http://e/> . ex:a ex:p _:x . ex:b ex:q _:x ."
    with pytest.raises(FileError, match="used twice") as caught:
        format_text(text, "turtle", "facts.ttl")
    assert caught.value.where == "facts.ttl"


def test_only_turtle_and_trig_have_a_canonical_form() -> None:
    with pytest.raises(UsageError, match="rdfxml has no canonical form"):
        canonical_bytes(b"<x/>", name="facts.rdf")
    with pytest.raises(UnknownNameError):
        canonical_bytes(b"x", name="facts.txt")


def test_a_text_that_does_not_parse_is_refused_with_its_place() -> None:
    with pytest.raises(ParseError) as caught:
        canonical_bytes(b"# a\n<http://e/a> a .", name="facts.ttl")
    assert (caught.value.line, caught.value.column) == (2, 16)
