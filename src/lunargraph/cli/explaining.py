"""``why``."""

from __future__ import annotations

__all__ = ["why"]

import sys

import click

from lunargraph.cli.app import Options, trust_options
from lunargraph.cli.output import choose_format, terminal_width, write_bytes
from lunargraph.cli.talk import tell_left_out
from lunargraph.errors import UnknownNameError


@click.command(
    context_settings={"ignore_unknown_options": True},  # a value may be a negative number
    epilog="Examples:  lunargraph why senegal signatoryOf artemis-accords    "
    "lunargraph why state-th a cross-bloc-state",
)
@click.argument("subject", metavar="S")
@click.argument("predicate", metavar="P")
@click.argument("object_", metavar="O")
@click.option("--all", "every_way", is_flag=True,
              help="Show every rule that gives the statement in one step.")  # fmt: skip
@click.option("--format", "format_name", metavar="FORMAT",
              help="text (the default), json, turtle (PROV-O) or mermaid; without it the name of "
              "FILE decides.")  # fmt: skip
@trust_options
@click.option("-o", "--output", metavar="FILE", help="Write to this file instead of stdout.")
@click.pass_obj
def why(
    options: Options,
    subject: str,
    predicate: str,
    object_: str,
    every_way: bool,
    format_name: str | None,
    min_confidence: str | None,
    verified_only: bool,
    output: str | None,
) -> int:
    """Show why the statement S P O holds, down to who says so, or what is missing for it.

    S, P and O are slugs (state-sn), CURIEs (lg:signatoryOf), IRIs, or names that nothing else
    bears (Senegal). P may be the bare name of a term (signatoryOf), or `a` for "is a". O may be a
    value: 2024-06-02, '"2024-06-02"^^xsd:date', '"Moon"@en'.

    Exit code 1 if the statement does not hold. `lunargraph -v why` shows every step that the
    reasoner takes, and each statement in its own terms.
    """
    from lunargraph.explaining import FORMATS  # what it needs is slow to import

    chosen = choose_format(format_name, output, "text", offered=FORMATS)
    if chosen not in FORMATS:
        raise UnknownNameError("format", chosen, FORMATS)
    graph = options.graph(min_confidence=min_confidence, verified_only=verified_only)
    explanation = graph.why(subject, predicate, object_, every_way=every_way)
    if verified_only or min_confidence:
        tell_left_out(graph, options.verbosity)
    width = terminal_width() if output is None and sys.stdout.isatty() else None
    text = explanation.write(chosen, full=options.verbosity > 0, width=width)
    write_bytes(text.encode(), output)
    return 0 if explanation.holds else 1
