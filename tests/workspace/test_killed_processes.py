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
