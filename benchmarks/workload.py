"""The workload of the closure benchmark: as many triples as asked for, the same ones each time.

The templates are Turtle. ``schema.ttl`` holds the axioms; ``campaign.ttl`` one campaign (an agency
with its departments, laboratories and people, a mission, its samples, a project, participations,
funding), which is written over and over with other numbers. Every eighth brings a
``consortium.ttl`` to be part of, every tenth its ``doubles.ttl``: second names, found out by key,
by a functional property, or asserted. Everything that could grow faster than the number of
campaigns is bounded: trees are four deep, each campaign works with two others, a thing has at most
one second name. There is no randomness. Nothing contradicts.

``python benchmarks/workload.py 100k FILE`` writes a workload as N-Triples.
Axioms that some system lacks can be left out (``AXIOMS``), to compare the time of equal work.
"""

from __future__ import annotations

__all__ = ["AXIOMS", "parse_size", "write_new_facts", "write_workload"]

import re
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

if TYPE_CHECKING:
    from collections.abc import Collection

Term = NamedNode | BlankNode | Literal | Triple
AXIOMS = {"chains": "owl#propertyChainAxiom", "keys": "owl#hasKey"}
"""Kinds of axioms that can be left out, with how their predicates end."""
TEMPLATES = Path(__file__).parent / "templates"
CAMPAIGNS_A_CONSORTIUM = 8
CAMPAIGNS_A_DOUBLE = 10
PLACES = 60
_BATCH = 500
_FIRST_DAY = date(1959, 1, 2)
_DAYS = 24_000
_PLACEHOLDER = re.compile("HERE|NEXT|OTHER|GROUP|PLACE|DAY")
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}


def parse_size(text: str) -> int:
    """Return the number that *text* such as ``10k`` or ``1M`` says.

    >>> parse_size("100k")
    100000
    """
    match = re.fullmatch(r"(\d+)([kKmM]?)", text)
    if match is None:
        raise ValueError(f"a size is a number such as 10k or 1M, not {text!r}")
    return int(match[1]) * _UNITS[match[2].lower()]


def write_workload(path: Path, size: int, without: Collection[str] = ()) -> int:
    """Write about *size* triples to *path* as N-Triples, and return how many they are.

    :param without: kinds of axioms to leave out, of :data:`AXIOMS`.
    """
    schema, campaign = _left(_lines("schema"), without), _lines("campaign")
    consortium, double = _lines("consortium"), _lines("doubles")
    a_campaign = (
        len(campaign) + len(consortium) / CAMPAIGNS_A_CONSORTIUM + len(double) / CAMPAIGNS_A_DOUBLE
    )
    campaigns = max(3, round((size - len(schema)) / a_campaign))
    templates = [
        (_template(campaign), 1),
        (_template(consortium), CAMPAIGNS_A_CONSORTIUM),
        (_template(double), CAMPAIGNS_A_DOUBLE),
    ]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("".join(schema))
        for first in range(0, campaigns, _BATCH):
            numbers = range(first, min(first + _BATCH, campaigns))
            file.writelines(
                template % _values(here, campaigns)
                for here in numbers
                for template, step in templates
                if here % step == 0
            )
    return len(schema) + sum(
        template.count("\n") * -(-campaigns // step) for template, step in templates
    )


def write_new_facts(path: Path) -> int:
    """Write ten facts for a workload of any size to *path*, and return how many they are."""
    lines = _lines("new_facts")
    path.write_text(_template(lines) % _values(here=0, campaigns=3), "utf-8")
    return len(lines)


def _lines(name: str) -> list[str]:
    """Return the statements of a template in N-Triples, with the same labels each time."""
    labels: dict[BlankNode, BlankNode] = {}

    def text(term: Term) -> str:
        if isinstance(term, BlankNode):
            return str(labels.setdefault(term, BlankNode(f"b{len(labels)}")))
        return str(term)

    quads = parse(path=str(TEMPLATES / f"{name}.ttl"), format=RdfFormat.TURTLE)
    return [f"{text(q.subject)} {q.predicate} {text(q.object)} .\n" for q in quads]


def _left(schema: list[str], without: Collection[str]) -> list[str]:
    """Return the *schema* without the axioms of some kinds; their lists stay, and say nothing."""
    predicates = tuple(AXIOMS[kind] + ">" for kind in without)
    return [line for line in schema if not line.split(" ")[1].endswith(predicates)]


def _template(lines: list[str]) -> str:
    """Return *lines* as a text for ``%``."""
    return _PLACEHOLDER.sub(lambda match: f"%({match[0]})s", "".join(lines).replace("%", "%%"))


def _values(here: int, campaigns: int) -> dict[str, object]:
    """Return what stands for the placeholders in the campaign numbered *here*."""
    return {
        "HERE": here,
        "NEXT": (here + 1) % campaigns,
        "OTHER": (here + campaigns // 3 + 1) % campaigns,
        "GROUP": here // CAMPAIGNS_A_CONSORTIUM,
        "PLACE": here * 7 % PLACES,
        "DAY": _FIRST_DAY + timedelta(days=here * 37 % _DAYS),
    }


if __name__ == "__main__":
    write_workload(Path(sys.argv[2]), parse_size(sys.argv[1]))
