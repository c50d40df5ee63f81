"""``info``."""

from __future__ import annotations

__all__ = ["info"]

import json
import sys

import click

from lunargraph.cli.app import Options


@click.command(epilog="Example:  lunargraph info --format json")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]),
              help="A table on a terminal and JSON in a pipe unless said.")  # fmt: skip
@click.pass_obj
def info(options: Options, format_name: str | None) -> None:
    """Show versions, counts, digests and the date up to which the graph knows."""
    about = options.graph().info()
    if (format_name or ("table" if sys.stdout.isatty() else "json")) == "json":
        click.echo(json.dumps(about, indent=2, ensure_ascii=False))
        return
    for key, value in about.items():
        if isinstance(value, dict):
            click.echo(f"{key}")
            for name, inner in value.items():
                click.echo(f"  {name:<22} {inner}")
        elif isinstance(value, list):
            click.echo(f"{key}")
            for entry in value:
                click.echo("  " + "  ".join(f"{part}" for part in entry.values()))
        else:
            click.echo(f"{key:<24} {value}")
