"""From curated tables to named graphs.

A data set is a folder: ``dataset.toml`` says what its table holds, ``mapping.rq`` turns a row into
statements, and ``graph.trig`` is the result in canonical form. Every row becomes a named graph of
its own; the graph of the data set says what each of them rests on.
"""

from __future__ import annotations

__all__ = ["DataSet", "Row", "build_graphs", "load_dataset"]

from lunargraph.ingest.build import build_graphs
from lunargraph.ingest.tables import DataSet, Row, load_dataset
