"""What an import says of itself: the data set, its source, what was read, and how much of it."""

from __future__ import annotations

__all__ = ["describe_import", "read_document"]

import tomllib
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Store

from lunargraph import resources
from lunargraph.errors import DataError
from lunargraph.files import read_bytes
from lunargraph.ingest.cells import CellError, parse_cell
from lunargraph.ingest.mappings import apply_mapping, combinations, construct
from lunargraph.namespaces import LGI, graph_iri
from lunargraph.stored_queries import bind_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Triple

    from lunargraph.ingest.bulk.results import ImportedTable
    from lunargraph.ingest.bulk.sources import Source

    Term = NamedNode | Literal


def read_document(document: dict[str, str]) -> dict[str, list[Term]]:
    """Return the cells of a source document, which has the columns of the data set ``sources``.

    :raises DataError: with everything that is wrong with it.
    """
    columns = _document_columns()
    problems = [
        f"{name!r} is not one of {', '.join(columns)}" for name in document.keys() - columns
    ]
    cells: dict[str, list[Term]] = {}
    for name, kind in columns.items():
        try:
            cells[name] = parse_cell(document.get(name, ""), kind)
        except CellError as error:
            problems.append(f"{name!r}: {error}; got {document[name]!r}")
    problems += [f"{name!r} is missing" for name in ("id", "kind", "title") if not cells.get(name)]
    if problems:
        raise DataError("the document is not well described", sorted(problems))
    return cells


def describe_import(
    source: Source, records: Mapping[str, int], tables: Iterable[ImportedTable]
) -> Iterator[Quad]:
    """Yield what the graph of the data set says: title, licence, sources, counts and digests.

    :param records: the number of statements of each record: ``statements``, which rests on the
        source, and one for each table of the source's own, which rests on what that one names.
    """
    graph = NamedNode(graph_iri(source.name))
    for triple in (*_describe_set(source, records, tables), *_describe_document(source)):
        yield Quad(triple.subject, triple.predicate, triple.object, graph)


def _describe_document(source: Source) -> list[Triple]:
    if not source.document:
        return []
    mapping = read_bytes(resources.root() / "data" / "sources" / "mapping.rq").decode()
    columns = list(_document_columns())
    return apply_mapping(mapping, columns, [read_document(source.document)], Store())


def _document_columns() -> dict[str, str]:
    path = resources.root() / "data" / "sources" / "dataset.toml"
    columns: dict[str, str] = tomllib.loads(read_bytes(path).decode())["columns"]
    return columns


def _describe_set(
    source: Source, records: Mapping[str, int], tables: Iterable[ImportedTable]
) -> list[Triple]:
    name = graph_iri(source.name)
    about: dict[str, list[Term]] = {
        "dataset": [NamedNode(name)],
        "title": [Literal(source.title, language="en")],
        "description": [Literal(source.description, language="en")],
        "licence": [NamedNode(source.licence)],
        "known_until": parse_cell(source.known_until, "date"),
    }
    counts: list[dict[str, list[Term]]] = [
        {
            "table": [_table(source, table.name)],
            "label": [Literal(f"{source.title}, table of {table.name}", language="en")],
            "mapped": [Literal(table.mapped)],
            "left_out": [Literal(table.left_out)],
            "digest": [Literal(table.digest)],
        }
        for table in tables
    ]
    query = read_bytes(resources.root() / "imports" / "description.rq").decode()
    grounds = [_record(source, record, triples) for record, triples in records.items()]
    for rows in ([about], grounds, counts):
        columns = list(rows[0])
        query = bind_values(query, columns, list(combinations(columns, rows)))
    return construct(Store(), query)


def _record(source: Source, record: str, triples: int) -> dict[str, list[Term]]:
    """Return what there is to say about a record: what it describes, and why to trust it."""
    table = source.tables.get(record)
    own = table.grounds if table else None
    grounds = own or source.grounds
    return {
        "record": [NamedNode(graph_iri(source.name, record))],
        "thing": [_table(source, record) if own else NamedNode(graph_iri(source.name))],
        "source": [NamedNode(LGI + each) for each in grounds.rests_on],
        "confidence": parse_cell(grounds.confidence, "concept confidence"),
        "verification": parse_cell(grounds.verification, "concept verification"),
        "unverified_column": [Literal(each) for each in grounds.unverified_columns],
        "note": [Literal(grounds.note)] if grounds.note else [],
        "triples": [Literal(triples)],
    }


def _table(source: Source, name: str) -> NamedNode:
    return NamedNode(f"{graph_iri(source.name)}/tables/{name}")
