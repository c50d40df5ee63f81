"""A graph of shapes, as the specification reads it where pySHACL 0.40 reads it otherwise.

Source: Shapes Constraint Language (SHACL), sections 1.1 (``true`` is the term
``"true"^^xsd:boolean``) and 5.2.1 (prefix declarations are found through ``owl:imports``).
"""

from __future__ import annotations

__all__ = ["as_specified", "shapes_in"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib.namespace import SH

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.index import Index, owl, rdf, rdfs, sh

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lunargraph.reasoning.clashes import Term
    from lunargraph.validation.lookups import Lookup


_SWITCHES = frozenset(
    map(sh, ("closed", "deactivated", "qualifiedValueShapesDisjoint", "uniqueLang"))
)
_ONE = Literal("1", datatype=NamedNode(PREFIXES["xsd"] + "boolean"))
_IMPORTS, _DECLARE, _PREFIXES = owl("imports"), sh("declare"), sh("prefixes")


def as_specified(shapes: Iterable[Triple]) -> list[Triple]:
    """Return the *shapes* without switches that are not on, and with the prefixes they import.

    >>> switch = Triple(sh("x"), sh("uniqueLang"), _ONE)
    >>> as_specified([switch])
    []
    """
    kept = [
        triple for triple in shapes if not (triple.predicate in _SWITCHES and triple.object == _ONE)
    ]
    return [*kept, *_imported(Index.of_triples(kept))]


def _imported(shapes: Index) -> Iterator[Triple]:
    """Yield the prefix declarations that what a query names as its prefixes imports."""
    for named in sorted({named for _, named in shapes.pairs(_PREFIXES)}, key=str):
        if not isinstance(named, NamedNode | BlankNode):
            continue
        own = set(shapes.objects(named, _DECLARE))
        found = {
            declared
            for each in _below(named, shapes)
            for declared in shapes.objects(each, _DECLARE)
        }
        for declared in sorted(found - own, key=str):
            yield Triple(named, _DECLARE, declared)


def _below(named: Term, shapes: Index) -> set[Term]:
    """Return what *named* imports, directly or not."""
    found: set[Term] = set()
    todo = [named]
    while todo:
        new = set(shapes.objects(todo.pop(), _IMPORTS)) - found
        found |= new
        todo += new
    return found


_TERMS = tuple(NamedNode(str(term)) for term in dir(SH))
_REST = rdf("rest")


def shapes_in(statements: Lookup) -> list[Triple]:
    """Return the shapes that stand among other *statements*, with all that describes them.

    That is what is said of each thing that a property of SHACL is stated of or that belongs to a
    class of SHACL, and of the blank nodes and lists below it; and which classes are classes of
    classes, since a shape that belongs to one has its members for targets.
    """
    todo: list[Term] = []
    for term in _TERMS:
        todo += (triple.subject for triple in statements.stated(None, term, None))
        todo += (triple.subject for triple in statements.stated(None, rdf("type"), term))
    if not todo:
        return []
    found = dict.fromkeys(statements.stated(None, rdfs("subClassOf"), rdfs("Class")))
    seen: set[Term] = set()
    while todo:
        node = todo.pop()
        if node in seen or not isinstance(node, NamedNode | BlankNode):
            continue
        seen.add(node)
        for triple in statements.stated(node, None, None):
            found[triple] = None
            if isinstance(triple.object, BlankNode) or triple.predicate == _REST:
                todo.append(triple.object)
    return list(found)
