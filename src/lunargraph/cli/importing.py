"""``import``: a command for each bulk source, made from its description."""

from __future__ import annotations

__all__ = ["import_"]

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lunargraph import resources
from lunargraph.cli.output import choose_format, write_bytes
from lunargraph.cli.talk import Talk
from lunargraph.errors import UsageError
from lunargraph.files import refuse_unwritable
from lunargraph.formats import FORMATS, format_of
from lunargraph.graph import LunarGraph
from lunargraph.ingest.bulk import find_source

if TYPE_CHECKING:
    from lunargraph.cli.app import Options
    from lunargraph.ingest.bulk import Source


class _Sources(click.Group):
    """A group with a command for each source, and for each folder of one that is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [folder.name for folder in resources.source_folders()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _command(find_source(cmd_name))


@click.group(
    "import", cls=_Sources, options_metavar="", subcommand_metavar="SET [OPTIONS]",
    epilog="Example:  lunargraph import space-launches --launches launches.csv "
    "--agencies agencies.csv -o launches.trig",
)  # fmt: skip
def import_() -> None:
    """Turn the tables of a bulk source into one graph, with a report of every row left out.

    SET is the name of a source, or the folder of one of your own; `lunargraph import SET --help`
    shows which tables it takes. Nothing is stored.
    """


def _command(source: Source) -> click.Command:
    tables = [
        click.Option([f"--{name}", _parameter(name)], required=True, metavar="FILE",
                     help=f"The table: {table.about}.")
        for name, table in source.options.items()
    ]  # fmt: skip
    options = [
        click.Option(["-o", "--output"], metavar="FILE",
                     help="Write to this file, not stdout; what it held is replaced."),
        click.Option(["--format", "format_name"], metavar="FORMAT",
                     help="As for export; trig unless the name of FILE says else."),
        click.Option(["--report", "report"], metavar="FILE",
                     help="Write what is to be said about rows to this file, as CSV."),
        click.Option(["--strict"], is_flag=True,
                     help="Write no graph and exit with 1 if a row cannot be mapped."),
    ]  # fmt: skip

    @click.pass_obj
    def run(
        talker: Options, /, output: str | None, format_name: str | None, report: str | None,
        strict: bool, **given: Any,
    ) -> int:  # fmt: skip
        files = {name: given[_parameter(name)] for name in source.options}
        return _import(source, files, talker.verbosity, output, format_name, report, strict)

    return click.Command(
        source.name, callback=run, params=[*tables, *options],
        help=f"{source.description}.\n\nLicence: {source.licence}. Rows that cannot be mapped are "
        "told on stderr, with the reason; the exit code is still 0, unless --strict is given.",
        short_help=source.title,
    )  # fmt: skip


def _parameter(table: str) -> str:
    """Return the name of a table's option in Python; ``report`` and the like are others."""
    return f"table_{table.replace('-', '_')}"


def _import(
    source: Source,
    files: dict[str, str],
    verbosity: int,
    output: str | None,
    format_name: str | None,
    report: str | None,
    strict: bool,
) -> int:
    outputs = {"-o": output, "--report": report}
    _refuse_overwriting(files, outputs)
    for path in outputs.values():  # before the work, not after it
        if path is not None and path != "-":
            refuse_unwritable(path)
    chosen = format_of(choose_format(format_name, output, "trig", offered=FORMATS))
    talk = Talk(verbosity)
    outcome = LunarGraph.import_tables(source.folder, files, progress=talk.progress)
    data = outcome.write(chosen.name)
    if report is not None:
        write_bytes(outcome.report().encode(), report)
    if verbosity >= 0:
        click.echo(outcome.summary(everything=verbosity > 0), err=True)
    if strict and outcome.left_out:
        click.echo("no graph is written, because of --strict", err=True)
        return 1
    write_bytes(data, output)
    return 0


def _refuse_overwriting(files: dict[str, str], outputs: dict[str, str | None]) -> None:
    """Refuse to write over a table that is read, or two things to one file."""
    if outputs["--report"] == "-" and outputs["-o"] in {None, "-"}:
        raise UsageError("the graph and the report cannot share stdout", mend="name a file for one")
    taken = {Path(path).resolve(): f"--{name}" for name, path in files.items()}
    for option, path in outputs.items():
        if path is None or path == "-":
            continue
        place = Path(path).resolve()
        if place in taken:
            raise UsageError(
                f"{option} and {taken[place]} name one file", where=path, mend="name another file"
            )
        taken[place] = option
