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
_LEAST = 8  # no column is cut below this
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


def _cut(text: str, room: int) -> str:
    """Return *text* cut to *room* columns, with an ellipsis where something is missing."""
    if display_width(text) <= room:
        return text
    width, taken, used = _char_width(), 0, 1  # the ellipsis takes one
    for char in text:
        used += width(char)
        if used > room:
            break
        taken += 1
    return text[:taken].rstrip() + "…"


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


def _fitted(widths: list[int], elastic: list[bool], room: int) -> list[int]:
    """Return the *widths* with the widest *elastic* ones lowered to one level, so that all fit.

    Where even that is not enough, the table stays wider than the terminal: numbers and dates are
    never cut.
    """

    def lowered(level: int) -> list[int]:
        return [
            min(width, level) if cut else width for width, cut in zip(widths, elastic, strict=True)
        ]

    if sum(widths) <= room:
        return widths
    levels = range(min(room, max(widths)), _LEAST, -1)
    return lowered(next((level for level in levels if sum(lowered(level)) <= room), _LEAST))


def write_table(
    columns: Sequence[str], terms: Sequence[Sequence[Term | None]], width: int | None
) -> str:
    """Return a table for a terminal of *width* columns: header, rule, rows, number of rows.

    IRIs are shown as CURIEs, numbers to the right; control characters are shown, not sent.
    """
    count = f"{row_count(len(terms))}\n"
    if not columns:
        return count
    cells = [list(column) for column in zip(*terms, strict=True)] or [[] for _ in columns]
    texts = [
        [_safe(name), *(_safe(_shown(cell)) for cell in column)]
        for name, column in zip(columns, cells, strict=True)
    ]
    widths = [max(map(display_width, column)) for column in texts]
    if width is not None:
        elastic = [not _all_typed(column, NUMERIC | _DATES) for column in cells]
        widths = _fitted(widths, elastic, width - len(_GAP) * (len(columns) - 1))
    aligned = [
        _aligned(column, room, to_right=_all_typed(column_cells, NUMERIC))
        for column, room, column_cells in zip(texts, widths, cells, strict=True)
    ]
    lines = [_GAP.join(line).rstrip() for line in zip(*aligned, strict=True)]
    rule = _GAP.join("-" * room for room in widths)
    return "".join(f"{line}\n" for line in (lines[0], rule, *lines[1:], "")) + count


def _aligned(texts: list[str], room: int, *, to_right: bool) -> list[str]:
    cut = [_cut(text, room) for text in texts]
    blanks = [" " * (room - display_width(text)) for text in cut]
    pairs = zip(blanks, cut, strict=True) if to_right else zip(cut, blanks, strict=True)
    return ["".join(pair) for pair in pairs]


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
