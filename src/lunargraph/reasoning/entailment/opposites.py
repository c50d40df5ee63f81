"""The opposite of belonging to an expression, as OWL 2 RL can say it.

An opposite may say less than it could: refutation by it is sound all the same.
"""

from __future__ import annotations

__all__ = ["Opposites"]

from itertools import combinations
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lunargraph.reasoning.entailment.expressions import link
from lunargraph.reasoning.index import owl, rdf

if TYPE_CHECKING:
    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.entailment.expressions import Construct, Node
    from lunargraph.reasoning.entailment.hypotheses import Given, Hypotheses

_TYPE, _DIFFERENT = rdf("type"), owl("differentFrom")
_THING, _NOTHING = owl("Thing"), owl("Nothing")
_SEVERAL = 4
"""The greatest maximum that is tested."""
_NOTHING_SAID: Given = frozenset()


class Opposites:
    """What says that something does not belong to an expression."""

    def __init__(self, hypotheses: Hypotheses) -> None:
        self._fresh = hypotheses.fresh
        self._expressions = hypotheses.expressions

    def of(self, term: Node, construct: Construct) -> Given:
        """Return what says that *term* is not as described; nothing if OWL 2 RL cannot say it."""
        operands = construct.operands
        match construct.kind:
            case "not":
                return frozenset({Triple(term, _TYPE, operands[0])})
            case "or":
                return _NOTHING_SAID.union(*(self._not_in(term, each) for each in operands))
            case "one":
                nodes = [each for each in operands if isinstance(each, NamedNode | BlankNode)]
                return frozenset(Triple(term, _DIFFERENT, each) for each in nodes)
            case "some":
                return self._none_in(term, construct)
            case "min" if construct.number == 1:
                return self._none_in(term, construct)
            case "min" if construct.number == 2:
                return self._at_most_one(term, construct)
            case "max" if construct.number <= _SEVERAL:
                return self._more(term, construct)
            case "all":
                other = self._fresh()
                triple = link(self._expressions, term, construct.property, other)
                return (
                    _NOTHING_SAID if triple is None else self._not_in(other, operands[0]) | {triple}
                )
        return _NOTHING_SAID

    def _not_in(self, term: Node, class_: Term) -> Given:
        construct = self._expressions.read(class_)
        said = _NOTHING_SAID if construct is None else self.of(term, construct)
        complement, definition = self._complement(class_)
        return said | definition | {Triple(term, _TYPE, complement)}

    def _complement(self, class_: Term) -> tuple[Term, Given]:
        construct = self._expressions.read(class_)
        if construct is not None and construct.kind == "not":
            return construct.operands[0], _NOTHING_SAID
        if class_ == _THING:
            return _NOTHING, _NOTHING_SAID
        node = self._fresh()
        return node, frozenset({Triple(node, owl("complementOf"), class_)})

    def _none_in(self, term: Node, construct: Construct) -> Given:
        """Say that whatever *term* is linked to is not in the class."""
        complement, definition = self._complement(construct.operands[0])
        return definition | self._restricted(term, construct, {"allValuesFrom": complement})

    def _at_most_one(self, term: Node, construct: Construct) -> Given:
        [class_] = construct.operands
        return self._restricted(
            term, construct, {"maxQualifiedCardinality": Literal(1), "onClass": class_}
        )

    def _restricted(self, term: Node, construct: Construct, said: dict[str, Term]) -> Given:
        node, property_ = self._fresh(), construct.property
        if property_ is None:
            return _NOTHING_SAID
        about = [Triple(node, owl(name), value) for name, value in said.items()]
        return frozenset(
            {*about, Triple(node, owl("onProperty"), property_), Triple(term, _TYPE, node)}
        )

    def _more(self, term: Node, construct: Construct) -> Given:
        """Say that *term* is linked to one more than the maximum, all different."""
        others = [self._fresh() for _ in range(construct.number + 1)]
        links = [link(self._expressions, term, construct.property, other) for other in others]
        said = {triple for triple in links if triple is not None}
        if construct.operands[0] != _THING:
            said |= {Triple(other, _TYPE, construct.operands[0]) for other in others}
        said |= {Triple(one, _DIFFERENT, other) for one, other in combinations(others, 2)}
        return frozenset(said)
