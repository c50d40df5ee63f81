"""What the program says on stderr while it works: sentences, and a progress line on a terminal."""

from __future__ import annotations

__all__ = ["Talk", "open_graph", "stopping_at_once", "tell_left_out"]

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lunargraph.graph import LunarGraph
from lunargraph.workspace.folders import find_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WIDTH = 24


def open_graph(
    files: Sequence[str],
    verbosity: int,
    *,
    min_confidence: str | None = None,
    verified_only: bool = False,
    workspace: str | None = None,
) -> LunarGraph:
    """Return the graph that the user named, talking to stderr as much as was asked.

    That is the graph of *files*, or of the *workspace*; without either that of the workspace around
    the working folder, or the shipped one.
    """
    talk = Talk(verbosity)
    found = workspace if files or workspace is not None else find_workspace()
    return LunarGraph.open(
        *files,
        announce=talk.say,
        progress=talk.progress,
        min_confidence=min_confidence,
        verified_only=verified_only,
        workspace=found,
    )


def tell_left_out(graph: LunarGraph, verbosity: int, dataset: str | None = None) -> None:
    """Say how many records are left out for want of trust, and where to see what they hold."""
    count = graph.left_out(dataset)
    if not count:
        return
    records = "1 record is" if count == 1 else f"{count} records are"
    where = "; `lunargraph query unverified-statements` shows what in them is not verified"
    more = where if graph.trust.verified_only else ""
    Talk(verbosity).say(f"{records} left out ({graph.trust}), each as a whole{more}")


@contextmanager
def stopping_at_once() -> Iterator[None]:
    """Let Ctrl-C end the process at once, as the engine cannot be interrupted inside a query."""
    import signal  # here, for what starts without a query

    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Talk:
    """Sentences and progress, as much as the user asked for.

    :param verbosity: -1 says nothing, 0 what matters, 1 and more every step.
    """

    def __init__(self, verbosity: int) -> None:
        self._verbosity = verbosity
        self._line = ""

    def say(self, sentence: str) -> None:
        """Say a *sentence* on a line of its own."""
        if self._verbosity >= 0:
            self._clear()
            sys.stderr.write(f"lunargraph: {sentence}\n")

    def progress(self, step: str, share: float | None) -> None:
        """Show how far a *step* got: a bar that redraws itself on a terminal, lines with -v."""
        if self._verbosity < 0:
            return
        if not sys.stderr.isatty():
            if self._verbosity > 0 and share != 1:
                sys.stderr.write(f"lunargraph: {step}\n")
            return
        self._clear()
        if share is None or share < 1:
            done = 0 if share is None else int(share * _WIDTH)
            bar = "#" * done + "." * (_WIDTH - done)
            self._line = f"[{bar}] {step}"
            sys.stderr.write(self._line)
            sys.stderr.flush()

    def _clear(self) -> None:
        if self._line:
            sys.stderr.write("\r\x1b[K")
            self._line = ""
