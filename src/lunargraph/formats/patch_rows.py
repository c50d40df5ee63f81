"""The rows of an RDF Patch, as they stand in the text."""

from __future__ import annotations

__all__ = ["WORD", "PatchRows", "PrefixChange", "Term"]

import re
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from lunargraph.errors import ParseError
from lunargraph.formats.complaints import excerpt, explain
from lunargraph.formats.guards import new_rdf
from lunargraph.formats.terms import XSD
from lunargraph.namespaces import is_iri

Term = NamedNode | BlankNode | Literal

WORD = re.compile(r"[A-Za-z](?:[\w.-]*[\w-])?")
"""What a field or a prefix may be called without quotes."""

_CODE = re.compile(r"[ \t]*(\S+)[ \t]*")
_ENDING = re.compile(r"\.[ \t]*(?:#.*)?")
_NAME = re.compile(r'(?:"(?P<quoted>[^"\\\n]*)"|(?P<word>[^\s"<>]+))[ \t]*')
_BLANK = re.compile(r'"(?:[^"\\]|\\.)*+"|<_:([^<>\s]*)>')
_CODES = "H, TX, TC, TA, PA, PD, A or D"


class PrefixChange(NamedTuple):
    """A *prefix* and the IRI that it is to have, None if it is dropped."""

    prefix: str
    iri: str | None


class PatchRows:
    """The rows of the patch *text*; *name* stands for it in errors.

    Rows are taken one by one; their statements are parsed all together, in their places.

    :raises ParseError: see :func:`lunargraph.formats.rdf_patch.parse_patch`.
    """

    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name
        self.header: dict[str, Term] = {}
        self._statements: list[str] = []  # a line of N-Quads, or nothing, for each line of the text
        self._changes: list[tuple[str, int, PrefixChange | None]] = []
        self._aborted: set[int] = set()
        self._begun: int | None = None  # the line of the TX, and how many changes there were
        self._mark = 0
        self._outside: int | None = None  # the line of the first change without a transaction
        self._transactions = False
        for number, line in enumerate(text.split("\n"), 1):
            self._read(number, line.rstrip("\r"))
        if self._begun is not None:
            raise ParseError(
                "a transaction has no end",
                path=name,
                line=self._begun,
                expected="TC . or TA . after its changes",
                mend="the file may have been cut off: fetch it again; never apply a part",
            )

    def _read(self, number: int, line: str) -> None:
        """Take the line of this *number*."""
        self._statements.append("")
        match = _CODE.match(line)
        if match is None or match[1].startswith("#"):
            return
        code, rest = match[1], line[match.end() :]
        if code == "H":
            self._read_header(number, line, match.end())
        elif code in {"TX", "TC", "TA"} or code.rstrip(".") in {"TX", "TC", "TA"}:
            if not _ENDING.fullmatch(code[2:] + rest):
                raise self._wrong(number, match.end(1), "a row has no end", "a dot and no more")
            self._transact(number, code[:2])
        elif code in {"PA", "PD"}:
            self._change(number, code, self._read_prefix(number, line, match.end(), code))
        elif code in {"A", "D"}:
            self._statements[-1] = " " * match.end() + self._with_plain_labels(number, rest)
            self._change(number, code, None)
        else:
            raise self._wrong(number, match.start(1), "this is no row of an RDF Patch", _CODES)

    def changes(self) -> list[tuple[str, Quad | PrefixChange]]:
        """Return the changes in their order, each with its code, without those taken back."""
        quads = iter(self._quads())
        whole = [
            (code, next(quads) if prefix is None else prefix) for code, _, prefix in self._changes
        ]
        return [change for index, change in enumerate(whole) if index not in self._aborted]

    def _read_header(self, number: int, line: str, start: int) -> None:
        if self._changes or self._transactions:
            raise self._wrong(
                number, 0, "a header stands after the changes", "all rows H at the top"
            )
        name = _NAME.match(line, start)
        field = name and (name["word"] or name["quoted"])
        if not name or not field or (name["word"] and not WORD.fullmatch(field)):
            raise self._wrong(number, start, "a header has no field", "H word value .")
        if field in self.header:
            raise self._wrong(number, start, f"the header {field} is given twice", "it once")
        self.header[field] = self._read_term(number, line, name.end())

    def _read_prefix(self, number: int, line: str, start: int, code: str) -> PrefixChange:
        name = _NAME.match(line, start)
        prefix = name and (name["word"] if name["word"] is not None else name["quoted"])
        if name is None or prefix is None or (prefix and not WORD.fullmatch(prefix)):
            raise self._wrong(number, start, "this is no prefix", f'{code} "ex" ..., no colon')
        if code == "PD":
            if not _ENDING.fullmatch(line, name.end()):
                raise self._wrong(number, name.end(), "a row has no end", "a dot and no more")
            return PrefixChange(prefix, None)
        term = self._read_term(number, line, name.end())
        if isinstance(term, NamedNode):
            return PrefixChange(prefix, term.value)
        plain = isinstance(term, Literal) and term.datatype.value == XSD + "string"
        if plain and is_iri(term.value):
            return PrefixChange(prefix, term.value)
        raise self._wrong(number, name.end(), "a prefix stands for an IRI", "<https://...>")

    def _read_term(self, number: int, line: str, start: int) -> Term:
        """Return the one term from *start* to the dot."""
        begin = "<x:s> <x:p> "
        statement = begin + self._with_plain_labels(number, line[start:])
        try:
            quads = list(parse(statement, RdfFormat.N_QUADS))
        except SyntaxError as error:
            column = max(start, (error.offset or 1) - 1 - len(begin) + start)
            place = (number, min(column, len(line)) + 1)
            raise explain(error, self._text, self._name, (), place) from None
        if len(quads) != 1 or str(quads[0].graph_name) != "DEFAULT":
            raise self._wrong(number, start, "this is not one value", "a term and a dot")
        term = quads[0].object
        if not isinstance(term, Term) or getattr(term, "direction", None) is not None:
            raise new_rdf(self._name, number)
        return term

    def _transact(self, number: int, code: str) -> None:
        if code == "TX":
            if self._begun is not None:
                raise self._wrong(number, 0, "a transaction begins inside another", "TC . first")
            self._transactions = True
            self._begun, self._mark = number, len(self._changes)
            if self._outside is not None:
                raise self._stray(self._outside)
            return
        if self._begun is None:
            raise self._wrong(number, 0, "a transaction ends that never began", "TX . before it")
        if code == "TA":
            self._aborted |= set(range(self._mark, len(self._changes)))
        self._begun = None

    def _change(self, number: int, code: str, prefix: PrefixChange | None) -> None:
        if self._begun is None:
            if self._transactions:
                raise self._stray(number)
            self._outside = self._outside or number
        self._changes.append((code, number, prefix))

    def _quads(self) -> list[Quad]:
        """Parse the statements of all rows at once: a line each."""
        text = "\n".join(self._statements)
        try:
            quads = list(parse(text, RdfFormat.N_QUADS))
        except SyntaxError as error:
            raise explain(error, self._text, self._name, ()) from None
        rows = [number for code, number, _ in self._changes if code in {"A", "D"}]
        if len(quads) != len(rows):
            raise self._uneven(rows)
        for quad, number in zip(quads, rows, strict=True):
            term = quad.object
            if not isinstance(term, Term) or getattr(term, "direction", None) is not None:
                raise new_rdf(self._name, number)
        return quads

    def _uneven(self, rows: list[int]) -> ParseError:
        """Name the first row with no statement, or with two (after a lone carriage return)."""
        for number in rows:
            if len(list(parse(self._statements[number - 1], RdfFormat.N_QUADS))) != 1:
                break
        return self._wrong(number, 0, "this row has not one statement", "A <s> <p> <o> [<g>] .")

    def _with_plain_labels(self, number: int, row: str) -> str:
        """Return a *row* with blank nodes that are spelt ``<_:label>`` spelt as usual."""
        if "<_:" not in row:
            return row

        def plain(match: re.Match[str]) -> str:
            label = match[1]
            if label is None:
                return match[0]
            try:
                BlankNode(label)
            except ValueError:
                line = self._text.split("\n")[number - 1]
                raise self._wrong(
                    number, line.find(match[0]), "this label cannot be kept", "letters and digits"
                ) from None
            return f" _:{label} "

        return _BLANK.sub(plain, row)

    def _stray(self, number: int) -> ParseError:
        return self._wrong(
            number, 0, "a change stands outside of all transactions", "it between TX . and TC ."
        )

    def _wrong(self, number: int, start: int, what: str, expected: str) -> ParseError:
        """Return the error about what begins after *start* characters of a line."""
        return ParseError(
            what,
            path=self._name,
            line=number,
            column=start + 1,
            expected=expected,
            got=excerpt(self._text, number, start + 1),
        )
