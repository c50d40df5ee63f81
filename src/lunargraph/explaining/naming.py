"""What things, classes and properties are called in an explanation."""

from __future__ import annotations

__all__ = ["Naming", "exactly"]

import re
from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Variable

from lunargraph.lookup.names import local_name, typed
from lunargraph.namespaces import GRAPH, PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lunargraph.explaining.points import Place
    from lunargraph.reasoning.clashes import Term
    from lunargraph.validation.names import Names

_TEXTS = frozenset((PREFIXES["xsd"] + "string", PREFIXES["rdf"] + "langString"))
_LONG = 9
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")


class Naming:
    """Names by label; by the last part of the IRI where there is no label.

    A name that several things bear gets what tells them apart.
    """

    def __init__(self, names: Names, terms: Iterable[Place] = ()) -> None:
        """:param terms: what is to be told apart."""
        self._names = names
        named = {term for term in terms if isinstance(term, NamedNode)}
        self._bearers = Counter(map(self.plain, named))

    def plain(self, term: NamedNode) -> str:
        """Return the bare name of a *term*."""
        label = self._names.label(term)
        if label is not None:
            return label
        curie = compact(term.value)
        return curie if curie != term.value else _words(local_name(term.value))

    def label(self, term: NamedNode) -> str | None:
        """Return the label of a *term*, None if it has none."""
        return self._names.label(term)

    def quoted(self, term: Place) -> str:
        """Return the name of a class or property in quotes."""
        return f"'{self.plain(term)}'" if isinstance(term, NamedNode) else self.thing(term)

    def thing(self, term: Place) -> str:
        """Return the name of anything that a sentence may be about; None is something."""
        if isinstance(term, NamedNode):
            if term.value.startswith(GRAPH) and self._names.label(term) is None:
                return f"the record {term.value.removeprefix(GRAPH)}"
            name = _set_off(self.plain(term))
            if self._bearers[self.plain(term)] > 1:
                name = f"{name} ({typed(term.value)})"
            return f"the {name}" if self._is_common(term) else name
        if isinstance(term, Literal):
            return literal(term)
        if isinstance(term, BlankNode):
            return self._names.name(term)
        return term.value.upper() if isinstance(term, Variable) else "something"

    def _is_common(self, term: NamedNode) -> bool:
        """Tell whether a label is a description, such as "launch of Luna 9", and no name."""
        label = self._names.label(term) or ""
        first = label.partition(" ")[0].rstrip(",")
        return first != label and first.isalpha() and first.isascii() and first.islower()


def _set_off(name: str) -> str:
    """Return a *name* in quotes if it is so long, or so cut up, that it would get lost.

    >>> _set_off("Moon"), _set_off("Outer Space Treaty, Art. III: Act in accordance with law")
    ('Moon', '“Outer Space Treaty, Art. III: Act in accordance with law”')
    """
    return f"“{name}”" if ": " in name or len(name.split()) > _LONG else name


def literal(literal: Literal) -> str:
    """Return a *literal* as a sentence shows it: texts in quotes, numbers and dates bare."""
    return f'"{literal.value}"' if literal.datatype.value in _TEXTS else literal.value


def _words(name: str) -> str:
    """Return the words of a *name* that is written as one, such as ``partOf``."""
    parts = _HUMPS.split(name)
    return " ".join([parts[0], *(part[:1].lower() + part[1:] for part in parts[1:])])


def exactly(term: Term) -> str:
    """Return a *term* as ``why`` takes it: a slug or CURIE, a literal with its datatype.

    >>> exactly(Literal("2024", datatype=NamedNode(PREFIXES["xsd"] + "gYear")))
    '"2024"^^xsd:gYear'
    """
    if isinstance(term, NamedNode):
        return typed(term.value)
    if not isinstance(term, Literal) or term.language or term.datatype.value in _TEXTS:
        return str(term)
    return f"{Literal(term.value)}^^{compact(term.datatype.value)}"
