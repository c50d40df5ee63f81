"""Every format has the same findings, passes its schema, and is safe for a terminal."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal
from rdflib.namespace import SH

from lunargraph.errors import UnknownNameError
from lunargraph.namespaces import LGI, REPORTS, SHAPES
from lunargraph.validation import CHECKS, SEVERITIES, Finding, Place, Report
from lunargraph.validation.changes import Consequence, Consequences, Group
from lunargraph.validation.reports import FORMATS
from report_formats import read_back

each_format = pytest.mark.parametrize("name", FORMATS)

SHAPE = Finding(
    "violation",
    "shape",
    "嫦娥六号 (lgi:change-6): 'landed on' must be a date",
    Place("facts/my moon.ttl", 3, 9),
    "a date",
    '"2 June"',
    'lgi:change-6 lg:landedOn "2024-06-02"^^xsd:date .',
    LGI + "change-6",
    SHAPES + "landing-date",
    REPORTS + "landedOn",
    '"2 June"',
    "Datatype",
    "Chang'e 6 is a mission\n└─ asserted",
)
FINDINGS = [
    SHAPE,
    Finding("violation", "syntax", "a bracket is missing", Place("facts/a.ttl", 2)),
    Finding("warning", "vocabulary", "nothing describes lgi:x", Place("facts/my moon.ttl", 3, 4)),
    Finding("info", "consistency", "keys are left out"),
    Finding(
        "violation", "consistency", "A & B < C > \"D\" ]]> 'E'", source="cax-dw", focus=LGI + "a"
    ),
    Finding("info", "hygiene", "Moon bears one label", source="shared-labels", focus=LGI + "moon"),
    Finding("warning", "provenance", "the facts have no source", Place("facts/a.ttl")),
    Finding("warning", "conflict", "Senegal is known", Place("facts/a.ttl", 7, 1), value="_:b0"),
    Finding(
        "violation", "query", "the stored query 'missions' gives too few rows", source="missions"
    ),
    Finding("violation", "profile", "owl:oneOf may not stand here"),
]
CONSEQUENCES = Consequences(
    gained=(
        Group(
            "'signatory of'",
            tuple(
                Consequence(f"State {n} signatory of Accords", f"<x:{n}>", "<x:p>", "<x:a>")
                for n in range(1000)
            ),
        ),
    ),
    lost=(Group("'member'", (Consequence("A member B", "<x:a>", "<x:m>", "<x:b>"),)),),
)
WHOLE = Report(
    FINDINGS,
    paths=["facts/a.ttl", "facts/my moon.ttl", "facts/good.ttl"],
    checks=("syntax", "vocabulary", "shape"),
    consequences=CONSEQUENCES,
)


def said(finding: Finding) -> tuple[str, str, str | None]:
    return finding.severity, finding.message, finding.place.path if finding.place else None


@each_format
@pytest.mark.parametrize("count", [0, 1, len(FINDINGS)])
def test_each_format_has_the_same_findings(name: str, count: int) -> None:
    chosen = FINDINGS[:count]
    report = Report(chosen, 1)
    assert read_back(report.write(name), name) == sorted(map(said, chosen), key=str)


@each_format
def test_a_report_with_everything_in_it_is_valid(name: str) -> None:
    assert read_back(WHOLE.write(name), name) == sorted(map(said, FINDINGS), key=str)


@each_format
def test_the_order_of_the_findings_makes_no_difference(name: str) -> None:
    again = Report(
        reversed(FINDINGS),
        paths=reversed(WHOLE.paths),
        checks=WHOLE.checks,
        consequences=CONSEQUENCES,
    )
    assert again.write(name) == WHOLE.write(name)


HOSTILE = (
    "\x1b[2J\x00\x07\r\n0 findings\n\x85\u2028\u202e\ufeff\ufffe]]>&amp;<!--\"'\\u0041\\",
    "e\u0301\U0001f319\U000e0001\u200d",
    "a\udcff",
)


@each_format
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_breaks_nothing(name: str, text: str) -> None:
    finding = Finding(
        "violation",
        "hygiene",
        text,
        Place(text, 1, 1),
        text,
        text,
        text,
        text,
        text,
        text,
        str(Literal(text.replace("\udcff", ""))),
        proof=text,
    )
    other = Finding(
        "warning", "shape", text, None, text, focus=f"http://e/{text}", source=f"x:{text}"
    )
    consequences = Consequences((Group(text, (Consequence(text, "<x:a>", "<x:b>", "<x:c>"),)),))
    report = Report([finding, other], paths=[text], consequences=consequences)
    assert len(read_back(report.write(name), name)) == 2


texts = st.text(st.characters(), min_size=1)  # surrogates too
some_findings = st.builds(
    Finding,
    st.sampled_from(SEVERITIES),
    st.sampled_from([check for check in CHECKS if check != "consistency"]),
    texts,
    st.none()
    | st.builds(
        Place, texts.filter(lambda path: path[0] != " "), st.none() | st.integers(1, 99), st.none()
    ),
    *[st.none() | texts] * 6,
    value=st.none() | st.text().map(lambda text: str(Literal(text))),
    component=st.none() | st.sampled_from(["MinCount", "SPARQL"]),
    proof=st.none() | texts,
)


@each_format
@given(findings=st.lists(some_findings, max_size=4, unique=True))
def test_any_findings_pass_the_schema_of_a_format(name: str, findings: list[Finding]) -> None:
    report = Report(findings, 1)
    text = report.write(name)
    assert len(read_back(text, name)) == len(report.findings)
    assert Report(reversed(findings), 1).write(name) == text


# --- text -------------------------------------------------------------------------------------


def test_the_text_has_a_block_for_each_finding_in_the_order_of_the_checks() -> None:
    chosen = [*FINDINGS[:4], *FINDINGS[6:8]]
    assert Report(chosen, 1).write() == (
        "facts/a.ttl:2: violation: a bracket is missing [syntax]\n"
        "\n"
        "facts/my moon.ttl:3:4: warning: nothing describes lgi:x [vocabulary]\n"
        "\n"
        "facts/a.ttl: warning: the facts have no source [provenance]\n"
        "\n"
        "info: keys are left out [consistency]\n"
        "\n"
        "facts/my moon.ttl:3:9: violation: 嫦娥六号 (lgi:change-6): 'landed on' must be a date [shape/lgs:landing-date]\n"
        "  expected: a date\n"
        '  got: "2 June"\n'
        '  to mend: lgi:change-6 lg:landedOn "2024-06-02"^^xsd:date .\n'
        "  why:\n"
        "    Chang'e 6 is a mission\n"
        "    └─ asserted\n"
        "\n"
        "facts/a.ttl:7:1: warning: Senegal is known [conflict]\n"
        "\n"
        "2 violations, 3 warnings, 1 info in 1 file\n"
    )


def test_a_thousand_consequences_do_not_flood_the_text() -> None:
    lines = Report([], 1, consequences=CONSEQUENCES).write().splitlines()
    assert lines[0] == "what would newly follow: 1000 statements"
    assert lines[1] == "  State 0 signatory of Accords"
    assert lines[6] == "  ... and 995 more: 'signatory of'"
    assert lines[8:10] == ["what would no longer follow: 1 statement", "  A member B"]
    assert len(lines) == 12


def test_the_json_has_all_consequences() -> None:
    document = json.loads(WHOLE.write("json"))
    assert len(document["consequences"]["gained"][0]["statements"]) == 1000
    assert document["consequences"]["lost"][0]["statements"][0]["predicate"] == "<x:m>"


# --- SARIF ------------------------------------------------------------------------------------


def test_sarif_names_the_rule_the_region_and_the_file() -> None:
    [run] = json.loads(WHOLE.write("sarif"))["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert "disjoint" in rules["consistency/cax-dw"]["help"]["text"]
    assert "English label" in rules["hygiene/shared-labels"]["help"]["text"]
    [result] = [each for each in run["results"] if each["ruleId"] == "shape/lgs:landing-date"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "facts/my%20moon.ttl"}
    assert place["region"] == {"startLine": 3, "startColumn": 9}
    assert "to mend: lgi:change-6 lg:landedOn" in result["message"]["text"]
    assert list(result["partialFingerprints"]) == ["lunargraph/v1"]
    assert "baselineState" not in result


# --- JUnit ------------------------------------------------------------------------------------


def cases(report: Report, fail_on: str = "violation") -> dict[str, str]:
    """Return for each test of a file whether it passes."""
    root = ET.fromstring(report.write("junit", fail_on=fail_on))  # noqa: S314 - our own
    return {
        f"{case.attrib['classname']} {case.attrib['name']}": "fails"
        if case.find("failure") is not None
        else "passes"
        for case in root.iter("testcase")
    }


def test_junit_has_a_test_for_each_file_and_check() -> None:
    assert cases(WHOLE) == {
        "facts/a.ttl syntax": "fails",
        "facts/a.ttl vocabulary": "passes",
        "facts/a.ttl provenance": "passes",
        "facts/a.ttl shape": "passes",
        "facts/a.ttl conflict": "passes",
        "facts/good.ttl syntax": "passes",
        "facts/good.ttl vocabulary": "passes",
        "facts/good.ttl shape": "passes",
        "facts/my moon.ttl syntax": "passes",
        "facts/my moon.ttl vocabulary": "passes",
        "facts/my moon.ttl shape": "fails",
        "graph consistency": "fails",
        "graph profile": "fails",
        "graph hygiene": "passes",
        "graph query": "fails",
    }


def test_a_warning_fails_a_test_only_if_it_is_told_to() -> None:
    stricter = cases(WHOLE, "warning")
    changed = {test for test, outcome in cases(WHOLE).items() if stricter[test] != outcome}
    assert changed == {
        "facts/a.ttl provenance",
        "facts/a.ttl conflict",
        "facts/my moon.ttl vocabulary",
    }
    assert set(cases(Report([FINDINGS[3]]), "info").values()) == {"fails"}
    with pytest.raises(UnknownNameError, match="warning"):
        Report([]).write("junit", fail_on="warnings")


# --- Turtle -----------------------------------------------------------------------------------


def test_turtle_has_the_terms_of_shacl() -> None:
    graph = rdflib.Graph().parse(data=Report([SHAPE]).write("turtle"), format="turtle")
    [result] = graph.subjects(SH.sourceShape, rdflib.URIRef(SHAPES + "landing-date"))
    assert graph.value(result, SH.focusNode) == rdflib.URIRef(LGI + "change-6")
    assert graph.value(result, SH.sourceConstraintComponent) == SH.DatatypeConstraintComponent
    assert graph.value(result, SH.resultPath) == rdflib.URIRef(REPORTS + "landedOn")
    assert graph.value(result, SH.value) == rdflib.Literal("2 June")


def test_what_is_no_result_of_shacl_has_a_component_of_ours() -> None:
    graph = rdflib.Graph().parse(data=WHOLE.write("turtle"), format="turtle")
    ours = {
        str(each).removeprefix(REPORTS)
        for each in graph.objects(predicate=SH.sourceConstraintComponent)
    }
    assert {"VocabularyConstraintComponent", "ProvenanceConstraintComponent"} <= ours
