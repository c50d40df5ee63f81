"""Little graphs for one question: some shapes without targets, and what they see around a value."""

from __future__ import annotations

__all__ = ["shapes_below", "statements_around"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Triple

from lunargraph.reasoning.index import owl, rdf, rdfs, sh

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.index import Index
    from lunargraph.validation.lookups import Lookup

_MOST = 300


_TARGETS = frozenset(
    map(sh, ("target", "targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf"))
)
_CLASSES = (owl("Class"), rdfs("Class"))
_TO_SHAPES = frozenset((rdf("first"), *map(sh, ("node", "not", "property", "qualifiedValueShape"))))
_TO_PATHS = frozenset(
    (
        rdf("first"),
        *map(sh, ("path", "inversePath", "oneOrMorePath", "zeroOrMorePath", "zeroOrOnePath")),
    )
)
_OPEN = frozenset(map(sh, ("sparql", "js", "expression", "rule")))


def shapes_below(tops: Iterable[Term], shapes: Index, outgoing: Outgoing) -> list[Triple] | None:
    """Return what *shapes* say of the *tops* and of all that they refer to, targets aside.

    None if a part can look anywhere: SPARQL, or a constraint component of the shapes' own.
    """
    own = {path for _, parameter in shapes.pairs(sh("parameter"))
           for path in shapes.objects(parameter, sh("path"))}  # fmt: skip
    kept: list[Triple] = []
    seen: set[Term] = set()
    todo = list(tops)
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        for triple in outgoing.of(node):
            if triple.predicate in _OPEN or triple.predicate in own:
                return None
            if triple.predicate in _TARGETS or triple.object in _CLASSES:
                continue
            kept.append(triple)
            if isinstance(triple.object, BlankNode) or triple.predicate in _TO_SHAPES:
                todo.append(triple.object)
    return kept


class Outgoing:
    """The triples of an index by their subjects."""

    def __init__(self, index: Index) -> None:
        self._of: dict[Term, list[Triple]] = {}
        for subject, predicate, object_ in index:
            if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode):
                self._of.setdefault(subject, []).append(Triple(subject, predicate, object_))

    def of(self, subject: Term) -> list[Triple]:
        """Return the triples of a *subject*, in no order."""
        return self._of.get(subject, [])


def statements_around(
    values: Iterable[Term], shapes: Iterable[Triple], statements: Lookup
) -> list[Triple] | None:
    """Return the statements that *shapes* can see from the *values*; None if these are too many."""
    shapes = list(shapes)
    inverse = any(triple.predicate == sh("inversePath") for triple in shapes)
    paths = sorted(
        {t.object for t in shapes if t.predicate in _TO_PATHS and isinstance(t.object, NamedNode)},
        key=str,
    )
    found: dict[Triple, None] = {}
    seen: set[Term] = set()
    todo = list(values)
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        if len(seen) > _MOST:
            return None
        for triple in _touching(node, paths if inverse else [], statements):
            found[triple] = None
            if triple.predicate in paths or triple.predicate == rdfs("subClassOf"):
                todo += [triple.subject, triple.object]
            elif triple.predicate == rdf("type"):
                todo.append(triple.object)
    return list(found)


def _touching(node: Term, back: Iterable[NamedNode], statements: Lookup) -> Iterator[Triple]:
    if isinstance(node, NamedNode | BlankNode):
        yield from statements.triples(node, None, None)
    for predicate in back:
        yield from statements.triples(None, predicate, node)  # type: ignore[arg-type]  # no triple term
