"""The closure by reasonable, which hands its triples over as terms of rdflib."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import reasonable

from phases import run

if TYPE_CHECKING:
    from rdflib.term import Identifier


def load(source: Path) -> reasonable.PyReasoner:
    """Read the file under a name that reasonable takes for Turtle, of which N-Triples is a part."""
    reasoner = reasonable.PyReasoner()
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder, "workload.ttl")
        link.symlink_to(source.absolute())
        reasoner.load_file(str(link))
    return reasoner


def reason(reasoner: reasonable.PyReasoner) -> list[tuple[Identifier, ...]]:
    """Return the closure."""
    triples: list[tuple[Identifier, ...]] = reasoner.reason()
    return triples


def write(triples: list[tuple[Identifier, ...]], target: Path) -> None:
    """Write the closure."""
    with target.open("w", encoding="utf-8") as file:
        file.writelines(f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in triples)


run(load, reason, write)
