"""The targets of shapes that a change can make a difference to.

What a shape says of a node depends on the statements that its paths lead over, on what it asks of
the nodes at their ends, and on what the shapes say that it refers to. So the changed statements are
followed backwards: to the nodes whose paths lead over them, from a shape to those that refer to it,
and there to the targets. What comes out may be too much and is never too little.

The targets are then written into the shapes. pySHACL 0.40 has an option ``focus_nodes``, which it
also applies to the values that a nested shape is asked about: ``sh:node`` and
``sh:qualifiedValueShape`` then pass unseen, ``sh:not`` fails.

Source: Shapes Constraint Language (SHACL), sections 2.1.3 (targets), 2.3.1 (property paths), 3.4
(validation), 4 (constraint components), 5 and 6 (SPARQL).
"""

from __future__ import annotations

__all__ = ["Difference", "Focus", "Reach"]

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.index import Index, owl, rdf, rdfs, sh
from lunargraph.validation.constraint_queries import affected_things
from lunargraph.validation.property_paths import Chain, Changes, Repeat, Step, path_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from lunargraph.reasoning.clashes import Term
    from lunargraph.validation.lookups import Lookup
    from lunargraph.validation.prepared_queries import Queries
    from lunargraph.validation.property_paths import Path


_TYPE, _BELOW = rdf("type"), rdfs("subClassOf")
_CLASSES = (rdfs("Class"), owl("Class"))  # the second is below the first
_TARGETS = {sh(f"target{kind}"): kind for kind in ("Class", "Node", "SubjectsOf", "ObjectsOf")}
_SELECTED = sh("target")
_TO_SHAPES = tuple(map(sh, ("property", "node", "not", "qualifiedValueShape")))
_TO_LISTS = tuple(map(sh, ("and", "or", "xone")))
_PAIRS = tuple(map(sh, ("equals", "disjoint", "lessThan", "lessThanOrEquals")))
_ANYTHING = tuple(map(sh, ("js", "expression")))
"""Constraints that may look anywhere."""
_MEMBERSHIP = Chain((Step(_TYPE), Repeat(Step(_BELOW))))

_Nodes = dict["Term", set["Term"]]


class Difference(NamedTuple):
    """A change: what was *gained* and *lost*, and all that held *before* and holds *after* it."""

    gained: Collection[Triple]
    lost: Collection[Triple]
    before: Lookup
    after: Lookup


class Focus(NamedTuple):
    """The targets that are to be looked at, by shape; *whole* are shapes of which it is all.

    A shape in neither is not to be looked at.
    """

    nodes: Mapping[Term, set[Term]]
    whole: frozenset[Term]

    def __bool__(self) -> bool:
        return bool(self.whole) or any(self.nodes.values())

    def written(self, shapes: Iterable[Triple]) -> list[Triple]:
        """Return *shapes* that look at these targets only."""
        shapes = list(shapes)
        implicit = _implicit(Index.of_triples(shapes))
        kept = [
            triple
            for triple in shapes
            if triple.subject in self.whole
            or not (
                triple.predicate in _TARGETS
                or triple.predicate == _SELECTED
                or (triple.predicate == _TYPE and triple.object in implicit.get(triple.subject, ()))
            )
        ]
        for shape in sorted(self.nodes, key=str):
            if isinstance(shape, NamedNode | BlankNode):
                targets = sorted(self.nodes[shape], key=str)
                kept += [Triple(shape, sh("targetNode"), node) for node in targets]
        return kept


class Reach:
    """How far the *shapes* look: which of their targets see what."""

    def __init__(self, shapes: Iterable[Triple], queries: Queries) -> None:
        self._shapes = Index.of_triples(shapes)
        self._queries = queries
        self._paths: dict[Term, Path | None] = {
            shape: path_of(path, self._shapes) for shape, path in self._shapes.pairs(sh("path"))
        }
        self._users: dict[Term, set[Term]] = defaultdict(set)
        for user, shape in self._links():
            self._users[shape].add(user)
        self._targets = self._declared()
        self._prefixes = self._known_prefixes()
        self._blind = set(self._looking_anywhere())

    # --- what the shapes say ----------------------------------------------------------------------

    def _links(self) -> Iterator[tuple[Term, Term]]:
        """Yield each shape with each one that it puts its value nodes to."""
        for predicate in _TO_SHAPES:
            yield from self._shapes.pairs(predicate)
        for predicate in _TO_LISTS:
            for user, head in self._shapes.pairs(predicate):
                for shape in self._shapes.items(head):
                    yield user, shape
        siblings = [shape for _, shape in self._shapes.pairs(sh("qualifiedValueShape"))]
        for user, _ in self._shapes.pairs(sh("qualifiedValueShapesDisjoint")):
            for shape in siblings:
                yield user, shape

    def _declared(self) -> dict[Term, set[tuple[str, Term]]]:
        """Return the kind and the value of each target declaration, by shape."""
        found: dict[Term, set[tuple[str, Term]]] = defaultdict(set)
        for predicate, kind in _TARGETS.items():
            for shape, value in self._shapes.pairs(predicate):
                found[shape].add((kind, value))
        for shape, _ in self._shapes.pairs(_SELECTED):
            found[shape] = found[shape]
        for shape in _implicit(self._shapes):
            found[shape].add(("Class", shape))
        return found

    def _known_prefixes(self) -> dict[str, str] | None:
        """Return the prefixes that queries may use; None if one of them means two things."""
        known = {prefix: PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl")}
        for _, declaration in sorted(self._shapes.pairs(sh("declare")), key=str):
            for prefix in self._shapes.objects(declaration, sh("prefix")):
                for base in self._shapes.objects(declaration, sh("namespace")):
                    if not isinstance(prefix, Literal) or not isinstance(base, Literal):
                        return None
                    if known.setdefault(prefix.value, base.value) != base.value:
                        return None
        return known

    def _looking_anywhere(self) -> Iterator[Term]:
        """Yield the shapes of which nothing is known, save that they may look anywhere."""
        yield from (shape for shape, path in self._paths.items() if path is None)
        yield from (shape for shape, _ in self._shapes.pairs(_SELECTED))
        own = []  # parameters of constraint components that the shapes declare
        for component, parameter in self._shapes.pairs(sh("parameter")):
            own.append((component, parameter))
            for predicate in self._shapes.objects(parameter, sh("path")):
                yield from (shape for shape, _ in self._shapes.pairs(predicate))
        required = {c for c, p in own if not self._shapes.objects(p, sh("optional"))}
        changing = self._shapes.pairs(sh("rule")) or self._shapes.members(sh("SPARQLFunction"))
        if changing or {c for c, _ in own} - required:
            yield from (*self._targets, *self._paths, *self._users)
        for predicate in _ANYTHING:
            yield from (shape for shape, _ in self._shapes.pairs(predicate))

    # --- what can differ --------------------------------------------------------------------------

    def of(self, difference: Difference) -> Focus:
        """Return the targets for which a change can make a difference."""
        changes = Changes((*difference.gained, *difference.lost))
        sides = [
            (Changes(difference.gained), difference.after),
            (Changes(difference.lost), difference.before),
        ]
        statements = difference.after
        classes = _Classes(changes, statements)
        nodes: _Nodes = defaultdict(set)
        blind = set(self._blind)
        for shape, path in self._paths.items():
            if path is not None:
                nodes[shape] |= path.touched(changes, statements)
        for predicate in _PAIRS:
            for shape, other in self._shapes.pairs(predicate):
                nodes[shape] |= changes.subjects(other)
        for shape, class_ in self._shapes.pairs(sh("class")):
            nodes[shape] |= self._before(shape, classes.affected(class_), statements)
        for shape, _ in self._shapes.pairs(sh("closed")):
            nodes[shape] |= self._before(shape, changes.subjects(), statements)
        for shape, constraint in self._shapes.pairs(sh("sparql")):
            things = self._things(constraint, sides)
            nodes[shape] |= things or set()
            blind |= {shape} if things is None else set()
        for shape, declared in self._targets.items():
            for kind, value in declared:
                if kind == "Class":
                    nodes[shape] |= classes.affected(value)
                elif kind == "SubjectsOf":
                    nodes[shape] |= changes.subjects(value)
                elif kind == "ObjectsOf":
                    nodes[shape] |= changes.objects(value)
        return self._focus(nodes, blind, self._users, classes, statements)

    def behind(self, results: Iterable[tuple[Term, Term]], statements: Lookup) -> Focus:
        """Return the targets for which shapes can give *results*: pairs of shape and focus node."""
        nodes: _Nodes = defaultdict(set)
        for shape, node in results:
            nodes[shape].add(node)
        users: dict[Term, set[Term]] = defaultdict(set)
        for user, shape in self._shapes.pairs(sh("property")):
            users[shape].add(user)
        classes = _Classes(None, statements)
        return self._focus(nodes, set(), users, classes, statements)

    def _things(
        self, constraint: Term, sides: Sequence[tuple[Changes, Lookup]]
    ) -> set[Term] | None:
        found: set[Term] = set()
        for text in self._shapes.objects(constraint, sh("select")):
            if self._prefixes is None or not isinstance(text, Literal):
                return None
            things = affected_things(text.value, self._prefixes, sides, self._queries)
            if things is None:
                return None
            found |= things
        return found

    def _before(self, shape: Term, values: set[Term], statements: Lookup) -> set[Term]:
        """Return the nodes of which *values* are value nodes for a *shape*."""
        path = self._paths.get(shape)
        return values if path is None or not values else path.back(values, statements)

    def _focus(
        self,
        nodes: _Nodes,
        blind: set[Term],
        users: Mapping[Term, set[Term]],
        classes: _Classes,
        statements: Lookup,
    ) -> Focus:
        """Return the targets that see one of the *nodes* of a shape, or a shape that is *blind*."""
        todo = list(blind)
        while todo:
            new = users.get(todo.pop(), set()) - blind
            blind |= new
            todo += new
        found: _Nodes = defaultdict(set)
        rest = list(nodes.items())
        while rest:
            shape, some = rest.pop()
            new = some - found[shape]
            if new and shape not in blind:
                found[shape] |= new
                rest += [
                    (user, self._before(user, new, statements)) for user in users.get(shape, ())
                ]
        blind |= {shape for shape, _ in self._shapes.pairs(_SELECTED) if found[shape]}
        whole = frozenset(blind.intersection(self._targets))
        targets = {
            shape: {
                node
                for node in found[shape]
                if any(_is_target(node, kind, value, classes, statements) for kind, value in each)
            }
            for shape, each in self._targets.items()
            if shape not in whole and found[shape]
        }
        return Focus({shape: each for shape, each in targets.items() if each}, whole)


def _implicit(shapes: Index) -> dict[Term, set[Term]]:
    """Return the shapes that are classes, as pySHACL tells it, with what says so."""
    kinds = {*_CLASSES, *(kind for kind, above in shapes.pairs(_BELOW) if above == _CLASSES[0])}
    said = {subject for subject, predicate, _ in shapes if str(predicate).startswith(_SHACL)}
    found: dict[Term, set[Term]] = defaultdict(set)
    for kind in kinds:
        for shape in said.intersection(shapes.members(kind)):
            found[shape].add(kind)
    return found


_SHACL = f"<{PREFIXES['sh']}"


class _Classes:
    """The members of classes, and what changes may have done to them."""

    def __init__(self, changes: Changes | None, statements: Lookup) -> None:
        self._changes = changes
        self._statements = statements
        self._below: dict[Term, set[Term]] = {}
        self._affected: dict[Term, set[Term]] = {}

    def below(self, class_: Term) -> set[Term]:
        """Return the subclasses of a class and the class itself."""
        if class_ not in self._below:
            self._below[class_] = Repeat(Step(_BELOW)).back({class_}, self._statements)
        return self._below[class_]

    def affected(self, class_: Term) -> set[Term]:
        """Return what may have become a member of a class, or may be one no more."""
        if self._changes is None:
            return set()
        if class_ not in self._affected:
            if self._changes.of(_BELOW):
                found = _MEMBERSHIP.touched(self._changes, self._statements)
            else:
                below = self.below(class_)
                typed = self._changes.of(_TYPE)
                found = {triple.subject for triple in typed if triple.object in below}
            self._affected[class_] = found
        return self._affected[class_]


def _is_target(node: Term, kind: str, value: Term, classes: _Classes, statements: Lookup) -> bool:
    """Tell whether a target declaration reaches *node*."""
    if kind == "Node":
        return node == value
    if not isinstance(node, NamedNode | BlankNode | Literal):
        return False
    if kind == "ObjectsOf":
        return isinstance(value, NamedNode) and _any(statements.triples(None, value, node))
    if isinstance(node, Literal):
        return False
    if kind == "SubjectsOf":
        return isinstance(value, NamedNode) and _any(statements.triples(node, value, None))
    below = classes.below(value)
    return any(triple.object in below for triple in statements.triples(node, _TYPE, None))


def _any(triples: Iterable[Triple]) -> bool:
    return next(iter(triples), None) is not None
