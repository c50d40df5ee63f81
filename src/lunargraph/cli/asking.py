"""``query`` and ``sparql``."""

from __future__ import annotations

__all__ = ["query", "sparql"]

import sys
from typing import TYPE_CHECKING, Any

import click

from lunargraph.cli.app import Options, trust_options
from lunargraph.cli.output import write_result
from lunargraph.cli.quick import answer_query
from lunargraph.cli.talk import stopping_at_once
from lunargraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

_ENDPOINT = click.option(
    "--endpoint", metavar="URL", help="Ask this SPARQL 1.1 server instead of the local graph."
)
_TIMEOUT = click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), metavar="S",
    help="Give the query up after this many seconds.",
)  # fmt: skip


def _output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--format`` and ``-o`` to a command."""
    command = click.option(
        "-o", "--output", metavar="FILE", help="Write to this file instead of stdout."
    )(command)
    return click.option(
        "--format", "format_name", metavar="FORMAT",
        help="The format; without it the file name decides, or else a table on a terminal "
        "and JSON in a pipe (Turtle for graphs).",
    )(command)  # fmt: skip


@click.command(
    epilog="Examples:  lunargraph query double-members --on 2025-01-01    "
    "lunargraph query mission -p mission=change-6"
)
@click.argument("name", required=False)
@click.option("-p", "--param", "pairs", multiple=True, metavar="NAME=VALUE",
              help="A parameter of the query; repeatable.")  # fmt: skip
@click.option("--on", metavar="DATE", help="The day to look at: the same as -p on=DATE.")
@click.option("--list", "listing", is_flag=True,
              help="List the stored queries; with NAME, tell about that one.")  # fmt: skip
@_output_options
@trust_options
@_ENDPOINT
@_TIMEOUT
@click.pass_obj
def query(
    options: Options,
    name: str | None,
    pairs: tuple[str, ...],
    on: str | None,
    listing: bool,
    format_name: str | None,
    output: str | None,
    min_confidence: str | None,
    verified_only: bool,
    endpoint: str | None,
    timeout: float | None,
) -> None:
    """Run the stored query NAME on the graph and what follows from it.

    Where a resource is expected, give a slug (change-6), a CURIE (lgi:change-6) or a full IRI.
    """
    if listing:
        from lunargraph.cli.listing import describe_query, list_queries

        write_result(describe_query(name) if name else list_queries(), format_name, output)
        return
    if name is None:
        raise UsageError("no query is named", mend="see `lunargraph query --list`")
    answer_query(
        name, pairs, on, format_name, output,
        files=options.files, verbosity=options.verbosity, endpoint=endpoint, timeout=timeout,
        min_confidence=min_confidence, verified_only=verified_only, workspace=options.workspace,
    )  # fmt: skip


@click.command(
    epilog="Example:  lunargraph sparql 'SELECT ?m WHERE { ?m a lg:FarSideMission } ORDER BY ?m'"
)
@click.argument("text", required=False)
@click.option("-f", "--file", "path", metavar="FILE", help="Read the query from this file.")
@click.option("--no-inference", is_flag=True, help="Leave inferred statements out.")
@_output_options
@_ENDPOINT
@_TIMEOUT
@click.pass_obj
def sparql(
    options: Options,
    text: str | None,
    path: str | None,
    no_inference: bool,
    format_name: str | None,
    output: str | None,
    endpoint: str | None,
    timeout: float | None,
) -> None:
    """Run the SPARQL 1.1 query TEXT; - reads it from stdin.

    The prefixes of the project (lg, lgi, rdfs, ...) need no PREFIX line.
    """
    text, name = _read_query(text, path)
    graph = options.graph()
    if endpoint is None:
        graph.prepare()
    with stopping_at_once():
        answer = graph.sparql(
            text, inference=not no_inference, endpoint=endpoint, timeout=timeout, name=name
        )
    write_result(answer, format_name, output)


def _read_query(text: str | None, path: str | None) -> tuple[str, str]:
    if (text is None) == (path is None):
        raise UsageError(
            "a query is given once",
            expected="its text, or -f FILE, or - for stdin",
            got="both" if text else "neither",
        )
    if text is not None and text != "-":
        return text, "query"
    if path is None:
        data, name = sys.stdin.buffer.read(), "<stdin>"
    else:
        from lunargraph.files import read_bytes

        data, name = read_bytes(path), path
    try:
        return data.decode("utf-8"), name
    except UnicodeDecodeError as error:
        raise UsageError(
            "the query is not UTF-8", where=name, got=f"byte {error.start} of the text",
            mend="save it as UTF-8",
        ) from error  # fmt: skip
