"""Individuals by any of their names, in any language, however they are spelt.

``folding`` says when two spellings are one name, ``distance`` how far two names are apart,
``names`` which names a graph holds, ``ranking`` which of them a text may mean, and ``finding``
makes a table of these. ``strangers`` answers those who name what the graph has never heard of.
"""

from __future__ import annotations

__all__ = ["find", "find_things", "fold", "meant", "refuse_strangers"]

from lunargraph.lookup.finding import find, find_things
from lunargraph.lookup.folding import fold
from lunargraph.lookup.strangers import meant, refuse_strangers
