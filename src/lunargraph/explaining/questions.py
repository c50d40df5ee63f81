"""Which statement is meant: from what a user types to the terms of the graph."""

from __future__ import annotations

__all__ = ["Reader", "read_statement"]

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from lunargraph.errors import UnknownNameError, UsageError
from lunargraph.explaining.mentions import Mentions
from lunargraph.explaining.phrases import joined
from lunargraph.explaining.schema import TYPE
from lunargraph.explaining.typed_values import ill_written, read_exact, read_value
from lunargraph.lookup.finding import find_things
from lunargraph.lookup.kinds import levels_of
from lunargraph.lookup.names import local_name, typed
from lunargraph.lookup.ranking import HOWS
from lunargraph.lookup.strangers import meant
from lunargraph.namespaces import LGI, compact, expand
from lunargraph.reasoning.datatypes import is_well_written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lunargraph.store import Dataset

_TYPE_WORDS = ("a", "type")
_MOST = 5


def read_statement(
    words: tuple[str, str, str], triples: Sequence[Triple], dataset: Callable[[], Dataset]
) -> Triple:
    """Return the statement that three *words* mean in the graph of *triples*.

    Each is a slug, a CURIE, an IRI or a name that only one thing bears; terms of ``lg:`` and of
    other vocabularies go by their bare names as well, and the last may be a literal.

    :param dataset: gives the graph to look for names in; called only if it has to be.
    :raises UnknownNameError: no such property, class or prefix; the nearest are offered.
    :raises UsageError: nothing, or more than one thing, is called so; candidates are offered.
    """
    reader = Reader(triples, dataset)
    subject = reader.thing(words[0], "subject")
    predicate = reader.property(words[1])
    return Triple(subject, predicate, reader.object(words[2], subject, predicate))


class Reader:
    """Reads words as terms of one graph: properties, things and values."""

    def __init__(self, triples: Sequence[Triple], dataset: Callable[[], Dataset]) -> None:
        self._triples = triples
        self._dataset = dataset
        self._mentions = Mentions(triples)

    def property(self, word: str) -> NamedNode:
        """Return the property that *word* means; ``a`` is ``rdf:type``."""
        if word in _TYPE_WORDS:
            return TYPE
        given = self._resource(word)
        found = [given] if given is not None else self._mentions.terms(word, properties=True)
        if len(found) == 1 and self._mentions.is_property(found[0]):
            return found[0]
        if len(found) > 1:
            raise _several(word, "predicate", dict.fromkeys(found))
        known = _names(word, self._mentions.known(properties=True))
        raise UnknownNameError("property", word, known, where="predicate")

    def thing(self, word: str, place: str, *, classes_first: bool = False) -> NamedNode:
        """Return the individual, class or property that *word* means."""
        given = self._resource(word)
        if given is not None:
            if given.value not in self._mentions:
                raise self._stranger(word, given, place, of_classes=classes_first)
            return given
        individual = self._mentions.individual(word)
        own = [individual] if individual is not None else []
        terms = self._mentions.terms(word, properties=False if classes_first else None)
        tiers = (terms, own) if classes_first else (own, terms)
        found = next(filter(None, (*tiers, self._mentions.anything(word))), [])
        named = dict.fromkeys(found) if found else self._by_name(word)
        if len(named) > 1:
            raise _several(word, place, named)
        if not named:
            raise self._stranger(word, None, place, of_classes=classes_first)
        return next(iter(named))

    def object(self, word: str, subject: NamedNode, predicate: NamedNode) -> NamedNode | Literal:
        """Return the thing or the literal that *word* means after *subject* and *predicate*."""
        exact = read_exact(word)
        if isinstance(exact, Literal):
            if not is_well_written(exact) and all(each.object != exact for each in self._triples):
                raise ill_written(exact.value, [exact.datatype])
            return exact
        if exact is not None or self._mentions.has_values(predicate):
            return read_value(word if exact is None else exact, self._triples, subject, predicate)
        try:
            return self.thing(word, "object", classes_first=predicate == TYPE)
        except UsageError:
            if not any(_is_value(triple, predicate, word) for triple in self._triples):
                raise
            return read_value(word, self._triples, subject, predicate)

    def _resource(self, word: str) -> NamedNode | None:
        """Return the IRI that *word* is or abbreviates, None if it is a name."""
        if ":" not in word or " " in word:
            return None
        return NamedNode(expand(word))

    def _by_name(self, word: str) -> dict[NamedNode, str | None]:
        """Return what bears exactly this name, with the label of each.

        Where a thing and documents about it bear one name, it is that of the thing.
        """
        dataset = self._dataset()
        hits = [hit.thing for hit in find_things(dataset, word) if hit.how == HOWS[0]]
        levels = levels_of(dataset, [thing.iri for thing in hits])
        best = min((levels.get(thing.iri, 0) for thing in hits), default=0)
        things = [thing for thing in hits if levels.get(thing.iri, 0) == best]
        return {NamedNode(thing.iri): thing.label.value for thing in things}

    def _stranger(
        self, word: str, given: NamedNode | None, place: str, *, of_classes: bool
    ) -> UsageError:
        """Return the error that says what may have been meant instead."""
        if of_classes or (given is not None and not given.value.startswith(LGI)):
            known = self._mentions.known(properties=False if of_classes else None)
            kind = "class" if of_classes else "term"
            return UnknownNameError(kind, word, _names(word, known), where=place)
        return UsageError(
            f"nothing is called {compact(given.value) if given else repr(word)}",
            where=place,
            mend=meant(self._dataset(), given.value if given else word)
            or "look for it with `lunargraph find`",
        )


def _is_value(triple: Triple, predicate: NamedNode, word: str) -> bool:
    value = triple.object
    return triple.predicate == predicate and isinstance(value, Literal) and value.value == word


def _names(word: str, terms: Sequence[NamedNode]) -> set[str]:
    """Return the names of *terms* that are of the same sort as *word*: CURIEs, or bare ones."""
    return {compact(term.value) if ":" in word else local_name(term.value) for term in terms}


def _several(word: str, place: str, found: Mapping[NamedNode, str | None]) -> UsageError:
    names = [
        typed(term.value) + (f" ({label})" if label else "")
        for term, label in sorted(found.items(), key=lambda each: each[0].value)
    ]
    return UsageError(
        f"{len(found)} things are called {word!r}",
        where=place,
        mend=f"say which: {joined(names[:_MOST], 'or')}",
    )
