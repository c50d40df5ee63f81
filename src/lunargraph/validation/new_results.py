"""What SHACL says after a change and did not say before, without looking at all of the graph."""

from __future__ import annotations

__all__ = ["as_compared", "new_results"]

from typing import TYPE_CHECKING

from lunargraph.validation.affected import Reach
from lunargraph.validation.prepared_queries import Queries
from lunargraph.validation.shacl import shacl_results_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Triple

    from lunargraph.validation.affected import Difference
    from lunargraph.validation.shacl import Result


def new_results(shapes: Sequence[Triple], difference: Difference) -> list[Result]:
    """Return the results of *shapes* that a change brought about, sorted.

    They are those of the whole graph after the change without those of the whole graph before it.

    :raises LunarGraphError: the shapes themselves are wrong.
    """
    queries = Queries()
    reach = Reach(shapes, queries)
    results = shacl_results_at(reach.of(difference), difference.after, shapes, queries)
    if not results:
        return []
    before = difference.before
    focus = reach.behind({(result.shape, result.focus) for result in results}, before)
    found = shacl_results_at(focus, before, shapes, queries) if focus else []
    old = {as_compared(result) for result in found}
    return [result for result in results if as_compared(result) not in old]


def as_compared(result: Result) -> Result:
    """Return what tells a *result* from others: what is said of it tells SPARQL constraints apart.

    What pySHACL says of other constraints describes a blank node by what holds of it.
    """
    return result if result.component == "SPARQL" else result._replace(messages=())
