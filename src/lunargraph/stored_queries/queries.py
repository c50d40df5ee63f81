"""Stored queries: loaded from their files with every rule checked, and bound to values."""

from __future__ import annotations

__all__ = ["Foundation", "StoredQuery", "find_query", "load_queries", "load_query"]

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from lunargraph.errors import DataError, ParameterError, ParseError, UnknownNameError, nearest
from lunargraph.files import read_bytes
from lunargraph.stored_queries.headers import read_header
from lunargraph.stored_queries.inline_data import bind_values, find_inline_data, prologue
from lunargraph.stored_queries.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lunargraph.stored_queries.headers import Header
    from lunargraph.stored_queries.inline_data import InlineData

_KEBAB_CASE = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"


class Foundation(NamedTuple):
    """One asserted statement that a statement rests on, and the graph that asserts it."""

    subject: NamedNode | Literal
    predicate: NamedNode | Literal
    object: NamedNode | Literal
    record: NamedNode
    basis: Literal


_TOLD = Foundation._fields[-2:]


class StoredQuery:
    """A question with its SPARQL text: *name*, *theme*, *parameters* and so on, as in its file.

    *min_rows* is the floor that the answer from the real data must reach. *statement* has the names
    of the three parameters that are one statement, or is empty.
    """

    __slots__ = (
        "_places", "answers", "min_rows", "name", "parameters", "path", "question", "statement",
        "text", "theme",
    )  # fmt: skip

    def __init__(
        self,
        path: Path,
        text: str,
        header: Mapping[str, str],
        parameters: Iterable[Parameter],
        *,
        min_rows: int,
        statement: Sequence[str] = (),
    ) -> None:
        self.path = path
        self.name = path.stem
        self.text = text
        self.question = header["question"]
        self.theme = header["theme"]
        self.answers = header["answers"]
        self.min_rows = min_rows
        self.statement = tuple(statement)
        self.parameters = {parameter.name: parameter for parameter in parameters}
        self._places = _places(text)

    def asked(self, values: Mapping[str, str]) -> tuple[str, str, str] | None:
        """Return the three words for the statement that *values* ask about, None if they do not.

        :raises ParameterError: a part of it is missing, or something else is asked about as well.
        """
        given = [name for name in self.statement if name in values]
        if not given:
            return None
        for name in self.statement:
            if name not in values:
                raise self._missing(self.parameters[name])
        for name, parameter in self.parameters.items():
            if parameter.required and name in values:
                raise ParameterError(
                    f"the query {self.name!r} is asked about two things",
                    expected=f"{name!r}, or {_listed(self.statement)}",
                    got="both",
                    mend="ask about one of them",
                )
        subject, predicate, object_ = (values[name] for name in self.statement)
        return subject, predicate, object_

    def bind(
        self, values: Mapping[str, str], foundations: Sequence[Foundation] | None = None
    ) -> str:
        """Return the SPARQL text with *values*, by parameter, in the place of the defaults.

        :param foundations: what the statement rests on that *values* ask about.
        :raises ParameterError: not declared, refused by its type, required and missing, or before
            the one that it should follow.
        """
        for name in values:
            if name not in self.parameters:
                raise self._unknown(name)
        about_statement = self.asked(values) is not None
        for name, parameter in self.parameters.items():
            if parameter.required and not about_statement and name not in values:
                raise self._missing(parameter)
        terms = {
            name: self.parameters[name].term(value)
            for name, value in values.items()
            if name not in self.statement
        }
        self._refuse_disorder(terms)
        rows = {name: [[term]] for name, term in terms.items()}
        if about_statement:  # in place of what is required, which then stands for nothing
            rows |= {name: [] for name, each in self.parameters.items() if each.required}
        text = self.text
        for name in sorted(rows, key=lambda name: self._places[name].start, reverse=True):
            text = self._places[name].rewrite(text, rows[name])
        return bind_values(text, self._told, foundations or ()) if about_statement else text

    @property
    def _told(self) -> tuple[str, ...]:
        """The columns of the block that tells what the statement rests on."""
        return (*self.statement, *_TOLD)

    def _refuse_disorder(self, terms: Mapping[str, NamedNode | Literal]) -> None:
        """Refuse a period that ends before it begins, which has no answer whatever is known."""
        for name, last in self.parameters.items():
            first = self.parameters.get(last.not_before or "")
            if first is None:
                continue
            end, begin = terms.get(name, last.default), terms.get(first.name, first.default)
            if end is not None and begin is not None and end.value < begin.value:
                raise ParameterError(
                    f"the parameter {name!r} is before {first.name!r}",
                    expected=f"{begin.value} or later", got=end.value,
                    mend=f"exchange {first.name!r} and {name!r}",
                )  # fmt: skip

    def _unknown(self, name: str) -> ParameterError:
        known = sorted(self.parameters)
        close = " or ".join(map(repr, nearest(name, known)))
        return ParameterError(
            f"the query {self.name!r} has no parameter {name!r}",
            expected=", ".join(known) or "no parameter at all",
            mend=f"did you mean {close}?" if close else None,
        )

    def _missing(self, parameter: Parameter) -> ParameterError:
        of_a_statement = self.statement and parameter.name not in self.statement
        instead = f", or all of {_listed(self.statement)}" if of_a_statement else ""
        return ParameterError(
            f"the query {self.name!r} needs the parameter {parameter.name!r}",
            expected=f"{parameter.type}: {parameter.about}",
            got="nothing",
            mend=f"give -p {parameter.name}={parameter.example}{instead}",
        )

    def __repr__(self) -> str:
        return f"<StoredQuery {self.name}>"


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(map(repr, names[:-1]))} and {names[-1]!r}"


def _places(text: str) -> dict[str, InlineData]:
    """Return the blocks of one variable by its name; a parameter has one, as ``load_query`` saw."""
    blocks = [block for block in find_inline_data(text) if len(block.variables) == 1]
    return {block.variables[0]: block for block in blocks}


def load_query(path: str | Path) -> StoredQuery:
    """Return the stored query in the file at *path*.

    :raises FileError: the file cannot be read.
    :raises ParseError: not UTF-8, no header, or a header that is not TOML; with line and column.
    :raises DataError: the file breaks a rule of stored queries; every problem with its line.
    """
    path = Path(path)
    text = _decode(read_bytes(path), str(path))
    header = read_header(text, str(path))
    if not (path.suffix == ".rq" and re.fullmatch(_KEBAB_CASE, path.stem)):
        header.refuse("the file must be named in kebab-case and end in .rq: double-members.rq")
    header.check(path.resolve().parent.name)
    parameters = [] if header.problems else _parameters(header, text)
    if header.problems:
        lines = [f"{path}:{line}: {what}" for line, what in sorted(header.problems)]
        raise DataError(f"the stored query {path.stem!r} breaks its rules", lines)
    expect = header.values.get("expect", {})
    return StoredQuery(
        path,
        text,
        header.values,
        parameters,
        min_rows=expect.get("min_rows", 0),
        statement=header.values.get("statement", ()),
    )


def _decode(data: bytes, path: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        raise ParseError(
            "the file is not UTF-8",
            path=path,
            line=before.count(b"\n") + 1,
            column=len(before) - before.rfind(b"\n"),
            got=f"byte {data[error.start]:#04x}",
            mend="save the file as UTF-8",
        ) from None


def _parameters(header: Header, text: str) -> list[Parameter]:
    """Return the declared parameters; what contradicts the query becomes a problem."""
    blocks = find_inline_data(text)
    parameters = []
    statement = header.values.get("statement", [])
    told = sorted((*statement, *_TOLD))
    if statement and [sorted(block.variables) for block in blocks].count(told) != 1:
        columns = " ".join(f"?{name}" for name in (*statement, *_TOLD))
        header.refuse(f"expected one VALUES ({columns}) {{ }} in the query", "", "statement")
    for name, declared in header.values.get("parameters", {}).items():
        table = f"parameters.{name}"
        if name in statement:
            parameters.append(Parameter(name, **declared))
            continue
        own = [block for block in blocks if block.variables == [name]]
        if len(own) != 1:
            found = "none" if not own else f"{len(own)}"
            header.refuse(
                f"expected one VALUES ?{name} {{ ... }} in the query, found {found}", table
            )
            continue
        try:
            parameter = Parameter(name, default=_default(text, own[0]), **declared)
            _check_parameter(parameter)
        except ValueError as error:
            header.refuse(str(error), table)
        except ParameterError as error:
            header.refuse(f"{error.what}: expected {error.expected}, got {error.got}", table)
        else:
            parameters.append(parameter)
    return parameters


def _default(text: str, block: InlineData) -> NamedNode | Literal | None:
    """Return the one term of a block, None for ``UNDEF``; a ValueError says what else it holds."""
    start, end = block.cells
    cell = text[start:end]
    if cell.upper() == "UNDEF":
        return None
    refusal = ValueError(
        f"VALUES ?{block.variables[0]} must hold one default term or UNDEF, not {cell!r}"
    )
    # Turtle writes terms as SPARQL does, and its reader keeps the text of numbers as it is.
    turtle = f"{prologue(text)}<x:s> <x:p> {cell}\n."
    try:
        (quad,) = parse(turtle, RdfFormat.TURTLE)
    except (SyntaxError, ValueError):
        raise refusal from None
    if not isinstance(quad.object, NamedNode | Literal):
        raise refusal
    return quad.object


def _check_parameter(parameter: Parameter) -> None:
    """Refuse a default or an example that the type would refuse from a user."""
    default = parameter.default
    if default is not None and parameter.required:
        raise ValueError("a required parameter has UNDEF in its VALUES, not a default")
    if default is not None and parameter.term(default.value) != default:
        raise ValueError(f"the default {default} is not of the type {parameter.type!r}")
    parameter.term(parameter.example)


def load_queries(paths: Iterable[str | Path]) -> dict[str, StoredQuery]:
    """Return the stored queries in the files at *paths*, by name, in the order of names.

    :raises FileError: a file cannot be read, or its header parsed.
    :raises DataError: files that break the rules, or share a name; every problem of all of them.
    """
    queries: dict[str, StoredQuery] = {}
    problems: list[str] = []
    for path in sorted(map(Path, paths)):
        try:
            query = load_query(path)
        except DataError as error:
            problems += error.problems
            continue
        if query.name in queries:
            problems.append(f"{path}:1: the name stands already in {queries[query.name].path}")
        queries[query.name] = query
    if problems:
        raise DataError("the stored queries break their rules", problems)
    return dict(sorted(queries.items()))


def find_query(name: str, paths: Iterable[str | Path]) -> StoredQuery:
    """Return the stored query *name*, reading no other file of *paths*.

    :raises UnknownNameError: no such query; the nearest are offered.
    :raises DataError: two files of that name, or a file that breaks its rules.
    """
    files = sorted(map(Path, paths))
    found = [path for path in files if path.stem == name]
    if not found:
        raise UnknownNameError("query", name, [path.stem for path in files])
    if len(found) > 1:
        raise DataError(
            f"several stored queries are called {name!r}", [str(path) for path in found]
        )
    return load_query(found[0])
