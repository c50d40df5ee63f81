from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from lunargraph.namespaces import PREFIXES
from lunargraph.validation.findings import Finding
from lunargraph.validation.lookups import Listing
from lunargraph.validation.names import Names
from lunargraph.validation.places import Places
from lunargraph.validation.vocabulary import check_use, check_vocabulary, uses_ours

HEADER = "".join(f"prefix {name}: <{base}>\n" for name, base in PREFIXES.items())
FIRST_LINE = HEADER.count("\n") + 1
KNOWN = """
    lg:Mission a owl:Class ; rdfs:label "mission"@en .
    lg:Place a owl:Class ; rdfs:label "place"@en .
    lg:landedOn a owl:DatatypeProperty ; rdfs:label "landed on"@en .
    lg:operatedBy a owl:ObjectProperty ; rdfs:label "operated by"@en .
    lgi:nasa a lg:Agency ; rdfs:label "National Aeronautics and Space Administration"@en .
    lgi:cnsa rdfs:label "China National Space Administration"@en .
"""


def triples(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse((HEADER + turtle).encode(), RdfFormat.TURTLE)]


def findings(turtle: str) -> list[Finding]:
    new, known = triples(turtle), triples(KNOWN)
    place_of = Places("f.ttl", HEADER + turtle).find_term
    return check_vocabulary(new, Listing(known), Names([*known, *new]), place_of)


@pytest.mark.parametrize(
    ("turtle", "severity", "message", "mend"),
    [
        (
            "lgi:a lg:landdOn '2024' .",
            "violation",
            "lg:landdOn is not a term of the ontology",
            "did you mean lg:landedOn (landed on)?",
        ),
        (
            "lgi:a a lg:Mision .",
            "violation",
            "lg:Mision is not a term of the ontology",
            "did you mean lg:Mission (mission)?",
        ),
        (
            "lgi:nasa lg:operatedBy lg:Zzz .",
            "violation",
            "lg:Zzz is not a term of the ontology",
            None,
        ),
        (
            'lgi:nasa lg:landedOn "x"^^lg:day .',
            "violation",
            "lg:day is not a term of the ontology",
            None,
        ),
        (
            "lg:new rdfs:label 'new' .",
            "violation",
            "lg:new is not a term of the ontology",
            None,
        ),
        (
            "lgi:nasa lg:Mission lgi:cnsa .",
            "violation",
            "lg:Mission is a class and is used as a property",
            None,
        ),
        (
            "lgi:nasa a lg:landedOn .",
            "violation",
            "lg:landedOn is a property and is used as a class",
            None,
        ),
        (
            "lgi:nasa lgi:landedOn '2024' .",
            "violation",
            "lgi:landedOn is an individual and is used as a property",
            "did you mean lg:landedOn (landed on)?",
        ),
        (
            "lgi:nasa a lgi:mission .",
            "violation",
            "lgi:mission is an individual and is used as a class",
            "did you mean lg:Mission (mission)?",
        ),
        (
            "lgi:nasa lg:operatedBy lgi:cnza .",
            "warning",
            "nothing describes lgi:cnza, neither here nor in the graph",
            "did you mean lgi:cnsa (China National Space Administration)?",
        ),
        (
            "lgi:nasa lg:operatedBy lgi:china-national-space-agency .",
            "warning",
            "nothing describes lgi:china-national-space-agency, neither here nor in the graph",
            "did you mean lgi:cnsa (China National Space Administration)?",
        ),
        (
            "lgi:nasa rdfs:lable 'x' .",
            "violation",
            "rdfs:lable is not a term of RDFS",
            "did you mean rdfs:label?",
        ),
        (
            "lgi:nasa owl:sameas lgi:cnsa .",
            "violation",
            "owl:sameas is not a term of OWL 2",
            "did you mean owl:sameAs?",
        ),
        (
            "lgi:nasa a rdf:Propertie .",
            "violation",
            "rdf:Propertie is not a term of RDF",
            "did you mean rdf:Property?",
        ),
        (
            'lgi:nasa lg:landedOn "2024-06-02"^^xsd:dat .',
            "violation",
            "xsd:dat is not a term of XML Schema",
            "did you mean xsd:date",
        ),
        (
            "lgi:nasa skos:altlabel 'x' .",
            "warning",
            "skos:altlabel is not a term of SKOS as far as is known here",
            "did you mean skos:altLabel",
        ),
        (
            "lgi:nasa dcterms:sorce 'x' .",
            "warning",
            "dcterms:sorce is not a term of DCMI Terms as far as is known here",
            "did you mean dcterms:source?",
        ),
    ],
)
def test_a_term_that_does_not_exist_or_stands_wrong(
    turtle: str, severity: str, message: str, mend: str | None
) -> None:
    [finding] = findings(turtle)
    assert (finding.severity, finding.check, finding.message) == (severity, "vocabulary", message)
    assert finding.mend == mend or (mend and (finding.mend or "").startswith(mend))
    assert finding.place is not None
    assert finding.place.line == FIRST_LINE
    assert finding.focus is not None


@pytest.mark.parametrize(
    "turtle",
    [
        "lgi:a a lg:Mission ; lg:landedOn '2024' ; lg:operatedBy lgi:nasa .",
        "lgi:a lg:operatedBy lgi:b . lgi:b rdfs:label 'b' .",
        "lg:New a owl:Class . lg:new a owl:ObjectProperty . lgi:a a lg:New ; lg:new lgi:nasa .",
        "<http://example.org/a> <http://example.org/p> <http://example.org/B> .",
        "lgi:a rdf:_1 lgi:nasa ; rdfs:seeAlso <http://www.w3.org/ns/prov#> .",
        "lgi:a skos:altLabel 'x'@en ; prov:wasDerivedFrom lgi:nasa ; owl:sameAs lgi:nasa .",
        'lgi:a lg:landedOn "2024"^^xsd:gYear , "2024-06"^^xsd:gYearMonth , 5 , true .',
        "lgi:a dcterms:license lgi:nasa ; schema:name 'x' ; org:hasMember lgi:nasa .",
    ],
)
def test_facts_that_use_terms_well(turtle: str) -> None:
    assert findings(turtle) == []


def test_a_term_is_reported_once_where_it_first_stands() -> None:
    turtle = "# lg:x\nlgi:a rdfs:label 'lg:x' ;\n  lg:x 1 .\nlgi:b lg:x 2 ."
    [finding] = findings(turtle)
    assert finding.place == ("f.ttl", FIRST_LINE + 2, 3)


def test_a_term_that_the_new_facts_only_use_is_not_thereby_declared() -> None:
    assert [finding.got for finding in findings("lg:x a lg:Mission .")] == ["lg:x"]


@pytest.mark.parametrize(
    "base",
    [
        "http://w3id.org/lunargraph/ns#",
        "https://w3id.org/lunargraph/ns/",
        "https://W3ID.org/lunargraph#",
    ],
)
def test_a_namespace_that_is_nearly_ours_is_a_violation(base: str) -> None:
    (found,) = findings(f"lgi:a <{base}landedOn> '2026' .")
    assert found.severity == "violation"
    assert "close to the IRIs of lunargraph" in found.message


def test_a_file_that_uses_no_term_of_ours_is_noted() -> None:
    known = triples(KNOWN)
    foreign = triples("<http://example.org/a> rdfs:label 'a' .")
    (note,) = check_use(foreign, lambda: uses_ours(known))
    assert note.severity == "info"
    assert check_use(triples("lgi:a lg:landedOn '2026' ."), lambda: uses_ours(known)) == []
    assert check_use(foreign, lambda: False) == []
