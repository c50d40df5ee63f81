"""What hostile text may not do: drive a terminal, forge a line, break a format."""

from __future__ import annotations

__all__ = ["in_json", "in_lines", "in_one_line"]

import json

from lunargraph.results.text import printable


def in_one_line(text: str) -> str:
    r"""Return *text* without characters that a terminal or a reader could take for something else.

    Control characters, line breaks, what turns the direction of writing, and what is no character
    are shown as their escapes.

    >>> in_one_line("a\x1b[31mb\nc\u202e")
    'a\\u001B[31mb\\nc\\u202E'
    """
    return printable(text).replace("\n", "\\n")


def in_lines(text: str) -> list[str]:
    """Return the lines of *text*, each as :func:`in_one_line` gives it."""
    return [in_one_line(line) for line in text.split("\n")]


def in_json(document: object) -> str:
    """Return JSON in UTF-8, in which what is not printable is escaped."""
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return "".join(
        char if char.isprintable() or char == "\n" else _in_utf_16(char) for char in text
    )


def _in_utf_16(char: str) -> str:
    """Escape a character as JSON does, in one or two units of UTF-16."""
    return json.dumps(char)[1:-1]
