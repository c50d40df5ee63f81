"""A workspace that came from somebody else writes nothing but its own files, and loses nothing."""

import json
from pathlib import Path

import pytest

from lunargraph import LunarGraph
from lunargraph.errors import UsageError, WorkspaceError
from lunargraph.files import digest
from lunargraph.workspace.journal import recover

ONTOLOGY = "@prefix ex: <http://example.org/> . ex:Cat a <http://www.w3.org/2002/07/owl#Class> .\n"
TOM = "@prefix ex: <http://example.org/> . ex:tom a ex:Cat ; ex:drinks 'milk' .\n"


@pytest.fixture
def graph(tmp_path: Path) -> LunarGraph:
    base = tmp_path / "base.ttl"
    base.write_text(ONTOLOGY, "utf-8")
    graph = LunarGraph.init(tmp_path / "w", base=[base], cache=tmp_path / "cache")
    facts = tmp_path / "tom.ttl"
    facts.write_text(TOM, "utf-8")
    assert graph.add(facts, accept_warnings=True).stored
    return graph


def journal(root: Path, path: str) -> None:
    """Leave behind what a change would that wrote *path* and was interrupted."""
    staged = root / ".lunargraph" / "staged"
    staged.mkdir(parents=True, exist_ok=True)
    (staged / "0").write_text("#!/bin/sh\n", "utf-8")
    step = {"path": path, "before": None, "after": digest(b"#!/bin/sh\n")}
    of = {"folder": staged.parent.stat().st_ino, "path": str(root), "machine": "here"}
    document = {"version": 2, "of": of, "doing": "a change", "steps": [step]}
    (staged.parent / "journal.json").write_text(json.dumps(document), "utf-8")


@pytest.mark.parametrize(
    "path",
    [".git/hooks/post-commit", "../outside", "/outside", "facts/../x.trig", "facts/.x.trig",
     "facts/x.sh", "changes/x.trig", "link/x.trig", "README.md"],
)  # fmt: skip
def test_a_journal_that_names_other_files_is_not_carried_out(graph: LunarGraph, path: str) -> None:
    root = graph.workspace.root
    journal(root, path)
    with pytest.raises(WorkspaceError, match="journal"):
        LunarGraph.open(workspace=root, cache=root.parent / "cache").sparql("ASK {}")
    assert not (root / path).exists()


def test_a_journal_of_this_folder_is_carried_out(graph: LunarGraph) -> None:
    """So those above are refused for what they name."""
    root = graph.workspace.root
    journal(root, "facts/x.trig")
    (root / ".lunargraph" / "staged" / "0").write_text("#!/bin/sh\n", "utf-8")
    assert recover(root) == "a change"
    assert (root / "facts" / "x.trig").read_text("utf-8") == "#!/bin/sh\n"


def test_a_folder_that_leads_elsewhere_is_not_written_to(graph: LunarGraph) -> None:
    root, outside = graph.workspace.root, graph.workspace.root.parent / "outside"
    (root / "facts").rename(outside)
    (root / "facts").symlink_to(outside)
    journal(root, "facts/x.trig")
    with pytest.raises(WorkspaceError):
        LunarGraph.open(workspace=root, cache=root.parent / "cache").sparql("ASK {}")
    assert not (outside / "x.trig").exists()


def test_an_entry_of_the_log_that_names_other_files_is_refused(graph: LunarGraph) -> None:
    root = graph.workspace.root
    last = max((root / "changes").iterdir())
    rest = last.read_bytes().partition(b"\n")[2].replace(b"facts/tom.trig", b"../outside/tom.trig")
    forged = digest(rest)
    first = last.read_bytes().partition(b"\n")[0]
    old = first.rpartition(b">")[0][-len(forged) :].decode()
    last.unlink()
    path = last.with_name(last.name.replace(old[:8], forged[:8]))
    path.write_bytes(first.replace(old.encode(), forged.encode()) + b"\n" + rest)
    with pytest.raises(WorkspaceError, match="no entry of the log"):
        LunarGraph.open(workspace=root, cache=root.parent / "cache").undo()
    assert not (root.parent / "outside").exists()


def test_what_was_changed_by_hand_is_not_removed(graph: LunarGraph) -> None:
    file = graph.workspace.root / "facts" / "tom.trig"
    file.write_text(file.read_text("utf-8").replace("milk", "fish"), "utf-8")
    with pytest.raises(UsageError, match="changed by hand"):
        graph.remove("tom", accept_warnings=True)
    assert "fish" in file.read_text("utf-8")
    stray = file.with_name("stray.trig")
    stray.write_text("<urn:g> { <urn:a> <urn:b> <urn:c> . }\n", "utf-8")
    with pytest.raises(UsageError, match="changed by hand"):
        graph.remove("stray", accept_warnings=True)
    assert stray.exists()


def test_what_another_added_meanwhile_counts(graph: LunarGraph, tmp_path: Path) -> None:
    assert graph.sparql("ASK { ?x ?y ?z }")  # it has been read
    root, cache = graph.workspace.root, tmp_path / "cache"
    clash = "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix ex: <http://example.org/> .\n"
    one, two = tmp_path / "one.ttl", tmp_path / "two.ttl"
    one.write_text(clash + "ex:Dog owl:disjointWith ex:Cat .\n", "utf-8")
    two.write_text(clash + "ex:tom a ex:Dog .\n", "utf-8")
    assert LunarGraph.open(workspace=root, cache=cache).add(one, accept_warnings=True).stored
    outcome = graph.add(two, accept_warnings=True)
    assert not outcome.stored
    assert "consistency" in {finding.check for finding in outcome.report.findings}


def test_a_label_of_several_lines_stays_on_one(graph: LunarGraph, tmp_path: Path) -> None:
    label = "X\\n\\n0 added, 0 removed; nothing follows"
    facts = tmp_path / "x.ttl"
    facts.write_text(
        f'<http://example.org/x> <http://www.w3.org/2000/01/rdf-schema#label> "{label}" ;'
        " a <http://example.org/Cat> .\n",
        "utf-8",
    )
    shown = graph.add(facts, accept_warnings=True).write("text")
    assert "\n0 added, 0 removed; nothing follows" not in shown
    assert "X\\u000A\\u000A0 added" in shown
