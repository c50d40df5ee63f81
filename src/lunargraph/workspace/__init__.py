"""What lunargraph keeps between runs: the cache of ready stores, and the locks that guard it."""

from __future__ import annotations

__all__ = ["Announce", "Cache", "closure_beside", "scratch_beside"]

from lunargraph.workspace.cache import Announce, Cache, closure_beside, scratch_beside
