"""The SHACL pass: pySHACL over the statements and what follows from them.

Terms go over to rdflib and back by hand and literals keep their spelling: pySHACL switches the
normalisation of literals (a global of rdflib) on at will, and rdflib logs a warning for every
literal that does not fit its datatype, which is what the shapes are there to say.
"""

from __future__ import annotations

__all__ = ["Result", "shacl_results", "shacl_results_at"]

import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pyshacl
import rdflib
from pyoxigraph import Literal
from rdflib.namespace import SH

from lunargraph.errors import LunarGraphError
from lunargraph.namespaces import PREFIXES
from lunargraph.store.grammar import uses_keyword
from lunargraph.validation.prepared_queries import PreparedGraph, Queries
from lunargraph.validation.shape_graphs import as_specified
from lunargraph.validation.views import Terms, view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import Triple
    from rdflib.term import Node

    from lunargraph.reasoning.clashes import Term
    from lunargraph.validation.affected import Focus
    from lunargraph.validation.lookups import Lookup


class Result(NamedTuple):
    """One validation result.

    *path* and *shape* are nodes of the shapes, *focus* and *value* of the data; *component* is the
    name of the constraint component, such as ``MinCount``, *severity* that of the severity, such as
    ``Violation``; or the IRI where SHACL does not define it.
    """

    focus: Term
    path: Term | None
    value: Term | None
    component: str
    shape: Term
    severity: str
    messages: tuple[str, ...]


_ADVANCED = {SH.target, SH.rule, SH.expression}


def shacl_results(data: Iterable[Triple], shapes: Iterable[Triple]) -> list[Result]:
    """Return what the *shapes* find in the *data*, sorted; nothing is inferred on the way.

    A result stands there as often as it is found, as for each of two classes that are missing.

    :raises LunarGraphError: the shapes themselves are wrong.
    """
    terms = Terms()

    def graph(queries: Queries) -> rdflib.Graph:
        found = PreparedGraph(queries)
        for triple in data:
            found.add(terms.triple(triple))
        return found

    return _results(graph, shapes, terms, Queries())


def shacl_results_at(
    focus: Focus, statements: Lookup, shapes: Iterable[Triple], queries: Queries
) -> list[Result]:
    """Return what the *shapes* find at some of their targets, as :func:`shacl_results` does.

    :param statements: what holds; no more of it is read than these targets need.
    """
    terms = Terms()
    return _results(
        lambda queries: view(statements, terms, queries), focus.written(shapes), terms, queries
    )


def _results(
    data: Callable[[Queries], rdflib.Graph],
    shapes: Iterable[Triple],
    terms: Terms,
    queries: Queries,
) -> list[Result]:
    with _quiet_rdflib():
        data_graph, shapes_graph = data(queries), rdflib.Graph()
        for triple in as_specified(shapes):
            shapes_graph.add(terms.triple(triple))
        report = _report(data_graph, shapes_graph)
        results = [_result(report, node, terms) for node in report.objects(predicate=SH.result)]
    return sorted(results, key=lambda result: [str(part) for part in result])


_SPARQL = {SH.select, SH.ask, SH.construct, SH.update}


def _refuse_service(shapes: rdflib.Graph) -> None:
    """Refuse shapes whose SPARQL calls a server; pySHACL would let a target do so."""
    for _, predicate, text in shapes:
        if predicate in _SPARQL and uses_keyword("service", str(text)):
            raise LunarGraphError(
                "SERVICE is off: a shape never calls a server",
                got=" ".join(str(text).split())[:80],
                mend="take the constraint or target that calls it out of the shapes",
            )


def _report(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    _refuse_service(shapes)
    advanced = any(
        predicate in _ADVANCED or object_ == SH.SPARQLFunction for _, predicate, object_ in shapes
    )
    try:
        _, report, said = pyshacl.validate(
            data,
            shacl_graph=shapes,
            inference="none",
            inplace=True,  # the graph is ours and thrown away
            advanced=advanced,
        )
    except Exception as error:  # noqa: BLE001  # rdflib raises Exception itself, as for a prefix
        # that a SPARQL constraint uses and does not declare; nothing but the shapes can be wrong
        raise _bad_shapes(str(error)) from None
    if not isinstance(report, rdflib.Graph):
        raise _bad_shapes(str(said).removeprefix("Validation Failure - "))
    return report


def _bad_shapes(reason: str) -> LunarGraphError:
    return LunarGraphError(
        "the shapes cannot be used: " + " ".join(reason.split()),
        mend="correct the SHACL shapes",
    )


@contextmanager
def _quiet_rdflib() -> Iterator[None]:
    """Leave literals as they are written, say nothing about them, and put everything back."""
    logger = logging.getLogger("rdflib.term")
    before = rdflib.NORMALIZE_LITERALS, logger.disabled
    rdflib.NORMALIZE_LITERALS, logger.disabled = False, True
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"rdflib\.term")
            yield
    finally:
        rdflib.NORMALIZE_LITERALS, logger.disabled = before


def _result(report: rdflib.Graph, node: Node, terms: Terms) -> Result:
    def one(predicate: rdflib.URIRef) -> Term | None:
        found = report.value(node, predicate)
        return None if found is None else terms.term(found)

    focus, shape = one(SH.focusNode), one(SH.sourceShape)
    assert focus is not None  # noqa: S101  # SHACL, section 3.6.2: always there
    assert shape is not None  # noqa: S101  # pySHACL always gives it
    component = str(report.value(node, SH.sourceConstraintComponent))
    messages = [terms.term(message) for message in report.objects(node, SH.resultMessage)]
    severity = str(report.value(node, SH.resultSeverity))
    return Result(
        focus,
        one(SH.resultPath),
        one(SH.value),
        _own(component, "ConstraintComponent"),
        shape,
        _own(severity),
        _in_one_language(messages),
    )


def _own(iri: str, suffix: str = "") -> str:
    """Return the name of a term of SHACL without the *suffix*, or the IRI of another."""
    own = iri.startswith(PREFIXES["sh"])
    return iri.removeprefix(PREFIXES["sh"]).removesuffix(suffix) if own else iri


def _in_one_language(messages: Iterable[Term]) -> tuple[str, ...]:
    """Return the texts in English, or those without a language, or else all, sorted."""
    texts = [text for text in messages if isinstance(text, Literal)]
    for language in ("en", None):
        chosen = [text.value for text in texts if (text.language or None) == language]
        if chosen:
            return tuple(sorted(chosen))
    return tuple(sorted(text.value for text in texts))
