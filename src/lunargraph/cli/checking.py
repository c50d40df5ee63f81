"""``validate`` and ``check``."""

from __future__ import annotations

__all__ = ["check", "validate"]

from typing import TYPE_CHECKING

import click

from lunargraph.cli.app import Options
from lunargraph.cli.output import write_bytes
from lunargraph.cli.talk import Talk

if TYPE_CHECKING:
    from lunargraph.validation import Report

_FORMAT = click.option(
    "--format", "format_name", default="text", show_default=True,
    type=click.Choice(["text", "json", "sarif", "junit", "turtle"]),
    help="The format of the report.",
)  # fmt: skip
_FAIL_ON = click.option(
    "--fail-on", type=click.Choice(["violation", "warning", "info"]), default="violation",
    show_default=True, help="The least severity that makes the exit code 1.",
)  # fmt: skip
_BASELINE = click.option("--baseline", metavar="FILE",
                         help="Findings that are known and do not count.")  # fmt: skip
_WRITE_BASELINE = click.option(
    "--write-baseline", metavar="FILE", help="Write what is found to FILE, as known from now on."
)
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
@_BASELINE
@_WRITE_BASELINE
@click.pass_obj
def validate(
    options: Options,
    files: tuple[str, ...],
    shapes: tuple[str, ...],
    why: bool,
    format_name: str,
    fail_on: str,
    baseline: str | None,
    write_baseline: str | None,
) -> int:
    """Check whether the new facts in FILE hold together with all that is known.

    Syntax, vocabulary, provenance, consistency with the graph, SHACL shapes on what is stated and
    on what follows from it, conflicts with accepted facts and duplicates of known things; and what
    would newly follow. Nothing is stored. Exit code 1 if something is found.
    """
    report = options.graph().validate(*files, shapes=shapes, why=why)
    return _show(options, report, format_name, fail_on, baseline, write_baseline)


@click.command(epilog="Example:  lunargraph check")
@_SHAPES
@_WHY
@_FORMAT
@_FAIL_ON
@_BASELINE
@_WRITE_BASELINE
@click.pass_obj
def check(
    options: Options,
    shapes: tuple[str, ...],
    why: bool,
    format_name: str,
    fail_on: str,
    baseline: str | None,
    write_baseline: str | None,
) -> int:
    """Check the whole graph: shapes, consistency, OWL 2 RL profile, hygiene, stored queries.

    Exit code 1 if something is found.
    """
    report = options.graph().check(shapes=shapes, why=why)
    return _show(options, report, format_name, fail_on, baseline, write_baseline)


def _show(
    options: Options,
    report: Report,
    format_name: str,
    fail_on: str,
    baseline: str | None,
    new_baseline: str | None,
) -> int:
    """Print the report; with a new baseline, everything that was found is known from now on."""
    from lunargraph.validation.baselines import Baseline  # as everything that reasons, when needed

    known = None if baseline is None else Baseline.load(baseline)
    if new_baseline is not None and report.broken:
        Talk(options.verbosity).say(
            f"{new_baseline} was not written: what does not parse is never known"
        )
    elif new_baseline is not None:
        known = Baseline.of(report.findings, report.root)
        write_bytes(known.write().encode(), new_baseline)
    if known is not None:
        report = known.applied(report)
    write_bytes(report.write(format_name, fail_on=fail_on).encode(), None)
    return 1 if report.fails(fail_on) else 0
