from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from lunargraph.namespaces import LG, LGI, PREFIXES
from lunargraph.reasoning.index import Index
from lunargraph.validation.findings import Place
from lunargraph.validation.lookups import Listing
from lunargraph.validation.mending import Mending
from lunargraph.validation.names import Names
from lunargraph.validation.shacl import shacl_results
from shape_cases import HEADER, THINGS, found, on_landing, on_missions, triples

DATES = (
    "sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYearMonth ] [ sh:datatype xsd:gYear ] )"
)
SCHEME = triples("""
    s:kind a sh:NodeShape ; rdfs:label "kind" ;
      sh:property [ sh:path skos:inScheme ; sh:hasValue lgi:kinds ] .""")
KINDS = "lgi:kind-lander skos:inScheme lgi:kinds . lgi:kind-orbiter skos:inScheme lgi:kinds ."


def cure(constraint: str, facts: str, more: list[Triple] | None = None) -> str | None:
    [finding] = found([*on_landing(constraint), *(more or [])], facts)
    return finding.mend


def landed(value: str) -> str:
    return f"lgi:m lg:landedOn {value} ."


MISSING = [
    ("sh:datatype xsd:date", '"YYYY-MM-DD"^^xsd:date .'),
    ("sh:datatype xsd:gYear", '"YYYY"^^xsd:gYear .'),
    ("sh:datatype xsd:integer", '"NUMBER"^^xsd:integer .'),
    ("sh:datatype xsd:unsignedByte", '"NUMBER"^^xsd:unsignedByte .'),
    ("sh:datatype xsd:boolean", '"TRUE-OR-FALSE"^^xsd:boolean .'),
    ("sh:datatype xsd:anyURI", '"ADDRESS"^^xsd:anyURI .'),
    ("sh:datatype xsd:string", '"TEXT" .'),
    ("sh:datatype rdf:langString", '"TEXT"@LANGUAGE .'),
    ("sh:datatype <http://e.org/t>", '"VALUE"^^<http://e.org/t> .'),
    ("sh:languageIn ( 'zh' 'en' )", '"TEXT"@zh .  # or "TEXT"@en'),
    (
        DATES,
        '"YYYY-MM-DD"^^xsd:date .  # or "YYYY-MM"^^xsd:gYearMonth or "YYYY"^^xsd:gYear',
    ),
    ("sh:class lg:SpaceAgency", "lgi:SPACE-AGENCY ."),
    ("sh:nodeKind sh:IRI", "lgi:LANDED-ON ."),
    ("sh:in ( lgi:nasa )", "lgi:nasa ."),
    ("sh:in ( lgi:nasa 1 )", 'lgi:LANDED-ON .  # one of lgi:nasa, "1"^^xsd:integer'),
    ("sh:node s:kind", "lgi:LANDED-ON .  # one of lgi:kind-lander, lgi:kind-orbiter"),
    ("", '"TEXT" .'),
]


@pytest.mark.parametrize(("constraint", "template"), MISSING)
def test_what_is_missing_is_a_template_and_no_value(constraint: str, template: str) -> None:
    told = cure(f"sh:minCount 1 ; {constraint}", KINDS, SCHEME)
    assert told == f"lgi:m lg:landedOn {template}"


def test_a_value_that_the_shape_demands_is_no_invention() -> None:
    assert cure("sh:hasValue lgi:nasa", "") == "lgi:m lg:landedOn lgi:nasa ."


def test_the_range_of_a_property_tells_its_kind() -> None:
    facts = "lg:size rdfs:range xsd:decimal ."
    for path, told in (("lg:size", '"NUMBER"^^xsd:decimal'), ("lg:operatedBy", "lgi:OPERATED-BY")):
        [finding] = found(on_missions(f"sh:property [ sh:path {path} ; sh:minCount 1 ]"), facts)
        assert finding.mend == f"lgi:m {path} {told} ."


INSTEAD = [
    ("sh:datatype xsd:gYear", "2024", '"2024"^^xsd:gYear .'),
    ("sh:datatype xsd:date", '" 2024-06-02 "', '"2024-06-02"^^xsd:date .'),
    ("sh:datatype xsd:integer", '"017"', '"017"^^xsd:integer .'),
    ("sh:datatype xsd:string", '"Moon"@en', '"Moon" .'),
    ("sh:datatype rdf:langString", '"Moon"', '"Moon"@LANGUAGE .'),
    ("sh:datatype xsd:anyURI", "<http://e.org/a>", '"http://e.org/a"^^xsd:anyURI .'),
    (DATES, '"2024-06"', '"2024-06"^^xsd:gYearMonth .'),
    (DATES, "2024", '"2024"^^xsd:gYear .'),
    ("sh:datatype xsd:date", '"2024-02-30"', '"YYYY-MM-DD"^^xsd:date .'),
    ("sh:datatype xsd:date", '"2024-02-30"^^xsd:date', '"YYYY-MM-DD"^^xsd:date .'),
    (DATES, '"2024-02-30"', '"YYYY-MM-DD"^^xsd:date .'),
]


@pytest.mark.parametrize(("constraint", "value", "better"), INSTEAD)
def test_a_text_that_fits_keeps_its_letters(constraint: str, value: str, better: str) -> None:
    told = cure(constraint, landed(value))
    assert told is not None
    assert told.startswith(f"lgi:m lg:landedOn {better}  # instead of ")
    assert "\n" not in told


def test_a_date_that_could_be_anything_is_a_template_of_all() -> None:
    told = cure(DATES, landed('"last spring"'))
    assert told == (
        'lgi:m lg:landedOn "YYYY-MM-DD"^^xsd:date .'
        '  # instead of "last spring"; or "YYYY-MM"^^xsd:gYearMonth or "YYYY"^^xsd:gYear'
    )


@pytest.mark.parametrize(
    ("constraint", "value", "better"),
    [
        ("sh:in ( lgi:nasa lgi:esa )", "lgi:nassa", "lgi:nasa"),
        ("sh:in ( lgi:nasa lgi:esa )", "'NASA'", "lgi:nasa"),
        ("sh:in ( 'lander' 'orbiter' )", "'Lander'", '"lander"'),
        ("sh:in ( 1 2 )", "'2'", '"2"^^xsd:integer'),
        ("sh:node s:kind", "lgi:kind-landr", "lgi:kind-lander"),
    ],
)
def test_the_nearest_of_what_is_allowed(constraint: str, value: str, better: str) -> None:
    told = cure(constraint, f"{KINDS} {landed(value)}", SCHEME)
    assert told is not None
    assert told.startswith(f"lgi:m lg:landedOn {better} .  # of what is allowed, nearest to ")


def test_nothing_near_is_no_advice_but_the_choices() -> None:
    assert cure("sh:in ( lgi:nasa lgi:esa )", landed("lgi:zzz")) == (
        "lgi:m lg:landedOn lgi:LANDED-ON .  # instead of lgi:zzz; one of lgi:nasa, lgi:esa"
    )
    many = " ".join(f"lgi:thing-{n}" for n in range(9))
    told = cure(f"sh:in ( {many} )", landed("lgi:zzz"))
    assert told is not None
    assert told.endswith("lgi:thing-5 or 3 more")


def test_a_name_becomes_the_only_thing_that_bears_it() -> None:
    constraint = "sh:class lg:State"
    bears = '.  # bears the name "Peru"'
    assert cure(constraint, landed('"Peru"')) == f"lgi:m lg:landedOn lgi:peru {bears}"
    template = "lgi:m lg:landedOn lgi:STATE .  # a thing, no text"
    assert cure(constraint, landed('"NASA"')) == template  # no state
    twin = 'lgi:peru-2 a lg:State ; rdfs:label "Peru"@en .'
    assert cure(constraint, twin + landed('"Peru"')) == template


def test_a_thing_is_never_declared_to_be_of_a_class() -> None:
    assert cure("sh:class lg:State", landed("lgi:esa")) is None


def test_what_nobody_describes_may_just_be_misspelt() -> None:
    named = triples("""s:named a sh:NodeShape ; rdfs:label "named" ;
                       sh:property [ sh:path rdfs:label ; sh:minCount 1 ] .""")
    assert cure("sh:node s:named", landed("lgi:nassa"), named) is None
    described = landed("lgi:new") + "lgi:new a lg:Agency ."
    assert cure("sh:node s:named", described, named) == 'lgi:new rdfs:label "TEXT" .'


def test_an_example_of_the_shape_shows_a_pattern() -> None:
    pattern = "sh:pattern '^[a-z]{2}$'"
    assert cure(pattern, landed("'english'")) is None
    assert cure(f"{pattern} ; skos:example 'zh'", landed("'english'")) == (
        'lgi:m lg:landedOn "zh" .  # an example of how it is written'
    )


def test_of_too_many_values_it_is_told_where_each_stands() -> None:
    shapes = on_landing("sh:maxCount 1")
    data = triples(THINGS + landed("1 , 2 , 3"))
    [result] = shacl_results(data, shapes)
    mending = Mending(Index.of_triples(shapes), Listing(data), Names(data).label)

    def place(_: object, __: object, value: object) -> Place | None:
        return Place("f.ttl", 7, 5) if value == Literal(2) else None

    assert mending.mend(result, None, place) == (
        'keep at most 1 of these: "1"^^xsd:integer (known already),'
        ' "2"^^xsd:integer (f.ttl:7:5), "3"^^xsd:integer (known already)'
    )


def test_what_the_nearest_alternative_lacks_is_written_out() -> None:
    shapes = on_missions("""sh:or (
        [ sh:property [ sh:path lg:size ; sh:minCount 2 ; sh:datatype xsd:decimal ] ]
        [ sh:property [ sh:path lg:size ; sh:maxCount 0 ] ;
          sh:property [ sh:path lg:operatedBy ; sh:class lg:Agency ; sh:minCount 1 ] ] )""")
    [finding] = found(shapes, "lgi:m lg:size 1.5 .")
    assert finding.mend == 'lgi:m lg:size "NUMBER"^^xsd:decimal .'
    [finding] = found(shapes, "")
    assert finding.mend in {
        'lgi:m lg:size "NUMBER"^^xsd:decimal .',
        "lgi:m lg:operatedBy lgi:AGENCY .",
    }


# --- any value ------------------------------------------------------------------------------------

CONSTRAINTS = st.sampled_from(
    [
        DATES,
        "sh:datatype xsd:date",
        "sh:datatype xsd:integer",
        "sh:datatype rdf:langString",
        "sh:datatype xsd:anyURI",
        "sh:in ( lgi:nasa 'lander' 2 )",
        "sh:class lg:State",
        "sh:nodeKind sh:IRI",
        "sh:pattern '^zz$' ; skos:example 'zz'",
    ]
)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
LOCALS = st.text("abcXYZ0129-_.é²/?", min_size=1, max_size=8)
VALUES = st.one_of(
    TEXTS.map(Literal),
    st.builds(lambda text: Literal(text, language="en"), TEXTS),
    st.builds(
        lambda text, name: Literal(text, datatype=NamedNode(PREFIXES["xsd"] + name)),
        TEXTS, st.sampled_from(["date", "gYear", "integer", "boolean"]),
    ),
    st.builds(lambda base, local: NamedNode(base + local),
              st.sampled_from([LGI, LG, "http://e.org/"]), LOCALS),
)  # fmt: skip


@settings(max_examples=150, derandomize=True, deadline=None)
@given(CONSTRAINTS, VALUES)
def test_the_cure_is_turtle_about_the_same_property(
    constraint: str, value: NamedNode | Literal
) -> None:
    shapes = on_landing(constraint)
    mission, path = NamedNode(LGI + "m"), NamedNode(LG + "landedOn")
    data = [*triples(THINGS), Triple(mission, path, value)]
    wanted = Mending(Index.of_triples(shapes), Listing(data), Names(data).label)
    for result in shacl_results(data, shapes):
        told = wanted.mend(result, None)
        if told is None:
            continue
        quads = list(parse((HEADER + told).encode(), RdfFormat.TURTLE))
        assert len(quads) == len(told.splitlines()) == 1
        assert (quads[0].subject, quads[0].predicate) == (mission, path)
        _is_no_invention(quads[0].object, value, constraint)


def _is_no_invention(term: object, value: NamedNode | Literal, constraint: str) -> None:
    text = getattr(term, "value", "")
    local = text.rpartition("/")[2]
    assert (
        text in (value.value, value.value.strip())
        or (local.isupper() and text.startswith(LGI))
        or text.upper() == text
        or text in {"lander", "zz", LGI + "nasa", LGI + "peru"}
    ), (term, value, constraint)
