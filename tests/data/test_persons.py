"""A person is as well sourced as the rows that name the person."""

import csv

import pytest

from lunargraph import resources

DATA = resources.root() / "data"
NAMING_COLUMNS = {
    "publications/publications.csv": "first_author",
    "transfers/sample_transfers.csv": "principal_investigators",
}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


NAMED = {
    row["id"]: (row, column) for table, column in NAMING_COLUMNS.items() for row in rows(table)
}
PERSONS = rows("persons/persons.csv")


@pytest.mark.parametrize("person", PERSONS, ids=lambda person: person["id"])
def test_a_person_is_no_better_sourced_than_what_names_the_person(person: dict[str, str]) -> None:
    sources = set(person["source_ids"].split("|"))
    open_columns = set(person["unverified_columns"].split("|"))
    for work in person["named_in_ids"].split("|"):
        row, column = NAMED[work]
        assert person["name"] in row[column].split("|")
        assert sources & set(row["source_ids"].split("|"))
        if {"all", column} & set(row["unverified_columns"].split("|")):
            assert "background" in sources
            assert open_columns & {"all", "named_in_ids"}
