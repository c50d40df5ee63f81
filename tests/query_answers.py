"""Asking the stored queries: over the sample or the real data, in Oxigraph or in rdflib."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph import resources
from lunargraph.reasoning import close
from lunargraph.results import Table
from lunargraph.store import Dataset
from lunargraph.store.loading import load_asserted
from lunargraph.stored_queries import StoredQuery, find_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import rdflib

Rows = list[tuple[str, ...]]

PATHS = resources.query_files()


def load_sample() -> Dataset:
    """Return the sample, which mixes real things with Utopia, with all that follows."""
    return close_over([resources.root() / "queries" / "sample.trig"])


def load_real_data() -> Dataset:
    """Return the shipped graph with all that follows."""
    return close_over(folder / "graph.trig" for folder in resources.dataset_folders())


def close_over(files: Iterable[Path]) -> Dataset:
    asserted = load_asserted([*resources.ontology_files(), *files])
    inference = close({quad.triple for quad in asserted})
    assert not inference.clashes
    return Dataset.from_quads(asserted, inference.inferred)


def by_name(name: str) -> StoredQuery:
    return find_query(name, PATHS)


def bound(query: StoredQuery, values: Mapping[str, str] | None = None) -> str:
    """Return the text with *values*, and with examples for what is required besides."""
    required = [each for each in query.parameters.values() if each.required]
    return query.bind({each.name: each.example for each in required} | dict(values or {}))


def ask(dataset: Dataset, text: str, *, inference: bool = True) -> Table:
    answer = dataset.query(text, inference=inference)
    assert isinstance(answer, Table)
    return answer


def lexical(table: Table) -> Rows:
    """Return the header and the rows; what is unbound is an empty text, as in a CSV file."""
    return [tuple(table.columns), *(tuple(map(lexical_form, row)) for row in table.terms)]


def lexical_form(term: object) -> str:
    assert isinstance(term, NamedNode | Literal | None)
    return "" if term is None else term.value


def ask_rdflib(dataset: rdflib.Dataset, text: str) -> Rows:
    answer = dataset.query(text)
    assert answer.vars is not None
    rows = [tuple("" if term is None else str(term) for term in row) for row in answer]  # type: ignore[union-attr]
    return [tuple(map(str, answer.vars)), *rows]


def expected(path: Path) -> Rows:
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file, strict=True)]
