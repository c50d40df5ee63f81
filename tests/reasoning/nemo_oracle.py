"""The closure by the rule table of OWL 2 RL/RDF, as Nemo works it out: an oracle for the reasoner.

``owl2rl.rls`` transcribes the 78 rules. Here terms go in under numbers and come out as they were, so
that no spelling is lost; what the values of literals are is told as facts; and the program is made
fit for Nemo, which is slow where many rules ask for one predicate: closing 100 triples took 7 s, and
takes 0.1 s since each term of the vocabulary has a predicate of its own. Reading the program takes
another 0.1 s and is done once a process.
"""

from __future__ import annotations

import atexit
import csv
import re
import tempfile
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from nmo_python import NemoEngine, NemoProgram, load_string
from pyoxigraph import Literal, NamedNode, Triple

from literal_values import DATATYPES, belongs, different_values, same_value, value_of
from rdf_terms import Statement, Term, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_Trace: TypeAlias = dict[str, Any]
"""What Nemo tells of a rule: *name*, *rule*, *assignment* and *subtraces*; or a *fact*."""

RULES = Path(__file__).with_name("owl2rl.rls").read_text("utf-8")


def nemo_closure(triples: Iterable[Triple | Statement]) -> tuple[set[Statement], set[str]]:
    """Return what follows from *triples*, themselves included, and the rules that conclude false.

    Reflexive, axiomatic and generalised statements are there too: all that the table concludes about
    terms of the graph and of the table itself. Literals of one value are ``owl:sameAs``, so that each
    of them stands wherever another does.
    """
    engine, names = _reason(triples)
    closed = {names.statement(*row) for row in engine.result("triple")}
    return closed, {rule.strip('"') for [rule] in engine.result("clash")}


class NemoStep(NamedTuple):
    """One way to a *conclusion* (None: false), as Nemo went it; the rule ``asserted`` is none."""

    rule: str
    premises: frozenset[Statement]
    conclusion: Statement | None


def nemo_steps(triples: Iterable[Triple | Statement]) -> Iterator[NemoStep]:
    """Yield a last step to each statement of the closure and to each rule that concludes false.

    What follows from no graph at all is left out, since to trace a statement takes 2 ms.
    """
    engine, names = _reason(triples)
    for row in engine.result("triple"):
        if (conclusion := names.statement(*row)) not in _axioms():
            trace = engine.trace(f"triple({', '.join(map(str, row))})").dict()
            yield _step(trace, names, conclusion)
    for [rule] in engine.result("clash"):
        yield _step(engine.trace(f"clash({rule})").dict(), names, None)


@cache
def _axioms() -> frozenset[Statement]:
    return frozenset(nemo_closure(())[0])


def _reason(triples: Iterable[Triple | Statement]) -> tuple[NemoEngine, _Names]:
    asserted = [(t.subject, t.predicate, t.object) if isinstance(t, Triple) else t for t in triples]
    literals = {term for statement in asserted for term in statement if isinstance(term, Literal)}
    names = _Names()
    program, folder = _program()
    _write(folder / "asserted.csv", (map(names.of, statement) for statement in asserted))
    _write(folder / "literal.csv", (map(names.of, fact) for fact in _facts(literals)))
    engine = NemoEngine(program)
    engine.reason()
    return engine, names


def _step(trace: _Trace, names: _Names, conclusion: Statement | None) -> NemoStep:
    found = list(_premises(trace, names))
    premises = {statement for statement, is_read in found if is_read}
    cells = {subject for subject, predicate, _ in premises if predicate in _OF_CELLS}
    premises |= {statement for statement, _ in found if statement[0] not in cells}
    return NemoStep(trace.get("name", "asserted"), frozenset(premises), conclusion)


_OF_CELLS = {named("rdf:first"), named("rdf:rest")}


def _premises(
    trace: _Trace, names: _Names, is_read: bool = True
) -> Iterator[tuple[Statement, bool]]:
    """Yield the triples from which a rule concludes, be it by way of lists and the like.

    With each, whether it is read, or only shows that a list has an end: by other items, perhaps.
    """
    values = trace.get("assignment", {})
    body = re.findall(r"(\w+)\((.*?)\)", trace.get("rule", "").partition(":-")[2])
    for (predicate, arguments), below in zip(body, trace.get("subtraces", ()), strict=True):
        if predicate == "triple":
            parts = (values.get(part, part) for part in arguments.split(", "))
            yield names.statement(*parts), is_read
        else:
            yield from _premises(below, names, is_read and predicate != "list")


def _facts(literals: Iterable[Literal]) -> Iterator[tuple[str, Term, Term | str]]:
    """Yield what ``owl2rl.rls`` asks about literals and datatypes."""
    for iri in DATATYPES:
        yield "dt-type1", NamedNode(iri), NamedNode(iri)
    for literal in literals:
        for iri in DATATYPES:
            member = belongs(literal, iri)
            if member is not None:
                yield "dt-type2" if member else "dt-not-type", literal, NamedNode(iri)
        for number in (0, 1):
            if value_of(literal) == value_of(Literal(number)):
                yield "number", literal, str(number)
    for one, other in permutations(literals, 2):
        if same_value(one, other):
            yield "dt-eq", one, other
        elif different_values(one, other):
            yield "dt-diff", one, other


class _Names:
    """What terms are called in Nemo: those that the rules name by their IRI, others by a number."""

    def __init__(self) -> None:
        self._names: dict[Term, str] = {}
        self._terms: dict[str, Term] = {}
        for curie in _vocabulary():
            self._add(named(curie), f"<{named(curie).value}>")

    def _add(self, term: Term, name: str) -> str:
        self._names[term] = name
        self._terms[name] = term
        return name

    def of(self, term: Term | str) -> str:
        """Return the name of *term*; text is text."""
        if isinstance(term, str):
            return f'"{term}"'
        return self._names.get(term) or self._add(term, str(len(self._names)))

    def statement(self, *names: str | int) -> Statement:
        """Return the statement that comes out of Nemo in these names."""
        subject, predicate, object_ = (self._terms[str(name)] for name in names)
        return subject, predicate, object_


def _write(path: Path, rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@cache
def _vocabulary() -> frozenset[str]:
    """Return the terms that the rules name."""
    return frozenset(re.findall(r"\b(?:owl|rdf|rdfs|xsd):\w+", RULES))


@cache
def _program() -> tuple[NemoProgram, Path]:
    """Return the rules, and the folder from which each engine reads the facts anew."""
    folder = tempfile.TemporaryDirectory(prefix="nemo-oracle-")
    atexit.register(folder.cleanup)
    imports = "".join(
        f'@import {name} :- csv {{ resource = "{folder.name}/{name}.csv", format = (any, any, any) }} .\n'
        for name in ("asserted", "literal")
    )
    return load_string(_divided(RULES) + imports), Path(folder.name)


def _divided(rules: str) -> str:
    """Return *rules* that ask for ``owl_sameAs(?x, ?y)`` instead of ``triple(?x, owl:sameAs, ?y)``.

    They still conclude triples, from which further rules fill those predicates.
    """
    asked: set[str] = set()

    def ask(match: re.Match[str]) -> str:
        subject, predicate, object_ = match.groups()
        asked.add(predicate)
        return f"{predicate.replace(':', '_')}({subject}, {object_})"

    def divide(body: re.Match[str]) -> str:
        return re.sub(r"triple\((\S+), (\w+:\w+), (\S+)\)", ask, body[0])

    divided = re.sub(r":-[^.]*\s\.", divide, rules)
    return divided + "".join(
        f"{name.replace(':', '_')}(?x, ?y) :- triple(?x, {name}, ?y) .\n" for name in sorted(asked)
    )
