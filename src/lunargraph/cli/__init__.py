"""The command line: parse, call ``LunarGraph``, print. No logic lives here.

Exit codes: 0 fine; 1 findings; 2 wrong usage; 3 could not run; 130 interrupted.
"""

from __future__ import annotations

__all__ = ["run"]

from lunargraph.cli.running import run
