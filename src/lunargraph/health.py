"""The health of a whole graph: shapes, consistency, the OWL 2 RL profile, hygiene, stored queries.

A hygiene check is a file ``ontology/checks/<name>.rq``: a SPARQL SELECT whose rows (``?focus``,
``?detail``) are findings, with its question, severity and cure in the header.
"""

from __future__ import annotations

__all__ = ["check", "iter_floors"]

from typing import TYPE_CHECKING, Any

from lunargraph import resources
from lunargraph.errors import DataError, ParameterError
from lunargraph.formats import load_quads
from lunargraph.namespaces import PREFIXES
from lunargraph.results import Table
from lunargraph.results.text import row_count
from lunargraph.validation import Finding, Place, Report, validate_graph
from lunargraph.validation.check_files import load_check
from lunargraph.validation.names import Names
from lunargraph.validation.profile import rl_violations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from lunargraph.graph import LunarGraph
    from lunargraph.reasoning import Progress


def check(
    graph: LunarGraph, *, shapes: Sequence[Path], progress: Progress | None, why: bool = False
) -> Report:
    """Return everything that is wrong with *graph*; *why* asks for proofs.

    A graph of other files is checked against the shapes given and for consistency and profile. The
    hygiene checks are about graphs in the terms of the shipped ontology, and the floors of the
    stored queries belong to the shipped data.
    """
    asserted = graph.asserted()
    report = validate_graph(
        asserted,
        shapes=shapes,
        engine=graph.engine,
        progress=progress,
        prover=graph.prover if why else None,
    )
    findings = [*report.findings, *_profile(graph)]
    checks = [*report.checks, "profile"]
    if graph.in_our_terms:
        checks.append("hygiene")
        findings += _hygiene(graph, Names({quad.triple for quad in asserted}))
    if graph.with_shipped_data:
        checks.append("query")
        findings += iter_floors(graph)
    return Report(findings, len(graph.files), checks=checks)


def _profile(graph: LunarGraph) -> Iterator[Finding]:
    """Find what of the ontology, or of any file given, leaves the OWL 2 RL profile."""
    files = resources.ontology_files() if graph.with_shipped_data else graph.files
    triples = [
        quad.triple
        for path in files
        for quad in load_quads(path)
        if not quad.predicate.value.startswith(PREFIXES["sh"])  # shapes are no part of an ontology
    ]
    for sentence in rl_violations(triples):
        yield Finding(
            "violation" if graph.with_shipped_data else "warning",
            "profile",
            sentence,
            mend="say it with what OWL 2 RL has, or move it to a shape or a rule",
        )


def _hygiene(graph: LunarGraph, names: Names) -> Iterator[Finding]:
    for path in resources.check_files():
        each = load_check(path)
        answer = graph.sparql(each.query, name=str(path))
        if not isinstance(answer, Table) or answer.columns != ("focus", "detail"):
            raise DataError("a check is a SELECT of ?focus and ?detail", [str(path)])
        for focus, detail in answer.terms:
            subject = names.name(focus) if focus is not None else "something"
            yield Finding(
                each.severity,
                "hygiene",
                f"{subject} {names.text(getattr(detail, 'value', ''))}",
                mend=each.mend,
                focus=getattr(focus, "value", None),
                source=each.name,
            )


def iter_floors(graph: LunarGraph) -> Iterator[Finding]:
    """Find stored queries that give fewer rows than their header expects.

    A parameter that is required is given the example of its header.
    """
    for name, query in sorted(graph.queries().items()):
        required = [each for each in query.parameters.values() if each.required]
        values: dict[str, Any] = {each.name: each.example for each in required}
        asked = "".join(f" with -p {parameter}={value}" for parameter, value in values.items())
        try:
            rows = len(graph.query(name, **values))
            got, enough = row_count(rows), rows >= query.min_rows
        except ParameterError as error:
            got, enough = error.what, False
        if not enough:
            yield Finding(
                "violation",
                "query",
                f"the stored query {name!r} gives fewer rows than it should{asked}",
                Place(str(query.path)),
                expected=f"at least {query.min_rows} rows",
                got=got,
                mend="look for facts that are missing, or mend the query",
                source=name,
            )
