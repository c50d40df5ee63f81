"""A stored query from a cold shell against the native ``oxigraph query`` on the same store.

``make bench`` runs it. Both programs answer the same SPARQL text on the same folder, in turn, so
that a change of the machine's speed hits both; quote the ratio of the medians. The native program
looks at the default graph, which holds every asserted statement: queries that need no inference
give both the same rows, and the benchmark says so where they do not.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lunargraph import LunarGraph, resources
from lunargraph.stored_queries import find_query
from systems import PEERS

RUNS = 30
QUERIES: dict[str, dict[str, str]] = {
    "accords-signatories": {},
    "double-members": {},
    "missions": {},
    "sample-transfers": {},
    "claims": {"assessment": "contradicted"},
    "mission": {"mission": "change-6"},
}


def seconds(command: list[str]) -> float:
    """Run *command* once and return the seconds it took."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def rows(command: list[str]) -> int:
    """Run *command* and return the number of rows that it gives."""
    answer = subprocess.run(command, check=True, capture_output=True).stdout
    return len(json.loads(answer)["results"]["bindings"])


def main() -> None:
    """Print a table: milliseconds of both, and their ratio."""
    programs = Path(sys.executable).parent
    store = LunarGraph.open().dataset.folder
    assert store is not None, "the shipped graph is on disk"
    print(f"medians of {RUNS} runs each, in turn")
    print(f"{'query':<22}{'lunargraph':>12}{'oxigraph':>12}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name, parameters in QUERIES.items():
            text = Path(folder) / f"{name}.rq"
            text.write_text(find_query(name, resources.query_files()).bind(parameters), "utf-8")
            pairs = [f"-p{key}={value}" for key, value in parameters.items()]
            ours = [str(programs / "lunargraph"), "query", name, *pairs, "--format", "json"]
            theirs = [
                str(PEERS.parent / "oxigraph"), "query", "--location", str(store),
                "--query-file", str(text), "--results-format", "json",
            ]  # fmt: skip
            same = "" if rows(ours) == rows(theirs) else "  (other rows: it needs inference)"
            times = [(seconds(ours), seconds(theirs)) for _ in range(RUNS)]
            a, b = (statistics.median(column) for column in zip(*times, strict=True))
            print(f"{name:<22}{a * 1e3:>9.1f} ms{b * 1e3:>9.1f} ms{a / b:>8.2f}{same}")


if __name__ == "__main__":
    main()
