"""What stands in a graph of the base claims the sources of the base: nobody else may write there."""

from pathlib import Path

import pytest

from lunargraph import LunarGraph, resources
from lunargraph.changing import Transaction
from lunargraph.errors import ParseError, UsageError
from lunargraph.namespaces import GRAPH, INFERRED, PROPOSED
from lunargraph.validation import Finding, Report
from lunargraph.validation.baselines import fingerprint

SAMPLE = resources.root() / "queries" / "sample.trig"
RECORD = GRAPH + "sample/accords-bh"
PREFIXES = (
    "@prefix lg: <https://w3id.org/lunargraph/ns#> .\n"
    "@prefix lgi: <https://w3id.org/lunargraph/id/> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
)
FIRST = PREFIXES.count("\n") + 1
PLACE = 'lgi:x a lg:Place ; rdfs:label "somewhere"@en .'
MINE = f"""<{GRAPH}notes/mine> {{ {PLACE} }}
<{GRAPH}notes> {{ <{GRAPH}notes/mine> a lg:Record ; lg:belongsTo <{GRAPH}notes> ;
    lg:describes lgi:x ; lg:restsOn lgi:background ; lg:unverifiedColumn "all" ;
    lg:confidence lgi:confidence-low ; lg:verification lgi:verification-unverified . }}
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> LunarGraph:
    """A workspace on the ontology and the sample, with a record of its own."""
    folder = tmp_path_factory.mktemp("notes")
    graph = LunarGraph.init(
        folder / "w", name="notes", base=["ontology", SAMPLE], cache=folder / "cache",
        licence="https://creativecommons.org/licenses/by/4.0/", known_until="2026-11",
    )  # fmt: skip
    mine = folder / "mine.trig"
    mine.write_text(PREFIXES + MINE, "utf-8")
    outcome = graph.add(mine, accept_warnings=True)
    assert outcome.stored, outcome.write()
    return graph


def write(folder: Path, text: str, name: str = "new.trig") -> Path:
    path = folder / name
    path.write_text(PREFIXES + text, "utf-8")
    return path


def tried(graph: LunarGraph, path: Path) -> Transaction:
    return graph.add(path, accept_warnings=True, dry_run=True, replace=True)


def found(report: Report) -> list[Finding]:
    return [each for each in report.findings if each.source == "statements-in-known-graphs"]


def test_a_new_statement_in_a_record_of_the_base_is_refused_with_all_there_is_to_say(
    graph: LunarGraph, tmp_path: Path
) -> None:
    path = write(tmp_path, f"<{RECORD}> {{\n  lgi:x lg:note 'I am told so' .\n}}\n")
    before = [file.read_bytes() for file in graph.workspace.fact_files()]
    outcome = graph.add(path, accept_warnings=True)
    assert not outcome.stored
    assert [file.read_bytes() for file in graph.workspace.fact_files()] == before
    [finding] = found(outcome.report)
    assert (finding.check, finding.severity) == ("provenance", "violation")
    assert finding.message.startswith(f"1 statement stands in {RECORD}, a record that is known")
    assert 'would claim its sources: "' in finding.message
    assert finding.place is not None
    assert (finding.place.path, finding.place.line) == (str(path), FIRST + 1)
    assert finding.expected == (
        "new statements in a graph of their own, which says what they rest on"
    )
    assert finding.got == f"1 statement stands in {RECORD}"
    assert finding.mend is not None
    assert "Name a graph of your own" in finding.mend
    assert "--source SOURCE or --cite TEXT" in finding.mend


@pytest.mark.parametrize(
    "text",
    [
        f"<{GRAPH}sample> {{ {PLACE} }}",
        f"<{GRAPH}sample/new> a lg:Record ; lg:belongsTo <{GRAPH}sample> ; lg:describes lgi:x .",
        f"<{RECORD}> {{ lgi:state-sn a lg:State . }}",  # which another record says
        "<https://w3id.org/lunargraph/ontology/core> { lgi:x a lg:Place . }",
        MINE + f"<{RECORD}> {{ lgi:x rdfs:comment 'more' . }}",
    ],
)
def test_so_is_whatever_else_stands_where_the_base_has_something(
    graph: LunarGraph, tmp_path: Path, text: str
) -> None:
    path = write(tmp_path, text)
    assert len(found(tried(graph, path).report)) == 1
    assert len(found(graph.validate(path))) == (
        0 if "belongsTo <" + GRAPH + "sample>" in text else 1
    )


@pytest.mark.parametrize("about", [RECORD, GRAPH + "sample"])
def test_nobody_says_of_a_record_of_the_base_what_it_rests_on(
    graph: LunarGraph, tmp_path: Path, about: str
) -> None:
    said = f"<{about}> lg:restsOn lgi:background ; lg:note 'well known' ."
    path = write(tmp_path, MINE.replace("unverified . }", f"unverified .\n{said} }}"))
    for report in (tried(graph, path).report, graph.validate(path)):
        [finding] = [each for each in report.findings if each.source == "known-records-described"]
        assert (finding.check, finding.severity) == ("provenance", "violation")
        assert finding.got == f"{about} lg:restsOn lgi:background"
        assert finding.place is not None
        assert finding.place.line == FIRST + 4


def test_of_a_record_of_the_workspace_one_may(graph: LunarGraph, tmp_path: Path) -> None:
    more = (
        f"<{GRAPH}notes> {{ <{GRAPH}notes/mine> lg:note 'well known' ; lg:unverifiedColumn 'x' . }}"
    )
    report = tried(graph, write(tmp_path, more)).report
    assert not [each for each in report.findings if each.source == "known-records-described"]


def test_what_the_base_says_there_already_is_nothing_new(graph: LunarGraph, tmp_path: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    start = text.index(f"<{RECORD}> {{")
    record = text[start : text.index("\n}\n", start) + 3]
    header = text[: text.index("\n\n")]
    path = tmp_path / "again.trig"
    path.write_text(f"{header}\n{record}", "utf-8")
    assert found(tried(graph, path).report) == []
    assert found(graph.validate(path)) == []


def test_a_baseline_tells_one_graph_of_the_base_from_another(
    graph: LunarGraph, tmp_path: Path
) -> None:
    marks = [
        fingerprint(finding)
        for name in ("sample", "sample/accords-bh")
        for finding in found(
            graph.validate(write(tmp_path, f"<{GRAPH}{name}> {{ lgi:x lg:note 'so' . }}"))
        )
    ]
    assert len(set(marks)) == 2


def test_another_spelling_of_a_number_that_the_base_has_is_new(tmp_path: Path) -> None:
    from known_graphs import KnownGraph
    from lunargraph.formats import parse_quads
    from lunargraph.validation import validate

    text = f"""{PREFIXES}<{GRAPH}s/r> {{ <{GRAPH}s/r> a lg:Record . lgi:x lg:mass 1 . }}"""
    known = KnownGraph(parse_quads(text.encode(), "trig", name="s.trig"))
    same = write(tmp_path, f"<{GRAPH}s/r> {{ lgi:x lg:mass 1 . }}")
    assert found(validate([same], known, checks=True)) == []
    other = write(tmp_path, f"<{GRAPH}s/r> {{ lgi:x lg:mass 01 . }}")
    assert len(found(validate([other], known, checks=True))) == 1


def test_the_records_of_the_workspace_itself_may_be_added_to(
    graph: LunarGraph, tmp_path: Path
) -> None:
    """By the file that has them, changed by hand or replaced, and by another one."""
    more = "lgi:x rdfs:comment 'quite far'@en ."
    changed = write(tmp_path, MINE.replace(PLACE, PLACE + more), "mine.trig")
    assert found(tried(graph, changed).report) == []
    assert found(graph.validate(changed)) == []
    other = write(tmp_path, f"<{GRAPH}notes/mine> {{ {more} }}", "other.trig")
    assert found(tried(graph, other).report) == []
    own = graph.workspace.facts / "mine.trig"
    before = own.read_bytes()
    own.write_bytes(before.replace(b'"somewhere"@en', b'"somewhere else"@en'))
    try:
        outcome = tried(graph, own)
    finally:
        own.write_bytes(before)
    assert found(outcome.report) == []
    assert outcome.difference is not None
    assert len(outcome.difference.added or ()) == 1


def test_facts_outside_a_graph_are_no_ones_else(graph: LunarGraph, tmp_path: Path) -> None:
    path = write(tmp_path, "lgi:y a lg:Place ; rdfs:label 'elsewhere'@en .", "sample.ttl")
    outcome = graph.add(path, sources=["background"], dry_run=True)
    assert outcome.report.findings == ()
    assert found(graph.validate(path)) == []


class TestReserved:
    @pytest.mark.parametrize(
        "text", [f"<{PROPOSED}> {{ {PLACE} }}", f"\n<{PROPOSED}> {{ {PLACE} }} {PLACE}"]
    )
    def test_the_graph_of_what_is_checked_is_refused_and_not_dropped(
        self, graph: LunarGraph, tmp_path: Path, text: str
    ) -> None:
        path = write(tmp_path, text)
        for report in (tried(graph, path).report, graph.validate(path)):
            [finding] = report.findings
            assert (finding.check, finding.severity) == ("syntax", "violation")
            assert "reserved" in finding.message
            assert finding.place is not None
            assert finding.place.line == FIRST + text.count("\n")
            assert finding.expected == "a graph of your own"
            assert finding.got == f"<{PROPOSED}>"
            assert finding.mend is not None

    def test_no_record_belongs_to_it_either_nor_to_what_follows(
        self, graph: LunarGraph, tmp_path: Path
    ) -> None:
        text = "<{0}/r> a lg:Record ; lg:belongsTo <{0}> ."
        with pytest.raises(ParseError, match="reserved"):
            tried(graph, write(tmp_path, text.format(PROPOSED)))
        with pytest.raises(UsageError, match="nothing can belong to it"):
            tried(graph, write(tmp_path, text.format(INFERRED)))

    def test_a_graph_of_files_refuses_it_too(self, tmp_path: Path) -> None:
        path = write(tmp_path, f"<{PROPOSED}> {{ {PLACE} }}")
        with pytest.raises(ParseError, match="reserved"):
            LunarGraph.open(path, cache=tmp_path / "cache").sparql("ASK {}")

    @pytest.mark.parametrize("name", ["proposed", "states"])
    def test_no_workspace_is_called_like_a_graph_that_is_there(
        self, tmp_path: Path, name: str
    ) -> None:
        with pytest.raises(UsageError, match=r"cannot be the name|is called so"):
            LunarGraph.init(tmp_path / "w", name=name)
        assert not (tmp_path / "w").exists()


class TestOnTheOntology:
    """Facts in our terms are checked as such, whatever of the shipped data they stand on."""

    def test_provenance_and_conflicts_are_looked_at(
        self, graph: LunarGraph, tmp_path: Path
    ) -> None:
        assert (graph.in_our_terms, graph.with_shipped_data) == (True, False)
        bare = write(tmp_path, f"<http://example.org/g> {{ {PLACE} lgi:y a lg:Place . }}")
        for report in (tried(graph, bare).report, graph.validate(bare)):
            assert {"provenance", "conflict"} <= set(report.checks)
            assert "statements-without-source" in {each.source for each in report.findings}

    def test_the_whole_is_checked_for_hygiene_and_not_for_rows_of_data_that_are_not_there(
        self, graph: LunarGraph
    ) -> None:
        checks = graph.check().checks
        assert "hygiene" in checks
        assert "query" not in checks
