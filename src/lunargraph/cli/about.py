"""``info``."""

from __future__ import annotations

__all__ = ["info"]

import json
import sys

import click

from lunargraph.cli.app import Options
from lunargraph.cli.output import write_result


@click.command(epilog="Example:  lunargraph info --format json")
@click.option("--format", "format_name", type=click.Choice(["table", "json", "turtle", "jsonld"]),
              help="A table on a terminal and JSON in a pipe unless said; turtle and jsonld give "
              "the description in VoID and DCAT.")  # fmt: skip
@click.pass_obj
def info(options: Options, format_name: str | None) -> None:
    """Show versions, counts, digests and the date up to which the graph knows."""
    if format_name in {"turtle", "jsonld"}:
        write_result(options.graph().description(), format_name, None)
        return
    about = options.graph().info()
    if (format_name or ("table" if sys.stdout.isatty() else "json")) == "json":
        click.echo(json.dumps(about, indent=2, ensure_ascii=False))
        return
    for key, value in about.items():
        if isinstance(value, dict):
            _show(key, "")
            for name, inner in value.items():
                _show(f"  {name}", str(inner))
        elif key == "datasets":
            _show(key, "")
            for entry in value:
                known = f"known until {entry['known_until']}" if entry["known_until"] else ""
                _show(f"  {entry['id']}", f"{entry['records']:>4}  {entry['title']}  {known}")
        else:
            _show(key, f"{len(value)}" if isinstance(value, list) else f"{value or '-'}")


def _show(name: str, text: str) -> None:
    click.echo(f"{name:<20} {text}".rstrip())
