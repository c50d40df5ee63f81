"""What ``query --list`` shows: the stored queries, or one of them with its parameters."""

from __future__ import annotations

__all__ = ["describe_query", "list_queries"]

from pyoxigraph import Literal

from lunargraph import resources
from lunargraph.graph import LunarGraph
from lunargraph.results import Table
from lunargraph.stored_queries import find_query


def list_queries() -> Table:
    """Return one row a stored query: name, parameters, question; by theme and name."""
    queries = sorted(LunarGraph.queries().values(), key=lambda query: (query.theme, query.name))
    return Table(
        ("theme", "query", "parameters", "question"),
        [
            tuple(
                map(Literal, (query.theme, query.name, " ".join(query.parameters), query.question))
            )
            for query in queries
        ],
    )


def describe_query(name: str) -> Table:
    """Return what the stored query *name* asks, answers, and takes, one row each."""
    query = find_query(name, resources.query_files())
    rows = [("question", query.question), ("answers", query.answers), ("theme", query.theme)]
    for parameter in query.parameters.values():
        need = "required" if parameter.required else "optional"
        rows.append((f"-p {parameter.name}=", f"{parameter.type}, {need}: {parameter.about}"))
    rows.append(("file", str(query.path)))
    return Table(("what", "text"), [tuple(map(Literal, row)) for row in rows])
