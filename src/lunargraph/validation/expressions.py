"""The class expressions and data ranges of OWL 2 RL, and where each may stand.

Source: OWL 2 Profiles, section 4.2.3 (subclass, superclass and equivalent class expressions) and
4.2.4 (data ranges).
"""

from __future__ import annotations

__all__ = ["Expressions", "said"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from lunargraph.namespaces import PREFIXES, compact
from lunargraph.reasoning.datatypes import OWL_2_RL_DATATYPES
from lunargraph.reasoning.index import owl, rdf, rdfs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.index import Index

_ALLOWED = {
    "left": {"intersectionOf", "unionOf", "oneOf", "someValuesFrom", "hasValue"},
    "right": {"intersectionOf", "complementOf", "allValuesFrom", "hasValue", "maxCardinality",
              "maxQualifiedCardinality"},
    "both": {"intersectionOf", "hasValue"},
}  # fmt: skip
_WORDS = {
    "left": "as a subclass expression",
    "right": "as a superclass expression",
    "both": "in an equivalence",
}
_OTHERS = ("minCardinality", "cardinality", "minQualifiedCardinality", "qualifiedCardinality",
           "hasSelf", "onProperties")  # fmt: skip
_CONSTRUCTORS = sorted(set().union(*_ALLOWED.values()) | set(_OTHERS))
_RANGES = ("unionOf", "oneOf", "datatypeComplementOf", "onDatatype")
_THING = owl("Thing")
_BUILT_IN_CLASSES = {_THING, owl("Nothing")}


def said(term: Term) -> str:
    """Return a *term* in short: a CURIE, a literal, or what a blank node stands for."""
    if isinstance(term, NamedNode):
        return compact(term.value)
    return str(term) if isinstance(term, Literal) else "[ ... ]"


class Expressions:
    """The class expressions of an ontology."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._data = set(index.members(owl("DatatypeProperty")))

    def check(self, node: Term, side: str, where: str) -> Iterator[str]:
        """Yield what is wrong with a class expression on a *side*: left, right or both."""
        if isinstance(node, NamedNode):
            if node == _THING:
                yield f"{where}: owl:Thing may not stand {_WORDS[side]}"
            return
        if not isinstance(node, BlankNode):
            yield f"{where}: {said(node)} is no class"
            return
        found = [name for name in _CONSTRUCTORS if self._index.objects(node, owl(name))]
        if len(found) != 1:
            yield f"{where}: [ ... ] is no class expression"
            return
        [constructor] = found
        if constructor not in _ALLOWED[side]:
            yield f"{where}: owl:{constructor} may not stand {_WORDS[side]}"
            return
        for value in self._index.objects(node, owl(constructor)):
            yield from self._check_parts(node, constructor, value, side, where)

    def _check_parts(
        self, node: Term, constructor: str, value: Term, side: str, where: str
    ) -> Iterator[str]:
        where = f"{where}: owl:{constructor}"
        if constructor in {"intersectionOf", "unionOf"}:
            items = self._index.items(value)
            if len(items) < 2:
                yield f"{where} has fewer than two members"
            for item in items:
                yield from self.check(item, side, where)
        elif constructor == "oneOf":
            if any(isinstance(item, Literal) for item in self._index.items(value)):
                yield f"{where} lists literals, which OWL 2 RL does not have"
        elif constructor == "complementOf":
            yield from self.check(value, "left", where)
        else:
            yield from self._check_restriction(node, constructor, value, where)

    def _check_restriction(
        self, node: Term, constructor: str, value: Term, where: str
    ) -> Iterator[str]:
        properties = self._index.objects(node, owl("onProperty"))
        if len(properties) != 1:
            yield f"{where} needs one owl:onProperty"
            return
        of_data = properties[0] in self._data
        if constructor == "hasValue":
            yield from self._check_value(value, of_data, where)
        elif constructor in {"someValuesFrom", "allValuesFrom"}:
            side = "left" if constructor == "someValuesFrom" else "right"
            if of_data:
                yield from self.check_range(value, where)
            elif not (side == "left" and value == _THING):
                yield from self.check(value, side, where)
        else:
            if not (isinstance(value, Literal) and value.value in {"0", "1"}):
                yield f"{where} must be 0 or 1, not {said(value)}"
            for filler in self._index.objects(node, owl("onClass")):
                if filler != _THING:
                    yield from self.check(filler, "left", where)
            for filler in self._index.objects(node, owl("onDataRange")):
                yield from self.check_range(filler, where)

    @staticmethod
    def _check_value(value: Term, of_data: bool, where: str) -> Iterator[str]:
        if of_data and not isinstance(value, Literal):
            yield f"{where} of a datatype property must be a literal"
        elif not of_data and isinstance(value, Literal):
            yield f"{where} of an object property must be an individual"
        elif isinstance(value, Literal) and not _is_rl(value.datatype):
            yield f"{where}: {compact(value.datatype.value)} is no datatype of OWL 2 RL"

    def check_range(self, node: Term, where: str) -> Iterator[str]:
        """Yield what is wrong with a data range."""
        if isinstance(node, NamedNode):
            defined = [one for one, _ in self._index.pairs(owl("equivalentClass"))]
            if not _is_rl(node) and node not in defined:
                yield f"{where}: {said(node)} is no datatype of OWL 2 RL"
            return
        for name in _RANGES:
            if self._index.objects(node, owl(name)):
                yield f"{where}: owl:{name} is no data range of OWL 2 RL"
                return
        heads = self._index.objects(node, owl("intersectionOf"))
        if not heads:
            yield f"{where}: {said(node)} is no data range"
        for head in heads:
            for item in self._index.items(head):
                yield from self.check_range(item, where)

    def named_classes(self) -> set[NamedNode]:
        """Return every IRI that stands where a class does."""
        found: set[Term] = {class_ for _, class_ in self._index.pairs(rdf("type"))}
        for predicate in (rdfs("subClassOf"), owl("equivalentClass"), owl("disjointWith")):
            found |= {term for pair in self._index.pairs(predicate) for term in pair}
        for predicate in (rdfs("domain"), owl("complementOf"), owl("onClass")):
            found |= {class_ for _, class_ in self._index.pairs(predicate)}
        for property_, class_ in self._index.pairs(rdfs("range")):
            found |= set() if property_ in self._data else {class_}
        for node, class_ in [
            *self._index.pairs(owl("someValuesFrom")),
            *self._index.pairs(owl("allValuesFrom")),
        ]:
            properties = self._index.objects(node, owl("onProperty"))
            found |= set() if self._data.intersection(properties) else {class_}
        for predicate in (owl("intersectionOf"), owl("unionOf")):
            for _, head in self._index.pairs(predicate):
                found |= set(self._index.items(head))
        for axiom in self._index.members(owl("AllDisjointClasses")):
            for head in self._index.objects(axiom, owl("members")):
                found |= set(self._index.items(head))
        named = {term for term in found if isinstance(term, NamedNode)}
        return {term for term in named if not _is_rl(term)} - _BUILT_IN_CLASSES

    def named_properties(self) -> set[NamedNode]:
        """Return every IRI that an axiom names as a property."""
        found: set[Term] = {property_ for _, property_ in self._index.pairs(owl("onProperty"))}
        for name in ("equivalentProperty", "propertyDisjointWith", "inverseOf"):
            found |= {term for pair in self._index.pairs(owl(name)) for term in pair}
        found |= {term for pair in self._index.pairs(rdfs("subPropertyOf")) for term in pair}
        for predicate in (rdfs("domain"), rdfs("range")):
            found |= {property_ for property_, _ in self._index.pairs(predicate)}
        for subject, head in self._index.pairs(owl("propertyChainAxiom")):
            found |= {subject, *self._index.items(head)}
        return {term for term in found if isinstance(term, NamedNode)}


def _is_rl(datatype: NamedNode) -> bool:
    """Tell whether OWL 2 RL has a datatype; RDF 1.1 calls its rdf:PlainLiteral rdf:langString."""
    return datatype.value in OWL_2_RL_DATATYPES or datatype.value == PREFIXES["rdf"] + "langString"
