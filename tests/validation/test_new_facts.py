"""New facts beside what is known: provenance, conflicts, duplicates, contradictions, consequences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from known_graphs import KnownGraph
from lunargraph.explaining import clash_prover
from lunargraph.namespaces import LG, LGI, PREFIXES
from lunargraph.validation import Finding, Report, validate
from lunargraph.validation.baselines import fingerprint

NAMES = {**PREFIXES, "s": "https://w3id.org/lunargraph/shape/"}
HEADER = "".join(f"@prefix {name}: <{base}> .\n" for name, base in NAMES.items())
FIRST = HEADER.count("\n") + 1
GRAPH = "https://w3id.org/lunargraph/graph/"
KNOWN = """
    lg:Mission a owl:Class ; rdfs:label "mission"@en ; owl:disjointWith lg:State .
    lg:State a owl:Class ; rdfs:label "country"@en .
    lg:Landing a owl:Class ; rdfs:label "landing"@en .
    lg:landing a owl:ObjectProperty ; rdfs:label "landing"@en ; rdfs:range lg:Landing .
    lg:happenedOn a owl:DatatypeProperty ; rdfs:label "happened on"@en .
    lg:cosparId a owl:DatatypeProperty ; rdfs:label "COSPAR identifier"@en .
    lg:flownFor a owl:ObjectProperty ; rdfs:label "flown for"@en .
    lg:flies a owl:ObjectProperty ; rdfs:label "flies"@en ; owl:inverseOf lg:flownFor .
    lg:Record a owl:Class ; rdfs:label "record"@en .
    lg:restsOn a owl:ObjectProperty ; rdfs:label "rests on"@en .
    lg:assessment a owl:ObjectProperty . lg:formalSubject a owl:ObjectProperty .
    lg:formalPredicate a owl:ObjectProperty . lg:formalObject a owl:ObjectProperty .
    lgi:state-cn a lg:State ; rdfs:label "China"@en .
    lgi:assessment-contradicted rdfs:label "contradicted"@en .
    lgi:sc-1 rdfs:label "claim 1"@en ; lg:assessment lgi:assessment-contradicted ;
        lg:formalSubject lgi:change-5 ; lg:formalPredicate lg:flownFor ; lg:formalObject lgi:state-cn .
"""
RECORD = """
    lgi:change-5 a lg:Mission ; rdfs:label "Chang'e 5"@en ; lg:cosparId "2020-087A" ;
        lg:landing lgi:change-5-landing .
    lgi:change-5-landing a lg:Landing ; rdfs:label "landing of Chang'e 5"@en ;
        lg:happenedOn "2020-12-01"^^xsd:date .
    graph:missions a lg:Record ; lg:restsOn lgi:catalogue .
    lgi:catalogue rdfs:label "catalogue of landings"@en .
""".replace("graph:missions", f"<{GRAPH}missions>")
SHAPES = """
    s:day a sh:NodeShape ; sh:targetSubjectsOf lg:happenedOn ; sh:property s:one-day .
    s:one-day a sh:PropertyShape ; sh:path lg:happenedOn ; sh:maxCount 1 .
    s:id a sh:NodeShape ; sh:targetSubjectsOf lg:cosparId ; rdfs:label "identifier of its own" ;
        sh:sparql [ sh:prefixes s: ; sh:select \"\"\"SELECT $this ?value WHERE {
            $this lg:cosparId ?id . ?value lg:cosparId ?id . FILTER($this != ?value) }\"\"\" ] .
    s: sh:declare [ sh:prefix "lg" ;
        sh:namespace "https://w3id.org/lunargraph/ns#"^^xsd:anyURI ] .
"""


@pytest.fixture(scope="module")
def graph() -> KnownGraph:
    triples = parse((HEADER + KNOWN).encode(), RdfFormat.TURTLE)
    record = parse(f"{HEADER} <{GRAPH}missions> {{ {RECORD} }}".encode(), RdfFormat.TRIG)
    return KnownGraph([*triples, *record])


def checked(graph: KnownGraph, folder: Path, facts: str, name: str = "facts.ttl") -> Report:
    path, shapes = folder / name, folder / "x.shapes.ttl"
    path.write_text(HEADER + facts, "utf-8")
    shapes.write_text(HEADER + SHAPES, "utf-8")
    return validate([path], graph, shapes=[shapes], checks=True, clash_prover=clash_prover)


def of(report: Report, source: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.source == source]


def test_facts_without_provenance_are_a_warning_at_the_first_of_them(
    graph: KnownGraph, tmp_path: Path
) -> None:
    report = checked(graph, tmp_path, 'lgi:luna a lg:Mission ; rdfs:label "Luna"@en .')
    [finding] = report.findings
    assert (finding.check, finding.severity) == ("provenance", "warning")
    assert finding.message == "2 statements do not say what they rest on: no source, no confidence"
    assert finding.place == (str(tmp_path / "facts.ttl"), FIRST, 1)
    assert finding.mend is not None
    assert "lg:restsOn" in finding.mend
    assert report.checks == (
        "syntax", "vocabulary", "provenance", "consistency", "shape", "conflict"
    )  # fmt: skip


def test_a_baseline_knows_the_lack_of_provenance_by_the_file(
    graph: KnownGraph, tmp_path: Path
) -> None:
    [one] = checked(graph, tmp_path, "lgi:luna a lg:Mission .").findings
    [two] = checked(graph, tmp_path, "lgi:luna a lg:Mission . lgi:luno a lg:Mission .").findings
    [other] = checked(graph, tmp_path, "lgi:luna a lg:Mission .", "other.ttl").findings
    assert one.message != two.message
    assert fingerprint(one) == fingerprint(two) != fingerprint(other)


def test_facts_in_a_record_bring_their_provenance(graph: KnownGraph, tmp_path: Path) -> None:
    facts = f"""<{GRAPH}mine> {{ <{GRAPH}mine> a lg:Record ; lg:restsOn lgi:catalogue .
        lgi:luna a lg:Mission ; rdfs:label "Luna"@en . }}"""
    assert checked(graph, tmp_path, facts, "facts.trig").findings == ()


def test_what_is_known_already_needs_no_provenance(graph: KnownGraph, tmp_path: Path) -> None:
    report = checked(graph, tmp_path, "lgi:change-5 a lg:Mission .")
    assert report.findings == ()
    assert report.consequences.added == ()
    assert [each.sentence for each in report.consequences.repeated] == [
        "Chang'e 5 (lgi:change-5) belongs to 'mission'"
    ]


def test_another_value_is_told_with_the_source_of_the_known_one_and_once(
    graph: KnownGraph, tmp_path: Path
) -> None:
    facts = 'lgi:change-5-landing lg:happenedOn "2020-12-02"^^xsd:date .'
    report = checked(graph, tmp_path, facts)
    [finding] = [each for each in report.findings if each.check != "provenance"]
    assert (finding.check, finding.severity) == ("conflict", "violation")
    assert finding.message == (
        "landing of Chang'e 5 (lgi:change-5-landing) has another 'happened on' already: 2020-12-01"
    )
    assert finding.expected == '2020-12-01, as "catalogue of landings"'
    assert finding.got == "2020-12-02"
    assert finding.place == (str(tmp_path / "facts.ttl"), FIRST, 36)
    assert finding.predicate == LG + "happenedOn"


def test_two_new_values_are_told_by_the_shape(graph: KnownGraph, tmp_path: Path) -> None:
    days = 'lg:happenedOn "2026-01-02"^^xsd:date , "2026-01-03"^^xsd:date'
    report = checked(graph, tmp_path, f'lgi:x a lg:Landing ; rdfs:label "x"@en ; {days} .')
    assert [each.check for each in report.findings] == ["provenance", "shape"]


def test_the_same_name_in_another_spelling_is_a_duplicate(
    graph: KnownGraph, tmp_path: Path
) -> None:
    report = checked(graph, tmp_path, 'lgi:ce5 a lg:Mission ;\n  rdfs:label "CHANG’E-5"@en .')
    [finding] = of(report, "same-name")
    assert (finding.check, finding.severity, finding.focus) == ("conflict", "warning", LGI + "ce5")
    assert finding.message == "CHANG’E-5 (lgi:ce5) bears the same name as Chang'e 5 (lgi:change-5)"
    assert finding.mend is not None
    assert "write lgi:change-5 in place of lgi:ce5" in finding.mend
    assert finding.place == (str(tmp_path / "facts.ttl"), FIRST + 1, 14)


def test_a_name_that_is_nearly_another_is_a_note(graph: KnownGraph, tmp_path: Path) -> None:
    report = checked(graph, tmp_path, 'lgi:ce5 a lg:Mission ; rdfs:label "Chagn\'e 5"@en .')
    [finding] = of(report, "similar-name")
    assert finding.severity == "info"
    assert finding.mend is not None
    assert finding.mend.startswith("Did you mean lgi:change-5?")


def test_an_identifier_and_an_event_that_are_known_are_told(
    graph: KnownGraph, tmp_path: Path
) -> None:
    facts = """lgi:luna a lg:Mission ; rdfs:label "Luna"@en ; lg:cosparId "2020-087A" .
        lgi:change-5 lg:landing lgi:down . lgi:down lg:happenedOn "2020-11-01"^^xsd:date ."""
    report = checked(graph, tmp_path, facts)
    [same] = of(report, "same-identifier")
    assert same.message.endswith("has the same 'COSPAR identifier' as Chang'e 5 (lgi:change-5)")
    [event] = of(report, "event-known-otherwise")
    assert event.message == (
        "Chang'e 5 (lgi:change-5) is known to have landed already, on 2020-12-01: "
        "landing of Chang'e 5 (lgi:change-5-landing)"
    )
    assert event.place is not None
    assert event.place.line == FIRST + 1


def test_a_rule_that_two_things_break_together_is_told_of_the_new_one(
    graph: KnownGraph, tmp_path: Path
) -> None:
    facts = 'lgi:luna a lg:Mission ; rdfs:label "Luna"@en ; lg:cosparId "2020-087A" .'
    report = checked(graph, tmp_path, facts)
    [finding] = [each for each in report.findings if each.check == "shape"]
    assert finding.focus == LGI + "luna"


def test_a_claim_that_was_found_wrong_and_holds_now_is_a_conflict(
    graph: KnownGraph, tmp_path: Path
) -> None:
    report = checked(graph, tmp_path, "lgi:change-5 lg:flownFor lgi:state-cn .")
    [finding] = of(report, "contradicted-claims-asserted")
    assert (finding.check, finding.severity) == ("conflict", "violation")
    assert finding.message == (
        "claim 1 (lgi:sc-1) is assessed as contradicted, and yet it holds that "
        "Chang'e 5 (lgi:change-5) 'flown for' China (lgi:state-cn)"
    )
    assert finding.place == (str(tmp_path / "facts.ttl"), FIRST, 26)


def test_a_contradiction_comes_with_its_proof(graph: KnownGraph, tmp_path: Path) -> None:
    report = checked(graph, tmp_path, "lgi:state-cn a lg:Mission .")
    [finding] = [each for each in report.findings if each.check == "consistency"]
    assert finding.source == "cax-dw"
    assert finding.proof is not None
    assert "China is a mission" in finding.proof
    assert "China is a country" in finding.proof
    assert finding.proof.count("asserted") == 2


def test_what_would_newly_follow_is_told_links_of_known_things_first(
    graph: KnownGraph, tmp_path: Path
) -> None:
    facts = """lgi:luna a lg:Mission ; rdfs:label "Luna"@en ; lg:flownFor lgi:state-cn .
        lgi:change-5 lg:flownFor lgi:state-cn ; lg:landing lgi:down . lgi:down rdfs:label "down"@en ."""
    told = checked(graph, tmp_path, facts).consequences
    assert [
        (group.title, [each.sentence for each in group.statements]) for group in told.gained
    ] == [
        ("'flies'", ["China (lgi:state-cn) 'flies' Chang'e 5 (lgi:change-5)"]),
        ("'flies'", ["China (lgi:state-cn) 'flies' Luna (lgi:luna)"]),
        ("belongs to 'landing'", ["down (lgi:down) belongs to 'landing'"]),
    ]
    assert len(told.added) == 6
    assert told.lost == ()
    assert told.repeated == ()


def test_the_text_says_what_follows_and_the_json_has_all_of_it(
    graph: KnownGraph, tmp_path: Path
) -> None:
    missions = "".join(
        f'lgi:luna-{n} a lg:Mission ; rdfs:label "Luna {n}"@en ; lg:flownFor lgi:state-cn .\n'
        for n in range(8)
    )
    report = checked(graph, tmp_path, missions)
    lines = report.write().splitlines()
    assert "what is new: 24 statements of 24" in lines
    assert "what would newly follow: 8 statements" in lines
    assert "  ... and 3 more: 'flies'" in lines
    [group] = json.loads(report.write("json"))["consequences"]["gained"]
    assert len(group["statements"]) == 8


def test_without_checks_of_changes_only_the_others_are_made(
    graph: KnownGraph, tmp_path: Path
) -> None:
    path = tmp_path / "facts.ttl"
    path.write_text(HEADER + 'lgi:ce5 a lg:Mission ; rdfs:label "Chang\'e 5"@en .', "utf-8")
    report = validate([path], graph)
    assert report.findings == ()
    assert report.checks == ("syntax", "vocabulary", "consistency", "shape")


def test_the_graph_is_as_it_was(graph: KnownGraph, tmp_path: Path) -> None:
    before: list[Quad] = graph.dataset.quads()
    checked(graph, tmp_path, "lgi:change-5 lg:flownFor lgi:state-cn .")
    assert graph.dataset.quads() == before
