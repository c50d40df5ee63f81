"""The curated tables: as they were handed over, and in the graph cell by cell."""

import csv
import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from lunargraph import resources
from lunargraph.formats import load_quads
from lunargraph.ingest import DataSet, Row, load_dataset
from lunargraph.namespaces import GRAPH, LGI, PREFIXES, compact, graph_iri

PLACES = tomllib.loads(Path(__file__).with_name("places.toml").read_text("utf-8"))
# Tables that are ours: how the records bear on the claims, what is accepted in words, the names of
# the persons; and what the notes on policy say beside the tables.
OURS = {
    "activities.csv", "adherences.csv", "areas.csv", "claim_links.csv", "dissents.csv",
    "elements.csv", "persons.csv", "readings.csv", "scopes.csv", "statements.csv",
}  # fmt: skip
# Individuals that a mapping names itself; every other one comes from a cell of the row.
CONSTANTS = {"counts": {"ilrs"}, "ilrs": {"ilrs"}}

TABLES = sorted(resources.root().glob("data/*/*.csv"))
FACTS = resources.facts_folder()
each_folder = pytest.mark.parametrize(
    "folder", resources.dataset_folders(), ids=lambda folder: folder.name
)


def text(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)
    return term.value


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- the tables and the facts that they were copied from


@pytest.mark.parametrize("name", sorted({path.name for path in TABLES} - OURS))
def test_a_table_is_the_one_of_the_facts(name: str) -> None:
    """Row for row, cell for cell: a correction is made in the facts first."""
    original = FACTS / name
    if not original.exists():
        pytest.skip(f"there is no {original}; LUNARGRAPH_FACTS says where the facts are")
    (copy,) = (path for path in TABLES if path.name == name)
    ours, theirs = read_rows(copy), read_rows(original)
    assert [row["id"] for row in ours] == [row["id"] for row in theirs]
    assert [a for a, b in zip(ours, theirs, strict=True) if a != b] == []


def test_every_table_of_the_facts_is_here() -> None:
    if not FACTS.exists():
        pytest.skip(f"there is no {FACTS}; LUNARGRAPH_FACTS says where the facts are")
    assert {path.name for path in FACTS.glob("*.csv")} == {path.name for path in TABLES} - OURS


# --- the tables and the graphs


@each_folder
def test_every_row_has_its_graph_and_its_record(folder: Path) -> None:
    (table,) = folder.glob("*.csv")
    ids = {row["id"] for row in read_rows(table)}
    quads = load_quads(folder / "graph.trig")
    graphs = {q.graph_name.value for q in quads if isinstance(q.graph_name, NamedNode)}
    rows = {graph_iri(folder.name, name) for name in ids}
    assert graphs == rows | {graph_iri(folder.name)}
    assert {text(q.subject) for q in quads if compact(q.predicate.value) == "lg:restsOn"} == rows
    described = {text(q.object) for q in quads if compact(q.predicate.value) == "lg:describes"}
    assert described == {LGI + name for name in ids}


def graphs_of_rows(dataset: DataSet) -> dict[str, set[Quad]]:
    """Return the statements of each row by its slug, those of its record among them."""
    whole = graph_iri(dataset.name)
    graphs: dict[str, set[Quad]] = defaultdict(set)
    for quad in load_quads(dataset.folder / "graph.trig"):
        name = quad.subject if text(quad.graph_name) == whole else quad.graph_name
        graphs[text(name).removeprefix(f"{whole}/")].add(quad)
    return graphs


def names_of_persons() -> dict[str, str]:
    """Return the individuals of persons by name: a table may name one in words."""
    persons = load_dataset(resources.root() / "data" / "persons")
    return {text(row.cells["name"][0]): row.iri.value for row in persons.rows}


def things(term: object) -> object:
    """Return a term, or the individual that it is the record of: a link to a row names either."""
    if not isinstance(term, NamedNode):
        return term
    return NamedNode(re.sub(f"^{GRAPH}[^/]+/", LGI, term.value))


def stands(term: NamedNode | Literal, place: str, slug: str, said: set[Quad]) -> bool:
    """Whether *term* stands at a *place* of ``places.toml``; a text may have got a language."""
    if place == "in a label":
        return partly_label(term, said)
    if place.startswith("^"):
        row = NamedNode(LGI + slug)
        return any(
            (quad.subject, compact(quad.predicate.value), quad.object) == (term, place[1:], row)
            for quad in said
        )
    suffix, _, property_ = place.rpartition(" ")
    found = [
        quad.object
        for quad in said
        if compact(quad.predicate.value) == property_
        and (not suffix or quad.subject == NamedNode(f"{LGI}{slug}{suffix}"))
    ]
    if isinstance(term, Literal) and term.datatype.value == PREFIXES["xsd"] + "string":
        return any(isinstance(each, Literal) and each.value == term.value for each in found)
    return term in map(things, found)


def partly_label(term: NamedNode | Literal, said: set[Quad]) -> bool:
    labels = [text(q.object) for q in said if compact(q.predicate.value) == "rdfs:label"]
    return any(term.value in label for label in labels)


@each_folder
def test_the_value_of_a_cell_stands_at_its_own_property(folder: Path) -> None:
    """Nothing is lost on the way, and nothing is taken for something else."""
    dataset = load_dataset(folder)
    places = PLACES["common"] | PLACES[folder.name]
    graphs, persons = graphs_of_rows(dataset), names_of_persons()
    assert set(dataset.columns) - {"id"} == set(PLACES[folder.name])
    for row in dataset.rows:
        slug = row.iri.value.removeprefix(LGI)
        for column, terms in row.cells.items():
            wanted = places.get(column, [])
            wanted = [wanted] if isinstance(wanted, str) else wanted
            for term in terms if "class" not in wanted and column != "id" else []:
                named = NamedNode(persons[term.value]) if wanted == ["lg:firstAuthor"] else term
                here = any(stands(named, place, slug, graphs[slug]) for place in wanted)
                assert here, f"{row.where}: {column} is nowhere: {term.value!r}"


@each_folder
def test_a_cell_that_chooses_the_class_chooses_its_own(folder: Path) -> None:
    """The same word gives the same class, and another word another one."""
    dataset = load_dataset(folder)
    graphs = graphs_of_rows(dataset)
    for column in (name for name, place in PLACES[folder.name].items() if place == "class"):
        classes: dict[str, set[str]] = defaultdict(set)
        for row in dataset.rows:
            slug = row.iri.value.removeprefix(LGI)
            classes[text(row.cells[column][0])] |= {
                text(quad.object)
                for quad in graphs[slug]
                if quad.subject == row.iri
                and compact(quad.predicate.value) == "rdf:type"
                and quad.object not in {term for terms in row.cells.values() for term in terms}
            }
        chosen = [class_ for each in classes.values() for class_ in each]
        assert [word for word, each in classes.items() if len(each) != 1] == []
        assert len(set(chosen)) == len(chosen) > 1


@each_folder
def test_a_graph_says_no_more_than_its_row(folder: Path) -> None:
    """Nothing is invented: each value stands in a cell, or in a label made of cells."""
    dataset = load_dataset(folder)
    graphs, persons = graphs_of_rows(dataset), names_of_persons()
    for row in dataset.rows:
        slug = row.iri.value.removeprefix(LGI)
        said = graphs[slug]
        cells = {term for terms in row.cells.values() for term in terms}
        known = cells | {quad.subject for quad in said} | constants(folder.name, row, persons)
        words = {text(term) for term in cells}
        invented = {
            quad
            for quad in said
            if compact(quad.predicate.value) not in {"rdf:type", "rdfs:label"}
            and not {quad.object, things(quad.object)} & known
            and not (isinstance(quad.object, Literal) and quad.object.value in words)
        }
        assert invented == set(), slug


def constants(name: str, row: Row, persons: dict[str, str]) -> set[NamedNode]:
    """Return what a row may name though no cell does: its data set, and its author's individual."""
    written = {text(term) for term in row.cells.get("first_author", [])}
    authors = {persons[each] for each in written}
    fixed = {LGI + each for each in CONSTANTS.get(name, ())}
    return {NamedNode(iri) for iri in (graph_iri(name), *fixed, *authors)}
