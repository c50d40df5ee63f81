"""Statements in words; class expressions as in the Manchester syntax.

Source: OWL 2 Manchester Syntax, section 2.3.
"""

from __future__ import annotations

__all__ = ["Phrases"]

from typing import TYPE_CHECKING

from lunargraph.namespaces import compact
from lunargraph.reasoning.entailment.expressions import Expressions
from lunargraph.reasoning.index import owl, rdf, rdfs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.entailment.expressions import Construct

_VERBS: dict[Term, str] = {
    rdf("type"): "belongs to",
    rdfs("subClassOf"): "is below",
    rdfs("subPropertyOf"): "is below",
    rdfs("domain"): "has the domain",
    rdfs("range"): "has the range",
    owl("equivalentClass"): "has the members of",
    owl("equivalentProperty"): "links what is linked by",
    owl("disjointWith"): "has no member in common with",
    owl("propertyDisjointWith"): "excludes",
    owl("inverseOf"): "is the inverse of",
    owl("sameAs"): "is the same as",
    owl("differentFrom"): "is different from",
}
_JOINED = {"and": " and ", "or": " or "}
_WORDS = {"some": "some", "all": "only", "value": "value", "min": "min", "max": "max",
          "exact": "exactly"}  # fmt: skip
_SIGNS = {"minInclusive": ">=", "minExclusive": ">", "maxInclusive": "<=", "maxExclusive": "<"}


class Phrases:
    """The words for statements about the expressions in some *triples*.

    :param name: the words for a term that is no expression.
    """

    def __init__(self, triples: Iterable[Triple], name: Callable[[Term], str]) -> None:
        self._expressions = Expressions((t.subject, t.predicate, t.object) for t in triples)
        self._name = name

    def statement(self, triple: Triple) -> str:
        """Return a *triple* in words."""
        verb = _VERBS.get(triple.predicate) or self._name(triple.predicate)
        return f"{self.term(triple.subject)} {verb} {self.term(triple.object)}"

    def term(self, term: Term) -> str:
        """Return a *term*, or the expression that it describes, in words."""
        return self._term(term, ())

    def _term(self, term: Term, above: tuple[Term, ...]) -> str:
        construct = self._expressions.read(term)
        if construct is None or term in above:
            return self._name(term)
        return self._phrase(construct, (*above, term))

    def _phrase(self, construct: Construct, above: tuple[Term, ...]) -> str:
        kind = construct.kind
        parts = [self._term(each, above) for each in construct.operands]
        role = "" if construct.property is None else self._term(construct.property, above)
        if kind in _JOINED:
            return f"({_JOINED[kind].join(parts)})"
        if kind in {"one", "list"}:
            return f"{{{', '.join(parts)}}}" if kind == "one" else f"({' '.join(parts)})"
        if kind == "self":
            return f"({role} Self)"
        if kind in {"not", "data-not", "inverse"}:
            return f"({'inverse' if kind == 'inverse' else 'not'} {parts[0]})"
        if kind == "facets":
            bounds = (f"{_sign(facet)} {self._name(value)}" for facet, value in construct.facets)
            return f"{parts[0]}[{', '.join(bounds)}]"
        number = f"{construct.number} " if kind in {"min", "max", "exact"} else ""
        return f"({role} {_WORDS[kind]} {number}{parts[0]})"


def _sign(facet: Term) -> str:
    short = compact(getattr(facet, "value", "")).rpartition(":")[2]
    return _SIGNS.get(short, short)
