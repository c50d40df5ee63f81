"""``validate`` and ``check``."""

from __future__ import annotations

__all__ = ["check", "validate"]

from typing import TYPE_CHECKING

import click

from lunargraph.cli.app import Options
from lunargraph.cli.output import write_bytes

if TYPE_CHECKING:
    from lunargraph.validation import Report

_FORMAT = click.option(
    "--format", "format_name", type=click.Choice(["text", "json"]), default="text",
    show_default=True, help="The format of the report.",
)  # fmt: skip
_FAIL_ON = click.option(
    "--fail-on", type=click.Choice(["violation", "warning", "info"]), default="violation",
    show_default=True, help="The least severity that makes the exit code 1.",
)  # fmt: skip
_SHAPES = click.option("--shapes", multiple=True, metavar="FILE",
                       help="SHACL shapes to check against as well; repeatable.")  # fmt: skip


_WHY = click.option("--why", is_flag=True,
                    help="Show why each shape looked where it did, with the proof of what "
                    "nobody wrote.")  # fmt: skip


@click.command(epilog="Example:  lunargraph validate new-facts.ttl")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_SHAPES
@_WHY
@_FORMAT
@_FAIL_ON
@click.pass_obj
def validate(
    options: Options,
    files: tuple[str, ...],
    shapes: tuple[str, ...],
    why: bool,
    format_name: str,
    fail_on: str,
) -> int:
    """Check whether the new facts in FILE hold together with all that is known.

    Syntax, vocabulary, consistency with the graph, and SHACL shapes, on what is stated and on
    what follows from it. Nothing is stored. Exit code 1 if something is found.
    """
    report = options.graph().validate(*files, shapes=shapes, why=why)
    return _show(report, format_name, fail_on)


@click.command(epilog="Example:  lunargraph check")
@_SHAPES
@_WHY
@_FORMAT
@_FAIL_ON
@click.pass_obj
def check(
    options: Options, shapes: tuple[str, ...], why: bool, format_name: str, fail_on: str
) -> int:
    """Check the whole graph: shapes, consistency, OWL 2 RL profile, hygiene, stored queries.

    Exit code 1 if something is found.
    """
    return _show(options.graph().check(shapes=shapes, why=why), format_name, fail_on)


def _show(report: Report, format_name: str, fail_on: str) -> int:
    write_bytes(report.write(format_name).encode(), None)
    return 1 if report.fails(fail_on) else 0
