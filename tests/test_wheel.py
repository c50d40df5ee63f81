"""The wheel holds all that is needed: built, installed into an empty environment, and asked."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# `make` fetches the wheels of all dependencies once; without them pip asks its index.
WHEELS = Path(sys.prefix) / "wheels"
OFFLINE = ["--no-index", "--find-links", str(WHEELS)] if WHEELS.is_dir() else []


def pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], check=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    (built,) = folder.glob("lunargraph-*.whl")
    return built


def test_it_carries_every_file_that_the_checkout_has(wheel: Path) -> None:
    packed = {
        name.removeprefix("lunargraph/_files/")
        for name in zipfile.ZipFile(wheel).namelist()
        if name.startswith("lunargraph/_files/")
    }
    tracked = subprocess.run(
        ["git", "ls-files", "ontology", "data", "queries", "imports"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert packed == set(tracked)


def test_it_answers_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    environment, elsewhere = tmp_path / "environment", tmp_path / "elsewhere"
    venv.create(environment)
    elsewhere.mkdir()
    python = environment / "bin" / "python"
    pip("--python", str(python), "install", *OFFLINE, str(wheel))
    done = subprocess.run(
        [str(environment / "bin" / "lunargraph"), "query", "double-members", "--format", "csv"],
        cwd=elsewhere, env={"HOME": str(elsewhere)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    states = [line.split(",")[0] for line in done.stdout.splitlines()[1:]]
    assert states == ["Senegal", "Thailand"]
    assert (elsewhere / ".cache" / "lunargraph" / "generations").is_dir()
