"""What is said to those who name a thing that the graph has never heard of, or of another kind."""

from __future__ import annotations

__all__ = ["meant", "refuse_strangers"]

from shlex import quote
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from lunargraph.errors import ParameterError
from lunargraph.lookup.distance import closeness
from lunargraph.lookup.finding import find_things
from lunargraph.lookup.folding import fold
from lunargraph.lookup.kinds import kinds_of
from lunargraph.lookup.names import local_name, typed
from lunargraph.lookup.ranking import HOWS
from lunargraph.namespaces import LGI, compact
from lunargraph.stored_queries import bind_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyoxigraph import Literal

    from lunargraph.store import Dataset
    from lunargraph.stored_queries import StoredQuery
    from lunargraph.stored_queries.parameters import Parameter

_MENTIONED = """ASK {
  VALUES ?thing { }
  { ?thing ?property ?object } UNION { ?subject ?property ?thing }
}"""
_OF_KIND = "ASK { VALUES (?class ?thing) { } ?thing a ?class }"
_MOST = 3


def refuse_strangers(dataset: Dataset, query: StoredQuery, values: Mapping[str, str]) -> None:
    """Raise an error if a value for *query* is to name an individual, and names none.

    Without it a misspelt slug gets an empty answer, which reads as "nothing is known".

    :raises ParameterError: the value is a name and no IRI, or an ``lgi:`` individual that no
        statement mentions, with those that may be meant; or a thing of none of the kinds that the
        parameter asks for.
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
        if parameter.kinds and isinstance(term, NamedNode):
            _refuse_other_kinds(dataset, parameter, term)


def _refuse_other_kinds(dataset: Dataset, parameter: Parameter, thing: NamedNode) -> None:
    """Raise an error if *thing* is of some kind, but of none that *parameter* asks for.

    Where nothing at all is of these kinds, as in a graph without the ontology, nobody can tell.
    """
    classes = [NamedNode(kind) for kind in parameter.kinds]
    members = [[class_, None] for class_ in classes]
    wanted = [[class_, thing] for class_ in classes]
    kind = kinds_of(dataset, [thing.value]).get(thing.value)
    if kind is None or _is_any(dataset, wanted) or not _is_any(dataset, members):
        return
    labels = dataset.labels([*parameter.kinds, thing.value])
    names = [labels[class_] or local_name(class_) for class_ in parameter.kinds]
    raise ParameterError(
        f"{compact(thing.value)} is no {' and no '.join(names)}",
        where=f"parameter {parameter.name!r}",
        expected=f"{' or '.join(names)} ({parameter.about})",
        got=f"{labels[thing.value] or compact(thing.value)}, {kind}",
        mend=f"look for one with `lunargraph find --kind {quote(names[0])} TEXT`",
    )


def _is_any(dataset: Dataset, pairs: Sequence[Sequence[NamedNode | None]]) -> bool:
    return bool(dataset.query(bind_values(_OF_KIND, ["class", "thing"], pairs)))


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
