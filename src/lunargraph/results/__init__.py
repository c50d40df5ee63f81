"""What a query answers: a table, a truth value or a graph, and its writers.

``Table`` (SELECT) writes ``table``, ``csv``, ``tsv``, ``json``, ``xml`` and ``md``; ``Boolean``
(ASK) writes ``table``, ``json`` and ``xml``; ``Triples`` (CONSTRUCT, DESCRIBE) writes the RDF
formats that are text. ``csv``, ``tsv``, ``json`` and ``xml`` are the W3C's results formats.
"""

from __future__ import annotations

__all__ = ["Boolean", "Iri", "Row", "Table", "Triples", "result_of"]

from lunargraph.results.answers import Boolean, Table, Triples, result_of
from lunargraph.results.values import Iri, Row
