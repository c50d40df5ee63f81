"""The three kinds of answer that SPARQL knows, as objects that write themselves."""

from __future__ import annotations

__all__ = ["Boolean", "Table", "Triples", "result_of"]

from typing import TYPE_CHECKING

from pyoxigraph import Quad, QuerySolutions, QueryTriples

from lunargraph.errors import UnknownNameError
from lunargraph.results import text, w3c
from lunargraph.results.values import row_class, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import ClassVar

    from pyoxigraph import QueryBoolean, Triple

    from lunargraph.results.values import Row, Term, Value


def _check_format(kind: str, name: str, formats: tuple[str, ...]) -> None:
    if name not in formats:
        raise UnknownNameError("format", name, formats, where=kind)


class Table:
    r"""The answer to a SELECT: named columns, and rows of RDF terms, ``None`` where unbound.

    Iterating gives rows of Python values; ``terms`` keeps the RDF terms.

    >>> from pyoxigraph import Literal
    >>> table = Table(["state", "year"], [(Literal("Senegal"), Literal(2025))])
    >>> table.rows[0].year
    2025
    >>> print(table.write("csv").replace("\r", ""), end="")
    state,year
    Senegal,2025
    """

    __slots__ = ("_rows", "columns", "terms")

    formats: ClassVar[tuple[str, ...]] = ("csv", "json", "md", "table", "tsv", "xml")

    def __init__(self, columns: Sequence[str], terms: Iterable[Sequence[Term | None]]) -> None:
        self.columns = tuple(columns)
        self.terms: list[tuple[Term | None, ...]] = [tuple(row) for row in terms]
        self._rows: tuple[Row, ...] | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as Python values; see ``lunargraph.results.values.value_of`` for their types."""
        if self._rows is None:
            row = row_class(self.columns)
            self._rows = tuple(row(map(value_of, terms)) for terms in self.terms)
        return self._rows

    def column(self, name: str) -> list[Value]:
        """Return the cells of the column *name*, from the first row to the last.

        :raises UnknownNameError: no column of that name; the nearest are offered.
        """
        if name not in self.columns:
            raise UnknownNameError("column", name, self.columns)
        position = self.columns.index(name)
        return [value_of(terms[position]) for terms in self.terms]

    def to_dicts(self) -> list[dict[str, Value]]:
        """Return each row as a dictionary from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def write(self, format_name: str, /, *, width: int | None = None) -> str:
        """Return the table as text in one of ``Table.formats``.

        ``csv``, ``tsv``, ``json`` and ``xml`` follow the W3C's recommendations; ``table`` is for a
        terminal and ``md`` for Markdown, both with IRIs as CURIEs.

        :param width: columns of the terminal; the widest text columns of ``table`` are cut to fit.
        :raises UnknownNameError: a table has no such format.
        :raises UsageError: a character that XML 1.0 cannot hold.

        Source: SPARQL 1.1 Query Results JSON Format; CSV and TSV Formats; XML Format (2nd edition).
        """
        _check_format("a table", format_name, self.formats)
        if format_name == "table":
            return text.write_table(self.columns, self.terms, width)
        writers = {
            "csv": w3c.write_csv,
            "json": w3c.write_json,
            "md": text.write_markdown,
            "tsv": w3c.write_tsv,
            "xml": w3c.write_xml,
        }
        return writers[format_name](self.columns, self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return self.columns == other.columns and self.terms == other.terms

    __hash__ = None  # type: ignore[assignment]  # holds a list

    def __repr__(self) -> str:
        return f"<Table ({', '.join(self.columns)}), {text.row_count(len(self))}>"

    def __str__(self) -> str:
        return self.write("table")


class Boolean:
    r"""The answer to an ASK.

    >>> bool(Boolean(True)), Boolean(True).write("table")
    (True, 'true\n')
    """

    __slots__ = ("value",)

    formats: ClassVar[tuple[str, ...]] = ("json", "table", "xml")

    def __init__(self, value: bool) -> None:
        self.value = value

    def write(self, format_name: str, /, *, width: int | None = None) -> str:
        """Return ``true`` or ``false`` as text in one of ``Boolean.formats``.

        :param width: has no effect here: every kind of result is written by the same call.
        :raises UnknownNameError: a truth value has no such format.

        Source: SPARQL 1.1 Query Results JSON Format, section 3.3; XML Format, section 2.3.2.
        """
        _check_format("a truth value", format_name, self.formats)
        writers = {"json": w3c.write_boolean_json, "xml": w3c.write_boolean_xml}
        word = "true" if self.value else "false"
        return f"{word}\n" if format_name == "table" else writers[format_name](word)

    def __bool__(self) -> bool:
        return self.value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Boolean):
            return NotImplemented
        return self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return f"Boolean({self.value})"


class Triples:
    """The answer to a CONSTRUCT or DESCRIBE: a set of triples, in the order they came."""

    __slots__ = ("triples",)

    formats: ClassVar[tuple[str, ...]] = (
        "csv", "graphml", "jsonld", "nquads", "ntriples", "rdfxml", "trig", "turtle",
    )  # fmt: skip

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples = list(dict.fromkeys(triples))

    def write(self, format_name: str, /, *, width: int | None = None) -> str:
        """Return the triples as text in one of ``Triples.formats``.

        :param width: has no effect here: every kind of result is written by the same call.
        :raises UnknownNameError: a graph has no such format.
        :raises FileError: a statement that the format cannot hold, such as one of RDF 1.2.
        """
        _check_format("a graph", format_name, self.formats)
        from lunargraph.formats import serialize  # the RDF writers: a SELECT never needs them

        quads = [Quad(triple.subject, triple.predicate, triple.object) for triple in self.triples]
        return serialize(quads, format_name).decode()

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Triples):
            return NotImplemented
        return set(self.triples) == set(other.triples)

    __hash__ = None  # type: ignore[assignment]  # holds a list

    def __repr__(self) -> str:
        return f"<Triples, {len(self)}>"


def result_of(answer: QuerySolutions | QueryBoolean | QueryTriples) -> Table | Boolean | Triples:
    """Return what pyoxigraph answers, or reads from a server, as a result of ours.

    >>> from pyoxigraph import Store
    >>> result_of(Store().query("ASK { }"))
    Boolean(True)
    """
    if isinstance(answer, QuerySolutions):
        return Table([variable.value for variable in answer.variables], map(tuple, answer))
    if isinstance(answer, QueryTriples):
        return Triples(answer)
    return Boolean(bool(answer))
