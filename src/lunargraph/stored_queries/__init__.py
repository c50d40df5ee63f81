"""Questions kept in files: a SPARQL query with its question, its theme and typed parameters.

A file ``<theme>/<name>.rq`` runs as it is in any engine. Its first lines are TOML in comments::

    #+ question = "Which missions launched in a year?"
    #+ theme = "missions"
    #+ answers = "one row a mission, by launch date"
    #+ [parameters.year]
    #+ type = "year"        # iri | string | integer | decimal | date | year
    #+ about = "the year of launch"
    #+ [expect]
    #+ min_rows = 1

Each parameter has one ``VALUES ?year { ... }`` in the query with its default, or with ``UNDEF``
where it is optional; ``required = true`` asks for a value in place of ``UNDEF``, ``example`` shows
one, and ``choices = ["open", "closed"]`` lists all that a string may be. A value is bound by
rewriting that block with a typed, escaped term: it can never become syntax.

A query may also be asked about one statement, asserted or inferred. Then ``statement = ["subject",
"predicate", "object"]`` names three parameters of the type ``term``, which stand in place of what
is required, and the query is told what the statement rests on, which SPARQL cannot find out, in
``VALUES (?subject ?predicate ?object ?record ?basis) { }``: each asserted statement that its proof
ends in, the graph that asserts it, and how the statement rests on it.
"""

from __future__ import annotations

__all__ = [
    "Foundation",
    "Parameter",
    "StoredQuery",
    "bind_values",
    "find_query",
    "load_queries",
    "load_query",
    "values_variables",
]

from lunargraph.stored_queries.inline_data import bind_values, values_variables
from lunargraph.stored_queries.parameters import Parameter
from lunargraph.stored_queries.queries import (
    Foundation,
    StoredQuery,
    find_query,
    load_queries,
    load_query,
)
