"""What is said to those who name a thing that the graph has never heard of."""

from __future__ import annotations

__all__ = ["meant", "refuse_strangers"]

from typing import TYPE_CHECKING

from lunargraph.errors import ParameterError
from lunargraph.lookup.distance import closeness
from lunargraph.lookup.finding import find_things
from lunargraph.lookup.folding import fold
from lunargraph.lookup.names import local_name, typed
from lunargraph.lookup.ranking import HOWS
from lunargraph.namespaces import LGI, compact
from lunargraph.stored_queries import bind_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Literal, NamedNode

    from lunargraph.store import Dataset
    from lunargraph.stored_queries import StoredQuery

_MENTIONED = """ASK {
  VALUES ?thing { }
  { ?thing ?property ?object } UNION { ?subject ?property ?thing }
}"""
_MOST = 3


def refuse_strangers(dataset: Dataset, query: StoredQuery, values: Mapping[str, str]) -> None:
    """Raise an error if a value for *query* is to name an individual, and names none.

    Without it a misspelt slug gets an empty answer, which reads as "nothing is known".

    :raises ParameterError: the value is a name and no IRI, or an ``lgi:`` individual that no
        statement mentions; with those that may be meant.
    """
    for name, text in values.items():
        parameter = query.parameters.get(name)
        if parameter is None or parameter.type != "iri":
            continue
        try:
            term = parameter.term(text)
        except ParameterError as error:
            mend = meant(dataset, text) or error.mend
            raise ParameterError(
                error.what, expected=error.expected, got=error.got, mend=mend
            ) from None
        if term.value.startswith(LGI) and not _is_mentioned(dataset, term):
            raise ParameterError(
                f"nothing is called {compact(term.value)}",
                where=f"parameter {name!r}",
                mend=meant(dataset, term.value) or "look for it with `lunargraph find`",
            )


def _is_mentioned(dataset: Dataset, term: NamedNode | Literal) -> bool:
    return bool(dataset.query(bind_values(_MENTIONED, ["thing"], [[term]])))


def meant(dataset: Dataset, text: str) -> str | None:
    """Return the question whether one of the best fits for *text* was meant."""
    hits = find_things(dataset, text)
    exact = [hit for hit in hits if hit.how == HOWS[0]]
    letters = fold(local_name(text)).letters
    close = [hit for hit in hits if closeness(letters, hit.name.folded.letters)]
    best = (exact or close or hits)[:_MOST]
    fits = [f"{thing.label.value} ({typed(thing.iri)})" for thing, _, _ in best]
    return f"did you mean {' or '.join(fits)}?" if fits else None
