"""The group of all commands and its global options.

A command's module is imported when the command is named, so that ``query`` starts without the rest.
"""

from __future__ import annotations

__all__ = ["COMMANDS", "Options", "lunargraph", "run_command", "trust_options"]

import importlib
import keyword
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from lunargraph.cli.talk import open_graph
from lunargraph.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lunargraph.graph import LunarGraph

COMMANDS = {
    "query": ("asking", "Run a stored query."),
    "sparql": ("asking", "Run any SPARQL 1.1 query."),
    "find": ("finding", "Find individuals by any of their names."),
    "why": ("explaining", "Show why a statement holds, or what is missing for it."),
    "assess": ("assessing", "Tell whether an activity is allowed, under which clause, and why."),
    "impact": ("assessing", "Tell which verdicts of recorded activities new facts would change."),
    "export": ("exporting", "Write the graph as Turtle or in another format."),
    "import": ("importing", "Turn tables that others publish into a graph."),
    "validate": ("checking", "Check new facts against all that is known."),
    "diff": ("differing", "Show what is different between two states, and what follows."),
    "check": ("checking", "Check the health of the whole graph."),
    "init": ("changing", "Make a workspace for facts of your own."),
    "add": ("changing", "Check facts and store them in the workspace."),
    "remove": ("changing", "Take back facts of the workspace."),
    "undo": ("changing", "Take back the last change of the workspace."),
    "log": ("changing", "Show the changes of the workspace."),
    "reason": ("reasoning", "Write what follows from the asserted statements."),
    "entails": ("entailing", "Tell whether all that a file says follows from the graph."),
    "fmt": ("formatting", "Write files in canonical form."),
    "info": ("about", "Show versions, counts, digests and the knowledge date."),
}
"""Each command with its module below ``lunargraph.cli`` and its line in the overview."""


class Options(NamedTuple):
    """The global options, as commands find them in ``click.Context.obj``."""

    files: tuple[str, ...]
    verbosity: int
    workspace: str | None = None

    def graph(
        self, *, min_confidence: str | None = None, verified_only: bool = False
    ) -> LunarGraph:
        """Return the graph that the user named, talking to stderr as much as was asked."""
        return open_graph(
            self.files, self.verbosity, min_confidence=min_confidence,
            verified_only=verified_only, workspace=self.workspace,
        )  # fmt: skip


def trust_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--min-confidence`` and ``--verified-only`` to a command."""
    command = click.option(
        "--verified-only", is_flag=True,
        help="Leave out records that rest in part on background knowledge. A record counts as a "
        "whole: what is verified in it is left out too; stderr says how many there are.",
    )(command)  # fmt: skip
    return click.option(
        "--min-confidence", type=click.Choice(["high", "medium", "low"]),
        help="Leave out records of less confidence, each as a whole, and what would follow.",
    )(command)  # fmt: skip


class _Commands(click.Group):
    """A group that knows its commands by name and loads the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module("lunargraph.cli." + COMMANDS[cmd_name][0])
        command = getattr(module, f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 - tells the type checker
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise UnknownNameError("command", args[0], COMMANDS)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from lunargraph.resources import version

        click.echo(f"lunargraph {version()}")
        ctx.exit()


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Where to begin:  lunargraph query --list",
)
@click.option(
    "-g", "--graph", "files", multiple=True, metavar="FILE",
    help="Work on exactly these RDF files in place of the shipped graph and the workspace; "
    "repeatable.",
)  # fmt: skip
@click.option(
    "--workspace", metavar="DIR",
    help="Work in this workspace; otherwise in the one around the working folder, if there is one.",
)  # fmt: skip
@click.option("-v", "--verbose", count=True, help="Say more on stderr.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version,
              help="Show the version.")  # fmt: skip
@click.pass_context
def lunargraph(
    ctx: click.Context, files: tuple[str, ...], workspace: str | None, verbose: int, quiet: bool
) -> None:
    """Ask, export and check a knowledge graph of international space cooperation.

    Every answer comes from sources. stdout is data, stderr is talk.
    """
    ctx.obj = Options(files, -1 if quiet else verbose, workspace)


def run_command(arguments: Sequence[str]) -> int:
    """Have click read the command line and run its command; return the exit code."""
    try:
        outcome = lunargraph.main(list(arguments), prog_name="lunargraph", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except SystemExit as error:  # click's own way out of a pipe that its reader has closed
        raise BrokenPipeError from error
    return outcome if isinstance(outcome, int) else 0
