"""Whether two closures say the same of the things of the workload.

Compared are statements about an individual: with a property of the workload or ``rdfs:label``, its
classes of the workload, and other individuals that it is the same as. So what systems differ in by
choice is left out: that a thing is itself or an ``owl:Thing``, axioms and schema, literals as
subjects, and anonymous classes.
"""

from __future__ import annotations

__all__ = ["Difference", "compare", "conclusions"]

import heapq
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lunargraph.namespaces import LG, LGI, PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from pathlib import Path

_EXAMPLES = 2
_IRI = re.compile(r"<([^<>\"\s]*)>")
_THING = rf"<{LGI}[^>]*>"
_STATEMENT = re.compile(
    rf"({_THING}) (?:(?:<{LG}[^>]*>|<{PREFIXES['rdfs']}label>) .*[^ ]"
    rf"|<{PREFIXES['rdf']}type> <{LG}[^>]*>"
    rf"|<{PREFIXES['owl']}sameAs> (?!\1){_THING}) ?\.\r?\n?".encode()
)
_XSD = f"^^<{PREFIXES['xsd']}"
_SPELLINGS = [
    (f"{_XSD}{theirs}".encode(), ours.encode())
    for theirs, ours in {
        "string>": "",  # may be left out
        "int>": f"{_XSD}integer>",  # Nemo names the smallest type of a whole number
        "long>": f"{_XSD}integer>",
    }.items()
]


@dataclass(frozen=True)
class Difference:
    """How a closure differs from the one that it is compared with."""

    compared: int
    """So many statements of the other closure are compared."""
    missing: int
    more: int
    examples: tuple[str, ...]
    """Two of each, the first in order; a ``-`` or ``+`` goes before them."""

    def __str__(self) -> str:
        if not self.missing and not self.more:
            return f"same {self.compared:,}"
        return f"{self.missing:,} missing, {self.more:,} more"


def conclusions(path: Path) -> Iterator[bytes]:
    """Return the statements of the N-Triples in *path* that are compared, in one spelling."""
    with path.open("rb") as file:
        for line in file:
            if _STATEMENT.fullmatch(line):
                statement = line.rstrip(b" .\r\n")
                for theirs, ours in _SPELLINGS:
                    if statement.endswith(theirs):
                        statement = statement.removesuffix(theirs) + ours
                yield statement


def compare(reference: AbstractSet[bytes], path: Path) -> Difference:
    """Compare the closure in *path* with the conclusions of another."""
    theirs = set(conclusions(path))
    missing, more = reference - theirs, theirs - reference
    return Difference(
        len(reference), len(missing), len(more), (*_first("-", missing), *_first("+", more))
    )


def _first(sign: str, statements: AbstractSet[bytes]) -> list[str]:
    return [f"{sign} {_shortened(line)}" for line in heapq.nsmallest(_EXAMPLES, statements)]


def _shortened(statement: bytes) -> str:
    return _IRI.sub(lambda match: compact(match[1]), statement.decode())
