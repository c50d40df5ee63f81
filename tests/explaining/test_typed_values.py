"""Values as they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from explained import ex, triples_of
from lunargraph.errors import UsageError
from lunargraph.explaining.naming import exactly
from lunargraph.explaining.typed_values import read_exact, read_value
from lunargraph.namespaces import expand

TEXTS = st.text()


@given(TEXTS, st.sampled_from(["xsd:date", "xsd:integer", "http://example.org/own"]))
def test_what_is_shown_of_a_typed_value_is_read_back(text: str, datatype: str) -> None:
    literal = Literal(text, datatype=NamedNode(expand(datatype)))
    assert read_exact(exactly(literal)) == literal


@given(TEXTS, st.sampled_from(["en", "zh-hans"]))
def test_so_is_one_in_a_language(text: str, language: str) -> None:
    literal = Literal(text, language=language)
    assert read_exact(exactly(literal)) == literal


@given(TEXTS)
def test_so_is_a_plain_text(text: str) -> None:
    assert read_exact(exactly(Literal(text))) == text


@pytest.mark.parametrize("text", ["moon", "2024", '"open', 'a "b"', "me@example.org", ""])
def test_other_text_is_bare(text: str) -> None:
    assert read_exact(text) is None


def test_a_datatype_has_to_be_a_resource() -> None:
    with pytest.raises(UsageError):
        read_exact('"1"^^xx:int')


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("5", "integer"), ("-5.5", "decimal"), ("2024-06-02", "date"), ("2024-06", "gYearMonth"),
        ("2024-06-02T12:00:00Z", "dateTime"), ("true", "boolean"), ("2024-13-02", "string"),
        ("moon", "string"),
    ],
)  # fmt: skip
def test_an_unknown_value_is_what_it_looks_like(text: str, datatype: str) -> None:
    found = read_value(text, [], ex("s"), ex("p"))
    assert (found.value, found.datatype.value) == (text, expand(f"xsd:{datatype}"))


def test_it_has_a_datatype_of_its_property_if_it_can() -> None:
    triples = triples_of('ex:s ex:p "1999"^^xsd:gYear . ex:s ex:q "text" .')
    assert read_value("2000", triples, ex("t"), ex("p")).datatype.value == expand("xsd:gYear")
    assert read_value("2000", triples, ex("t"), ex("q")) == Literal("2000")


def test_what_other_properties_have_counts_only_if_it_has_none() -> None:
    triples = triples_of('ex:s ex:p "2000-01-01"^^xsd:date . ex:claim ex:says "2001-01-01" .')
    assert read_value("2001-01-01", triples, ex("s"), ex("p")).datatype.value == expand("xsd:date")
    assert read_value("2001-01-01", triples, ex("s"), ex("q")) == Literal("2001-01-01")


@pytest.mark.parametrize("text", ["2024-13-45", "yesterday"])
def test_a_value_that_its_property_cannot_have_is_refused(text: str) -> None:
    triples = triples_of('ex:s ex:p "2024-06-02"^^xsd:date , "2024"^^xsd:gYear .')
    with pytest.raises(UsageError, match="no xsd:date or xsd:gYear is written"):
        read_value(text, triples, ex("t"), ex("p"))
