"""A query in a process of its own, which ends when its time is over.

Oxigraph cannot stop a running query, so the process has an alarm set by the system; it also goes
off if the one who asked has died. The question goes in as one line of JSON, followed by the graph
as N-Quads if it is in memory; the answer comes out as one line of JSON, followed by W3C results.
"""

from __future__ import annotations

__all__ = ["evaluate_apart"]

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from lunargraph import errors
from lunargraph.errors import StoreError, UsageError
from lunargraph.results import Triples, result_of
from lunargraph.store.querying import evaluate, is_damage

if TYPE_CHECKING:
    from typing import BinaryIO

    from lunargraph.store.dataset import Answer

_START_UP = 60.0
"""Seconds for the process to begin; a bound for machines that stall, usually a tenth of one."""


def evaluate_apart(
    source: Path | Store, text: str, *, inference: bool, timeout: float, name: str
) -> Answer:
    """Run the query on the store in a folder, or on a copy of one in memory.

    The *timeout* counts from when the other process has opened the store.

    :raises StoreError: the time is over, or the process ended early.
    :raises OSError: the storage is damaged.
    """
    if not 0 < timeout < float("inf"):
        raise UsageError(
            "a timeout is a number of seconds", expected="more than 0", got=str(timeout)
        )
    question: dict[str, Any] = {
        "folder": str(source) if isinstance(source, Path) else None,
        "text": text,
        "inference": inference,
        "timeout": timeout,
        "name": name,
    }
    graph = source.dump(format=RdfFormat.N_QUADS) if isinstance(source, Store) else None
    code, answer = _converse(json.dumps(question).encode() + b"\n" + (graph or b""), timeout)
    if code in (None, -signal.SIGALRM):
        raise StoreError(
            f"the query took longer than {timeout:g} s and was stopped",
            where=name,
            mend="ask for less (LIMIT, fewer open patterns), or allow more time (--timeout)",
        )
    head, _, body = answer.partition(b"\n")
    if code or not head:
        raise StoreError(
            f"the process of the query ended early, with code {code}",
            where=name,
            mend="make the query smaller; if it is small, please report it",
        )
    return _read_answer(json.loads(head), body)


def _converse(question: bytes, timeout: float) -> tuple[int | None, bytes]:
    """Return the exit code of the process, ``None`` if it had to be ended, and what it wrote."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen(  # noqa: S603 - this interpreter, and no words of a user
        [sys.executable, "-P", "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,  # Ctrl-C is for the one who asks, who then ends this one
    )
    try:
        output, _ = process.communicate(question, timeout=timeout + _START_UP)
    except subprocess.TimeoutExpired:
        return None, b""
    finally:
        process.kill()
        process.communicate()
    return process.returncode, output


def _read_answer(head: dict[str, Any], body: bytes) -> Answer:
    if head["kind"] == "damage":
        raise OSError(head["message"])
    if head["kind"] == "refusal":
        raise getattr(errors, head["class"])(**head["fields"])
    if head["kind"] == "graph":
        return Triples(quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES))
    return result_of(parse_query_results(body, format=QueryResultsFormat.JSON))


def _serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer the one question: what the other process does."""
    question = json.loads(questions.readline())
    try:
        if question["folder"] is not None:
            store = Store.read_only(question["folder"])
        else:
            store = Store()  # parse keeps the names of blank nodes, Store.load does not
            store.extend(parse(questions.read(), format=RdfFormat.N_QUADS))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
        signal.setitimer(signal.ITIMER_REAL, question["timeout"])
        _write_answer(store, question["text"], question["inference"], question["name"], answers)
    except UsageError as error:
        fields = {"what": error.what, **vars(error)}
        head = {"kind": "refusal", "class": type(error).__name__, "fields": fields}
        answers.write(json.dumps(head).encode() + b"\n")
    except (OSError, RuntimeError) as error:
        if not is_damage(error):
            raise
        answers.write(json.dumps({"kind": "damage", "message": str(error)}).encode() + b"\n")
    answers.flush()


def _write_answer(store: Store, text: str, inference: bool, name: str, answers: BinaryIO) -> None:
    raw = evaluate(store, text, inference=inference, name=name)
    if isinstance(raw, QuerySolutions | QueryBoolean):
        kind, body = "results", raw.serialize(format=QueryResultsFormat.JSON)
    else:
        kind, body = "graph", raw.serialize(format=RdfFormat.N_TRIPLES)
    answers.write(json.dumps({"kind": kind}).encode() + b"\n" + (body or b""))


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
