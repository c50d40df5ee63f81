"""Baselines: known findings do not count, whatever lines they are on, and stale ones are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rdflib

from lunargraph.errors import FileError, ParseError
from lunargraph.namespaces import LGI, REPORTS, SHAPES
from lunargraph.validation import Finding, Place, Report
from lunargraph.validation.baselines import Baseline, Entry, fingerprint
from lunargraph.validation.reports import FORMATS
from report_formats import read_back

ONE = Finding("violation", "vocabulary", "lg:x is no term", Place("a.ttl", 3, 1), focus=LGI + "x")
OTHER = Finding(
    "warning", "shape", "it is red", Place("a.ttl", 9, 1), focus=LGI + "y", source=SHAPES + "red"
)
NAMELESS = Finding(
    "violation",
    "shape",
    "a nameless 'loan': 'loan of' is missing",
    Place("a.ttl", 4, 1),
    source=SHAPES + "loan",
)


@pytest.mark.parametrize("finding", [ONE, OTHER, NAMELESS])
def test_a_fingerprint_does_not_depend_on_lines_severity_or_cure(finding: Finding) -> None:
    moved = finding._replace(
        place=Place("b.ttl", 99, 7), severity="info", mend="otherwise", expected="x"
    )
    assert fingerprint(moved) == fingerprint(finding)


def test_a_fingerprint_tells_findings_apart() -> None:
    findings = [ONE, OTHER, NAMELESS, ONE._replace(focus=LGI + "z"), OTHER._replace(value='"2"'),
                OTHER._replace(source=SHAPES + "blue"), OTHER._replace(predicate=LGI + "p"),
                NAMELESS._replace(message="a nameless 'gift'"), ONE._replace(check="conflict")]  # fmt: skip
    assert len({fingerprint(each) for each in findings}) == len(findings)


def test_the_result_of_a_shape_outlives_other_words() -> None:
    assert fingerprint(OTHER._replace(message="it is scarlet", got="x")) == fingerprint(OTHER)


def test_two_files_with_the_same_mistake_in_their_syntax_are_two_findings() -> None:
    broken = Finding("violation", "syntax", "a dot is missing", Place("a.ttl", 3, 1))
    assert fingerprint(broken) != fingerprint(broken._replace(place=Place("b.ttl", 3, 1)))


SYNTAX = Finding("violation", "syntax", "a dot is missing", Place("a.ttl", 3, 1))
BARE = Finding("warning", "provenance", "1 statement has no source", Place("a.ttl", 3, 1))


@pytest.mark.parametrize("finding", [SYNTAX, BARE])
def test_however_the_path_of_a_file_is_spelt_it_is_the_same_file(
    finding: Finding, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def marked(path: str | Path, root: str | Path = ".") -> str:
        return fingerprint(finding._replace(place=Place(str(path), 1, 1)), root)

    (tmp_path / "w" / "facts").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "w")
    monkeypatch.chdir(tmp_path / "w")
    there = tmp_path / "w" / "facts" / "a.ttl"
    spelt: list[str | Path] = ["facts/a.ttl", "./facts/a.ttl", "facts//a.ttl", "../w/facts/./a.ttl", there,
             tmp_path / "link" / "facts" / "a.ttl"]  # fmt: skip
    expected = {marked(path) for path in spelt}
    assert len(expected) == 1
    assert marked("facts/b.ttl") not in expected
    monkeypatch.chdir(tmp_path / "w" / "facts")
    assert {marked(path, tmp_path / "w") for path in ("a.ttl", "./a.ttl", there)} == expected
    assert {marked("a.ttl", tmp_path / "link")} == expected


def test_what_does_not_parse_is_never_known() -> None:
    baseline = Baseline.of([SYNTAX, ONE])
    assert [entry.check for entry in baseline.entries] == ["vocabulary"]
    forged = Baseline([Entry("syntax", SYNTAX.message, fingerprint(SYNTAX))])
    for each in (baseline, forged):
        report = each.applied(Report([SYNTAX], 1))
        assert (report.findings, report.known, report.stale) == ((SYNTAX,), (), ())


def test_what_is_known_does_not_count_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_text(Baseline.of([ONE]).write(), "utf-8")
    report = Baseline.load(path).applied(Report([ONE, OTHER], 1))
    assert (report.findings, report.known, report.stale) == ((OTHER,), (ONE,), ())
    assert report.conforms
    assert report.write() == (
        "a.ttl:9:1: warning: it is red [shape/lgs:red]\n"
        "\n"
        "a.ttl:3:1: known violation, not counted: lg:x is no term [vocabulary]\n"
        "\n"
        "1 warning in 1 file (1 known, not counted)\n"
    )


def test_one_more_of_a_known_kind_is_new() -> None:
    second = NAMELESS._replace(place=Place("a.ttl", 8, 1))
    report = Baseline.of([NAMELESS]).applied(Report([NAMELESS, second], 1))
    assert (len(report.findings), len(report.known)) == (1, 1)
    assert Baseline.of([NAMELESS, second]).applied(Report([NAMELESS, second])).findings == ()


def test_what_is_no_longer_found_is_stale() -> None:
    report = Baseline.of([ONE, OTHER]).applied(Report([OTHER], 1))
    [entry] = report.stale
    assert (entry.message, entry.times) == ("lg:x is no term", 1)
    assert (
        "the baseline lists what is no longer found: lg:x is no term [vocabulary]" in report.write()
    )
    assert report.conforms
    assert json.loads(report.write("json"))["stale"] == [entry._asdict()]


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_sets_known_findings_apart(name: str) -> None:
    report = Baseline.of([ONE, NAMELESS]).applied(Report([ONE, OTHER], 1))
    assert read_back(report.write(name), name) == [("warning", "it is red", "a.ttl")]


def test_sarif_says_what_is_new_and_what_was_there() -> None:
    report = Baseline.of([ONE]).applied(Report([ONE, OTHER], 1))
    [run] = json.loads(report.write("sarif"))["runs"]
    states = {each["ruleId"]: each["baselineState"] for each in run["results"]}
    assert states == {"shape/lgs:red": "new", "vocabulary": "unchanged"}


def test_turtle_links_what_is_known_otherwise() -> None:
    report = Baseline.of([ONE]).applied(Report([ONE], 1))
    graph = rdflib.Graph().parse(data=report.write("turtle"), format="turtle")
    assert len(list(graph.objects(predicate=rdflib.URIRef(REPORTS + "known")))) == 1


def test_the_file_is_the_same_for_the_same_findings(tmp_path: Path) -> None:
    text = Baseline.of([ONE, OTHER, NAMELESS]).write()
    assert Baseline.of([NAMELESS, OTHER, ONE]).write() == text
    path = tmp_path / "known.json"
    path.write_text(text, "utf-8")
    assert Baseline.load(path).write() == text


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "this is not JSON"),
        ("[]", "this is not a baseline"),
        ('{"version": 9, "findings": []}', "version 9"),
        ('{"version": 1}', "this is not a baseline"),
        ('{"version": 1, "findings": [3]}', "this is not a baseline"),
        (
            '{"version": 1, "findings": [{"check": 1, "message": "", "fingerprint": ""}]}',
            "this is not a baseline",
        ),
        (
            '{"version": 1, "findings": [{"check": "", "message": "", "fingerprint": "", "times": "2"}]}',
            "not a baseline",
        ),
        ("\x00", "this is not JSON"),
    ],
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "known.json"
    path.write_text(text, "utf-8")
    with pytest.raises(FileError) as caught:
        Baseline.load(path)
    assert complaint in str(caught.value)
    assert "--write-baseline" in str(caught.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_bytes(b"\xff\xfe{")
    with pytest.raises(ParseError):
        Baseline.load(path)
