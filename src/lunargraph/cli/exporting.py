"""``export`` and ``reason``."""

from __future__ import annotations

__all__ = ["export"]


import click

from lunargraph.cli.app import Options, trust_options
from lunargraph.cli.output import choose_format, write_bytes
from lunargraph.cli.talk import tell_left_out

_LAYERS = click.Choice(["asserted", "inferred", "all"])


@click.command(epilog="Example:  lunargraph export --dataset accords -o accords.ttl")
@click.option("--format", "format_name", metavar="FORMAT",
              help="turtle (the default), trig, ntriples, nquads, jsonld, rdfxml, csv, parquet or "
              "graphml; without it the name of FILE decides.")  # fmt: skip
@click.option("--layer", type=_LAYERS, default="all", show_default=True,
              help="Which statements to write.")  # fmt: skip
@click.option("--dataset", metavar="ID", help="Only the records of this data set.")
@trust_options
@click.option("-o", "--output", metavar="FILE", help="Write to this file instead of stdout.")
@click.pass_obj
def export(
    options: Options,
    format_name: str | None,
    layer: str,
    dataset: str | None,
    min_confidence: str | None,
    verified_only: bool,
    output: str | None,
) -> None:
    """Write the graph; the same graph gives the same bytes.

    Formats without named graphs merge them; trig, nquads, jsonld, csv and parquet keep them. A data
    set that lacks records because they are trusted too little says how many (lg:recordsLeftOut).
    """
    from lunargraph.formats import FORMATS

    name = choose_format(format_name, output, "turtle", offered=FORMATS)
    graph = options.graph(min_confidence=min_confidence, verified_only=verified_only)
    data = graph.export(name, layer=layer, dataset=dataset)  # type: ignore[arg-type]  # a Choice
    if verified_only or min_confidence:
        tell_left_out(graph, options.verbosity, dataset)
    write_bytes(data, output)
