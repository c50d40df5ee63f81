"""The closure of the workload by us and by our peers: time, memory, and whether they agree.

``make bench`` runs it; ``python benchmarks/closure.py --help`` tells the choices. Each system is a
process of its own that reads N-Triples and writes N-Triples, and is measured from start to end, one
after the other. Quote the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agreement import Difference, compare, conclusions
from measuring import Measured, measure
from plotting import plot
from systems import SYSTEMS, System
from workload import AXIOMS, parse_size, write_new_facts, write_workload

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).parent
BUILD = HERE.parent / "build"
US = "lunargraph"
HEAD = (
    f"{'system':<13}{'triples in':>12}{'triples out':>13}{'seconds':>10}{'CPU s':>9}{'peak MB':>9}"
    f"{'to ours':>9}  {'load + reason + write':<23}agreement"
)


@dataclass(frozen=True)
class Row:
    """What one system did with one workload."""

    system: System
    size: int
    measured: Measured
    out: int

    def text(self, ours: Row | None, agreement: str) -> str:
        """Return the line of the table, against what we did with the same workload."""
        took, name = self.measured, f"{self.system.name:<13}{self.size:>12,}"
        if took.trouble:
            return f"{name}  {took.trouble}; peak {took.megabytes:,.0f} MB"
        ratio = f"{took.seconds / ours.measured.seconds:.2f}" if ours else ""
        return (
            f"{name}{self.out:>13,}{took.seconds:>10.2f}{took.cpu:>9.2f}"
            f"{took.megabytes:>9,.0f}{ratio:>9}  {self.phases():<23}{agreement}"
        )

    def phases(self) -> str:
        """Return the seconds of each phase, as far as the program tells them."""
        if not self.system.program:
            return ""
        return " + ".join(f"{seconds:.1f}" for seconds in json.loads(self.measured.stdout).values())


def rows(
    systems: Sequence[System], size: int, without: Sequence[str], cap: float, folder: Path
) -> Iterator[Row]:
    """Run each system on a workload of about *size* triples, and print its line."""
    workload = folder / "workload.nt"
    written = write_workload(workload, size, without)
    ours: Row | None = None
    reference: tuple[str, frozenset[bytes]] | None = None
    differences: dict[str, Difference] = {}
    for system in systems:
        if size > system.largest:
            print(f"{system.name:<13}{written:>12,}  not asked: above {system.largest:,}")
            continue
        target = folder / f"{system.name}.nt"
        measured = measure(system.command(workload, target), cap)
        row = Row(system, written, measured, 0 if measured.trouble else _count_lines(target))
        agreement = ""
        if not measured.trouble:
            ours = row if system.name == US else ours
            if reference:
                differences[system.name] = compare(reference[1], target)
                agreement = f"{differences[system.name]} (to {reference[0]})"
            elif system.complete and len(systems) > 1:
                reference = system.name, frozenset(conclusions(target))
        target.unlink(missing_ok=True)
        print(row.text(ours, agreement), flush=True)
        yield row
    for name, difference in differences.items():
        for example in difference.examples:
            print(f"  {name}: {example}")
    if ours:
        print(_delta(workload, folder, ours, cap), flush=True)


def _count_lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def _delta(workload: Path, folder: Path, ours: Row, cap: float) -> str:
    """Return a line on ten new facts that reach our closure of *workload*."""
    new_facts = folder / "new_facts.nt"
    count = write_new_facts(new_facts)
    command = [sys.executable, str(HERE / "delta.py"), str(workload), str(new_facts)]
    measured = measure(command, cap)
    title = f"  {count} new facts on {ours.size:,} triples:"
    if measured.trouble:
        return f"{title} {measured.trouble}"
    delta = json.loads(measured.stdout)["delta"]["clock"]
    share = delta / ours.measured.seconds
    return (
        f"{title} {delta:.3f} s, {share:.2%} of the full closure; peak {measured.megabytes:,.0f} MB"
    )


def _installed(names: Sequence[str]) -> list[System]:
    """Print what is known of each system, and return those that are installed."""
    found = []
    for system in (SYSTEMS[name] for name in names):
        version = system.version()
        if version is None:
            print(f"{system.name:<13}NOT INSTALLED, left out")
        else:
            print(f"{system.name:<13}{version:<9}{system.note}")
            found.append(system)
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--sizes", default="10k,100k,1M",
                        help="triples, such as 10k,1M,10M (default: %(default)s)")  # fmt: skip
    parser.add_argument("--systems", default=",".join(SYSTEMS),
                        help="in this order; the first complete one that ends is what the others "
                        "are compared with (default: %(default)s)")  # fmt: skip
    parser.add_argument("--without", default="", metavar="KINDS",
                        help="axioms to leave out, so that systems without them do the same "
                        f"work as the others: {', '.join(AXIOMS)}")  # fmt: skip
    parser.add_argument("--cap", type=float, default=300.0, metavar="SECONDS",
                        help="end a system that takes longer (default: %(default)s)")  # fmt: skip
    parser.add_argument("-o", "--output", type=Path, default=BUILD / "closure.svg", metavar="FILE",
                        help="where the plot goes (default: build/closure.svg)")  # fmt: skip
    arguments = parser.parse_args()
    try:
        arguments.sizes = [parse_size(size) for size in arguments.sizes.split(",")]
    except ValueError as error:
        parser.error(str(error))
    arguments.without = [kind for kind in arguments.without.split(",") if kind]
    if unknown := set(arguments.without) - set(AXIOMS):
        parser.error(f"no axioms {', '.join(sorted(unknown))}; there are {', '.join(AXIOMS)}")
    arguments.systems = arguments.systems.split(",")
    if unknown := set(arguments.systems) - set(SYSTEMS):
        parser.error(f"no system {', '.join(sorted(unknown))}; there are {', '.join(SYSTEMS)}")
    return arguments


def main() -> None:
    """Print the table, and draw it."""
    arguments = _arguments()
    systems = _installed(arguments.systems)
    without = " and no ".join(arguments.without)
    left_out = f"; the workload has no {without}" if without else ""
    print(f"\neach run is ended after {arguments.cap:.0f} s{left_out}\n\n{HEAD}")
    BUILD.mkdir(exist_ok=True)
    lines: dict[str, list[tuple[float, float]]] = {}
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory(dir=BUILD) as folder:
            for row in rows(systems, size, arguments.without, arguments.cap, Path(folder)):
                if not row.measured.trouble:
                    lines.setdefault(row.system.name, []).append((row.size, row.measured.seconds))
    if lines:
        picture = plot(lines, x_title="triples", y_title="seconds")
        arguments.output.write_text(picture, "utf-8")
        print(f"\nthe plot is in {arguments.output}")


if __name__ == "__main__":
    main()
