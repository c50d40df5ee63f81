"""Class expressions, data ranges, inverse properties and lists, as some triples describe them.

Source: OWL 2 Mapping to RDF Graphs, tables 1 and 13 to 16.
"""

from __future__ import annotations

__all__ = ["Construct", "Expressions", "Node", "link"]

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lunargraph.reasoning.datatypes import value_of
from lunargraph.reasoning.index import Index, owl, rdf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lunargraph.reasoning.clashes import Statement, Term

Form: TypeAlias = "tuple[object, ...]"
Node: TypeAlias = NamedNode | BlankNode
"""What a statement can be about."""

_LISTS: dict[Term, str] = {owl("intersectionOf"): "and", owl("unionOf"): "or", owl("oneOf"): "one"}
_OPERANDS: dict[Term, str] = {
    owl("complementOf"): "not",
    owl("datatypeComplementOf"): "data-not",
    owl("inverseOf"): "inverse",
}
_RESTRICTIONS: dict[Term, str] = {
    owl("someValuesFrom"): "some",
    owl("allValuesFrom"): "all",
    owl("hasValue"): "value",
    owl("hasSelf"): "self",
    owl("minCardinality"): "min",
    owl("maxCardinality"): "max",
    owl("cardinality"): "exact",
    owl("minQualifiedCardinality"): "min",
    owl("maxQualifiedCardinality"): "max",
    owl("qualifiedCardinality"): "exact",
}
_QUALIFIED = {
    owl("minQualifiedCardinality"),
    owl("maxQualifiedCardinality"),
    owl("qualifiedCardinality"),
}
_ON, _ON_CLASS, _ON_RANGE = owl("onProperty"), owl("onClass"), owl("onDataRange")
_ON_DATATYPE, _FACETS = owl("onDatatype"), owl("withRestrictions")
_FIRST, _REST, _NIL = rdf("first"), rdf("rest"), rdf("nil")
_THING, _TYPE = owl("Thing"), rdf("type")


class Construct(NamedTuple):
    """What one blank node describes, one level deep.

    *kind* is ``and``, ``or``, ``one``, ``not``, ``data-not``, ``inverse``, ``some``, ``all``,
    ``value``, ``self``, ``min``, ``max``, ``exact``, ``facets`` or ``list``; *operands* are the
    classes, individuals or values it is made of, *property* and *number* those of a restriction,
    *facets* those of a datatype, *definition* the statements that describe it.
    """

    kind: str
    operands: tuple[Term, ...]
    definition: tuple[Statement, ...]
    property: Term | None = None
    number: int = 0
    facets: tuple[tuple[Term, Term], ...] = ()


class Expressions:
    """The expressions in some statements."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._index = Index(statements)
        self._outgoing: dict[Term, dict[Term, list[Term]]] = {}
        for subject, predicate, object_ in self._index:
            if isinstance(subject, BlankNode):
                self._outgoing.setdefault(subject, {}).setdefault(predicate, []).append(object_)
        self._read: dict[Term, Construct | None] = {}

    def nodes(self) -> list[Term]:
        """Return the blank nodes that describe something, sorted."""
        return sorted((node for node in self._outgoing if self.read(node)), key=str)

    def read(self, node: Term) -> Construct | None:
        """Return what *node* describes, or None if that is nothing, or not clear."""
        if node not in self._read:
            self._read[node] = self._construct(node) if node in self._outgoing else None
        return self._read[node]

    def items(self, head: Term) -> tuple[tuple[Term, ...], tuple[Statement, ...]] | None:
        """Return the items of a well-formed list and its statements; None if it is not."""
        items: list[Term] = []
        cells: list[Statement] = []
        while head != _NIL:
            first, rest = self._one(head, _FIRST), self._one(head, _REST)
            cell = (head, _FIRST, first), (head, _REST, rest)
            if first is None or rest is None or cell[0] in cells:
                return None
            items.append(first)
            cells += [(head, _FIRST, first), (head, _REST, rest)]
            head = rest
        return tuple(items), tuple(cells)

    def form(self, node: Term) -> Form:
        """Return what two expressions have in common if they mean the same by their structure."""
        return self._form(node, frozenset())

    def _form(self, node: Term, above: frozenset[Term]) -> Form:
        construct = self.read(node)
        if construct is None or node in above:
            value = _value(node)
            return ("is", node if value is None else value)
        above |= {node}
        kind, number = construct.kind, construct.number
        if (kind, number) == ("min", 1):
            kind, number = "some", 0
        role = None if construct.property is None else self._form(construct.property, above)
        operands = [self._form(each, above) for each in construct.operands]
        facets = frozenset((facet, self._form(value, above)) for facet, value in construct.facets)
        unordered = kind in {"and", "or", "one"}
        return (kind, number, role, frozenset(operands) if unordered else tuple(operands), facets)

    def _one(self, node: Term, predicate: Term) -> Term | None:
        objects = self._index.objects(node, predicate)
        return objects[0] if len(objects) == 1 else None

    def _construct(self, node: Term) -> Construct | None:
        outgoing = self._outgoing[node]
        keys = [each for each in outgoing if each in _LISTS or each in _OPERANDS]
        keys += [each for each in outgoing if each in _RESTRICTIONS or each == _ON_DATATYPE]
        if _FIRST in outgoing and not keys:
            return self._list(node)
        if len(keys) != 1 or (operand := self._one(node, keys[0])) is None:
            return None
        key, said = keys[0], (node, keys[0], operand)
        if key in _LISTS:
            return self._of_list(_LISTS[key], operand, said)
        if key in _OPERANDS:
            return Construct(_OPERANDS[key], (operand,), (said,))
        if key == _ON_DATATYPE:
            return self._datatype(node, operand, said)
        return self._restriction(node, key, operand, said)

    def _list(self, head: Term) -> Construct | None:
        listed = self.items(head)
        return None if listed is None else Construct("list", *listed)

    def _of_list(self, kind: str, head: Term, said: Statement) -> Construct | None:
        listed = self.items(head)
        return None if listed is None else Construct(kind, listed[0], (said, *listed[1]))

    def _datatype(self, node: Term, datatype: Term, said: Statement) -> Construct | None:
        head = self._one(node, _FACETS)
        listed = None if head is None else self.items(head)
        if head is None or listed is None:
            return None
        facets = []
        for each in listed[0]:
            pairs = [
                (key, one) for key, all_ in self._outgoing.get(each, {}).items() for one in all_
            ]
            if len(pairs) != 1:
                return None
            facets += [(each, *pairs[0])]
        definition = (said, (node, _FACETS, head), *listed[1], *facets)
        restricted = tuple((key, value) for _, key, value in facets)
        return Construct("facets", (datatype,), definition, facets=restricted)

    def _restriction(self, node: Term, key: Term, value: Term, said: Statement) -> Construct | None:
        kind, property_ = _RESTRICTIONS[key], self._one(node, _ON)
        if property_ is None:
            return None
        definition = [said, (node, _ON, property_)]
        if kind == "self" and _value(value) != ("boolean", True):
            return None
        if kind not in {"min", "max", "exact"}:
            operands = () if kind == "self" else (value,)
            return Construct(kind, operands, tuple(definition), property_)
        number = _natural(value)
        filler: Term | None = _THING
        if key in _QUALIFIED:
            on = _ON_RANGE if _ON_RANGE in self._outgoing[node] else _ON_CLASS
            filler = self._one(node, on)
            definition += [] if filler is None else [(node, on, filler)]
        if number is None or filler is None:
            return None
        return Construct(kind, (filler,), tuple(definition), property_, number)


def _value(term: Term) -> tuple[str, object] | None:
    return value_of(term) if isinstance(term, Literal) else None


def _natural(term: Term) -> int | None:
    value = _value(term)
    if value is None or value[0] != "number":
        return None
    number = int(str(value[1])) if str(value[1]).isdecimal() else -1
    return number if number >= 0 else None


def link(
    expressions: Expressions, subject: Term, property_: Term | None, object_: Term
) -> Triple | None:
    """Return the triple by which a property, if need be an inverse one, holds; None if none can."""
    if property_ is None:
        return None
    construct = expressions.read(property_)
    if construct is not None and construct.kind == "inverse":
        [property_] = construct.operands
        subject, object_ = object_, subject
    if isinstance(subject, Literal | Triple) or not isinstance(property_, NamedNode):
        return None
    return Triple(subject, property_, object_)
