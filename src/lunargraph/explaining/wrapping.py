"""Lines that fit a terminal, safe to show there."""

from __future__ import annotations

__all__ = ["shown", "wrapped"]

from typing import TYPE_CHECKING

from lunargraph.results.text import display_width

if TYPE_CHECKING:
    from collections.abc import Iterator


def shown(text: str) -> str:
    r"""Return *text* with what could drive a terminal made visible.

    >>> shown("Moon\x1b[2J")
    'Moon\\u001B[2J'
    """
    return "".join(char if char.isprintable() else f"\\u{ord(char):04X}" for char in text)


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> Iterator[str]:
    """Yield *text* in lines of at most *width* columns, broken at spaces.

    A word that is longer than a line has a line of its own.

    :param first: what the first line begins with.
    :param rest: what the other lines begin with.

    >>> list(wrapped("a stroll on the Moon", 14, "1. ", "   "))
    ['1. a stroll on', '   the Moon']
    """
    line, empty = first, True
    for word in shown(text).split(" "):
        if not empty and display_width(line) + 1 + display_width(word) > width:
            yield line
            line, empty = rest, True
        line += word if empty else f" {word}"
        empty = False
    yield line
