"""The queries of shapes, parsed once each: pySHACL gives rdflib the same text for every node."""

from __future__ import annotations

__all__ = ["PreparedGraph", "Queries"]

from typing import TYPE_CHECKING, Any

import rdflib
from rdflib.plugins.sparql import prepareQuery

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result

_PREFIX = "PREFIX "


class Queries:
    """The parsed form of SPARQL texts; lines of prefixes at their head may come in any order."""

    def __init__(self) -> None:
        self._prepared: dict[tuple[frozenset[str], str], Query] = {}
        self.prefixes = {prefix: str(base) for prefix, base in rdflib.Graph().namespaces()}
        """the prefixes that rdflib knows by itself"""

    def prepared(self, text: str) -> Query:
        """Return the parsed form of *text*, which may use the prefixes that rdflib knows.

        :raises Exception: it does not parse; rdflib raises errors of many classes.
        """
        lines = text.split("\n")
        head = 0
        while head < len(lines) and lines[head].startswith(_PREFIX):
            head += 1
        key = frozenset(lines[:head]), "\n".join(lines[head:])
        if key not in self._prepared:
            self._prepared[key] = prepareQuery(text, initNs=self.prefixes)
        return self._prepared[key]


class PreparedGraph(rdflib.Graph):
    """A graph whose queries are parsed once each."""

    def __init__(self, queries: Queries, store: Any = "default") -> None:
        super().__init__(store)
        self._queries = queries

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Result:
        """Answer a query, as rdflib does."""
        if isinstance(query_object, str):
            query_object = self._queries.prepared(query_object)
        return super().query(query_object, *args, **kwargs)
