"""``fmt``."""

from __future__ import annotations

__all__ = ["fmt"]

import click


@click.command(epilog="Example:  lunargraph fmt --check facts.ttl")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 if a file would change.")
@click.option("--drop-comments", is_flag=True,
              help="Drop comments that the canonical form has no place for.")  # fmt: skip
def fmt(files: tuple[str, ...], check: bool, drop_comments: bool) -> int:
    """Write Turtle, TriG and stored queries in canonical form.

    One graph has one text: the same statements give the same bytes, and one more statement is one
    more line. All files are read before the first is written.
    """
    from lunargraph.files import read_bytes, write_atomically
    from lunargraph.formats.canonical import canonical_bytes
    from lunargraph.formats.guards import decode_text
    from lunargraph.stored_queries.canonical import canonical_query

    changed = {}
    for file in files:
        old = read_bytes(file)
        if file.endswith(".rq"):
            new = canonical_query(decode_text(old, file), file).encode()
        else:
            new = canonical_bytes(old, name=file, drop_comments=drop_comments)
        if new != old:
            changed[file] = new
    for file, data in changed.items():
        if not check:
            write_atomically(file, data)
        click.echo(f"{file}: {'is not canonical' if check else 'written'}", err=True)
    return 1 if check and changed else 0
