"""The documents do not lie: every console block is run, as on a terminal 100 columns wide.

In a block, a line that begins with ``$ `` is a command; the lines up to the next one are what it
prints, first on stdout, then on stderr. A line ``...`` stands for any lines. ``$ echo $?`` shows the
exit code of the command before it.
"""

import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from lunargraph import LunarGraph

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def console_blocks() -> list[tuple[str, str]]:
    found = []
    for path in DOCUMENTS:
        text = path.read_text("utf-8")
        for match in BLOCK.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append((f"{path.relative_to(ROOT)}:{line}", match[1]))
    return found


def sessions(block: str) -> list[tuple[str, str]]:
    """Return each command of a block with the text that it should print."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    assert parts[0] == "", "a block begins with a command"
    return list(zip(parts[1::2], parts[2::2], strict=True))


def run_on_terminal(command: str, folder: Path, cache: Path) -> tuple[int, str]:
    """Run *command* with its stdout on a terminal; return its exit code and what it printed."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}",
        "LUNARGRAPH_CACHE": str(cache),
        "COLUMNS": "100",
        "HOME": str(folder),
        "SOURCE_DATE_EPOCH": "1790812800",  # for the log of a workspace
    }
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))
    with subprocess.Popen(
        ["/bin/sh", "-c", command],
        cwd=folder, env=environment,
        stdin=subprocess.DEVNULL, stdout=follower, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        os.close(follower)
        printed = b""
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:  # Linux says so when the last writer is gone
                break
            if not piece:
                break
            printed += piece
        os.close(leader)
        assert process.stderr is not None
        complaint = process.stderr.read()
    return process.returncode, (printed.replace(b"\r", b"") + complaint).decode()


@pytest.fixture(scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with the shipped graph in which no other test builds: nobody is told to wait."""
    folder = tmp_path_factory.mktemp("documents") / "cache"
    LunarGraph.open(cache=folder).prepare()
    return folder


def agrees(printed: str, expected: str) -> bool:
    """Compare line by line; ``...`` alone on a line stands for any number of lines."""
    pieces = re.split(r"^\.\.\.\n", expected, flags=re.MULTILINE)
    return re.fullmatch(r"(?:.*\n)*?".join(map(re.escape, pieces)), printed) is not None


@pytest.mark.parametrize(("where", "block"), console_blocks(), ids=[w for w, _ in console_blocks()])
def test_console(where: str, block: str, own_cache: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for file in ("queries/sample.trig", "data/states/graph.trig"):
        (tmp_path / file).parent.mkdir(parents=True)
        shutil.copy(ROOT / file, tmp_path / file)
    code = 0
    for command, expected in sessions(block):
        if command == "echo $?":
            assert f"{code}\n" == expected, f"{where}: exit code {code}"
            continue
        code, printed = run_on_terminal(command, tmp_path, own_cache)
        assert agrees(printed, expected), f"{where}: $ {command}\nprinted\n{printed}"


def test_there_is_something_to_run() -> None:
    assert len(console_blocks()) >= 6


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_python(path: Path, graph_cache: Path) -> None:
    """Python sessions in the documents are doctests."""
    import doctest

    text = path.read_text("utf-8")
    blocks = "\n".join(match[1] for match in PYTHON.finditer(text))
    test = doctest.DocTestParser().get_doctest(blocks, {}, path.name, str(path), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test)
    assert runner.failures == 0


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
    missing = [target for target in targets if not (path.parent / target).exists()]
    assert missing == []
