"""How far what an assessment rests on can be trusted: the records of its things."""

from __future__ import annotations

__all__ = ["Record", "Source", "records_of"]

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode

from lunargraph.namespaces import LGI
from lunargraph.results import Table
from lunargraph.stored_queries import bind_values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lunargraph.store import Dataset

_QUERY = """
PREFIX lg: <https://w3id.org/lunargraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?thing ?record ?confidence ?verification ?column ?note ?source ?title WHERE {
  VALUES (?thing) { }
  ?record lg:describes ?thing .
  OPTIONAL { ?record lg:confidence ?confidence }
  OPTIONAL { ?record lg:verification ?verification }
  OPTIONAL { ?record lg:unverifiedColumn ?column }
  OPTIONAL { ?record lg:note ?note }
  OPTIONAL {
    ?record lg:restsOn ?source .
    OPTIONAL { ?source rdfs:label ?title FILTER(LANG(?title) = "en") }
  }
}
"""


class Source(NamedTuple):
    """A source and what it is called."""

    iri: str
    title: str | None


class Record(NamedTuple):
    """A record of a thing: how it was judged, and the sources that it rests on."""

    iri: str
    confidence: str | None
    verification: str | None
    unverified: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def caution(self) -> str | None:
        """What has to be known about it, None if it is well sourced."""
        parts = []
        if self.confidence not in (None, "high"):
            parts.append(f"{self.confidence} confidence")
        if self.unverified:
            parts.append(f"not verified: {', '.join(self.unverified)}")
        return "; ".join(parts) or None


def records_of(dataset: Dataset, things: Iterable[NamedNode]) -> dict[NamedNode, list[Record]]:
    """Return the records that describe *things*, those of each thing by their IRIs.

    Bibliographic records of a thing that is its own source are left out: they judge nothing.
    """
    wanted = sorted({thing.value for thing in things})
    if not wanted:
        return {}
    answer = dataset.query(bind_values(_QUERY, ("thing",), [(NamedNode(each),) for each in wanted]))
    assert isinstance(answer, Table)  # noqa: S101 - a SELECT
    rows: dict[tuple[str, str], list[tuple[str | None, ...]]] = {}
    for row in answer.terms:
        values = tuple(None if term is None else getattr(term, "value", None) for term in row)
        rows.setdefault((values[0] or "", values[1] or ""), []).append(values[2:])
    found: dict[NamedNode, list[Record]] = {}
    for (thing, record), lines in sorted(rows.items()):
        columns = [*zip(*lines, strict=True)]
        if columns[0][0] is None:
            continue
        sources = {iri: title for iri, title in zip(columns[4], columns[5], strict=True) if iri}
        found.setdefault(NamedNode(thing), []).append(
            Record(
                record,
                _concept(columns[0][0], "confidence"),
                _concept(columns[1][0], "verification"),
                tuple(sorted({each for each in columns[2] if each})),
                tuple(sorted({each for each in columns[3] if each})),
                tuple(Source(iri, title) for iri, title in sorted(sources.items())),
            )
        )
    return found


def _concept(iri: str | None, scheme: str) -> str | None:
    return None if iri is None else iri.removeprefix(f"{LGI}{scheme}-")
