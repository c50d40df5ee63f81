"""Which alternative of a shape a value came nearest to, and what it lacks.

A result of ``sh:or``, ``sh:xone``, ``sh:and``, ``sh:node``, ``sh:not`` or a qualified value shape
says that a value does not fit, not why. So the value is put to each of the shapes on its own, in a
little graph of what they can see, and what they then complain of is weighed: the least wins.
"""

from __future__ import annotations

__all__ = ["Alternative", "Alternatives", "Lack", "Nearest"]

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.datatypes import is_well_written
from lunargraph.reasoning.index import sh
from lunargraph.validation.excerpts import Outgoing, shapes_below, statements_around
from lunargraph.validation.shacl import shacl_results

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.index import Index
    from lunargraph.validation.lookups import Lookup
    from lunargraph.validation.shacl import Result

_DEPTH = 3
_WIDTH = 8
_RUNS = 200
_LISTS = {"And": "and", "Or": "or", "Xone": "xone"}
_SINGLE = {"Node": "node", "Not": "not"}
_QUALIFIED = {"QualifiedMinCount", "QualifiedMaxCount"}
_FORMS = {
    "date": "0000-00-00",
    "dateTime": "0000-00-00T00:00:00",
    "decimal": "0.0",
    "gYear": "0000",
    "gYearMonth": "0000-00",
    "integer": "0",
}


class Lack(NamedTuple):
    """One complaint of an alternative, and what is nearest if it is about alternatives itself."""

    result: Result
    nearest: Nearest | None


class Alternative(NamedTuple):
    """A *shape*, the *value* that was put to it, and all that this lacks; nothing if it fits."""

    shape: Term
    value: Term
    lacks: tuple[Lack, ...]
    weight: float


class Nearest(NamedTuple):
    """The alternatives that are equally near, in their order.

    With *fits* they are those that fit though they must not; without, they lack something each.
    *of* is the number of alternatives that there are.
    """

    fits: bool
    alternatives: tuple[Alternative, ...]
    of: int


class Alternatives:
    """Explains results with the *shapes* that gave them and look-ups in the data."""

    def __init__(self, shapes: Index, statements: Lookup) -> None:
        self._shapes = shapes
        self._outgoing = Outgoing(shapes)
        self._statements = statements
        self._asked: dict[tuple[Term, ...], list[Alternative] | None] = {}

    def nearest(self, result: Result, depth: int = _DEPTH) -> Nearest | None:
        """Return what comes nearest to a way out of *result*.

        None if there is nothing to choose or to add, and where it cannot be told: shapes that use
        SPARQL, ten alternatives and more, things with hundreds of neighbours, the 201st question.
        """
        if depth == 0:
            return None
        if result.component in _QUALIFIED:
            return self._qualified(result, depth)
        if result.value is None:
            return None
        if result.component in _SINGLE:
            shapes = self._of(result.shape, _SINGLE[result.component])
            return self._one_of(shapes, [result.value], result.component, depth)
        for items in self._of(result.shape, _LISTS.get(result.component, "")):
            shapes = list(dict.fromkeys(self._shapes.items(items)))
            found = self._one_of(shapes, [result.value], result.component, depth)
            if found is not None:
                return found
        return None

    def _of(self, shape: Term, parameter: str) -> list[Term]:
        return sorted(self._shapes.objects(shape, sh(parameter)), key=str)

    def _one_of(
        self, shapes: Sequence[Term], values: Sequence[Term], component: str, depth: int
    ) -> Nearest | None:
        asked = self._put(shapes, values, depth)
        if asked is None:
            return None
        fitting = tuple(each for each in asked if not each.lacks)
        lacking = tuple(each for each in asked if each.lacks)
        match component:
            case "Not" | "QualifiedMaxCount":
                return Nearest(fits=True, alternatives=fitting, of=len(asked)) if fitting else None
            case "Xone" if len(fitting) > 1:
                return Nearest(fits=True, alternatives=fitting, of=len(asked))
            case "Or" | "Xone" | "QualifiedMinCount" if not fitting and lacking:
                least = min(each.weight for each in lacking)
                best = tuple(each for each in lacking if each.weight == least)
                return Nearest(fits=False, alternatives=best, of=len(asked))
            case "And" | "Node" if lacking:
                return Nearest(fits=False, alternatives=lacking, of=len(asked))
        return None

    def _qualified(self, result: Result, depth: int) -> Nearest | None:
        values = self._values(result.focus, result.path)
        shapes = self._of(result.shape, "qualifiedValueShape")
        if not values or self._of(result.shape, "qualifiedValueShapesDisjoint"):
            return None
        if result.component == "QualifiedMaxCount":
            return self._one_of(shapes, values, result.component, depth)
        asked = self._put(shapes, values, depth) or []
        lacking = [each for each in asked if each.lacks]
        if not lacking:
            return None
        best = min(lacking, key=lambda each: each.weight)
        return Nearest(fits=False, alternatives=(best,), of=len(asked))

    def _values(self, focus: Term, path: Term | None) -> list[Term]:
        if not isinstance(path, NamedNode) or not isinstance(focus, NamedNode | BlankNode):
            return []
        found = {triple.object for triple in self._statements.triples(focus, path, None)}
        return sorted(found, key=str)

    def _put(
        self, shapes: Sequence[Term], values: Sequence[Term], depth: int
    ) -> list[Alternative] | None:
        """Put each of the *values* to each of the *shapes*; None if it cannot be told."""
        if not 0 < len(shapes) * len(values) <= _WIDTH:
            return None
        found: list[Alternative] = []
        for value in values:
            asked = self._ask(shapes, value, depth)
            if asked is None:
                return None
            found += asked
        return found

    def _ask(self, shapes: Sequence[Term], value: Term, depth: int) -> list[Alternative] | None:
        key = (*shapes, value)
        if key not in self._asked:
            if len(self._asked) >= _RUNS:
                return None
            self._asked[key] = self._answer(shapes, value, depth)
        return self._asked[key]

    def _answer(self, shapes: Sequence[Term], value: Term, depth: int) -> list[Alternative] | None:
        excerpt = shapes_below(shapes, self._shapes, self._outgoing)
        if excerpt is None or not all(isinstance(s, NamedNode | BlankNode) for s in shapes):
            return None
        around = statements_around([value], excerpt, self._statements)
        if around is None:
            return None
        targets = [Triple(shape, sh("targetNode"), value) for shape in shapes]  # type: ignore[arg-type]  # nodes
        results = list(dict.fromkeys(shacl_results(around, [*excerpt, *targets])))
        found = []
        for shape in shapes:
            parts = set(self._parts(shape))
            lacks = tuple(
                Lack(result, self.nearest(result, depth - 1))
                for result in results
                if result.shape in parts
            )
            weight = sum(_weight(lack, self._shapes) for lack in lacks)
            found.append(Alternative(shape, value, lacks, weight))
        return found

    def _parts(self, shape: Term) -> Iterator[Term]:
        """Yield *shape* and the property shapes in it, whose results are its own."""
        seen: set[Term] = set()
        todo = [shape]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                yield node
                todo += self._shapes.objects(node, sh("property"))


def _weight(lack: Lack, shapes: Index) -> float:
    """Return how much has to change: 1 for what is written otherwise or is missing, up to 3."""
    result, nearest = lack
    if nearest is not None and not nearest.fits:
        return max(1.0, min(each.weight for each in nearest.alternatives))
    if result.component == "Datatype":
        wanted = min(shapes.objects(result.shape, sh("datatype")), key=str, default=None)
        return _distance(result.value, wanted)
    if result.component == "Class" and isinstance(result.value, Literal):
        return 2.0
    return {"NodeKind": 2.0, "Not": 2.5}.get(result.component, 1.0)


def _distance(value: Term | None, wanted: Term | None) -> float:
    """Return 1 for a literal whose text fits the *wanted* datatype, and up to 3 for others."""
    if not isinstance(value, Literal) or not isinstance(wanted, NamedNode):
        return 3.0
    text = value.value.strip()
    if value.datatype != wanted and is_well_written(Literal(text, datatype=wanted)):
        return 1.0
    form = _FORMS.get(wanted.value.removeprefix(PREFIXES["xsd"]), "")
    likeness = SequenceMatcher(None, _form(text), form, autojunk=False).ratio()
    return 3.0 - likeness - (0.5 if value.datatype == wanted else 0.0)


def _form(text: str) -> str:
    """Return a short *text* with each digit as 0: 2024-13-01 has the form of a date."""
    return "".join("0" if char.isdigit() else char for char in text[:40])
