"""The target nodes of shapes, and shapes that look at some of their targets only.

pySHACL 0.40 has an option ``focus_nodes`` for that, which it also applies to the values that a
nested shape is asked about: ``sh:node`` and ``sh:qualifiedValueShape`` then pass unseen, ``sh:not``
fails. So the targets are worked out here and written into the shapes.

Source: Shapes Constraint Language (SHACL), section 2.1.3 (targets).
"""

from __future__ import annotations

__all__ = ["narrowed"]

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from lunargraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from lunargraph.reasoning.clashes import Term

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
_CLASSES = (NamedNode(PREFIXES["rdfs"] + "Class"), NamedNode(PREFIXES["owl"] + "Class"))
_TARGET_NODE = NamedNode(PREFIXES["sh"] + "targetNode")
_TARGET_CLASS = NamedNode(PREFIXES["sh"] + "targetClass")
_SUBJECTS_OF = NamedNode(PREFIXES["sh"] + "targetSubjectsOf")
_OBJECTS_OF = NamedNode(PREFIXES["sh"] + "targetObjectsOf")
_SHAPES = (NamedNode(PREFIXES["sh"] + "NodeShape"), NamedNode(PREFIXES["sh"] + "PropertyShape"))


def narrowed(shapes: Iterable[Triple], data: Iterable[Triple], nodes: Set[Term]) -> list[Triple]:
    """Return the *shapes* with those of their targets in the *data* that are among the *nodes*.

    Targets that SPARQL selects (SHACL-AF) stay as they are.
    """
    shapes = list(shapes)
    targets = _Targets(data, nodes)
    shape_nodes = {t.subject for t in shapes if t.predicate == _TYPE and t.object in _SHAPES}
    kept: list[Triple] = []
    for triple in shapes:
        found = targets.of(triple, is_shape=triple.subject in shape_nodes)
        if found is None:
            kept.append(triple)
        else:
            kept += [Triple(triple.subject, _TARGET_NODE, node) for node in found]
    return kept


class _Targets:
    """The nodes that a target declaration reaches in some data."""

    def __init__(self, data: Iterable[Triple], nodes: Set[Term]) -> None:
        self._nodes = nodes
        self._members: dict[Term, set[Term]] = {}
        self._below: dict[Term, set[Term]] = {}
        self._subjects: dict[Term, set[Term]] = {}
        self._objects: dict[Term, set[Term]] = {}
        for triple in data:
            subject, predicate, object_ = triple.subject, triple.predicate, triple.object
            if predicate == _SUBCLASS:
                self._below.setdefault(object_, set()).add(subject)
            if subject in nodes:
                self._subjects.setdefault(predicate, set()).add(subject)
                if predicate == _TYPE:
                    self._members.setdefault(object_, set()).add(subject)
            if object_ in nodes:
                self._objects.setdefault(predicate, set()).add(object_)

    def of(self, triple: Triple, *, is_shape: bool) -> list[Term] | None:
        """Return the targets that *triple* declares, sorted; None if it declares none."""
        predicate, object_ = triple.predicate, triple.object
        found: Set[Term]
        if predicate == _TARGET_NODE:
            found = {object_} & self._nodes
        elif predicate == _TARGET_CLASS:
            found = self._instances(object_)
        elif predicate == _SUBJECTS_OF:
            found = self._subjects.get(object_, set())
        elif predicate == _OBJECTS_OF:
            found = self._objects.get(object_, set())
        elif is_shape and predicate == _TYPE and object_ in _CLASSES:
            found = self._instances(triple.subject)  # the shape is a class: its members
        else:
            return None
        return sorted(found, key=str)

    def _instances(self, class_: Term) -> set[Term]:
        classes, todo = {class_}, [class_]
        while todo:
            below = self._below.get(todo.pop(), set()) - classes
            classes |= below
            todo += below
        return {member for each in classes for member in self._members.get(each, ())}
