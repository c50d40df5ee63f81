"""Finding the rows of a bulk source that describe what the graph knows already."""

from __future__ import annotations

__all__ = ["identify"]

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from lunargraph.ingest.bulk.results import LEFT_OUT, NOTED
from lunargraph.ingest.mappings import select
from lunargraph.namespaces import LGI

if TYPE_CHECKING:
    from collections.abc import Container

    from pyoxigraph import Store

    from lunargraph.ingest.bulk.results import RowFinding
    from lunargraph.ingest.bulk.rows import SourceRow
    from lunargraph.ingest.bulk.sources import SourceTable
    from lunargraph.ingest.mappings import Node


def identify(
    table: SourceTable,
    rows: list[SourceRow],
    known: Store,
    things: Container[NamedNode],
    findings: list[RowFinding],
) -> list[SourceRow]:
    """Return *rows* with the individuals that the graph has for them, where it has one.

    A row whose own slug is the name of something else among the known *things* is left out.

    The query of the table names the individual of a key; what else it selects under the name of a
    column must agree with the row. A row that agrees with none of those of its key, or with
    several, keeps an individual of its own and is noted.
    """
    key = table.columns[table.key].variable
    answers: dict[str, list[dict[str, Node | None]]] = {}
    for found in select(known, table.same) if table.same else ():
        answers.setdefault(getattr(found[key], "value", ""), []).append(found)
    identified = []
    for row in rows:
        candidates = answers.get(row.key, [])
        agreeing = {each["id"] for each in candidates if _agrees(row, each, {"id", key})}
        same = agreeing.pop() if len(agreeing) == 1 else None
        if isinstance(same, NamedNode):
            identified.append(row._replace(iri=same, cells=row.cells | {"id": [same]}))
            continue
        if candidates:
            reason = "known-twice" if agreeing else "known-otherwise"
            names = sorted({str(each["id"])[1:-1].removeprefix(LGI) for each in candidates})
            detail = f"not taken for {', '.join(names)}: "
            detail += "several things have this key" if agreeing else "other values differ"
            findings.append(row.finding(table.name, NOTED, reason, detail))
        if "id" not in table.columns and row.iri in things:
            name = row.iri.value.removeprefix(LGI)
            detail = f"its name would be {name!r}, which is that of something the graph knows"
            findings.append(row.finding(table.name, LEFT_OUT, "taken-name", detail, table.key))
        identified.append(row)
    return identified


def _agrees(row: SourceRow, found: dict[str, Node | None], apart: set[str]) -> bool:
    return all(
        term is None or row.cells.get(name, [term]) == [term]
        for name, term in found.items()
        if name not in apart
    )
