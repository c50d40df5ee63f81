"""Data ranges in a closure: the values that a term may have, and which classes hold them all."""

from __future__ import annotations

__all__ = ["Ranges"]

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.entailment.values import (
    EVERYTHING,
    intersect,
    lies_in,
    of_datatype,
    of_literals,
    restrict,
)
from lunargraph.reasoning.index import owl, rdf

if TYPE_CHECKING:
    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.entailment.expressions import Construct, Expressions
    from lunargraph.reasoning.entailment.facts import Facts
    from lunargraph.reasoning.entailment.values import Space

_TYPE = rdf("type")
_BOTTOM = (owl("bottomObjectProperty"), owl("bottomDataProperty"))


class Ranges:
    """The value spaces of the datatypes and data ranges that some expressions describe."""

    def __init__(self, expressions: Expressions) -> None:
        self._expressions = expressions
        self._spaces: dict[Term, Space | None] = {}

    def fits(self, term: Term, class_: Term, facts: Facts) -> bool:
        """Tell whether whatever *term* stands for is a value that *class_* takes."""
        construct = self._expressions.read(class_)
        if construct is not None and construct.kind == "data-not":
            left_out = self._space(construct.operands[0])
            given = None if left_out is None else self._values(term, facts)
            return given is not None and left_out is not None and not intersect(given, left_out)
        target = self._space(class_)
        given = None if target is None else self._values(term, facts)
        return given is not None and target is not None and lies_in(given, target)

    def clash(self, facts: Facts) -> bool:
        """Tell whether some term can have no value, or two things are linked as nothing is."""
        if any(facts.pairs(predicate) for predicate in _BOTTOM):
            return True
        terms = {term for term, class_ in facts.pairs(_TYPE) if self._space(class_) is not None}
        return any(self._values(term, facts) == () for term in terms)

    def _values(self, term: Term, facts: Facts) -> Space | None:
        """Return the values that *term* may have; None if it need not be a value at all."""
        spaces = [self._space(class_) for class_ in facts.objects(term, _TYPE)]
        known = [space for space in spaces if space is not None]
        own = of_literals([term]) if isinstance(term, Literal) else None
        if own is None and not known:
            return None
        values = EVERYTHING if own is None else own
        for space in known:
            values = intersect(values, space)
        return values

    def _space(self, class_: Term) -> Space | None:
        """Return the values of a class, or None if it may hold other things than values."""
        if class_ not in self._spaces:
            self._spaces[class_] = None  # what is defined by itself is not known
            construct = self._expressions.read(class_)
            if construct is not None:
                self._spaces[class_] = self._described(construct)
            elif isinstance(class_, NamedNode):
                self._spaces[class_] = of_datatype(class_.value)
        return self._spaces[class_]

    def _described(self, construct: Construct) -> Space | None:
        if construct.kind == "one":
            return of_literals(construct.operands)
        spaces = [self._space(operand) for operand in construct.operands]
        known = [space for space in spaces if space is not None]
        if construct.kind == "and" and known:
            unsure = tuple(piece._replace(exact=False) for piece in EVERYTHING)
            whole = EVERYTHING if len(known) == len(spaces) else unsure
            for space in known:
                whole = intersect(whole, space)
            return whole
        if construct.kind == "or" and len(known) == len(spaces):
            return tuple(piece for space in known for piece in space)
        if construct.kind == "facets" and known:
            [space] = known
            for facet, value in construct.facets:
                name = str(getattr(facet, "value", "")).removeprefix(PREFIXES["xsd"])
                space = restrict(space, name, value)
            return space
        return None
