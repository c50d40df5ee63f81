from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from lunargraph.namespaces import LG, LGI, PREFIXES
from lunargraph.validation.names import Names

HEADER = "".join(f"prefix {name}: <{base}>\n" for name, base in PREFIXES.items())
TURTLE = """
    lg:Mission a owl:Class ; rdfs:label "任务"@zh , "mission"@en .
    lg:landedOn a owl:DatatypeProperty ; rdfs:label "landed on" .
    lgi:change-6 a lg:Mission ; skos:prefLabel "CE-6"@en ; rdfs:label "Chang'e 6"@en-GB .
    lgi:yutu rdfs:label "玉兔"@zh .
    _:x a lg:Mission .
"""
TRIPLES = [quad.triple for quad in parse((HEADER + TURTLE).encode(), RdfFormat.TURTLE)]
NAMES = Names(TRIPLES)


def test_a_term_of_an_ontology_is_its_label_in_quotes() -> None:
    assert NAMES.name(NamedNode(LG + "Mission")) == "'mission'"
    assert NAMES.name(NamedNode(LG + "landedOn")) == "'landed on'"


def test_an_individual_is_its_label_and_curie() -> None:
    assert NAMES.name(NamedNode(LGI + "change-6")) == "Chang'e 6 (lgi:change-6)"
    assert NAMES.name(NamedNode(LGI + "yutu")) == "玉兔 (lgi:yutu)"


def test_what_has_no_label_is_its_curie() -> None:
    assert NAMES.name(NamedNode(LGI + "moon")) == "lgi:moon"
    assert NAMES.name(NamedNode("http://example.org/a b".replace(" ", "%20"))) == (
        "http://example.org/a%20b"
    )
    assert NAMES.label(NamedNode(LGI + "moon")) is None


def test_a_literal_is_its_text_with_what_matters_of_its_datatype() -> None:
    date = NamedNode(PREFIXES["xsd"] + "date")
    literals = [Literal("a"), Literal("a", language="en"), Literal("2 June", datatype=date)]
    assert list(map(NAMES.name, literals)) == ['"a"', '"a"@en', '"2 June"^^xsd:date']


def test_a_blank_node_is_known_by_its_class() -> None:
    [node] = {t.subject for t in TRIPLES if isinstance(t.subject, BlankNode)}
    assert NAMES.name(node) == "a nameless 'mission'"
    assert NAMES.name(BlankNode("elsewhere")) == "something nameless"


def test_a_statement_in_words() -> None:
    [typed] = [t for t in TRIPLES if t.subject == NamedNode(LGI + "change-6")][:1]
    assert NAMES.statement(typed) == "Chang'e 6 (lgi:change-6) belongs to 'mission'"
