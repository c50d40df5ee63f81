"""Values as people type them: with quotes, a datatype or a language, or bare."""

from __future__ import annotations

__all__ = ["ill_written", "read_exact", "read_value"]

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph.errors import UsageError
from lunargraph.explaining.naming import exactly
from lunargraph.explaining.phrases import joined
from lunargraph.namespaces import PREFIXES, compact, expand
from lunargraph.reasoning.datatypes import is_well_written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

_XSD = PREFIXES["xsd"]
_QUOTED = re.compile(
    r'"(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<tag>[A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^(?P<type>\S+))?',
    re.DOTALL,
)
_TYPED = re.compile(r"(?P<text>.+)\^\^(?P<type>\S+)", re.DOTALL)
_ESCAPED = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_LIKELY = ("integer", "decimal", "date", "gYearMonth", "dateTime", "boolean")


def read_exact(text: str) -> Literal | str | None:
    """Return the literal that *text* spells, its text if it has but quotes, None if it is bare.

    :raises UsageError: the datatype is no resource.

    >>> read_exact('"2024"^^xsd:gYear') == Literal("2024", datatype=NamedNode(_XSD + "gYear"))
    True
    >>> read_exact('"Moon"'), read_exact("moon")
    ('Moon', None)
    """
    quoted = _QUOTED.fullmatch(text)
    match = quoted or _TYPED.fullmatch(text)
    if match is None:
        return None
    value = _ESCAPED.sub(_unescaped, match["text"]) if quoted else match["text"]
    if match["type"]:
        bare = ":" not in match["type"]
        iri = _XSD + match["type"] if bare else expand(match["type"])
        return Literal(value, datatype=NamedNode(iri))
    return Literal(value, language=match["tag"]) if quoted and match["tag"] else value


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if len(code) > 1 else _ESCAPES.get(code, code)


def read_value(
    text: str, triples: Iterable[Triple], subject: NamedNode, predicate: NamedNode
) -> Literal:
    """Return the literal that a bare *text* means where *subject* and *predicate* stand before it.

    It is one of the values there, or else of the property, or of a graph in which the property has
    none. If no value has this text, it is of the datatype that it looks like.

    :raises UsageError: several literals have this text, or it is none that the property can have.
    """
    found: tuple[set[Literal], set[Literal], set[Literal]] = (set(), set(), set())
    datatypes: set[NamedNode] = set()
    for triple in triples:
        value = triple.object
        if not isinstance(value, Literal):
            continue
        of_property = triple.predicate == predicate
        if of_property:
            datatypes.add(value.datatype)
        if value.value == text:
            found[2].add(value)
            if of_property:
                found[1].add(value)
                if triple.subject == subject:
                    found[0].add(value)
    candidates = found[0] or found[1] or (set() if datatypes else found[2])
    if not candidates:
        return _by_its_looks(text, datatypes)
    if len(candidates) > 1:
        raise UsageError(
            f"{len(candidates)} values are written {text!r}",
            where="object",
            mend=f"say which: {joined(sorted(map(exactly, candidates)), 'or')}",
        )
    return candidates.pop()


def _by_its_looks(text: str, datatypes: Iterable[NamedNode]) -> Literal:
    """Return a literal of a datatype that the property has, or of the likeliest one."""
    string = NamedNode(_XSD + "string")
    had = sorted((each for each in datatypes if each != string), key=lambda each: each.value)
    likely = [NamedNode(_XSD + name) for name in _LIKELY]
    for datatype in [*had, *([] if string in datatypes else likely)]:
        literal = Literal(text, datatype=datatype)
        if datatype.value.startswith(_XSD) and is_well_written(literal):
            return literal
    if had and string not in datatypes and all(each.value.startswith(_XSD) for each in had):
        raise ill_written(text, had)
    return Literal(text)


def ill_written(text: str, datatypes: Iterable[NamedNode]) -> UsageError:
    """Return the error that a value of one of these *datatypes* is not written like this."""
    wanted = joined(sorted(compact(each.value) for each in datatypes), "or")
    return UsageError(f"no {wanted} is written {text!r}", where="object", mend="check the value")
