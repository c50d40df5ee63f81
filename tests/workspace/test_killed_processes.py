"""``add``, ``remove`` and ``undo`` killed with SIGKILL at every step, and what the next command does."""

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from lunargraph.cli import run
from lunargraph.workspace.change_log import Log
from lunargraph.workspace.folders import Workspace
from small_workspaces import BASE, contents

# Forks for each number a child that runs the command in a copy of the workspace of its own, and that
# kills itself at the step of that number; the first child that comes to its end is the last one.
SCRIPT = textwrap.dedent(
    """
    import os, shutil, signal, sys
    import lunargraph.changing, lunargraph.cli.changing, lunargraph.health  # before the forks
    from lunargraph.cli import run
    from lunargraph.workspace import journal

    made, arguments = sys.argv[1], sys.argv[2:]
    number = 0
    while True:
        number += 1
        folder = f"{made}-{number}"
        shutil.copytree(made, folder)
        child = os.fork()
        if child == 0:
            os.chdir(folder)
            steps = 0
            def reach(step):
                global steps
                steps += 1
                if steps == number:
                    os.kill(os.getpid(), signal.SIGKILL)
            journal.reach = reach
            os._exit(run(["-q", *arguments]))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code != -signal.SIGKILL:
            sys.exit(code)
    """
)
TEXTS = {
    "tom": "@prefix ex: <http://example.org/> .\nex:tom a ex:Cat ; ex:likes [ ex:name 'milk' ] .\n",
    "tim": "@prefix ex: <http://example.org/> .\nex:tim a ex:Cat .\n",
}


@pytest.fixture
def made(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """A workspace with the facts *tom*; *tim* lies beside it."""
    (tmp_path / "base.ttl").write_text(BASE, "utf-8")
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.ttl").write_text(text, "utf-8")
    folder = tmp_path / "w"
    assert run(["init", str(folder), "--base", str(tmp_path / "base.ttl")]) == 0
    assert run(["--workspace", str(folder), "add", str(tmp_path / "tom.ttl"), "-m", "cats"]) == 0
    capfd.readouterr()
    return folder


@pytest.mark.parametrize(
    "command", ["add ../tim.ttl", "add --replace ../tim.ttl ../tom.ttl", "remove tom", "undo"]
)
def test_a_killed_command_leaves_the_old_state_or_the_new(
    made: Path, command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "0", "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(made), *command.split()],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    folders = sorted(made.parent.glob("w-*"), key=lambda path: int(path.name[2:]))
    assert len(folders) >= 7
    old, new = contents(Workspace.open(made)), contents(Workspace.open(folders[-1]))
    assert len(Log(Workspace.open(folders[-1])).entries) == 3
    seen = []
    for folder in folders[:-1]:
        assert run(["--workspace", str(folder), "log", "--check"]) == 0  # a command that only reads
        repaired = (
            "finished a change of the workspace that was interrupted" in capfd.readouterr().err
        )
        found = contents(Workspace.open(folder))
        assert found in (old, new)
        assert repaired <= (found == new)
        seen.append((found == new, repaired))
    assert seen == sorted(seen[:-1]) + seen[-1:]  # first the old state, then the new
    assert {(False, False), (True, True), (True, False)} == set(seen)


def test_a_killed_init_leaves_nothing_or_a_workspace(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A folder that has no configuration yet is no workspace, and ``init`` may be run again."""
    (tmp_path / "base.ttl").write_text(BASE, "utf-8")
    (tmp_path / "w").mkdir()
    subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "w"), "init", ".", "--base", "../base.ttl",
         "--name", "w", "--base", "ontology"],
        check=True, capture_output=True,
    )  # fmt: skip
    folders = sorted(tmp_path.glob("w-*"), key=lambda path: int(path.name[2:]))
    made = []
    for folder in folders:
        again = run(
            ["-q", "init", str(folder), "--base", str(tmp_path / "base.ttl"), "--name", "w"]
        )
        made.append(again == 2)  # there is a workspace already
        assert again in (0, 2), capfd.readouterr().err
        assert run(["--workspace", str(folder), "log", "--check"]) == 0
        assert len(Log(Workspace.open(folder)).entries) == 1
    assert made == sorted(made)
    assert set(made) == {True, False}


# The same for each limit of the size of files, which a process then meets as it meets a full disk.
LIMITED = textwrap.dedent(
    """
    import os, resource, sys
    import lunargraph.changing, lunargraph.cli.changing, lunargraph.health
    from lunargraph.cli import run

    limits, arguments = map(int, sys.argv[1].split()), sys.argv[2:]
    for limit in limits:
        child = os.fork()
        if child == 0:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            os._exit(run(["-q", *arguments]))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """
)


def test_a_disk_that_is_full_at_any_moment_leaves_the_old_state_or_the_new(made: Path) -> None:
    text = TEXTS["tim"] + f"ex:tim ex:says '{'miaow ' * 5000}' .\n"
    (made.parent / "tim.ttl").write_text(text, "utf-8")
    old = contents(Workspace.open(made))
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, "0 100 5000 20000", "--workspace", str(made), "add",
         str(made.parent / "tim.ttl")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines()[-4:] == ["3"] * 4, done.stderr
    assert "Traceback" not in done.stderr
    assert contents(Workspace.open(made)) == old
    assert run(["-q", "--workspace", str(made), "add", str(made.parent / "tim.ttl")]) == 0
    assert run(["--workspace", str(made), "log", "--check"]) == 0


def test_many_writers_at_once_lose_nothing(made: Path) -> None:
    """Each waits for the others; the log then has an entry of each, one after the other."""
    names = [f"cat-{number}" for number in range(4)]
    for name in names:
        text = TEXTS["tim"].replace("ex:tim", f"ex:{name}")
        (made.parent / f"{name}.ttl").write_text(text, "utf-8")
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "lunargraph", "-q", "add", f"../{name}.ttl", "--wait", "600"],
            cwd=made, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
        for name in names
    ]  # fmt: skip
    ended = [(writer.communicate()[1], writer.returncode) for writer in writers]
    assert ended == [(b"", 0)] * len(names)
    workspace = Workspace.open(made)
    entries = Log(workspace).entries
    assert [entry.number for entry in entries] == list(range(1, 3 + len(names)))
    assert [entry.previous for entry in entries[1:]] == [(entry.id,) for entry in entries[:-1]]
    assert {path.stem for path in workspace.fact_files()} == {"tom", *names}
    assert run(["--workspace", str(made), "log", "--check"]) == 0


def test_a_writer_repairs_as_well_and_goes_on(
    made: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    subprocess.run(
        [sys.executable, "-c", SCRIPT, str(made), "add", "../tim.ttl"], check=True,
        capture_output=True,
    )  # fmt: skip
    half = next(
        folder for folder in sorted(made.parent.glob("w-*"))
        if (folder / ".lunargraph" / "journal.json").exists()
    )  # fmt: skip
    assert run(["--workspace", str(half), "remove", "tim", "tom"]) == 0
    said = capfd.readouterr().err
    assert "finished a change" in said
    assert "entry 4 of the log" in said
    assert list((half / "facts").iterdir()) == []
    shutil.rmtree(half)
