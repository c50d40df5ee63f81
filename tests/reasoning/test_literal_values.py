from __future__ import annotations

from fractions import Fraction

import pytest
from pyoxigraph import Literal, NamedNode

from literal_values import DATATYPES, Value, belongs, different_values, same_value, value_of
from rdf_terms import named


def lit(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=named(datatype))


def test_the_datatypes_are_those_of_the_profile_and_of_dates() -> None:
    xsd = named("xsd:string").value.removesuffix("string")
    names = {iri.removeprefix(xsd) for iri in DATATYPES if iri.startswith(xsd)}
    numbers = {"decimal", "integer", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger"}
    numbers |= {"negativeInteger", "long", "int", "short", "byte", "float", "double"}
    numbers |= {"unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"}
    texts = {
        "string",
        "normalizedString",
        "token",
        "language",
        "Name",
        "NCName",
        "NMTOKEN",
        "anyURI",
    }
    others = {"boolean", "hexBinary", "base64Binary", "dateTime", "dateTimeStamp"}
    dates = {"date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"}
    assert names == numbers | texts | others | dates
    others = {"rdf:PlainLiteral", "rdf:XMLLiteral", "rdf:langString", "rdfs:Literal"}
    assert DATATYPES - {xsd + name for name in names} == {named(name).value for name in others}


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        (lit("+007", "xsd:integer"), Value("number", Fraction(7))),
        (lit(".50", "xsd:decimal"), Value("number", Fraction(1, 2))),
        (lit("1", "xsd:boolean"), Value("truth", True)),
        (Literal("Mond", language="DE"), Value("tagged", ("Mond", "de"))),
        (lit("Mond@de", "rdf:PlainLiteral"), Value("tagged", ("Mond", "de"))),
        (lit("a@b@", "rdf:PlainLiteral"), Value("text", "a@b")),
        (lit("2024-06", "xsd:gYearMonth"), Value("year and month", (2024, 6, None, None))),
        (lit("--02-29Z", "xsd:gMonthDay"), Value("month and day", (None, 2, 29, 0))),
        (lit("2023-12-31T24:00:00-01:30", "xsd:dateTime"), Value("instant", (2024, 1, 1, 0, 0, Fraction(0), -90))),
        (lit("0aFF", "xsd:hexBinary"), Value("hex", b"\x0a\xff")),
        (lit("TW9v bg==", "xsd:base64Binary"), Value("base64", b"Moon")),
    ],
)  # fmt: skip
def test_what_a_literal_stands_for(literal: Literal, value: Value) -> None:
    assert value_of(literal) == value


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("1.0", "xsd:integer"),
        (" 1", "xsd:integer"),
        ("٧", "xsd:integer"),
        ("-1", "xsd:nonNegativeInteger"),
        ("128", "xsd:byte"),
        ("1e3", "xsd:decimal"),
        (".", "xsd:decimal"),
        ("infinity", "xsd:double"),
        ("True", "xsd:boolean"),
        ("a  b", "xsd:token"),
        ("a\tb", "xsd:normalizedString"),
        ("zh_Hans", "xsd:language"),
        ("a:b", "xsd:NCName"),
        ("1a", "xsd:Name"),
        ("a b", "xsd:NMTOKEN"),
        ("2023-02-29", "xsd:date"),
        ("1900-02-29", "xsd:date"),
        ("--02-30", "xsd:gMonthDay"),
        ("2024-06-31", "xsd:date"),
        ("2024-06-02T24:00:01", "xsd:dateTime"),
        ("2024-06-02T10:00:00", "xsd:dateTimeStamp"),
        ("24", "xsd:gYear"),
        ("0aF", "xsd:hexBinary"),
        ("TW9vbh==", "xsd:base64Binary"),  # bits left over
        ("TW9vbg", "xsd:base64Binary"),
        ("Mond", "rdf:PlainLiteral"),
    ],
)
def test_an_ill_typed_literal_stands_for_nothing(text: str, datatype: str) -> None:
    literal = lit(text, datatype)
    assert value_of(literal) is None
    assert belongs(literal, named(datatype).value) is False
    assert belongs(literal, named("rdfs:Literal").value) is False
    assert not same_value(literal, literal)
    assert not different_values(literal, Literal(1))


@pytest.mark.parametrize(
    ("literal", "inside", "outside"),
    [
        (Literal(5), "integer decimal byte unsignedByte positiveInteger", "string negativeInteger double"),
        (lit("5.0", "xsd:decimal"), "integer decimal unsignedLong", "nonPositiveInteger float"),
        (lit("5.5", "xsd:decimal"), "decimal", "integer byte"),
        (lit("300", "xsd:integer"), "short unsignedShort", "byte unsignedByte"),
        (lit("0", "xsd:integer"), "nonNegativeInteger nonPositiveInteger", "positiveInteger"),
        (Literal("a b"), "string token normalizedString", "Name NMTOKEN language anyURI boolean"),
        (Literal("ab"), "Name NCName NMTOKEN language", "integer"),
        (lit("1", "xsd:float"), "float", "double decimal"),
        (lit("true", "xsd:boolean"), "boolean", "string"),
        (lit("2024-06-02T10:00:00Z", "xsd:dateTime"), "dateTime dateTimeStamp", "date time"),
        (lit("2024-06-02T10:00:00", "xsd:dateTime"), "dateTime", "dateTimeStamp"),
        (lit("2024", "xsd:gYear"), "gYear", "date integer"),
        (Literal("a", language="en"), "", "string token"),
    ],
)  # fmt: skip
def test_a_value_is_in_a_datatype_or_not(literal: Literal, inside: str, outside: str) -> None:
    for datatypes, answer in ((inside, True), (outside, False)):
        for datatype in datatypes.split():
            assert belongs(literal, named(f"xsd:{datatype}").value) is answer
    assert belongs(literal, named("rdfs:Literal").value) is True
    is_plain = literal.language is not None or "string" in inside.split() or "Name" in inside
    assert belongs(literal, named("rdf:PlainLiteral").value) is is_plain
    tagged = literal.language is not None
    assert belongs(literal, named("rdf:langString").value) is tagged


def test_of_what_is_not_known_nothing_is_said() -> None:
    kilogram = Literal("5", datatype=NamedNode("http://example.org/kilogram"))
    xml = lit("<a/>", "rdf:XMLLiteral")
    for literal in (kilogram, xml):
        assert value_of(literal) is None
        assert belongs(literal, named("rdfs:Literal").value) is None
        assert not same_value(literal, literal)
        assert not different_values(literal, Literal(5))
    assert belongs(Literal(5), kilogram.datatype.value) is None
    assert belongs(lit("5", "rdfs:Literal"), named("rdfs:Literal").value) is None
    assert belongs(xml, named("rdf:XMLLiteral").value) is None
    assert belongs(xml, named("xsd:string").value) is False
    assert belongs(Literal(5), named("rdf:XMLLiteral").value) is False


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Literal(1), lit("1.0", "xsd:decimal"), True),
        (Literal(1), lit("1", "xsd:double"), False),
        (Literal(1), Literal("1"), False),
        (lit("1", "xsd:double"), lit("1.0e0", "xsd:double"), True),
        (lit("1", "xsd:double"), lit("1", "xsd:float"), False),
        (lit("0", "xsd:double"), lit("-0", "xsd:double"), False),
        (lit("NaN", "xsd:double"), lit("NaN", "xsd:double"), True),
        (lit("16777217", "xsd:float"), lit("16777216", "xsd:float"), True),
        (lit("1e99", "xsd:float"), lit("INF", "xsd:float"), True),
        (lit("-1e99", "xsd:float"), lit("-INF", "xsd:float"), True),
        (lit("a", "xsd:token"), Literal("a"), True),
        (Literal("a", language="en"), Literal("a", language="EN"), True),
        (Literal("a", language="en"), Literal("a"), False),
        (lit("a", "xsd:anyURI"), Literal("a"), False),
        (lit("0A", "xsd:hexBinary"), lit("0a", "xsd:hexBinary"), True),
        (lit("TW9vbg==", "xsd:base64Binary"), lit("4D6F6F6E", "xsd:hexBinary"), False),
        (lit("2024-06-02Z", "xsd:date"), lit("2024-06-02+00:00", "xsd:date"), True),
        (lit("2024-06-02Z", "xsd:date"), lit("2024-06-02", "xsd:date"), False),
        (lit("10:00:00.50", "xsd:time"), lit("10:00:00.5", "xsd:time"), True),
        (lit("24:00:00", "xsd:time"), lit("00:00:00", "xsd:time"), True),
        (lit("2024-02-28T24:00:00", "xsd:dateTime"), lit("2024-02-29T00:00:00", "xsd:dateTime"), True),
        (lit("2024-06-30T24:00:00", "xsd:dateTime"), lit("2024-07-01T00:00:00", "xsd:dateTime"), True),
        (lit("2024-06-02T10:00:00Z", "xsd:dateTime"), lit("2024-06-02T11:00:00+01:00", "xsd:dateTime"), False),
        (lit("2024", "xsd:gYear"), lit("2024-06", "xsd:gYearMonth"), False),
    ],
)  # fmt: skip
def test_two_literals_have_one_value_or_two(one: Literal, other: Literal, same: bool) -> None:
    assert same_value(one, other) is same_value(other, one) is same
    assert different_values(one, other) is different_values(other, one) is not same
