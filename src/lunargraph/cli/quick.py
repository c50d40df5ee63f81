"""The short way for the most frequent call, ``lunargraph query NAME ...``.

Importing click takes half the time of such a call (docs/decisions.md has the figures), so the plain
forms of it are read here. Whatever is not plain goes to click, which gives the same outcome.
"""

from __future__ import annotations

__all__ = ["answer_query", "run_quickly"]

from typing import TYPE_CHECKING

from lunargraph.cli.output import write_result
from lunargraph.cli.talk import open_graph, stopping_at_once, tell_left_out
from lunargraph.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_VALUED = {"-p": "-p", "--param": "-p", "--on": "--on", "--format": "--format",
           "-o": "-o", "--output": "-o"}  # fmt: skip


def run_quickly(arguments: Sequence[str]) -> int | None:
    """Run ``query NAME`` with plain options and return 0; return None if click has to read it."""
    if len(arguments) < 2 or arguments[0] != "query" or arguments[1].startswith("-"):
        return None
    rest = list(arguments[2:])
    values: dict[str, list[str]] = {"-p": [], "--on": [], "--format": [], "-o": []}
    while rest:
        word = rest.pop(0)
        if word.startswith("-p") and len(word) > 2:  # joined, as in -pmission=change-6
            word, rest = "-p", [word[2:], *rest]
        option = _VALUED.get(word)
        if option is None or not rest or rest[0].startswith("-"):
            return None
        values[option].append(rest.pop(0))
    if any(len(values[option]) > 1 for option in ("--on", "--format", "-o")):
        return None
    on, format_name, output = (
        values[option][0] if values[option] else None for option in ("--on", "--format", "-o")
    )
    answer_query(arguments[1], values["-p"], on, format_name, output)
    return 0


def answer_query(
    name: str,
    pairs: Iterable[str],
    on: str | None,
    format_name: str | None,
    output: str | None,
    *,
    files: Sequence[str] = (),
    verbosity: int = 0,
    endpoint: str | None = None,
    timeout: float | None = None,
    min_confidence: str | None = None,
    verified_only: bool = False,
    workspace: str | None = None,
) -> None:
    """Run the stored query *name* and write its answer."""
    graph = open_graph(
        files, verbosity, min_confidence=min_confidence, verified_only=verified_only,
        workspace=workspace,
    )  # fmt: skip
    parameters = _parameters(pairs, on)
    if endpoint is None:
        graph.prepare()
    with stopping_at_once():
        answer = graph.query(name, endpoint=endpoint, timeout=timeout, **parameters)
    if verified_only or min_confidence:
        tell_left_out(graph, verbosity)
    write_result(answer, format_name, output)


def _parameters(pairs: Iterable[str], on: str | None) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in (*pairs, *([f"on={on}"] if on is not None else ())):
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise ParameterError("this is not a parameter", expected="-p name=value", got=pair)
        if key in {"endpoint", "timeout"}:
            raise ParameterError(f"{key!r} is no parameter of a query", mend=f"use --{key}")
        if key in values:
            raise ParameterError(f"the parameter {key!r} is given twice", mend="give it once")
        values[key] = value
    return values
