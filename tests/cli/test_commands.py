"""The commands as a user calls them: what they print where, and with which exit code."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
import pytest

from lunargraph.cli import run
from lunargraph.namespaces import SHAPES

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
TINY = """
@prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:Cat rdfs:subClassOf ex:Animal . ex:tom a ex:Cat ; rdfs:label "Tom"@en .
"""


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Call = Callable[..., Outcome]


@pytest.fixture
def call(capfdbinary: pytest.CaptureFixture[bytes]) -> Call:
    """Run the command line in this process; the shared cache serves."""

    def inner(*arguments: str | Path) -> Outcome:
        code = run([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Outcome(code, out.decode(), err.decode())

    return inner


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.ttl"
    path.write_text(TINY, "utf-8")
    return path


@pytest.mark.usefixtures("graph_cache")
class TestQuery:
    def test_a_pipe_gets_json(self, call: Call) -> None:
        outcome = call("query", "double-members")
        assert outcome.code == 0
        assert outcome.err == ""
        states = [row["state"]["value"] for row in json.loads(outcome.out)["results"]["bindings"]]
        assert {"Senegal", "Thailand"} <= set(states)

    def test_on_is_a_parameter(self, call: Call) -> None:
        early = call("query", "double-members", "--on", "2024-12-31", "--format", "csv")
        assert [row["state"] for row in csv.DictReader(io.StringIO(early.out))] == ["Thailand"]
        assert call("query", "double-members", "-p", "on=2024-12-31", "--format", "csv") == early

    @pytest.mark.parametrize(
        "arguments",
        [
            ["missions", "--format", "tsv"],
            ["double-members", "--on", "2024-12-31"],
            ["mission", "-p", "mission=change-6", "--format", "csv"],
            ["mission"],
            ["mision"],
            ["missions", "--format", "jsn"],
            ["double-members", "--on", "2024-12-31", "-p", "on=2024-12-31"],
        ],
        ids=" ".join,
    )
    def test_the_short_way_and_click_agree(self, call: Call, arguments: list[str]) -> None:
        name, *options = arguments
        assert call("query", name, *options) == call("-q", "query", *options, name)

    def test_no_rows_is_an_answer(self, call: Call) -> None:
        outcome = call("query", "double-members", "--on", "2020-01-01", "--format", "table")
        assert outcome.code == 0
        assert outcome.out.endswith("no rows\n")

    def test_the_list_names_every_query(self, call: Call) -> None:
        outcome = call("query", "--list", "--format", "csv")
        names = [row["query"] for row in csv.DictReader(io.StringIO(outcome.out))]
        public = {"accords-signatories", "ilrs-participants", "double-members", "sample-transfers",
                  "missions", "mission", "claims", "sources-of"}  # fmt: skip
        assert public <= set(names)
        assert len(names) >= 20

    def test_one_query_tells_about_itself(self, call: Call) -> None:
        outcome = call("query", "mission", "--list", "--format", "table")
        assert "-p mission=" in outcome.out
        assert "required" in outcome.out

    def test_the_file_name_decides_the_format(self, call: Call, tmp_path: Path) -> None:
        path = tmp_path / "members.csv"
        assert call("query", "double-members", "-o", path) == (0, "", "")
        assert path.read_text("utf-8").startswith("state,accordsSince,ilrsSince")


@pytest.mark.usefixtures("graph_cache")
class TestSparql:
    def test_the_prefixes_of_the_house_are_known(self, call: Call) -> None:
        outcome = call(
            "sparql", "SELECT ?m { ?m a lg:FarSideMission } ORDER BY ?m", "--format", "csv"
        )
        assert "change-6" in outcome.out

    def test_inference_can_be_left_out(self, call: Call) -> None:
        text = "ASK { lgi:change-6 a lg:FarSideMission }"
        assert call("sparql", text, "--format", "table").out == "true\n"
        assert call("sparql", text, "--no-inference", "--format", "table").out == "false\n"

    def test_a_graph_comes_as_turtle(self, call: Call) -> None:
        outcome = call("sparql", "CONSTRUCT { ?s a lg:Mission } WHERE { ?s a lg:FarSideMission }")
        assert outcome.out.startswith("@prefix lg:")

    def test_a_query_comes_from_a_file_or_stdin(self, call: Call, tmp_path: Path) -> None:
        path = tmp_path / "query.rq"
        path.write_text("ASK { lgi:nasa a lg:SpaceAgency }", "utf-8")
        assert json.loads(call("sparql", "-f", path).out)["boolean"] is True


class TestOwnFiles:
    def test_a_graph_of_files_has_inference_too(self, call: Call, tiny: Path) -> None:
        text = "PREFIX ex: <http://example.org/> SELECT ?a { ?a a ex:Animal }"
        assert "tom" in call("-g", tiny, "sparql", text).out
        assert call("-g", tiny, "sparql", text, "--no-inference", "--format", "csv").out == "a\r\n"

    def test_graph_reaches_each_file_by_name(self, call: Call, tiny: Path) -> None:
        outcome = call("-g", tiny, "sparql", "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g",
                       "--format", "csv")  # fmt: skip
        assert outcome.out.split() == [
            "g",
            "https://w3id.org/lunargraph/graph/file/tiny.ttl",
            "https://w3id.org/lunargraph/graph/inferred",
        ]

    def test_reason_writes_what_follows(self, call: Call, tiny: Path) -> None:
        outcome = call("-g", tiny, "reason")
        assert (outcome.code, outcome.err) == (0, "")
        assert (
            "<http://example.org/tom> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
            "<http://example.org/Animal> .\n" in outcome.out
        )
        assert "Tom" not in outcome.out
        assert "Tom" in call("-g", tiny, "reason", "--layer", "all").out

    def test_reason_says_contradictions(self, call: Call, tmp_path: Path) -> None:
        path = tmp_path / "clash.ttl"
        path.write_text(
            "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix ex: <http://example.org/> .\n"
            "ex:Cat owl:disjointWith ex:Dog . ex:tom a ex:Cat , ex:Dog .", "utf-8",
        )  # fmt: skip
        outcome = call("-g", path, "reason")
        assert outcome.code == 1
        assert "contradiction (cax-dw)" in outcome.err

    def test_info_of_files(self, call: Call, tiny: Path) -> None:
        about = json.loads(call("-g", tiny, "info").out)
        assert about["graph"] == "files"
        assert about["statements"] == {"asserted": 3, "inferred": 1, "named_graphs": 1}


@pytest.mark.usefixtures("graph_cache")
class TestExport:
    @pytest.mark.parametrize("name", ["turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml"])
    def test_the_same_graph_in_every_format(self, call: Call, name: str) -> None:
        kinds = {"turtle": "TURTLE", "trig": "TRIG", "ntriples": "N_TRIPLES", "nquads": "N_QUADS",
                 "jsonld": "JSON_LD", "rdfxml": "RDF_XML"}  # fmt: skip
        first = call("export", "--dataset", "accords", "--format", name)
        assert first == call("export", "--dataset", "accords", "--format", name)
        quads = pyoxigraph.parse(first.out, getattr(pyoxigraph.RdfFormat, kinds[name]))
        triples = {quad.triple for quad in quads}
        plain = call("export", "--dataset", "accords", "--format", "ntriples").out
        assert triples == {
            q.triple for q in pyoxigraph.parse(plain, pyoxigraph.RdfFormat.N_TRIPLES)
        }

    def test_layers_add_up(self, call: Call) -> None:
        def lines(layer: str) -> set[str]:
            return set(call("export", "--layer", layer, "--format", "ntriples").out.splitlines())

        asserted, inferred = lines("asserted"), lines("inferred")
        assert asserted
        assert inferred
        assert not asserted & inferred
        assert lines("all") == asserted | inferred

    def test_numbers_keep_their_digits(self, call: Call) -> None:
        assert "15.500" in call("export", "--dataset", "missions").out


KNOWN_OTHERWISE = """@prefix lg: <https://w3id.org/lunargraph/ns#> .
@prefix lgi: <https://w3id.org/lunargraph/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/lunargraph/graph/mine/x> {
<https://w3id.org/lunargraph/graph/mine/x> a lg:Record ; lg:describes lgi:chang-e-6 ;
    lg:belongsTo <https://w3id.org/lunargraph/graph/missions> ; lg:restsOn lgi:background ;
    lg:confidence lgi:confidence-low ; lg:unverifiedColumn "all" ;
    lg:verification lgi:verification-unverified .
lgi:change-5-launch lg:happenedOn "2020-11-24"^^xsd:date .
lgi:change-5 lg:landing lgi:change-5-touchdown .
lgi:change-5-touchdown a lg:Landing ; rdfs:label "touchdown of Chang'e 5"@en ;
    lg:happenedOn "2020-11-01"^^xsd:date .
lgi:chang-e-6 a lg:Mission ; rdfs:label "CHANG’E-6"@en ; lg:target lgi:moon ;
    lg:profile lgi:profile-landing ; lg:status lgi:status-planned .
lgi:state-eg lg:signatoryOf lgi:artemis-accords .
}
"""


@pytest.mark.usefixtures("graph_cache")
class TestValidateAndCheck:
    def test_a_good_file(self, call: Call) -> None:
        outcome = call("validate", EXAMPLES / "good.ttl")
        assert outcome.code == 0, outcome.out
        assert "[provenance/statements-without-source]" in outcome.out
        assert "Jordan (lgi:state-jo) 'signatory of' Artemis Accords" in outcome.out

    def test_facts_that_are_known_otherwise(self, call: Call, tmp_path: Path) -> None:
        facts = tmp_path / "facts.trig"
        facts.write_text(KNOWN_OTHERWISE, "utf-8")
        outcome = call("validate", facts, "--format", "json")
        assert outcome.code == 1
        found = {
            (finding["source"].removeprefix(SHAPES), finding["severity"], finding["line"])
            for finding in json.loads(outcome.out)["findings"]
        }
        assert found == {
            ("another-value", "violation", 10),
            ("mission-order", "violation", 11),
            ("event-known-otherwise", "warning", 11),
            ("same-name", "warning", 14),
            ("link-signatory-of", "violation", 16),
            ("contradicted-claims-asserted", "violation", 16),
        }

    def test_a_bad_file(self, call: Call) -> None:
        outcome = call("validate", EXAMPLES / "bad.ttl", "--format", "json")
        assert outcome.code == 1
        report = json.loads(outcome.out)
        assert {finding["check"] for finding in report["findings"]} >= {
            "vocabulary", "provenance", "consistency", "shape",
        }  # fmt: skip
        assert "lg:ordinal" in outcome.out

    def test_the_shipped_graph_is_healthy(self, call: Call) -> None:
        outcome = call("check")
        assert outcome.code == 0, outcome.out


class TestFmt:
    def test_check_writes_nothing(self, call: Call, tiny: Path) -> None:
        outcome = call("fmt", "--check", tiny)
        assert outcome.code == 1
        assert "is not canonical" in outcome.err
        assert tiny.read_text("utf-8") == TINY

    def test_twice_is_once(self, call: Call, tiny: Path) -> None:
        assert call("fmt", tiny).code == 0
        once = tiny.read_bytes()
        assert call("fmt", tiny) == (0, "", "")
        assert tiny.read_bytes() == once
        assert call("fmt", "--check", tiny).code == 0

    def test_one_bad_file_leaves_all_as_they_are(
        self, call: Call, tiny: Path, tmp_path: Path
    ) -> None:
        bad = tmp_path / "bad.ttl"
        bad.write_text("<http://a> <http://b> ", "utf-8")
        assert call("fmt", tiny, bad).code == 3
        assert tiny.read_text("utf-8") == TINY


@pytest.mark.usefixtures("graph_cache")
def test_records_that_are_not_trusted_are_counted_on_stderr(call: Call) -> None:
    asked = call("query", "missions", "--verified-only", "--format", "csv")
    assert re.fullmatch(
        r"lunargraph: [0-9]+ records are left out \(verified only\), each as a whole; "
        r"`lunargraph query unverified-statements` shows what in them is not verified\n",
        asked.err,
    )
    exported = call("export", "--dataset", "accords", "--min-confidence", "high")
    assert "records are left out (confidence high), each as a whole\n" in exported.err
    assert call("-q", "query", "missions", "--verified-only", "--format", "csv").err == ""


class TestRefusals:
    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (["query", "double-membres"], 2, "did you mean 'double-members'"),
            (["query"], 2, "query --list"),
            (["query", "mission"], 2, "mission"),
            (["query", "mission", "-p", "mision=change-6"], 2, "did you mean 'mission'"),
            (["query", "mission", "-p", "mission"], 2, "-p name=value"),
            (["query", "mission", "-p", "mission=a", "-p", "mission=b"], 2, "given twice"),
            (["query", "mission", "-p", "mission=lgj:change-6"], 2, "no prefix is called 'lgj'"),
            (["query", "mission", "-p", "mission=2000 } ?s ?p ?o {"], 2, "to mend"),
            (["query", "double-members", "--on", "2000 } ?s ?p ?o {"], 2, "expected"),
            (["query", "double-members", "--on", "2024-02-30"], 2, "expected"),
            (["query", "claims", "-p", "assessment=contradictd"], 2, "contradicted"),
            (["query", "missions", "-p", "x=1"], 2, "no parameter"),
            (["query", "missions", "--format", "jsn"], 2, "did you mean 'json'"),
            (["sparql", "SELECT ?x WHERE { ?x a lg:Mission "], 2, "query:1:"),
            (["sparql", "SELECT ?x WHERE { ?x a lh:Mission }"], 2, "the prefix 'lh:'"),
            (["sparql", "DELETE WHERE { ?s ?p ?o }"], 2, "query"),
            (
                ["sparql", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"],
                2,
                "SERVICE is off",
            ),
            (["sparql"], 2, "given once"),
            (["sparql", "ASK {}", "-f", "x.rq"], 2, "given once"),
            (["sparql", "-f", "no-such.rq"], 3, "no such file"),
            (["sparql", "ASK {}", "--endpoint", "ftp://127.0.0.1/"], 2, "http"),
            (["sparql", "ASK {}", "--endpoint", "http://127.0.0.1:9/"], 3, "127.0.0.1:9"),
            (
                ["sparql", "ASK {}", "--endpoint", "http://127.0.0.1:9/", "--no-inference"],
                2,
                "server",
            ),
            (
                ["query", "missions", "--endpoint", "http://127.0.0.1:9/", "--verified-only"],
                2,
                "a server answers from all its records",
            ),
            (
                ["query", "missions", "--endpoint", "http://127.0.0.1:9/", "--min-confidence=high"],
                2,
                "confidence high",
            ),
            (["export", "--format", "turtel"], 2, "did you mean 'turtle'"),
            (["export", "--dataset", "acords"], 2, "did you mean 'accords'"),
            (["export", "-o", "/no/such/folder/x.ttl"], 3, "folder"),
            (
                ["export", "-o", "x.zip"],
                2,
                "graphml, json, jsonld, nq, nt, owl, parquet, rdf, trig,",
            ),
            (["export", "-o", "x.md"], 2, "no format is called 'md'"),
            (
                ["query", "missions", "-o", "x.zip"],
                2,
                "one of csv, json, md, srj, srx, tsv, txt, xml",
            ),
            (["reason", "--engine", "owlr"], 2, "did you mean 'owlrl'"),
            (["validate", "no-such.ttl"], 3, "no such file"),
            (["validate"], 2, "FILE"),
            (["fmt", "no-such.ttl"], 3, "no such file"),
            (["qery"], 2, "did you mean 'query'"),
            (["query", "--nonsense"], 2, "nonsense"),
            (["-g", "no-such.ttl", "info"], 3, "no such file"),
        ],
        ids=lambda value: " ".join(value)[:60] if isinstance(value, list) else None,
    )
    def test_wrong_usage(self, call: Call, arguments: list[str], code: int, said: str) -> None:
        outcome = call(*arguments)
        assert outcome.code == code, outcome
        assert said in outcome.err
        assert outcome.out == ""
        assert "Traceback" not in outcome.err

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (
                b"<http://a> <http://b> <http://c>\n<http://d> <http://e> <http://f> .",
                "facts.ttl:2:",
            ),
            (b"\x00\x01\x02", "facts.ttl"),
            (b"", "empty"),
            (b'<http://a> <http://b> "caf\xe9" .', "facts.ttl:1:"),
        ],
    )
    def test_a_bad_file(self, call: Call, tmp_path: Path, data: bytes, said: str) -> None:
        path = tmp_path / "facts.ttl"
        path.write_bytes(data)
        outcome = call("-g", path, "sparql", "ASK {}")
        assert (outcome.code, outcome.out) == (3, "")
        assert said in outcome.err
        checked = call("validate", path)
        assert checked.code == 1
        assert said in checked.out

    def test_a_folder_is_no_file(self, call: Call, tmp_path: Path) -> None:
        outcome = call("-g", tmp_path, "info")
        assert outcome.code in {2, 3}
        assert "Traceback" not in outcome.err

    def test_an_export_that_fails_leaves_the_old_file(self, call: Call, tmp_path: Path) -> None:
        path = tmp_path / "old.ttl"
        path.write_text("old", "utf-8")
        assert call("export", "--dataset", "acords", "-o", path).code == 2
        assert path.read_text("utf-8") == "old"


def program(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "lunargraph", *arguments]


@pytest.mark.parametrize(
    "arguments", [["export", "--format", "ntriples"], ["query", "claims"], ["reason"]]
)
def test_a_closed_pipe_is_no_error(graph_cache: Path, arguments: list[str]) -> None:
    """The reader goes away before the first byte: no complaint, exit code 0."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        program(*arguments), stdout=writer, stderr=subprocess.PIPE, text=True, check=False,
        env={**os.environ, "LUNARGRAPH_CACHE": str(graph_cache)},
    )  # fmt: skip
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "arguments",
    [["query", "claims"], ["info"], ["-g", str(EXAMPLES / "questions" / "facts.ttl"), "check"]],
)
def test_a_full_disk_is_told(graph_cache: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            program(*arguments), stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "LUNARGRAPH_CACHE": str(graph_cache)},
        )  # fmt: skip
    assert done.returncode == 3
    assert "the output cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupted_build_leaves_nothing_behind(tmp_path: Path) -> None:
    """Ctrl-C while the graph is built: exit code 130, no traceback, and the next build works."""
    environment = {**os.environ, "LUNARGRAPH_CACHE": str(tmp_path / "cache")}
    with subprocess.Popen(
        program("-v", "query", "missions"), env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stderr is not None
        assert "round 1" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "interrupted" in err
    assert "Traceback" not in err
    assert not list((tmp_path / "cache" / "generations").glob("*"))
    again = subprocess.run(
        program("query", "missions"), env=environment, capture_output=True, check=False
    )
    assert again.returncode == 0


def test_a_file_that_breaks_leaves_the_old_generation_to_serve(tmp_path: Path) -> None:
    cache = {**os.environ, "LUNARGRAPH_CACHE": str(tmp_path / "cache")}
    facts = tmp_path / "facts.ttl"
    facts.write_text(TINY, "utf-8")
    ask = program("-g", str(facts), "sparql", "SELECT ?s { ?s rdfs:label ?l }", "--format", "csv")
    first = subprocess.run(ask, env=cache, capture_output=True, check=True).stdout
    facts.write_text(TINY + "<http://example.org/x> <http://a/> ", "utf-8")
    assert subprocess.run(ask, env=cache, capture_output=True, check=False).returncode == 3
    facts.write_text(TINY, "utf-8")
    time.sleep(0.01)
    assert subprocess.run(ask, env=cache, capture_output=True, check=True).stdout == first
