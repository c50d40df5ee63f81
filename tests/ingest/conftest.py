"""The small data set, built."""

from pathlib import Path

import pytest
from pyoxigraph import Quad

from lunargraph import resources
from lunargraph.formats import load_quads
from lunargraph.ingest import build_graphs
from small_dataset import HEADER, MAPPING, ONTOLOGY, TOML, Build


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Build a tiny data set from the rows given; return its quads."""

    def run(
        *rows: str, header: str = HEADER, toml: str = TOML, mapping: str = MAPPING
    ) -> list[Quad]:
        folder = tmp_path / "data" / "flights"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "dataset.toml").write_text(toml, "utf-8")
        (folder / "mapping.rq").write_text(mapping, "utf-8")
        (folder / "flights.csv").write_text("\n".join((header, *rows)) + "\n", "utf-8")
        record = resources.root() / "data" / "record.rq"
        (folder.parent / "record.rq").write_bytes(record.read_bytes())
        ontology = tmp_path / "ontology.ttl"
        ontology.write_text(ONTOLOGY, "utf-8")
        texts = build_graphs([folder], [ontology])
        (graph,) = texts
        assert graph == folder / "graph.trig"
        graph.write_text(texts[graph], "utf-8")
        return load_quads(graph)

    return run
