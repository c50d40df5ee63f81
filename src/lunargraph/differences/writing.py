"""A difference as text for people, JSON for programs, and an RDF Patch."""

from __future__ import annotations

__all__ = ["FORMATS", "VERSION", "write_json", "write_text"]

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode

from lunargraph.differences.owners import Owners
from lunargraph.formats.rdf_patch import write_patch
from lunargraph.namespaces import GRAPH, PREFIXES, compact
from lunargraph.results.text import printable
from lunargraph.validation.names import Names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyoxigraph import Quad, Triple

    from lunargraph.differences.comparing import Difference

VERSION = 1
"""The version of the JSON; raised when a program that reads the old one could stumble."""

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_DEFAULT = DefaultGraph()


def write_text(difference: Difference) -> str:
    """Return the changed statements by thing and record, then what follows, then the counts."""
    names = Names(difference.context)
    owners = Owners(difference.context)
    text = _Text(names, owners)
    blocks = []
    if difference.removed or difference.added:
        blocks += text.blocks(difference.removed or (), difference.added or ())
    if difference.lost or difference.gained:
        blocks.append("What follows:")
        blocks += text.blocks(difference.lost or (), difference.gained or ())
    return printable("\n\n".join([*blocks, _summary(difference)]) + "\n")


class _Line(NamedTuple):
    """A changed statement; *path* leads to its subject from the thing that owns it."""

    path: tuple[NamedNode, ...]
    statement: Quad | Triple
    sign: str

    def order(self) -> tuple[object, ...]:
        """Put what a thing is first, then its own statements, then those of its parts."""
        statement, steps = self.statement, [step.value for step in self.path]
        verb = statement.predicate
        new = self.sign == "+"
        return steps, str(statement.subject), verb != _TYPE, verb.value, new, str(statement.object)


class _Text:
    def __init__(self, names: Names, owners: Owners) -> None:
        self._names = names
        self._owners = owners

    def blocks(self, removed: Iterable[Quad | Triple], added: Iterable[Quad | Triple]) -> list[str]:
        """Return a block for each thing in each record, sorted; descriptions of records last."""
        found: dict[tuple[bool, str, str, str], list[_Line]] = {}
        for sign, statements in (("-", removed), ("+", added)):
            for each in statements:
                owner, path = self._owners.of(each.subject)
                graph = getattr(each, "graph_name", _DEFAULT)
                place = "" if graph == _DEFAULT else str(graph)
                key = (_is_record(owner), str(owner), place, self._heading(owner, graph))
                found.setdefault(key, []).append(_Line(path, each, sign))
        return ["\n".join([key[-1], *self._lines(lines)]) for key, lines in sorted(found.items())]

    def _lines(self, lines: list[_Line]) -> list[str]:
        """Return the text of lines, the old and the new value of a property together."""
        parts: dict[tuple[NamedNode, ...], set[Any]] = {}
        for line in lines:
            parts.setdefault(line.path, set()).add(line.statement.subject)
        texts = []
        for line in sorted(lines, key=_Line.order):
            subject = line.statement.subject
            which = f" ({subject})" if line.path and len(parts[line.path]) > 1 else ""
            steps = " / ".join(map(self._names.name, line.path))
            start = f"{steps}{which} / " if steps else ""
            texts.append(f"{line.sign} {start}{self._said(line.statement)}")
        return texts

    def _heading(self, owner: Any, graph: Any) -> str:
        name = self._called(owner)
        if graph == _DEFAULT:
            return name
        if isinstance(graph, BlankNode):
            return f"{name}, in the graph {graph}"
        record = graph.value.removeprefix(GRAPH)
        return f"{name}, in {compact(graph.value) if record == graph.value else record}"

    def _said(self, statement: Quad | Triple) -> str:
        """Return a statement without its subject."""
        verb = "is a" if statement.predicate == _TYPE else self._names.name(statement.predicate)
        return f"{verb} {self._called(statement.object)}"

    def _called(self, term: Any) -> str:
        """Return a term in words: a record by its path, a blank node with its label."""
        if _is_record(term) and self._names.label(term) is None:
            return f"record {term.value.removeprefix(GRAPH)}"
        name = self._names.name(term)
        return f"{name} ({term})" if isinstance(term, BlankNode) else name


def _is_record(term: Any) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(GRAPH)


def _summary(difference: Difference) -> str:
    if difference.equal:
        return "no differences"
    parts = []
    if difference.removed is not None:
        parts.append(f"{len(difference.added or ())} added, {len(difference.removed)} removed")
    if difference.lost is not None:
        newly, no_more = len(difference.gained or ()), len(difference.lost)
        parts.append(f"{newly} follow{'s' if newly == 1 else ''} newly, {no_more} no more")
    return "; ".join(parts)


def write_json(difference: Difference) -> str:
    """Return the difference as JSON, in the shape of ``difference.schema.json``."""
    names = Names(difference.context)

    def layer(
        removed: Iterable[Quad | Triple] | None, added: Iterable[Quad | Triple] | None
    ) -> dict[str, Any] | None:
        if removed is None or added is None:
            return None
        return {
            "removed": [_statement(each, names) for each in removed],
            "added": [_statement(each, names) for each in added],
        }

    document = {
        "format": VERSION,
        "before": difference.before,
        "after": difference.after,
        "equal": difference.equal,
        "asserted": layer(difference.removed, difference.added),
        "inferred": layer(difference.lost, difference.gained),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _statement(statement: Quad | Triple, names: Names) -> dict[str, Any]:
    graph = getattr(statement, "graph_name", _DEFAULT)
    return {
        "subject": _term(statement.subject, names),
        "predicate": _term(statement.predicate, names),
        "object": _term(statement.object, names),
        "graph": None if graph == _DEFAULT else _term(graph, names),
    }


def _term(term: object, names: Names) -> dict[str, Any]:
    """Return a term as in SPARQL 1.1 Query Results JSON, with the label of what has one."""
    if isinstance(term, Literal):
        value: dict[str, Any] = {"type": "literal", "value": term.value}
        if term.language:
            value["xml:lang"] = term.language
        elif term.datatype.value != PREFIXES["xsd"] + "string":
            value["datatype"] = term.datatype.value
        return value
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value, "label": None}
    assert isinstance(term, NamedNode)  # noqa: S101 - RDF 1.1 has no more
    return {"type": "uri", "value": term.value, "label": names.label(term)}


def _write_patch(difference: Difference) -> str:
    return write_patch(difference.patch).decode()


FORMATS: dict[str, Callable[[Difference], str]] = {
    "text": write_text,
    "json": write_json,
    "patch": _write_patch,
}
"""The writers by the name that ``--format`` takes."""
