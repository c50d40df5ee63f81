"""Put a Turtle or TriG text into its canonical form, and never lose what a person wrote."""

from __future__ import annotations

__all__ = ["canonical_bytes", "format_text"]

import os

from lunargraph.errors import FileError, ParseError, UsageError
from lunargraph.formats.complaints import excerpt
from lunargraph.formats.guards import decode_text
from lunargraph.formats.media import FORMATS, Format, format_of
from lunargraph.formats.reading import parse_document
from lunargraph.formats.scanning import comments_of, leading_comment
from lunargraph.formats.turtle import write_trig, write_turtle
from lunargraph.namespaces import PREFIXES


def format_text(
    text: str,
    format: Format | str,  # noqa: A002  # the word for it everywhere in RDF
    name: str,
    *,
    drop_comments: bool = False,
) -> str:
    r"""Return the canonical form of a Turtle or TriG *text*; *name* stands for it in errors.

    The comment at the top of the text stays there. Prefixes of the text are kept where they are
    used; a namespace that the house knows gets the house's prefix.

    :param drop_comments: leave out comments at other places, for which there is no place.
    :raises ParseError: the text does not parse, or has a comment at another place.
    :raises FileError: a blank node with two parents.
    :raises UsageError: another format.

    >>> print(format_text("# facts\n<http://e/a> a <http://e/b> .", "turtle", "facts.ttl"))
    # facts
    <BLANKLINE>
    <http://e/a>
        a <http://e/b> ;
    .
    <BLANKLINE>
    """
    form = format_of(format) if isinstance(format, str) else format
    if form not in (FORMATS["turtle"], FORMATS["trig"]):
        raise UsageError(
            f"{form.name} has no canonical form here", where=name, expected=".ttl, .trig"
        )
    document = parse_document(text.encode(), form, name=name)
    head = leading_comment(text)
    if not drop_comments:
        _check_comments(text, len([line for line in head if line]), name)
    write = write_trig if form.holds_graphs else write_turtle
    try:
        body = write(document.quads, {**PREFIXES, **document.prefixes}, strict=True)
    except FileError as error:
        raise FileError(
            error.what, where=name, expected=error.expected, got=error.got, mend=error.mend
        ) from None
    return "\n".join(part for part in ("".join(f"{line}\n" for line in head), body) if part)


def canonical_bytes(
    data: bytes, *, name: str | os.PathLike[str], drop_comments: bool = False
) -> bytes:
    """Return the canonical form of a file of the given *name*; errors as in `format_text`."""
    form = format_of(os.fspath(name))
    text = decode_text(data, os.fspath(name))
    return format_text(text, form, os.fspath(name), drop_comments=drop_comments).encode()


def _check_comments(text: str, at_the_top: int, name: str) -> None:
    """Refuse comments after the first *at_the_top*."""
    lost = comments_of(text)[at_the_top:]
    if lost:
        others = f" (and {len(lost) - 1} more)" if len(lost) > 1 else ""
        raise ParseError(
            f"a comment has no place in the canonical form{others}",
            path=name,
            line=lost[0],
            got=excerpt(text, lost[0], None),
            mend="put it at the top of the file, make it an rdfs:comment, or pass --drop-comments",
        )
