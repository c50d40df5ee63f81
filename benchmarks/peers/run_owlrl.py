"""The closure by owlrl, as it comes: all rules, axiomatic triples left out."""

from pathlib import Path

import rdflib
from owlrl import DeductiveClosure
from owlrl.OWLRL import OWLRL_Semantics

from phases import run


def load(source: Path) -> rdflib.Graph:
    """Read the file; literals keep their spelling."""
    rdflib.NORMALIZE_LITERALS = False
    return rdflib.Graph().parse(source, format="nt")


def reason(graph: rdflib.Graph) -> rdflib.Graph:
    """Add what follows to the graph."""
    closure = DeductiveClosure(OWLRL_Semantics)  # type: ignore[no-untyped-call]  # no types
    closure.expand(graph)
    return graph


def write(graph: rdflib.Graph, target: Path) -> None:
    """Write the graph."""
    graph.serialize(target, format="nt", encoding="utf-8")


run(load, reason, write)
