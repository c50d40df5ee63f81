"""The systems that the closure benchmark compares: how each is called, and what is known of it."""

from __future__ import annotations

__all__ = ["SYSTEMS", "System"]

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
OURS = Path(sys.executable).parent / "lunargraph"
PEERS = HERE.parent / ".venv" / "bench" / "bin" / "python"
"""The environment of the peers; ``make bench`` makes it."""
ANY_SIZE = sys.maxsize


@dataclass(frozen=True)
class System:
    """One system: a program that reads N-Triples and writes the closure as N-Triples."""

    name: str
    """As on the Python Package Index."""
    program: str
    """The file in ``peers/``; none for ours."""
    largest: int
    """Sizes above this are not asked of it."""
    complete: bool
    """It is meant to have every rule that the workload calls for."""
    note: str

    def command(self, source: Path, target: Path) -> list[str]:
        """Return the command line that writes the closure of *source* to *target*."""
        if self.program:
            return [str(PEERS), str(HERE / "peers" / self.program), str(source), str(target)]
        return [
            str(OURS), "-g", str(source), "reason", "--layer", "all",
            "--format", "ntriples", "-o", str(target),
        ]  # fmt: skip

    def version(self) -> str | None:
        """Return the version that is installed, or nothing if it is not."""
        python = str(PEERS) if self.program else sys.executable
        ask = f"from importlib.metadata import version; print(version({self.name!r}))"
        try:
            done = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        return done.stdout.strip()


SYSTEMS = {
    system.name: system
    for system in (
        System("lunargraph", "", ANY_SIZE, True, "the program of this project"),
        System("nemo-python", "run_nemo.py", 2_000_000, True,
               "a Datalog engine, with the rules that the workload calls for in peers/owl2rl.rls"),
        System("sparq-rdf", "run_sparq.py", 2_000_000, True,
               "writes no RDF: its answers in JSON are rewritten as N-Triples"),
        System("reasonable", "run_reasonable.py", 2_000_000, False,
               "lacks property chains and keys; compares the members of disjoint classes in pairs"),
        System("owlrl", "run_owlrl.py", 10_000, True,
               "reads the first properties of a key only, which here decide alone"),
    )
}  # fmt: skip
