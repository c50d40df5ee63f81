"""What is different between two states of some facts, and in what follows from them."""

from __future__ import annotations

__all__ = ["FORMATS", "Difference", "State", "compare", "find_states"]

from lunargraph.differences.comparing import Difference, compare
from lunargraph.differences.states import State, find_states
from lunargraph.differences.writing import FORMATS
