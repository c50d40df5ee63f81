"""Seconds and peak memory of a command, as the operating system counts them.

The kernel charges a new process with the memory of the one that started it. So a small process of
its own starts each command: this file is also that program.
"""

from __future__ import annotations

__all__ = ["Measured", "measure"]

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

_TALK = 2_000
"""So many characters of what a command says are kept, from the end."""


@dataclass(frozen=True)
class Measured:
    """What a command took, and how it ended."""

    seconds: float
    cpu: float
    """Seconds that all its threads were at work together."""
    megabytes: float
    """The most memory that it held at a time."""
    code: int
    """Its exit code; negative is the signal that ended it."""
    late: bool
    """It had not ended when its time was over."""
    stdout: str
    stderr: str

    @property
    def trouble(self) -> str | None:
        """What went wrong, in a line, or nothing."""
        if self.late:
            return f"ended after {self.seconds:.0f} s"
        if self.code == 0:
            return None
        lines = self.stderr.strip().splitlines()
        return f"failed ({self.code}): {lines[-1] if lines else 'it said nothing'}"


def measure(command: Sequence[str], cap: float) -> Measured:
    """Run *command*, for at most *cap* seconds, and tell what it took."""
    starter = [sys.executable, "-I", "-S", __file__, str(cap), *command]
    done = subprocess.run(starter, check=True, capture_output=True, text=True)
    return Measured(**json.loads(done.stdout))


def _start(cap: float, command: list[str]) -> dict[str, object]:
    """Run *command* as the only child of this process."""
    late = False
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=stdout, stderr=stderr, start_new_session=True)

        def end(_signal: int, _frame: FrameType | None) -> None:
            nonlocal late
            late = True
            os.killpg(process.pid, signal.SIGKILL)

        signal.signal(signal.SIGALRM, end)
        signal.setitimer(signal.ITIMER_REAL, cap)
        _, status, usage = os.wait4(process.pid, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        seconds = time.perf_counter() - started
        said = []
        for file in (stdout, stderr):
            file.seek(0)
            said.append(file.read().decode("utf-8", "replace")[-_TALK:])
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "seconds": seconds,
        "cpu": usage.ru_utime + usage.ru_stime,
        "megabytes": usage.ru_maxrss * unit / 1e6,
        "code": os.waitstatus_to_exitcode(status),
        "late": late,
        "stdout": said[0],
        "stderr": said[1],
    }


if __name__ == "__main__":
    print(json.dumps(_start(float(sys.argv[1]), sys.argv[2:])))
