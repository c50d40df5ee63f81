from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from lunargraph.namespaces import LG, LGI
from lunargraph.validation.findings import Place
from lunargraph.validation.places import Places

HEADER = f"@prefix lg: <{LG}> .\nPREFIX lgi: <{LGI}>\n"


def at(text: str, *names: str, marker: str = "|") -> tuple[Place | None, Place]:
    """Return the place found for a statement, and that of the *marker*, which is taken out."""
    start = text.index(marker)
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    terms = [Literal(n[1:]) if n.startswith('"') else NamedNode(n) for n in names]
    found = Places("f.ttl", text.replace(marker, "", 1)).find(*terms)
    return found, Place("f.ttl", line, column)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("|lgi:a lg:p lgi:b .", (LGI + "a",)),
        ("# lgi:a\n|lgi:a lg:p lgi:b .", (LGI + "a",)),
        ("lgi:b lg:p 'lgi:a' .\n |lgi:a lg:p lgi:b .", (LGI + "a",)),
        ("lgi:a |lg:p lgi:b .", (LGI + "a", LG + "p")),
        ("lgi:a lg:q lgi:b ;\n  |lg:p lgi:c .", (LGI + "a", LG + "p")),
        ("lgi:b lg:p lgi:x . lgi:a |lg:p lgi:c .", (LGI + "a", LG + "p")),
        ("lgi:a lg:p lgi:b ,\n |lgi:c .", (LGI + "a", LG + "p", LGI + "c")),
        ('lgi:a lg:p "x;y." , |"z" .', (LGI + "a", LG + "p", '"z')),
        ("lgi:a lg:p '''x\ny''' , |'z' .", (LGI + "a", LG + "p", '"z')),
        ('lgi:a lg:p "a\\"b" , |"z"@en-GB .', (LGI + "a", LG + "p", '"z')),
        ("lgi:a lg:p 1.5 , |2 .", (LGI + "a", LG + "p", '"2')),
        ("lgi:a lg:p [ lg:q lgi:b ; lg:r ( lgi:c [] ) ] ; |lg:q lgi:d .", (LGI + "a", LG + "q")),
        ("lgi:a lg:p ( lgi:b lgi:c ) , |lgi:d .", (LGI + "a", LG + "p", LGI + "d")),
        ("_:x lg:p lgi:b .\n|lgi:a lg:p lgi:b .", (LGI + "a",)),
        (f"|<{LGI}a> <{LG}p> lgi:b .", (LGI + "a",)),
        ("lgi:g { lgi:b lg:p lgi:c . } lgi:h { |lgi:a lg:p lgi:b }", (LGI + "a",)),
        (f"BASE <{LGI}>\n|<a> lg:p <b> .", (LGI + "a",)),
        (f"@base <{LGI}x> . |<a> lg:p <b> .", (LGI + "a",)),
        ("lgi:a |a lg:C .", (LGI + "a", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")),
        ("|lgi:a.b lg:p lgi:c.", (LGI + "a.b",)),
        ("lgi:c lg:p lgi:b. |lgi:a lg:p 1.", (LGI + "a",)),
    ],
)
def test_a_statement_is_found_where_it_is_written(text: str, names: tuple[str, ...]) -> None:
    found, expected = at(HEADER + text, *names)
    assert found == expected


def test_the_nearest_part_of_a_statement_that_is_written_is_found() -> None:
    places = Places("f.ttl", HEADER + "lgi:a lg:p lgi:b .")
    a, p, q, b = (NamedNode(iri) for iri in (LGI + "a", LG + "p", LG + "q", LGI + "b"))
    assert places.find(a, p, Literal("no")) == places.find(a, p) == Place("f.ttl", 3, 7)
    assert places.find(a, q, b) == places.find(a) == Place("f.ttl", 3, 1)
    assert places.find(b) == Place("f.ttl", 3, 12)
    assert places.find(NamedNode(LGI + "c")) is None
    assert places.find(BlankNode("b"), p) is None


def test_a_term_is_found_in_any_position_but_not_in_comments_and_strings() -> None:
    text = HEADER + "# lg:p\nlgi:a lg:q 'lg:p' , lgi:b .\nlgi:a lg:p lgi:b ."
    places = Places("f.ttl", text)
    assert places.find_term(NamedNode(LG + "p")) == Place("f.ttl", 5, 7)
    assert places.find_term(NamedNode(LGI + "b")) == Place("f.ttl", 4, 21)
    assert places.find_term(NamedNode(LGI + "x")) is None


def test_line_ends_of_all_kinds_count() -> None:
    places = Places("f.ttl", f"@prefix lgi: <{LGI}> .\r\n\rlgi:a lgi:p lgi:b .")
    assert places.find(NamedNode(LGI + "a")) == Place("f.ttl", 3, 1)


def test_in_other_formats_the_text_of_the_iri_is_looked_for() -> None:
    text = f'<rdf:RDF>\n <rdf:Description rdf:about="{LGI}a"/>'
    places = Places("f.rdf", text, turtle=False)
    assert places.find(NamedNode(LGI + "a"), NamedNode(LG + "p")) == Place("f.rdf", 2, 30)
    assert places.find(NamedNode(LGI + "b")) is None
