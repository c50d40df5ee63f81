"""Typed parameters: what each type takes and what it refuses."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from lunargraph.errors import ParameterError
from lunargraph.namespaces import LG, LGI, PREFIXES
from lunargraph.stored_queries import Parameter
from lunargraph.stored_queries.parameters import TYPES

INJECTION = "2000 } ?s ?p ?o {"
TEXTS = {"string", "term"}
"""The types that take any text; what a term means, the graph finds out."""


def typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + datatype))


@pytest.mark.parametrize(
    ("type_", "text", "term"),
    [
        ("iri", "change-6", NamedNode(LGI + "change-6")),
        ("iri", "lg:Mission", NamedNode(LG + "Mission")),
        ("iri", "http://example.org/é?a=1#b", NamedNode("http://example.org/é?a=1#b")),
        ("iri", "<http://example.org/x>", NamedNode("http://example.org/x")),
        ("string", "", Literal("")),
        ("string", ' "} # \\u0022 ', Literal(' "} # \\u0022 ')),
        ("integer", "-042", typed("-042", "integer")),
        ("integer", "9" * 18, typed("9" * 18, "integer")),
        ("decimal", "1731.0", typed("1731.0", "decimal")),
        ("decimal", "+.5", typed("+.5", "decimal")),
        ("decimal", "12", typed("12", "decimal")),
        ("date", "2024-02-29", typed("2024-02-29", "date")),
        ("year", "1969", typed("1969", "gYear")),
    ],
)
def test_a_value_becomes_a_term(type_: str, text: str, term: NamedNode | Literal) -> None:
    assert Parameter("x", type_, "a thing").term(text) == term


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        *((name, INJECTION) for name in TYPES if name not in TEXTS),
        *((name, "") for name in TYPES if name not in TEXTS),
        *((name, "\udcff") for name in TYPES),  # a byte of the command line that is not UTF-8
        *((name, "2024 ") for name in ("iri", "integer", "decimal", "year")),
        *((name, "٢٠٢٤") for name in ("integer", "decimal", "year")),
        ("iri", "http://a> . ?s ?p <http://b"),
        ("iri", "lgi:x> } #"),
        ("iri", "http://[broken"),
        ("iri", "http://a/%zz"),
        ("iri", "nosuchprefix:x"),
        ("iri", "http://a/\x7f"),
        ("integer", "1.0"),
        ("integer", "1e3"),
        ("integer", "9" * 19),
        ("decimal", "1e3"),
        ("decimal", "."),
        ("decimal", "1,5"),
        ("date", "2023-02-29"),
        ("date", "1900-02-29"),
        ("date", "2024-13-01"),
        ("date", "2024-00-10"),
        ("date", "2024-1-1"),
        ("date", "20240101"),
        ("date", "2024-W01-1"),
        ("date", "0000-01-01"),
        ("date", "2024-01-01\n"),
        ("year", "0000"),
        ("year", "24"),
        ("year", "2024-01"),
    ],
)
def test_what_the_type_does_not_allow_is_refused(type_: str, text: str) -> None:
    with pytest.raises(ParameterError) as caught:
        Parameter("when", type_, "the day to look at").term(text)
    assert caught.value.what == "the parameter 'when' refuses its value"
    assert caught.value.expected is not None
    assert caught.value.expected.startswith(f"{type_}: ")
    assert caught.value.expected.endswith("(the day to look at)")
    assert caught.value.got == repr(text)
    assert caught.value.mend


def test_the_message_names_the_cure() -> None:
    with pytest.raises(ParameterError) as caught:
        Parameter("since", "year", "the first year", example="1998").term("2000 } ?s ?p ?o {")
    assert str(caught.value) == (
        "the parameter 'since' refuses its value\n"
        "  expected: year: a year of four digits (the first year)\n"
        "  got: '2000 } ?s ?p ?o {'\n"
        "  to mend: write it like 1998"
    )


def test_an_unknown_prefix_offers_the_nearest() -> None:
    with pytest.raises(ParameterError, match=r"no prefix is called 'skoss'; .*'skos'"):
        Parameter("x", "iri", "a thing").term("skoss:Concept")


def test_a_known_prefix_is_not_blamed_for_the_rest() -> None:
    with pytest.raises(ParameterError) as caught:
        Parameter("x", "iri", "a thing").term("lg:a b")
    assert caught.value.mend == "write it like nasa"


def test_a_long_value_is_quoted_in_part() -> None:
    with pytest.raises(ParameterError) as caught:
        Parameter("x", "integer", "a number").term("9" * 10_000)
    assert len(str(caught.value)) < 300


def test_the_example_of_a_type_is_one_of_its_values() -> None:
    for name, kind in TYPES.items():
        assert Parameter("x", name, "a thing").example == kind.example
        assert Parameter("x", name, "a thing").term(kind.example) == kind.read(kind.example)


def test_the_default_is_the_example() -> None:
    assert Parameter("x", "iri", "a", default=NamedNode(LGI + "cnsa")).example == "lgi:cnsa"
    assert Parameter("x", "year", "a", default=typed("1959", "gYear")).example == "1959"


def test_a_text_that_is_no_choice_offers_the_nearest() -> None:
    assessment = Parameter("assessment", "string", "the outcome", choices=["contested", "opinion"])
    assert assessment.term("opinion") == Literal("opinion")
    with pytest.raises(ParameterError) as caught:
        assessment.term("Contestd")
    assert str(caught.value) == (
        "the parameter 'assessment' refuses its value\n"
        "  expected: string: one of contested, opinion (the outcome)\n"
        "  got: 'Contestd'\n"
        "  to mend: did you mean 'contested'?"
    )


@pytest.mark.parametrize("text", ["", INJECTION, "contested ", "\udcff", "Opinion"])
def test_nothing_but_a_choice_is_taken(text: str) -> None:
    assessment = Parameter("x", "string", "the outcome", choices=["contested", "opinion"])
    with pytest.raises(ParameterError, match="one of contested, opinion") as caught:
        assessment.term(text)
    assert caught.value.mend


def test_the_first_choice_is_the_example() -> None:
    assert Parameter("x", "string", "a", choices=["b", "a"]).example == "b"
    assert Parameter("x", "string", "a", choices=["b", "a"], example="a").example == "a"
    assert Parameter("x", "string", "a", choices=["b", "a"], default=Literal("a")).example == "a"
    assert Parameter("x", "string", "a").choices == ()
