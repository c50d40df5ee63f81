"""A repository of facts, as ``examples/facts-repository`` begins one: hook, recipes, merges."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lunargraph import resources

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "examples" / "facts-repository"
GRAPH = "https://w3id.org/lunargraph/graph/demo"
FACTS = "facts/signatures.trig"

PROGRAMS = Path(sys.executable).parent
SMALL = [
    ROOT / "queries" / "sample.trig",
    ROOT / "data" / "states" / "graph.trig",
    *resources.ontology_files(),
    *resources.shape_files(),
]
"""The files of a graph that knows enough for the facts of the example."""

Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(home: Path, cache: Path) -> dict[str, str]:
    return {
        "PATH": os.pathsep.join([str(home / "bin"), str(PROGRAMS), os.defpath]),
        "HOME": str(home), "LUNARGRAPH_CACHE": str(cache),
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(home),
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
    }  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, graph_cache: Path) -> Run:
    """Run a command in the repository; nothing of the user's configuration is seen.

    What is called ``lunargraph`` there knows a small graph, as validation takes its time.
    """
    graph = " ".join(f"-g {shlex.quote(str(file))}" for file in SMALL)
    small = tmp_path / "bin" / "lunargraph"
    small.parent.mkdir()
    small.write_text(f'#!/bin/sh\nexec {PROGRAMS}/lunargraph {graph} "$@"\n', "utf-8")
    small.chmod(0o755)

    def inner(*command: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(word) for word in command], cwd=tmp_path / "facts-repository", check=False,
            env=environment(tmp_path, graph_cache), capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return done

    return inner


@pytest.fixture
def repository(tmp_path: Path, run: Run) -> Path:
    folder = tmp_path / "facts-repository"
    shutil.copytree(EXAMPLE, folder)
    run("git", "init", "-q", "-b", "main")
    run("git", "add", ".")
    run("git", "commit", "-qm", "begin")
    run("git", "config", "core.hooksPath", "hooks")
    return folder


def record(slug: str, day: str = "2026-09-01") -> str:
    """Return a made-up signature and the description of its record, in no particular form."""
    return f"""
<{GRAPH}/accords-{slug}> a lg:Record ; lg:belongsTo <{GRAPH}> ; lg:describes lgi:accords-{slug} ;
    lg:confidence lgi:confidence-low ; lg:restsOn lgi:background ; lg:unverifiedColumn "all" ;
    lg:verification lgi:verification-unverified .
<{GRAPH}/accords-{slug}> {{ lgi:accords-{slug} a lg:Signature ; lg:signedBy lgi:state-{slug} ;
    rdfs:label "signature of the Artemis Accords by {slug}"@en ;
    lg:signatureOf lgi:artemis-accords ; lg:signedOn "{day}"^^xsd:date . }}
"""


def add(path: Path, *records: str) -> None:
    path.write_text(path.read_text("utf-8") + "".join(records), "utf-8")


def test_the_example_is_sound(repository: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "bin" / "lunargraph").unlink()  # with all that is shipped
    assert run("./check-facts.sh").stdout == ""


def test_good_facts_are_committed_and_bad_ones_are_not(repository: Path, run: Run) -> None:
    facts = repository / FACTS
    add(facts, record("ke"))
    refused = run("git", "commit", "-qam", "not canonical", code=1)
    assert f"{FACTS}: is not canonical" in refused.stderr
    run("lunargraph", "fmt", FACTS)
    run("git", "commit", "-qam", "Kenya")
    good = facts.read_text("utf-8")
    facts.write_text(good.replace("lg:signedBy lgi:state-ke", "lg:signedBy lgi:esa"), "utf-8")
    refused = run("git", "commit", "-qam", "bad", code=1)
    assert "Only states sign the Artemis Accords" in refused.stdout + refused.stderr
    assert FACTS in refused.stdout + refused.stderr
    assert run("git", "log", "--format=%s").stdout == "Kenya\nbegin\n"


def test_what_is_staged_is_checked_not_what_lies_there(repository: Path, run: Run) -> None:
    facts = repository / FACTS
    good = facts.read_text("utf-8")
    facts.write_text(good + "}", "utf-8")
    run("git", "add", FACTS)
    facts.write_text(good, "utf-8")
    refused = run("git", "commit", "-qm", "broken", code=1)
    assert FACTS in refused.stdout + refused.stderr
    run("git", "add", FACTS)
    facts.write_text(good + "}", "utf-8")
    run("git", "commit", "-q", "--allow-empty", "-m", "whole")


def test_names_with_spaces_and_no_facts_at_all(repository: Path, run: Run) -> None:
    run("git", "mv", FACTS, "facts/嫦娥 $(x) -n.trig")
    run("git", "commit", "-qm", "name")
    run("git", "rm", "-rq", "facts")
    assert "no facts to check" in run("./check-facts.sh").stderr


def test_the_recipe_shows_what_is_different_since_a_revision(repository: Path, run: Run) -> None:
    add(repository / FACTS, record("ke"))
    run("lunargraph", "fmt", FACTS)
    run("git", "commit", "-qam", "Kenya")
    shown = run("ci/plain.sh", "HEAD~1").stdout
    assert "+ 'signed by' Kenya (lgi:state-ke)" in shown
    assert "+ 'signatory of' Artemis Accords (lgi:artemis-accords)" in shown
    run("ci/plain.sh", "no-such-revision", code=3)


def test_the_recipes_of_the_hosts_call_the_same_script(repository: Path, run: Run) -> None:
    run("git", "update-ref", "refs/remotes/origin/main", "HEAD")
    found = 0
    for name in ("github.yml", "gitlab.yml"):
        text = (EXAMPLE / "ci" / name).read_text("utf-8")
        for line in re.findall(r"^\s*- (?:run: )?(\./.*)$", text, re.MULTILINE):
            command = re.sub(r"\$\{\{.*?\}\}", "main", line)
            done = run("sh", "-c", f"CI_DEFAULT_BRANCH=main; {command}")
            assert done.stdout == "no differences\n"
            found += 1
    assert found == 2


def test_the_hooks_of_the_framework_run(repository: Path, run: Run) -> None:
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    used = (EXAMPLE / ".pre-commit-config.yaml").read_text("utf-8")
    names = re.findall(r"^- id: (.*)$", hooks, re.MULTILINE)
    assert names == re.findall(r"^      - id: (.*)$", used, re.MULTILINE)
    for entry in re.findall(r"^  entry: (.*)$", hooks, re.MULTILINE):
        run(*shlex.split(entry), FACTS)


def merged(repository: Path, run: Run, changes: dict[str, Callable[[str], str]], code: int) -> str:
    """Change the facts on each of two branches, merge them, and return what comes out."""
    run("git", "config", "core.hooksPath", "none")
    facts = repository / FACTS
    for branch, change in changes.items():
        run("git", "checkout", "-q", "-b", branch, "main")
        facts.write_text(change(facts.read_text("utf-8")), "utf-8")
        run("lunargraph", "fmt", FACTS)
        run("git", "commit", "-qam", branch)
    run("git", "merge", "-q", "-m", "merge", next(iter(changes)), code=code)
    return facts.read_text("utf-8")


def with_record(slug: str) -> Callable[[str], str]:
    return lambda text: text + record(slug)


def with_driver(run: Run) -> None:
    run("git", "config", "merge.facts.driver", "./merge-facts.sh %O %A %B %P")


def test_two_branches_that_add_a_record_each_merge(repository: Path, run: Run) -> None:
    text = merged(repository, run, {"a": with_record("ke"), "b": with_record("id")}, 0)
    assert [text.count(f"lgi:accords-{slug}\n") for slug in ("id", "jo", "ke")] == [1, 1, 1]
    run("./check-facts.sh")


def test_neighbours_conflict_line_by_line(repository: Path, run: Run) -> None:
    merged(repository, run, {"a": with_record("ke"), "b": with_record("kz")}, 1)
    refused = run("./check-facts.sh", code=3)  # git stages no file that conflicts
    assert refused.stderr
    assert "a merge conflict is left in the file" in run("lunargraph", "fmt", FACTS, code=3).stderr


def test_neighbours_merge_with_the_driver(repository: Path, run: Run) -> None:
    with_driver(run)
    text = merged(repository, run, {"a": with_record("ke"), "b": with_record("kz")}, 0)
    assert [text.count(f"lgi:accords-{slug}\n") for slug in ("jo", "ke", "kz")] == [1, 1, 1]
    run("./check-facts.sh")
    added = run("lunargraph", "diff", "main", "HEAD", "--layer", "asserted", code=1).stdout
    assert added.endswith("\n24 added, 0 removed\n")


def test_what_both_branches_changed_is_left_to_a_person(repository: Path, run: Run) -> None:
    with_driver(run)
    days: dict[str, Callable[[str], str]] = {
        "a": lambda text: text.replace("2026-09-01", "2026-09-03"),
        "b": lambda text: text.replace("2026-09-01", "2026-09-04"),
    }
    text = merged(repository, run, days, 1)
    assert "<<<<<<<" in text
    assert "2026-09-03" in text
    assert "2026-09-04" in text


def test_git_shows_facts_by_thing(repository: Path, run: Run) -> None:
    run("git", "config", "diff.facts.command", "./show-facts.sh")
    facts = repository / FACTS
    facts.write_text(facts.read_text("utf-8").replace("2026-09-01", "2026-09-02"), "utf-8")
    (repository / "facts" / "new.ttl").write_text("<http://e/a> <http://e/b> 1 .\n", "utf-8")
    run("git", "add", "-N", "facts/new.ttl")
    shown = run("git", "diff").stdout
    assert "facts of facts/new.ttl\nhttp://e/a\n+ http://e/b" in shown
    assert "- 'signed on' \"2026-09-01\"^^xsd:date\n+ 'signed on' \"2026-09-02\"^^xsd:date" in shown
