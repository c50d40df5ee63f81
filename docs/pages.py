"""A document as blocks, and its two forms: Markdown, and one HTML file that needs nothing else."""

from __future__ import annotations

__all__ = ["Heading", "Items", "Link", "Mark", "Paragraph", "Quote", "Table", "html", "markdown"]

import html as entities
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Link(NamedTuple):
    """Words that lead to a heading of this document, or to an address."""

    words: str
    to: str


class Mark(NamedTuple):
    """Words of a kind: ``caution``, ``code``, ``day``, ``name``, ``outcome`` or ``strong``."""

    words: str
    kind: str


Span = str | Link | Mark
Text = Span | tuple[Span, ...]


class Heading(NamedTuple):
    """A heading with the anchor that links lead to."""

    level: int
    text: str
    anchor: str


class Paragraph(NamedTuple):
    """Running text."""

    text: Text


class Quote(NamedTuple):
    """Words of somebody else."""

    text: str


class Items(NamedTuple):
    """A list without an order."""

    items: Sequence[Text]


class Table(NamedTuple):
    """Rows of cells; a cell is a text, or several that stand below each other."""

    header: Sequence[str]
    rows: Sequence[Sequence[Text | list[Text]]]


Block = Heading | Paragraph | Quote | Items | Table

_STYLE = """
:root { color-scheme: light }
body { font: 16px/1.5 Georgia, 'Times New Roman', serif; color: #1a1a1a; background: #fff;
  max-width: 75rem; margin: 0 auto; padding: 1.5rem }
h1, h2, h3, h4, th, .caution, .outcome { font-family: system-ui, 'Segoe UI', Arial, sans-serif }
h1 { font-size: 2rem; line-height: 1.2 }
h2 { font-size: 1.5rem; margin-top: 3rem; border-bottom: 3px solid #1a1a1a }
h3 { font-size: 1.15rem; margin-top: 2.5rem; border-top: 1px solid #999; padding-top: .6rem }
h4 { font-size: 1rem; margin: 1.2rem 0 .3rem }
p, ul { max-width: 46rem; margin: .5rem 0 }
blockquote { margin: .6rem 0; padding: .3rem 1rem; border-left: 4px solid #456; background: #f2f5f8;
  max-width: 46rem; font-style: italic }
.table { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .88rem; margin: .6rem 0 }
th, td { border: 1px solid #bbb; padding: .35rem .5rem; text-align: left; vertical-align: top;
  overflow-wrap: break-word }
th { background: #eceff2 }
td p { margin: 0 0 .5rem }
td p:last-child { margin: 0 }
a { color: #0b4a8f }
.caution { background: #fff1c9; border: 1px solid #b98b00; padding: 0 .3em; font-size: .82em }
.name { font-style: italic }
.outcome { font-size: .85em; font-weight: bold; white-space: nowrap }
code { font-size: .9em }
.day { white-space: nowrap }
@page { margin: 18mm 14mm }
@media print {
  body { font-size: 9.5pt; line-height: 1.35; max-width: none; padding: 0 }
  table { font-size: 7.8pt }
  th, td { padding: .2rem .35rem }
  h2 { break-before: page }
  h2, h3, h4 { break-after: avoid }
  blockquote { break-inside: avoid }
  thead { display: table-header-group }
  .table { overflow: visible; padding-right: 1px }
  a { color: inherit; text-decoration: none }
}
""".strip()
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")


def markdown(blocks: Iterable[Block]) -> str:
    """Return the document as Markdown with tables."""
    return "\n".join(line for block in blocks for line in (*_markdown(block), ""))


def _markdown(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text, anchor):
            yield f'<a id="{anchor}"></a>'
            yield ""
            yield f"{'#' * level} {_plain(text)}"
        case Paragraph(text):
            yield _spans(text)
        case Quote(text):
            yield f"> {_plain(text)}"
        case Items(items):
            yield from (f"- {_spans(each)}" for each in items)
        case Table(header, rows):
            yield f"| {' | '.join(header)} |"
            yield f"|{'---|' * len(header)}"
            for row in rows:
                cells = (each if isinstance(each, list) else [each] for each in row)
                yield f"| {' | '.join('<br>'.join(map(_spans, cell)) for cell in cells)} |"


def _plain(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", words)


def _spans(text: Text) -> str:
    return "".join(map(_span, _parts(text)))


def _parts(text: Text) -> tuple[Span, ...]:
    return (text,) if isinstance(text, str | Link | Mark) else text


def _span(span: Span) -> str:
    match span:
        case Link(words, to):
            return f"[{_plain(words)}]({to if ':' in to else f'#{to}'})"
        case Mark(words, "caution"):
            return f"**\\[{_plain(words)}\\]**"
        case Mark(words, "name"):
            return f"*{_plain(words)}*"
        case Mark(words, "code"):
            return f"`{words}`"
        case Mark(words, "day"):
            return words
        case Mark(words, _):
            return f"**{_plain(words)}**"
    return _plain(span)


def html(title: str, blocks: Iterable[Block]) -> str:
    """Return the document as one HTML file, without scripts and without anything from elsewhere."""
    body = "\n".join(line for block in blocks for line in _html(block))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{entities.escape(title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _html(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text, anchor):
            yield f'<h{level} id="{anchor}">{entities.escape(text)}</h{level}>'
        case Paragraph(text):
            yield f"<p>{_tags(text)}</p>"
        case Quote(text):
            yield f"<blockquote>{entities.escape(text)}</blockquote>"
        case Items(items):
            yield "<ul>"
            yield from (f"<li>{_tags(each)}</li>" for each in items)
            yield "</ul>"
        case Table(header, rows):
            yield '<div class="table"><table>'
            heads = "".join(f"<th>{entities.escape(each)}</th>" for each in header)
            yield f"<thead><tr>{heads}</tr></thead>"
            yield "<tbody>"
            for row in rows:
                cells = "".join(f"<td>{_cell(each)}</td>" for each in row)
                yield f"<tr>{cells}</tr>"
            yield "</tbody></table></div>"


def _cell(cell: Text | list[Text]) -> str:
    if isinstance(cell, list):
        return "".join(f"<p>{_tags(each)}</p>" for each in cell)
    return _tags(cell)


def _tags(text: Text) -> str:
    return "".join(map(_tag, _parts(text)))


def _tag(span: Span) -> str:
    match span:
        case Link(words, to):
            address = entities.escape(to if ":" in to else f"#{to}")
            return f'<a href="{address}">{entities.escape(words)}</a>'
        case Mark(words, "strong"):
            return f"<strong>{entities.escape(words)}</strong>"
        case Mark(words, "code"):
            return f"<code>{entities.escape(words)}</code>"
        case Mark(words, kind):
            return f'<span class="{kind}">{entities.escape(words)}</span>'
    return entities.escape(span)
