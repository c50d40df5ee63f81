"""lunargraph: a knowledge graph of international space cooperation that answers from sources.

>>> from lunargraph import LunarGraph
>>> graph = LunarGraph.open()                                   # doctest: +SKIP
>>> graph.query("double-members").rows[0].state                 # doctest: +SKIP
'Senegal'
"""

from __future__ import annotations

__all__ = ["LunarGraph", "LunarGraphError"]

from lunargraph.errors import LunarGraphError
from lunargraph.graph import LunarGraph
