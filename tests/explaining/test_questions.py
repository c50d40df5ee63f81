"""Which statement is meant: every way to name a thing, and what is said where it is unclear."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from explained import EX, triples_of
from lunargraph.errors import UnknownNameError, UsageError
from lunargraph.explaining import read_statement
from lunargraph.namespaces import expand
from lunargraph.store import Dataset

GRAPH = """
    lgi:state-sn a lg:State ; rdfs:label "Senegal"@en , "塞内加尔"@zh ; lg:countryCode "SN" .
    lgi:kaist-ke a lg:University ; rdfs:label "Kenya Institute"@en ; skos:altLabel "KAIST"@en .
    lgi:kaist-kr a lg:University ; rdfs:label "Korea Institute"@en ; skos:altLabel "KAIST"@en .
    lgi:accords a lg:Instrument ; rdfs:label "Accords"@en .
    lgi:report a lg:Source ; rdfs:label "Accords"@en .
    lgi:sig lg:signedBy lgi:state-sn ; lg:ordinal 56 ; lg:signedOn "2024"^^xsd:gYear .
    lgi:other lg:ordinal "56"^^xsd:int .
    lg:signatoryOf a owl:ObjectProperty ; rdfs:label "signatory of"@en .
    lg:State a owl:Class ; rdfs:label "sovereign state"@en .
    lgi:State rdfs:label "a ship" .
    ex:tom ex:likes ex:jerry , "cheese" .
    ex:tom ex:age 7 .
"""
TRIPLES = triples_of(GRAPH)
DATASET = Dataset.from_quads(Quad(each.subject, each.predicate, each.object) for each in TRIPLES)


def read(subject: str, predicate: str, object_: str) -> tuple[str, str, str]:
    triple = read_statement((subject, predicate, object_), TRIPLES, lambda: DATASET)
    return str(triple.subject), str(triple.predicate), str(triple.object)


def iri(curie: str) -> str:
    return str(NamedNode(expand(curie)))


@pytest.mark.parametrize(
    "word",
    ["state-sn", "lgi:state-sn", expand("state-sn"), f"<{expand('state-sn')}>", "Senegal", "senegal",
     "塞内加尔"],
)  # fmt: skip
def test_an_individual(word: str) -> None:
    assert read(word, "lg:signatoryOf", "lgi:accords")[0] == iri("state-sn")
    assert read("lgi:accords", "lg:signatoryOf", word)[2] == iri("state-sn")


@pytest.mark.parametrize("word", ["signatoryOf", "lg:signatoryOf", "signatory of", "Signatory Of"])
def test_a_property(word: str) -> None:
    assert read("state-sn", word, "accords")[1] == iri("lg:signatoryOf")


@pytest.mark.parametrize("word", ["a", "type", "rdf:type"])
def test_type(word: str) -> None:
    assert read("state-sn", word, "lg:State")[1] == iri("rdf:type")


@pytest.mark.parametrize("word", ["State", "lg:State", "sovereign state"])
def test_a_class_comes_before_an_individual_of_that_name(word: str) -> None:
    assert read("state-sn", "a", word)[2] == iri("lg:State")


def test_an_individual_comes_before_a_class_elsewhere() -> None:
    assert read("State", "a", "State")[0] == iri("lgi:State")


def test_the_thing_comes_before_documents_of_its_name() -> None:
    assert read("state-sn", "signatoryOf", "Accords")[2] == iri("lgi:accords")


def test_other_vocabularies_by_their_last_part() -> None:
    assert read("tom", "likes", "jerry") == (f"<{EX}tom>", f"<{EX}likes>", f"<{EX}jerry>")


def test_built_in_terms_need_no_mention() -> None:
    assert read("state-sn", "a", "owl:Thing")[2] == iri("owl:Thing")


@pytest.mark.parametrize(
    ("predicate", "word", "expected"),
    [
        ("countryCode", "SN", '"SN"'),
        ("countryCode", '"SN"', '"SN"'),
        ("rdfs:label", "Senegal", '"Senegal"@en'),
        ("rdfs:label", '"Senegal"@fr', '"Senegal"@fr'),
        ("rdfs:label", '"Sénégal \\"x\\""', '"Sénégal \\"x\\""'),
        ("signedOn", "2024", f'"2024"^^{iri("xsd:gYear")}'),
        ("signedOn", "2025", f'"2025"^^{iri("xsd:gYear")}'),
        ("signedOn", "2025-07-24", f'"2025-07-24"^^{iri("xsd:date")}'),
        ("signedOn", '"2024-06-02"^^xsd:date', f'"2024-06-02"^^{iri("xsd:date")}'),
        ("signedOn", "2024-07-24^^date", f'"2024-07-24"^^{iri("xsd:date")}'),
        ("age", "-7.5", f'"-7.5"^^{iri("xsd:decimal")}'),
        ("likes", "cheese", '"cheese"'),
        ("likes", '"jerry"', '"jerry"'),
    ],
)
def test_a_value(predicate: str, word: str, expected: str) -> None:
    subject = "sig" if predicate == "signedOn" else "state-sn"
    assert read(subject, predicate, word)[2] == expected


def test_a_value_of_the_same_subject_comes_first() -> None:
    assert read("sig", "ordinal", "56")[2] == str(Literal("56", datatype=INTEGER))
    with pytest.raises(UsageError) as caught:
        read("state-sn", "ordinal", "56")
    assert caught.value.mend == 'say which: "56"^^xsd:int or "56"^^xsd:integer'


INTEGER = NamedNode(expand("xsd:integer"))


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("senegl", "a", "State"), "subject: nothing is called 'senegl'\n"
         "  to mend: did you mean Senegal (state-sn)?"),
        (("lgi:state-sm", "a", "State"), "did you mean Senegal (state-sn) or"),
        (("state-sn", "lg:signatoryOff", "accords"), "did you mean 'lg:signatoryOf' or"),
        (("state-sn", "a", "Stat"), "no class is called 'Stat'"),
        (("lg:Stat", "a", "State"), "no term is called 'lg:Stat'"),
        (("KAIST", "a", "State"), "subject: 2 things are called 'KAIST'\n"
         "  to mend: say which: kaist-ke (Kenya Institute) or kaist-kr (Korea Institute)"),
        (("state-sn", "xx:y", "accords"), "no prefix is called 'xx'"),
        (("state-sn", "signatoryOf", "nothing-like-it"), "look for it with `lunargraph find`"),
        (("state-sn", "lgi:state-sn", "accords"), "no property is called 'lgi:state-sn'"),
    ],
)  # fmt: skip
def test_what_is_unclear_is_refused(words: tuple[str, str, str], complaint: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(*words)
    assert complaint in str(caught.value)


def test_the_graph_is_searched_for_names_only_if_it_has_to_be() -> None:
    def never() -> Dataset:
        raise AssertionError

    read_statement(("state-sn", "signatoryOf", "accords"), TRIPLES, never)


def test_an_unknown_property_is_an_unknown_name() -> None:
    with pytest.raises(UnknownNameError):
        read_statement(("state-sn", "eats", "accords"), TRIPLES, lambda: DATASET)


def test_what_is_read_is_a_triple_of_the_graph() -> None:
    words = ("state-sn", "countryCode", "SN")
    found = read_statement(words, TRIPLES, lambda: DATASET)
    assert isinstance(found, Triple)
    assert found in TRIPLES


def test_a_literal_that_is_none_of_its_datatype_is_refused_unless_it_is_there() -> None:
    with pytest.raises(UsageError, match="no xsd:date is written '2024-13-01'"):
        read("lgi:sig", "lg:signedOn", '"2024-13-01"^^xsd:date')
    broken = [*TRIPLES, *triples_of('lgi:sig lg:signedOn "2024-13-01"^^xsd:date .')]
    words = ("lgi:sig", "lg:signedOn", '"2024-13-01"^^xsd:date')
    assert read_statement(words, broken, lambda: DATASET).object == broken[-1].object
