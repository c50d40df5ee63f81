"""``entails``."""

from __future__ import annotations

__all__ = ["entails"]

import click

from lunargraph.cli.app import Options
from lunargraph.cli.output import write_bytes


@click.command(epilog="Example:  lunargraph -g facts.ttl entails question.ttl")
@click.argument("file", metavar="FILE")
@click.option("--format", "format_name", type=click.Choice(["text", "json"]), default="text",
              show_default=True, help="The format of the answer.")  # fmt: skip
@click.pass_obj
def entails(options: Options, file: str, format_name: str) -> int:
    """Tell whether all that FILE says follows from the graph, and how.

    Facts, axioms and class expressions, by OWL 2 RL and beyond; blank nodes stand for anything.
    Exit code 1 if something does not follow.
    """
    answer = options.graph().entails(file)
    write_bytes(answer.write(format_name).encode(), None)
    return 0 if answer.holds else 1
