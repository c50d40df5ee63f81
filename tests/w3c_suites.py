"""The test suites of the W3C: outside the project, in ``LUNARGRAPH_SUITES`` or beside it."""

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
SUITES = Path(os.environ.get("LUNARGRAPH_SUITES", ROOT.parent / "shared" / "suites"))


def reason_to_skip(suite: str) -> str:
    return f"the suite {suite!r} is not in {SUITES}; set LUNARGRAPH_SUITES to where it is"
