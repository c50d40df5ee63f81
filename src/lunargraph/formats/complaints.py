"""Turn what a parser says into what a person can act on."""

from __future__ import annotations

__all__ = ["bytes_seen", "excerpt", "explain", "find_place", "message_of"]

import re
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import RdfFormat, parse

from lunargraph.errors import ParseError, nearest
from lunargraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyoxigraph import Quad

_EXCERPT = 60
_MESSAGE = 160
_PLACE = re.compile(
    r"^Parser error (?:at|between) (?:line|columns?|and|between|\d| )+: ", re.DOTALL
)
_PREFIX = re.compile(r"The prefix (.*): has not been declared|Unknown prefix (.*):")


_IRI = "an IRI: <https://...> or prefix:name"
_OBJECT = _IRI + ", a literal, [ ] or ( )"


class _Cure(NamedTuple):
    """What to say when a parser's message matches *pattern*; ``None`` keeps the message."""

    pattern: str
    what: str | None = None
    expected: str | None = None
    mend: str | None = None


_CURES = (
    _Cure(
        "No scheme found in an absolute IRI",
        "an IRI is relative, and the file gives no base",
        mend="write the whole IRI, or give the file a base (Turtle: @base <https://...> .)",
    ),
    _Cure(
        r"A dot is expected|A '}' or a '\.' is expected",
        "a statement has no end",
        "'.' after a statement, ';' before the next predicate, ',' before the next object",
        "look at what stands just before this place",
    ),
    _Cure(
        "must be followed by a dot",
        "a statement has no end",
        "'.' after each statement, and no line end inside",
        "look at what stands just before this place",
    ),
    _Cure(
        r"^['\"]?[‘’“”„«»]",
        "these are typographic quotes",
        'straight quotes: "text"',
        'replace them by "',
    ),
    _Cure(
        r"^\{ is not a valid predicate",
        "Turtle holds no named graphs",
        mend="give the file the suffix .trig",
    ),
    _Cure(
        r"^[.;,\])}] is not a valid RDF object",
        "an object is missing before this",
        _OBJECT,
        'write it, or take away the ";" or "," or the bracket that makes it expected',
    ),
    _Cure(
        r"^[\])}] is not a valid subject",
        "this closes something that is not open",
        mend="take it away, or add what opens it",
    ),
    _Cure(r"^\. is not a valid subject", "a dot too many", mend="write none after PREFIX or BASE"),
    _Cure(
        "is not a valid RDF object", None, _OBJECT, "give a name its prefix, put text into quotes"
    ),
    _Cure(
        "is not a valid predicate", None, f"{_IRI}, or a", 'mend it, or the ";" or "," before it'
    ),
    _Cure("is not a valid subject", None, _IRI, 'mend it, or the ";" or "," or "." before it'),
    _Cure("^Unexpected end of file", "what begins here is never closed", mend="add its end"),
    _Cure("^Unexpected end", "the file ends in the middle of a statement", mend="complete it"),
    _Cure("blank node property lists", "a blank node is not closed", "']'", "close it with ']'"),
    _Cure(
        "at the beginning of a prefix name",
        "this character cannot stand in a prefixed name",
        mend="write the whole IRI: <https://...>",
    ),
    _Cure("(PREFIX|BASE) (keyword|declaration)", None, "@prefix ex: <https://...> ."),
    _Cure(
        "Line jumps are not allowed",
        "a text in simple quotes goes over the end of the line",
        mend='close the quote, or put text of several lines into """ """',
    ),
    _Cure("Invalid IRI", None, "an IRI without spaces", "write a space as %20, or mend the IRI"),
    _Cure("^escapes in IRIs", None, "%20 and the like", "write a percent sign as %25"),
    _Cure("subtag|language code|language tag", None, "a language tag such as @en or @zh-Hans"),
    _Cure("escape", None, r"\t \b \n \r \f \" \' \\ or \uXXXX", r"write a backslash as \\"),
    _Cure("not a valid rdf:", None, "a name without spaces or colons"),
    _Cure(
        "XML namespaces are required",
        "this is XML, but not RDF/XML",
        "an element rdf:RDF at the top",
        "check that this is the file you mean",
    ),
    _Cure("^Only UTF-8", "the XML declares another encoding", mend='write encoding="UTF-8"'),
)


def explain(
    error: SyntaxError,
    text: str,
    name: str,
    declared: Iterable[str],
    place: tuple[int, int | None] | None = None,
) -> ParseError:
    """Return the error to raise for what pyoxigraph says about a *text*.

    :param declared: the prefixes that the file had declared up to there.
    :param place: line and column, for formats in which the parser gives none or wrong ones.
    """
    message = message_of(error)
    line, column = place or (error.lineno, error.offset)
    got = excerpt(text, line, column)
    prefix = _PREFIX.search(message)
    if prefix:
        cure = _undeclared(prefix[1] or prefix[2] or "", declared)
    else:
        cure = next((cure for cure in _CURES if re.search(cure.pattern, message)), _Cure(""))
    return ParseError(
        cure.what or f"this cannot be read: {_on_one_line(message, _MESSAGE)}",
        path=name,
        line=line,
        column=column,
        expected=cure.expected,
        got=got,
        mend=cure.mend,
    )


def message_of(error: SyntaxError) -> str:
    """Return what pyoxigraph says without the place, which it puts before it."""
    return _PLACE.sub("", error.msg)


def bytes_seen(
    data: bytes, reader: RdfFormat, separator: bytes, *, until: Callable[[Quad], bool]
) -> int:
    """Return how many bytes a parser needs to see before it fails, or gives a certain quad.

    The document is parsed once more, handed over in pieces that end with *separator*: the way to
    the place of an error when the parser names none.
    """
    feed = _Feed(data, separator)
    with suppress(SyntaxError):
        any(map(until, parse(feed, reader)))
    return feed.position


class _Feed(BytesIO):
    """A file that gives its content piece by piece, each up to and with the separator."""

    def __init__(self, data: bytes, separator: bytes) -> None:
        super().__init__()
        self._data = data
        self._separator = separator
        self.position = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next piece, or as much of it as fits into *size*."""
        start, end = self.position, self._data.find(self._separator, self.position)
        end = len(self._data) if end < 0 else end + len(self._separator)
        self.position = end if size is None or size < 0 else min(end, start + size)
        return self._data[start : self.position]


def find_place(text: str, needle: str) -> tuple[int, int] | None:
    """Return line and column, from 1, of the first *needle* in *text*."""
    start = text.find(needle)
    if start < 0:
        return None
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def excerpt(text: str, line: int | None, column: int | None) -> str | None:
    """Return what stands in *text* from a place to the end of its line, shortened."""
    if line is None:
        return None
    lines = re.split(r"\r\n|\r|\n", text)
    rest = lines[line - 1][(column or 1) - 1 :] if line <= len(lines) else ""
    if rest.strip():
        return _on_one_line(rest, _EXCERPT)
    return "the end of the line" if any(map(str.strip, lines[line:])) else "the end of the file"


def _undeclared(prefix: str, declared: Iterable[str]) -> _Cure:
    what = f"the prefix {prefix}: is not declared"
    if prefix in PREFIXES:
        return _Cure("", what, mend=f"add the line  @prefix {prefix}: <{PREFIXES[prefix]}> .")
    mend = f"add a line  @prefix {prefix}: <...> .  with the IRI that it stands for"
    near = nearest(prefix, {*declared, *PREFIXES}, limit=1)
    return _Cure("", what, mend=f"did you mean {near[0]}: ? Otherwise {mend}" if near else mend)


def _on_one_line(text: str, width: int) -> str:
    """Return *text* printable, on one line and not longer than *width*."""
    flat = "".join(char if char.isprintable() else " " for char in text).strip()
    return flat if len(flat) <= width else flat[:width].rstrip() + " …"
