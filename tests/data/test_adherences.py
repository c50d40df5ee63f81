"""The parties to treaties are those that the table of instruments names."""

import csv

from lunargraph import resources

DATA = resources.root() / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_parties_to_the_moon_agreement_are_those_bound_and_one_that_left() -> None:
    (agreement,) = (
        row for row in rows("instruments/policy_instruments.csv") if row["id"] == "moon-agreement"
    )
    parties = [
        row for row in rows("adherences/adherences.csv") if row["instrument_id"] == "moon-agreement"
    ]
    staying = {f"state-{row['state_iso2'].lower()}" for row in parties if not row["left_on"]}
    assert staying == set(agreement["bodies_bound"].split("|"))
    assert [(row["state_iso2"], row["left_on"]) for row in parties if row["left_on"]] == [
        ("SA", "2024-01-05")
    ]


def test_no_day_of_joining_is_invented() -> None:
    assert not [row for row in rows("adherences/adherences.csv") if row["joined_on"]]
