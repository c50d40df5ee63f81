"""Every clause can be decided, by elements that are no better sourced than what they rest on."""

import csv

import pytest
from pyoxigraph import NamedNode

from examples_apart import described, load_ontology
from lunargraph import resources
from lunargraph.namespaces import expand

DATA = resources.root() / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ELEMENTS = rows("elements/elements.csv")
CLAUSES = {row["id"]: row for row in rows("clauses/policy_clauses.csv")}
DECIDING = ("met_by", "not_met_by", "contested_by", "met_towards", "not_met_towards")

each_element = pytest.mark.parametrize("element", ELEMENTS, ids=lambda element: element["id"])


def test_every_clause_has_an_element() -> None:
    named = {clause for element in ELEMENTS for clause in element["clause_ids"].split("|")}
    # A clause that takes over the words of another has the elements of its own too.
    assert named == set(CLAUSES)


@each_element
def test_who_pays_who_takes_part_and_the_format_are_never_presumed(
    element: dict[str, str],
) -> None:
    if element["asks_for"] in {"lg:fundedBy", "lg:hasParty", "lg:carriedOutBy"}:
        assert element["silence"] == ""


@each_element
def test_it_can_be_met(element: dict[str, str]) -> None:
    """Without a class or property that meets it, its clauses could never apply."""
    assert element["met_by"] or element["met_towards"]


def test_what_decides_it_is_a_term_of_the_ontology() -> None:
    terms = described(load_ontology())
    named = {
        term
        for element in ELEMENTS
        for column in (*DECIDING, "asks_for")
        for term in element[column].split("|")
        if term
    }
    assert {each for each in named if NamedNode(expand(each)).value not in terms} == set()


@each_element
def test_it_is_no_better_sourced_than_its_clauses(element: dict[str, str]) -> None:
    clauses = [CLAUSES[each] for each in element["clause_ids"].split("|")]
    if all(clause["source_ids"] == "background" for clause in clauses):
        assert element["source_ids"] == "background"
    if "background" in element["source_ids"].split("|"):
        assert element["verification"] == "unverified"
