"""The program ``lunargraph``, also as ``python -m lunargraph``."""

from __future__ import annotations

import contextlib
import gc
import os
import sys


def main() -> None:
    """Run the command line and end the process with its exit code.

    Two things are done for a quick start, which is measured (docs/decisions.md): the collector of
    cycles runs less often than it would, and the process ends without taking itself apart.
    """
    gc.set_threshold(100_000)
    from lunargraph.cli import run

    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, AttributeError, ValueError):  # closed, or gone
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
