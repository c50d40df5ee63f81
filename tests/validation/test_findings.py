from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from lunargraph.errors import UnknownNameError
from lunargraph.namespaces import SCHEMA_IRIS
from lunargraph.validation import CHECKS, SEVERITIES, Finding, Place, Report, findings
from lunargraph.validation.baselines import fingerprint
from lunargraph.validation.reports.json_documents import VERSION

SCHEMA = json.loads(
    Path(os.fspath(findings.__file__)).with_name("report.schema.json").read_text("utf-8")
)

FULL = Finding(
    "violation",
    "shape",
    "嫦娥六号: 'landed on' must be a date",
    Place("facts.ttl", 3, 9),
    "a date",
    '"2 June"',
    "give it as xsd:date",
    "https://w3id.org/lunargraph/id/change-6",
    "https://w3id.org/lunargraph/shape/landing-date",
)
WARNING = Finding("warning", "vocabulary", "nothing describes lgi:x", Place("facts.ttl", 3, 4))
NOTE = Finding("info", "consistency", "keys are left out")


def test_findings_are_sorted_by_check_place_and_severity_and_each_is_there_once() -> None:
    early = FULL._replace(place=Place("facts.ttl", 2, 1))
    elsewhere = FULL._replace(place=Place("a.ttl", 9, 9))
    unplaced = FULL._replace(place=Place("facts.ttl"))
    mild = FULL._replace(severity="warning")
    given = [FULL, WARNING, NOTE, early, elsewhere, FULL, unplaced, mild]
    assert Report(given).findings == (
        *(WARNING, NOTE, elsewhere, unplaced),
        *(early, FULL, mild),
    )
    assert Report(reversed(given)).findings == Report(given).findings


@pytest.mark.parametrize(
    ("given", "conforms", "fails"),
    [
        ([], True, []),
        ([NOTE], True, ["info"]),
        ([WARNING, NOTE], True, ["info", "warning"]),
        ([FULL], False, ["info", "violation", "warning"]),
    ],
)
def test_a_report_fails_from_a_severity_on(
    given: list[Finding], conforms: bool, fails: list[str]
) -> None:
    report = Report(given)
    assert report.conforms is conforms
    assert sorted(severity for severity in SEVERITIES if report.fails(severity)) == fails


def test_an_unknown_severity_or_format_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="warning"):
        Report([]).fails("warnings")
    with pytest.raises(UnknownNameError, match="json"):
        Report([]).write("jsn")


@pytest.mark.parametrize(
    ("given", "files", "summary"),
    [
        ([], 0, "no findings"),
        ([], 2, "no findings in 2 files"),
        ([FULL], 1, "1 violation in 1 file"),
        (
            [FULL, FULL._replace(got=None), WARNING, NOTE],
            1,
            "2 violations, 1 warning, 1 info in 1 file",
        ),
    ],
)
def test_the_summary_counts(given: list[Finding], files: int, summary: str) -> None:
    assert Report(given, files).summary() == summary
    assert Report(given, files).write("text").endswith(summary + "\n")


@pytest.mark.parametrize("given", [[], [NOTE], [FULL, WARNING, NOTE]])
def test_the_json_fits_its_schema(given: list[Finding]) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    document = json.loads(Report(given, 1).write("json"))
    Draft202012Validator(SCHEMA).validate(document)
    assert document["version"] == VERSION == SCHEMA["properties"]["version"]["const"]
    assert document["conforms"] is Report(given).conforms
    assert len(document["findings"]) == sum(document["counts"].values()) == len(given)


def test_the_json_says_all_that_a_finding_says() -> None:
    [finding] = json.loads(Report([FULL], 1).write("json"))["findings"]
    place, rest = FULL.place, FULL._asdict()
    assert place is not None
    del rest["place"]
    assert finding.pop("fingerprint") == fingerprint(FULL)
    assert finding == {**rest, **place._asdict()}


def test_the_schema_knows_every_severity_and_check_and_has_its_iri() -> None:
    properties = SCHEMA["$defs"]["finding"]["properties"]
    assert tuple(properties["severity"]["enum"]) == SEVERITIES
    assert tuple(properties["check"]["enum"]) == CHECKS
    assert SCHEMA["$id"] == SCHEMA_IRIS + "report.schema.json"


def test_the_schema_refuses_what_is_not_a_report() -> None:
    document = json.loads(Report([FULL], 1).write("json"))
    document["findings"][0]["severity"] = "bad"
    with pytest.raises(ValidationError):
        Draft202012Validator(SCHEMA).validate(document)
