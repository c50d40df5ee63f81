"""All data sets together: references, order, and the canonical ``graph.trig`` of each."""

from __future__ import annotations

__all__ = ["build_graphs"]

from itertools import product
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from lunargraph.errors import DataError
from lunargraph.formats import load_quads, write_trig
from lunargraph.ingest.descriptions import COMMON_COLUMNS
from lunargraph.ingest.mappings import apply_mapping, construct
from lunargraph.ingest.quotes import DIGESTS, misquotes, write_digests
from lunargraph.ingest.tables import load_dataset, read_text
from lunargraph.namespaces import LG, LGI, PREFIXES, graph_iri
from lunargraph.stored_queries import bind_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from lunargraph.ingest.tables import DataSet, Row

    Term = NamedNode | Literal

_RECORD_COLUMNS = ("record", "kind", "dataset", "thing", "source", "confidence", "verification",
                   "unverified_column", "note")  # fmt: skip
_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}


def build_graphs(
    folders: Iterable[Path], ontology: Iterable[Path], *, documents: Path | None = None
) -> dict[Path, str]:
    """Return the text of ``graph.trig`` for every data set, by its path, and of its digests.

    The data sets are built in the order of their needs, since a mapping may look up what the data
    sets it needs say (a name for a label), and what the *ontology* says.

    :param documents: the folder of the documents that quotes are taken from; without it each quote
        has to be one that was found there before, and the digests that say so stay as they are.
    :raises DataError: with every problem of every table, each with file and line.
    """
    datasets = _load_all(folders)
    wrong = list(misquotes(datasets, documents))
    if wrong:
        raise DataError(_told(wrong), wrong)
    known = Store()
    for path in ontology:
        known.extend(_merged(load_quads(path)))
    _check_references(datasets, known)
    record_query = read_text(datasets[0].folder.parent / "record.rq") if datasets else ""
    texts = {}
    for dataset in _in_order(datasets):
        quads = list(_describe(dataset))
        problems: list[str] = []
        for row in dataset.rows:
            quads += _map_row(dataset, row, known, problems)
            quads += _describe_row(dataset, row, record_query, known)
        if problems:
            raise DataError(f"the mapping of {dataset.name!r} fails", problems)
        known.extend(_merged(quads))
        texts[dataset.folder / "graph.trig"] = write_trig(quads)
        if dataset.quotes and documents is not None:
            texts[dataset.folder / DIGESTS] = write_digests(dataset)
    return texts


def _load_all(folders: Iterable[Path]) -> list[DataSet]:
    datasets, problems = [], []
    for folder in folders:
        try:
            datasets.append(load_dataset(folder))
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(_told(problems), problems)
    return datasets


def _told(problems: Sequence[str]) -> str:
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return f"the tables have {count}; nothing is written"


def _merged(quads: Iterable[Quad]) -> Iterator[Quad]:
    return (Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads)


def _check_references(datasets: Sequence[DataSet], ontology: Store) -> None:
    """Refuse ids that stand twice, references to nothing, rows without a source."""
    problems: list[str] = []
    homes: dict[str, str] = {
        quad.subject.value: "the ontology"
        for quad in ontology
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(LGI)
    }
    problems += _doubles(datasets, homes)
    for dataset in datasets:
        for row in dataset.rows:
            for column, terms in row.cells.items():
                problems += [
                    f"{row.where}: column {column!r} names {term.value.removeprefix(LGI)!r}, "
                    "which no table and no term of the ontology describes"
                    for term in terms
                    if isinstance(term, NamedNode)
                    and term.value.startswith(LGI)
                    and term.value not in homes
                ]
            if not any(row.cells[column] for column in dataset.sources):
                problems.append(f"{row.where}: the row names no source")
    if problems:
        raise DataError(_told(problems), problems)


def _doubles(datasets: Sequence[DataSet], homes: dict[str, str]) -> Iterator[str]:
    """Yield a problem for each id that stands twice, and note in *homes* where each one stands.

    Data sets that share their ids may name one thing, each of them once.
    """
    owners: dict[str, list[tuple[DataSet, str]]] = {}
    for dataset in datasets:
        for row in dataset.rows:
            iri = row.iri.value
            before = owners.setdefault(iri, [])
            rivals = [where for other, where in before if not _share(dataset, other)]
            if not before and iri in homes:
                rivals = [homes[iri]]
            if rivals:
                slug = iri.removeprefix(LGI)
                yield f"{row.where}: the id {slug!r} stands already in {rivals[0]}"
            homes.setdefault(iri, row.where)
            before.append((dataset, row.where))


def _share(one: DataSet, other: DataSet) -> bool:
    return one is not other and (one.name in other.shares or other.name in one.shares)


def _in_order(datasets: Sequence[DataSet]) -> Iterator[DataSet]:
    """Yield each data set after those it needs."""
    names = {dataset.name for dataset in datasets}
    waiting, done = list(datasets), set[str]()
    while waiting:
        ready = [dataset for dataset in waiting if done.issuperset(set(dataset.needs) & names)]
        if not ready:
            circle = ", ".join(dataset.name for dataset in waiting)
            raise DataError("data sets need each other in a circle", [circle])
        yield from ready
        done.update(dataset.name for dataset in ready)
        waiting = [dataset for dataset in waiting if dataset.name not in done]


def _describe(dataset: DataSet) -> Iterator[Quad]:
    graph = NamedNode(graph_iri(dataset.name))
    date_type = NamedNode(PREFIXES["xsd"] + _DATE_TYPES[len(dataset.known_until)])
    for predicate, value in (
        (PREFIXES["rdf"] + "type", NamedNode(LG + "DataSet")),
        (PREFIXES["rdfs"] + "label", Literal(dataset.title, language="en")),
        (PREFIXES["dcterms"] + "description", Literal(dataset.description, language="en")),
        (PREFIXES["dcterms"] + "license", NamedNode(dataset.licence)),
        (LG + "knownUntil", Literal(dataset.known_until, datatype=date_type)),
    ):
        yield Quad(graph, NamedNode(predicate), value, graph)


def _map_row(dataset: DataSet, row: Row, known: Store, problems: list[str]) -> list[Quad]:
    columns = list(dataset.columns)
    graph = NamedNode(graph_iri(dataset.name, row.iri.value.removeprefix(LGI)))
    triples = apply_mapping(dataset.mapping, columns, [row.cells], known)
    if not any(triple.subject == row.iri for triple in triples):
        problems.append(
            f"{row.where}: mapping.rq makes no statement about the row; "
            "look for a value that no VALUES of the mapping lists"
        )
    return [Quad(each.subject, each.predicate, each.object, graph) for each in triples]


def _describe_row(dataset: DataSet, row: Row, query: str, known: Store) -> list[Quad]:
    slug = row.iri.value.removeprefix(LGI)
    graph = NamedNode(graph_iri(dataset.name))
    sources = [term for column in dataset.sources for term in row.cells[column]]
    names = (name for name in COMMON_COLUMNS if name != "source_ids")
    common: list[list[Term | None]] = [[*row.cells.get(name, ())] or [None] for name in names]
    record = NamedNode(graph_iri(dataset.name, slug))
    kind = NamedNode(LG + ("BibliographicRecord" if dataset.bibliographic else "Record"))
    cells: list[list[Term | None]] = [[record], [kind], [graph], [row.iri], [*sources], *common]
    rows = list(product(*cells))
    triples = construct(known, bind_values(query, list(_RECORD_COLUMNS), rows))
    return [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]
