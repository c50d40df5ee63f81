"""Why a shape looked at a thing, and at a value that nobody wrote.

A shape finds its targets among all that holds, inferred statements included. So a curator may be
told of a thing that was never said to be of the class, or of a value that was never stated; the
proof of what brought it in says why.

Source: Shapes Constraint Language (SHACL), section 2.1.3 (targets).
"""

from __future__ import annotations

__all__ = ["Prove", "Reasons"]

from collections.abc import Callable
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lunargraph.reasoning.index import owl, rdf, rdfs, sh
from lunargraph.validation.constraints import a

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.index import Index
    from lunargraph.validation.lookups import Lookup
    from lunargraph.validation.names import Names
    from lunargraph.validation.shacl import Result

Prove = Callable[[Triple], str | None]
"""Gives the proof of a statement as text; None if it does not hold."""

_TYPE, _BELOW = rdf("type"), rdfs("subClassOf")
_CLASSES = frozenset((owl("Class"), rdfs("Class")))
_DEPTH = 4
_MOST = 3


class Reasons:
    """Tells why results came about, with the *shapes* that gave them and look-ups in the data."""

    def __init__(self, shapes: Index, statements: Lookup, names: Names, prove: Prove) -> None:
        self._shapes = shapes
        self._statements = statements
        self._names = names
        self._prove = prove
        self._users: dict[Term, list[Term]] = {}
        for user, part in shapes.pairs(sh("property")):
            self._users.setdefault(part, []).append(user)
        self._told: dict[Triple, str] = {}

    def why(self, result: Result) -> str | None:
        """Return why the thing was looked at, and why a value that was not written is there.

        Each sentence is a line; the proof of what is inferred follows it, indented. None if the
        shapes name no target that reaches the thing, as where SPARQL selects it.
        """
        lines = self._targeted(result.shape, result.focus, _DEPTH) or []
        for triple in self._inferred_values(result):
            value = f"{self._names.name(triple.predicate)} {self._names.name(triple.object)}"
            lines += self._because(f"nobody wrote its value {value}", triple)
        return "\n".join(lines) or None

    def _targeted(self, shape: Term, focus: Term, depth: int) -> list[str] | None:
        """Return why *shape* is put to *focus*: a target of its own, or of what it is part of."""
        own = self._own_target(shape, focus)
        if own is not None or depth == 0:
            return own
        for user in sorted(self._users.get(shape, []), key=str):
            paths = self._shapes.objects(user, sh("path"))
            if not paths:
                found = self._targeted(user, focus, depth - 1)
                if found is not None:
                    return found
            for link in self._links(paths, focus):
                found = self._targeted(user, link.subject, depth - 1)
                if found is not None:
                    subject, path = map(self._names.name, (link.subject, link.predicate))
                    told = f"and as a value of {path} of {subject}"
                    return [*found, *self._because(told, link)]
        return None

    def _links(self, paths: list[Term], focus: Term) -> Iterator[Triple]:
        for path in paths:
            if isinstance(path, NamedNode):
                yield from self._sorted(None, path, focus)

    def _own_target(self, shape: Term, focus: Term) -> list[str] | None:
        name = self._names.name(focus)
        if focus in self._shapes.objects(shape, sh("targetNode")):
            return [f"looked at because the shape names {name} itself"]
        for class_ in self._target_classes(shape):
            membership = self._membership(focus, class_)
            if membership:
                told = f"looked at because it is {a(self._names.name(class_))}"
                return self._because(told, *membership)
        for end, predicate in self._target_ends(shape):
            subject, object_ = (focus, None) if end == "targetSubjectsOf" else (None, focus)
            for triple in self._sorted(subject, predicate, object_):
                role = "has a value" if end == "targetSubjectsOf" else "is a value"
                told = f"looked at because it {role} of {self._names.name(predicate)}"
                return self._because(told, triple)
        return None

    def _target_classes(self, shape: Term) -> list[Term]:
        found = set(self._shapes.objects(shape, sh("targetClass")))
        if _CLASSES.intersection(self._shapes.objects(shape, _TYPE)):
            found.add(shape)
        return sorted(found, key=str)

    def _target_ends(self, shape: Term) -> Iterator[tuple[str, NamedNode]]:
        for end in ("targetSubjectsOf", "targetObjectsOf"):
            for predicate in sorted(self._shapes.objects(shape, sh(end)), key=str):
                if isinstance(predicate, NamedNode):
                    yield end, predicate

    def _membership(self, thing: Term, class_: Term) -> list[Triple]:
        """Return the statements that make *thing* a member of *class_*: itself, or a chain."""
        direct = self._sorted(thing, _TYPE, class_)
        if direct:
            return direct
        chains = [[triple] for triple in self._sorted(thing, _TYPE, None)]
        seen: set[Term] = set()
        while chains:
            chain = chains.pop(0)
            top = chain[-1].object
            if top == class_:
                return chain
            if top not in seen:
                seen.add(top)
                chains += [[*chain, step] for step in self._sorted(top, _BELOW, None)]
        return []

    def _inferred_values(self, result: Result) -> list[Triple]:
        if not isinstance(result.path, NamedNode):
            return []
        if result.component in {"MaxCount", "UniqueLang", "QualifiedMaxCount"}:
            found = self._sorted(result.focus, result.path, None)
        elif result.value is None:
            return []
        else:
            found = self._sorted(result.focus, result.path, result.value)
        return [each for each in found if not self._statements.is_asserted(each)][:_MOST]

    def _sorted(
        self, subject: Term | None, predicate: NamedNode, object_: Term | None
    ) -> list[Triple]:
        """Return the statements that hold, asserted ones first."""
        if isinstance(subject, Literal | Triple) or isinstance(object_, Triple):
            return []
        found = self._statements.triples(subject, predicate, object_)
        return sorted(found, key=lambda each: (not self._statements.is_asserted(each), str(each)))

    def _because(self, told: str, *triples: Triple) -> list[str]:
        """Return a sentence, and the proof of each of the *triples* that is inferred."""
        inferred = [each for each in triples if not self._statements.is_asserted(each)]
        if not inferred:
            return [f"{told}, which is stated"]
        return [f"{told}, which follows:", *(self._proof(each) for each in inferred)]

    def _proof(self, triple: Triple) -> str:
        if triple not in self._told:
            named = all(isinstance(t, NamedNode | BlankNode | Literal) for t in triple)
            text = self._prove(triple) if named else None
            said = text or self._names.statement(triple)
            self._told[triple] = "\n".join(f"  {line}" for line in said.strip().splitlines())
        return self._told[triple]
