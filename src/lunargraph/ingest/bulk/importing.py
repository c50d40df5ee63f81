"""Importing the tables of a bulk source: a row becomes statements, or a finding says why not."""

from __future__ import annotations

__all__ = ["import_tables"]

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Store

from lunargraph import resources
from lunargraph.errors import DataError, UnknownNameError, UsageError
from lunargraph.files import digest, read_bytes
from lunargraph.formats import load_quads
from lunargraph.ingest.bulk.describing import describe_import
from lunargraph.ingest.bulk.identities import identify
from lunargraph.ingest.bulk.results import LEFT_OUT, Import, ImportedTable, RowFinding
from lunargraph.ingest.bulk.rows import read_rows
from lunargraph.ingest.mappings import apply_mapping, combinations, select
from lunargraph.namespaces import LGI, graph_iri
from lunargraph.stored_queries import bind_values

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Container, Iterator, Mapping

    from pyoxigraph import Triple

    from lunargraph.ingest.bulk.rows import SourceRow
    from lunargraph.ingest.bulk.sources import Check, Source, SourceTable

    Term = NamedNode | Literal
    Progress = Callable[[str, float | None], None]

_CHUNK = 500
"""Rows that one query takes: enough to keep queries few, few enough to show progress."""


def import_tables(
    source: Source,
    files: Mapping[str, str | os.PathLike[str]],
    *,
    progress: Progress | None = None,
) -> Import:
    """Turn the tables in *files*, one for each that the *source* takes, into statements.

    The statements stand in one named graph, and what they rest on in the graph of the data set.
    Every row is mapped or left out, and one left out has a finding. Nothing depends on the clock.

    :param progress: told how many rows of a table are done.
    :raises UnknownNameError: the source takes no table of that name.
    :raises UsageError: a table is not given.
    :raises FileError: a file cannot be read, or is not a table with the columns of the source.
    :raises DataError: a table in the folder of the source breaks the rules of the source.
    """
    unknown = sorted(set(files) - set(source.options))
    if unknown:
        raise UnknownNameError("table", unknown[0], source.options, where=source.name)
    lacking = [name for name in source.options if name not in files]
    if lacking:
        raise UsageError(f"no file is given for the table {lacking[0]!r}", where=source.name)
    run = _Run(source, progress)
    for name in source.order:
        table = source.tables[name]
        run.read(table, str(files[name] if table.file is None else table.file))
    return run.result()


class _Run:
    """One import: what is known so far, and what came of each table."""

    def __init__(self, source: Source, progress: Progress | None) -> None:
        self._source = source
        self._progress = progress
        self._known = _load_known()
        self._things = {quad.subject for quad in self._known if isinstance(quad.subject, NamedNode)}
        _check_grounds(source, self._things)
        self._codes: dict[str, dict[str, NamedNode | None]] = {}
        self._rows: dict[str, list[SourceRow]] = {}
        self._triples: set[Triple] = set()
        self._findings: list[RowFinding] = []
        self._counts: dict[str, ImportedTable] = {}

    def read(self, table: SourceTable, path: str) -> None:
        """Read a *table*, check and map its rows, and take note of its keys."""
        data = read_bytes(path)
        rows, findings = read_rows(data, path, table, self._codes, self._things)
        codes: dict[str, NamedNode | None] = dict.fromkeys([row.key for row in rows])
        codes |= dict.fromkeys([each.key for each in findings])
        rows = identify(table, rows, self._known, self._things, findings)
        for check in table.checks:
            findings += self._check(check, rows)
        rows = _once(table, _remaining(rows, findings), findings)
        triples = self._map(table, rows, findings) if table.mapping else set()
        rows = _remaining(rows, findings)
        findings.sort(key=lambda each: (each.line, each.reason, each.column))
        left = {each.line for each in findings if each.outcome == LEFT_OUT}
        if table.file is not None and left:
            lines = [f"{path}:{each.line}: {each.detail}" for each in findings]
            raise DataError(f"a table of the source {self._source.name!r} is wrong", lines)
        self._codes[table.name] = codes | {row.key: row.iri for row in rows}
        self._things |= {row.iri for row in rows}
        self._rows[table.name] = rows
        self._counts[table.name] = ImportedTable(
            table.name, path, digest(data), len(rows), len(left)
        )
        if table.file is None:
            self._triples |= triples
            self._findings += findings

    def result(self) -> Import:
        """Return what came of the import; of the source's own tables, only the rows in use."""
        records = {"statements": self._triples}
        tables = {
            name: self._counts[name] for name in self._source.order if name in self._source.options
        }
        used = self._used()
        for name, table in self._source.tables.items():
            rows = [row for row in self._rows[name] if row.iri in used]
            if table.file is not None and table.mapping and rows:
                records[name] = self._say(table, rows)
                self._counts[name] = self._counts[name]._replace(mapped=len(rows))
        quads = [
            Quad(each.subject, each.predicate, each.object, graph)
            for record, triples in records.items()
            for graph in [NamedNode(graph_iri(self._source.name, record))]
            for each in triples
        ]
        sizes = {record: len(triples) for record, triples in records.items()}
        counts = [self._counts[name] for name in (*tables, *records) if name in self._counts]
        quads += describe_import(self._source, sizes, counts)
        return Import(
            self._source.name,
            sorted(quads, key=str),
            tuple(tables.values()),
            tuple(self._findings),
        )

    def _used(self) -> set[Term]:
        """Return what the rows that are mapped refer to."""
        return {
            term
            for name in self._source.options
            for row in self._rows[name]
            for terms in row.cells.values()
            for term in terms
        }

    def _check(self, check: Check, rows: list[SourceRow]) -> Iterator[RowFinding]:
        by_line = {str(row.line): row for row in rows}
        for some in _chunks(rows):
            cells = [row.cells | {"row": [Literal(row.line)]} for row in some]
            query = bind_values(check.text, check.columns, list(combinations(check.columns, cells)))
            found = {
                (getattr(each["row"], "value", ""), getattr(each["detail"], "value", ""))
                for each in select(self._known, query)
            }
            strangers = {text for text, _ in found} - by_line.keys()
            if strangers:
                path = self._source.folder / "checks" / f"{check.name}.rq"
                got = repr(min(strangers)) if any(strangers) else "nothing"
                sentence = f"?row must be one of the rows of VALUES; got {got}"
                raise DataError("a check answers with no row", [f"{path}: {sentence}"])
            for line, detail in sorted(found, key=lambda each: (int(each[0]), each[1])):
                yield by_line[line].finding(check.table, check.outcome, check.name, detail)

    def _map(
        self, table: SourceTable, rows: list[SourceRow], findings: list[RowFinding]
    ) -> set[Triple]:
        """Return the statements about *rows*; a row without any is a finding."""
        triples: set[Triple] = set()
        done = 0
        for some in _chunks(rows):
            said = self._say(table, some)
            subjects = {each.subject for each in said}
            spoken = [row for row in some if row.iri in subjects]
            if len(spoken) < len(some):
                said = self._say(table, spoken)  # without what the others said about other things
            detail = "the mapping makes no statement about this row"
            findings += [
                row.finding(table.name, LEFT_OUT, "no-statement", detail)
                for row in some
                if row.iri not in subjects
            ]
            triples |= said
            done += len(some)
            if self._progress:
                self._progress(f"{table.name}: {done:,} of {len(rows):,} rows", done / len(rows))
        self._known.extend(Quad(*triple) for triple in triples)
        return triples

    def _say(self, table: SourceTable, rows: list[SourceRow]) -> set[Triple]:
        mapping = table.mapping or ""  # asked for only where there is one
        columns = list(dict.fromkeys(["id", *(each.variable for each in table.columns.values())]))
        return set(apply_mapping(mapping, columns, [row.cells for row in rows], self._known))


def _load_known() -> Store:
    """Return what rows may refer to: the ontology and the records of the shipped graph."""
    known = Store()
    graphs = [folder / "graph.trig" for folder in resources.dataset_folders()]
    for path in [*resources.ontology_files(), *graphs]:
        known.extend(Quad(*quad.triple) for quad in load_quads(path))
    return known


def _check_grounds(source: Source, things: Container[NamedNode]) -> None:
    """Refuse a source that rests on a document, or claims a trust, that the graph does not know."""
    own = source.document.get("id")
    problems = []
    for grounds in (source.grounds, *(table.grounds for table in source.tables.values())):
        if grounds is None:
            continue
        trust = (f"confidence-{grounds.confidence}", f"verification-{grounds.verification}")
        problems += [
            f"the graph describes no {each!r}"
            for each in (*grounds.rests_on, *trust)
            if each != own and NamedNode(LGI + each) not in things
        ]
    if own and NamedNode(LGI + own) in things:
        problems.append(f"the graph describes {own!r} already: name it in 'rests_on'")
    if problems:
        raise DataError(f"the source {source.name!r} rests on nothing", problems)


def _chunks(rows: list[SourceRow]) -> Iterator[list[SourceRow]]:
    for start in range(0, len(rows), _CHUNK):
        yield rows[start : start + _CHUNK]


def _remaining(rows: list[SourceRow], findings: list[RowFinding]) -> list[SourceRow]:
    left = {each.line for each in findings if each.outcome == LEFT_OUT}
    return [row for row in rows if row.line not in left]


def _once(table: SourceTable, rows: list[SourceRow], findings: list[RowFinding]) -> list[SourceRow]:
    """Return the rows without those whose key, or whose individual, an earlier row has.

    Where a column names the individual, several keys may mean the same one.
    """
    by_key: dict[str, SourceRow] = {}
    by_thing: dict[NamedNode, SourceRow] = {}
    for row in rows:
        earlier = by_key.setdefault(row.key, row)
        if earlier is not row:
            same = "the same values" if earlier.cells == row.cells else "other values"
            detail = f"the key stands in line {earlier.line} already, with {same}"
            findings.append(row.finding(table.name, LEFT_OUT, "duplicate-key", detail, table.key))
            continue
        earlier = by_thing.setdefault(row.iri, row)
        if earlier is not row and "id" not in table.columns:
            detail = f"the key means the same thing as {earlier.key!r} in line {earlier.line}"
            findings.append(row.finding(table.name, LEFT_OUT, "duplicate-thing", detail, table.key))
    return _remaining(rows, findings)
