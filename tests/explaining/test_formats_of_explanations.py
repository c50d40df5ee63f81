"""Whatever follows from whatever ontology: each format is well formed and tells the same proof."""

import json
import re
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse

from explained import explained, quads_of, statement_of
from lunargraph.explaining import Explanation, explain
from lunargraph.namespaces import PREFIXES, PROOFS
from lunargraph.reasoning.closure import Closure

ROOT = Path(__file__).parent.parent.parent
AXIOMS = [
    "ex:A rdfs:subClassOf ex:B .",
    "ex:B owl:equivalentClass [ owl:intersectionOf ( ex:A ex:C ) ] .",
    "ex:C owl:equivalentClass [ owl:onProperty ex:p ; owl:someValuesFrom ex:A ] .",
    "ex:D owl:equivalentClass [ owl:onProperty ex:q ; owl:hasValue ex:y ] .",
    "ex:A rdfs:subClassOf [ owl:onProperty ex:q ; owl:hasValue ex:y ] .",
    "ex:D owl:unionOf ( ex:A ex:C ) .",
    "ex:p rdfs:subPropertyOf ex:q .",
    "ex:p rdfs:domain ex:A ; rdfs:range ex:C .",
    "ex:q a owl:TransitiveProperty .",
    "ex:p a owl:SymmetricProperty .",
    "ex:q owl:inverseOf ex:r .",
    "ex:r owl:propertyChainAxiom ( ex:p ex:q ) .",
    "ex:r a owl:FunctionalProperty .",
]
FACTS = [
    *(f"ex:{s} a ex:{c} ." for s in "xyz" for c in "AC"),
    *(f"ex:{s} ex:{p} ex:{o} ." for s in "xyz" for p in "pqr" for o in "xyz"),
    'ex:x ex:note "say \\"no\\" <b> `#1`" .', 'ex:x rdfs:label "- x \\"quoted\\" | [y]" .',
]  # fmt: skip
GRAPHS = st.tuples(
    st.lists(st.sampled_from(AXIOMS), min_size=1, max_size=6, unique=True),
    st.lists(st.sampled_from(FACTS), min_size=1, max_size=6, unique=True),
)


@cache
def schema() -> Any:
    return json.loads((ROOT / "src" / "lunargraph" / "why.schema.json").read_text("utf-8"))


def check_json(explanation: Explanation) -> None:
    document = json.loads(explanation.write("json"))
    jsonschema.validate(document, schema())
    assert document["holds"] == explanation.holds
    nodes = {node["id"]: node for node in document["nodes"]}
    if not explanation.holds:
        assert (document["root"], nodes) == (None, {})
        return
    assert nodes[document["root"]]["statement"] == document["statement"]
    for node in nodes.values():
        assert all(premise > node["id"] for premise in node["premises"])  # so there is no circle
        assert set(node["premises"]) <= set(nodes)
        assert bool(node["rules"]) or not node["premises"]
        assert bool(node["grounds"]) != bool(node["rules"])
    reached = {document["root"], *(each for node in nodes.values() for each in node["premises"])}
    assert reached == set(nodes)


def check_turtle(explanation: Explanation) -> None:
    text = explanation.write("turtle")
    assert text == explanation.write("turtle")
    said = [quad.triple for quad in parse(text, RdfFormat.TURTLE)]
    generated = {}
    for triple in said:
        if triple.predicate.value == PREFIXES["prov"] + "wasGeneratedBy":
            assert triple.subject not in generated or explanation.every_way
            generated[triple.subject] = triple.object
    steps = {
        each.subject for each in said if each.object == NamedNode(PREFIXES["prov"] + "Activity")
    }
    assert set(generated.values()) <= steps
    derived: dict[str, set[str]] = {}
    for triple in said:
        if triple.predicate.value == PREFIXES["prov"] + "wasDerivedFrom":
            derived.setdefault(str(triple.subject), set()).add(str(triple.object))
    TopologicalSorter(derived).prepare()  # raises an error if there is a circle
    for name in ("subject", "predicate", "object"):
        entities = [each.subject for each in said if each.predicate.value == PREFIXES["rdf"] + name]
        assert len(entities) == len(set(entities)) > 0
        assert all(str(each).startswith(f"<{PROOFS}") for each in entities)


def check_mermaid(explanation: Explanation) -> None:
    head, *lines = explanation.write("mermaid").splitlines()
    assert head == "flowchart BT"
    node = re.compile(r'    (\w+)(?:\["[^"]+"\]|\{\{"[^"]+"\}\}|\[\("[^"]+"\)\]):::(\w+)')
    arrow = re.compile(r"    (\w+) -\.?-> (\w+)")
    style = re.compile(r"    classDef (\w+) [\w:#,-]+")
    nodes = {match[1]: match[2] for line in lines if (match := node.fullmatch(line))}
    ends = {end for line in lines if (match := arrow.fullmatch(line)) for end in match.groups()}
    styles = {match[1] for line in lines if (match := style.fullmatch(line))}
    assert all(any(form.fullmatch(line) for form in (node, arrow, style)) for line in lines)
    assert ends <= set(nodes)
    assert set(nodes.values()) <= styles
    assert ends == set(nodes) or len(nodes) == 1


def check_text(explanation: Explanation, *, full: bool) -> None:
    text = explanation.write("text", full=full, width=80)
    numbers = [int(number) for number in re.findall(r"^[│├└─ ]*(\d+)\. ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    for cited in re.findall(r"(?:see|, as) (\d+)", text):
        assert int(cited) in numbers
    assert text.endswith("\n")
    assert "\n\n\n" not in text


def check(explanation: Explanation) -> None:
    check_json(explanation)
    check_turtle(explanation)
    check_mermaid(explanation)
    check_text(explanation, full=False)
    check_text(explanation, full=True)


@settings(max_examples=20, deadline=None)
@given(GRAPHS, st.data())
def test_what_follows(graph: tuple[list[str], list[str]], data: st.DataObject) -> None:
    quads = quads_of(" ".join([*graph[0], *graph[1]]))
    closure = Closure.of_triples({quad.triple for quad in quads})
    inferred = closure.inferred()
    if not inferred:
        return
    triple = data.draw(st.sampled_from(inferred))
    for every_way in (False, True):
        explanation = explain(closure, quads, triple, every_way=every_way)
        assert explanation.holds
        check(explanation)


@settings(max_examples=15, deadline=None)
@given(GRAPHS, st.sampled_from(FACTS))
def test_what_does_not_hold(graph: tuple[list[str], list[str]], fact: str) -> None:
    quads = quads_of(" ".join([*graph[0], *graph[1]]))
    triple = statement_of(fact.removesuffix("."))
    closure = Closure.of_triples({quad.triple for quad in quads})
    check(explain(closure, quads, triple))


def test_the_turtle_of_a_proof_does_not_depend_on_the_order_of_files() -> None:
    trig = " ".join([*AXIOMS[:3], *FACTS[:8]])
    other = " ".join([*FACTS[7::-1], *AXIOMS[2::-1]])
    one = explained(trig, "ex:x a ex:B").write("turtle")
    assert explained(other, "ex:x a ex:B").write("turtle") == one


def test_a_class_expression_stands_in_each_statement_about_it() -> None:
    text = explained(" ".join([AXIOMS[3], "ex:x ex:q ex:y ."]), "ex:x a ex:D").write("turtle")
    assert text.count("owl:hasValue <http://example.org/y> ;") >= 2
    assert "_:" not in text


def test_classes_that_are_spelt_alike_make_no_circle() -> None:
    """Each of two restrictions has the same value: membership in one leads to that in the other."""
    trig = " ".join([AXIOMS[3], AXIOMS[4], "ex:z a ex:A ."])
    explanation = explained(trig, "ex:z a ex:D")
    check(explanation)
    assert "prp-" not in explanation.write("turtle")
