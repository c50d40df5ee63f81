"""The results of a SHACL pass in words."""

from __future__ import annotations

__all__ = ["Wording", "shape_findings"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode

from lunargraph.reasoning.index import Index
from lunargraph.validation.alternatives import Alternatives
from lunargraph.validation.constraints import Constraints
from lunargraph.validation.findings import Finding
from lunargraph.validation.mending import Mending
from lunargraph.validation.nearness import nearest_in_words
from lunargraph.validation.reasons import Reasons

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Term
    from lunargraph.validation.alternatives import Nearest
    from lunargraph.validation.findings import Place
    from lunargraph.validation.lookups import Lookup
    from lunargraph.validation.names import Names
    from lunargraph.validation.places import Locator
    from lunargraph.validation.reasons import Prove
    from lunargraph.validation.shacl import Result

_SEVERITIES = {"Violation": "violation", "Warning": "warning", "Info": "info"}

_OF_THE_FOCUS = {"MinCount", "MaxCount", "UniqueLang", "QualifiedMinCount", "QualifiedMaxCount"}


def shape_findings(
    results: Sequence[Result],
    shapes: Iterable[Triple],
    statements: Lookup,
    names: Names,
    locator: Locator,
    prove: Prove | None = None,
) -> list[Finding]:
    """Return the findings of *results*, placed by a *locator*; the others are as for Wording."""
    if not results:
        return []
    wording = Wording(shapes, statements, names, prove)
    return [wording.finding(result, locator.statement, locator.whole) for result in results]


class Wording:
    """Turns results into findings, with the labels of the data and the parameters of the shapes."""

    def __init__(
        self,
        shapes: Iterable[Triple],
        statements: Lookup,
        names: Names,
        prove: Prove | None = None,
    ) -> None:
        """:param statements: what the shapes were put to, for one look-up after the other.
        :param prove: gives proofs; without it findings do not tell why.
        """
        self._shapes = Index.of_triples(shapes)
        self._statements = statements
        self._names = names
        self._constraints = Constraints(self._shapes, names)
        self._alternatives = Alternatives(self._shapes, statements)
        self._mending = Mending(self._shapes, statements, names.label)
        self._reasons = None if prove is None else Reasons(self._shapes, statements, names, prove)
        self._owners: dict[Term, list[Term]] = {}
        for subject, _, object_ in self._shapes:
            if isinstance(object_, BlankNode):
                self._owners.setdefault(object_, []).append(subject)

    def finding(
        self,
        result: Result,
        place_of: Callable[..., Place | None],
        whole: Callable[[Term, Term, Term], Place | None] | None = None,
    ) -> Finding:
        """Return the finding of a *result*, at the statement that it is about.

        :param place_of: gives the place of a statement, or of as much of it as there is.
        :param whole: gives the place of a whole statement, None if it is not in the new facts.
        """
        predicate = result.path if isinstance(result.path, NamedNode) else None
        must, expected = self._constraints.must(result)
        nearest = self._alternatives.nearest(result)
        if nearest is not None:
            expected = self._expected(result, nearest, expected)
        cure = self._mending.mend(result, nearest, whole)
        got = self._got(result)
        said = f"{self._names.name(result.focus)}{'' if must.startswith('breaks') else ':'} {must}"
        own = result.component == "SPARQL" or bool(
            self._constraints.values(result.shape, "message")
        )
        owner = self._owner(result.shape)
        place = place_of(result.focus, predicate, result.value)
        if place is None and isinstance(result.value, NamedNode):
            place = place_of(result.value)  # new facts about it made a known thing fail
        return Finding(
            _SEVERITIES.get(result.severity, "violation"),
            "shape",
            f"{said}; got {got}" if got else said,
            place,
            expected,
            got,
            "\n".join(filter(None, (" ".join(result.messages) if own else None, cure))) or None,
            result.focus.value if isinstance(result.focus, NamedNode) else None,
            None if owner is None else owner.value,
            None if predicate is None else predicate.value,
            None if isinstance(result.value, BlankNode | None) else str(result.value),
            result.component,
            proof=None if self._reasons is None else self._reasons.why(result),
        )

    def _expected(self, result: Result, nearest: Nearest, expected: str | None) -> str | None:
        """Return what is expected, with the nearest way to it."""
        told = nearest_in_words(result, nearest, self._constraints, self._names)
        if told is None:
            return expected
        if expected is None and result.component in {"Or", "Xone"}:
            only = "exactly " if result.component == "Xone" else ""
            expected = f"{only}one of {nearest.of} alternatives"
        mark = ": " if result.component in {"And", "Node"} else "; "
        return told if expected is None else f"{expected}{mark}{told}"

    def _owner(self, node: Term) -> NamedNode | None:
        """Return *node*, or the IRI of the nearest thing in the shapes that it is a part of."""
        seen: set[Term] = set()
        while node in self._owners and node not in seen and isinstance(node, BlankNode):
            seen.add(node)
            node = min(self._owners[node], key=str)
        return node if isinstance(node, NamedNode) else None

    def _got(self, result: Result) -> str | None:
        """Return the value, or all values of the property where the number of them is wrong."""
        if result.component in _OF_THE_FOCUS:
            if not isinstance(result.path, NamedNode):
                return None
            if not isinstance(result.focus, NamedNode | BlankNode):
                return None
            found = self._statements.triples(result.focus, result.path, None)
            values = sorted({triple.object for triple in found}, key=str)
            return ", ".join(map(self._names.name, values)) or None
        if result.value is None or (result.value == result.focus and result.path is None):
            return None
        return self._names.name(result.value)
