"""What is found at the targets that a change can affect is all that the change brings about."""

from __future__ import annotations

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from lunargraph.errors import LunarGraphError
from lunargraph.validation.affected import Difference, Focus, Reach
from lunargraph.validation.lookups import Listing
from lunargraph.validation.new_results import as_compared, new_results
from lunargraph.validation.prepared_queries import Queries
from lunargraph.validation.shacl import Result, shacl_results

EX = "http://example.org/"
PREFIXES = f"""
    @prefix : <{EX}> . @prefix sh: <http://www.w3.org/ns/shacl#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    : sh:declare [ sh:prefix "" ; sh:namespace "{EX}"^^xsd:anyURI ] .
"""
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
BELOW = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
XSD = "http://www.w3.org/2001/XMLSchema#"

# --- random shapes --------------------------------------------------------------------------------

PROPERTIES = (":p", ":q", ":r")
QUERIES = (
    "SELECT $this ?value { $this :p ?value . FILTER NOT EXISTS { $this :q/:r ?value } }",
    "SELECT $this ?value { $this :p ?x . ?value :p ?x ; a :A . FILTER(?value != $this) }",
    "SELECT $this { $this (:p|^:q)+ $this }",
    "SELECT $this ?value { { $this :p ?x } UNION { ?x :q $this } ?x :r ?value }",
    "SELECT $this ?value { $this :p ?x OPTIONAL { ?x :q ?value } FILTER(!BOUND(?value)) }",
    "SELECT $this ?value { $this :p ?value . ?value ?any $this }",
    "SELECT $this ?value { $this :q ?value . FILTER EXISTS { ?other :r :n1 } }",
    "SELECT $this ?path ?value { $this !:p ?value BIND(:p AS ?path) }",
    "SELECT $this (COUNT(?x) AS ?value) { $this :p/:q* ?x } GROUP BY $this HAVING (COUNT(?x) > 2)",
    "SELECT $this { $this :p ?x { SELECT $this { $this :q ?y } } }",
    "SELECT $this ?value { ?value :r $this BIND(EXISTS { ?value :q ?z } AS ?has) FILTER(?has) }",
    "SELECT $this { $this a :A ; :p [ :q ?x ] FILTER NOT EXISTS { [] :r ?x } }",
    "SELECT $this ?value { $this :p? ?x . ?x :r ?value . ?value :q ?y OPTIONAL { ?y :p ?z . ?z a :B } }",
    "SELECT $this ?value { $this :p ?value } ORDER BY DESC(?value) LIMIT 1",
)
paths = st.recursive(
    st.sampled_from(PROPERTIES),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"( {two[0]} {two[1]} )"),
        st.tuples(inner, inner).map(lambda two: f"[ sh:alternativePath ( {two[0]} {two[1]} ) ]"),
        st.tuples(
            st.sampled_from(["inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"]),
            inner,
        ).map(lambda step: f"[ sh:{step[0]} {step[1]} ]"),
    ),
    max_leaves=3,
)
nodes = st.sampled_from([":n0", ":n1", ":n2", ":n3"])
simple = st.one_of(
    st.sampled_from([":A", ":B", ":C"]).map(lambda name: f"sh:class {name}"),
    st.sampled_from(
        [
            "sh:datatype xsd:integer",
            "sh:nodeKind sh:IRI",
            "sh:closed true",
            "sh:minInclusive 2",
            "sh:maxLength 18",
            "sh:in ( :n0 :n1 :n2 7 )",
            'sh:pattern "n[12]"',
            "sh:languageIn ( 'en' )",
        ]
    ),
    nodes.map(lambda node: f"sh:hasValue {node}"),
    st.sampled_from(PROPERTIES).map(lambda name: f"sh:equals {name}"),
    st.sampled_from(PROPERTIES).map(lambda name: f"sh:disjoint {name}"),
)
queries = st.sampled_from(QUERIES).map(
    lambda text: f'sh:sparql [ sh:select "{text}" ; sh:prefixes : ]'
)
of_values = st.one_of(
    st.sampled_from(["sh:minCount 1", "sh:minCount 2", "sh:maxCount 1", "sh:uniqueLang true"]),
    st.sampled_from(PROPERTIES).map(lambda name: f"sh:lessThan {name}"),
    st.sampled_from(PROPERTIES).map(lambda name: f"sh:lessThanOrEquals {name}"),
)


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    property_ = st.tuples(paths, st.lists(st.one_of(inner, of_values), min_size=1, max_size=2)).map(
        lambda parts: f"sh:property [ sh:path {parts[0]} ; {' ; '.join(parts[1])} ]"
    )
    some = st.lists(inner, min_size=1, max_size=2).map(
        lambda each: " ".join(f"[ {one} ]" for one in each)
    )
    qualified = st.tuples(paths, inner, st.booleans()).map(
        lambda parts: (
            f"sh:property [ sh:path {parts[0]} ; sh:qualifiedValueShape [ {parts[1]} ] ; "
            f"sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1 ; "
            f"sh:qualifiedValueShapesDisjoint {str(parts[2]).lower()} ]"
        )
    )
    return st.one_of(
        property_,
        property_,
        qualified,
        inner.map(lambda one: f"sh:node [ {one} ]"),
        inner.map(lambda one: f"sh:not [ {one} ]"),
        st.sampled_from([":S0", ":S1"]).map(lambda name: f"sh:node {name}X"),
        st.tuples(st.sampled_from(["and", "or", "xone"]), some).map(
            lambda parts: f"sh:{parts[0]} ( {parts[1]} )"
        ),
    )


constraints = st.recursive(st.one_of(simple, queries), _nested, max_leaves=4)
targets = st.one_of(
    st.sampled_from([":A", ":B", ":C"]).map(lambda name: f"sh:targetClass {name}"),
    nodes.map(lambda node: f"sh:targetNode {node}"),
    st.sampled_from(PROPERTIES).map(lambda name: f"sh:targetSubjectsOf {name}"),
    st.sampled_from(PROPERTIES).map(lambda name: f"sh:targetObjectsOf {name}"),
    st.just("a owl:Class"),
    st.just("a rdfs:Class"),
)


@st.composite
def shapes_graphs(draw: st.DrawFn) -> str:
    """Two or three shapes, two of which others may refer to by name."""
    text = PREFIXES
    for number, name in enumerate((":A", ":S0", ":S1")):
        said = draw(st.lists(constraints, min_size=1, max_size=2))
        aimed = draw(st.lists(targets, min_size=1, max_size=2))
        aimed = [each for each in aimed if "Class" not in each or name == ":A" or "target" in each]
        path = f"sh:path {draw(paths)} ; " if number == 2 and draw(st.booleans()) else ""
        said = [each for each in said if number or "X" not in each]
        kind = "sh:PropertyShape" if path else "sh:NodeShape"
        text += f"{name} a {kind} ; {path}{' ; '.join([*said, *aimed, 'rdfs:label 1'])} .\n"
    for name in (":S0X", ":S1X"):
        text += f"{name} a sh:NodeShape ; {draw(simple)} ; sh:property [ sh:path {draw(paths)} ; "
        text += f"{draw(of_values)} ] .\n"
    return text


# --- random data ----------------------------------------------------------------------------------

things = st.sampled_from(
    [*(NamedNode(f"{EX}n{number}") for number in range(4)), BlankNode("b0"), BlankNode("b1")]
)
classes = st.sampled_from([NamedNode(EX + name) for name in "ABC"])
literals = st.sampled_from(
    [
        Literal("1", datatype=NamedNode(XSD + "integer")),
        Literal("01", datatype=NamedNode(XSD + "integer")),
        Literal("3", datatype=NamedNode(XSD + "integer")),
        Literal("x", datatype=NamedNode(XSD + "integer")),
        Literal("one", language="en"),
        Literal("two", language="en"),
        Literal("one"),
    ]
)
predicates = st.sampled_from([NamedNode(EX + name) for name in "pqr"])
statements = st.one_of(
    st.builds(Triple, things, predicates, things),
    st.builds(Triple, things, predicates, things),
    st.builds(Triple, things, predicates, literals),
    st.builds(Triple, things, st.just(TYPE), classes),
    st.builds(Triple, classes, st.just(BELOW), classes),
)
graphs = st.sets(statements, min_size=5, max_size=20)
changes_of = st.sets(statements, min_size=1, max_size=3)


def triples_of(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(text.encode(), RdfFormat.TURTLE)]


def brought_about(shapes: list[Triple], before: set[Triple], after: set[Triple]) -> list[Result]:
    old = set(map(as_compared, shacl_results(before, shapes)))
    new = map(as_compared, shacl_results(after, shapes))
    return [result for result in new if result not in old]


def difference(before: set[Triple], after: set[Triple]) -> Difference:
    return Difference(after - before, before - after, Listing(before), Listing(after))


@settings(derandomize=True, max_examples=120, deadline=None)
@given(shapes_graphs(), graphs, changes_of, changes_of)
def test_no_result_that_a_change_brings_about_is_missed(
    text: str, known: set[Triple], added: set[Triple], removed: set[Triple]
) -> None:
    shapes = triples_of(text)
    before, after = known | removed, known | added
    try:
        expected = brought_about(shapes, before, after)
    except LunarGraphError:  # two counts at one property, or the order of a blank node
        reject()
    found = new_results(shapes, difference(before, after))
    assert list(map(as_compared, found)) == expected


# --- by hand --------------------------------------------------------------------------------------

MISSIONS = """
    :mission a sh:NodeShape ; sh:targetClass :Mission ; sh:property :operator .
    :operator a sh:PropertyShape ; sh:path :operatedBy ; sh:node :known .
    :known a sh:NodeShape ; sh:property [ sh:path rdfs:label ; sh:minCount 1 ] .
    :ordinal a sh:NodeShape ; sh:targetSubjectsOf :of ; sh:sparql [ sh:prefixes : ; sh:select '''
        SELECT $this ?value { $this :of ?x ; :number ?n . ?value :of ?x ; :number ?n .
            FILTER(?value != $this) }''' ] .
"""
MISSIONS_DATA = """
    :a a :Mission ; :operatedBy :x . :b a :Mission ; :operatedBy :y . :x :near :y .
    :s1 :of :t ; :number 1 . :s2 :of :t ; :number 2 . :s3 :of :u ; :number 1 . :s4 :of :t .
"""


def reached(change: str, shapes: str = MISSIONS) -> dict[str, set[str]]:
    """Return the local names of the targets that are looked at for new statements, by shape."""
    before, new = set(triples_of(PREFIXES + MISSIONS_DATA)), triples_of(PREFIXES + change)
    reach = Reach(triples_of(PREFIXES + shapes), Queries())
    focus = reach.of(difference(before, before.union(new)))
    assert not focus.whole
    return {local(shape): {local(node) for node in nodes} for shape, nodes in focus.nodes.items()}


def local(term: object) -> str:
    return str(term).rpartition("/")[2].rstrip(">")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (":x rdfs:label 'X' .", {"mission": {"a"}}),
        (":x :near :z .", {}),
        (":c a :Mission .", {"mission": {"c"}}),
        (":Probe rdfs:subClassOf :Mission .", {}),
        (":p a :Probe . :Probe rdfs:subClassOf :Mission .", {"mission": {"p"}}),
        (":s4 :number 2 .", {"ordinal": {"s2", "s4"}}),
        (":s5 :of :t ; :number 3 .", {"ordinal": {"s5"}}),
        (":s5 :of :t .", {"ordinal": {"s5"}}),
        (":s5 :number 1 .", {}),
    ],
)
def test_no_more_targets_are_looked_at_than_the_change_concerns(
    change: str, expected: dict[str, set[str]]
) -> None:
    assert reached(change) == expected


@pytest.mark.parametrize(
    "shapes",
    [
        ":x a sh:NodeShape ; sh:targetClass :Mission ; sh:sparql [ sh:select "
        "'SELECT $this { $this ?any ?value }' ] .",
        ":x a sh:NodeShape ; sh:targetClass :Mission ; sh:sparql [ sh:select "
        "'SELECT $this { $this !<urn:p> ?value }' ] .",
        ":x a sh:NodeShape ; sh:targetClass :Mission ; sh:sparql [ sh:prefixes : ; sh:select "
        "'SELECT $this { $this :unrelated' ] .",
        ":x a sh:NodeShape ; sh:targetClass :Mission ; sh:property [ sh:path [ sh:no :p ] ] .",
        ":x a sh:NodeShape ; sh:target [ sh:select 'SELECT ?this { ?this ?p ?o }' ] .",
        ":x a sh:NodeShape ; sh:targetClass :Mission ; :limit 1 . :c a sh:ConstraintComponent ; "
        "sh:parameter [ sh:path :limit ] .",
        ":x a sh:NodeShape ; sh:targetClass :Mission ; sh:rule [ ] .",
        ": sh:declare [ sh:prefix '' ; sh:namespace 'urn:other' ] . :x a sh:NodeShape ; "
        "sh:targetClass :Mission ; sh:sparql [ sh:select 'SELECT $this { $this :p 1 }' ] .",
    ],
)
def test_a_shape_that_may_look_anywhere_looks_at_all_its_targets(shapes: str) -> None:
    new = set(triples_of(PREFIXES + ":z :unrelated :z ."))
    graph = triples_of(PREFIXES + shapes)
    focus = Reach(graph, Queries()).of(difference(set(), new))
    assert {local(shape) for shape in focus.whole} == {"x"}
    assert set(focus.written(graph)) == set(graph)


def test_shapes_that_have_nothing_to_look_at_find_nothing() -> None:
    graph = triples_of(PREFIXES + MISSIONS)
    kept = Focus({}, frozenset()).written(graph)
    assert not [triple for triple in kept if "target" in triple.predicate.value]
    assert shacl_results(triples_of(PREFIXES + MISSIONS_DATA), graph) != []
    assert shacl_results(triples_of(PREFIXES + MISSIONS_DATA), kept) == []


def test_what_another_target_has_shown_already_is_not_new() -> None:
    shapes = triples_of(PREFIXES + MISSIONS.replace("sh:node :known", "sh:property :name")
                        + ":name sh:path rdfs:label ; sh:minCount 1 .")  # fmt: skip
    before = set(triples_of(PREFIXES + MISSIONS_DATA))
    after = before | set(triples_of(PREFIXES + ":c a :Mission ; :operatedBy :x , :z ."))
    found = new_results(shapes, difference(before, after))
    assert [local(result.focus) for result in found] == ["z"]
    assert list(map(as_compared, found)) == brought_about(shapes, before, after)
