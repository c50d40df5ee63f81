"""``assess``."""

from __future__ import annotations

__all__ = ["assess"]

import sys
from typing import TYPE_CHECKING

import click

from lunargraph.cli.app import Options, trust_options
from lunargraph.cli.output import choose_format, terminal_width, write_bytes
from lunargraph.cli.talk import tell_left_out
from lunargraph.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lunargraph.policy import Interview


@click.command(
    epilog="Examples:  lunargraph assess --kind visit --actor nasa --with cnsa --on 2024-06-01    "
    "lunargraph assess my-activity.ttl --on 2025-05-15",
)
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--activity", metavar="A", help="An activity of the graph, or which one of FILE.")
@click.option("--kind", metavar="K", help="What kind of activity: meeting, sample-analysis, ...")
@click.option("--actor", metavar="A", help="Who does it.")
@click.option("--with", "partners", metavar="B", multiple=True, help="With whom; repeatable.")
@click.option("--funded-by", metavar="F", multiple=True, help="Who pays; repeatable.")
@click.option("--subject", "subjects", metavar="S", multiple=True,
              help="A sample, transfer, mission or programme that it is about.")  # fmt: skip
@click.option("--place", metavar="P", help="A place, or the agent whose facility it is.")
@click.option("--bilateral/--multilateral", default=None,
              help="Its format; counted from the parties unless said.")  # fmt: skip
@click.option("--starts", metavar="DATE", help="The day on which it starts.")
@click.option("--on", metavar="DATE", help="The day to judge it on; that of its start unless said.")
@click.option("--given", metavar="P=V", multiple=True,
              help="Any further property of it, such as certifiedOn=2018-06-10.")  # fmt: skip
@click.option("--instrument", "instruments", metavar="NAME", multiple=True,
              help="Only this instrument or family; repeatable.")  # fmt: skip
@click.option("--ask", is_flag=True,
              help="Ask for what is missing, the most decisive first, until the verdict "
              "stands; with --format json the next question is only written.")  # fmt: skip
@click.option("--answer", "answers", metavar="TEXT", multiple=True,
              help="An answer to the questions of --ask, in their order; repeatable.")  # fmt: skip
@click.option("--format", "format_name", metavar="FORMAT",
              help="text (the default), json or turtle (PROV-O); without it the name of the output "
              "decides.")  # fmt: skip
@trust_options
@click.option("-o", "--output", metavar="FILE", help="Write to this file instead of stdout.")
@click.pass_obj
def assess(
    options: Options,
    file: str | None,
    activity: str | None,
    kind: str | None,
    actor: str | None,
    partners: tuple[str, ...],
    funded_by: tuple[str, ...],
    subjects: tuple[str, ...],
    place: str | None,
    bilateral: bool | None,
    starts: str | None,
    on: str | None,
    given: tuple[str, ...],
    instruments: tuple[str, ...],
    ask: bool,
    answers: tuple[str, ...],
    format_name: str | None,
    min_confidence: str | None,
    verified_only: bool,
    output: str | None,
) -> int:
    """Tell whether an activity is allowed on a day, under which clause, why, and what would decide.

    The activity stands in FILE, is one of the graph (--activity), or is described by options. Names
    are read as `why` reads them; an agent that the graph does not know is described in its name:
    --with 'Example Institute [university, france]'. What is not given stays unknown; the parties
    and funders that options name are taken as all there are, unless it is multilateral.

    Exit code 0 with a verdict, whatever it is; 1 if the facts contradict each other, so that there
    is none. `lunargraph -v assess` shows every clause that was looked at.
    """
    from lunargraph.policy import FORMATS, write_interview  # what it needs is slow to import

    chosen = choose_format(format_name, output, "text", offered=FORMATS)
    if chosen not in FORMATS:
        raise UnknownNameError("format", chosen, FORMATS)
    graph = options.graph(min_confidence=min_confidence, verified_only=verified_only)
    interview = graph.interview(
        file, activity=activity, kind=kind, actor=actor, partners=partners, funded_by=funded_by,
        subjects=subjects, place=place, bilateral=bilateral, starts=starts, on=on,
        given=[*_pairs(given)], instruments=instruments,
    )  # fmt: skip
    if verified_only or min_confidence:
        tell_left_out(graph, options.verbosity)
    for each in answers:
        interview.answer(each)
    if ask and chosen == "json":
        text = write_interview(interview)
    else:
        if ask:
            _ask(interview)
        width = terminal_width() if output is None and sys.stdout.isatty() else None
        text = interview.assessment.write(chosen, full=options.verbosity > 0, width=width)
    write_bytes(text.encode(), output)
    return 1 if interview.assessment.verdict is None else 0


def _ask(interview: Interview) -> None:
    """Ask on stderr until the verdict stands or there are no more answers."""
    from lunargraph.policy import matters

    while (question := interview.question) is not None:
        number = len(interview.answered) + 1
        click.echo(f"\n{number}. {question.text}\n   {matters(question)}", err=True)
        names = ", or names with commas between" if interview.takes_names else ""
        try:
            said = click.prompt(
                f"   yes, no or ?{names}", default="?", show_default=False, err=True
            )
        except click.Abort:
            click.echo("", err=True)
            return
        try:
            interview.answer(said)
        except UsageError as error:
            click.echo(f"   {error}", err=True)
    click.echo("", err=True)


def _pairs(given: Iterable[str]) -> Iterable[tuple[str, str]]:
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name or not value:
            raise UsageError(
                "this says nothing of the activity",
                where="--given",
                expected="a property and its value, such as certifiedOn=2018-06-10",
                got=each,
            )
        yield name, value
