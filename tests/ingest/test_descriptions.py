"""What a data set says of itself, and the columns that it has to have."""

import pytest

from small_dataset import GOOD, HEADER, TOML, Build, refusal

QUOTES = '[quotes]\ncolumn = "name"\nsource = "flown_by"\n[quotes.files]\nagency = "a.txt"\n'


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"header": HEADER.replace("name", "title")}, "column 'title' is not declared"),
        ({"header": HEADER.replace("name", "title")}, "column 'name' is required and missing"),
        ({"header": HEADER.replace("name", "id")}, "a column stands twice"),
        ({"toml": TOML.replace("licence", "license")}, "'licence' is missing"),
        ({"toml": TOML.replace("licence", "license")}, "'license' is not a key"),
        ({"toml": TOML.replace('"text"', '"prose"')}, "unknown type 'prose'"),
        ({"toml": TOML + "[unmapped"}, "dataset.toml"),
        (
            {"toml": TOML.replace('name = "text"\n', "") + '[unmapped]\nname = "left for later"\n'},
            "holds 'Moon 1' but is not mapped (left for later)",
        ),
    ],
)
def test_a_bad_description_is_refused(build: Build, files: dict[str, str], expected: str) -> None:
    assert expected in refusal(build, GOOD, **files)


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        (TOML.replace("2026-06", "2026-6"), "'known_until' must be a date"),
        (
            TOML.replace("https://creativecommons.org/licenses/by/4.0/", "CC BY"),
            "'licence' must be",
        ),
        (TOML + "other = 3\n", "type of column 'other' must be a text"),
        (TOML.replace("2026-06", ""), "'known_until' must say something"),
        (TOML.replace('"Flights"', '""'), "'title' must say something"),
        ("needs = [3]\n" + TOML, "'needs' holds texts"),
        ('sources = ["nope"]\n' + TOML, "'sources' names 'nope', which is no column of things"),
        ('sources = ["name"]\n' + TOML, "'sources' names 'name', which is no column of things"),
        (TOML + QUOTES.replace("source", "col"), "'quotes.col' is not a key"),
        (TOML + QUOTES.replace("source", "col"), "'quotes.source' is missing"),
        (TOML + QUOTES.replace('"name"', "3"), "'quotes.column' must be a str"),
        (TOML + QUOTES.replace('"name"', '"nme"'), "'quotes.column' names 'nme', which is no col"),
        (TOML + QUOTES.replace('"a.txt"', "3"), "'quotes.files' holds texts"),
    ],
)
def test_a_bad_value_in_a_description_is_refused(build: Build, toml: str, expected: str) -> None:
    assert expected in refusal(build, GOOD, toml=toml)


@pytest.mark.parametrize("column", HEADER.split(","))
def test_every_column_has_to_be_there(build: Build, column: str) -> None:
    """Those that every table has, too: without them nobody knows what the rows rest on."""
    place = HEADER.split(",").index(column)
    row = GOOD.split(",")
    header = [name for name in HEADER.split(",") if name != column]
    problems = refusal(build, ",".join(row[:place] + row[place + 1 :]), header=",".join(header))
    assert f"flights.csv:1: column {column!r} is required and missing" in problems


def test_a_table_may_name_its_sources_in_other_columns(build: Build) -> None:
    header, row = HEADER.replace("source_ids,", ""), GOOD.replace("paper,", "")
    assert build(row, header=header, toml='sources = ["flown_by"]\n' + TOML)
