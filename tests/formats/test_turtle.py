import random
from difflib import ndiff
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from lunargraph.errors import FileError
from lunargraph.formats import parse_quads, write_trig, write_turtle
from lunargraph.namespaces import LG, LGI, PREFIXES
from rdf_strategies import canonical, few, graphs, merged, read_by_rdflib, trees

SAMPLE = """\
@prefix lg: <https://w3id.org/lunargraph/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/lunargraph/ontology/core>
    a owl:Ontology ;
    rdfs:label "core"@en ;
    rdfs:label "核心"@zh-Hans ;
.

<http://example.org/a/>
    lg:partOf lg:Agent ;
.

lg:Agent
    a owl:Class ;
    rdfs:label "agent"@en ;
    skos:definition \"\"\"one that
 does "things\\\\" \"\"\"@en ;
    rdfs:subClassOf lg:Thing ;
    rdfs:subClassOf [
        a owl:Restriction ;
        owl:onProperty lg:memberOf ;
        owl:someValuesFrom [
            owl:unionOf ( lg:A lg:B ) ;
        ] ;
    ] ;
    sh:in () ;
    sh:in ( 1 -2 007 1.50 true 1.0e3 "2004"^^xsd:gYear "x" [] ) ;
.

[]
    a owl:AllDisjointClasses ;
    owl:members (
        lg:AppropriationsRider
        lg:PoliticalCommitment
        lg:Regulation
        lg:Statute
        lg:Treaty
    ) ;
.
"""
CANONICAL = SAMPLE.replace(" 007 ", ' "007"^^xsd:integer ').replace(
    " 1.0e3 ", ' "1.0e3"^^xsd:double '
)


def quads_of(text: str, form: RdfFormat = RdfFormat.TURTLE) -> list[Quad]:
    return list(parse(text, form))


def test_the_canonical_text_of_a_sample() -> None:
    expected = CANONICAL.replace(
        '( 1 -2 "007"^^xsd:integer 1.50 true "1.0e3"^^xsd:double "2004"^^xsd:gYear "x" [] )',
        "(\n"
        "        1\n"
        "        -2\n"
        '        "007"^^xsd:integer\n'
        "        1.50\n"
        "        true\n"
        '        "1.0e3"^^xsd:double\n'
        '        "2004"^^xsd:gYear\n'
        '        "x"\n'
        "        []\n"
        "    )",
    )
    assert write_turtle(quads_of(SAMPLE), strict=True) == expected


def test_the_canonical_text_of_a_data_set() -> None:
    text = """\
@prefix lgi: <https://w3id.org/lunargraph/id/> .

lgi:b
    lgi:p 1 ;
.

<http://example.org/1> {
    lgi:a
        lgi:p [
            lgi:q true ;
        ] ;
    .

    []
        lgi:p "x" ;
    .
}

lgi:graph {
    lgi:a
        a lgi:T ;
    .
}
"""
    assert write_trig(reversed(quads_of(text, RdfFormat.TRIG)), strict=True) == text


def test_a_data_set_written_as_turtle_is_merged() -> None:
    a, b = NamedNode(LGI + "a"), NamedNode(LGI + "b")
    text = write_turtle([Quad(a, a, b, a), Quad(a, a, b), Quad(a, a, b, b)])
    assert text.endswith("\nlgi:a\n    lgi:a lgi:b ;\n.\n")
    assert text == write_turtle([Triple(a, a, b)])


def test_nothing_is_written_as_nothing() -> None:
    assert write_turtle([]) == write_trig([]) == ""


@few
@given(graphs(), st.randoms(use_true_random=False))
def test_one_text_whatever_the_order(quads: list[Quad], shuffler: random.Random) -> None:
    texts = {write_turtle(quads), write_turtle(shuffler.sample(quads, len(quads)) + quads)}
    assert len(texts) == 1


@pytest.mark.parametrize(
    "statements",
    [
        ["_:x <http://e/p> _:y .", "_:y <http://e/p> _:z .", "_:z <http://e/p> _:x, _:z ."],
        ["_:x <http://e/p> 1 .", "_:y <http://e/p> 2 .", "_:z <http://e/p> 3 ."],
        [
            "_:x <http://e/p> 1 .",
            "_:y <http://e/p> 2 .",
            "<http://e/a> <http://e/p> _:x, _:y, _:z .",
        ],
    ],
)
def test_labels_of_the_input_leave_no_trace(statements: list[str]) -> None:
    texts = {
        write_turtle(quads_of("".join(order).translate(str.maketrans("xyz", names))))
        for order in permutations(statements)
        for names in ("xyz", "zyx", "abc", "cab")
    }
    assert len(texts) == 1


@few
@given(trees())
def test_trees_and_lists_need_no_labels(quads: list[Quad]) -> None:
    text = write_turtle(quads, strict=True)
    assert "_:b" not in text
    assert canonical(quads_of(text)) == canonical(quads)
    assert read_by_rdflib(text.encode(), "turtle") == canonical(quads)


@few
@given(
    trees(),
    st.sampled_from([LG + "partOf", LG + "zzz", PREFIXES["rdfs"] + "label"]).map(NamedNode),
    st.sampled_from([NamedNode(LGI + "new"), Literal("new"), Literal("new\nlines"), Literal(7)]),
)
def test_one_more_statement_is_one_more_line(
    quads: list[Quad], predicate: NamedNode, term: NamedNode | Literal
) -> None:
    a = NamedNode(LGI + "a")
    known = [Quad(a, NamedNode(PREFIXES["rdfs"] + "label"), a), Quad(a, NamedNode(LG + "aaa"), a)]
    old = write_turtle(quads + known).splitlines()
    new = write_turtle([*quads, *known, Quad(a, predicate, term)]).splitlines()
    changes = [line for line in ndiff(old, new) if line[0] in "+-"]
    assert len(changes) == len(str(term).split("\\n"))
    assert all(line.startswith("+ ") for line in changes)


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (Literal('a"b\\c\td\re'), '"a\\"b\\\\c\\td\\re"'),
        (Literal("a\n"), '"""a\n"""'),
        (Literal('\n"'), '"""\n\\""""'),
        (Literal('"""\n""'), '"""\\"\\"\\"\n\\"\\""""'),
        (Literal('"a" ""\nb'), '""""a" ""\nb"""'),
        (Literal("\\\n"), '"""\\\\\n"""'),
        (Literal("\0\x7f\x85\u2028\u202e\ufeff"), '"\\u0000\\u007F\\u0085\\u2028\\u202E\\uFEFF"'),
        (Literal("嫦娥\U0001f600"), '"嫦娥\U0001f600"'),
        (Literal("x", language="ZH-hant-tw"), '"x"@zh-Hant-TW'),
        (Literal("x", language="de-1996"), '"x"@de-1996'),
        (Literal("x", language="en-x-ab"), '"x"@en-x-ab'),
        (Literal(10), "10"),
        (Literal("+1", datatype=NamedNode(PREFIXES["xsd"] + "integer")), '"+1"^^xsd:integer'),
        (Literal("-0", datatype=NamedNode(PREFIXES["xsd"] + "integer")), '"-0"^^xsd:integer'),
        (Literal("1.0", datatype=NamedNode(PREFIXES["xsd"] + "decimal")), "1.0"),
        (Literal("1.", datatype=NamedNode(PREFIXES["xsd"] + "decimal")), '"1."^^xsd:decimal'),
        (
            Literal("0.0000001", datatype=NamedNode(PREFIXES["xsd"] + "decimal")),
            '"0.0000001"^^xsd:decimal',
        ),
        (Literal("true", datatype=NamedNode(PREFIXES["xsd"] + "boolean")), "true"),
        (Literal("1", datatype=NamedNode(PREFIXES["xsd"] + "boolean")), '"1"^^xsd:boolean'),
    ],
)
def test_literals_keep_their_form(literal: Literal, text: str) -> None:
    a = NamedNode(LGI + "a")
    written = write_turtle([Quad(a, a, literal)])
    assert f"\n    lgi:a {text} ;\n" in written
    assert quads_of(written)[0].object == literal


@pytest.mark.parametrize(
    ("local", "text"),
    [
        ("nasa", "lgi:nasa"),
        ("chang-e-5", "lgi:chang-e-5"),
        ("2001-mars", "lgi:2001-mars"),
        ("a.b", "lgi:a.b"),
        ("", f"<{LGI}>"),
        ("a.", f"<{LGI}a.>"),
        ("-a", f"<{LGI}-a>"),
        ("a/b", f"<{LGI}a/b>"),
        ("a%20b", f"<{LGI}a%20b>"),
        ("嫦娥", f"<{LGI}嫦娥>"),
        ("a\u202eb", f"<{LGI}a\\u202Eb>"),
    ],
)
def test_names_are_shortened_only_where_they_need_no_escape(local: str, text: str) -> None:
    node = NamedNode(LGI + local)
    written = write_turtle([Quad(node, node, node)])
    assert written.endswith(f"{text}\n    {text} {text} ;\n.\n")
    assert quads_of(written)[0].subject == node


def test_the_longest_namespace_and_the_first_of_two_prefixes_win() -> None:
    a = NamedNode("http://example.org/x/a")
    prefixes = {
        "z": "http://example.org/x/",
        "b": "http://example.org/x/",
        "c": "http://example.org/",
    }
    assert write_turtle([Quad(a, a, a)], prefixes).endswith("\nb:a\n    b:a b:a ;\n.\n")


def test_the_prefix_of_the_house_wins_and_one_that_turtle_cannot_write_is_left_out() -> None:
    a = NamedNode(LG + "a")
    assert "@prefix lg:" in write_turtle([Quad(a, a, a)], {"a": LG, "lg": LG})
    for unusable in ({"a b": LG}, {"1": LG}, {"x": "not an iri"}):
        assert write_turtle([Quad(a, a, a)], unusable).startswith(f"<{a.value}>")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("_:x lgi:p 1 . lgi:a lgi:q _:x . lgi:b lgi:r _:x .", "lgi:a (lgi:q) and by lgi:b (lgi:r)"),
        ("lgi:a lgi:q _:x ; lgi:r _:x .", "used twice: by lgi:a (lgi:q) and by lgi:a (lgi:r)"),
        ("_:x lgi:p _:y . _:y lgi:p _:x ; lgi:q 1 .", "own ancestor"),
        ("_:x lgi:p _:x .", "own ancestor"),
    ],
)
def test_strict_writing_refuses_blank_nodes_that_need_a_label(text: str, words: str) -> None:
    quads = parse_quads(f"@prefix lgi: <{LGI}> . {text}".encode(), "turtle", name="x.ttl")
    with pytest.raises(FileError) as caught:
        write_turtle(quads, strict=True)
    assert words in caught.value.what
    assert caught.value.mend == "give it an IRI"
    assert "_:b0" in write_turtle(quads)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<http://e/g> { lgi:a lgi:p _:x } _:x lgi:p 1 .", "two graphs: <http://e/g> and DEFAULT"),
        ("_:g { lgi:a lgi:p 1 }", "a blank node names a graph"),
    ],
)
def test_strict_writing_refuses_blank_nodes_across_graphs(text: str, words: str) -> None:
    quads = parse_quads(f"@prefix lgi: <{LGI}> . {text}".encode(), "trig", name="x.trig")
    with pytest.raises(FileError, match=r"^") as caught:
        write_trig(quads, strict=True)
    assert words in caught.value.what
    assert canonical(quads_of(write_trig(quads), RdfFormat.TRIG)) == canonical(quads)


@pytest.mark.parametrize(
    "statement",
    [
        "<http://e/a> <http://e/b> <<( <http://e/a> <http://e/b> 1 )>> .",
        '<http://e/a> <http://e/b> "x"@ar--rtl .',
    ],
)
def test_rdf_1_2_is_refused(statement: str) -> None:
    with pytest.raises(FileError, match=r"RDF 1\.2"):
        write_turtle(quads_of(statement))


def test_long_lists_and_deep_trees_do_not_exhaust_the_stack() -> None:
    items = " ".join(map(str, range(3000)))
    deep = "".join(f"[ <http://e/q> {n} ; <http://e/p> " for n in range(900)) + "1" + " ]" * 900
    quads = quads_of(f"<http://e/a> <http://e/p> ( {items} ) , {deep} .")
    assert canonical(quads_of(write_turtle(quads))) == canonical(merged(quads))
