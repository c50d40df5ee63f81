"""The report as the validation report of SHACL, for all findings.

A finding that no shape brought about is a result too: its constraint component is a term of ours,
such as ``lgr:VocabularyConstraintComponent``, and so is what SHACL has no term for.

Source: Shapes Constraint Language (SHACL), section 3.6 (validation report).
"""

from __future__ import annotations

__all__ = ["write_turtle"]

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from lunargraph.formats import write_turtle as write_triples
from lunargraph.namespaces import PREFIXES, REPORTS, is_iri
from lunargraph.reasoning.index import sh
from lunargraph.results.text import printable
from lunargraph.validation.baselines import fingerprint
from lunargraph.validation.escaping import in_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lunargraph.validation.findings import Finding, Report

_SEVERITIES = {"violation": "Violation", "warning": "Warning", "info": "Info"}
_Node = NamedNode | BlankNode
_Term = NamedNode | BlankNode | Literal


def write_turtle(report: Report) -> str:
    """Return the report as an ``sh:ValidationReport`` in canonical Turtle.

    It conforms if there is no result at all, whatever its severity, as SHACL says. What a baseline
    knows hangs on ``lgr:known`` and is no result.
    """
    return printable(write_triples(_triples(report), {**PREFIXES, "lgr": REPORTS}))


def _triples(report: Report) -> Iterator[Triple]:
    root = BlankNode("report")
    yield Triple(root, _rdf("type"), sh("ValidationReport"))
    conforms = "false" if report.findings else "true"
    yield Triple(root, sh("conforms"), Literal(conforms, datatype=_xsd("boolean")))
    for link, findings in ((sh("result"), report.findings), (_lgr("known"), report.known)):
        for number, finding in enumerate(findings):
            node = BlankNode(f"{'r' if link == sh('result') else 'k'}{number}")
            yield Triple(root, link, node)
            yield from _result(finding, report, node)
    for entry in report.stale:
        yield Triple(root, _lgr("stale"), _text(f"{entry.fingerprint} {entry.message}"))
    told = report.consequences
    for name, groups in (("gained", told.gained), ("lost", told.lost)):
        for group in groups:
            for statement in group.statements:
                yield Triple(root, _lgr(name), _text(statement.sentence))


def _result(finding: Finding, report: Report, node: BlankNode) -> Iterator[Triple]:
    yield Triple(node, _rdf("type"), sh("ValidationResult"))
    yield Triple(node, sh("focusNode"), _iri(finding.focus) or BlankNode(f"{node.value}focus"))
    yield Triple(node, sh("resultSeverity"), sh(_SEVERITIES[finding.severity]))
    yield Triple(node, sh("resultMessage"), _text(finding.message))
    yield Triple(node, sh("sourceConstraintComponent"), _component(finding))
    path, source = _iri(finding.predicate), _iri(finding.source)
    if path is not None:
        yield Triple(node, sh("resultPath"), path)
    if finding.value is not None:
        yield from (Triple(node, sh("value"), term) for term in _parsed(finding.value))
    if source is not None:
        yield Triple(node, sh("sourceShape"), source)
    elif finding.source is not None:
        yield Triple(node, _lgr("rule"), _text(finding.source))
    for name in ("expected", "got", "mend", "proof"):
        text = getattr(finding, name)
        if text:
            yield Triple(node, _lgr(name), _text(text))
    yield Triple(node, _lgr("fingerprint"), _text(fingerprint(finding, report.root)))
    yield from _place(finding, node)


def _place(finding: Finding, node: BlankNode) -> Iterator[Triple]:
    if finding.place is None:
        return
    path, *position = finding.place
    yield Triple(node, _lgr("file"), _text(path))
    for name, number in zip(("line", "column"), position, strict=True):
        if number is not None:
            yield Triple(node, _lgr(name), Literal(str(number), datatype=_xsd("integer")))


def _component(finding: Finding) -> NamedNode:
    """Return the component of SHACL, or one of ours that is named after the check."""
    if finding.check == "shape":
        return sh((finding.component or "Node") + "ConstraintComponent")
    return _lgr(finding.check.capitalize() + "ConstraintComponent")


def _parsed(term: str) -> Iterator[_Term]:
    """Read a term that is written as in N-Triples."""
    for quad in parse(f"_:s <x:p> {term} .", RdfFormat.N_TRIPLES):
        assert isinstance(quad.object, NamedNode | BlankNode | Literal)  # noqa: S101 - RDF 1.1
        yield quad.object


def _text(text: str) -> Literal:
    """Return a literal that shows what could not be written: half a character of a file name."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        return Literal("\n".join(in_lines(text)))
    return Literal(text)


def _iri(text: str | None) -> NamedNode | None:
    """Return the IRI that *text* is, or None."""
    if text is None or not is_iri(text):
        return None
    try:
        return NamedNode(text)
    except ValueError:  # characters that no IRI has
        return None


def _rdf(name: str) -> NamedNode:
    return NamedNode(PREFIXES["rdf"] + name)


def _xsd(name: str) -> NamedNode:
    return NamedNode(PREFIXES["xsd"] + name)


def _lgr(name: str) -> NamedNode:
    return NamedNode(REPORTS + name)
