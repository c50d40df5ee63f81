"""Expressions that a conclusion describes: they exist, and may be defined before reasoning.

To describe a class expression, a data range, an inverse property or a list claims nothing of the
world, if what it is made of are classes and properties. So such blank nodes become names that are
defined in the graph, if they are well-formed and not made of themselves.

Source: OWL 2 RDF-Based Semantics, sections 7.2 (balanced pairs of graphs) and 8 (comprehension).
"""

from __future__ import annotations

__all__ = ["Comprehension", "same_forms"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.entailment.expressions import Expressions
from lunargraph.reasoning.entailment.joint_axioms import (
    JointAxiom,
    joint_axioms,
    named_definitions,
)
from lunargraph.reasoning.index import owl, rdf, rdfs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.entailment.expressions import Construct
    from lunargraph.reasoning.entailment.vocabulary import Vocabulary

_TYPE = rdf("type")
_RESTRICTIONS = {"some", "all", "value", "self", "min", "max", "exact"}
_DATA = {"facets", "data-not"}
_CLASSES = {"and", "or", "one", "not"} | _RESTRICTIONS | _DATA
_OF_CLASSES = _CLASSES - {"one", "value", "self"}
_BUILT_IN = tuple(PREFIXES[name] for name in ("rdf", "rdfs", "owl"))
_ENDS = {owl(f"{end}{kind}Property") for end in ("top", "bottom") for kind in ("Object", "Data")}
_ANY_CLASS = {owl("Class"), rdfs("Class")}
_ANY_PROPERTY = {rdf("Property"), owl("ObjectProperty")}
_ANY_DATA = {rdfs("Datatype"), owl("DataRange")}


class Comprehension:
    """The expressions in some triples of a conclusion, given what is known of its terms.

    *nodes* are those that exist and *definitions* describe them. *naming* are the triples that say
    no more than that, *axioms* statements about several terms; the *rest* is to be shown. No blank
    node of the graph or the conclusion has a name that begins with *stem*.
    """

    def __init__(self, triples: Iterable[Triple], vocabulary: Vocabulary, stem: str) -> None:
        triples = list(triples)
        named = named_definitions(triples, stem)
        said = (*triples, *named.values())
        self._vocabulary = vocabulary
        self._expressions = Expressions((t.subject, t.predicate, t.object) for t in said)
        self._accepted: dict[Term, bool] = {}
        self.nodes: Set[Term] = {node for node in self._expressions.nodes() if self._accept(node)}
        self.definitions = {triple for node in self.nodes for triple in self._definition(node)}
        self.naming = {t for t in triples if t in self.definitions or self._only_names(t)}
        left = [triple for triple in triples if triple not in self.naming]
        self.axioms = [*self._defined(left, named), *joint_axioms(left, self._items)]
        stated = {triple for axiom in self.axioms for triple in axiom.triples}
        self.rest = [triple for triple in left if triple not in stated]

    def classes(self) -> Set[Term]:
        """Return the nodes that describe a class or a data range."""
        return {node for node in self.nodes if self._kind(node) in _CLASSES}

    def inverses(self) -> Set[Term]:
        """Return the nodes that describe an inverse property."""
        return {node for node in self.nodes if self._kind(node) == "inverse"}

    def _kind(self, node: Term) -> str | None:
        construct = self._expressions.read(node)
        return None if construct is None else construct.kind

    def _items(self, head: Term) -> tuple[Term, ...] | None:
        listed = self._expressions.items(head) if head in self.nodes else None
        return None if listed is None else listed[0]

    def _definition(self, node: Term) -> Iterator[Triple]:
        construct = self._expressions.read(node)
        for subject, predicate, object_ in construct.definition if construct else ():
            if isinstance(subject, BlankNode) and isinstance(predicate, NamedNode):
                yield Triple(subject, predicate, object_)

    def _defined(
        self, left: Iterable[Triple], named: Mapping[Triple, Triple]
    ) -> Iterator[JointAxiom]:
        """Yield that a class with a name is what a triple defines it to be."""
        for triple in left:
            if triple in named and named[triple].subject in self.nodes:
                same = Triple(triple.subject, owl("equivalentClass"), named[triple].subject)
                yield JointAxiom((triple,), wanted=(same,))

    # --- what exists -----------------------------------------------------------------------------

    def _accept(self, node: Term) -> bool:
        """Tell whether what a blank node describes exists; not if it is made of itself."""
        if node not in self._accepted:
            self._accepted[node] = False
            construct = self._expressions.read(node)
            self._accepted[node] = construct is not None and self._exists(construct)
        return self._accepted[node]

    def _exists(self, construct: Construct) -> bool:
        role, operands = construct.property, construct.operands
        if role is not None and not self._is_property(role):
            return False
        if construct.kind == "inverse":
            return all(map(self._is_property, operands))
        if construct.kind in _OF_CLASSES:
            return all(map(self._is_class, operands))
        return all(self._accept(each) for each in operands if isinstance(each, BlankNode))

    def _is_class(self, term: Term) -> bool:
        if isinstance(term, BlankNode):
            return self._kind(term) in _CLASSES and self._accept(term)
        return self._vocabulary.has_class(term)

    def _is_property(self, term: Term) -> bool:
        if isinstance(term, BlankNode):
            return self._kind(term) == "inverse" and self._accept(term)
        return self._vocabulary.has_property(term) and not _is_structural(term)

    def _only_names(self, triple: Triple) -> bool:
        """Tell whether a triple only says which kind of expression its subject is."""
        kind, said = self._kind(triple.subject), triple.object
        if triple.predicate != _TYPE or triple.subject not in self.nodes:
            return False
        if kind == "list" or kind == "inverse":
            return said == rdf("List") if kind == "list" else said in _ANY_PROPERTY
        if said == owl("Restriction"):
            return kind in _RESTRICTIONS
        return self._is_data(triple.subject) if said in _ANY_DATA else said in _ANY_CLASS

    def _is_data(self, node: Term) -> bool:
        """Tell whether *node* describes a data range, and no class of individuals."""
        construct = self._expressions.read(node)
        if construct is None:
            return self._vocabulary.is_datatype(node)
        if construct.kind in {"and", "or"}:
            return all(map(self._is_data, construct.operands))
        literals = all(isinstance(each, Literal) for each in construct.operands)
        return construct.kind in _DATA or (construct.kind == "one" and literals)


def _is_structural(term: Term) -> bool:
    """Tell whether a property is of the built-in vocabulary.

    Classes of what is not a member of itself, and the like, do not exist.
    """
    return isinstance(term, NamedNode) and term.value.startswith(_BUILT_IN) and term not in _ENDS


def same_forms(expressions: Expressions, described: Set[Term]) -> set[Triple]:
    """Return that what a conclusion has *described* equals what is of the same structure."""
    forms: dict[tuple[object, ...], list[Term]] = {}
    for node in expressions.nodes():
        forms.setdefault(expressions.form(node), []).append(node)
    same = set()
    for (kind, *_), nodes in forms.items():
        predicate = owl("equivalentProperty" if kind == "inverse" else "equivalentClass")
        own = next((node for node in nodes if node in described), None)
        if isinstance(own, BlankNode) and kind != "list":
            same |= {Triple(own, predicate, other) for other in nodes if other != own}
    return same
