"""The writers of an answer: text for people, JSON for programs."""

from __future__ import annotations

__all__ = ["VERSION", "WRITERS", "write_json", "write_text"]

import json
from typing import TYPE_CHECKING

from lunargraph.reasoning.entailment.phrases import Phrases
from lunargraph.results.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from lunargraph.reasoning.entailment.answers import Entailment, Step

VERSION = 1
"""The version of the JSON; raised when a program that reads the old one could stumble."""


def write_text(answer: Entailment) -> str:
    """Return the verdict, then each statement: first what does not follow, then how others do."""
    phrases = _phrases(answer)
    lines = [_verdict(answer)]
    for step in sorted(answer.statements, key=lambda step: step.follows):
        lines.append(f"  {phrases.statement(step.triple)}: {step.reason()}")
    lines += [f"  the graph does not mention {answer.name(term)}" for term in answer.unknown]
    if answer.exhausted:
        lines.append("  the search was given up: what does not follow so far may follow after all")
    text = "\n".join(lines) + "\n"
    return printable(text)


def _verdict(answer: Entailment) -> str:
    total, missing = len(answer.statements), len(answer.missing)
    statements = "statement" if total == 1 else "statements"
    if missing:
        verb = "does" if missing == 1 else "do"
        return f"not entailed: {missing} of {total} {statements} {verb} not follow"
    if answer.inconsistent:
        return "entailed: the graph contradicts itself, and so everything follows"
    if not total:
        return "entailed: the file claims nothing"
    if total == 1:
        return "entailed: the statement follows"
    return f"entailed: {'both' if total == 2 else f'all {total}'} statements follow"


def write_json(answer: Entailment) -> str:
    """Return the answer as JSON, in the shape of ``entailment.schema.json`` beside this module."""
    phrases = _phrases(answer)
    document = {
        "version": VERSION,
        "entailed": answer.holds,
        "inconsistent": answer.inconsistent,
        "exhausted": answer.exhausted,
        "verdict": _verdict(answer),
        "statements": [_as_json(step, phrases) for step in answer.steps],
        "unknown": [term.value for term in answer.unknown],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _as_json(step: Step, phrases: Phrases) -> dict[str, object]:
    triple = step.triple
    return {
        "subject": str(triple.subject),
        "predicate": str(triple.predicate),
        "object": str(triple.object),
        "text": phrases.statement(triple),
        "follows": step.follows,
        "how": [each.name.lower() for each in step.how],
    }


def _phrases(answer: Entailment) -> Phrases:
    return Phrases((step.triple for step in answer.steps), answer.name)


WRITERS: dict[str, Callable[[Entailment], str]] = {"text": write_text, "json": write_json}
"""The writers by the name that ``--format`` takes."""
