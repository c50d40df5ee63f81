"""The patterns of a rule, read from its text: what it asks of the schema and what of the data."""

from __future__ import annotations

__all__ = ["SCHEMA_CLASSES", "SCHEMA_PREDICATES", "VOCABULARY", "Atom", "Patterns", "patterns_of"]

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.rules import RULES

if TYPE_CHECKING:
    from lunargraph.reasoning.rules import Rule

TYPE = "rdf:type"
_LIST_PATTERNS = {"item", "pair", "each", "path", "agree"}


class Atom(NamedTuple):
    """One pattern: the *kind* is ``"triple"`` or that of a list pattern, *terms* its arguments.

    A term is a variable (``?x``), a name of the vocabulary (``rdfs:domain``) or a number (``0``).
    """

    kind: str
    terms: tuple[str, ...]

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables in it, each once, in order."""
        return tuple(dict.fromkeys(term for term in self.terms if term.startswith("?")))

    @property
    def is_schema(self) -> bool:
        """Whether it asks for a statement about classes and properties, or for a list."""
        if self.kind != "triple":
            return self.kind in {"item", "pair"}
        _, predicate, object_ = self.terms
        if predicate == TYPE:
            return object_ in SCHEMA_CLASSES
        return not predicate.startswith("?") and predicate not in _ABOUT_THINGS


class Patterns(NamedTuple):
    """A rule taken apart.

    *schema* holds what is looked up once the ontology is known, *data* what is joined with it,
    *listing* the one pattern about all members of a list, if there is one.
    """

    schema: tuple[Atom, ...]
    data: tuple[Atom, ...]
    listing: Atom | None
    head: tuple[Atom, ...]


_ABOUT_THINGS = {"owl:sameAs", "owl:differentFrom"}
SCHEMA_CLASSES = frozenset(
    {"owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AllDifferent"}
    | {"owl:AllDisjointProperties", "owl:AllDisjointClasses"}
    | {f"owl:{name}Property" for name in ("Functional", "InverseFunctional", "Irreflexive")}
    | {f"owl:{name}Property" for name in ("Symmetric", "Asymmetric", "Transitive")}
)
"""The classes of OWL whose members are classes, properties or axioms."""


def _atom(text: str) -> Atom:
    words = text.split()
    if words[0] in _LIST_PATTERNS:
        return Atom(words[0], tuple(words[1:]))
    return Atom("triple", tuple(TYPE if word == "a" else word for word in words))


@cache
def patterns_of(rule: Rule) -> Patterns:
    """Return the patterns of a *rule*.

    >>> from lunargraph.reasoning.rules import rule_named
    >>> [atom.terms for atom in patterns_of(rule_named("prp-dom")).data]
    [('?x', '?p', '?y')]
    """
    body = [_atom(text) for text in rule.body]
    listing = [atom for atom in body if atom.kind in {"each", "path", "agree"}]
    return Patterns(
        tuple(atom for atom in body if atom.is_schema),
        tuple(atom for atom in body if not atom.is_schema and atom not in listing),
        listing[0] if listing else None,
        tuple(_atom(text) for text in rule.head),
    )


def _names() -> tuple[str, ...]:
    used = {
        term
        for rule in RULES
        for atom in (*map(_atom, rule.body), *map(_atom, rule.head))
        for term in atom.terms
        if ":" in term
    }
    return tuple(sorted(used | {"rdf:first", "rdf:rest", "rdf:nil", "rdfs:Literal"}))


VOCABULARY: dict[str, str] = {
    name: PREFIXES[name.partition(":")[0]] + name.partition(":")[2] for name in _names()
}
"""Every name that a rule mentions, and its IRI."""

SCHEMA_PREDICATES = frozenset(
    {
        atom.terms[1]
        for rule in RULES
        for atom in map(_atom, rule.body)
        if atom.kind == "triple" and atom.is_schema and atom.terms[1] != TYPE
    }
    | {"rdf:first", "rdf:rest"}
)
"""The predicates of statements about classes, properties, axioms and lists."""
