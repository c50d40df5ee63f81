"""Rules beyond OWL: SPARQL files that say what follows for an activity that is to be judged.

A file ``ontology/rules/<name>.rq`` is a CONSTRUCT query for what OWL cannot say: counting parties,
comparing dates, absence. Its ``VALUES (?activity) { }`` gets the activity. Its header has

- ``says``: a sentence in which ``{variable}`` stands for the name of a term;
- ``stratum``: rules of a lower stratum run before it, and all that follows from them is known;
- ``premises``: the statements that it rests on, in Turtle, with its variables; one of a thing about
  itself, such as that NASA is part of NASA, needs no proof;
- ``absent``, where it reads a closed world: what is not stated, in words.
"""

from __future__ import annotations

__all__ = ["Conclusion", "Rule", "load_rules"]

import re
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from lunargraph import resources
from lunargraph.errors import DataError
from lunargraph.namespaces import PREFIXES
from lunargraph.results import Table
from lunargraph.stored_queries import bind_values
from lunargraph.validation.check_files import load_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from lunargraph.reasoning.clashes import Term
    from lunargraph.store import Dataset

_ALLOWED = {"says", "stratum", "premises", "absent"}
_NEEDED = _ALLOWED - {"absent"}
_TEMPLATE = re.compile(r"CONSTRUCT\s*\{(?P<template>[^{}]*)\}\s*WHERE", re.DOTALL)
_VARIABLE = re.compile(r"\?(\w+)")
_PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


class Conclusion(NamedTuple):
    """A *statement* that a *rule* gives, and what it rests on there.

    *bindings* are the terms of the rule's variables, for its sentence.
    """

    statement: Triple
    rule: Rule
    premises: tuple[Triple, ...]
    bindings: Mapping[str, Term]


class Rule(NamedTuple):
    """A rule: its *name* is that of the file, the rest is what the file says."""

    name: str
    says: str
    stratum: int
    premises: tuple[str, ...]
    template: str
    select: str
    absent: str | None = None

    def conclusions(self, dataset: Dataset, *activities: NamedNode) -> Iterator[Conclusion]:
        """Yield what the rule gives for *activities* in a *dataset*, each statement once."""
        query = bind_values(self.select, ("activity",), [(each,) for each in activities])
        answer = dataset.query(query, name=f"{self.name}.rq")
        assert isinstance(answer, Table)  # noqa: S101 - a SELECT
        rows = [
            {name: term for name, term in zip(answer.columns, row, strict=True) if term is not None}
            for row in answer.terms
        ]
        seen: set[Triple] = set()
        for bindings in sorted(
            rows, key=lambda row: [(name, str(row[name])) for name in sorted(row)]
        ):
            for statement in _statements([self.template], bindings):
                if statement not in seen:
                    seen.add(statement)
                    premises = _statements(self.premises, bindings)
                    yield Conclusion(
                        statement,
                        self,
                        tuple(each for each in premises if each.subject != each.object),
                        bindings,
                    )


def load_rules(paths: Iterable[Path] | None = None) -> list[list[Rule]]:
    """Return the rules by stratum, each stratum in the order of their names.

    :raises DataError: a file is no rule, or a premise of it does not stand in its query.
    """
    strata: dict[int, list[Rule]] = {}
    for path in resources.rule_files() if paths is None else paths:
        rule = _load(path)
        strata.setdefault(rule.stratum, []).append(rule)
    return [sorted(strata[number]) for number in sorted(strata)]


def _load(path: Path) -> Rule:
    header, text = load_header(path)
    found = _TEMPLATE.search(text)
    if not _NEEDED <= set(header) <= _ALLOWED or found is None:
        raise DataError(
            f"a rule is a CONSTRUCT query whose header has {', '.join(sorted(_NEEDED))}",
            [str(path)],
        )
    select = f"{text[: found.start()]}SELECT DISTINCT * WHERE{text[found.end() :]}"
    return Rule(
        path.stem,
        header["says"],
        header["stratum"],
        tuple(header["premises"]),
        found["template"].strip(),
        select,
        header.get("absent"),
    )


def _statements(patterns: Iterable[str], bindings: Mapping[str, Term]) -> list[Triple]:
    """Return the statements that Turtle with variables is with these *bindings*."""
    filled = [
        _VARIABLE.sub(lambda found: str(bindings[found[1]]), pattern).rstrip(" .")
        for pattern in patterns
    ]
    document = _PROLOGUE + "".join(f"{each} .\n" for each in filled)
    return [quad.triple for quad in parse(input=document, format=RdfFormat.TURTLE)]
