"""The command ``reason``."""

from __future__ import annotations

__all__ = ["reason"]

import resource
import sys
import time
from typing import TYPE_CHECKING

import click

from lunargraph.cli.output import choose_format, write_bytes, write_pieces
from lunargraph.reasoning import ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad as Statement

    from lunargraph.cli.app import Options
    from lunargraph.graph import LunarGraph
    from lunargraph.reasoning import Closure

_LAYERS = click.Choice(["asserted", "inferred", "all"])


@click.command(epilog="Example:  lunargraph -g facts.ttl reason --layer all -o closure.nt --stats")
@click.option("--engine", default=ENGINES[0], show_default=True,
              help="duckdb, or owlrl: slow, and to the letter of the specification.")  # fmt: skip
@click.option("--layer", type=_LAYERS, default="inferred", show_default=True,
              help="Which statements to write.")  # fmt: skip
@click.option("--format", "format_name", metavar="FORMAT",
              help="As for export; ntriples unless the name of FILE says else.")  # fmt: skip
@click.option("--stats", is_flag=True, help="Tell rules, rows, rounds, time and memory on stderr.")
@click.option("--strict", is_flag=True,
              help="Exit code 1 if the ontology has axioms that OWL 2 RL passes over.")  # fmt: skip
@click.option("-o", "--output", metavar="FILE", help="Write to this file instead of stdout.")
@click.pass_obj
def reason(
    options: Options,
    engine: str,
    layer: str,
    format_name: str | None,
    stats: bool,
    strict: bool,
    output: str | None,
) -> int:
    """Reason over the asserted statements by OWL 2 RL and write what follows.

    Exit code 1 if they contradict each other; the contradictions are told on stderr. N-Triples are
    the fastest way in and out.
    """
    from lunargraph.formats import FORMATS

    chosen = choose_format(format_name, output, "ntriples", offered=FORMATS)
    started = time.perf_counter()
    if engine == "duckdb":
        notes, clashes, lines = _by_closure(options, layer, chosen, output, stats=stats)
    else:
        notes, clashes, lines = _by_engine(options, engine, layer, chosen, output)
    if stats:
        lines = [*lines, f"{time.perf_counter() - started:.2f} s in all, {_memory()}"]
        click.echo("\n".join(lines), err=True)
    for note in notes if options.verbosity >= 0 else ():
        click.echo(f"note: {note}", err=True)
    for clash in clashes:
        click.echo(clash, err=True)
    return 1 if clashes or (strict and notes) else 0


def _by_closure(
    options: Options, layer: str, chosen: str, output: str | None, *, stats: bool
) -> tuple[Iterable[str], list[str], list[str]]:
    graph = options.graph()
    closure = graph.compute_closure(as_labelled=chosen == "ntriples")
    if chosen == "ntriples":
        write_pieces(closure.ntriples(layer), output)
    else:
        from lunargraph.formats import serialize

        quads = graph.asserted() if layer != "inferred" else []
        write_bytes(serialize([*quads, *_quads(closure, layer)], chosen), output)
    statistics = _statistics(closure) if stats else []
    return closure.remarks(), _proved(closure, graph), statistics


def _proved(closure: Closure, graph: LunarGraph) -> list[str]:
    """Return each contradiction with its proof, in words."""
    clashes = closure.clashes()
    if not clashes:
        return []
    from lunargraph.explaining import explain_clash

    asserted = graph.asserted()
    return [
        f"contradiction ({clash.rule}): {clash.sentence()}\n"
        + explain_clash(closure, asserted, clash).write("text")
        for clash in clashes
    ]


def _quads(closure: Closure, layer: str) -> list[Statement]:
    from pyoxigraph import Quad

    return [] if layer == "asserted" else [Quad(*triple) for triple in closure.inferred()]


def _by_engine(
    options: Options, engine: str, layer: str, chosen: str, output: str | None
) -> tuple[Iterable[str], list[str], list[str]]:
    from pyoxigraph import Quad

    from lunargraph.formats import serialize

    graph = options.graph()
    inference = graph.reason(engine=engine)
    asserted = graph.asserted()
    quads = [] if layer == "asserted" else [Quad(*triple) for triple in inference.inferred]
    if layer != "inferred":
        quads += asserted
    write_bytes(serialize(quads, chosen), output)
    counts = f"{len(asserted):,} asserted, {len(inference.inferred):,} inferred statements"
    clashes = [f"contradiction ({each.rule}): {each.sentence()}" for each in inference.clashes]
    return inference.notes, clashes, [f"{counts} by {engine}"]


def _statistics(closure: Closure) -> list[str]:
    """Return the lines of ``--stats``: a table of the rules, the slowest first."""
    told = closure.statistics()
    lines = [f"{'rule':<12} {'runs':>5} {'rows':>12} {'seconds':>8}"]
    for name, run in sorted(told.rules.items(), key=lambda item: (-item[1].seconds, item[0])):
        if run.runs:
            lines.append(f"{name:<12} {run.runs:>5} {run.rows:>12,} {run.seconds:>8.3f}")
    lines.append(
        f"{told.asserted:,} asserted and {told.derived:,} derived statements (before leaving out"
        f" what says nothing), {told.compiled} rules compiled, {told.rounds} rounds"
    )
    return lines


def _memory() -> str:
    """Return the most memory that the process ever had, in words."""
    unit = 1 if sys.platform == "darwin" else 1024  # macOS tells bytes
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    return f"{most / 2**20:,.0f} MiB of memory at most"
