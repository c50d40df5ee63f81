"""Saying what is wrong with a SPARQL text that does not parse.

Oxigraph names the furthest character it looked at, which is up to 14 characters too far when it
tried a keyword there, and lists every character class that it would have taken. So the place is
found again: it is the first token with which the text stops being the beginning of a query.
Whatever is tried is tried on an empty store, with the word SERVICE misspelt: no server is called.
"""

from __future__ import annotations

__all__ = ["Token", "complexity", "explain_syntax", "tokens"]

import re
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Store

from lunargraph.errors import QuerySyntaxError, UsageError, nearest
from lunargraph.namespaces import PREFIXES, is_iri
from lunargraph.results.text import display_width
from lunargraph.store.grammar import misspell

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r'''
      (?P<skip>   \s+ | \#[^\r\n]* )
    | (?P<string> """ (?: [^"\\] | \\. | "{1,2}(?!") )* """
                | \'\'\' (?: [^'\\] | \\. | '{1,2}(?!') )* \'\'\'
                | " (?: [^"\\\r\n] | \\. )* " | ' (?: [^'\\\r\n] | \\. )* ' )
    | (?P<iri>    < [^<>"{}|^`\\\s]* > )
    | (?P<variable> [?$]\w+ )
    | (?P<name>   (?: [^\W\d_] \w* (?: [.-]+ \w+ )* )?+ : (?: [\w:%-] | \\. | \.(?=[\w:%-]) )* )
    | (?P<word>   [^\W\d_] \w* (?: [.-]+ \w+ )* | \w+ )
    | (?P<mark>   \|\| | && | \^\^ | . )
    ''',
    re.VERBOSE | re.DOTALL,
)
_UPDATES = {"add", "clear", "copy", "create", "delete", "drop", "insert", "load", "move", "with"}
_FORMS = "SELECT, ASK, CONSTRUCT or DESCRIBE"
_KEYWORDS = """
    ASC ASK BASE BIND BY CONSTRUCT COUNT DESC DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP
    HAVING LIMIT MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT UNDEF UNION VALUES
    WHERE BOUND COALESCE CONCAT CONTAINS DATATYPE LANG LANGMATCHES LCASE REGEX REPLACE STR STRAFTER
    STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS SUBSTR UCASE YEAR MONTH DAY SAMPLE
    GROUP_CONCAT AVG MIN MAX SUM IF IN ISIRI ISBLANK ISLITERAL ISNUMERIC
"""
_CLOSING = {"{": "}", "(": ")", "[": "]"}
_OPERATORS = {"||", "&&", "+", "-", "*", "/", "!", "|", "^", "UNION", "OPTIONAL", "MINUS"}
_PAD = "\n" + " " * 20
"""Longer than any keyword that the engine looks ahead for."""


class Token(NamedTuple):
    """A piece of text; its *kind* is string, iri, variable, name, word or mark."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of *text*, up to a quotation mark that opens a string and does not close."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "skip":
            yield Token(match.lastgroup, match[0], match.start(), match.end())
        if match[0] in {'"', "'"}:
            return


def complexity(text: str) -> tuple[int, int]:
    """Return how deep the brackets of *text* nest and how many operators it chains.

    >>> complexity("ASK { FILTER(1 + (2 + 3)) }")
    (3, 2)
    """
    depth = deepest = operators = 0
    for token in tokens(text):
        if token.text in _CLOSING:
            depth += 1
            deepest = max(depth, deepest)
        elif token.text in _CLOSING.values():
            depth -= 1
        elif token.text.upper() in _OPERATORS:
            operators += 1
        elif token.kind == "word":  # true-true-true reads like a name
            operators += token.text.count("-")
    return deepest, operators


def explain_syntax(text: str, name: str) -> UsageError:
    """Return the error for a *text* that is no query; *name* says where it is from.

    >>> print(explain_syntax("SELECT * { ?s a moons:Io }", "query"))
    query:1:17: the prefix 'moons:' is not declared
      got: SELECT * { ?s a moons:Io }
                           ^
      to mend: add a line PREFIX moons: <...>
    """
    return _Reading(text, name).explain()


def _complaint(beginning: str) -> tuple[bool, str]:
    """Return whether *beginning* can be continued to a query, and what the engine expects next."""
    try:
        Store().query(beginning + _PAD, prefixes=PREFIXES)
    except SyntaxError as error:
        place, _, expected = str(error).partition(": expected ")
        last_line = beginning.count("\n") + 2
        return place == f"error at {last_line}:{len(_PAD)}", expected.removeprefix("one of ")
    except RuntimeError:
        pass  # it parses; an unknown function is refused elsewhere
    return True, ""


def _readable(complaint: str) -> str | None:
    """Return the short form of the engine's list of what may come next."""
    found = set(re.findall(r'"((?:\\.|[^"\\ ])+)"', complaint))
    names = {"?": "a variable", ":": "an IRI", "_:": "a blank node", "'": "a string"}
    shown = [names[mark] for mark in names if mark in found]
    if "." in found and "+" in found:  # the beginnings of 1, .5 and +1
        shown.append("a number")
        found.remove(".")
    shown += [mark for mark in ("{", "}", "(", ")", "]", ".", ";", ",", "=", "a") if mark in found]
    return ", ".join(shown[:8]) or None


class _Reading:
    """One text that does not parse, and the search for the place where it goes wrong."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.safe = misspell("service", text)
        self.tokens = list(tokens(text))

    def explain(self) -> UsageError:
        starts = (token for token in self.tokens if token.kind == "word")
        first = next((t.text for t in starts if t.text.lower() not in {"prefix", "base"}), "")
        if first.lower() in _UPDATES:
            return UsageError(
                f"{first.upper()} is an update; queries only read",
                where=self.name,
                expected=_FORMS,
                mend="change facts in the files that the graph is made of",
            )
        bad = self._first_bad()
        return self._about_the_end() if bad is None else self._about(bad)

    def _first_bad(self) -> Token | None:
        """Return the token with which the text stops being viable, found by halving."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            token = self.tokens[middle]
            if token.text not in {'"', "'"} and _complaint(self.safe[: token.end])[0]:
                low = middle + 1
            else:
                high = middle
        return self.tokens[low] if low < len(self.tokens) else None

    def _about(self, bad: Token) -> UsageError:
        if bad.text.lower().startswith("service"):
            what = "SERVICE is off: a query never calls another server"
            mend = "ask that server itself (--endpoint URL), or load its data as a file"
            place = self._error(bad.start, what)
            return UsageError(what, where=place.where, got=place.got, mend=mend)
        if bad.text in {'"', "'"}:
            return self._error(bad.start, "the string that begins here is not closed")
        complaint = _complaint(self.safe[: bad.end])[1]
        if bad.kind == "name" and "Prefix not found" in complaint:
            prefix = bad.text.partition(":")[0]
            what = f"the prefix '{prefix}:' is not declared"
            return self._error(bad.start, what, mend=self._about_prefix(prefix))
        if bad.kind == "iri" and not is_iri(bad.text[1:-1]):
            absolute = "an absolute IRI <scheme:...>, or a BASE line at the top"
            return self._error(bad.start, "this IRI is not absolute", expected=absolute)
        readable = _readable(_complaint(self.safe[: bad.start])[1])
        expected = _FORMS if bad is self.tokens[0] else readable
        cure = self._about_word(bad) if bad.kind == "word" else None
        return self._error(bad.start, "the query does not parse", expected=expected, mend=cure)

    def _about_word(self, bad: Token) -> str | None:
        before = self.safe[: bad.start]
        similar = nearest(bad.text, _KEYWORDS.split())
        close = [word for word in similar if _complaint(before + word)[0]]
        return "did you mean " + " or ".join(close) + "?" if close else None

    def _about_prefix(self, prefix: str) -> str:
        declared = {
            after.text.removesuffix(":")
            for before, after in zip(self.tokens, self.tokens[1:], strict=False)
            if before.text.lower() == "prefix"
        }
        line = f"add a line PREFIX {prefix}: <...>"
        close = [f"{near}:" for near in nearest(prefix, declared.union(PREFIXES))]
        return f"did you mean {' or '.join(close)}? Otherwise {line}" if close else line

    def _about_the_end(self) -> UsageError:
        """Explain a text of which every token fits, but that is no query as a whole."""
        if not self.tokens:
            return self._error(0, "the query is empty", expected=_FORMS)
        complaint = _complaint(self.safe)[1]
        if "The SELECT contains a variable that is unbound" in complaint:
            return self._error(
                next((token.start for token in self.tokens if token.text.lower() == "select"), 0),
                "SELECT names a variable that is neither grouped nor computed",
                mend="add it to GROUP BY, or wrap it: (SAMPLE(?variable) AS ?name)",
            )
        opened: list[Token] = []
        for token in self.tokens:
            if token.text in _CLOSING:
                opened.append(token)
            elif token.text in _CLOSING.values() and opened:
                opened.pop()
        expected = _readable(complaint)
        if opened:
            line, column = self._position(opened[-1].start)
            bracket = opened[-1].text
            expected = f"the {_CLOSING[bracket]} that closes the {bracket} at {line}:{column}"
        return self._error(len(self.text.rstrip()), "the query ends too early", expected=expected)

    def _position(self, offset: int) -> tuple[int, int]:
        before = self.text[:offset]
        return before.count("\n") + 1, offset - before.rfind("\n")

    def _error(
        self, offset: int, what: str, *, expected: str | None = None, mend: str | None = None
    ) -> QuerySyntaxError:
        """Return the error at *offset*, with the offending line and a caret below the place."""
        line, column = self._position(offset)
        cut = max(0, column - 60)
        shown = self.text.split("\n")[line - 1][cut : cut + 90].rstrip()
        shown = "".join(char if char.isprintable() else " " for char in shown)
        caret = " " * (len("  got: ") + display_width(shown[: column - 1 - cut])) + "^"
        return QuerySyntaxError(
            what,
            where=f"{self.name}:{line}:{column}",
            line=line,
            column=column,
            expected=expected,
            got=f"{shown}\n{caret}" if shown else None,
            mend=mend,
        )
