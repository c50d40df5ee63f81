from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from lunargraph.errors import LunarGraphError
from lunargraph.namespaces import LGI, PREFIXES
from lunargraph.validation.lookups import Listing
from lunargraph.validation.names import Names
from lunargraph.validation.places import Places
from lunargraph.validation.shacl import shacl_results
from lunargraph.validation.wording import Wording

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from lunargraph.validation import Finding

PREFIXES_ = {**PREFIXES, "s": "https://w3id.org/lunargraph/shape/"}
HEADER = "".join(f"prefix {name}: <{base}>\n" for name, base in PREFIXES_.items())
DATA = """
    lg:Mission a owl:Class ; rdfs:label "mission"@en .
    lg:LunarMission rdfs:subClassOf lg:Mission .
    lg:Agency a owl:Class ; rdfs:label "agency"@en .
    lg:landedOn a owl:DatatypeProperty ; rdfs:label "landed on"@en .
    lg:operatedBy a owl:ObjectProperty ; rdfs:label "operated by"@en .
    lgi:change-6 a lg:Mission ; rdfs:label "Chang'e 6"@en .
    lgi:nasa a lg:Agency ; rdfs:label "NASA"@en .
"""


def triples(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse((HEADER + turtle).encode(), RdfFormat.TURTLE)]


def shape(constraint: str, path: str = "lg:landedOn") -> str:
    return f"s:m a sh:NodeShape ; sh:targetClass lg:Mission ; sh:property s:p . " \
           f"s:p a sh:PropertyShape ; sh:path {path} ; {constraint} ."  # fmt: skip


def found(shapes: str, data: str) -> list[Finding]:
    shape_triples, data_triples = triples(shapes), triples(DATA + data)
    names = Names([*data_triples, *shape_triples])
    wording = Wording(shape_triples, Listing(data_triples), names)
    places = Places("f.ttl", HEADER + data)
    results = shacl_results(data_triples, shape_triples)
    return [wording.finding(result, places.find) for result in results]


# constraint, facts that break it, facts that keep it, the message, what is expected, what came
CASES = [
    (
        "sh:minCount 1",
        "",
        "lgi:change-6 lg:landedOn '2024' .",
        "'landed on' is missing",
        "at least 1 of 'landed on'",
        None,
    ),
    (
        "sh:minCount 2",
        "lgi:change-6 lg:landedOn '2024' .",
        "lgi:change-6 lg:landedOn '2024' , '2025' .",
        "'landed on' must have 2 values or more; got \"2024\"",
        "at least 2 of 'landed on'",
        '"2024"',
    ),
    (
        "sh:maxCount 1",
        "lgi:change-6 lg:landedOn '2024' , '2025' .",
        "lgi:change-6 lg:landedOn '2024' .",
        '\'landed on\' must not have more than 1; got "2024", "2025"',
        "at most 1 of 'landed on'",
        '"2024", "2025"',
    ),
    (
        "sh:datatype xsd:date",
        "lgi:change-6 lg:landedOn '2 June' .",
        "lgi:change-6 lg:landedOn '2024-06-02'^^xsd:date .",
        "'landed on' must be a date (xsd:date); got \"2 June\"",
        "a date (xsd:date)",
        '"2 June"',
    ),
    (
        "sh:datatype xsd:date",
        "lgi:change-6 lg:landedOn '2 June'^^xsd:date .",
        "lgi:change-6 lg:landedOn '2024-06-02'^^xsd:date .",
        "'landed on' must be a date (xsd:date); got \"2 June\"^^xsd:date",
        "a date (xsd:date)",
        '"2 June"^^xsd:date',
    ),
    (
        "sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ] )",
        "lgi:change-6 lg:landedOn 2024 .",
        "lgi:change-6 lg:landedOn '2024'^^xsd:gYear .",
        "'landed on' must be a date or a year; got \"2024\"^^xsd:integer",
        "a date (xsd:date) or a year (xsd:gYear); nearest: a year,"
        ' but "2024"^^xsd:integer is not of the datatype xsd:gYear',
        '"2024"^^xsd:integer',
    ),
    (
        "sh:xone ( [ sh:datatype xsd:string ] [ sh:maxLength 3 ] )",
        "lgi:change-6 lg:landedOn 'abc' .",
        "lgi:change-6 lg:landedOn 'abcd' .",
        "'landed on' must fit exactly one of several conditions; got \"abc\"",
        "exactly one of 2 alternatives; it fits 2 of them",
        '"abc"',
    ),
    (
        "sh:and ( [ sh:datatype xsd:string ] [ sh:pattern '^a' ] )",
        "lgi:change-6 lg:landedOn 'b' .",
        "lgi:change-6 lg:landedOn 'a' .",
        "'landed on' must be a text without a language and the pattern ^a; got \"b\"",
        "a text without a language (xsd:string) and the pattern ^a: it must match the pattern ^a",
        '"b"',
    ),
    (
        "sh:not [ sh:datatype xsd:string ]",
        "lgi:change-6 lg:landedOn 'b' .",
        "lgi:change-6 lg:landedOn 1 .",
        "'landed on' must not be a text without a language; got \"b\"",
        "not a text without a language (xsd:string)",
        '"b"',
    ),
    (
        "sh:class lg:Agency",
        "lgi:change-6 lg:landedOn lgi:change-6 .",
        "lgi:change-6 lg:landedOn lgi:nasa .",
        "'landed on' must be an 'agency'; got Chang'e 6 (lgi:change-6)",
        "an 'agency'",
        "Chang'e 6 (lgi:change-6)",
    ),
    (
        "sh:nodeKind sh:IRI",
        "lgi:change-6 lg:landedOn 'x'@en .",
        "lgi:change-6 lg:landedOn lgi:nasa .",
        "'landed on' must be an IRI; got \"x\"@en",
        "an IRI",
        '"x"@en',
    ),
    (
        "sh:in ( 1 2 'three' )",
        "lgi:change-6 lg:landedOn 3 .",
        "lgi:change-6 lg:landedOn 2 , 'three' .",
        "'landed on' must be 1, 2 or three; got \"3\"^^xsd:integer",
        "1, 2 or three",
        '"3"^^xsd:integer',
    ),
    (
        "sh:hasValue lgi:nasa",
        "lgi:change-6 lg:landedOn lgi:esa .",
        "lgi:change-6 lg:landedOn lgi:esa , lgi:nasa .",
        "'landed on' must be NASA (lgi:nasa)",
        "NASA (lgi:nasa)",
        None,
    ),
    (
        "sh:pattern '^[0-9]+$'",
        "lgi:change-6 lg:landedOn 'x' .",
        "lgi:change-6 lg:landedOn '1' .",
        "'landed on' must match the pattern ^[0-9]+$; got \"x\"",
        "text that matches the pattern ^[0-9]+$",
        '"x"',
    ),
    (
        "sh:minLength 3",
        "lgi:change-6 lg:landedOn 'ab' .",
        "lgi:change-6 lg:landedOn 'abc' .",
        "'landed on' must have at least 3 characters; got \"ab\"",
        "at least 3 characters",
        '"ab"',
    ),
    (
        "sh:maxInclusive 10",
        "lgi:change-6 lg:landedOn 11 .",
        "lgi:change-6 lg:landedOn 10 .",
        "'landed on' must be at most 10; got \"11\"^^xsd:integer",
        "at most 10",
        '"11"^^xsd:integer',
    ),
    (
        "sh:languageIn ( 'en' 'zh' )",
        "lgi:change-6 lg:landedOn 'x'@de .",
        "lgi:change-6 lg:landedOn 'x'@en .",
        "'landed on' must be in the language en or zh; got \"x\"@de",
        "text in the language en or zh",
        '"x"@de',
    ),
    (
        "sh:uniqueLang true",
        "lgi:change-6 lg:landedOn 'x'@de , 'y'@de .",
        "lgi:change-6 lg:landedOn 'x'@de , 'y'@en .",
        '\'landed on\' must have one value a language; got "x"@de, "y"@de',
        "one value a language",
        '"x"@de, "y"@de',
    ),
    (
        "sh:lessThan lg:operatedBy",
        "lgi:change-6 lg:landedOn 2 ; lg:operatedBy 1 .",
        "lgi:change-6 lg:landedOn 1 ; lg:operatedBy 2 .",
        "'landed on' must be less than 'operated by'; got \"2\"^^xsd:integer",
        "less than 'operated by'",
        '"2"^^xsd:integer',
    ),
    (
        "sh:node s:agency . s:agency a sh:NodeShape ; rdfs:label 'known agency' ;"
        " sh:class lg:Agency",
        "lgi:change-6 lg:landedOn lgi:change-6 .",
        "lgi:change-6 lg:landedOn lgi:nasa .",
        "'landed on' must be a 'known agency'; got Chang'e 6 (lgi:change-6)",
        "a 'known agency': it must be an 'agency'",
        "Chang'e 6 (lgi:change-6)",
    ),
    (
        "sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:languageIn ( 'en' ) ]",
        "lgi:change-6 lg:landedOn 'x'@de .",
        "lgi:change-6 lg:landedOn 'x'@de , 'x'@en .",
        "'landed on' needs at least 1 value that is a text in the language en; got \"x\"@de",
        "at least 1 value that is a text in the language en;"
        ' nearest: "x"@de, but it must be in the language en',
        '"x"@de',
    ),
]


@pytest.mark.parametrize(("constraint", "bad", "good", "must", "expected", "got"), CASES)
def test_a_broken_constraint_in_words(
    constraint: str, bad: str, good: str, must: str, expected: str | None, got: str | None
) -> None:
    [finding] = found(shape(constraint), bad)
    assert finding.message == f"Chang'e 6 (lgi:change-6): {must}"
    assert (finding.severity, finding.check) == ("violation", "shape")
    assert (finding.expected, finding.got) == (expected, got)
    assert finding.focus == LGI + "change-6"
    assert finding.source == PREFIXES_["s"] + "p"
    assert found(shape(constraint), good) == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("[ sh:inversePath lg:operatedBy ]", "the inverse of 'operated by'"),
        ("( lg:operatedBy lg:landedOn )", "'operated by' then 'landed on'"),
        ("[ sh:alternativePath ( lg:operatedBy lg:landedOn ) ]", "'operated by' or 'landed on'"),
        ("[ sh:oneOrMorePath lg:operatedBy ]", "one or more 'operated by'"),
    ],
)
def test_a_path_in_words(path: str, words: str) -> None:
    [finding] = found(shape("sh:minCount 1", path), "")
    assert finding.message == f"Chang'e 6 (lgi:change-6): {words} is missing"


def test_the_message_of_a_shape_is_the_cure_in_english() -> None:
    constraint = "sh:minCount 1 ; sh:message 'Say when it landed.'@en , '请说明'@zh"
    [finding] = found(shape(constraint), "")
    assert finding.mend == 'Say when it landed.\nlgi:change-6 lg:landedOn "TEXT" .'
    [finding] = found(shape("sh:minCount 1 ; sh:message '请说明'@zh"), "")
    assert finding.mend is not None
    assert finding.mend.splitlines()[0] == "请说明"


def test_the_severity_of_a_shape_is_that_of_the_finding() -> None:
    severities = ("sh:Violation", "sh:Warning", "sh:Info")
    findings = [found(shape(f"sh:minCount 1 ; sh:severity {each}"), "")[0] for each in severities]
    assert [finding.severity for finding in findings] == ["violation", "warning", "info"]


def test_a_finding_is_at_the_value_or_the_property_or_the_thing() -> None:
    data = "lgi:change-6 rdfs:comment 'x' ;\n  lg:landedOn 1 ,\n    2 ."
    first = HEADER.count("\n") + 1
    [finding] = found(shape("sh:maxInclusive 1"), data)
    assert finding.place == ("f.ttl", first + 2, 5)
    [finding] = found(shape("sh:maxCount 1"), data)
    assert finding.place == ("f.ttl", first + 1, 3)
    [finding] = found(shape("sh:minCount 1", "lg:operatedBy"), data)
    assert finding.place == ("f.ttl", first, 1)


def test_a_sparql_constraint_breaks_the_rule_of_its_shape() -> None:
    shapes = """
        s: sh:declare [ sh:prefix "lg" ; sh:namespace "https://w3id.org/lunargraph/ns#" ] .
        s:alone a sh:NodeShape ; rdfs:label "no mission operates itself" ;
          sh:targetClass lg:Mission ; sh:sparql s:alone-query .
        s:alone-query a sh:SPARQLConstraint ; sh:prefixes s: ; sh:message "Name its operator."@en ;
          sh:select "SELECT $this WHERE { $this lg:operatedBy $this }" .
    """
    [finding] = found(shapes, "lgi:change-6 lg:operatedBy lgi:change-6 .")
    assert finding.message == (
        "Chang'e 6 (lgi:change-6) breaks the rule 'no mission operates itself'"
    )
    assert finding.mend == "Name its operator."
    assert finding.source == PREFIXES_["s"] + "alone"
    assert found(shapes, "lgi:change-6 lg:operatedBy lgi:nasa .") == []


def test_a_string_in_a_sparql_constraint_is_the_string_of_the_data() -> None:
    shapes = """
        s:x a sh:NodeShape ; sh:targetClass lg:Mission ; sh:sparql s:q .
        s:q a sh:SPARQLConstraint ; sh:message "no" ; sh:select
          'SELECT $this WHERE { $this <https://w3id.org/lunargraph/ns#landedOn> "bad" }' .
    """
    assert len(found(shapes, "lgi:change-6 lg:landedOn 'bad' .")) == 1


def test_a_closed_shape_names_the_property() -> None:
    shapes = (
        "s:m a sh:NodeShape ; sh:targetClass lg:Mission ; sh:closed true ;"
        " sh:ignoredProperties ( rdf:type rdfs:label ) ."
    )
    [finding] = found(shapes, "lgi:change-6 lg:landedOn '2024' .")
    assert finding.message == (
        "Chang'e 6 (lgi:change-6): 'landed on' is not allowed here; got \"2024\""
    )


def test_results_keep_the_spelling_of_literals_and_leave_rdflib_alone(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    before = rdflib.NORMALIZE_LITERALS
    data = triples(DATA + "lgi:change-6 lg:landedOn '01'^^xsd:integer , 'x'^^xsd:date .")
    with caplog.at_level(logging.DEBUG):
        results = shacl_results(data, triples(shape("sh:datatype xsd:string")))
    values = {result.value for result in results}
    integer = NamedNode(PREFIXES["xsd"] + "integer")
    assert Literal("01", datatype=integer) in values
    assert len(values) == 2
    assert rdflib.NORMALIZE_LITERALS is before is True
    assert not logging.getLogger("rdflib.term").disabled
    assert [record.name for record in caplog.records if record.name.startswith("rdflib")] == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "shapes",
    [
        "s:m a sh:NodeShape ; sh:targetClass lg:Mission ; sh:property [ sh:minCount 1 ] .",
        shape("sh:minCount 'one'"),
        "s:m a sh:NodeShape ; sh:targetClass lg:Mission ; sh:sparql [ sh:message 'no' ] .",
        "s:m a sh:NodeShape ; sh:targetClass lg:Mission ; sh:sparql ["
        " sh:select 'SELECT $this WHERE { VALUES ?x { 1 } }' ] .",
        "s:m a sh:NodeShape ; sh:targetClass lg:Mission ; sh:sparql ["
        " sh:select 'SELECT $this {' ] .",
        "s:m a sh:NodeShape ; sh:targetClass lg:Mission ; sh:sparql ["
        " sh:select 'SELECT $this { $this no:prefix 1 }' ] .",
        shape("sh:pattern '['"),
    ],
)
def test_wrong_shapes_are_refused_with_a_reason(shapes: str) -> None:
    with pytest.raises(LunarGraphError, match="the shapes cannot be used"):
        shacl_results(triples(DATA), triples(shapes))
