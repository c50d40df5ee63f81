"""Finding the rows of a bulk source that describe what the graph knows already."""

from __future__ import annotations

__all__ = ["identify"]

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from lunargraph.ingest.bulk.results import NOTED
from lunargraph.ingest.mappings import select
from lunargraph.namespaces import LGI

if TYPE_CHECKING:
    from pyoxigraph import Store

    from lunargraph.ingest.bulk.results import RowFinding
    from lunargraph.ingest.bulk.rows import SourceRow
    from lunargraph.ingest.bulk.sources import SourceTable
    from lunargraph.ingest.mappings import Node


def identify(
    table: SourceTable, rows: list[SourceRow], known: Store, findings: list[RowFinding]
) -> list[SourceRow]:
    """Return *rows* with the individuals that the graph has for them, where it has one.

    The query of the table names the individual of a key; what else it selects under the name of a
    column must agree with the row. A row that agrees with none of those of its key, or with
    several, keeps an individual of its own and is noted.
    """
    if table.same is None:
        return rows
    key = table.columns[table.key].variable
    answers: dict[str, list[dict[str, Node | None]]] = {}
    for found in select(known, table.same):
        answers.setdefault(getattr(found[key], "value", ""), []).append(found)
    identified = []
    for row in rows:
        candidates = answers.get(row.key, [])
        agreeing = {each["id"] for each in candidates if _agrees(row, each, {"id", key})}
        same = agreeing.pop() if len(agreeing) == 1 else None
        if isinstance(same, NamedNode):
            row = row._replace(iri=same, cells=row.cells | {"id": [same]})
        elif candidates:
            reason = "known-twice" if agreeing else "known-otherwise"
            names = sorted({str(each["id"])[1:-1].removeprefix(LGI) for each in candidates})
            detail = f"not taken for {', '.join(names)}: "
            detail += "several things have this key" if agreeing else "other values differ"
            findings.append(row.finding(table.name, NOTED, reason, detail))
        identified.append(row)
    return identified


def _agrees(row: SourceRow, found: dict[str, Node | None], apart: set[str]) -> bool:
    return all(
        row.cells.get(name, [term]) == [term] for name, term in found.items() if name not in apart
    )
