"""Statements, axioms and patterns in words that people read."""

from __future__ import annotations

__all__ = ["Wording"]

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Variable

from lunargraph.explaining.axioms import Axioms
from lunargraph.explaining.class_expressions import ClassExpressions
from lunargraph.explaining.naming import Naming
from lunargraph.explaining.phrases import sentence
from lunargraph.explaining.schema import TYPE, is_axiom, parts_of
from lunargraph.namespaces import compact
from lunargraph.reasoning.index import owl
from lunargraph.validation.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Triple

    from lunargraph.explaining.points import Pattern, Place
    from lunargraph.reasoning.clashes import Statement
    from lunargraph.reasoning.index import Index

_SAYINGS = {
    owl("sameAs"): "{} is the same as {}",
    owl("differentFrom"): "{} is different from {}",
}
FALSE = "a contradiction"


class Wording:
    """Puts the statements of one graph into words.

    >>> from pyoxigraph import RdfFormat, parse
    >>> turtle = b'''
    ...     prefix ex: <http://example.org/>  prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    ...     ex:tom a ex:Cat ; rdfs:label "Tom" . ex:Cat rdfs:subClassOf ex:Animal .'''
    >>> triples = [quad.triple for quad in parse(turtle, RdfFormat.TURTLE)]
    >>> wording = Wording.of_triples(triples)
    >>> [wording.statement((each.subject, each.predicate, each.object)) for each in triples]
    ['Tom is a Cat', 'Tom: rdfs:label "Tom"', 'every Cat is an Animal']
    """

    def __init__(self, names: Names, parts: Index, terms: Iterable[Place] = ()) -> None:
        """:param names: the labels of the graph.
        :param parts: what :func:`lunargraph.explaining.schema.parts_of` finds in it.
        :param terms: what is to be told apart.
        """
        self._naming = Naming(names, terms)
        self._classes = ClassExpressions(parts, self._naming)
        self._axioms = Axioms(parts, self._naming, self._classes)

    @classmethod
    def of_triples(cls, triples: Sequence[Triple]) -> Wording:
        """Return words for the graph of these *triples*."""
        return cls(Names(triples), parts_of(triples))

    def label(self, term: Place) -> str | None:
        """Return the label of a term, None if it has none."""
        return self._naming.label(term) if isinstance(term, NamedNode) else None

    def thing(self, term: Place) -> str:
        """Return the name of a term."""
        return self._naming.thing(term)

    def statement(self, statement: Statement | None) -> str:
        """Return a statement as a sentence without a full stop; None is a contradiction."""
        if statement is None:
            return FALSE
        told = self._axioms.tell(statement) if is_axiom(statement) else None
        return self.pattern(statement) if told is None else told

    def pattern(self, pattern: Pattern) -> str:
        """Return a statement with gaps as a sentence; "something" stands in them."""
        subject, predicate, object_ = pattern
        name = self.thing(subject)
        if predicate == TYPE:
            return f"{name} {self._member(object_)}"
        if not isinstance(predicate, NamedNode):
            return f"{name} has to do with {self.thing(object_)}"
        if predicate in _SAYINGS:
            return _SAYINGS[predicate].format(name, self.thing(object_))
        label = self._naming.plain(predicate)
        if isinstance(object_, Literal) or label == compact(predicate.value):
            colon = ":" if isinstance(object_, Literal) else ""
            return f"{name}{colon} {label} {self.thing(object_)}"
        return sentence(name, label, self.thing(object_))

    def _member(self, class_: Place) -> str:
        if class_ is None or isinstance(class_, Variable):
            return "is something"
        return self._classes.member(class_)
