"""Other values, as the notes of the rows tell of them: none invented, none left in the notes."""

import csv
import re

import pytest

from lunargraph import resources

DATA = resources.root() / "data"
OURS = {"dissents", "evidence", "persons", "statements"}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


DISSENTS = rows("dissents/dissents.csv")
THINGS = {
    row["id"]: row
    for path in sorted(DATA.glob("*/*.csv"))
    if path.parent.name not in {*OURS, "claims", "sources"}
    for row in rows(f"{path.parent.name}/{path.name}")
}
TELLS = re.compile(
    r"conflict|contested|mistake|wrong|error|some lists|circulates|older sources|publications give"
    r"|contract .* says|is false|prints",
    re.IGNORECASE,
)
"""Words by which the notes of today tell that a source says otherwise."""
OTHERWISE = {
    "ilrs-count-seed-overview": "a count, which the query conflicts compares",
    "ilrs-eu": "lg:deniedIn",
    "non-signatory-ke": "lg:deniedIn",
    "non-signatory-lv": "lg:deniedIn",
}
"""Rows whose disagreement other statements hold."""


@pytest.mark.parametrize("dissent", DISSENTS, ids=lambda dissent: dissent["id"])
def test_another_value_is_that_of_a_note(dissent: dict[str, str]) -> None:
    row, column = THINGS[dissent["thing_id"]], dissent["column_name"]
    assert dissent["id"] == f"dissent-{row['id']}-{column.replace('_', '-')}"
    assert row[column] != dissent["other_value"]
    words = set(re.findall(r"\d+\.\d+|\w{4,}", dissent["other_value"]))
    told = set(re.findall(r"\d+\.\d+|\w{4,}", row["note"]))
    assert words & told, "the note of the row tells of the value"
    # What is not attributed to a source was not read in one.
    assert bool(dissent["otherwise_in_ids"]) is (dissent["verification"] == "sourced")


def test_no_note_tells_of_another_value_that_is_not_recorded() -> None:
    telling = {name for name, row in THINGS.items() if TELLS.search(row.get("note", ""))}
    recorded = {dissent["thing_id"] for dissent in DISSENTS}
    assert telling - set(OTHERWISE) == recorded
