"""Policies: what is allowed, why, and what would change it.

``policies`` reads instruments, clauses and elements from a graph, ``cases`` the activity to be
judged; ``rules`` and ``situations`` find what holds of it on its day, ``judging`` what that makes
of each element, clause and instrument, and ``assessing`` puts the answer together.
"""

from __future__ import annotations

__all__ = [
    "FORMATS",
    "VERDICTS",
    "Assessment",
    "Case",
    "Interview",
    "Wishes",
    "assess",
    "given_case",
    "matters",
    "recorded_case",
    "situated",
    "stated_case",
    "write_interview",
]

from lunargraph.policy.assessing import Assessment, assess
from lunargraph.policy.cases import Case, Wishes, given_case, recorded_case, stated_case
from lunargraph.policy.documents import write_interview
from lunargraph.policy.interviews import Interview
from lunargraph.policy.judging import VERDICTS
from lunargraph.policy.situations import situated
from lunargraph.policy.texts import matters
from lunargraph.policy.writing import FORMATS
