"""A graph that is open for long outlives the generation that it was opened with."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from lunargraph.graph import LunarGraph

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_generation_that_was_collected_is_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUNARGRAPH_CACHE", str(tmp_path))
    graph = LunarGraph.open().prepare()
    for rebuilt in (False, True):
        folder = graph.dataset.folder
        assert folder is not None
        shutil.rmtree(folder.parent)
        if rebuilt:
            LunarGraph.open().prepare()  # as another command would
        answer = graph.assess(kind="visit", actor="nasa", partners=["cnsa"], on="2024-06-01")
        assert answer.verdict == "prohibited"
