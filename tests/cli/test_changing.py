"""``init``, ``add``, ``remove``, ``undo`` and ``log`` as a user calls them."""

import json
import os
import resource
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from lunargraph import LunarGraph
from lunargraph.cli import run
from lunargraph.namespaces import SCHEMA_IRIS
from lunargraph.workspace.folders import Workspace
from small_workspaces import BASE, begun, contents

PREFIXES = "@prefix ex: <http://example.org/> .\n"
SHAPES = """
@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:animal a sh:NodeShape ; sh:targetClass ex:Animal ; sh:property ex:animal-name , ex:animal-food .
ex:animal-name a sh:PropertyShape ; sh:path ex:name ; sh:minCount 1 ; sh:message "Give it a name."@en .
ex:animal-food a sh:PropertyShape ; sh:path ex:likes ; sh:minCount 1 ; sh:severity sh:Warning ;
    sh:message "Say what it likes."@en .
"""
TOM = "ex:tom a ex:Cat ; ex:name 'Tom' ; ex:likes ex:milk .\nex:milk ex:name 'milk' .\n"


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Call = Callable[..., Outcome]


@pytest.fixture
def call(capfdbinary: pytest.CaptureFixture[bytes]) -> Call:
    def inner(*arguments: str | Path) -> Outcome:
        code = run([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Outcome(code, out.decode(), err.decode())

    return inner


@pytest.fixture
def here(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace on a tiny base with shapes, as the working folder."""
    (tmp_path / "base.ttl").write_text(BASE, "utf-8")
    (tmp_path / "shapes.ttl").write_text(SHAPES, "utf-8")
    folder = tmp_path / "w"
    bases = ("--base", tmp_path / "base.ttl", "--base", tmp_path / "shapes.ttl")
    assert call("init", folder, *bases).code == 0
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    return folder


def write(name: str, text: str) -> Path:
    path = Path("..", name)
    path.write_text(PREFIXES + text, "utf-8")
    return path


def state(folder: Path) -> dict[str, bytes]:
    return contents(Workspace.open(folder))


def test_add_shows_what_is_asserted_and_what_follows_and_stores_both_in_the_log(
    here: Path, call: Call
) -> None:
    done = call("add", write("tom.ttl", TOM), "-m", "a cat came", "--by", "Ann")
    assert done.code == 0
    assert "+ is a cat (http://example.org/Cat)" in done.out
    assert "What follows:" in done.out
    assert "+ is a http://example.org/Animal" in done.out
    assert "entry 2 of the log" in done.err
    log = call("log")
    assert log.out.startswith("2 ")
    assert "add  2026-09-21T14:13:20Z  Ann\n  a cat came\n  + facts/tom.trig\n" in log.out
    asked = call("sparql", "ASK { <http://example.org/tom> a <http://example.org/Animal> }")
    assert json.loads(asked.out)["boolean"] is True
    elsewhere = call("--workspace", here, "-g", "../base.ttl", "info")
    assert elsewhere.code == 2  # -g stands for itself


def test_a_violation_is_refused_and_changes_nothing(here: Path, call: Call) -> None:
    before = state(here)
    done = call("add", write("tim.ttl", "ex:tim a ex:Cat ; ex:likes ex:tim ."), "--accept-warnings")
    assert done.code == 1
    assert "../tim.ttl:2:1: violation" in done.out
    assert "Give it a name." in done.out
    assert "nothing was stored" in done.err
    assert state(here) == before


def test_a_warning_is_accepted_if_that_is_said(here: Path, call: Call) -> None:
    tim = write("tim.ttl", "ex:tim a ex:Cat ; ex:name 'Tim' .")
    refused = call("add", tim)
    assert (refused.code, "--accept-warnings stores it" in refused.err) == (1, True)
    assert not Path("facts/tim.trig").exists()
    assert call("add", tim, "--accept-warnings").code == 0
    assert Path("facts/tim.trig").exists()


def test_all_files_are_stored_or_none(here: Path, call: Call) -> None:
    before = state(here)
    broken = write("broken.ttl", "ex:a ex:p")
    done = call("add", write("tom.ttl", TOM), broken)
    assert done.code == 1
    assert "../broken.ttl:2" in done.out
    assert state(here) == before


def test_a_dry_run_stores_nothing(here: Path, call: Call) -> None:
    before = state(here)
    done = call("add", write("tom.ttl", TOM), "--dry-run")
    assert (done.code, "3 added" in done.out or "4 added" in done.out) == (0, True)
    assert state(here) == before


SOURCE = Path(__file__).parent.parent.parent / "src" / "lunargraph"
SCHEMAS = [
    json.loads((SOURCE / name).read_text("utf-8"))
    for name in (
        "transaction.schema.json",
        "workspace/log.schema.json",
        "validation/report.schema.json",
        "differences/difference.schema.json",
    )
]


def as_the_schema_says(text: str, name: str) -> Any:
    """Return a JSON text that has the shape of this name."""
    registry: Registry[Any] = Registry().with_resources(
        (each["$id"], Resource.from_contents(each)) for each in SCHEMAS
    )
    [schema] = [each for each in SCHEMAS if each["$id"] == f"{SCHEMA_IRIS}{name}.schema.json"]
    document = json.loads(text)
    Draft202012Validator(schema, registry=registry).validate(document)
    return document


def test_whatever_becomes_of_a_change_the_json_has_the_shape_of_its_schema(
    here: Path, call: Call
) -> None:
    tom, form = write("tom.ttl", TOM), ("--format", "json")
    lines = [
        ("add", write("broken.ttl", "ex:a ex:p"), *form),
        ("add", write("tim.ttl", "ex:tim a ex:Cat ."), *form),
        ("add", tom, *form, "--dry-run"),
        ("add", tom, *form, "-m", "línea\n\u202e2", "--by", "\u5ae6\u5a25"),
        ("add", tom, *form, "--replace"),
        ("remove", "tom", *form),
        ("undo", *form),
    ]
    said = [as_the_schema_says(call(*line).out, "transaction") for line in lines]
    assert [each["stored"] for each in said] == [False, False, False, True, True, True, True]
    assert [each["entry"] and each["entry"]["number"] for each in said] == [
        None, None, None, 2, None, 3, 4,
    ]  # fmt: skip
    log = as_the_schema_says(call("log", *form).out, "log")["entries"]
    assert [entry["action"] for entry in log] == ["undo", "remove", "add", "init"]
    assert (log[2]["why"], log[2]["who"]) == ("línea\n\u202e2", "\u5ae6\u5a25")
    assert "\u202e" not in call("log").out
    assert log[0]["undoes"] == log[1]["id"]
    assert [entry["previous"] for entry in log] == [[each["id"]] for each in log[1:]] + [[]]


def test_json_has_report_difference_and_entry(here: Path, call: Call) -> None:
    done = call("add", write("tom.ttl", TOM), "--format", "json")
    said = json.loads(done.out)
    assert said["stored"] is True
    assert said["entry"]["number"] == 2
    assert said["files"] == ["facts/tom.trig"]
    assert said["report"]["conforms"] is True
    assert len(said["difference"]["inferred"]["added"]) == 1
    entries = json.loads(call("log", "--format", "json").out)["entries"]
    assert [entry["number"] for entry in entries] == [2, 1]
    assert entries[0]["id"] == said["entry"]["id"]


def test_a_name_that_is_taken_needs_replace(here: Path, call: Call) -> None:
    call("add", write("tom.ttl", TOM))
    changed = write("tom.ttl", TOM.replace("'Tom'", "'Thomas'"))
    refused = call("add", changed)
    assert (refused.code, "--replace" in refused.err) == (2, True)
    done = call("add", changed, "--replace")
    assert '- http://example.org/name "Tom"' in done.out
    assert '+ http://example.org/name "Thomas"' in done.out
    assert "1 added, 1 removed" in done.out
    assert "says all that already" in call("add", changed, "--replace").err
    assert len(json.loads(call("log", "--format", "json").out)["entries"]) == 3


def test_remove_takes_back_a_file_and_checks_the_rest(here: Path, call: Call) -> None:
    call("add", write("tom.ttl", TOM))
    call("add", write("names.ttl", "ex:tim ex:name 'Tim' ; ex:likes ex:milk ."))
    call("add", write("tim.ttl", "ex:tim a ex:Cat ."))
    refused = call("remove", "names")  # who then has no name
    assert (refused.code, "Give it a name." in refused.out) == (1, True)
    assert Path("facts/names.trig").exists()
    done = call("remove", "facts/tim.trig")
    assert done.code == 0
    assert "- is a http://example.org/Animal" in done.out
    assert not Path("facts/tim.trig").exists()
    assert call("remove", "tim").code == 2


def test_remove_takes_back_statements_and_only_those_of_the_facts(here: Path, call: Call) -> None:
    call("add", write("tom.ttl", TOM))
    gone = write("gone.ttl", "ex:milk ex:name 'milk' .")
    assert call("remove", "--statements", gone).code == 0
    assert b"'milk'" not in Path("facts/tom.trig").read_bytes()
    again = call("remove", "--statements", gone)
    assert (again.code, "do not have this statement" in again.err) == (2, True)
    base = write(
        "base2.ttl", "ex:Cat <http://www.w3.org/2000/01/rdf-schema#subClassOf> ex:Animal ."
    )
    assert call("remove", "--statements", base).code == 2
    assert call("remove", "--statements", write("b.ttl", "ex:tom ex:likes [] .")).code == 2
    assert call("remove").code == 2


def test_undo_goes_back_one_change_after_the_other(here: Path, call: Call) -> None:
    states = [state(here)]
    call("add", write("tom.ttl", TOM))
    states.append(state(here))
    call("add", write("tom.ttl", TOM.replace("'Tom'", "'Thomas'")), "--replace")
    for expected in states[::-1]:
        assert call("undo").code == 0
        found = state(here)
        assert {name: data for name, data in found.items() if not name.startswith("changes/")} == {
            name: data for name, data in expected.items() if not name.startswith("changes/")
        }
    nothing = call("undo")
    assert (nothing.code, "no change to undo" in nothing.err) == (2, True)


def test_undo_says_what_it_undoes_and_why(here: Path, call: Call) -> None:
    call("add", write("tom.ttl", TOM), "-m", "a cat came")
    call("undo", "-m", "it was a dog")
    assert json.loads(call("log", "--format", "json").out)["entries"][0]["why"] == (
        "undo of 2: it was a dog"
    )


def test_the_report_in_the_json_has_what_follows(here: Path, call: Call) -> None:
    """As that of ``validate`` has it; in the text the difference says it once."""
    path, form = write("tom.ttl", TOM), ("--format", "json")
    foretold = json.loads(call("validate", path, *form).out)["consequences"]
    assert [group["title"] for group in foretold["gained"]] == ["the same in other vocabularies"]
    refused = call("add", write("tim.ttl", "ex:tim a ex:Cat ."))
    assert "would newly follow" not in refused.out
    said = json.loads(call("add", path, *form).out)["report"]["consequences"]
    assert said["gained"] == foretold["gained"]
    gone = json.loads(call("remove", "tom", *form).out)["report"]["consequences"]
    assert gone["lost"] == foretold["gained"]
    back = json.loads(call("undo", *form).out)["report"]["consequences"]
    assert back["gained"] == foretold["gained"]


def test_a_baseline_of_a_workspace_serves_in_all_its_folders_and_never_for_syntax(
    here: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    tim = write("tim.ttl", "ex:tim a ex:Cat .").resolve()
    written = call("validate", tim, "--write-baseline", "known.json")
    assert written.code == 0
    tim.write_text(tim.read_text("utf-8") + "ex:tim a", "utf-8")
    marks = set()
    for folder, path in ((".", tim), ("facts", "../../tim.ttl"), ("..", "./tim.ttl")):
        monkeypatch.chdir(here / folder)
        where = ("--workspace", here, "validate", path, "--baseline", here / "known.json")
        done = call(*where, "--format", "json")
        said = json.loads(done.out)
        assert (done.code, said["known"], said["stale"]) == (1, [], [])
        marks |= {finding["fingerprint"] for finding in said["findings"]}
    assert len(marks) == 1
    known = (here / "known.json").read_bytes()
    again = call("--workspace", here, "validate", tim, "--write-baseline", here / "known.json")
    assert (again.code, "was not written" in again.err) == (1, True)
    assert (here / "known.json").read_bytes() == known


@pytest.mark.parametrize("citation", ["", "  "])
def test_a_citation_of_nothing_is_refused(here: Path, call: Call, citation: str) -> None:
    before = state(here)
    for more in ((), ("--read", "original"), ("--source", "ex")):
        done = call("add", write("tom.ttl", TOM), "--cite", citation, *more)
        assert (done.code, "the citation is empty" in done.err) == (2, True)
    assert state(here) == before


@pytest.mark.parametrize("name", ["log:abc", "log:", "log:-1", "log:12345678901"])
def test_what_is_no_number_is_no_entry_of_the_log(here: Path, call: Call, name: str) -> None:
    done = call("diff", name)
    assert (done.code, "such as log:3" in done.err) == (2, True)


def test_every_command_works_on_the_base_and_the_facts(
    here: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the workspace around the working folder, and from elsewhere with ``--workspace``."""
    call("add", write("tom.ttl", TOM))
    call("add", write("tim.ttl", "ex:tim a ex:Cat ; ex:name 'Tim' ; ex:likes ex:milk ."))
    follows = write("follows.ttl", "ex:tom a ex:Animal . ex:tim a ex:Animal .")
    query = write("animals.rq", "SELECT ?a { ?a a <http://example.org/Animal> } ORDER BY ?a")
    query.write_text(query.read_text().partition("\n")[2])
    new = write("new.ttl", "ex:tam a ex:Cat ; ex:name 'Tam' ; ex:likes ex:tom .")
    iri = "http://example.org/"

    def asked(*where: str | Path) -> list[Outcome]:
        return [
            call(*where, "sparql", "-f", query, "--format", "csv"),
            call(*where, "find", "cat", "--format", "csv"),
            call(*where, "why", f"{iri}tim", "a", f"{iri}Animal"),
            call(*where, "export", "--format", "nt", "--layer", "all"),
            call(*where, "info", "--format", "json"),
            call(*where, "entails", follows),
            call(*where, "reason", "--format", "nt"),
            call(*where, "validate", new),
            call(*where, "check", "--fail-on", "violation"),
            call(*where, "query", "missions", "--format", "csv"),
            call(*where, "diff", "log:1", "log:3", "--layer", "asserted"),
            call(*where, "diff", "log:2"),
            call(*where, "log"),
        ]

    monkeypatch.chdir(here / "facts")  # below the workspace
    follows, query, new = (here.parent / path.name for path in (follows, query, new))
    inside = asked()
    assert inside[0].out.splitlines() == ["a", f"{iri}tim", f"{iri}tom"]
    assert f"<{iri}tim> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{iri}Animal>" in (
        inside[3].out
    )
    assert json.loads(inside[4].out)["graph"] == "workspace"
    assert "+ is a cat (http://example.org/Cat)" in inside[10].out
    assert f"{iri}tim" in inside[11].out
    assert f"{iri}tom" not in inside[11].out
    assert [each.code for each in inside] == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0], inside
    monkeypatch.chdir(here.parent)
    outside = asked("--workspace", "w")  # stderr may tell of other processes
    assert [each[:2] for each in outside] == [each[:2] for each in inside]
    without = call("-g", here.parent / "base.ttl", "sparql", "-f", query, "--format", "csv")
    assert without.out.splitlines() == ["a"]


class TestByHand:
    def test_a_change_by_hand_is_told_and_can_be_recorded(self, here: Path, call: Call) -> None:
        call("add", write("tom.ttl", TOM))
        path = Path("facts/tom.trig")
        path.write_text(path.read_text().replace('"Tom"', '"Thomas"'))
        told = call("log", "--check")
        assert (told.code, "changed by hand" in told.out) == (1, True)
        told = call("log", "--check", "--format", "json")
        assert "changed by hand" in as_the_schema_says(told.out, "log")["strays"][0]
        assert call("undo").code == 2
        done = call("add", path, "-m", "a better name")
        assert done.code == 0
        assert '- http://example.org/name "Tom"' in done.out
        assert '+ http://example.org/name "Thomas"' in done.out
        assert call("log", "--check").code == 0
        assert call("undo").code == 0
        assert '"Tom"' in path.read_text()

    def test_a_file_put_there_is_checked_as_any_other(self, here: Path, call: Call) -> None:
        path = Path("facts/tim.trig")
        path.write_text(PREFIXES + "ex:tim a ex:Cat .")
        assert call("add", path).code == 1
        path.write_text(PREFIXES + "ex:tim a ex:Cat ; ex:name 'Tim' ; ex:likes ex:tim .")
        assert call("add", path).code == 0
        assert "graph/w/tim>" in path.read_text()  # stored in canonical form, with its record

    def test_a_file_taken_away_is_recorded_by_remove(self, here: Path, call: Call) -> None:
        call("add", write("tom.ttl", TOM))
        Path("facts/tom.trig").unlink()
        assert call("remove", "tom").code == 0
        assert call("log", "--check").code == 0
        assert call("undo").code == 0
        assert Path("facts/tom.trig").exists()

    def test_another_form_is_mended_without_an_entry(self, here: Path, call: Call) -> None:
        call("add", write("tom.ttl", TOM))
        before = state(here)
        path = Path("facts/tom.trig")
        path.write_text("# remark\n" + path.read_text().replace("    ", " "))
        assert "not in canonical form" in call("log", "--check").out
        assert call("add", path).code == 0
        assert state(here) == before


class TestTrouble:
    def test_a_workspace_that_may_not_be_written_is_still_read(
        self, here: Path, call: Call, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        call("add", write("tom.ttl", TOM))
        before = state(here)
        shutil_tree_read_only(here)
        try:
            if os.access(here / "facts", os.W_OK):  # the superuser may write all the same
                monkeypatch.setattr(os, "open", refusing(os.open, here))
            refused = call("add", write("tim.ttl", "ex:tim a ex:Dog ; ex:name 'Tim' ."))
            assert refused.code == 3
            assert "may not be written" in refused.err
            assert call("log", "--check").code == 0
            monkeypatch.undo()
            monkeypatch.chdir(here)
        finally:
            for folder in (here, *(path for path in here.rglob("*") if path.is_dir())):
                folder.chmod(0o755)
        assert state(here) == before

    def test_a_disk_that_takes_no_more_changes_nothing(self, here: Path) -> None:
        before = state(here)
        text = "".join(f"ex:thing{n} ex:name 'name {n}' .\n" for n in range(400))
        limit = "import resource as r, sys; r.setrlimit(r.RLIMIT_FSIZE, (20000, 20000)); "
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                limit + "from lunargraph.workspace.transactions import Transactions; "
                "from lunargraph.workspace.folders import Workspace; from pathlib import Path; "
                "from lunargraph.formats import load_document; "
                "p = Path(sys.argv[1]); t = Transactions(Workspace.open('.')); "
                "t.carry_out(t.plan_add([(p, load_document(p))]), who='x')",
                str(write("many.ttl", text)),
            ],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 1
        assert "nothing was changed" in done.stderr
        assert state(here) == before
        assert resource.getrlimit(resource.RLIMIT_FSIZE) != (20000, 20000)

    def test_of_two_writers_one_waits_or_is_told_whose_lock_it_is(
        self, here: Path, call: Call
    ) -> None:
        tom = write("tom.ttl", TOM)
        with begun(Workspace.open(here)):
            told = call("add", tom, "--wait", "0")
            assert told.code == 3
            assert f"process {os.getpid()} on " in told.err
            assert " for 0 seconds" in told.err or "second" in told.err
            waited = call("add", tom, "--wait", "0.05")
            assert "waiting for the workspace, which is held by process" in waited.err
            assert waited.code == 3
            assert call("log", "--check").code == 0  # who reads does not wait
        assert call("add", tom, "--wait", "0").code == 0

    def test_without_git_the_user_is_the_author(
        self, here: Path, call: Call, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", "")
        monkeypatch.setenv("LOGNAME", "ann")
        call("add", write("tom.ttl", TOM))
        assert json.loads(call("log", "--format", "json").out)["entries"][0]["who"] == "ann"

    def test_commands_without_a_workspace_say_how_to_get_one(
        self, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for command in ("log", "undo"):
            outcome = call(command)
            assert (outcome.code, "lunargraph init" in outcome.err) == (2, True)
        assert call("--workspace", tmp_path, "log").code == 3

    @pytest.mark.parametrize("name", ["☾.ttl", "-.ttl"])
    def test_a_name_that_gives_none_is_refused(self, here: Path, call: Call, name: str) -> None:
        outcome = call("add", write(name, TOM))
        assert (outcome.code, "rename the file" in outcome.err) == (2, True)

    def test_a_name_in_any_script_stays_readable(self, here: Path, call: Call) -> None:
        """In composed form, lower case, and without what would hide or turn it around."""
        cafe = unicodedata.normalize("NFD", "Café du Monde")
        names = {
            f"{cafe}.ttl": "café-du-monde",
            "嫦娥五号.ttl": "嫦娥五号",
            "चंद्रयान (3).ttl": "चंद्रयान-3",
            "\u202egpj.\u2066луна.ttl": "gpj-луна",
        }
        for number, (given, stored) in enumerate(names.items()):
            cat = TOM.replace("ex:tom", f"ex:cat-{number}").replace("Tom", f"Cat {number}")
            done = call("add", write(given, cat.partition("\nex:milk")[0]), "--accept-warnings")
            assert (done.code, f"facts/{stored}.trig" in done.err) == (0, True), done
            path = Path("facts", f"{stored}.trig")
            assert f"<https://w3id.org/lunargraph/graph/w/{stored}>" in path.read_text("utf-8")
        assert sorted(path.stem for path in Path("facts").iterdir()) == sorted(names.values())
        assert call("log", "--check").code == 0
        assert call("remove", cafe.replace(" ", "-").lower()).code == 0
        assert call("undo").code == 0
        assert json.loads(call("log", "--format", "json").out)["entries"][0]["files"][0][
            "path"
        ] == ("facts/café-du-monde.trig")

    @pytest.mark.parametrize("name", ["a b.trig", "-.trig"])
    def test_a_file_put_there_after_which_no_record_can_be_named_is_refused(
        self, here: Path, call: Call, name: str
    ) -> None:
        Path("facts", name).write_text(PREFIXES + TOM, "utf-8")
        done = call("add", Path("facts", name))
        assert (done.code, "no record can be named after this file" in done.err) == (2, True)

    def test_a_name_that_is_too_long_is_refused_before_anything_is_decided(
        self, here: Path, call: Call
    ) -> None:
        done = call("add", write(f"{'x' * 251}.ttl", TOM))
        assert (done.code, "too long" in done.err) == (2, True)
        assert call("log", "--check").code == 0

    def test_two_files_of_one_name_are_refused(self, here: Path, call: Call) -> None:
        outcome = call("add", write("tom.ttl", TOM), write("Tom.trig", TOM))
        assert (outcome.code, "under one name" in outcome.err) == (2, True)

    def test_a_blank_node_with_two_parents_has_no_place(self, here: Path, call: Call) -> None:
        outcome = call("add", write("tom.ttl", "ex:a ex:p _:x . ex:b ex:p _:x ."))
        assert (outcome.code, "give it an IRI" in outcome.err) == (3, True)
        assert "tom.ttl" in outcome.err


def shutil_tree_read_only(folder: Path) -> None:
    for each in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        each.chmod(0o555)


def refusing(real: Callable[..., int], folder: Path) -> Callable[..., int]:
    """Return what opens no file below *folder* for writing."""

    def inner(path: str | os.PathLike[str], flags: int, *rest: int, **more: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR) and Path(path).absolute().is_relative_to(folder):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, flags, *rest, **more)

    return inner


def test_the_records_of_facts_satisfy_the_shipped_shapes(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source that the facts bring along, a citation alone, and none at all."""
    monkeypatch.chdir(tmp_path)
    base = ("--base", "ontology", "--title", "Notes", "--known-until", "2026-11")
    assert (
        call("init", "w", *base, "--licence", "https://creativecommons.org/licenses/by/4.0/").code
        == 0
    )
    facts = tmp_path / "moon.ttl"
    facts.write_text(
        "@prefix lg: <https://w3id.org/lunargraph/ns#> .\n"
        "@prefix lgi: <https://w3id.org/lunargraph/id/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'lgi:somewhere a lg:Place ; rdfs:label "somewhere"@en .\n',
        "utf-8",
    )
    there = ("--workspace", "w")
    bare = call(*there, "add", facts)
    assert (bare.code, "lg:restsOn" in bare.out) == (1, True)
    assert call(*there, "add", facts, "--source", "nowhere").code == 1
    cited = call(*there, "add", facts, "--cite", "A map", "--read", "original")
    assert (cited.code, cited.out.count("violation")) == (0, 0)
    graph = LunarGraph.open(workspace="w")
    assert graph.info()["graph"] == "workspace"
    answer = graph.sparql(
        "SELECT ?title { ?r lg:describes lgi:somewhere ; lg:restsOn/lg:title ?title }"
    )
    assert [row.title for row in answer.rows] == ["A map"]  # type: ignore[union-attr]
