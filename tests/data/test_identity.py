"""One individual a thing: its codes are real, its names are its own, its matches are given."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pycountry
import pytest

from lunargraph import LunarGraph, resources
from lunargraph.lookup import fold
from lunargraph.namespaces import LGI

DATA = resources.root() / "data"


def tables() -> Iterator[tuple[Path, list[dict[str, str]]]]:
    for path in sorted(DATA.glob("*/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield path, list(csv.DictReader(file))


STATES = dict(tables())[DATA / "states" / "states.csv"]
# Names that are neither the name nor the common name of ISO 3166-1, with the reason.
OTHERWISE_NAMED = {"RU": "ISO lists the official name, Russian Federation, and no common one"}
WITHDRAWN = {"SU": "the Soviet Union; withdrawn in 1992, when the state had ceased to exist"}


@pytest.mark.parametrize("row", STATES, ids=lambda row: row["iso2"])
def test_codes_and_names_are_those_of_iso_3166(row: dict[str, str]) -> None:
    code = row["iso2"]
    assert row["id"] == f"state-{code.lower()}"
    country = pycountry.countries.get(alpha_2=code)
    if code in WITHDRAWN:
        assert row["kind"] == "former-state"
        assert country is None
        assert pycountry.historic_countries.get(alpha_2=code) is not None
        return
    assert country is not None, "no such code"
    names = {country.name, getattr(country, "common_name", country.name)}
    assert (row["name"] in names) is (code not in OTHERWISE_NAMED), names


def test_nothing_is_matched_that_the_tables_do_not_match(graph: LunarGraph) -> None:
    given = {
        (row["id"], row[column].rpartition("/")[2])
        for _, rows in tables()
        for row in rows
        for column in ("wikidata_qid", "ror_id")
        if row.get(column)
    }
    stated = graph.sparql(
        "SELECT ?thing ?same { ?thing skos:exactMatch|owl:sameAs ?same }", inference=False
    )
    matched = {
        (str(row.thing).removeprefix(LGI), str(row.same).rpartition("/")[2])
        for row in getattr(stated, "rows", ())
    }
    assert matched == given
    assert not [slug for slug, _ in matched if slug.startswith("state-")]


# Individuals of one class that share a name, with the reason.
NAMESAKES = {
    frozenset({"kaist-ke", "kaist-kr"}): "two institutes abbreviate their names to KAIST",
    frozenset({"artemis-1-esm", "artemis-2-esm"}): "one service module for each flight",
    frozenset({"chandrayaan-3-lra", "change-8-lra", "slim-lra"}): "one reflector for each flight",
}


def test_one_name_is_one_individual(graph: LunarGraph) -> None:
    """Titles of sources are left out: publisher and date tell documents of one title apart."""
    named = graph.sparql(
        """SELECT DISTINCT ?thing ?class ?name {
             { ?thing rdfs:label ?name } UNION { ?thing skos:altLabel ?name }
             FILTER(LANG(?name) IN ("en", ""))
             ?thing a ?class .
             FILTER(STRSTARTS(STR(?class), STR(lg:)) && STRSTARTS(STR(?thing), STR(lgi:)))
             MINUS { ?thing a lg:Source }
           }"""
    )
    bearers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in getattr(named, "rows", ()):
        slug = str(row.thing).removeprefix(LGI)
        bearers[str(row["class"]), fold(str(row.name)).letters].add(slug)
    assert len(bearers) > 1000
    shared = {frozenset(slugs) for slugs in bearers.values() if len(slugs) > 1}
    assert shared == set(NAMESAKES)
