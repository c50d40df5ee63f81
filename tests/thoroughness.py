"""How much the tests look at that choose or generate what they look at.

Some of it each time, so that `make test` stays short; several times as much in `make test-all`.
"""

import os

THOROUGH = int(os.environ.get("LUNARGRAPH_THOROUGH", "1"))


def some(number: int) -> int:
    """Return how many examples to look at where *number* is enough each time."""
    return number * THOROUGH
