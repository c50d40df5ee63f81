"""The closure by sparq-rdf. It writes no RDF: its fastest answer, JSON, becomes N-Triples here.

One query a predicate keeps the answers small. JSON and N-Triples escape strings alike, so that
substitution does it; taking the JSON apart, or asking for terms, takes several times as long.
"""

from __future__ import annotations

import json
import re
from itertools import product
from typing import TYPE_CHECKING

import sparq

from phases import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STRING = r'"(?P<o>[^"\\]*(?:\\.[^"\\]*)*)"'
_OBJECTS = {
    r'\{"type":"uri","value":"(?P<o>[^"]*)"\}': r"<\g<o>>",
    rf'\{{"type":"literal","value":{_STRING}\}}': r'"\g<o>"',
    rf'\{{"type":"literal","value":{_STRING},"xml:lang":"(?P<l>[^"]*)"\}}': r'"\g<o>"@\g<l>',
    rf'\{{"type":"literal","value":{_STRING},"datatype":"(?P<d>[^"]*)"\}}': r'"\g<o>"^^<\g<d>>',
    r'\{"type":"bnode","value":"(?P<o>[^"]*)"\}': r"_:\g<o>",
}
_SUBJECTS = {
    r'\{"type":"uri","value":"(?P<s>[^"]*)"\}': r"<\g<s>>",
    r'\{"type":"bnode","value":"(?P<s>[^"]*)"\}': r"_:\g<s>",
}
_START = '{"o":'
_PIECE = 1_000_000
"""So many characters or a few more are rewritten at a time, to hold little twice."""
_ROWS = [
    (re.compile(rf'\{{"o":{o},"s":{s}\}},?'), (_SUBJECTS[s], _OBJECTS[o]))
    for s, o in product(_SUBJECTS, _OBJECTS)
]


def load(source: Path) -> sparq.Graph:
    """Read the file."""
    return sparq.Graph.load(source, format="ntriples")


def reason(graph: sparq.Graph) -> sparq.Graph:
    """Add what follows to the graph."""
    graph.reason("owl")
    return graph


def write(graph: sparq.Graph, target: Path) -> None:
    """Write the graph, one predicate after the other."""
    answer = json.loads(graph.query_json("SELECT DISTINCT ?p { ?s ?p ?o }"))
    with target.open("w", encoding="utf-8") as file:
        for row in answer["results"]["bindings"]:
            predicate = row["p"]["value"]
            rows = graph.query_json(f"SELECT ?o ?s {{ ?s <{predicate}> ?o }}")
            file.writelines(_lines(piece, predicate) for piece in _pieces(rows))


def _pieces(rows: str) -> Iterator[str]:
    """Return the rows of an answer, many at a time."""
    start, last = rows.index(_START), rows.rindex("]")
    while start < last:
        end = rows.find(f"}},{_START}", start + _PIECE)
        end = last if end < 0 else end + 2
        yield rows[start:end]
        start = end


def _lines(rows: str, predicate: str) -> str:
    """Return the statements with *predicate* that the JSON in *rows* tells."""
    for pattern, (subject, object_) in _ROWS:
        if _START not in rows:
            break
        rows = pattern.sub(rf"{subject} <{predicate}> {object_} .\n", rows)
    assert _START not in rows
    return rows


run(load, reason, write)
