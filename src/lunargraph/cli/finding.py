"""``find``."""

from __future__ import annotations

__all__ = ["find"]

import click

from lunargraph.cli.app import Options
from lunargraph.cli.output import write_result


@click.command(
    epilog="Examples:  lunargraph find 嫦娥五号    lunargraph find stoney brook --kind university"
)
@click.argument("words", nargs=-1, required=True, metavar="TEXT...")
@click.option("--kind", metavar="CLASS",
              help="Only this kind of thing, such as university or lg:Mission.")  # fmt: skip
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, metavar="N",
              help="How many to show.")  # fmt: skip
@click.option("--format", "format_name", metavar="FORMAT",
              help="The format; without it the file name decides, or else a table on a terminal "
              "and JSON in a pipe.")  # fmt: skip
@click.option("-o", "--output", metavar="FILE", help="Write to this file instead of stdout.")
@click.pass_obj
def find(
    options: Options,
    words: tuple[str, ...],
    kind: str | None,
    limit: int,
    format_name: str | None,
    output: str | None,
) -> None:
    """Find individuals by any of their names, in any language, the best first.

    TEXT is a name or a part of it, also misspelt, a slug (change-6), a CURIE, an IRI or a code of
    ISO 3166 (CN). Spaces, accents, case and punctuation do not count.
    """
    table = options.graph().find(" ".join(words), kind=kind, limit=limit)
    write_result(table, format_name, output)
