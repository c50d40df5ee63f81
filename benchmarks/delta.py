"""Ten new facts on a closure: how long it takes to bring it up to date.

``python benchmarks/delta.py WORKLOAD NEW_FACTS`` prints the seconds of both as JSON.
"""

from __future__ import annotations

__all__ = ["time_of_delta"]

import json
import sys
import time
from pathlib import Path

from lunargraph.formats import load_quads
from lunargraph.reasoning import Closure


def time_of_delta(workload: Path, new_facts: Path) -> tuple[float, float]:
    """Return the seconds for the closure of *workload*, and those for adding *new_facts* to it."""
    triples = [quad.triple for quad in load_quads(new_facts)]
    start = time.perf_counter()
    closure = Closure.of_files([workload])
    closed = time.perf_counter()
    closure.add(triples)
    return closed - start, time.perf_counter() - closed


if __name__ == "__main__":
    closure_seconds, delta_seconds = time_of_delta(Path(sys.argv[1]), Path(sys.argv[2]))
    print(json.dumps({"closure": closure_seconds, "delta": delta_seconds}))
