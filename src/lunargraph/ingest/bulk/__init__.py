"""Bulk sources: tables that others publish, turned into one graph with a report of every row.

A source is a folder below ``imports/``, or anywhere else: ``source.toml`` describes its tables, a
SPARQL CONSTRUCT for each maps its rows, and checks are SPARQL SELECTs. None of it is Python.
"""

from __future__ import annotations

__all__ = ["Import", "Source", "find_source", "import_tables", "load_source"]

from lunargraph.ingest.bulk.folders import find_source, load_source
from lunargraph.ingest.bulk.importing import import_tables
from lunargraph.ingest.bulk.results import Import
from lunargraph.ingest.bulk.sources import Source
