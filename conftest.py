"""One cache of the shipped graph for the whole run, built once and shared by all workers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from lunargraph import LunarGraph

settings.register_profile("patient", deadline=None)  # a slow machine is no failure
settings.load_profile("patient")


@pytest.fixture(scope="session")
def graph_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache folder, with the shipped graph built in it."""
    base = tmp_path_factory.getbasetemp()
    # Under xdist each worker has a folder of its own below the common one.
    common = base.parent if base.name.startswith("popen-") else base
    folder = common / "graph-cache"
    LunarGraph.open(cache=folder).query("missions")
    return folder


@pytest.fixture(scope="session")
def graph(graph_cache: Path) -> LunarGraph:
    """The shipped graph."""
    return LunarGraph.open(cache=graph_cache)


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test touches the cache of the user who runs the tests."""
    base = tmp_path_factory.getbasetemp()
    common = base.parent if base.name.startswith("popen-") else base
    monkeypatch.setenv("LUNARGRAPH_CACHE", str(common / "graph-cache"))
