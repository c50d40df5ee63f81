"""Checks of new facts against what is known: SPARQL files, whose rows are findings.

A file ``ontology/checks/changes/<name>.rq`` looks at what would hold newly in the graph
``namespaces.PROPOSED``, and at all that would hold in the default graph. Its header has

- ``question``, ``severity`` and ``mend`` as a hygiene check has them, and ``finding``: the kind;
- ``says``, and where there is one, ``expected`` and ``got``: sentences in which ``{column}`` stands
  for the name of a term and ``{column:turtle}`` for the term as Turtle writes it;
- ``at``: the columns of the statement that it is about, or of as much of it as there is; a single
  one may be a named graph of the new facts, and means the first statement that is new in it;
- ``given``: the rows that its empty ``VALUES`` block is to have, which SPARQL cannot find.

A hygiene check that a change may break says so in its header (``changes``): what it finds after the
change and not before is a finding.
"""

from __future__ import annotations

__all__ = ["ChangeCheck", "change_findings", "load_change_check"]

from typing import TYPE_CHECKING, NamedTuple, cast

from pyoxigraph import Literal, NamedNode

from lunargraph import resources
from lunargraph.errors import DataError
from lunargraph.namespaces import compact
from lunargraph.store.worlds import marked
from lunargraph.stored_queries import bind_values
from lunargraph.validation.check_files import load_check, load_header
from lunargraph.validation.findings import CHECKS, SEVERITIES, Finding
from lunargraph.validation.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from lunargraph.reasoning.clashes import Term
    from lunargraph.results import Table
    from lunargraph.store import Dataset
    from lunargraph.validation.findings import Place
    from lunargraph.validation.proposals import Proposal

_NEEDED = {"question", "finding", "severity", "says", "mend", "at"}
_ALLOWED = _NEEDED | {"expected", "got", "given"}
_WHOLE = 3
"""So many terms are a whole statement."""


class Given(NamedTuple):
    """Rows for the ``VALUES`` block of a check, over exactly these *columns*."""

    columns: tuple[str, ...]
    rows: tuple[tuple[NamedNode | Literal, ...], ...]


class ChangeCheck(NamedTuple):
    """A check of changes: what its header says, and the text of its *query*."""

    name: str
    question: str
    finding: str
    severity: str
    says: str
    mend: str
    at: tuple[str, ...]
    query: str
    expected: str | None = None
    got: str | None = None
    given: str | None = None


def load_change_check(path: Path) -> ChangeCheck:
    """Read a check of changes.

    :raises FileError: the file cannot be read.
    :raises ParseError: its header is not TOML.
    :raises DataError: the header is another one than that of a check of changes.
    """
    header, text = load_header(path)
    wrong = not _NEEDED <= set(header) <= _ALLOWED
    if wrong or header["severity"] not in SEVERITIES or header["finding"] not in CHECKS:
        raise DataError(
            f"the header of a check of changes has {', '.join(sorted(_NEEDED))}", [str(path)]
        )
    return ChangeCheck(**{**header, "at": tuple(header["at"])}, name=path.stem, query=text)


def change_findings(proposal: Proposal, names: Names, given: Mapping[str, Given]) -> list[Finding]:
    """Return what the checks of changes find, and what hygiene checks find newly.

    :param given: rows by the name that a header asks for them with; a check without any finds
        nothing.
    """
    findings: list[Finding] = []
    with marked(proposal.after, proposal.gained) as dataset:
        for path in resources.change_files():
            check = load_change_check(path)
            findings += _findings(check, dataset, proposal, names, given)
    return [*findings, *_broken_hygiene(proposal, names)]


def _findings(
    check: ChangeCheck,
    dataset: Dataset,
    proposal: Proposal,
    names: Names,
    given: Mapping[str, Given],
) -> Iterator[Finding]:
    query = check.query
    if check.given is not None:
        columns, rows = given[check.given]
        if not rows:
            return
        query = bind_values(query, columns, rows)
    for row in _rows(dataset, query, check.name):
        words = {column: _Word(term, names) for column, term in row.items()}
        at = [term for column in check.at if (term := row[column]) is not None]
        focus, predicate, value = row.get("focus"), row.get("property"), row.get("value")
        yield Finding(
            check.severity,
            check.finding,
            check.says.format_map(words),
            _place(at, proposal),
            check.expected and check.expected.format_map(words),
            check.got and check.got.format_map(words),
            check.mend.format_map(words),
            focus.value if isinstance(focus, NamedNode) else None,
            check.name,
            predicate.value if isinstance(predicate, NamedNode) else None,
            str(value) if isinstance(value, NamedNode | Literal) else None,
        )


def _rows(dataset: Dataset, query: str, name: str) -> Iterator[dict[str, Term | None]]:
    table = cast("Table", dataset.query(query, name=f"{name}.rq"))
    for row in table.terms:
        yield dict(zip(table.columns, row, strict=True))


class _Word:
    """A term in a sentence: by its name, or as Turtle writes it."""

    def __init__(self, term: Term | None, names: Names) -> None:
        self._term = term
        self._names = names

    def __format__(self, form: str) -> str:
        term = self._term
        if term is None:
            return ""
        if form == "turtle":
            return compact(term.value) if isinstance(term, NamedNode) else str(term)
        return term.value if isinstance(term, Literal) else self._names.name(term)


def _place(at: Sequence[Term], proposal: Proposal) -> Place | None:
    locator = proposal.locator
    if len(at) == 1:
        store = proposal.before.dataset.store
        inside = [quad for quad in proposal.added if quad.graph_name == at[0]]
        new = [quad for quad in inside if quad not in store] or inside
        # In a graph that was known, what is new may stand anywhere below its subject.
        length = _WHOLE if isinstance(at[0], NamedNode) and store.contains_named_graph(at[0]) else 1
        places = (locator.statement(*list(quad.triple)[:length]) for quad in new)
        found = [place for place in places if place is not None]
        if found:
            return min(found, key=lambda place: (place.path, place.line or 0, place.column or 0))
    return locator.statement(*at) if at else None


def _broken_hygiene(proposal: Proposal, names: Names) -> Iterator[Finding]:
    """Find what the hygiene checks that heed changes find after the change and not before."""
    for path in resources.check_files():
        check = load_check(path)
        if check.changes is None:
            continue
        after = _details(proposal.after.dataset, check.query, check.name)
        before = set(_details(proposal.before.dataset, check.query, check.name) if after else ())
        for focus, detail in after:
            if (focus, detail) in before:
                continue
            subject = "something" if focus is None else names.name(focus)
            yield Finding(
                check.severity,
                check.changes,
                f"{subject} {names.text(detail)}",
                _where(focus, detail, proposal),
                mend=check.mend,
                focus=getattr(focus, "value", None),
                source=check.name,
            )


def _where(focus: Term | None, detail: str, proposal: Proposal) -> Place | None:
    """Return where the statement that *detail* speaks of is written, or the *focus*, or a part."""
    said, locator = Names.mentioned(detail), proposal.locator
    terms = [term for term in (focus, *said) if term is not None]
    whole = locator.whole(*said) if len(said) == _WHOLE else None
    parts = (locator.statement(term) for term in terms)
    return whole or next((place for place in parts if place is not None), None)


def _details(dataset: Dataset, query: str, name: str) -> list[tuple[Term | None, str]]:
    rows = _rows(dataset, query, name)
    return [(row["focus"], getattr(row["detail"], "value", "")) for row in rows]
