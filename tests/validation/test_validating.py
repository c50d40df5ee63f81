from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Triple, parse

from known_graphs import KnownGraph
from lunargraph.errors import FileError, LunarGraphError, ParseError, UnknownNameError
from lunargraph.namespaces import LGI, PREFIXES
from lunargraph.validation import Finding, Report, validate_graph
from lunargraph.validation import validate as validate_facts

PREFIXES_ = {**PREFIXES, "s": "https://w3id.org/lunargraph/shape/"}
HEADER = "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES_.items())
FIRST = HEADER.count("\n") + 1
ONTOLOGY = """
    lg:Mission a owl:Class ; rdfs:label "mission"@en .
    lg:LunarMission a owl:Class ; rdfs:label "lunar mission"@en ; rdfs:subClassOf lg:Mission .
    lg:Agency a owl:Class ; rdfs:label "agency"@en ; owl:disjointWith lg:Mission .
    lg:landedOn a owl:DatatypeProperty , owl:FunctionalProperty ; rdfs:label "landed on"@en .
    lg:operatedBy a owl:ObjectProperty ; rdfs:label "operated by"@en ; rdfs:range lg:Agency .
    lg:operates a owl:ObjectProperty ; rdfs:label "operates"@en ; owl:inverseOf lg:operatedBy .
"""
DATA = """
    lgi:change-5 a lg:LunarMission ; rdfs:label "Chang'e 5"@en ;
        lg:landedOn "2020-12-01"^^xsd:date ; lg:operatedBy lgi:cnsa .
    lgi:cnsa a lg:Agency ; rdfs:label "CNSA"@en .
"""
SHAPES = """
    s:mission a sh:NodeShape ; sh:targetClass lg:Mission ; sh:property s:operator , s:landing .
    s:operator a sh:PropertyShape ; sh:path lg:operatedBy ; sh:minCount 1 ; sh:class lg:Agency ;
        sh:message "Name the agency that operates the mission."@en .
    s:landing a sh:PropertyShape ; sh:path lg:landedOn ; sh:datatype xsd:date ;
        sh:message "Give the day as an xsd:date."@en .
"""


def quads(turtle: str) -> list[Quad]:
    return list(parse((HEADER + turtle).encode(), RdfFormat.TURTLE))


KNOWN = quads(ONTOLOGY + DATA)


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    path = tmp_path / "x.shapes.ttl"
    path.write_text(HEADER + SHAPES, "utf-8")
    return path


def validate(
    files: list[Path],
    *,
    known: Iterable[Quad],
    shapes: Sequence[Path] = (),
    own_shapes: bool = False,
) -> Report:
    return validate_facts(files, KnownGraph(known), shapes=shapes, own_shapes=own_shapes)


def write(folder: Path, turtle: str, name: str = "facts.ttl") -> Path:
    path = folder / name
    path.write_text(HEADER + turtle, "utf-8")
    return path


def checked(folder: Path, turtle: str, known: list[Quad] = KNOWN) -> tuple[Finding, ...]:
    path, shapes = write(folder, turtle), write(folder, SHAPES, "x.shapes.ttl")
    report = validate([path], known=known, shapes=[shapes])
    assert report.files == 1
    for finding in report.findings:
        assert finding.place is None or finding.place.path == str(path)
    return report.findings


GOOD = """
lgi:change-6 a lg:LunarMission ; rdfs:label "Chang'e 6"@en ;
    lg:landedOn "2024-06-01"^^xsd:date ; lg:operatedBy lgi:cnsa .
"""


def test_facts_that_hold_together_with_what_is_known(tmp_path: Path) -> None:
    assert checked(tmp_path, GOOD) == ()


def test_a_file_that_does_not_parse_is_one_finding_and_nothing_else_is_asked(
    tmp_path: Path, shapes: Path
) -> None:
    broken = write(tmp_path, "lgi:a lg:operatedBy lgi:b ,, lgi:c .", "broken.ttl")
    wrong = write(tmp_path, "lgi:a lg:nothing lgi:b .", "wrong.ttl")
    report = validate([wrong, broken], known=KNOWN, shapes=[shapes])
    [finding] = report.findings
    assert (finding.check, finding.severity) == ("syntax", "violation")
    assert finding.place is not None
    assert finding.place[:2] == (str(broken), FIRST)
    assert report.files == 2
    assert not report.conforms


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"\xff\xfe<a>"])
def test_a_file_that_holds_no_text_is_a_finding_about_its_syntax(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "facts.ttl"
    path.write_bytes(content)
    findings = validate([path], known=KNOWN).findings
    assert [finding.check for finding in findings] == ["syntax"]


def test_a_file_that_is_not_there_or_has_no_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        validate([tmp_path / "facts.ttl"], known=KNOWN)
    assert not isinstance(caught.value, ParseError)
    with pytest.raises(UnknownNameError):
        validate([write(tmp_path, GOOD, "facts.tll")], known=KNOWN)


def test_shapes_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    facts = write(tmp_path, GOOD)
    broken = write(tmp_path, "s:x a", "broken.shapes.ttl")
    with pytest.raises(ParseError, match="broken"):
        validate([facts], known=KNOWN, shapes=[broken])
    wrong = write(
        tmp_path,
        "s:x a sh:NodeShape ; sh:targetClass lg:Mission ; sh:property [ sh:minCount 1 ] .",
        "wrong.shapes.ttl",
    )
    with pytest.raises(LunarGraphError, match="shapes cannot be used"):
        validate([facts], known=KNOWN, shapes=[wrong])


def test_an_unknown_term_is_found_with_its_place_and_cure(tmp_path: Path) -> None:
    [finding] = checked(tmp_path, GOOD + "lgi:change-6\n  lg:landdOn 1 .")
    assert finding.message == "lg:landdOn is not a term of the ontology"
    assert finding.mend == "did you mean lg:landedOn (landed on)?"
    assert finding.place is not None
    assert finding.place[1:] == (FIRST + 4, 3)


def test_a_contradiction_with_what_is_known_is_found_where_the_new_fact_stands(
    tmp_path: Path,
) -> None:
    [finding] = checked(tmp_path, "\nlgi:cnsa a lg:LunarMission ; lg:operatedBy lgi:cnsa .")
    assert finding.check == "consistency"
    assert finding.message == (
        "CNSA (lgi:cnsa) belongs to 'agency' and to 'mission', which have no members in common"
    )
    assert finding.place is not None
    assert finding.place.line == FIRST + 1
    assert finding.got is not None
    assert "CNSA (lgi:cnsa) belongs to 'agency'" in finding.got
    assert (finding.focus, finding.source) == (LGI + "cnsa", "cax-dw")


def test_a_second_value_where_one_is_allowed_is_a_contradiction(tmp_path: Path) -> None:
    [finding] = checked(tmp_path, 'lgi:change-5 lg:landedOn "2020-12-02"^^xsd:date .')
    assert finding.message == (
        'Chang\'e 5 (lgi:change-5) has "2020-12-01"^^xsd:date and "2020-12-02"^^xsd:date'
        " for 'landed on', which takes one value"
    )
    assert finding.place is not None
    assert finding.place[1:] == (FIRST, 26)


def test_what_a_shape_misses_is_found_with_the_cure(tmp_path: Path) -> None:
    [finding] = checked(tmp_path, 'lgi:change-6 a lg:LunarMission ; rdfs:label "Chang\'e 6"@en .')
    assert finding.message == "Chang'e 6 (lgi:change-6): 'operated by' is missing"
    assert finding.mend == (
        "Name the agency that operates the mission.\nlgi:change-6 lg:operatedBy lgi:AGENCY ."
    )
    assert finding.source == PREFIXES_["s"] + "operator"


def test_shapes_see_what_follows(tmp_path: Path) -> None:
    turtle = """
    lgi:change-6 a lg:LunarMission . lgi:new rdfs:label "new agency"@en ; lg:operates lgi:change-6 .
    """  # operatedBy by the inverse, its value an agency by the range
    assert checked(tmp_path, turtle) == ()


def test_an_ill_written_value_is_reported_once_by_the_shape(tmp_path: Path) -> None:
    [finding] = checked(tmp_path, GOOD.replace("2024-06-01", "1 June"))
    assert finding.check == "shape"
    assert finding.message == (
        "Chang'e 6 (lgi:change-6): 'landed on' must be a date (xsd:date); got \"1 June\"^^xsd:date"
    )
    assert finding.place is not None
    assert finding.place[1:] == (FIRST + 2, 17)


def test_an_ill_written_value_without_a_shape_is_a_contradiction(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace("2024-06-01", "1 June"))
    [finding] = validate([path], known=KNOWN).findings
    assert (finding.check, finding.source) == ("consistency", "dt-not-type")


BAD_KNOWN = quads(
    ONTOLOGY
    + DATA
    + 'lgi:luna a lg:Mission , lg:Agency ; rdfs:label "Luna"@en ; lg:landedOn "1966"^^xsd:gYear .'
)


def test_what_is_wrong_with_the_known_statements_is_not_laid_to_the_new(tmp_path: Path) -> None:
    assert checked(tmp_path, GOOD, BAD_KNOWN) == ()
    [finding] = checked(tmp_path, 'lgi:nasa a lg:Mission ; rdfs:label "NASA"@en .', BAD_KNOWN)
    assert finding.focus == LGI + "nasa"


def test_a_known_gap_of_a_thing_that_only_now_becomes_a_target_is_new(tmp_path: Path) -> None:
    known = quads(ONTOLOGY + DATA + 'lgi:luna rdfs:label "Luna"@en .')
    assert validate_graph(known, shapes=[write(tmp_path, SHAPES, "s.ttl")]).findings == ()
    [finding] = checked(tmp_path, "lgi:luna a lg:Mission .", known)
    assert finding.message == "Luna (lgi:luna): 'operated by' is missing"


def test_shapes_among_the_known_statements_count_where_they_are_to(tmp_path: Path) -> None:
    known = quads(ONTOLOGY + DATA + SHAPES)
    path = write(tmp_path, 'lgi:x a lg:LunarMission ; rdfs:label "X"@en .' + SHAPES)
    assert validate([path], known=known).findings == ()
    [finding] = validate([path], known=known, own_shapes=True).findings
    assert finding.message == "X (lgi:x): 'operated by' is missing"
    alone = quads(ONTOLOGY + DATA)
    assert validate([path], known=alone, own_shapes=True).findings == ()


def test_values_are_told_as_the_files_spell_them(tmp_path: Path) -> None:
    weighed = """
        s:w a sh:NodeShape ; sh:targetSubjectsOf lg:weighs ; sh:property s:weight .
        s:weight a sh:PropertyShape ; sh:path lg:weighs ; sh:datatype xsd:int ; sh:maxCount 1 .
    """
    shapes = write(tmp_path, weighed, "w.shapes.ttl")
    term = 'lg:weighs a owl:DatatypeProperty ; rdfs:label "weighs"@en .'
    known = quads(ONTOLOGY + DATA + term + 'lgi:cnsa lg:weighs "01"^^xsd:int .')
    path = write(tmp_path, 'lgi:cnsa lg:weighs "1.50"^^xsd:decimal .')
    found = {each.message for each in validate([path], known=known, shapes=[shapes]).findings}
    assert found == {
        "CNSA (lgi:cnsa): 'weighs' must be a xsd:int; got \"1.50\"^^xsd:decimal",
        "CNSA (lgi:cnsa): 'weighs' must not have more than 1; "
        'got "01"^^xsd:int, "1.50"^^xsd:decimal',
    }


def test_an_individual_that_is_nearly_known_is_offered(tmp_path: Path) -> None:
    path = write(tmp_path, "lgi:x a lg:LunarMission ; lg:operatedBy lgi:cnas , lgi:change-55 .")
    mends = {finding.got: finding.mend for finding in validate([path], known=KNOWN).findings}
    assert mends == {
        "lgi:cnas": "did you mean lgi:cnsa (CNSA)?",
        "lgi:change-55": "did you mean lgi:change-5 (Chang'e 5)?",
    }


def test_several_files_are_taken_together(tmp_path: Path, shapes: Path) -> None:
    mission = write(tmp_path, "lgi:x a lg:LunarMission ; lg:operatedBy lgi:y .", "a.ttl")
    agency = write(tmp_path, 'lgi:y a lg:Agency ; rdfs:label "Y"@en .', "b.ttl")
    report = validate([mission, agency], known=KNOWN, shapes=[shapes])
    assert (report.findings, report.files) == ((), 2)
    [finding] = validate([mission], known=KNOWN, shapes=[shapes]).findings
    assert finding.message.startswith("nothing describes lgi:y")


def test_the_order_of_files_and_runs_makes_no_difference(tmp_path: Path, shapes: Path) -> None:
    one = write(tmp_path, "lgi:x a lg:LunarMission , lg:Agency .", "a.ttl")
    two = write(tmp_path, "lgi:y a lg:Mision ; lg:operatedBy lgi:z .", "b.ttl")
    first = validate([one, two], known=KNOWN, shapes=[shapes]).write("json")
    again = validate([two, one], known=reversed(KNOWN), shapes=[shapes]).write("json")
    assert first == again
    assert first.count('"severity"') >= 4


def test_facts_in_other_formats_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "facts.nt"
    path.write_text(f"<{LGI}a> <{PREFIXES['lg']}landdOn> <{LGI}cnsa> .\n", "utf-8")
    [finding] = validate([path], known=KNOWN).findings
    assert finding.place == (str(path), 1, len(LGI) + 5)


def test_an_axiom_that_no_rule_heeds_is_a_note_once(tmp_path: Path) -> None:
    unheeded = """lg:Agency rdfs:subClassOf
        [ a owl:Restriction ; owl:onProperty lg:operates ; owl:someValuesFrom lg:Mission ] ."""
    [finding] = checked(tmp_path, unheeded)
    assert checked(tmp_path, GOOD, KNOWN + quads(unheeded)) == ()
    assert (finding.severity, finding.check) == ("info", "consistency")
    assert Report([finding]).conforms


def test_progress_names_the_steps(tmp_path: Path, shapes: Path) -> None:
    steps: list[str] = []
    facts = write(tmp_path, GOOD)
    validate_facts(
        [facts], KnownGraph(KNOWN), shapes=[shapes], progress=lambda step, _: steps.append(step)
    )
    assert steps == ["working out what follows", "checking the shapes"]


def test_a_whole_graph_is_checked_for_contradictions_and_gaps(tmp_path: Path, shapes: Path) -> None:
    assert validate_graph(KNOWN, shapes=[shapes]).findings == ()
    findings = validate_graph(BAD_KNOWN, shapes=[shapes]).findings
    assert [(finding.check, finding.focus, finding.place) for finding in findings] == [
        ("consistency", LGI + "luna", None),
        ("shape", LGI + "luna", None),
        ("shape", LGI + "luna", None),
    ]


def test_the_vocabulary_of_a_whole_graph_is_checked_too() -> None:
    [finding] = validate_graph(quads(ONTOLOGY + DATA + "lgi:cnsa rdfs:lable 'x' .")).findings
    assert (finding.check, finding.got) == ("vocabulary", "rdfs:lable")


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="engine"):
        validate_graph(KNOWN, engine="owlry")


def test_known_statements_in_several_graphs_count_once(tmp_path: Path) -> None:
    twice = KNOWN + [Quad(q.subject, q.predicate, q.object, q.predicate) for q in KNOWN]
    assert checked(tmp_path, GOOD, twice) == ()
    assert isinstance(KNOWN[0].triple, Triple)
