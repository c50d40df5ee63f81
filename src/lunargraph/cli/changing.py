"""``init``, ``add``, ``remove``, ``undo`` and ``log``."""

from __future__ import annotations

__all__ = ["add", "init", "log", "remove", "undo"]

import json
from typing import TYPE_CHECKING, Any

import click

from lunargraph.cli.app import Options
from lunargraph.cli.output import write_bytes
from lunargraph.cli.talk import Talk
from lunargraph.graph import LunarGraph
from lunargraph.results.text import one_line, printable
from lunargraph.workspace.records import CONFIDENCES, READINGS, VERIFICATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lunargraph.changing import Transaction
    from lunargraph.workspace.change_log import Entry

_FORMAT = click.option(
    "--format", "format_name", type=click.Choice(["text", "json"]), default="text",
    show_default=True, help="The format of what is shown.",
)  # fmt: skip


def _storing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of all that changes a workspace."""
    for option in (
        click.option("--wait", type=click.FloatRange(min=0), default=60.0, show_default=True,
                     metavar="SECONDS", help="How long to wait for somebody else's change."),
        click.option("--dry-run", is_flag=True, help="Check and show, and store nothing."),
        click.option("--by", metavar="NAME",
                     help="Who changes it, for the log; the user of git unless said."),
        click.option("-m", "--message", default="", metavar="TEXT", help="Why, for the log."),
    ):  # fmt: skip
        command = option(command)
    return command


_SHAPES = click.option("--shapes", multiple=True, metavar="FILE",
                       help="SHACL shapes to check against as well; repeatable.")  # fmt: skip
_ACCEPT = click.option(
    "--accept-warnings", is_flag=True,
    help="Store it in spite of warnings; never in spite of violations.",
)  # fmt: skip


@click.command(epilog="Example:  lunargraph init lunar-notes --licence "
               "https://creativecommons.org/licenses/by/4.0/ --known-until 2026-11")  # fmt: skip
@click.argument("folder", metavar="DIR")
@click.option("--name", help="The name of the data set, a slug; that of DIR unless said.")
@click.option("--title", help="The same for people.")
@click.option("--base", multiple=True, metavar="BASE",
              help="What the facts stand on: shipped (the default), ontology (without the data), "
              "or an RDF file; repeatable.")  # fmt: skip
@click.option("--licence", metavar="IRI", help="The licence of the facts.")
@click.option("--known-until", metavar="DATE", help="The date up to which the facts will be known.")
@click.pass_obj
def init(
    options: Options,
    folder: str,
    name: str | None,
    title: str | None,
    base: tuple[str, ...],
    licence: str | None,
    known_until: str | None,
) -> None:
    """Make a workspace in DIR: facts of your own on top of the shipped graph.

    The facts are text in DIR/facts, the log of their changes in DIR/changes, both made for git.
    Commands that run in DIR, or below it, work on the shipped graph and the facts.
    """
    talk = Talk(options.verbosity)
    graph = LunarGraph.init(
        folder, name=name, title=title, base=base, licence=licence, known_until=known_until,
        announce=talk.say,
    )  # fmt: skip
    talk.say(f"made the workspace {graph.workspace.name} in {folder}")
    for value, what in ((licence, "--licence IRI"), (known_until, "--known-until DATE")):
        if value is None:
            talk.say(f"{what} was not given: `lunargraph check` will ask for it")


@click.command(
    epilog="Example:  lunargraph add jordan.ttl --source nasa-jordan-2026 -m 'Jordan signed'"
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="SOURCE",
    help="A source of the facts that the graph knows: a slug or an IRI; repeatable.",
)
@click.option(
    "--cite",
    "citation",
    metavar="TEXT",
    help="Where in the source; without --source, the title of a source to describe.",
)
@click.option("--read", type=click.Choice(READINGS),
              help="How a source that is only cited was read.")  # fmt: skip
@click.option("--confidence", type=click.Choice(CONFIDENCES), default="low", show_default=True,
              help="How far the facts can be trusted.")  # fmt: skip
@click.option("--verification", type=click.Choice(VERIFICATIONS), default="unverified",
              show_default=True, help="sourced: every value was read in a source.")  # fmt: skip
@click.option("--replace", is_flag=True, help="Let a file take the place of one of its name.")
@_SHAPES
@_ACCEPT
@_storing
@_FORMAT
@click.pass_obj
def add(
    options: Options, /, files: tuple[str, ...], by: str | None, format_name: str, **said: Any
) -> int:
    """Check the facts in FILE against all that is known, show what follows, and store them.

    All files are stored or none: not if something is wrong with one, nor if there are warnings,
    unless these are accepted. Statements in no named graph get a record, which the options
    describe; what they do not say is claimed least. A file in facts/ that was changed by hand is
    recorded as it is. Exit code 1 if nothing was stored because of what was found.
    """
    outcome = options.graph().add(*files, who=by, **said)
    return _show(options, outcome, format_name, **_terms(said))


@click.command(
    epilog="Examples:  lunargraph remove jordan    lunargraph remove --statements wrong.nt"
)
@click.argument("names", nargs=-1, metavar="[NAME...]")
@click.option("--statements", metavar="FILE",
              help="Take back the statements in this RDF file, wherever they stand.")  # fmt: skip
@_SHAPES
@_ACCEPT
@_storing
@_FORMAT
@click.pass_obj
def remove(
    options: Options, /, names: tuple[str, ...], by: str | None, format_name: str, **said: Any
) -> int:
    """Take back facts of the workspace: the files called NAME, or statements.

    The rest is checked without them and shown as for add. What the base says cannot be removed.
    """
    outcome = options.graph().remove(*names, who=by, **said)
    return _show(options, outcome, format_name, **_terms(said))


@click.command(epilog="Example:  lunargraph undo")
@_storing
@_FORMAT
@click.pass_obj
def undo(options: Options, /, by: str | None, format_name: str, **said: Any) -> int:
    """Take back the last change of the workspace that was not taken back yet.

    The log keeps both; called again, it goes one change further back.
    """
    outcome = options.graph().undo(who=by, **said)
    return _show(options, outcome, format_name, dry_run=said["dry_run"])


@click.command(epilog="Example:  lunargraph log --check")
@click.option(
    "--check",
    is_flag=True,
    help="Tell where facts are not what the log says; exit code 1 if there are any.",
)
@_FORMAT
@click.pass_obj
def log(options: Options, check: bool, format_name: str) -> int:
    """Show the changes of the workspace, the last one first.

    Entries are RDF Patches in changes/, chained by digests; an altered one is refused.
    """
    graph = options.graph()
    entries = graph.log()[::-1]
    strays = graph.strays() if check else None
    text = (_as_json if format_name == "json" else _as_text)(entries, strays)
    write_bytes(text.encode(), None)
    return 1 if strays else 0


def _terms(said: Mapping[str, Any]) -> dict[str, bool]:
    return {name: said[name] for name in ("dry_run", "accept_warnings")}


def _show(
    options: Options,
    outcome: Transaction,
    format_name: str,
    *,
    dry_run: bool,
    accept_warnings: bool = False,
) -> int:
    write_bytes(outcome.write(format_name).encode(), None)
    talk = Talk(options.verbosity)
    if outcome.entry is not None:
        files = ", ".join(outcome.files)
        talk.say(f"entry {outcome.entry.number} of the log ({outcome.entry.short_id}): {files}")
        return 0
    if outcome.stored:
        talk.say("the workspace says all that already")
        return 0
    sound = not outcome.report.fails("warning")
    if dry_run and outcome.difference is not None:
        would = sound or (accept_warnings and outcome.report.conforms)
        could = "could" if would else "could not"
        talk.say(f"it {could} be stored; nothing was, because of --dry-run")
        return 0 if would else 1
    accept = outcome.report.conforms and not sound
    hint = "; --accept-warnings stores it all the same" if accept else ""
    talk.say(f"nothing was stored{hint}")
    return 1


def _as_text(entries: Sequence[Entry], strays: Sequence[str] | None) -> str:
    blocks = []
    for entry in entries:
        lines = [
            f"{entry.number} {entry.short_id}  {entry.action}  {entry.when}  {one_line(entry.who)}"
        ]
        lines += [f"  {line}" for line in entry.why.splitlines()]
        for file in entry.files:
            sign = "+" if file.before is None else "-" if file.after is None else "~"
            lines.append(f"  {sign} {file.path}")
        blocks.append("\n".join(lines) + "\n")
    if strays:
        blocks.append("".join(f"{stray}\n" for stray in strays))
    return printable("\n".join(blocks))


def _as_json(entries: Sequence[Entry], strays: Sequence[str] | None) -> str:
    found = [
        {**entry._asdict(), "files": [file._asdict() for file in entry.files]} for entry in entries
    ]
    document = {"format": 1, "entries": found, "strays": strays}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
