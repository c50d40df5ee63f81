from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.datatypes import belongs, differ, is_well_written

XSD = PREFIXES["xsd"]
RDFS_LITERAL = PREFIXES["rdfs"] + "Literal"
PLAIN_LITERAL = PREFIXES["rdf"] + "PlainLiteral"


def lit(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))


@pytest.mark.parametrize(
    ("datatype", "good", "bad"),
    [
        ("date", "2024-02-29", "2023-02-29"),
        ("date", "2024-06-02+08:00", "2024-06-31"),
        ("date", "-0044-03-15", "2 June"),
        ("gYear", "2024", "24"),
        ("gYearMonth", "2024-06", "2024-13"),
        ("gMonthDay", "--02-29", "--02-30"),
        ("gMonth", "--06", "06"),
        ("gDay", "---31", "---32"),
        ("time", "23:59:59", "24:00:01"),
        ("dateTime", "2024-06-02T06:23:00.5Z", "2024-06-02"),
        ("dateTimeStamp", "2024-06-02T06:23:00Z", "2024-06-02T06:23:00"),
        ("integer", "-07", "7.0"),
        ("integer", "7", "٧"),
        ("nonNegativeInteger", "0", "-1"),
        ("positiveInteger", "1", "0"),
        ("nonPositiveInteger", "0", "1"),
        ("negativeInteger", "-1", "0"),
        ("byte", "-128", "128"),
        ("unsignedByte", "255", "256"),
        ("unsignedShort", "65535", "65536"),
        ("int", "2147483647", "2147483648"),
        ("long", "-9223372036854775808", "9223372036854775808"),
        ("decimal", "1935.3", "1.9e3"),
        ("decimal", ".5", "."),
        ("double", "0", "0,5"),
        ("float", "-INF", "infinity"),
        ("boolean", "1", "yes"),
        ("language", "zh-Hans", "zh_Hans"),
        ("token", "one word", "two  spaces"),
        ("normalizedString", " a", "a\tb"),
        ("Name", "a:b", "1a"),
        ("NCName", "嫦娥", "a:b"),
        ("NMTOKEN", "1a", "a b"),
        ("hexBinary", "0aFF", "0aF"),
        ("base64Binary", "TW9vbg==", "TW9vb"),
    ],
)
def test_a_text_fits_its_datatype_or_not(datatype: str, good: str, bad: str) -> None:
    assert is_well_written(lit(good, datatype))
    assert not is_well_written(lit(bad, datatype))


def test_a_datatype_that_is_not_known_takes_any_text() -> None:
    assert is_well_written(Literal("x", datatype=NamedNode("http://example.org/kilogram")))


@pytest.mark.parametrize(
    ("literal", "datatype", "expected"),
    [
        (lit("5", "integer"), XSD + "nonNegativeInteger", True),
        (lit("-5", "integer"), XSD + "nonNegativeInteger", False),
        (lit("5.0", "decimal"), XSD + "integer", True),
        (lit("5.5", "decimal"), XSD + "integer", False),
        (lit("5.5", "decimal"), XSD + "decimal", True),
        (lit("300", "integer"), XSD + "byte", False),
        (lit("2024", "gYear"), XSD + "date", False),
        (lit("x", "integer"), XSD + "integer", False),
        (lit("x", "integer"), RDFS_LITERAL, False),
        (Literal("x"), RDFS_LITERAL, True),
        (Literal("x", language="en"), PLAIN_LITERAL, True),
        (Literal("x", language="en"), XSD + "string", False),
        (lit("x", "token"), XSD + "string", True),
        (Literal("a  b"), XSD + "token", False),
        (Literal(5), PLAIN_LITERAL, False),
        (Literal("x"), "http://example.org/kilogram", None),
        (Literal("x", datatype=NamedNode("http://example.org/kg")), XSD + "string", None),
    ],
)
def test_a_value_belongs_to_a_datatype(
    literal: Literal, datatype: str, expected: bool | None
) -> None:
    assert belongs(literal, datatype) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (lit("1.0", "decimal"), lit("1", "integer"), False),
        (lit("1", "integer"), lit("2", "integer"), True),
        (lit("2024", "gYear"), lit("2024-06-02", "date"), True),
        (lit("2024-06-02Z", "date"), lit("2024-06-02+00:00", "date"), False),
        (lit("06:00:00.500", "time"), lit("06:00:00.5", "time"), False),
        (lit("06:00:00.0", "time"), lit("06:00:00", "time"), False),
        (lit("06:00:00.55", "time"), lit("06:00:00.5", "time"), True),
        (lit("2024-06-01T24:00:00", "dateTime"), lit("2024-06-02T00:00:00", "dateTime"), False),
        (lit("true", "boolean"), lit("1", "boolean"), False),
        (lit("NaN", "double"), lit("NaN", "double"), False),
        (lit("-0.0", "double"), lit("0", "double"), False),
        (lit("0A", "hexBinary"), lit("0a", "hexBinary"), False),
        (Literal("Moon", language="en"), Literal("Moon", language="EN"), False),
        (Literal("Moon", language="en"), Literal("Moon"), True),
        (lit("x", "integer"), lit("1", "integer"), False),
        (Literal("x", datatype=NamedNode("http://example.org/kg")), Literal("y"), False),
    ],
)
def test_two_literals_certainly_differ(one: Literal, other: Literal, expected: bool) -> None:
    assert differ(one, other) is expected
    assert differ(other, one) is expected
