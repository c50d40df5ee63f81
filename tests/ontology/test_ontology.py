"""Every term is explained, well named, declared once, and used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef
from rdflib.namespace import DCTERMS

from lunargraph.namespaces import LG, LGI
from lunargraph.resources import ontology_files, query_files, root, shape_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib import Literal
    from rdflib.term import Node

MODULES = [path for path in ontology_files() if path.parent.name == "ontology"]
ALIGNMENTS = [path for path in ontology_files() if path.parent.name == "alignments"]
PROPER_NAMES = {
    "Accords", "Apollo", "Artemis", "Chang'e-5", "China", "Chinese", "CNSA", "COSPAR", "DOI",
    "ILRS", "Julian", "NASA", "US",
}  # fmt: skip
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def read(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


ONTOLOGY = read(*MODULES)


def declared(base: str, graph: Graph = ONTOLOGY) -> set[URIRef]:
    """Return what the ontology makes statements about below a *base*."""
    subjects = {each for each in graph.subjects() if isinstance(each, URIRef)}
    return {each for each in subjects if each.startswith(base)}


LABELLED = {path: set(read(path).subjects(RDFS.label)) for path in MODULES}
TERMS = sorted(declared(LG))
HOMES = {term: [path.name for path, names in LABELLED.items() if term in names] for term in TERMS}
CLASSES = [term for term in TERMS if (term, RDF.type, OWL.Class) in ONTOLOGY]
INDIVIDUALS = sorted(declared(LGI))


def short(iri: str) -> str:
    return iri.removeprefix(LG).removeprefix(LGI)


each_entry = pytest.mark.parametrize("iri", [*TERMS, *INDIVIDUALS], ids=short)
each_term = pytest.mark.parametrize("iri", TERMS, ids=short)
each_class = pytest.mark.parametrize("iri", CLASSES, ids=short)


def english(iri: Node | None, predicate: URIRef) -> list[str]:
    texts: Iterator[Literal] = ONTOLOGY.objects(iri, predicate)  # type: ignore[assignment]
    return [str(text) for text in texts if text.language == "en"]


# --- explained


@each_entry
def test_it_has_one_english_label_a_definition_and_a_source(iri: URIRef) -> None:
    assert len(english(iri, RDFS.label)) == 1
    assert len(english(iri, SKOS.definition)) == 1
    assert list(ONTOLOGY.objects(iri, DCTERMS.source))


@each_entry
def test_its_definition_is_a_part_of_a_sentence(iri: URIRef) -> None:
    (definition,) = english(iri, SKOS.definition)
    assert definition[0].islower()
    assert definition[-1] not in ".;,:"
    assert ". " not in definition


@each_term
def test_its_definition_does_not_repeat_its_label(iri: URIRef) -> None:
    (label,), (definition,) = english(iri, RDFS.label), english(iri, SKOS.definition)
    assert not re.search(rf"\b{re.escape(label)}\b", definition)


@each_class
def test_the_definition_of_a_class_begins_with_the_class_above_it(iri: URIRef) -> None:
    above = set(ONTOLOGY.transitive_objects(iri, RDFS.subClassOf)) - {iri}
    genera = [label for each in above for label in english(each, RDFS.label)]
    (definition,) = english(iri, SKOS.definition)
    assert re.match(r"(an?|the) ", definition)
    assert not genera or any(re.match(rf"an? {genus}\b", definition) for genus in genera)


@pytest.mark.parametrize(
    "path", [*MODULES, *ALIGNMENTS, *shape_files()], ids=lambda path: path.name
)
def test_a_module_says_what_it_is(path: Path) -> None:
    module = read(path)
    headers = set(module.subjects(RDF.type, OWL.Ontology))
    assert headers
    assert headers <= set(module.subjects(RDFS.label))
    assert headers <= set(module.subjects(SKOS.definition))


def test_the_root_imports_every_module() -> None:
    ontology = URIRef("https://w3id.org/lunargraph/ontology")
    modules = set(ONTOLOGY.subjects(RDF.type, OWL.Ontology)) - {ontology}
    assert set(ONTOLOGY.objects(ontology, OWL.imports)) == modules


def test_an_individual_has_a_kind() -> None:
    assert set(INDIVIDUALS) <= set(ONTOLOGY.subjects(RDF.type))


def test_a_concept_has_the_notation_that_ends_its_name() -> None:
    for concept in ONTOLOGY.subjects(RDF.type, SKOS.Concept):
        scheme, notation = (
            ONTOLOGY.value(concept, SKOS.inScheme),
            ONTOLOGY.value(concept, SKOS.notation),
        )
        assert str(concept) == f"{str(scheme).removesuffix('scheme')}{notation}"


# --- well named


@each_term
def test_a_term_is_spelt_as_its_kind_is(iri: URIRef) -> None:
    pattern = r"[A-Z][a-z]+([A-Z][a-z]+[0-9]*)*" if iri in CLASSES else r"[a-z]+([A-Z][a-z]*)*"
    assert re.fullmatch(pattern, short(iri))


@pytest.mark.parametrize("iri", INDIVIDUALS, ids=short)
def test_an_individual_is_a_slug(iri: URIRef) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", short(iri))


@each_term
def test_a_label_is_in_lower_case(iri: URIRef) -> None:
    (label,) = english(iri, RDFS.label)
    assert all(word.islower() or word in PROPER_NAMES for word in label.split())


def test_no_two_terms_have_one_label() -> None:
    labels = [label for term in TERMS for label in english(term, RDFS.label)]
    assert sorted(labels) == sorted(set(labels))


# --- declared once


@each_term
def test_a_term_is_of_one_kind_and_declared_in_one_module(iri: URIRef) -> None:
    kinds = set(ONTOLOGY.objects(iri, RDF.type)).intersection(KINDS)
    assert len(kinds) == 1
    assert len(HOMES[iri]) == 1


def test_alignments_add_no_term_of_ours() -> None:
    assert declared(LG, read(*ALIGNMENTS)) <= set(TERMS)


def test_alignments_use_only_what_they_declare() -> None:
    for path in ALIGNMENTS:
        graph = read(path)
        theirs = {*graph.objects(None, RDFS.subClassOf), *graph.objects(None, RDFS.subPropertyOf)}
        assert theirs <= set(graph.subjects(RDF.type))


# --- used


def named_in_texts() -> set[URIRef]:
    """Return the terms that a query, a shape, a rule, a mapping, a record or a document names."""
    data = root() / "data"
    files = [*data.glob("*.rq"), *data.glob("*/mapping.rq"), *data.glob("*/graph.trig")]
    files += [*(root() / "imports").glob("**/*.rq")]
    files += [*(root() / "src" / "lunargraph" / "policy").glob("*.py")]
    files += [*query_files(), *shape_files(), *(root() / "ontology" / "rules").glob("*.rq")]
    texts = (path.read_text(encoding="utf-8") for path in files)
    return {URIRef(LG + name) for text in texts for name in re.findall(r"\blg:(\w+)", text)}


def defined(term: Node) -> bool:
    """Tell whether an axiom of its own gives a term members or statements."""
    axioms = (OWL.equivalentClass, OWL.propertyChainAxiom)
    return any((term, axiom, None) in ONTOLOGY for axiom in axioms)


def parts(node: Node) -> set[Node]:
    """Return what an anonymous expression or list is made of, down to the names in it."""
    if not isinstance(node, BNode):
        return {node}
    return {part for each in ONTOLOGY.objects(node) for part in parts(each)}


def drawn_in(term: Node) -> set[Node]:
    """Return the terms that are needed for a term: above it, or in axioms that infer it."""
    found = set(ONTOLOGY.objects(term, RDFS.subClassOf))
    for predicate in (OWL.equivalentClass, OWL.propertyChainAxiom):
        for axiom in ONTOLOGY.objects(term, predicate):
            found |= parts(axiom)
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for below in ONTOLOGY.subjects(predicate, term):
            found |= parts(below) if isinstance(below, BNode) or defined(below) else set()
    return found


def test_every_term_is_used() -> None:
    """By name, as the kind of an individual, or because a used term is inferred by way of it."""
    kinds = {kind for each in INDIVIDUALS for kind in ONTOLOGY.objects(each, RDF.type)}
    used: set[Node] = {*named_in_texts(), *kinds}
    new = used
    while new:
        new = {each for term in new for each in drawn_in(term)} - used
        used |= new
    assert set(TERMS) - used == set()


def test_no_text_names_a_term_that_is_not_declared() -> None:
    assert named_in_texts() - set(TERMS) == set()
