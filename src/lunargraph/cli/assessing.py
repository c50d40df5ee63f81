"""``assess`` and ``impact``."""

from __future__ import annotations

__all__ = ["assess", "impact"]

import re
import sys
from typing import TYPE_CHECKING, Protocol, TypedDict

import click

from lunargraph.cli.app import Options, trust_options
from lunargraph.cli.output import choose_format, terminal_width, write_bytes
from lunargraph.cli.talk import tell_left_out
from lunargraph.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from lunargraph.policy import Interview


@click.command(
    epilog="Examples:  lunargraph assess --kind visit --actor nasa --with cnsa --on 2024-06-01    "
    "lunargraph assess my-activity.ttl --on 2025-05-15    "
    "lunargraph assess --kind visit --actor nasa --with cnsa --compare on=2011..2026    "
    "lunargraph assess --all",
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
@click.option("--compare", metavar="DIMENSION=V1,V2,...",
              help="How the verdict changes with the day (on, also 2011-01..2026-12), funded-by, "
              "with, actor, place, kind, subject, starts, bilateral or a property; ? says nothing, "
              "nasa+nsf names two.")  # fmt: skip
@click.option("--all", "every", is_flag=True,
              help="Every recorded activity (of --kind, if given), each on its own day unless "
              "--on says one for all.")  # fmt: skip
@click.option("--format", "format_name", metavar="FORMAT",
              help="text (the default), json or turtle (PROV-O); csv and md instead of turtle with "
              "--compare or --all; without it the name of the output decides.")  # fmt: skip
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
    compare: str | None,
    every: bool,
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

    --compare shows how the verdict changes over one dimension, --all judges what is recorded.

    Exit code 0 with a verdict, whatever it is; 1 if the facts contradict each other, so that there
    is none. `lunargraph -v assess` shows every clause that was looked at.
    """
    from lunargraph.policy import FORMATS, write_interview  # what it needs is slow to import

    graph = options.graph(min_confidence=min_confidence, verified_only=verified_only)
    described: _Description = {
        "activity": activity, "kind": kind, "actor": actor, "partners": partners,
        "funded_by": funded_by, "subjects": subjects, "place": place, "bilateral": bilateral,
        "starts": starts, "on": on, "given": [*_pairs(given)], "instruments": instruments,
    }  # fmt: skip
    if every or compare is not None:
        _refuse_more(file, compare, described, asked=ask or bool(answers), every=every)
        table: _Writable = (
            graph.sweep(on, kind=kind, instruments=instruments)
            if compare is None
            else graph.compare(*_dimension(compare), file, **described)
        )
        if verified_only or min_confidence:
            tell_left_out(graph, options.verbosity)
        _write_table(table, format_name, output)
        return 0
    chosen = _chosen(FORMATS, format_name, output)
    interview = graph.interview(file, **described)
    if verified_only or min_confidence:
        tell_left_out(graph, options.verbosity)
    for number, each in enumerate(answers, 1):
        if interview.question is None:
            click.echo(f"lunargraph: the verdict stands; answer {number} was not needed", err=True)
            break
        interview.answer(each)
    if ask and chosen == "json":
        text = write_interview(interview)
    else:
        if ask:
            _ask(interview)
        verbose = options.verbosity > 0
        text = interview.assessment.write(chosen, full=verbose, width=_width(output))
    write_bytes(text.encode(), output)
    return 1 if interview.assessment.verdict is None else 0


def _ask(interview: Interview) -> None:
    """Ask on stderr until the verdict stands or there are no more answers."""
    from lunargraph.policy import matters

    while (question := interview.question) is not None:
        number = len(interview.answered) + 1
        click.echo(f"\n{number}. {question.text}\n   {matters(question)}", err=True)
        what = "names with commas between, none or ?" if interview.takes_names else "yes, no or ?"
        try:
            said = click.prompt(f"   {what}", default="?", show_default=False, err=True)
        except click.Abort:
            click.echo("", err=True)
            return
        try:
            interview.answer(said)
        except UsageError as error:
            click.echo(f"   {error}", err=True)
    click.echo("", err=True)


@click.command(
    epilog="Examples:  lunargraph impact new-act.ttl    "
    "lunargraph impact certification.ttl --on 2026-11-21 --format csv",
)
@click.argument("file", metavar="FILE")
@click.option("--on", metavar="DATE",
              help="Judge all activities on this day; each on its own unless said.")  # fmt: skip
@click.option("--instrument", "instruments", metavar="NAME", multiple=True,
              help="Only this instrument or family; repeatable.")  # fmt: skip
@click.option("--format", "format_name", metavar="FORMAT",
              help="text (the default), json, csv or md; without it the name of the output "
              "decides.")  # fmt: skip
@trust_options
@click.option("-o", "--output", metavar="FILE", help="Write to this file instead of stdout.")
@click.pass_obj
def impact(
    options: Options,
    file: str,
    on: str | None,
    instruments: tuple[str, ...],
    format_name: str | None,
    min_confidence: str | None,
    verified_only: bool,
    output: str | None,
) -> int:
    """Tell which verdicts of recorded activities would change if the facts in FILE were added.

    The facts are RDF: a new act, a certification, a new member, a clause with its elements, a class
    of OWL, or what is missing of an activity. Nothing is stored.

    Exit code 0 with an answer, also that nothing changes; 1 if the facts contradict what is known,
    with the proof of it.
    """
    graph = options.graph(min_confidence=min_confidence, verified_only=verified_only)
    found = graph.impact(file, on=on, instruments=instruments)
    if verified_only or min_confidence:
        tell_left_out(graph, options.verbosity)
    _write_table(found, format_name, output)
    return 1 if found.contradictions else 0


class _Description(TypedDict):
    """What options say of an activity, as the methods of a graph take it."""

    activity: str | None
    kind: str | None
    actor: str | None
    partners: Sequence[str]
    funded_by: Sequence[str]
    subjects: Sequence[str]
    place: str | None
    bilateral: bool | None
    starts: str | None
    on: str | None
    given: Sequence[tuple[str, str]]
    instruments: Sequence[str]


class _Writable(Protocol):
    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that it can be written in."""

    def write(self, format_name: str, *, width: int | None) -> str:
        """Return it in a format."""


def _chosen(formats: Collection[str], format_name: str | None, output: str | None) -> str:
    chosen = choose_format(format_name, output, "text", offered=formats)
    if chosen not in formats:
        raise UnknownNameError("format", chosen, formats)
    return chosen


def _width(output: str | None) -> int | None:
    return terminal_width() if output is None and sys.stdout.isatty() else None


def _write_table(answer: _Writable, format_name: str | None, output: str | None) -> None:
    chosen = _chosen(answer.formats, format_name, output)
    write_bytes(answer.write(chosen, width=_width(output)).encode(), output)


def _refuse_more(
    file: str | None, compare: str | None, described: _Description, *, asked: bool, every: bool
) -> None:
    """Refuse questions where many verdicts are asked for, and one activity where all are."""
    if asked:
        raise UsageError(
            "questions are about one verdict",
            where="--ask",
            mend="leave --compare and --all out, or --ask and --answer",
        )
    allowed = ("kind", "on", "instruments")
    nothing: tuple[object, ...] = (None, (), [])
    one = (
        file
        or compare
        or any(value not in nothing for name, value in described.items() if name not in allowed)
    )
    if every and one:
        raise UsageError(
            "all recorded activities are judged as they are recorded",
            where="--all",
            mend="leave out what describes one activity; --kind, --on and --instrument go with it",
        )


def _dimension(text: str) -> tuple[str, list[str]]:
    """Return what ``DIMENSION=V1,V2,...`` says; commas in brackets part nothing."""
    name, equals, values = text.partition("=")
    found = [each.strip() for each in re.split(r",(?![^\[\]]*\])", values)]
    if not equals or not name.strip() or "" in found:
        raise UsageError(
            "this says nothing to compare",
            where="--compare",
            expected="a dimension and its values, such as funded-by=nasa,nsf or on=2011..2026",
            got=text,
        )
    return name.strip(), found


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
