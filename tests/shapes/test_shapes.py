"""Every shape has an example that it passes and one that it reports, for each of its constraints.

``<module>/<shape>.pass.ttl`` must give the shape something to look at and nothing to say;
``<module>/<shape>.fail.ttl`` must break each constraint of the shape at least once. As in the
program, shapes see what is asserted and what is inferred; all examples share one closure and one
validation, each with individuals of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyshacl
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral

from examples_apart import described, load_ontology, load_triples, owners, set_apart
from lunargraph.namespaces import SHAPES
from lunargraph.reasoning import close
from lunargraph.resources import shape_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

FOLDER = Path(__file__).parent
_NOT_CONSTRAINTS = {
    RDF.type, RDFS.label, SH.message, SH.path, SH.property, SH.severity,
    SH.targetClass, SH.targetSubjectsOf, SH.qualifiedValueShape,
}  # fmt: skip


def read_shapes() -> Graph:
    graph = Graph()
    for path in shape_files():
        graph.parse(path)
    return graph


def own_constraints(graph: Graph, shape: Node) -> set[Node]:
    """Return the parameters of the constraints that the shape itself holds."""
    return set(graph.predicates(shape)) - _NOT_CONSTRAINTS


def homes(graph: Graph) -> dict[str, str]:
    """Return the module of each shape that can raise a result."""
    modules = {}
    for path in shape_files():
        part = Graph().parse(path)
        kinds = {*part.subjects(RDF.type, SH.NodeShape), *part.subjects(RDF.type, SH.PropertyShape)}
        for shape in kinds:
            if own_constraints(graph, shape):
                modules[str(shape).removeprefix(SHAPES)] = path.name.removesuffix(".shapes.ttl")
    return modules


HOMES = homes(read_shapes())
each_shape = pytest.mark.parametrize("shape", sorted(HOMES))


def example(shape: str, outcome: str) -> Path:
    return FOLDER / HOMES[shape] / f"{shape}.{outcome}.ttl"


class Finding(NamedTuple):
    example: str
    focus: Node | None
    shape: Node | None
    component: Node | None
    message: str


class Run(NamedTuple):
    shapes: Graph
    data: Graph
    findings: list[Finding]


@pytest.fixture(scope="module")
def run() -> Run:
    """All examples, closed over the ontology and validated with all shapes."""
    ontology = load_ontology()
    shared = described(ontology)
    examples = [
        triple
        for path in sorted(FOLDER.glob("*/*.ttl"))
        for triple in set_apart(load_triples(path), path.name.removesuffix(".ttl"), shared)
    ]
    inferred = close([*ontology, *examples]).inferred
    data = as_rdflib([*ontology, *examples, *inferred])
    shapes = read_shapes()
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    return Run(shapes, data, list(iter_findings(report)))


def as_rdflib(triples: Iterable[Triple]) -> Graph:
    def term(of: object) -> Node:
        if isinstance(of, NamedNode):
            return URIRef(of.value)
        if isinstance(of, BlankNode):
            return BNode(of.value)
        assert isinstance(of, Literal)
        datatype = None if of.language else URIRef(of.datatype.value)
        return RdflibLiteral(of.value, lang=of.language, datatype=datatype, normalize=False)

    graph = Graph()
    for triple in triples:
        graph.add((term(triple.subject), URIRef(triple.predicate.value), term(triple.object)))
    return graph


def iter_findings(report: Graph) -> Iterator[Finding]:
    """Yield the results and those nested in them, under the example of the outer focus."""
    for outer in report.objects(predicate=SH.result):
        focus = report.value(outer, SH.focusNode)
        names = owners([NamedNode(focus)]) if isinstance(focus, URIRef) else {"anonymous"}
        for result in report.transitive_objects(outer, SH.detail):
            yield Finding(
                example=next(iter(names), "the ontology"),
                focus=report.value(result, SH.focusNode),
                shape=report.value(result, SH.sourceShape),
                component=report.value(result, SH.sourceConstraintComponent),
                message=str(report.value(result, SH.resultMessage) or ""),
            )


def focus_nodes(run: Run, shape: Node, example: str) -> set[Node]:
    """Return the nodes of an example that a shape looks at, by its target or through others."""
    found: set[Node] = set()
    for target in run.shapes.objects(shape, SH.targetClass):
        found.update(run.data.subjects(RDF.type, target))
    for target in run.shapes.objects(shape, SH.targetSubjectsOf):
        found.update(run.data.subjects(target))
    found = {node for node in found if str(node).endswith(f"#of-{example}")}
    for parent in run.shapes.subjects(SH.property, shape):
        found |= focus_nodes(run, parent, example)
    for parent in run.shapes.subjects(SH.node, shape):
        found |= value_nodes(run, parent, example)
    return found


def value_nodes(run: Run, shape: Node, example: str) -> set[Node]:
    """Return what stands in an example at the end of the path of a property shape."""
    path = run.shapes.value(shape, SH.path)
    inverse = run.shapes.value(path, SH.inversePath)
    alternatives = run.shapes.value(path, SH.alternativePath)
    paths = run.shapes.items(alternatives) if alternatives else [path]
    nodes = focus_nodes(run, shape, example)
    if inverse:
        return {value for node in nodes for value in run.data.subjects(inverse, node)}
    return {value for each in paths for node in nodes for value in run.data.objects(node, each)}


def component_of(parameter: Node) -> URIRef:
    """Return the constraint component that a parameter such as ``sh:minCount`` belongs to."""
    name = str(parameter).removeprefix(str(SH))
    name = {"sparql": "SPARQL"}.get(name, name[0].upper() + name[1:])
    return URIRef(f"{SH}{name}ConstraintComponent")


@each_shape
def test_a_shape_has_examples(shape: str) -> None:
    assert example(shape, "pass").is_file()
    assert example(shape, "fail").is_file()


def test_an_example_has_a_shape() -> None:
    expected = {example(shape, outcome) for shape in HOMES for outcome in ("pass", "fail")}
    assert not {path for path in FOLDER.glob("*/*.ttl") if path not in expected}


@each_shape
def test_the_good_example_passes(shape: str, run: Run) -> None:
    name = f"{shape}.pass"
    findings = [each for each in run.findings if each.example == name]
    assert URIRef(SHAPES + shape) not in {each.shape for each in findings}


@each_shape
def test_the_good_example_is_looked_at(shape: str, run: Run) -> None:
    iri, name = URIRef(SHAPES + shape), f"{shape}.pass"
    asks_for_values = (iri, SH.path, None) in run.shapes
    asks_for_none = (iri, SH.maxCount, RdflibLiteral(0)) in run.shapes
    if asks_for_values and not asks_for_none:
        assert value_nodes(run, iri, name)
    else:
        assert focus_nodes(run, iri, name)


@each_shape
def test_the_bad_example_breaks_every_constraint(shape: str, run: Run) -> None:
    iri, name = URIRef(SHAPES + shape), f"{shape}.fail"
    expected = {component_of(each) for each in own_constraints(run.shapes, iri)}
    findings = [each for each in run.findings if (each.example, each.shape) == (name, iri)]
    assert {each.component for each in findings} == expected


@each_shape
def test_a_message_names_the_cure(shape: str, run: Run) -> None:
    """A shape says what to do in a sentence of its own, and that is what a result says."""
    iri = URIRef(SHAPES + shape)
    holders = [iri, *run.shapes.objects(iri, SH.sparql)]
    messages = {str(each) for one in holders for each in run.shapes.objects(one, SH.message)}
    assert len(messages) == 1
    assert all(each[0].isupper() and each.endswith(".") for each in messages)
    assert {each.message for each in run.findings if each.shape == iri} == messages


@pytest.mark.parametrize("shape", ["event-time", "event-time-on-its-day", "record"])
def test_each_of_several_mistakes_is_reported(shape: str, run: Run) -> None:
    """One constraint may refuse what is wrong in several ways: each has an individual."""
    iri, name = URIRef(SHAPES + shape), f"{shape}.fail"
    reported = {each.focus for each in run.findings if (each.example, each.shape) == (name, iri)}
    assert reported == focus_nodes(run, iri, name)
    assert len(reported) > 1


def test_the_ontology_passes_its_own_shapes(run: Run) -> None:
    assert not [each for each in run.findings if each.example == "the ontology"]


def test_property_shapes_with_names_are_used(run: Run) -> None:
    held = set(run.shapes.objects(predicate=SH.property))
    named = {each for each in held if isinstance(each, URIRef)}
    assert named == set(run.shapes.subjects(RDF.type, SH.PropertyShape))
