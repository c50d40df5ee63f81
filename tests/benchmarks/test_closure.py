import sys
from pathlib import Path

import pytest

import closure
import systems

SYSTEMS = "lunargraph,sparq-rdf"


@pytest.fixture
def _no_peers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(systems, "PEERS", tmp_path / "no-python")
    monkeypatch.setattr(closure, "BUILD", tmp_path)


@pytest.mark.usefixtures("_no_peers")
def test_one_command_measures_names_who_is_missing_and_draws(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    picture = tmp_path / "plot.svg"
    asked = ["--sizes", "500", "--systems", SYSTEMS, "--without", "keys", "-o", str(picture)]
    monkeypatch.setattr(sys, "argv", ["closure.py", *asked])
    closure.main()
    printed = capsys.readouterr().out.splitlines()
    assert "sparq-rdf    NOT INSTALLED, left out" in printed
    assert "each run is ended after 300 s; the workload has no keys" in printed
    [row] = [line.split() for line in printed if line.startswith("lunargraph    ")][-1:]
    assert 400 < int(row[1].replace(",", "")) < int(row[2].replace(",", ""))
    assert ">lunargraph</text>" in picture.read_text("utf-8")
    assert list(tmp_path.iterdir()) == [picture], "nothing else is left"


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--systems", "pellet", "no system pellet; there are lunargraph"),
        ("--sizes", "1G", "not '1G'"),
        ("--without", "lists", "no axioms lists; there are chains, keys"),
    ],
)
def test_a_wrong_option_is_refused(
    option: str, value: str, said: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(sys, "argv", ["closure.py", option, value])
    with pytest.raises(SystemExit) as caught:
        closure.main()
    assert caught.value.code == 2
    assert said in capsys.readouterr().err
