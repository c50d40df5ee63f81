"""What stands in the tables of a closure and is shown to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lunargraph.reasoning import Closure


def ranked(closure: Closure) -> set[tuple[str, ...]]:
    """Return the statements about things with their ranks, as the tables have them."""
    rows = closure._sql.execute(
        """SELECT a.text, b.text, c.text, rank FROM fact JOIN term a ON a.id = s
        JOIN term b ON b.id = p JOIN term c ON c.id = o WHERE s > 0"""
    ).fetchall()
    return {tuple(map(str, row)) for row in rows}


def has_equals(closure: Closure) -> bool:
    """Tell whether some things are the same."""
    [count] = closure._sql.execute("SELECT count(*) FROM canon").fetchone() or (0,)
    return bool(count)
