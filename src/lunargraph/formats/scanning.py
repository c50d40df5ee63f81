"""Look over the text of a Turtle-like file without parsing it: comments and quoted triples."""

from __future__ import annotations

__all__ = ["comments_of", "first_quoted_triple", "leading_comment"]

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKENS = re.compile(
    r'''
    """(?:[^"\\]|\\.|"(?!""))*+"""              # strings, in which # and << mean themselves
    | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*+\'\'\'
    | "(?:[^"\\\n\r]|\\.)*+"
    | '(?:[^'\\\n\r]|\\.)*+'
    | <(?:[^\x00-\x20<>"{}|^`\\]|\\[uU])*+>     # an IRI
    | \\.                                       # an escape in a local name
    | (?P<comment>\#[^\n\r]*)
    | (?P<quoted><<)                            # RDF 1.2
    ''',
    re.VERBOSE | re.DOTALL,
)
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
# Turtle 1.1, section 6.5: the terminals of the grammar


def comments_of(text: str) -> list[int]:
    r"""Return the numbers, from 1, of the lines of a Turtle or TriG *text* that have a comment.

    >>> comments_of('# top\n<http://e/#a> <http://e/b> "# no" . # yes')
    [1, 2]
    """
    return [_line_of(text, start) for start in _starts_of(text, "comment")]


def leading_comment(text: str) -> list[str]:
    r"""Return the lines of the comment that opens a *text*, before anything else is said.

    >>> leading_comment('# a title\n\n# a licence\n<http://e/a> a <http://e/b> . # no')
    ['# a title', '', '# a licence']
    """
    lines: list[str] = []
    for line in _LINE_ENDS.split(text):
        if line.strip() and not line.lstrip().startswith("#"):
            break
        lines.append(line.strip())
    return "\n".join(lines).strip("\n").split("\n") if any(lines) else []


def first_quoted_triple(text: str) -> tuple[int, int] | None:
    """Return line and column, from 1, of the first ``<<`` that is no part of a string or IRI."""
    for start in _starts_of(text, "quoted"):
        line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
        return _line_of(text, start), start - line_start + 1
    return None


def _starts_of(text: str, group: str) -> Iterator[int]:
    for match in _TOKENS.finditer(text):
        if match.lastgroup == group:
            yield match.start()


def _line_of(text: str, position: int) -> int:
    return sum(1 for _ in _LINE_ENDS.finditer(text, 0, position)) + 1
