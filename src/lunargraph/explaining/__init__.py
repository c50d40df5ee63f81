"""Why a statement holds, or does not, in words and in the formats of the field.

``questions`` finds out which statement is meant, ``outlines`` folds its proof, ``grounds`` finds
where its leaves stand, ``foundations`` gives them to a stored query, ``wording`` and what it is
made of put it into words, and there is one module for each format.
"""

from __future__ import annotations

__all__ = [
    "FORMATS",
    "Explanation",
    "clash_prover",
    "explain",
    "explain_clash",
    "foundations",
    "prover",
    "read_statement",
]

from lunargraph.explaining.explanations import FORMATS, Explanation, explain, explain_clash
from lunargraph.explaining.foundations import foundations
from lunargraph.explaining.provers import clash_prover, prover
from lunargraph.explaining.questions import read_statement
