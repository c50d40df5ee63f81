"""What the programs that run the peers have in common: read a file, reason, write a file.

Each of them is called with the file to read and the file to write, both N-Triples, and prints the
seconds that each phase took as JSON.
"""

from __future__ import annotations

__all__ = ["run"]

import json
import os
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Loaded = TypeVar("Loaded")
Closed = TypeVar("Closed")


def run(
    load: Callable[[Path], Loaded],
    reason: Callable[[Loaded], Closed],
    write: Callable[[Closed, Path], None],
) -> None:
    """Run the three phases on the files of the command line, and end the process."""
    source, target = map(Path, sys.argv[1:])
    times = [time.perf_counter()]
    loaded = load(source)
    times.append(time.perf_counter())
    closed = reason(loaded)
    times.append(time.perf_counter())
    write(closed, target)
    times.append(time.perf_counter())
    load_s, reason_s, write_s = (b - a for a, b in pairwise(times))
    print(json.dumps({"load": load_s, "reason": reason_s, "write": write_s}), flush=True)
    os._exit(0)  # do not charge the peer with taking Python's objects apart
