import json
from pathlib import Path

import jsonschema
from hypothesis import given
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from lunargraph.differences import State, compare
from lunargraph.differences import writing as module
from lunargraph.differences.owners import Owners
from lunargraph.namespaces import SCHEMA_IRIS
from lunargraph.reasoning import Closure
from rdf_strategies import datasets, few

SCHEMA = json.loads(
    Path(str(module.__file__)).with_name("difference.schema.json").read_text("utf-8")
)
PREFIXES = """
prefix : <http://e/>
prefix lg: <https://w3id.org/lunargraph/ns#>
prefix lgi: <https://w3id.org/lunargraph/id/>
prefix owl: <http://www.w3.org/2002/07/owl#>
prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
ONTOLOGY = """
lg:Signature a owl:Class ; rdfs:label "signature"@en .
lg:Event a owl:Class ; rdfs:label "event"@en . lg:Signature rdfs:subClassOf lg:Event .
lg:signedOn a owl:DatatypeProperty ; rdfs:label "signed on"@en .
lg:mass a owl:ObjectProperty ; rdfs:label "has mass"@en .
lg:value a owl:DatatypeProperty ; rdfs:label "has value"@en .
"""
RECORD = "<https://w3id.org/lunargraph/graph/accords/accords-xx>"


def read(text: str) -> list[Quad]:
    return list(parse((PREFIXES + text).encode(), RdfFormat.TRIG))


def written(before: str, after: str, form: str = "text") -> str:
    known = [quad.triple for quad in read(ONTOLOGY)]
    return compare(
        State("a.trig", read(before)), State("b.trig", read(after)), known=known,
        closure=lambda more: Closure.of_triples({*known, *more}),
    ).write(form)  # fmt: skip


def test_a_difference_in_words() -> None:
    before = f"""
        {RECORD} {{ lgi:s rdfs:label "S"@en ; lg:signedOn "2024" ; lg:mass [ lg:value 1 ] }}
        lgi:t lg:signedOn "2020" ."""
    after = f"""
        {RECORD} {{ lgi:s rdfs:label "S"@en ; a lg:Signature ; lg:signedOn "2025" ; lg:mass [ lg:value 2 ] }}
        """
    assert (
        written(before, after)
        == """\
S (lgi:s), in accords/accords-xx
+ is a 'signature'
- 'signed on' "2024"
+ 'signed on' "2025"
- 'has mass' / 'has value' "1"^^xsd:integer
+ 'has mass' / 'has value' "2"^^xsd:integer

lgi:t
- 'signed on' "2020"

What follows:

S (lgi:s)
+ is a 'event'

3 added, 3 removed; 1 follows newly, 0 no more
"""
    )


def test_descriptions_of_records_come_last_and_are_named_by_their_path() -> None:
    after = f"""lgi:s a lg:Signature .
        <https://w3id.org/lunargraph/graph/accords> {{ {RECORD} lg:of lgi:s ; lg:like {RECORD} }}"""
    assert (
        written("", after)
        == """\
lgi:s
+ is a 'signature'

record accords/accords-xx, in accords
+ lg:like record accords/accords-xx
+ lg:of lgi:s

What follows:

lgi:s
+ is a 'event'

3 added, 0 removed; 1 follows newly, 0 no more
"""
    )


def test_two_nameless_parts_are_told_apart() -> None:
    text = written(
        ":a :p [ :v 1 ; :k 1 ] , [ :v 2 ; :k 2 ] .", ":a :p [ :v 3 ; :k 1 ] , [ :v 4 ; :k 2 ] ."
    )
    lines = [line for line in text.splitlines() if line.startswith("+")]
    assert len({line.split(" /")[0] for line in lines}) == 2


def test_no_difference_in_words() -> None:
    assert written(":a :b [] .", ":a :b [] .") == "no differences\n"


def test_what_could_drive_a_terminal_is_shown_instead() -> None:
    text = written(':a :b "x" .', ':a :b "\\u001B[31m\\u202E" .')
    assert "\\u001B[31m\\u202E" in text
    assert "\x1b" not in text


@few
@given(datasets(), datasets())
def test_json_has_the_shape_that_is_published(before: list[Quad], after: list[Quad]) -> None:
    found = compare(
        State("a", before), State("b", after), closure=Closure.of_triples, layer="asserted"
    )
    document = json.loads(found.write("json"))
    jsonschema.validate(document, SCHEMA)
    assert document["equal"] == found.equal
    assert len(document["asserted"]["added"]) == len(found.added or ())
    assert found.write("text").endswith("\n")


def test_json_has_both_layers() -> None:
    document = json.loads(written("", "lgi:s a lg:Signature .", "json"))
    jsonschema.validate(document, SCHEMA)
    [gained] = document["inferred"]["added"]
    assert gained["object"]["label"] == "event"
    assert SCHEMA["$id"] == SCHEMA_IRIS + "difference"


def test_owners_of_nodes_in_a_circle_and_of_none() -> None:
    a, x, y, z = NamedNode("http://e/a"), BlankNode("x"), BlankNode("y"), BlankNode("z")
    owners = Owners([Triple(x, a, y), Triple(y, a, x), Triple(z, a, Literal("1"))])
    assert owners.of(x) == (x, ())
    assert owners.of(z) == (z, ())
    assert owners.of(a) == (a, ())
