import sys

from measuring import Measured, measure

SMALL, LARGE = "pass", "x = bytearray(150_000_000)"


def run(program: str, cap: float = 20.0) -> Measured:
    return measure([sys.executable, "-I", "-S", "-c", program], cap)


def test_a_command_is_measured() -> None:
    measured = run("print('ready')")
    assert (measured.code, measured.stdout, measured.trouble) == (0, "ready\n", None)
    assert measured.cpu > 0
    assert 0 < measured.seconds < 20


def test_the_memory_is_that_of_the_command_alone() -> None:
    ballast = bytearray(b"x" * 100_000_000)
    assert run(SMALL).megabytes < 60
    assert 150 < run(LARGE).megabytes < 210
    assert len(ballast) == 100_000_000


def test_a_failure_is_told_in_a_line() -> None:
    assert run("raise SystemExit('no such file')").trouble == "failed (1): no such file"


def test_a_command_that_takes_too_long_is_ended() -> None:
    measured = run("import time; time.sleep(60)", cap=0.2)
    assert measured.late
    assert measured.trouble == "ended after 0 s"
