"""About which things a SPARQL constraint may say something else after a change.

A solution of a group of triple patterns needs a statement for each of them. So a solution that came
with a change has a new statement in the place of one pattern, and statements that hold now for the
other patterns of its group and of the groups around it; one that went had them before. The things
are found by following these patterns from the changed statement. Filters and what else narrows the
answer are left aside: what comes out may be too much and is never too little. Where a query cannot
be read this way, nothing is claimed.

Source: Shapes Constraint Language (SHACL), section 5 and appendix A (pre-binding); SPARQL 1.1 Query
Language, section 18.
"""

from __future__ import annotations

__all__ = ["affected_things"]

from typing import TYPE_CHECKING, NamedTuple

import rdflib
from pyoxigraph import NamedNode
from rdflib import paths
from rdflib.plugins.sparql.parserutils import CompValue

from lunargraph.namespaces import PREFIXES
from lunargraph.store.syntax import tokens
from lunargraph.validation.property_paths import Chain, Choice, Repeat, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rdflib.term import Node

    from lunargraph.reasoning.clashes import Term
    from lunargraph.store.syntax import Token
    from lunargraph.validation.lookups import Lookup
    from lunargraph.validation.prepared_queries import Queries
    from lunargraph.validation.property_paths import Changes, Path

_THIS = rdflib.Variable("this")
_THROUGH = {"Filter", "Extend", "Project", "Distinct", "Reduced", "OrderBy", "SelectQuery",
            "Group", "AggregateJoin"}  # fmt: skip
"""Operators of the algebra that look at nothing but the solutions within."""


def affected_things(
    text: str,
    prefixes: Mapping[str, str],
    sides: Sequence[tuple[Changes, Lookup]],
    queries: Queries,
) -> set[Term] | None:
    """Return the values of ``$this`` for which the answer to a query may differ.

    :param text: a SELECT query; *prefixes* are those that it may use.
    :param sides: what holds on one side of a change only, with all that holds there; for both.
    :returns: None if it may differ for any.
    """
    mentioned = _mentioned(text, {**queries.prefixes, **prefixes})
    changed = {predicate for changes, _ in sides for predicate in changes.predicates}
    if mentioned is not None and not mentioned & changed:
        return set()
    head = "".join(f"PREFIX {prefix}: <{base}>\n" for prefix, base in sorted(prefixes.items()))
    try:
        algebra = queries.prepared(f"{head}\n{text}").algebra
    except Exception:  # noqa: BLE001  # rdflib raises errors of many classes; SHACL tells them
        return None
    found: set[Term] = set()
    for pattern, context in _patterns(algebra, ()):
        for changes, statements in sides:
            things = None if context is None else _things(pattern, context, changes, statements)
            if things is None:
                return None
            found |= things
    return found


# --- what a text mentions -------------------------------------------------------------------------


def _mentioned(text: str, prefixes: Mapping[str, str]) -> set[Term] | None:
    """Return the IRIs that stand in a query; None if these may not be all that it looks for."""
    if "\\" in text:  # an escape may stand for anything
        return None
    found: set[Term] = set()
    every = [*tokens(text)]
    for place, token in enumerate(every):
        before = every[place - 1] if place else None
        after = every[place + 1] if place + 1 < len(every) else None
        if token.kind == "variable":
            if _ends(before) and _begins(
                after, every[place + 2 : place + 3]
            ):  # it may stand for a predicate
                return None
        elif token.text == "!" and after is not None:
            if after.kind in {"iri", "name"} or after.text in {"a", "^", "("}:
                return None  # any predicate but these
        elif token.kind == "word":
            if token.text.upper() in {"GRAPH", "BASE", "PREFIX", "DESCRIBE", "FROM"}:
                return None
            if token.text == "a":
                found.add(NamedNode(PREFIXES["rdf"] + "type"))
        elif token.kind == "iri":
            if ":" not in token.text:
                return None
            found.add(NamedNode(token.text[1:-1]))
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if prefix not in prefixes:
                return None
            found.add(NamedNode(prefixes[prefix] + local))
    return found


_TERMS = {"iri", "name", "variable", "string"}


def _ends(token: Token | None) -> bool:
    """Tell whether a predicate can come after *token*."""
    if token is None:
        return False
    number = token.kind == "word" and token.text.lower() in {"true", "false"}
    number = number or token.text[:1].isdigit()
    return token.kind in _TERMS or token.text in {"]", ")", ";", "["} or number


def _begins(token: Token | None, then: Sequence[Token]) -> bool:
    """Tell whether an object can begin with *token*, and what comes *then*."""
    if token is None:
        return False
    literal = token.text.lower() in {"true", "false"} or token.text[:1].isdigit()
    fraction = token.text == "." and any(next_.text[0].isdigit() for next_ in then)
    return token.kind in _TERMS or token.text in {"[", "(", "+", "-", "_"} or literal or fraction


# --- patterns and their surroundings --------------------------------------------------------------


class _Pattern(NamedTuple):
    """A triple pattern; *path* is None where the predicate can be any."""

    subject: Node
    path: Path | None
    object: Node


_Context = tuple[_Pattern, ...] | None
"""The patterns that hold wherever a pattern matters; None where that is not known."""


def _patterns(part: object, outer: _Context) -> Iterator[tuple[_Pattern, _Context]]:
    """Yield each pattern within a *part* of an algebra expression."""
    if not isinstance(part, CompValue):
        if isinstance(part, list | tuple):
            for each in part:
                yield from _patterns(each, outer)
        return
    if part.name == "BGP":
        own = _own(part)
        for pattern in own:
            yield pattern, _joined(outer, own)
    elif part.name == "Join":
        yield from _patterns(part.p1, _joined(outer, _mandatory(part.p2)))
        yield from _patterns(part.p2, _joined(outer, _mandatory(part.p1)))
    elif part.name == "LeftJoin":
        required = _joined(outer, _mandatory(part.p1))
        yield from _patterns(part.p1, outer)
        yield from _patterns(part.p2, required)
        yield from _patterns(part.expr, required)
    elif part.name == "Union":
        yield from _patterns(part.p1, outer)
        yield from _patterns(part.p2, outer)
    elif part.name in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
        yield from _patterns(part.graph, outer)  # as an item it is not translated
    elif part.name in _THROUGH and not dict.get(part, "datasetClause"):
        yield from _patterns(part.p, outer)
        for expression in (dict.get(part, "expr"), dict.get(part, "A")):
            yield from _patterns(expression, _joined(outer, _mandatory(part.p)))
    elif part.name.startswith(_STARTS) or part.name.endswith("Expression"):
        for each in part.values():
            yield from _patterns(each, outer)
    else:  # a subquery, a part of the solutions, another graph: nothing is known of what it tells
        yield _Pattern(_THIS, None, _THIS), None


_STARTS = ("Builtin_", "Aggregate_", "Function", "Unary", "OrderCondition", "TrueFilter")


def _joined(outer: _Context, more: Sequence[_Pattern]) -> _Context:
    return None if outer is None else (*outer, *more)


def _own(part: CompValue) -> list[_Pattern]:
    return [_Pattern(s, _path(p), o) for s, p, o in part.triples]


def _mandatory(part: object) -> list[_Pattern]:
    """Return the patterns that hold in every solution of *part*."""
    if not isinstance(part, CompValue):
        return []
    if part.name == "BGP":
        return _own(part)
    if part.name == "Join":
        return [*_mandatory(part.p1), *_mandatory(part.p2)]
    if part.name == "LeftJoin":
        return _mandatory(part.p1)
    if part.name in _THROUGH - {"Group", "AggregateJoin"}:
        return _mandatory(part.p)
    return []


def _path(predicate: object) -> Path | None:
    if isinstance(predicate, rdflib.URIRef):
        return Step(NamedNode(str(predicate)))
    if isinstance(predicate, paths.InvPath):
        inner = _path(predicate.arg)
        return inner and inner.turned()
    if isinstance(predicate, paths.MulPath):
        inner = _path(predicate.path)
        return inner and Repeat(inner, predicate.mod == paths.ZeroOrOne)
    if isinstance(predicate, paths.SequencePath | paths.AlternativePath):
        parts = [_path(each) for each in predicate.args]
        known = tuple(filter(None, parts))
        kind = Chain if isinstance(predicate, paths.SequencePath) else Choice
        return kind(known) if len(known) == len(parts) else None
    return None


# --- from a changed statement to the things -------------------------------------------------------


def _things(
    pattern: _Pattern, context: Sequence[_Pattern], changes: Changes, statements: Lookup
) -> set[Term] | None:
    """Return the values of ``$this`` that changed statements in the place of *pattern* lead to."""
    if pattern.path is None:
        return None
    found: set[Term] = set()
    others = [each for each in context if each != pattern and each.path is not None]
    for starts, ends in _matches(pattern.path, changes, statements):
        values = {
            variable: nodes
            for variable, nodes in ((pattern.subject, starts), (pattern.object, ends))
            if _is_variable(variable)
        }
        if not _narrow(values, others, statements):
            continue
        if _THIS not in values:
            return None
        found |= values[_THIS]
    return found


def _matches(
    path: Path, changes: Changes, statements: Lookup
) -> Iterator[tuple[set[Term], set[Term]]]:
    """Yield the starts and the ends that a path has by changed statements, apart where it can."""
    if isinstance(path, Step) and not path.inverse:
        for triple in changes.of(path.predicate):
            yield {triple.subject}, {triple.object}
        return
    starts = path.touched(changes, statements)
    if starts:
        yield starts, path.turned().touched(changes, statements)


def _narrow(values: dict[Node, set[Term]], others: list[_Pattern], statements: Lookup) -> bool:
    """Follow *others* from the *values* of variables to those of more; False if none are left."""
    others = list(others)
    while True:
        known = [
            (len(values[end]), place, end)
            for place, (subject, _, object_) in enumerate(others)
            for end in (subject, object_)
            if end in values
        ]
        if not known:
            return True
        _, place, end = min(known, key=lambda each: each[:2])
        subject, path, object_ = others.pop(place)
        assert path is not None  # noqa: S101  # others are left out above
        forward = end == subject
        nodes = (path.turned() if forward else path).back(values[end], statements)
        other = object_ if forward else subject
        if _is_variable(other):
            values[other] = values[other] & nodes if other in values else nodes
        if not nodes or (other in values and not values[other]):
            return False


def _is_variable(node: Node) -> bool:
    return isinstance(node, rdflib.Variable | rdflib.BNode)
