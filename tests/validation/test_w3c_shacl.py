"""The SHACL test suite of the W3C, through the loading that validation uses.

Each file that holds a ``sht:Validate`` is a test: what the shapes graph finds in the data graph is
the expected report, result by result, messages aside; or the shapes cannot be used (``sht:Failure``).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlparse

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from lunargraph.errors import LunarGraphError
from lunargraph.formats import parse_quads
from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.index import Index
from lunargraph.validation.affected import Difference, Focus
from lunargraph.validation.lookups import Listing
from lunargraph.validation.new_results import as_compared, new_results
from lunargraph.validation.prepared_queries import Queries
from lunargraph.validation.shacl import shacl_results, shacl_results_at
from w3c_suites import SUITES, reason_to_skip

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Term
    from lunargraph.validation.shacl import Result

SUITE = SUITES / "shacl"
SHT = "http://www.w3.org/ns/shacl-test#"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
FAILURE = NamedNode(SHT + "Failure")
TESTS = sorted(path for path in SUITE.glob("*/*/*.ttl") if b"sht:Validate" in path.read_bytes())

# what stays out of reach, and why; see docs/validation.md
OUT_OF_REACH = {
    "sparql/pre-binding/shapesGraph-001": (
        "pySHACL does not offer the shapes to a query as $shapesGraph, which the specification"
        " leaves open (section 5.3.1), and refuses such a query, as it has to"
    ),
}

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason=reason_to_skip("shacl"))


def name_of(path: Path) -> str:
    return path.relative_to(SUITE).with_suffix("").as_posix()


def sh(name: str) -> NamedNode:
    return NamedNode(PREFIXES["sh"] + name)


def load(path: Path) -> list[Triple]:
    base = f"@base <{path.resolve().as_uri()}> .\n".encode()  # the IRI of a test is relative
    document = base + path.read_bytes()
    return [quad.triple for quad in parse_quads(document, "turtle", name=path.name)]


class Case:
    """A test: *data*, *shapes*, and the *expected* results, None if a failure is expected."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._triples = load(path)
        self.report = Index.of_triples(self._triples)
        [test] = self.report.members(NamedNode(SHT + "Validate"))
        action, result = (self._one(test, MF + name) for name in ("action", "result"))
        self.data = self._graph(action, "dataGraph")
        self.shapes = self._graph(action, "shapesGraph")
        self.expected = None if result == FAILURE else self._results(result)

    def _one(self, subject: Term, predicate: str) -> Term:
        [term] = self.report.objects(subject, NamedNode(predicate))
        return term

    def _graph(self, action: Term, role: str) -> list[Triple]:
        iri = self._one(action, SHT + role)
        assert isinstance(iri, NamedNode)
        path = Path(unquote(urlparse(iri.value).path))
        return self._triples if path == self._path.resolve() else load(path)

    def _results(self, report: Term) -> list[object]:
        results = [self._result(node) for node in self.report.objects(report, sh("result"))]
        conforms = self._one(report, PREFIXES["sh"] + "conforms")
        assert isinstance(conforms, Literal)
        assert (conforms.value == "true") == (not results)
        return sorted(results, key=str)

    def _result(self, node: Term) -> tuple[object, ...]:
        def part(name: str) -> Term | None:
            return next(iter(self.report.objects(node, sh(name))), None)

        component, severity = part("sourceConstraintComponent"), part("resultSeverity")
        return (
            part("focusNode"),
            spelt(part("resultPath"), self.report),
            part("value"),
            component,
            part("sourceShape"),
            severity,
        )

    def found(self) -> list[object]:
        """Return the results that validation finds, in the form of the expected ones."""
        return self.told(shacl_results(self.data, self.shapes))

    def found_by_look_ups(self) -> list[object]:
        """Return the same of validation that looks the data up, as it does for new facts."""
        nowhere = Focus({}, frozenset(triple.subject for triple in self.shapes))
        data = Listing(self.data)
        return self.told(shacl_results_at(nowhere, data, self.shapes, Queries()))

    def found_in_new_facts(self) -> list[object]:
        """Return what new facts bring about if all of the data are new, and the rest.

        The rest is what the shapes find where there are no data as well.
        """
        change = Difference(set(self.data), (), Listing(()), Listing(self.data))
        old = set(map(as_compared, shacl_results([], self.shapes)))
        rest = [r for r in shacl_results(self.data, self.shapes) if as_compared(r) in old]
        return self.told([*new_results(self.shapes, change), *rest])

    def told(self, found: list[Result]) -> list[object]:
        """Return results in the form of the expected ones."""
        shapes = Index.of_triples(self.shapes)
        results = [
            (
                result.focus,
                spelt(result.path, shapes),
                result.value,
                own(component(result.component)),
                result.shape,
                own(result.severity),
            )
            for result in found
        ]
        return sorted(results, key=str)


def component(name: str) -> str:
    return name if ":" in name else f"{name}ConstraintComponent"


def own(name: str) -> NamedNode:
    return NamedNode(name) if ":" in name else sh(name)


def spelt(path: Term | None, graph: Index) -> object:
    """Return a property path as nested tuples: a report names its blank nodes anew."""
    if not isinstance(path, BlankNode):
        return path
    if items := graph.items(path):
        return tuple(spelt(item, graph) for item in items)
    parts = [(predicate, object_) for s, predicate, object_ in graph if s == path]
    return tuple(sorted((str(step), spelt(object_, graph)) for step, object_ in parts))


WAYS = (Case.found, Case.found_by_look_ups, Case.found_in_new_facts)


@pytest.mark.parametrize("found", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("path", [pytest.param(path, id=name_of(path)) for path in TESTS])
def test_the_report_is_the_expected_one(
    path: Path, found: Callable[[Case], list[object]], request: pytest.FixtureRequest
) -> None:
    if name_of(path) in OUT_OF_REACH:
        reason = OUT_OF_REACH[name_of(path)]
        request.applymarker(pytest.mark.xfail(raises=LunarGraphError, reason=reason))
    case = Case(path)
    if case.expected is None:
        with pytest.raises(LunarGraphError) as failure:
            found(case)
        assert failure.value.mend
    else:
        assert found(case) == case.expected


def test_the_suite_is_whole() -> None:
    kinds = [name_of(path).partition("/")[0] for path in TESTS]
    assert (kinds.count("core"), kinds.count("sparql")) == (98, 23)
    assert set(OUT_OF_REACH) <= {name_of(path) for path in TESTS}
