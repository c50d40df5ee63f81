"""Tables for people: aligned columns for a terminal, and Markdown."""

from __future__ import annotations

__all__ = ["display_width", "printable", "row_count", "write_markdown", "write_table"]

import re
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from lunargraph.namespaces import PREFIXES, compact, is_iri
from lunargraph.results.values import NUMERIC, syntax_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from lunargraph.results.values import Term

_GAP = "  "
_LEAST, _MOST = 14, 28  # no text column is made narrower than a quarter of it, between these
_MOST_LINES = 4  # of one cell
_INDENT = "  "  # of the further lines of a cell
_MARKS = "-/;._:&|"  # a word may be broken after one of these
_PLACES = re.compile(rf"(?<=[{re.escape(_MARKS)}])| ")
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


def printable(text: str) -> str:
    r"""Return *text* with what could drive a terminal made visible; line ends stay.

    >>> printable("Moon\x1b[2J\n")
    'Moon\\u001B[2J\n'
    """
    return "".join(char if char.isprintable() or char == "\n" else _escaped(char) for char in text)


def one_line(text: str) -> str:
    r"""Return *text* as :func:`printable` has it, line ends made visible too.

    >>> one_line("Moon\nLuna")
    'Moon\\u000ALuna'
    """
    return printable(text).replace("\n", _escaped("\n"))


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"


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


class _Cell(NamedTuple):
    """A cell in lines, and whether its text was too long for them."""

    lines: list[str]
    cut: bool


def _wrapped(text: str, room: int) -> _Cell:
    """Return *text* in lines of *room* columns, broken at spaces where that is possible, else at
    marks, as in a slug.

    Further lines are indented; what does not fit into the last one ends in an ellipsis.
    """
    lines: list[str] = []
    indent = ""
    while display_width(text) > room - len(indent):
        least = len(indent) + 2
        end = _prefix(text, max(room, least) - len(indent))
        if len(lines) == _MOST_LINES - 1:
            text = text[: _prefix(text, max(room, least) - len(indent) - 1)].rstrip() + "…"
            return _Cell([*lines, indent + text], cut=True)
        space = text.rfind(" ", 1, end + 1)
        if space < 0:  # a long word
            end = max(text.rfind(mark, 1, end) for mark in _MARKS) + 1 or end
        lines.append(indent + text[: space if space > 0 else end])
        text = text[space + 1 if space > 0 else end :]
        indent = _INDENT
    return _Cell([*lines, indent + text], cut=False)


def _longest_part(texts: Iterable[str]) -> int:
    """Return the width of the longest part of *texts* that has no place for a break.

    Between wide characters there is always one.
    """
    parts = {part for text in texts for part in _PLACES.split(text)}
    return max((len(part) for part in parts if display_width(part) <= len(part)), default=0)


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


def _least(full: int, texts: Sequence[str]) -> int:
    """Return how narrow a column of *texts*, its name first, may get."""
    whole_parts = min(_LEAST, _longest_part(texts[1:])) + len(_INDENT)
    return max(display_width(texts[0]), min(full, max(_LEAST, min(_MOST, full // 4), whole_parts)))


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

    IRIs are shown as CURIEs, numbers to the right; control characters are shown, not sent. Where
    the terminal is too narrow, columns without any value are left out, long texts are wrapped, and
    then the last columns are left out. What is not shown is told in the last line.
    """
    notes = [row_count(len(terms))]
    if not columns:
        return f"{notes[0]}\n"
    cells = [list(column) for column in zip(*terms, strict=True)] or [[] for _ in columns]
    table = [
        _Column([_safe(name), *(_safe(_shown(cell)) for cell in column)], column)
        for name, column in zip(columns, cells, strict=True)
    ]
    widths = [column.width for column in table]
    if width is not None:
        table = _columns_to_show(table, width, notes)
        room = width - len(_GAP) * (len(table) - 1)
        widths = _fitted([each.width for each in table], [each.least for each in table], room)
    blocks = [
        [_wrapped(text, room) for text, room in zip(texts, widths, strict=True)]
        for texts in zip(*(column.texts for column in table), strict=True)
    ]
    to_right = [_all_typed(column.cells, NUMERIC) for column in table]
    head, *rows = (_lines(block, widths, to_right) for block in blocks)
    cut = sum(cell.cut for block in blocks for cell in block)
    if cut:
        notes.append(f"{cut} {'cell is' if cut == 1 else 'cells are'} cut short")
    rule = _GAP.join("-" * room for room in widths)
    more = " (csv shows all)" if len(notes) > 1 else ""
    lines = [*head, rule, *(line for row in rows for line in row), "", "; ".join(notes) + more]
    return "".join(f"{line}\n" for line in lines)


class _Column(NamedTuple):
    """A column: its *texts*, its name first, and the *cells* that they show."""

    texts: list[str]
    cells: list[Term | None]

    @property
    def width(self) -> int:
        """The width that it needs in order not to be wrapped."""
        return max(map(display_width, self.texts))

    @property
    def least(self) -> int:
        """How narrow it may get: numbers and dates are never wrapped."""
        full = self.width
        return full if _all_typed(self.cells, NUMERIC | _DATES) else _least(full, self.texts)


def _columns_to_show(table: list[_Column], width: int, notes: list[str]) -> list[_Column]:
    """Return the columns that fit into *width*, at least one, and note which do not."""
    if _number_that_fits(table, width) == len(table):
        return table
    full = [column for column in table if any(cell is not None for cell in column.cells)] or table
    empty = [column.texts[0] for column in table if column not in full]
    if empty:
        notes.append(f"empty: {', '.join(empty)}")
    shown = _number_that_fits(full, width)
    if shown < len(full):
        notes.append(f"too narrow for: {', '.join(column.texts[0] for column in full[shown:])}")
    return full[:shown]


def _number_that_fits(table: Sequence[_Column], width: int) -> int:
    """Return how many columns, from the first, fit side by side; at least one."""
    used, shown = -len(_GAP), 0
    for column in table:
        used += len(_GAP) + column.least
        if used > width and shown:
            break
        shown += 1
    return shown


def _lines(block: Sequence[_Cell], widths: list[int], to_right: list[bool]) -> list[str]:
    """Return the lines of one row."""
    height = max(len(cell.lines) for cell in block)
    padded = [cell.lines + [""] * (height - len(cell.lines)) for cell in block]
    return [
        _GAP.join(
            _aligned(text, room, right)
            for text, room, right in zip(line, widths, to_right, strict=True)
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
