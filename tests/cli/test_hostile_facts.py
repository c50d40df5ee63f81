"""Facts that mean harm, or are merely strange: each is stored as it is or refused with a reason."""

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from lunargraph import LunarGraph, changing
from lunargraph.cli import run
from lunargraph.formats import load_quads
from lunargraph.workspace.folders import Workspace
from small_workspaces import BASE, contents

PREFIX = "@prefix ex: <http://example.org/> .\n"
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
STRANGE = {
    "right-to-left": ("ex:\u05d0", "\u202eabc\u202c \u05e9\u05dc\u05d5\u05dd \u2066x\u2069"),
    "combining": ("ex:a", "e\u0301\u0301\u0301 \u1e9b\u0323 \u1100\u1161\u11a8"),
    "control": ("ex:a", "bell\x07 escape\x1b[31m line\u2028 next\x85 tab\t return\r end\x7f"),
    "beyond": ("ex:a", "\U0001f319 \U000e0041 \ufffe \ufeff"),
    "script": ("<javascript:alert(1)>", "<script>alert(1)</script> & ]]> --> {{x}}"),
    "dots": (
        "<http://e/a/../../b/%2e%2e/%00?x=<y>#z".replace("<y>", "y") + ">",
        "../../etc/passwd",
    ),
    "long": (f"<http://example.org/{'x' * 50_000}>", "y" * 100_000),
    "markup": ("ex:a", "TX .\nD <a> <b> <c> .\nTC .\n# H id <x> ."),
}
REFUSED = {
    "zero.ttl": (PREFIX + 'ex:a ex:p "\0" .', "binary file"),
    "space.ttl": ("<http://example.org/a b> <http://e/p> 1 .", "an IRI without spaces"),
    "escaped.ttl": ("<http://example.org/\\u003E> <http://e/p> 1 .", "IRI"),
    "relative.ttl": ("<../../../etc/passwd> <http://e/p> 1 .", "an IRI is relative"),
    "half.nt": ('<http://e/a> <http://e/p> "\\uD800" .', "not a valid unicode character"),
    "language.ttl": (PREFIX + f"ex:a ex:p 'x'@{'a-' * 5000}b .", "a language tag"),
    "elsewhere.jsonld": (
        '{"@context": "http://127.0.0.1:9/c.jsonld", "@id": "http://e/a", "x": "y"}',
        "nothing is fetched",
    ),
    "local.jsonld": (
        '{"@context": "file:///etc/passwd", "@id": "http://e/a"}',
        "nothing is fetched",
    ),
    "deep.jsonld": ("[" * 100_000 + "]" * 100_000, "levels deep"),
    "entity.rdf": (
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'{RDF}<rdf:Description rdf:about="http://e/a"><e:p>&x;</e:p></rdf:Description></rdf:RDF>',
        "the entity 'x' is refused",
    ),
    "laughs.rdf": (
        '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        f'{RDF}<rdf:Description rdf:about="http://e/a"><e:p>&b;</e:p></rdf:Description></rdf:RDF>',
        "is refused",
    ),
    "endless.ttl": (PREFIX + 'ex:a ex:p """' + "x" * 1_000_000, "never closed"),
}
DEEP = 1000
NESTED = {
    "nodes.ttl": PREFIX + "ex:a ex:p " + "[ ex:p " * DEEP + "1" + " ]" * DEEP + " .",
    "lists.ttl": PREFIX + "ex:a ex:p " + "( " * DEEP + ")" * DEEP + " .",
    "chain.nt": "".join(f"_:b{n} <http://e/p> _:b{n + 1} .\n" for n in range(DEEP)),
    "circle.nt": "".join(f"_:b{n} <http://e/p> _:b{(n + 1) % DEEP} .\n" for n in range(DEEP)),
}
Streams = pytest.CaptureFixture[bytes]
Call = Callable[..., tuple[int, str]]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    (tmp_path / "base.ttl").write_text(BASE, "utf-8")
    graph = LunarGraph.init(tmp_path / "w", base=[tmp_path / "base.ttl"])
    monkeypatch.chdir(tmp_path / "w")
    return graph.workspace


@pytest.fixture
def add(workspace: Workspace, capfdbinary: Streams) -> Call:
    """Add a text; return the exit code and all that was said."""

    def inner(name: str, text: str) -> tuple[int, str]:
        path = workspace.root.parent / name
        path.write_bytes(text.encode("utf-8"))
        code = run(["add", str(path)])
        out, err = capfdbinary.readouterr()
        return code, (out + err).decode("utf-8")

    return inner


def test_strange_values_are_stored_as_they_are_and_drive_no_terminal(
    workspace: Workspace, add: Call, capfdbinary: Streams
) -> None:
    """In one file: checking takes its time."""
    ours = {name: (subject, value) for name, (subject, value) in STRANGE.items()}
    rows = "".join(
        f"{subject} ex:{name} {Literal(value)} .\n" for name, (subject, value) in ours.items()
    )
    code, said = add("strange.ttl", PREFIX + rows)
    assert code == 0, said
    assert all(char.isprintable() or char == "\n" for char in said)
    [path] = [path for path in workspace.fact_files() if path.stem == "strange"]
    stored = {quad.predicate.value: quad for quad in load_quads(path)}
    for name, (subject, value) in ours.items():
        quad = stored[f"http://example.org/{name}"]
        iri = subject[1:-1] if subject[0] == "<" else subject.replace("ex:", "http://example.org/")
        assert (quad.subject, quad.object) == (NamedNode(iri), Literal(value))
    assert run(["log", "--check"]) == 0  # the log says the same, read back from its patch
    assert run(["export", "--format", "nt", "--layer", "asserted"]) == 0
    assert len(capfdbinary.readouterr().out.splitlines()) > len(ours)
    assert run(["undo"]) == 0


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_a_finding_and_changes_nothing(
    workspace: Workspace, add: Call, name: str
) -> None:
    before = contents(workspace)
    text, reason = REFUSED[name]
    code, said = add(name, text)
    assert code == 1, said
    assert reason in said
    assert f"{name}:1" in said or f"{name}:2" in said
    assert len(said) < 2000
    assert contents(workspace) == before


@pytest.mark.parametrize("name", NESTED)
def test_deep_nesting_is_refused_with_a_sentence(
    workspace: Workspace, add: Call, name: str
) -> None:
    before = contents(workspace)
    code, said = add(name, NESTED[name])
    assert code in (1, 3), said
    assert name in said
    assert "to mend:" in said
    assert contents(workspace) == before


class TestTooMuch:
    def test_a_million_lines_are_refused_before_they_fill_the_memory(
        self, workspace: Workspace
    ) -> None:
        path = workspace.root.parent / "million.nt"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(f'<http://e/{n}> <http://e/p> "{n}" .\n' for n in range(1_000_000))
        limit = "import resource as r, sys; r.setrlimit(r.RLIMIT_CPU, (60, 60)); "
        done = subprocess.run(
            [
                sys.executable, "-c",
                limit + "from lunargraph.cli import run; code = run(['add', sys.argv[1]]); "
                "print(r.getrusage(r.RUSAGE_SELF).ru_maxrss, file=sys.stderr); sys.exit(code)",
                str(path),
            ],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 1, done.stderr
        assert "million.nt: violation: this is too much at once" in done.stdout
        assert "at most 100000 statements" in done.stdout
        assert "to mend: split it" in done.stdout
        assert int(done.stderr.split()[-1]) < 600_000  # kilobytes; the text itself takes a part
        assert resource.getrlimit(resource.RLIMIT_CPU) != (60, 60)

    def test_files_count_together_and_a_huge_one_is_not_even_read(
        self,
        workspace: Workspace,
        add: Call,
        monkeypatch: pytest.MonkeyPatch,
        capfdbinary: Streams,
    ) -> None:
        monkeypatch.setattr(changing, "MOST", 3)
        two = [workspace.root.parent / f"{name}.nt" for name in "ab"]
        for path in two:
            path.write_text("".join(f'<http://e/{path.stem}> <http://e/p> "{n}" .\n' for n in "12"))
        assert run(["add", *map(str, two)]) == 1
        assert b"b.nt: violation: this is too much" in capfdbinary.readouterr().out
        code, said = add("c.ttl", "# " + "x" * 4000 + "\n<http://e/a> <http://e/p> 1 .")
        assert (code, "at most 3000 bytes" in said) == (1, True)
        code, _ = add("c.ttl", "<http://e/a> <http://e/p> 1 , 2 , 3 .")
        assert code == 0


def test_a_statement_that_is_in_the_base_may_be_said_again(workspace: Workspace, add: Call) -> None:
    code, said = add("again.ttl", BASE)
    assert code == 0, said
    [path] = workspace.fact_files()
    assert {quad.triple for quad in load_quads(path)} == {
        quad.triple for quad in load_quads(workspace.base_files()[0])
    }
