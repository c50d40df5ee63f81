"""Tables for people: aligned columns for a terminal, and Markdown."""

from __future__ import annotations

__all__ = ["display_width", "row_count", "write_markdown", "write_table"]

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph.namespaces import PREFIXES, compact, is_iri
from lunargraph.results.values import NUMERIC, syntax_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lunargraph.results.values import Term

_GAP = "  "
_LEAST, _MOST = 14, 28  # no text column is made narrower than a quarter of it, between these
_MOST_LINES = 4  # of one cell
_INDENT = "  "  # of the further lines of a cell
_DATES = frozenset(PREFIXES["xsd"] + name for name in ("date", "dateTime", "gYear", "gYearMonth"))
# Control characters could drive the terminal, bidirectional ones could turn a line around.
_UNSAFE = (
    *range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F),
    *range(0x2066, 0x206A), 0xFEFF,
)  # fmt: skip
_ESCAPES = {code: f"\\u{code:04X}" for code in _UNSAFE}
_ESCAPES |= str.maketrans({"\n": "\\n", "\r": "\\r", "\t": "\\t"})
_MARKUP = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>&|~"})


def row_count(number: int) -> str:
    """Return the *number* of rows in words.

    >>> row_count(61), row_count(1), row_count(0)
    ('61 rows', '1 row', 'no rows')
    """
    return "no rows" if number == 0 else "1 row" if number == 1 else f"{number} rows"


def display_width(text: str) -> int:
    """Return how many columns of a terminal *text* takes.

    East Asian wide characters take two, combining and other invisible ones none.

    >>> display_width("Moon"), display_width("嫦娥"), display_width("e\u0301")
    (4, 4, 1)

    Source: Unicode Standard Annex 11; "ambiguous" characters count as narrow, as terminals do.
    """
    return len(text) if text.isascii() else sum(map(_char_width(), text))


def _char_width() -> Callable[[str], int]:
    from unicodedata import category, east_asian_width  # a table without Chinese needs none of it

    def width(char: str) -> int:
        if "\u1160" <= char <= "\u11ff":  # the vowels and finals of Hangul stand in their syllable
            return 0
        if category(char) in {"Mn", "Me", "Cf"} and char != "\u00ad":
            return 0
        return 2 if east_asian_width(char) in "WF" else 1

    return width


def _prefix(text: str, room: int) -> int:
    """Return how many characters of *text* fit into *room* columns, at least one."""
    if text.isascii():
        return max(room, 1)
    width, used = _char_width(), 0
    for taken, char in enumerate(text):
        used += width(char)
        if used > room and taken:
            return taken
    return len(text)


def _wrapped(text: str, room: int) -> list[str]:
    """Return *text* in lines of *room* columns, broken at spaces where that is possible.

    Further lines are indented; what does not fit into the last one ends in an ellipsis.
    """
    lines: list[str] = []
    indent = ""
    while display_width(text) > room - len(indent):
        least = len(indent) + 2
        end = _prefix(text, max(room, least) - len(indent))
        if len(lines) == _MOST_LINES - 1:
            text = text[: _prefix(text, max(room, least) - len(indent) - 1)].rstrip() + "…"
            break
        space = text.rfind(" ", 1, end + 1)
        if space < 0:  # a long word, best broken after a mark
            end = max(text.rfind(mark, end // 2, end) for mark in "-/;") + 1 or end
        lines.append(indent + text[: space if space > 0 else end])
        text = text[space + 1 if space > 0 else end :]
        indent = _INDENT
    return [*lines, indent + text]


def _shown(term: Term | None) -> str:
    if isinstance(term, NamedNode):
        return compact(term.value)
    if isinstance(term, Literal):
        return term.value
    return "" if term is None else syntax_of(term)


def _safe(text: str) -> str:
    return text.translate(_ESCAPES)


def _all_typed(cells: Sequence[Term | None], datatypes: frozenset[str]) -> bool:
    bound = [cell for cell in cells if cell is not None]
    return bool(bound) and all(
        isinstance(cell, Literal) and cell.datatype.value in datatypes for cell in bound
    )


def _least(full: int, head: int) -> int:
    return max(head, min(full, max(_LEAST, min(_MOST, full // 4))))


def _fitted(widths: list[int], least: list[int], room: int) -> list[int]:
    """Return the *widths* with the widest lowered to one level, but none below its *least*."""

    def lowered(level: int) -> list[int]:
        return [max(min(width, level), low) for width, low in zip(widths, least, strict=True)]

    levels = range(max(widths), 0, -1)
    return next((fit for fit in map(lowered, levels) if sum(fit) <= room), lowered(0))


def write_table(
    columns: Sequence[str], terms: Sequence[Sequence[Term | None]], width: int | None
) -> str:
    """Return a table for a terminal of *width* columns: header, rule, rows, number of rows.

    IRIs are shown as CURIEs, numbers to the right; control characters are shown, not sent. Long
    texts are wrapped; the last columns are left out, and named, where the terminal is too narrow.
    """
    count = row_count(len(terms))
    if not columns:
        return f"{count}\n"
    cells = [list(column) for column in zip(*terms, strict=True)] or [[] for _ in columns]
    texts = [
        [_safe(name), *(_safe(_shown(cell)) for cell in column)]
        for name, column in zip(columns, cells, strict=True)
    ]
    widths = [max(map(display_width, column)) for column in texts]
    if width is not None:
        least = [
            full if _all_typed(column, NUMERIC | _DATES) else _least(full, display_width(text[0]))
            for full, column, text in zip(widths, cells, texts, strict=True)
        ]
        shown = _columns_that_fit(least, width)
        if shown < len(columns):
            count += f"; too narrow for: {', '.join(map(_safe, columns[shown:]))} (csv has them)"
        room = width - len(_GAP) * (shown - 1)
        widths = _fitted(widths[:shown], least[:shown], room)
    blocks = zip(*texts[: len(widths)], strict=True)
    to_right = [_all_typed(column, NUMERIC) for column in cells]
    lines = [line for block in blocks for line in _lines(block, widths, to_right)]
    heads = max(len(_wrapped(text[0], room)) for text, room in zip(texts, widths, strict=False))
    rule = _GAP.join("-" * room for room in widths)
    return "".join(f"{line}\n" for line in (*lines[:heads], rule, *lines[heads:], "", count))


def _columns_that_fit(least: list[int], width: int) -> int:
    """Return how many columns, from the first, fit side by side; at least one."""
    used, shown = -len(_GAP), 0
    for room in least:
        used += len(_GAP) + room
        if used > width and shown:
            break
        shown += 1
    return shown


def _lines(texts: Sequence[str], widths: list[int], to_right: list[bool]) -> list[str]:
    """Return the lines of one row, each cell wrapped to its width."""
    wrapped = [_wrapped(text, room) for text, room in zip(texts, widths, strict=True)]
    height = max(map(len, wrapped))
    padded = [cell + [""] * (height - len(cell)) for cell in wrapped]
    return [
        _GAP.join(
            _aligned(text, room, right)
            for text, room, right in zip(line, widths, to_right, strict=False)
        ).rstrip()
        for line in zip(*padded, strict=True)
    ]


def _aligned(text: str, room: int, to_right: bool) -> str:
    blank = " " * (room - display_width(text))
    return blank + text if to_right else text + blank


def write_markdown(columns: Sequence[str], terms: Sequence[Sequence[Term | None]]) -> str:
    """Return a Markdown pipe table; text that Markdown would read as markup is escaped.

    Source: GitHub Flavored Markdown Spec, section 4.10.
    """
    cells = [list(column) for column in zip(*terms, strict=True)] or [[] for _ in columns]
    marks = ["---:" if _all_typed(column, NUMERIC) else "---" for column in cells]
    rows = [[_markdown(_shown(cell)) for cell in row] for row in terms]
    lines = [[_markdown(name) for name in columns], marks, *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _markdown(text: str) -> str:
    if is_iri(text) and "://" in text:
        return f"<{text}>"
    lines = text.translate(_MARKUP).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "<br>".join(_safe(line) for line in lines)
