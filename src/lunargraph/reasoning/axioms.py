"""What holds without a premise: the built-in names, and the values of literals.

Source: OWL 2 Profiles, section 4.3, rules prp-ap, cls-thing, cls-nothing1, dt-type1, dt-type2,
dt-eq and dt-diff.
"""

from __future__ import annotations

__all__ = ["axiom_of"]

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.datatypes import DATATYPES, OWL_2_RL_DATATYPES, belongs, differ, value_of

if TYPE_CHECKING:
    from lunargraph.reasoning.clashes import Statement

_ANNOTATING = {
    *(PREFIXES["rdfs"] + name for name in ("label", "comment", "seeAlso", "isDefinedBy")),
    *(
        PREFIXES["owl"] + name
        for name in ("deprecated", "versionInfo", "priorVersion", "backwardCompatibleWith",
                     "incompatibleWith")
    ),
}  # fmt: skip
_TYPE = PREFIXES["rdf"] + "type"
_CLASS = PREFIXES["owl"] + "Class"


def axiom_of(statement: Statement) -> str | None:
    """Return the rule by which a *statement* holds without a premise, None if there is none.

    >>> five, integer = Literal(5), NamedNode(PREFIXES["xsd"] + "integer")
    >>> axiom_of((five, NamedNode(_TYPE), integer))
    'dt-type2'
    """
    subject, predicate, object_ = statement
    if not isinstance(predicate, NamedNode):
        return None
    if predicate.value == _TYPE and isinstance(object_, NamedNode):
        if isinstance(subject, Literal):
            known = object_.value in DATATYPES or object_.value in OWL_2_RL_DATATYPES
            return "dt-type2" if known and belongs(subject, object_.value) else None
        return _declared(subject.value if isinstance(subject, NamedNode) else "", object_.value)
    if isinstance(subject, Literal) and isinstance(object_, Literal):
        if predicate.value == PREFIXES["owl"] + "sameAs":
            value = value_of(subject)
            same = subject == object_ or (value is not None and value == value_of(object_))
            return "dt-eq" if same else None
        if predicate.value == PREFIXES["owl"] + "differentFrom":
            return "dt-diff" if differ(subject, object_) else None
    return None


def _declared(name: str, class_: str) -> str | None:
    if class_ == _CLASS and name == PREFIXES["owl"] + "Thing":
        return "cls-thing"
    if class_ == _CLASS and name == PREFIXES["owl"] + "Nothing":
        return "cls-nothing1"
    if class_ == PREFIXES["owl"] + "AnnotationProperty" and name in _ANNOTATING:
        return "prp-ap"
    if class_ == PREFIXES["rdfs"] + "Datatype" and name in OWL_2_RL_DATATYPES:
        return "dt-type1"
    return None
