"""What the constraints of shapes ask for, in words that name things by their labels."""

from __future__ import annotations

__all__ = ["CHOICES", "VAGUE", "Constraints", "a", "listed"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from lunargraph.namespaces import PREFIXES, compact
from lunargraph.reasoning.index import sh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lunargraph.reasoning.clashes import Term
    from lunargraph.reasoning.index import Index
    from lunargraph.validation.names import Names
    from lunargraph.validation.shacl import Result

# constraint component: its parameter, what must be so, and what was expected; {e} describes the
# value of the parameter, {p} the property
_MUST = {
    "Class": ("class", "must be {e}", "{e}"),
    "Datatype": ("datatype", "must be {e}", "{e}"),
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
    "QualifiedMinCount": ("qualifiedMinCount", "needs at least {e}", "at least {e}"),
    "QualifiedMaxCount": ("qualifiedMaxCount", "must not have more than {e}", "at most {e}"),
    "Node": ("node", "must be {e}", "{e}"),
    "Not": ("not", "must not be {e}", "not {e}"),
    "And": ("and", "must be {e}", "{e}"),
    "Or": ("or", "must be {e}", "{e}"),
    "Xone": ("xone", "must be exactly one of {e}", "exactly one of {e}"),
}
VAGUE = "a condition"
CHOICES = frozenset(("in", "languageIn", "and", "or", "xone"))
"""The parameters whose values are lists."""
_BARE = ("count", "length", "inclusive", "exclusive")
_SHAPES = {"and", "node", "not", "or", "xone"}
_KINDS = {
    "IRI": "an IRI",
    "BlankNode": "a blank node",
    "Literal": "a literal",
    "BlankNodeOrIRI": "a blank node or an IRI",
    "BlankNodeOrLiteral": "a blank node or a literal",
    "IRIOrLiteral": "an IRI or a literal",
}
_DATATYPES = {
    "anyURI": "an address",
    "boolean": "true or false",
    "date": "a date",
    "dateTime": "a day and a time",
    "decimal": "a decimal number",
    "gMonth": "a month of any year",
    "gYear": "a year",
    "gYearMonth": "a month",
    "integer": "a whole number",
    "nonNegativeInteger": "a whole number, 0 or more",
    "positiveInteger": "a whole number, 1 or more",
    "string": "a text without a language",
    "time": "a time of day",
}
_PATHS = {"inversePath": "the inverse of {}", "zeroOrMorePath": "any number of {}"}
_PATHS |= {"oneOrMorePath": "one or more {}", "zeroOrOnePath": "at most one {}"}


def a(noun: str) -> str:
    """Return a *noun*, which may be in quotes, with its article.

    >>> a("'agency'"), a("'country'")
    ("an 'agency'", "a 'country'")
    """
    first = noun.strip("'").casefold()[:1]
    return f"{'an' if first in 'aeio' else 'a'} {noun}"


def listed(parts: Sequence[str], word: str = "or") -> str:
    """Return *parts* as an enumeration.

    >>> listed(["2"]), listed(["2", "4"]), listed(["2", "4", "5"])
    ('2', '2 or 4', '2, 4 or 5')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


class Constraints:
    """Describes the constraints of some *shapes*."""

    def __init__(self, shapes: Index, names: Names) -> None:
        self._shapes = shapes
        self._names = names

    def must(self, result: Result) -> tuple[str, str | None]:
        """Return what must be so by the constraint of a result, and the same as an expectation."""
        path = self.path(result.path) if result.path is not None else None
        if result.component not in _MUST:
            if result.component == "Closed":
                return f"{path} is not allowed here", None
            rule = self._names.label(result.shape) or "; ".join(result.messages)
            return f"breaks the rule '{rule}'", None
        parameter, must, expected = _MUST[result.component]
        values = self.values(result.shape, parameter)
        told = listed([self.describe(value, parameter) for value in values])
        if VAGUE in told:
            label = self._names.label(result.shape)
            return self._vague(parameter, label, path)
        exact = listed([self.describe(value, parameter, exact=True) for value in values])
        if result.component == "Datatype":
            told = exact  # "2024" alone may look like what is asked for
        elif result.component == "MinCount" and told == "1":
            must = "is missing"
        elif result.component == "MaxCount" and told == "0":
            must = "must not be given"
        elif result.component.startswith("Qualified"):
            told = exact = self._counted(told, result)
        subject = f"{path} " if path else ""
        return subject + must.format(e=told), expected.format(e=exact, p=path)

    def _counted(self, number: str, result: Result) -> str:
        """Return so many values of the kind that a qualified value shape asks for."""
        [*_, shape] = self.values(result.shape, "qualifiedValueShape")
        what = self.shape(shape, deep=True)
        count = f"{number} value{'' if number == '1' else 's'}"
        verb = "is" if number == "1" else "are"
        return (
            f"{count} that fit{'s' if number == '1' else ''}"
            if what == VAGUE
            else f"{count} that {verb} {what}"
        )

    @staticmethod
    def _vague(parameter: str, label: str | None, path: str | None) -> tuple[str, str | None]:
        if label:
            return f"breaks the rule '{label}'", None
        subject = f"{path} " if path else ""
        return subject + {
            "and": "must fit all of several conditions",
            "not": "must not be what it is",
            "or": "must fit one of several conditions",
            "xone": "must fit exactly one of several conditions",
        }.get(parameter, "must fit a condition"), None

    def values(self, shape: Term, parameter: str) -> list[Term]:
        """Return the values of a parameter of SHACL, sorted."""
        return sorted(self._shapes.objects(shape, sh(parameter)), key=str)

    def describe(self, value: Term, parameter: str, *, exact: bool = False) -> str:
        """Return the *value* of a parameter in words; an *exact* datatype comes with its CURIE."""
        if parameter == "nodeKind" and isinstance(value, NamedNode):
            return _KINDS.get(value.value.rpartition("#")[2], compact(value.value))
        if parameter in CHOICES:
            joint = "and" if parameter == "and" else "or"
            items = self._shapes.items(value)
            if parameter in _SHAPES:
                return listed([self.shape(item, exact=exact) for item in items], joint)
            return listed([_item(item, self._names) for item in items], joint)
        if parameter in _SHAPES:
            return self.shape(value, exact=exact)
        if parameter == "datatype" and isinstance(value, NamedNode):
            return self._datatype(value, exact=exact)
        if parameter == "class":
            return a(self._names.name(value))
        if parameter == "pattern" and isinstance(value, Literal):
            return f"the pattern {value.value}"
        if isinstance(value, Literal) and parameter.lower().endswith(_BARE):
            return value.value
        return self._names.name(value)

    def _datatype(self, datatype: NamedNode, *, exact: bool) -> str:
        curie = compact(datatype.value)
        words = _DATATYPES.get(datatype.value.removeprefix(PREFIXES["xsd"]))
        if datatype.value == PREFIXES["rdf"] + "langString":
            words = "a text with a language"
        if words is None:
            return a(curie)
        return (
            f"{words} ({curie})" if exact and datatype.value.startswith(PREFIXES["xsd"]) else words
        )

    def shape(self, shape: Term, *, exact: bool = False, deep: bool = False) -> str:
        """Describe a shape inside another by its label, or by the one thing that it asks for.

        :param deep: look into its only property as well.
        """
        label = self._names.label(shape)
        if isinstance(shape, NamedNode):
            return a(self._names.name(shape) if label is None else f"'{label}'")
        for parameter in ("datatype", "class", "nodeKind", "hasValue", "in", "pattern"):
            values = self.values(shape, parameter)
            if values:
                return listed([self.describe(each, parameter, exact=exact) for each in values])
        for languages in self.values(shape, "languageIn"):
            return f"a text in the language {self.describe(languages, 'languageIn')}"
        return self._property(shape) if deep else VAGUE

    def _property(self, shape: Term) -> str:
        parts = self.values(shape, "property")
        paths = [path for part in parts for path in self.values(part, "path")]
        if len(paths) == len(parts) == 1:
            what = self.shape(parts[0])
            if what != VAGUE and isinstance(parts[0], BlankNode):
                return f"something with {self.path(paths[0])} {what}"
        return VAGUE

    def path(self, path: Term) -> str:
        """Return a property path in words."""
        if isinstance(path, NamedNode):
            return self._names.name(path)
        for name, phrase in _PATHS.items():
            for inner in self.values(path, name):
                return phrase.format(self.path(inner))
        for choice in self.values(path, "alternativePath"):
            return listed([self.path(step) for step in self._shapes.items(choice)])
        return " then ".join(self.path(step) for step in self._shapes.items(path))


def _item(item: Term, names: Names) -> str:
    return item.value if isinstance(item, Literal) else names.name(item)
