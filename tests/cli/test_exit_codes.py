"""``docs/exit-codes.md`` as a test: every code that it promises of a command is made to happen."""

import re
from pathlib import Path

import pytest

from lunargraph.cli import run
from lunargraph.cli.app import COMMANDS
from lunargraph.workspace.beginning import init_workspace
from small_workspaces import add, ignore

ROOT = Path(__file__).parent.parent.parent
TABLE = (ROOT / "docs" / "exit-codes.md").read_text("utf-8")
ROW = re.compile(r"^\| `(\w+)` \|(.*)\|$", re.MULTILINE)
STREAMS = pytest.CaptureFixture[bytes]

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
FILES = {
    "graph.ttl": PREFIXES + "ex:Cat rdfs:subClassOf ex:Animal . ex:tom a ex:Cat .",
    "more.ttl": PREFIXES + "ex:tom a ex:Cat . ex:tim a ex:Cat .",
    "follows.ttl": PREFIXES + "ex:tom a ex:Animal .",
    "shapes.ttl": PREFIXES + "[] a sh:NodeShape ; sh:targetClass ex:Cat ; sh:property "
    "[ sh:path ex:name ; sh:minCount 1 ; sh:message 'Name it.' ] .",
    "needs-tom.ttl": PREFIXES + "[] a sh:NodeShape ; sh:targetNode ex:tom ; sh:property "
    "[ sh:path ex:name ; sh:minCount 1 ; sh:message 'Name Tom.' ] .",
    "clash.ttl": PREFIXES + "ex:tom a owl:Nothing .",
    "broken.ttl": "this is no Turtle",
    "canonical.ttl": "<http://example.org/a>\n    a <http://example.org/b> ;\n.\n",
    "notes.txt": "no facts",
}
SERVER = "http://127.0.0.1:9/sparql"  # the port that discards: nothing listens

# One case for each code of each command. @ stands for the graph of the files above.
CASES = [
    ("query missions --format csv -o out.csv", 0),
    ("query mision", 2),
    ("-g broken.ttl query missions", 3),
    ("@ sparql ASK{?s<urn:p>?o}", 0),
    ("@ sparql ASK{", 2),
    (f"sparql --endpoint {SERVER} ASK{{}}", 3),
    ("@ find nobody", 0),
    ("@ find tom --kind ex:Dog", 2),
    ("-g broken.ttl find tom", 3),
    ("@ why http://example.org/tom a http://example.org/Animal", 0),
    ("@ why http://example.org/tom a http://example.org/Cat2", 2),
    ("@ why http://example.org/Animal rdfs:subClassOf http://example.org/Cat", 1),
    ("-g broken.ttl why a b c", 3),
    ("assess --actor nasa --with cnsa --on 2024-06-01", 0),
    ("assess --actor nasa --with esa --bilateral --on 2024-06-01", 1),
    ("assess --actor nasa --with cnsa", 2),
    ("assess missing.ttl --on 2024-06-01", 3),
    ("@ impact more.ttl", 0),
    ("@ impact clash.ttl", 1),
    ("@ impact more.ttl --on 2024-13", 2),
    ("@ impact missing.ttl", 3),
    ("@ export --format nt -o out.nt", 0),
    ("@ export --format nothing", 2),
    ("@ export -o nowhere/out.ttl", 3),
    ("import {examples}/moon-flights --flights {examples}/moon-flights/flights.csv -o o.trig", 0),
    ("import {here}/wrong-source --flights {examples}/moon-flights/flights.csv -o o.trig", 1),
    ("import nothing", 2),
    ("import {examples}/moon-flights --flights missing.csv -o o.trig", 3),
    ("@ validate follows.ttl", 0),
    ("@ validate more.ttl --shapes shapes.ttl", 1),
    ("@ validate broken.ttl", 1),
    ("@ validate notes.txt", 2),
    ("@ validate missing.ttl", 3),
    ("@ diff graph.ttl graph.ttl", 0),
    ("@ diff graph.ttl more.ttl", 1),
    ("@ diff graph.ttl", 2),
    ("@ diff graph.ttl notes.txt", 2),
    ("@ diff graph.ttl missing.ttl", 3),
    ("@ diff graph.ttl broken.ttl", 3),
    ("@ check", 0),
    ("@ check --shapes shapes.ttl", 1),
    ("@ check --fail-on nothing", 2),
    ("-g broken.ttl check", 3),
    ("init new", 0),
    ("init new --name No.Slug", 2),
    ("init notes.txt", 3),
    ("--workspace w add more.ttl", 0),
    ("--workspace w add more.ttl --shapes shapes.ttl", 1),
    ("add more.ttl", 2),
    ("--workspace w add missing.ttl", 3),
    ("--workspace w remove tom", 0),
    ("--workspace w remove tom --shapes needs-tom.ttl", 1),
    ("--workspace w remove tim", 2),
    ("--workspace w remove --statements missing.ttl", 3),
    ("--workspace w undo", 0),
    ("--workspace empty undo", 2),
    ("--workspace altered undo", 3),
    ("--workspace w log", 0),
    ("--workspace by-hand log --check", 1),
    ("log", 2),
    ("--workspace altered log", 3),
    ("@ reason -o out.nt", 0),
    ("@ reason --engine nothing", 2),
    ("-g broken.ttl reason", 3),
    ("@ entails follows.ttl", 0),
    ("@ entails more.ttl", 1),
    ("@ entails notes.txt", 2),
    ("@ entails missing.ttl", 3),
    ("fmt --check canonical.ttl", 0),
    ("fmt --check graph.ttl", 1),
    ("fmt notes.txt", 2),
    ("fmt broken.ttl", 3),
    ("@ info --format json", 0),
    ("@ info --format nothing", 2),
    ("-g broken.ttl info", 3),
]


def promised() -> set[tuple[str, int]]:
    """Return each command of the table with the codes whose cells are not empty."""
    return {
        (command, code)
        for command, cells in ROW.findall(TABLE)
        for code, cell in enumerate(cells.split("|"))
        if cell.strip()
    }


def command_of(line: str) -> str:
    return next(word for word in line.split() if word in COMMANDS)


def test_the_table_has_every_command_and_every_promise_has_its_case() -> None:
    assert {command for command, _ in promised()} == set(COMMANDS)
    assert {(command_of(line), code) for line, code in CASES} == promised()


def make_workspaces(folder: Path) -> None:
    """Make ``w`` with the facts ``tom``, ``empty``, and one each whose facts and log were altered."""
    for name in ("w", "empty", "by-hand", "altered"):
        workspace = init_workspace(folder / name, base=[folder / "graph.ttl"], announce=ignore)
        if name != "empty":
            add(workspace, "tom", "ex:tom ex:name 'Tom' .")
    (folder / "by-hand" / "facts" / "tom.trig").unlink()
    [entry] = (folder / "altered" / "changes").glob("0002-*")
    entry.write_bytes(entry.read_bytes().replace(b"Tom", b"Tim"))


@pytest.mark.usefixtures("graph_cache")
@pytest.mark.parametrize(("line", "code"), CASES, ids=[line for line, _ in CASES])
def test_a_command_ends_as_promised(
    line: str,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: STREAMS,
) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    source = tmp_path / "wrong-source"
    source.mkdir()
    (source / "source.toml").write_text('title = "no more than a title"\n', "utf-8")
    if "--workspace" in line:
        make_workspaces(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    line = line.replace("{examples}", str(ROOT / "examples")).replace("{here}", str(tmp_path))
    words = re.sub("^@", "-g graph.ttl", line).split()
    ended = run(words)
    out, err = capfdbinary.readouterr()
    assert ended == code, (out + err).decode()
    if code:
        assert err if code > 1 else out or err  # what was found, or why it could not run
