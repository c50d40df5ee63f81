"""``diff``."""

from __future__ import annotations

__all__ = ["diff"]

import click

from lunargraph.cli.app import Options
from lunargraph.cli.output import choose_format, write_bytes
from lunargraph.errors import UnknownNameError

_PATHS = "lunargraph.differing.paths"


class _WithPaths(click.Command):
    """A command that takes paths after ``--``, as git does."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--" in args:
            place = args.index("--")
            args, ctx.meta[_PATHS] = args[:place], tuple(args[place + 1 :])
        return super().parse_args(ctx, args)


@click.command(
    cls=_WithPaths,
    options_metavar="[OPTIONS]",
    epilog="Examples:  lunargraph diff old.ttl new.ttl    lunargraph diff HEAD~1 HEAD -- facts    "
    "lunargraph diff HEAD -- facts",
)
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B] [-- PATH...]", required=False)
@click.option("--layer", type=click.Choice(["asserted", "inferred", "all"]), default="all",
              show_default=True, help="What to compare.")  # fmt: skip
@click.option("--alone", is_flag=True,
              help="Infer from each side alone, not together with the graph.")  # fmt: skip
@click.option("--format", "format_name", metavar="FORMAT",
              help="text (the default), json or patch (RDF Patch); without it the name of FILE "
              "decides.")  # fmt: skip
@click.option("-o", "--output", metavar="FILE", help="Write to this file instead of stdout.")
@click.pass_context
def diff(
    ctx: click.Context,
    before: str,
    after: str | None,
    layer: str,
    alone: bool,
    format_name: str | None,
    output: str | None,
) -> int:
    """Show what B says and A does not, and the other way round; and what follows from that.

    A and B are files, folders (all RDF files in them), or revisions of the git repository here
    (HEAD~1, a branch, HEAD:facts/a.ttl). Without B, a revision is compared with the files as
    they are now. What exists as a path is a path.

    What follows, follows together with the graph, save those of its files that are compared.
    Blank nodes are compared by what they say. Exit code 1 if there is a difference.
    """
    from lunargraph.differences import FORMATS  # the reasoner, git: only here

    chosen = choose_format(format_name, output, "text", offered=FORMATS)
    if chosen not in FORMATS:
        raise UnknownNameError("format", chosen, FORMATS)
    if chosen == "patch" and layer == "all":
        layer = "asserted"  # a patch holds no more
    options = ctx.obj
    assert isinstance(options, Options)  # noqa: S101 - tells the type checker
    difference = options.graph().diff(
        before,
        after,
        paths=ctx.meta.get(_PATHS, ()),
        layer=layer,  # type: ignore[arg-type]  # one of the choices
        alone=alone,
    )
    write_bytes(difference.write(chosen).encode(), output)
    return 0 if difference.equal else 1
