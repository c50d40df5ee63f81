"""Ten new facts on a closure that was kept: how long it takes to open it and bring it up to date.

``python benchmarks/delta.py WORKLOAD NEW_FACTS`` prints, as JSON, the seconds of each and those of
the closure itself, by the clock and of the processor.
"""

from __future__ import annotations

__all__ = ["Seconds", "times_of_delta"]

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from lunargraph.formats import load_quads
from lunargraph.reasoning import Closure

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Seconds(NamedTuple):
    """How long something took."""

    clock: float
    processor: float


def times_of_delta(workload: Path, new_facts: Path) -> dict[str, Seconds]:
    """Return how long it takes to close *workload*, to open that again, and to add *new_facts*."""
    triples = [quad.triple for quad in load_quads(new_facts)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "closure"
        closure, made = _timed(lambda: Closure.of_files([workload]))
        closure.save(path)
        again, opened = _timed(lambda: Closure.load(path))
        _, added = _timed(lambda: again.add(triples, clashes=True))
    return {"closure": made, "open": opened, "delta": added}


def _timed(what: Callable[[], T]) -> tuple[T, Seconds]:
    clock, processor = time.perf_counter(), time.process_time()
    result = what()
    return result, Seconds(time.perf_counter() - clock, time.process_time() - processor)


if __name__ == "__main__":
    found = times_of_delta(Path(sys.argv[1]), Path(sys.argv[2]))
    print(json.dumps({name: seconds._asdict() for name, seconds in found.items()}))
