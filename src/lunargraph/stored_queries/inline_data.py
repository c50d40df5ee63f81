"""The inline data of a SPARQL text: where each ``VALUES`` block stands, and how to rewrite it."""

from __future__ import annotations

__all__ = ["InlineData", "bind_values", "find_inline_data", "prologue", "values_variables"]

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph.errors import DataError, UsageError
from lunargraph.results.values import syntax_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    Cell: TypeAlias = NamedNode | Literal | None

# The terminals of SPARQL 1.1 (section 19.8), as far as they tell code from comments, strings and
# names. Possessive, since a text that does not fit must not be tried in other ways.
_TOKEN = re.compile(
    r"""
      (?P<skip> \s++ | \#[^\n\r]*+ )
    | (?P<iri> < (?: [^<>"{}|^`\\\x00-\x20] | \\[uU] )*+ > )
    | (?P<string> \"{3} (?: \"{0,2} (?: [^"\\] | \\. ) )*+ \"{3}
                | '{3} (?: '{0,2} (?: [^'\\] | \\. ) )*+ '{3}
                | " (?: [^"\\\n\r] | \\. )*+ "
                | ' (?: [^'\\\n\r] | \\. )*+ ' )
    | (?P<variable> [?$] \w++ )
    | (?P<language> @ [A-Za-z][A-Za-z0-9-]*+ )
    | (?P<name> (?: [^\W\d][\w.\-\u00b7]* )? : (?: [\w:%.\-\u00b7] | \\. )*+ )
    | (?P<word> \w++ )
    | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL,
)


class InlineData:
    """One ``VALUES`` block: its *variables*, and where its ``{ }`` and the cells inside stand."""

    __slots__ = ("bracketed", "cells", "end", "start", "variables")

    def __init__(
        self,
        variables: list[str],
        *,
        bracketed: bool,
        start: int,
        end: int,
        cells: tuple[int, int],
    ) -> None:
        self.variables = variables
        self.bracketed = bracketed
        self.start = start
        self.end = end
        self.cells = cells

    def rewrite(self, text: str, rows: Sequence[Sequence[Cell]]) -> str:
        """Return *text* with *rows* in place of those of this block; lines keep their numbers."""
        lines = [" ".join(map(_cell, row)) for row in rows]
        body = " ".join(f"({line})" for line in lines) if self.bracketed else " ".join(lines)
        line_ends = "\n" * text.count("\n", self.start, self.end)
        return f"{text[: self.start]}{{ {body} {line_ends}}}{text[self.end :]}"


def _cell(term: Cell) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, NamedNode | Literal):
        return syntax_of(term)
    raise UsageError(
        "this term cannot stand in VALUES", expected="an IRI or a literal", got=syntax_of(term)
    )


def _tokens(text: str) -> list[re.Match[str]]:
    return [token for token in _TOKEN.finditer(text) if token.lastgroup != "skip"]


def find_inline_data(text: str) -> list[InlineData]:
    """Return the ``VALUES`` blocks of a SPARQL *text*, from its beginning to its end."""
    tokens = _tokens(text)
    words = [token[0] for token in tokens]
    found = (
        _block(tokens, words, position + 1)
        for position, token in enumerate(tokens)
        if token.lastgroup == "word" and token[0].upper() == "VALUES"
    )
    return [block for block in found if block]


def _block(tokens: list[re.Match[str]], words: list[str], position: int) -> InlineData | None:
    """Return the block whose variables begin at *position*; None where the text ends before it."""
    bracketed = words[position : position + 1] == ["("]
    try:
        opened = words.index("{", position)
        closed = words.index("}", opened)
    except ValueError:
        return None
    names = words[position + 1 : opened - 1] if bracketed else words[position:opened]
    inside = tokens[opened + 1 : closed]
    if bracketed and len(inside) > 1:
        inside = inside[1:-1]
    return InlineData(
        [name[1:] for name in names],
        bracketed=bracketed,
        start=tokens[opened].start(),
        end=tokens[closed].end(),
        cells=(inside[0].start(), inside[-1].end()) if inside else (0, 0),
    )


def prologue(text: str) -> str:
    """Return the ``BASE`` and ``PREFIX`` declarations of a SPARQL *text*, which Turtle shares."""
    tokens = _tokens(text)
    lengths = {"BASE": 2, "PREFIX": 3}
    declarations = [
        [part[0] for part in tokens[position : position + lengths[token[0].upper()]]]
        for position, token in enumerate(tokens)
        if token.lastgroup == "word" and token[0].upper() in lengths
    ]
    return "".join(f"{' '.join(parts)}\n" for parts in declarations)


def values_variables(text: str) -> list[list[str]]:
    """Return the variables of each ``VALUES`` block of a SPARQL *text*, in the order they stand.

    >>> values_variables('SELECT * { VALUES (?a ?b) { } # VALUES ?c { }')
    [['a', 'b']]
    """
    return [block.variables for block in find_inline_data(text)]


def bind_values(text: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return a SPARQL *text* with *rows* in its one ``VALUES`` block over exactly *columns*.

    The block may name the columns in another order; a cell that is ``None`` becomes ``UNDEF``.

    :raises DataError: no such block, or more than one.
    :raises UsageError: a row is too short or too long, or a term is neither IRI nor literal.

    Source: SPARQL 1.1 Query Language, section 10.2 (inline data).

    >>> bind_values("SELECT * { VALUES (?a ?b) { } }", ["a", "b"], [(Literal(1), None)])
    'SELECT * { VALUES (?a ?b) { ("1"^^<http://www.w3.org/2001/XMLSchema#integer> UNDEF) } }'
    """
    blocks = find_inline_data(text)
    fitting = [block for block in blocks if sorted(block.variables) == sorted(columns)]
    if len(fitting) != 1:
        wanted = f"expected one VALUES {_listed(columns)} {{ }}, found {len(fitting)}"
        others = [f"found VALUES {_listed(block.variables)}" for block in blocks]
        raise DataError("the query has no single place for these columns", [wanted, *others])
    for row in rows:
        if len(row) != len(columns):
            raise UsageError(
                "a row does not fit its columns",
                expected=f"{len(columns)} cells, for {_listed(columns)}",
                got=f"{len(row)} cells",
            )
    (block,) = fitting
    order = [list(columns).index(name) for name in block.variables]
    return block.rewrite(text, [[row[position] for position in order] for row in rows])


def _listed(columns: Sequence[str]) -> str:
    return f"({' '.join(f'?{name}' for name in columns)})"
