"""The results of a SHACL pass in words."""

from __future__ import annotations

__all__ = ["Wording"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from lunargraph.namespaces import PREFIXES, compact
from lunargraph.reasoning.index import Index
from lunargraph.validation.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Term
    from lunargraph.validation.findings import Place
    from lunargraph.validation.names import Names
    from lunargraph.validation.shacl import Result

_SEVERITIES = {"Violation": "violation", "Warning": "warning", "Info": "info"}

# constraint component: its parameter, what must be so, and what was expected; {e} describes the
# value of the parameter, {p} the property
_MUST = {
    "Class": ("class", "must be a {e}", "a {e}"),
    "Datatype": ("datatype", "must be of the datatype {e}", "a value of the datatype {e}"),
    "NodeKind": ("nodeKind", "must be {e}", "{e}"),
    "MinExclusive": ("minExclusive", "must be more than {e}", "more than {e}"),
    "MinInclusive": ("minInclusive", "must be at least {e}", "at least {e}"),
    "MaxExclusive": ("maxExclusive", "must be less than {e}", "less than {e}"),
    "MaxInclusive": ("maxInclusive", "must be at most {e}", "at most {e}"),
    "MinLength": ("minLength", "must have at least {e} characters", "at least {e} characters"),
    "MaxLength": ("maxLength", "must have at most {e} characters", "at most {e} characters"),
    "Pattern": ("pattern", "must match {e}", "text that matches {e}"),
    "LanguageIn": ("languageIn", "must be in the language {e}", "text in the language {e}"),
    "UniqueLang": ("uniqueLang", "must have one value a language", "one value a language"),
    "Equals": ("equals", "must have the values of {e}", "the values of {e}"),
    "Disjoint": ("disjoint", "must share no value with {e}", "no value of {e}"),
    "LessThan": ("lessThan", "must be less than {e}", "less than {e}"),
    "LessThanOrEquals": ("lessThanOrEquals", "must be at most {e}", "at most {e}"),
    "In": ("in", "must be {e}", "{e}"),
    "HasValue": ("hasValue", "must be {e}", "{e}"),
    "MinCount": ("minCount", "must have {e} values or more", "at least {e} of {p}"),
    "MaxCount": ("maxCount", "must not have more than {e}", "at most {e} of {p}"),
    "QualifiedMinCount": ("qualifiedMinCount", "lacks a fitting value", "{e} or more that fit"),
    "QualifiedMaxCount": ("qualifiedMaxCount", "has too many such values", "at most {e} of these"),
    "Node": ("node", "must be a {e}", "a {e}"),
    "Not": ("not", "must not be a {e}", "no {e}"),
    "And": ("and", "must be {e}", "{e}"),
    "Or": ("or", "must be {e}", "{e}"),
    "Xone": ("xone", "must be exactly one of {e}", "exactly one of {e}"),
}
_VAGUE = "a condition"
_OF_THE_FOCUS = {"MinCount", "MaxCount", "UniqueLang", "QualifiedMinCount", "QualifiedMaxCount"}
_KINDS = {
    "IRI": "an IRI",
    "BlankNode": "a blank node",
    "Literal": "a literal",
    "BlankNodeOrIRI": "a blank node or an IRI",
    "BlankNodeOrLiteral": "a blank node or a literal",
    "IRIOrLiteral": "an IRI or a literal",
}
_PATHS = {"inversePath": "the inverse of {}", "zeroOrMorePath": "any number of {}"}
_PATHS |= {"oneOrMorePath": "one or more {}", "zeroOrOnePath": "at most one {}"}


def _sh(name: str) -> NamedNode:
    return NamedNode(PREFIXES["sh"] + name)


class Wording:
    """Turns results into findings, with the labels of the data and the parameters of the shapes."""

    def __init__(self, shapes: Iterable[Triple], data: Iterable[Triple], names: Names) -> None:
        self._shapes = Index.of_triples(shapes)
        self._data = Index.of_triples(data)
        self._names = names
        self._owners: dict[Term, list[Term]] = {}
        for subject, _, object_ in self._shapes:
            if isinstance(object_, BlankNode):
                self._owners.setdefault(object_, []).append(subject)

    def finding(self, result: Result, place_of: Callable[..., Place | None]) -> Finding:
        """Return the finding of a *result*, at the statement that it is about."""
        predicate = result.path if isinstance(result.path, NamedNode) else None
        must, expected = self._must(result)
        got = self._got(result)
        said = f"{self._names.name(result.focus)}{'' if must.startswith('breaks') else ':'} {must}"
        own_words = result.component == "SPARQL" or bool(self._of(result.shape, "message"))
        owner = self._owner(result.shape)
        return Finding(
            _SEVERITIES.get(result.severity, "violation"),
            "shape",
            f"{said}; got {got}" if got else said,
            place_of(result.focus, predicate, result.value),
            expected,
            got,
            " ".join(result.messages) if own_words else None,
            result.focus.value if isinstance(result.focus, NamedNode) else None,
            None if owner is None else owner.value,
        )

    def _owner(self, node: Term) -> NamedNode | None:
        """Return *node*, or the IRI of the nearest thing in the shapes that it is a part of."""
        seen: set[Term] = set()
        while node in self._owners and node not in seen and isinstance(node, BlankNode):
            seen.add(node)
            node = min(self._owners[node], key=str)
        return node if isinstance(node, NamedNode) else None

    def _of(self, shape: Term, parameter: str) -> list[Term]:
        return sorted(self._shapes.objects(shape, _sh(parameter)), key=str)

    def _must(self, result: Result) -> tuple[str, str | None]:
        """Return what must be so, and the same as an expectation of its own."""
        path = self._path(result.path) if result.path is not None else None
        if result.component not in _MUST:
            rule = self._names.label(result.shape) or "; ".join(result.messages)
            if result.component == "Closed":
                return f"{path} is not allowed here", None
            return f"breaks the rule '{rule}'", None
        parameter, must, expected = _MUST[result.component]
        values = self._of(result.shape, parameter)
        described = " or ".join(self._describe(value, parameter) for value in values)
        if _VAGUE in described and self._names.label(result.shape):
            return f"breaks the rule '{self._names.label(result.shape)}'", None
        if result.component == "MinCount" and described == "1":
            must = "is missing"
        subject = f"{path} " if path else ""
        return subject + must.format(e=described), expected.format(e=described, p=path)

    def _describe(self, value: Term, parameter: str) -> str:
        if parameter == "nodeKind" and isinstance(value, NamedNode):
            return _KINDS.get(value.value.rpartition("#")[2], compact(value.value))
        if parameter in {"in", "languageIn", "and", "or", "xone"}:
            joint = " and " if parameter == "and" else " or "
            return joint.join(self._alternative(item) for item in self._shapes.items(value))
        if parameter == "pattern" and isinstance(value, Literal):
            return f"the pattern {value.value}"
        if parameter in {"node", "not"}:
            return self._alternative(value)
        if isinstance(value, Literal) and parameter.lower().endswith(("count", "length")):
            return value.value
        return self._names.name(value)

    def _alternative(self, shape: Term) -> str:
        """Describe a shape inside another by its label, or by the one thing that it asks for."""
        label = self._names.label(shape)
        if isinstance(shape, Literal):
            return shape.value
        if isinstance(shape, NamedNode):
            return self._names.name(shape) if label is None else f"'{label}'"
        for parameter in ("datatype", "class", "nodeKind", "hasValue", "in", "pattern"):
            values = self._of(shape, parameter)
            if values:
                return " or ".join(self._describe(value, parameter) for value in values)
        return _VAGUE

    def _path(self, path: Term) -> str:
        if isinstance(path, NamedNode):
            return self._names.name(path)
        for name, phrase in _PATHS.items():
            for inner in self._of(path, name):
                return phrase.format(self._path(inner))
        for choice in self._of(path, "alternativePath"):
            return " or ".join(self._path(step) for step in self._shapes.items(choice))
        return " then ".join(self._path(step) for step in self._shapes.items(path))

    def _got(self, result: Result) -> str | None:
        """Return the value, or all values of the property where the number of them is wrong."""
        if result.component in _OF_THE_FOCUS:
            if not isinstance(result.path, NamedNode):
                return None
            values = self._data.objects(result.focus, result.path)
            return ", ".join(self._names.name(value) for value in sorted(values, key=str)) or None
        if result.value is None or (result.value == result.focus and result.path is None):
            return None
        return self._names.name(result.value)
