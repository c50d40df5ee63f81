"""How to mend what a shape complains of, as Turtle where it can be put so.

Nothing is made up: a value is offered only if the shape demands it, if it is written already and
only its datatype is wrong, if one thing alone bears the name that is written, or if of all that the
shape allows it is nearest to what is written. Where nobody can know the value, what stands in its
place is in capitals.
"""

from __future__ import annotations

__all__ = ["Mending"]

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from lunargraph.namespaces import LGI, PREFIXES, compact
from lunargraph.reasoning.datatypes import is_well_written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.index import Index
    from lunargraph.validation.alternatives import Nearest
    from lunargraph.validation.findings import Place
    from lunargraph.validation.lookups import Lookup
    from lunargraph.validation.shacl import Result

    PlaceOf = Callable[[Term, Term, Term], Place | None]

_CURIE = re.compile(r"[a-z]+:\w[\w-]*", re.ASCII)
_SHOWN = 6
_REMARK = 160
_DEPTH = 3
_XSD = PREFIXES["xsd"]
_RDF = PREFIXES["rdf"]
_LABELS = (NamedNode(PREFIXES["rdfs"] + "label"), NamedNode(PREFIXES["skos"] + "altLabel"))
_EXAMPLE = NamedNode(PREFIXES["skos"] + "example")
_TEMPLATES = {
    "anyURI": "ADDRESS",
    "boolean": "TRUE-OR-FALSE",
    "date": "YYYY-MM-DD",
    "dateTime": "YYYY-MM-DDTHH:MM:SS",
    "gMonth": "--MM",
    "gYear": "YYYY",
    "gYearMonth": "YYYY-MM",
    "string": "TEXT",
    "time": "HH:MM:SS",
}
_CHOICES = {"And": "and", "Node": "node", "Or": "or", "Xone": "xone"}


class Mending:
    """Writes the statements that would mend results of some *shapes*."""

    def __init__(self, shapes: Index, statements: Lookup, label: Callable[[Term], str | None]):
        self._shapes = shapes
        self._statements = statements
        self._label = label

    def mend(
        self, result: Result, nearest: Nearest | None, place_of: PlaceOf | None = None
    ) -> str | None:
        """Return lines of Turtle, or a sentence, that say how to mend *result*; None if none can.

        :param nearest: what :class:`Alternatives` found for the result.
        :param place_of: gives the place of a statement in the new facts, None if it is not there.
        """
        if result.component == "MaxCount":
            return self._keep(result, place_of)
        lines = list(dict.fromkeys(self._lines(result, nearest, _DEPTH)))
        return "\n".join(lines) or None

    def _lines(self, result: Result, nearest: Nearest | None, depth: int) -> Iterator[str]:
        focus, path, value = result.focus, result.path, result.value
        match result.component:
            case "MinCount" | "QualifiedMinCount" | "HasValue":
                known = isinstance(focus, NamedNode) and self._is_described(focus)
                if known and isinstance(path, NamedNode):  # what is not may just be misspelt
                    yield self._missing(result, focus, path)
            case "Datatype" | "Class" | "NodeKind" | "In" | "Pattern":
                yield from self._instead(result, result.shape)
            case "And" | "Node" | "Or" | "Xone" if nearest is not None and not nearest.fits:
                yield from self._nearest(result, nearest, depth)
            case "Or" | "Xone" if nearest is None and isinstance(value, Literal):
                yield from self._template_instead(result, result.shape)

    def _nearest(self, result: Result, nearest: Nearest, depth: int) -> Iterator[str]:
        """Yield what the first of the nearest alternatives lacks; all of them for sh:and."""
        every = result.component in {"And", "Node"}
        if result.component == "Node" and isinstance(result.value, NamedNode):
            allowed = self._allowed(result.shape)
            if allowed:
                yield from self._choose(result, result.value, allowed)
                return
            if result.path is not None and not self._is_described(result.value):
                return  # more likely misspelt
        undecided = not every and len(nearest.alternatives) == nearest.of > 1
        if undecided and isinstance(result.value, Literal):
            yield from self._template_instead(result, result.shape)
            return
        for alternative in nearest.alternatives[: None if every else 1]:
            for lack in alternative.lacks:
                inner = lack.result
                if inner.path is None and result.path is not None and inner.focus == result.value:
                    # it is about the value itself: that of the property of the outer result
                    yield from self._instead(
                        inner._replace(focus=result.focus, path=result.path), inner.shape
                    )
                elif isinstance(result.value, Literal) and result.path is not None:
                    yield from self._named(result, inner.shape)
                elif depth:
                    yield from self._lines(inner, lack.nearest, depth - 1)

    def _choose(self, result: Result, value: NamedNode, allowed: list[Term]) -> Iterator[str]:
        """Yield the statement with the nearest of what is allowed, or all that is."""
        if not isinstance(result.focus, NamedNode) or not isinstance(result.path, NamedNode):
            return
        closest = self._closest(value, allowed)
        if closest is None:
            yield from self._template_instead(result, result.shape)
        else:
            note = f"of what is allowed, nearest to {_turtle(value)}"
            yield self._line(result.focus, result.path, _turtle(closest), note)

    def _is_described(self, thing: NamedNode) -> bool:
        return any(map(self._statements.is_asserted, self._statements.triples(thing, None, None)))

    def _missing(self, result: Result, focus: Term, path: NamedNode) -> str:
        if result.component == "QualifiedMinCount":
            [*_, shape] = self._of(result.shape, "qualifiedValueShape")
        else:
            shape = result.shape
        return self._line(focus, path, *self._template(shape, path))

    def _instead(self, result: Result, shape: Term) -> Iterator[str]:
        """Yield the statement with the value as it should be, if that can be told."""
        focus, path, value = result.focus, result.path, result.value
        if not isinstance(focus, NamedNode) or not isinstance(path, NamedNode) or value is None:
            return
        told = f"instead of {_turtle(value)}"
        better = self._better(result.component, value, shape)
        if better is not None:
            nearest = result.component == "In"
            note = f"of what is allowed, nearest to {_turtle(value)}" if nearest else told
            yield self._line(focus, path, better, note)
            return
        if result.component in {"Class", "NodeKind"}:
            yield from self._named(result, shape)
        elif result.component in {"Datatype", "In"}:
            yield from self._template_instead(result, shape)
        else:
            for example in sorted(self._shapes.objects(shape, _EXAMPLE), key=str)[:1]:
                yield self._line(focus, path, _turtle(example), "an example of how it is written")

    def _better(self, component: str, value: Term, shape: Term) -> str | None:
        """Return the value that was certainly or most likely meant."""
        if component == "Datatype":
            for wanted in self._of(shape, "datatype"):
                return _retyped(value, wanted) if isinstance(wanted, NamedNode) else None
        if component == "In":
            for items in self._of(shape, "in"):
                closest = self._closest(value, self._shapes.items(items))
                return None if closest is None else _turtle(closest)
        return None

    def _closest(self, value: Term, allowed: list[Term]) -> Term | None:
        """Return what is spelt most like *value*, or has its text and another datatype."""
        names: dict[str, Term] = {}
        for each in reversed(allowed):
            names[_plain(each)] = each
            names[(self._label(each) or _plain(each)).casefold()] = each
        found = get_close_matches(_plain(value), names, n=1, cutoff=0.75)
        found = found or get_close_matches(_plain(value).casefold(), names, n=1, cutoff=0.75)
        return names[found[0]] if found else None

    def _named(self, result: Result, shape: Term) -> Iterator[str]:
        """Yield the statement with the one thing that bears the name that is given as a text."""
        focus, path, value = result.focus, result.path, result.value
        if not isinstance(value, Literal) or not isinstance(path, NamedNode):
            return
        spelt = (Literal(value.value), Literal(value.value, language="en"))
        found = {
            triple.subject
            for name in (*spelt, value)
            for label in _LABELS
            for triple in self._statements.triples(None, label, name)
            if self._belongs(triple.subject, shape)
        }
        if len(found) == 1 and isinstance(thing := found.pop(), NamedNode):
            yield self._line(focus, path, _turtle(thing), f"bears the name {_turtle(value)}")
        else:
            yield self._line(focus, path, _turtle(self._placeholder(shape)), "a thing, no text")

    def _belongs(self, thing: Term, shape: Term) -> bool:
        if not isinstance(thing, NamedNode):
            return False
        type_ = NamedNode(_RDF + "type")
        return all(
            any(True for _ in self._statements.triples(thing, type_, class_))
            for class_ in self._of(shape, "class")
            if isinstance(class_, NamedNode)
        )

    def _template_instead(self, result: Result, shape: Term) -> Iterator[str]:
        if not isinstance(result.focus, NamedNode) or not isinstance(result.path, NamedNode):
            return
        if result.value is not None:
            template, note = self._template(shape, result.path)
            told = "; ".join(filter(None, (f"instead of {_turtle(result.value)}", note)))
            yield self._line(result.focus, result.path, template, told)

    def _template(self, shape: Term, path: NamedNode) -> tuple[str, str | None]:
        """Return what a value of a property looks like, and a remark on it."""
        for value in self._of(shape, "hasValue"):
            return _turtle(value), None
        allowed = self._allowed(shape)
        if len(allowed) == 1:
            return _turtle(allowed[0]), None
        if allowed:
            shown = [_turtle(each) for each in allowed[:_SHOWN]]
            more = f" or {len(allowed) - _SHOWN} more" if len(allowed) > _SHOWN else ""
            return _turtle(_capital(path)), f"one of {', '.join(shown)}{more}"
        forms = list(dict.fromkeys(self._forms(shape)))
        if forms:
            return forms[0], f"or {' or '.join(forms[1:])}" if len(forms) > 1 else None
        if any(self._of(shape, name) for name in ("class", "node", "nodeKind")):
            return _turtle(self._placeholder(shape, path)), None
        if self._is_link(path):
            return _turtle(_capital(path)), None
        return next(self._ranges(path), '"TEXT"'), None

    def _ranges(self, path: NamedNode) -> Iterator[str]:
        """Yield a template for each datatype that is the range of a property."""
        found = self._statements.triples(path, NamedNode(PREFIXES["rdfs"] + "range"), None)
        for range_ in sorted((triple.object for triple in found), key=str):
            if isinstance(range_, NamedNode) and range_.value.startswith(_XSD):
                yield _form(range_)

    def _forms(self, shape: Term) -> Iterator[str]:
        """Yield a template for each datatype or language that a shape allows."""
        for items in self._of(shape, "languageIn"):
            for language in self._shapes.items(items):
                if isinstance(language, Literal):
                    yield f'"TEXT"@{language.value}'
        for datatype in self._of(shape, "datatype"):
            if isinstance(datatype, NamedNode):
                yield _form(datatype)
        for name in ("or", "xone"):
            for items in self._of(shape, name):
                for each in self._shapes.items(items):
                    yield from self._forms(each)

    def _allowed(self, shape: Term) -> list[Term]:
        """Return the values that a shape lists, or the things that have the value it asks for."""
        for items in self._of(shape, "in"):
            return self._shapes.items(items)
        for node in self._of(shape, "node"):
            for part in self._of(node, "property"):
                paths, values = self._of(part, "path"), self._of(part, "hasValue")
                if len(paths) == len(values) == 1 and isinstance(paths[0], NamedNode):
                    found = self._statements.triples(None, paths[0], values[0])  # type: ignore[arg-type]  # no triple term
                    things = {triple.subject for triple in found}
                    return sorted((t for t in things if isinstance(t, NamedNode)), key=str)
        return []

    def _placeholder(self, shape: Term, path: NamedNode | None = None) -> NamedNode:
        """Return the IRI of nothing, called after the class or the property."""
        for class_ in self._of(shape, "class"):
            if isinstance(class_, NamedNode):
                return _capital(class_)
        return NamedNode(LGI + "THING") if path is None else _capital(path)

    def _is_link(self, path: NamedNode) -> bool:
        kind = NamedNode(PREFIXES["owl"] + "ObjectProperty")
        type_ = NamedNode(_RDF + "type")
        return any(True for _ in self._statements.triples(path, type_, kind))

    def _keep(self, result: Result, place_of: PlaceOf | None) -> str | None:
        """Tell where each of too many values stands."""
        if not isinstance(result.focus, NamedNode) or not isinstance(result.path, NamedNode):
            return None
        found = self._statements.triples(result.focus, result.path, None)
        values = sorted({triple.object for triple in found}, key=str)
        most = next(
            (n.value for n in self._of(result.shape, "maxCount") if isinstance(n, Literal)), ""
        )
        told = [self._stands(result, value, place_of) for value in values[:_SHOWN]]
        more = f", and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
        return f"keep at most {most} of these: {', '.join(told)}{more}" if values else None

    def _stands(self, result: Result, value: Term, place_of: PlaceOf | None) -> str:
        assert result.path is not None  # noqa: S101  # _keep asks for it
        place = None if place_of is None else place_of(result.focus, result.path, value)
        if place is not None:
            where = f" ({place})"
        elif place_of is not None:
            where = " (known already)"
        else:
            where = ""
        return _turtle(value) + where

    def _of(self, shape: Term, parameter: str) -> list[Term]:
        return sorted(self._shapes.objects(shape, NamedNode(PREFIXES["sh"] + parameter)), key=str)

    @staticmethod
    def _line(focus: Term, path: NamedNode, value: str, note: str | None = None) -> str:
        told = " ".join((note or "").split())
        short = told if len(told) <= _REMARK else f"{told[:_REMARK]}..."
        remark = f"  # {short}" if short else ""
        return f"{_turtle(focus)} {_turtle(path)} {value} .{remark}"


def _retyped(value: Term, wanted: NamedNode) -> str | None:
    """Return the text of *value* with the *wanted* datatype, if it fits."""
    if isinstance(value, NamedNode) and wanted.value == _XSD + "anyURI":
        return _turtle(Literal(value.value, datatype=wanted))
    if not isinstance(value, Literal) or wanted == value.datatype:
        return None
    if wanted.value == _RDF + "langString":
        return f"{Literal(value.value)}@LANGUAGE"
    better = Literal(value.value.strip(), datatype=wanted)
    return _turtle(better) if is_well_written(better) else None


def _form(datatype: NamedNode) -> str:
    if datatype.value == _RDF + "langString":
        return '"TEXT"@LANGUAGE'
    name = datatype.value.removeprefix(_XSD)
    return _turtle(
        Literal(_TEMPLATES.get(name, "NUMBER" if _is_number(name) else "VALUE"), datatype=datatype)
    )


def _is_number(name: str) -> bool:
    return name in {"decimal", "double", "float"} or name.casefold().endswith(
        ("integer", "int", "long", "short", "byte")
    )


def _capital(term: NamedNode) -> NamedNode:
    """Return the IRI of nothing, called after a class or property: lgi:SPACE-AGENCY."""
    local = term.value.replace("#", "/").rstrip("/").rpartition("/")[2] or "THING"
    words = "".join(f"-{c}" if c.isupper() and i else c for i, c in enumerate(local))
    return NamedNode(LGI + ("".join(c if c.isalnum() else "-" for c in words)).upper())


def _plain(term: Term) -> str:
    """Return the text of a literal, or the last part of an IRI."""
    if isinstance(term, NamedNode):
        return term.value.replace("#", "/").rpartition("/")[2]
    return term.value if isinstance(term, Literal | BlankNode) else str(term)


def _turtle(term: Term) -> str:
    if isinstance(term, NamedNode):
        curie = compact(term.value)
        return curie if _CURIE.fullmatch(curie) else str(term)
    if isinstance(term, Literal) and not term.language and term.datatype.value != _XSD + "string":
        return f"{Literal(term.value)}^^{_turtle(term.datatype)}"
    return str(term)
