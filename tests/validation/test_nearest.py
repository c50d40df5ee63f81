from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Triple

from lunargraph.namespaces import LGI, PREFIXES
from lunargraph.reasoning.index import Index
from lunargraph.validation.alternatives import Alternatives
from lunargraph.validation.lookups import Listing
from lunargraph.validation.shacl import shacl_results
from shape_cases import THINGS, found, nearest, on_landing, on_missions, triples

DATES = (
    "sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYearMonth ] [ sh:datatype xsd:gYear ] )"
)


def expected(shapes: list[Triple], facts: str) -> str | None:
    [finding] = found(shapes, facts)
    return finding.expected


def landed(value: str) -> str:
    return f"lgi:m lg:landedOn {value} ."


# --- which is nearest -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ('"2024-13-01"', 'a date, but "2024-13-01" is not one'),
        ('"2024-13-01"^^xsd:date', 'a date, but "2024-13-01" is not one'),
        ('"2024-02-30"', 'a date, but "2024-02-30" is not one'),
        ('"2024/06/02"', 'a date, but "2024/06/02" is not one'),
        ('"2024-6"', 'a month, but "2024-6" is not one'),
        ('"2024-06-02"', 'a date, but "2024-06-02" is not of the datatype xsd:date'),
        ('"2024-06"', 'a month, but "2024-06" is not of the datatype xsd:gYearMonth'),
        ("2024", 'a year, but "2024"^^xsd:integer is not of the datatype xsd:gYear'),
    ],
)
def test_the_nearest_datatype_is_told_by_the_text(value: str, told: str) -> None:
    kinds = "a date (xsd:date), a month (xsd:gYearMonth) or a year (xsd:gYear)"
    assert expected(on_landing(DATES), landed(value)) == f"{kinds}; nearest: {told}"


@pytest.mark.parametrize("value", ['"last spring"', "lgi:nasa", '""'])
def test_nothing_is_said_where_all_are_equally_far(value: str) -> None:
    kinds = "a date (xsd:date), a month (xsd:gYearMonth) or a year (xsd:gYear)"
    assert expected(on_landing(DATES), landed(value)) == kinds


def test_the_fewest_complaints_win() -> None:
    shapes = on_missions("""sh:or (
        [ sh:property [ sh:path lg:landedOn ; sh:minCount 1 ] ;
          sh:property [ sh:path lg:size ; sh:minCount 1 ] ]
        [ sh:property [ sh:path lg:operatedBy ; sh:class lg:Agency ; sh:minCount 1 ] ] )""")
    facts = "lgi:m lg:operatedBy lgi:peru ."
    told = "'operated by' must be an 'agency', not Peru (lgi:peru)"
    assert expected(shapes, facts) == f"one of 2 alternatives; nearest: {told}"
    best = nearest(shapes, facts)
    assert best is not None
    assert [len(each.lacks) for each in best.alternatives] == [1]
    two = "'size' is missing and 'landed on' is missing"
    assert expected(shapes, "") in {
        "one of 2 alternatives; nearest: 'operated by' is missing",
        f"one of 2 alternatives; nearest: {two}",
    }


def test_what_is_equally_near_comes_in_the_order_of_the_shape() -> None:
    shapes = on_missions("""sh:or (
        [ sh:property [ sh:path lg:size ; sh:minCount 1 ] ]
        [ sh:property [ sh:path lg:landedOn ; sh:minCount 1 ] ] )""")
    told = "'size' is missing; or 'landed on' is missing"
    assert expected(shapes, "") == f"one of 2 alternatives; nearest: {told}"


def test_taking_something_back_is_farther_than_adding() -> None:
    shapes = on_missions("""sh:or (
        [ sh:not [ sh:property [ sh:path lg:operatedBy ; sh:hasValue lgi:nasa ] ] ]
        [ sh:property [ sh:path lg:size ; sh:minCount 1 ] ] )""")
    told = "one of 2 alternatives; nearest: 'size' is missing"
    assert expected(shapes, "lgi:m lg:operatedBy lgi:nasa .") == told


def test_what_must_not_be_is_named() -> None:
    shapes = on_missions("""sh:or (
        [ sh:not [ sh:property [ sh:path lg:operatedBy ; sh:hasValue lgi:nasa ] ] ]
        [ sh:property [ sh:path lg:size ; sh:minCount 1 ] ;
          sh:property [ sh:path lg:landedOn ; sh:minCount 1 ] ;
          sh:property [ sh:path lg:operatedBy ; sh:class lg:State ] ] )""")
    told = "it must not be something with 'operated by' NASA (lgi:nasa)"
    facts = "lgi:m lg:operatedBy lgi:nasa ."
    assert expected(shapes, facts) == f"one of 2 alternatives; nearest: {told}"


def test_of_xone_several_may_fit() -> None:
    shapes = on_landing("sh:xone ( [ sh:nodeKind sh:Literal ] [ sh:datatype xsd:date ] )")
    kinds = "exactly one of a literal or a date (xsd:date)"
    value = '"2024-06-02"^^xsd:date'
    assert expected(shapes, landed(value)) == f"{kinds}; it is a literal and a date"
    told = "nearest: a literal, but NASA (lgi:nasa) is not"
    assert expected(shapes, landed("lgi:nasa")) == f"{kinds}; {told}"
    best = nearest(shapes, landed(value))
    assert best is not None
    assert best.fits


def test_all_that_sh_and_misses_is_told() -> None:
    shapes = on_landing(
        "sh:and ( [ sh:datatype xsd:string ] [ sh:minLength 3 ] [ sh:pattern '^a' ] )"
    )
    [finding] = found(shapes, landed("'b'"))
    assert finding.message.endswith('must fit all of several conditions; got "b"')
    assert finding.expected == "it must have at least 3 characters; it must match the pattern ^a"


def test_a_shape_inside_tells_what_is_missing_and_of_what() -> None:
    shapes = [
        *on_missions("sh:property [ sh:path lg:operatedBy ; sh:node s:agency ]"),
        *triples("""
            s:agency a sh:NodeShape ; rdfs:label "agency with a mission" ;
              sh:property [ sh:path [ sh:inversePath lg:operatedBy ] ; sh:node s:sized ] .
            s:sized a sh:NodeShape ; rdfs:label "sized thing" ;
              sh:property [ sh:path lg:size ; sh:minCount 1 ] ."""),
    ]
    assert expected(shapes, "lgi:m lg:operatedBy lgi:nasa .") == (
        "an 'agency with a mission': the inverse of 'operated by' must be a 'sized thing',"
        " not M (lgi:m) ('size' is missing)"
    )
    assert found(shapes, "lgi:m lg:operatedBy lgi:nasa ; lg:size 1 .") == []


def test_a_text_where_a_thing_should_be_is_told_so() -> None:
    shapes = [
        *on_landing("sh:node s:named"),
        *triples("""s:named a sh:NodeShape ; rdfs:label "named thing" ;
                    sh:property [ sh:path rdfs:label ; sh:minCount 1 ] ."""),
    ]
    told = 'a text such as "Peru" names no thing'
    assert expected(shapes, landed('"Peru"')) == f"a 'named thing': {told}"


def test_the_value_that_nearly_counts_and_those_that_do() -> None:
    english = "sh:qualifiedValueShape [ sh:languageIn ( 'en' ) ; sh:minLength 3 ]"
    facts = "lgi:m lg:landedOn 'Mare Imbrium'@de , 'x'@en , 'Meer'@de ."
    least = on_landing(f"sh:qualifiedMinCount 1 ; {english}")
    told = "it must be in the language en"
    assert expected(least, facts) == (
        "at least 1 value that is a text in the language en;"
        f' nearest: "Mare Imbrium"@de, but {told}'
    )
    most = on_landing(f"sh:qualifiedMaxCount 1 ; {english}")
    assert expected(most, "lgi:m lg:landedOn 'one'@en , 'two'@en , 'drei'@de .") == (
        'at most 1 value that is a text in the language en; these count: "one"@en and "two"@en'
    )


def test_alternatives_inside_alternatives() -> None:
    shapes = on_missions("""sh:xone (
        [ sh:property [ sh:path lg:size ; sh:minCount 1 ] ;
          sh:xone ( [ sh:property [ sh:path lg:landedOn ; sh:minCount 1 ] ]
                    [ sh:property [ sh:path lg:operatedBy ; sh:minCount 1 ] ] ) ]
        [ sh:property [ sh:path lg:size ; sh:maxCount 0 ] ] )""")
    told = "'landed on' is missing; or 'operated by' is missing; or 'size' must not be given"
    facts = "lgi:m lg:size 1 ."
    assert expected(shapes, facts) == f"exactly one of 2 alternatives; nearest: {told}"


# --- where nothing can be told --------------------------------------------------------------------


def test_shapes_that_may_look_anywhere_are_left_alone() -> None:
    shapes = on_missions("""sh:or (
        [ sh:sparql [ sh:select "SELECT $this WHERE { $this ?p ?o }" ] ]
        [ sh:property [ sh:path lg:size ; sh:minCount 1 ] ] )""")
    assert nearest(shapes, "") is None


def test_too_many_alternatives_and_too_much_around_a_value() -> None:
    many = " ".join(f"[ sh:hasValue {n} ]" for n in range(9))
    assert nearest(on_landing(f"sh:or ( {many} )"), landed("'x'")) is None
    crowd = " ".join(f"lgi:x{n} lg:operatedBy lgi:m ." for n in range(301))
    sized = "sh:property [ sh:path lg:size ; sh:minCount 1 ]"
    around = "[ sh:path [ sh:inversePath lg:operatedBy ] ; sh:minCount 400 ]"
    shapes = on_missions(f"sh:or ( [ {sized} ] [ sh:property {around} ] )")
    assert nearest(shapes, crowd) is None
    assert nearest(shapes, "lgi:x1 lg:operatedBy lgi:m .") is not None


def test_questions_are_numbered() -> None:
    shapes = on_landing(DATES)
    data = triples(THINGS + "".join(landed(f"'{n}'") for n in range(250)))
    alternatives = Alternatives(Index.of_triples(shapes), Listing(data))
    answers = [alternatives.nearest(result) for result in shacl_results(data, shapes)]
    assert len(answers) == 250
    assert all(answer is not None for answer in answers[:200])
    assert answers[200:] == [None] * 50


# --- the little graph sees what the whole one does ------------------------------------------------

PARTS = st.sampled_from(
    [
        "sh:property [ sh:path lg:size ; sh:minCount 1 ]",
        "sh:property [ sh:path lg:operatedBy ; sh:class lg:Agency ]",
        "sh:property [ sh:path ( lg:operatedBy lg:size ) ; sh:maxCount 1 ]",
        "sh:property [ sh:path [ sh:inversePath lg:operatedBy ] ; sh:minCount 1 ]",
        "sh:property [ sh:path [ sh:oneOrMorePath lg:operatedBy ] ; sh:hasValue lgi:nasa ]",
        "sh:property [ sh:path lg:size ; sh:lessThan lg:landedOn ]",
        "sh:property [ sh:path lg:operatedBy ; sh:property [ sh:path lg:size ; sh:maxCount 0 ] ]",
        "sh:property [ sh:path lg:operatedBy ; sh:node [ sh:class lg:State ] ]",
        "sh:property [ sh:path [ sh:alternativePath ( lg:size lg:landedOn ) ] ; sh:minCount 2 ]",
        "sh:not [ sh:class lg:Agency ]",
        "sh:closed true ; sh:ignoredProperties ( rdf:type rdfs:label )",
    ]
)
NODES = ["lgi:m", "lgi:nasa", "lgi:esa", "lgi:peru"]
FACTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(NODES), st.just("lg:operatedBy"), st.sampled_from(NODES)),
        st.tuples(st.sampled_from(NODES), st.sampled_from(["lg:size", "lg:landedOn"]),
                  st.sampled_from(["1", "2", "3"])),
    ).map(lambda fact: " ".join(fact) + " ."),
    max_size=8,
).map("\n".join)  # fmt: skip


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(PARTS, min_size=2, max_size=4), FACTS)
def test_an_alternative_fits_in_the_excerpt_if_it_fits_in_the_whole(
    parts: list[str], facts: str
) -> None:
    listed = " ".join(f"[ {part} ]" for part in parts)
    shapes = on_missions(f"sh:or ( {listed} )")
    data = triples(THINGS + facts)
    index = Index.of_triples(shapes)
    [(_, head)] = index.pairs(NamedNode(PREFIXES["sh"] + "or"))
    mission = NamedNode(LGI + "m")
    whole = [triple for triple in shapes if "target" not in triple.predicate.value]
    fitting = {
        item: not shacl_results(
            data,
            [*whole, Triple(item, NamedNode(PREFIXES["sh"] + "targetNode"), mission)],  # type: ignore[arg-type]  # a node
        )
        for item in index.items(head)
    }
    asked = Alternatives(index, Listing(data))._put(list(fitting), [mission], 1)  # the heart of it
    assert asked is not None
    assert {each.shape: not each.lacks for each in asked} == fitting
