"""What sort of thing an individual is: its kind, its country, its place among equals."""

from __future__ import annotations

__all__ = ["countries_of", "kinds_of", "levels_of", "members_of"]

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph.errors import UnknownNameError
from lunargraph.lookup.folding import fold
from lunargraph.lookup.names import local_name, select
from lunargraph.namespaces import expand
from lunargraph.stored_queries import bind_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lunargraph.store import Dataset

# Events, samples and documents are often named after what they are about; concepts are words.
_LEVELS = {
    expand(curie): level
    for level, curies in enumerate(
        (
            ("lg:Agent", "lg:Instrument", "lg:Mission"),
            ("lg:Activity", "lg:Clause", "lg:Nonsignature", "lg:Sample", "lg:Standing"),
            (
                "lg:Claim",
                "lg:DataSet",
                "lg:Finding",
                "lg:Publication",
                "lg:Source",
                "lg:StatementInWords",
            ),
            ("skos:Concept", "skos:ConceptScheme"),
        )
    )
    for curie in curies
}
_MEMBERS = "SELECT ?thing ?class { VALUES ?class { } ?thing a ?class FILTER(isIRI(?thing)) }"
_TYPES = "SELECT ?thing ?class { VALUES ?thing { } ?thing a ?class FILTER(isIRI(?class)) }"
_BROADER = """SELECT ?class ?broader WHERE {
  VALUES ?class { }
  ?class rdfs:subClassOf ?broader .
  FILTER(isIRI(?broader) && ?broader != ?class)
}"""
_COUNTRIES = """SELECT ?thing ?country WHERE {
  VALUES ?thing { }
  VALUES ?bond { lg:underJurisdictionOf lg:seatedIn lg:flownFor lg:partOf }
  ?thing ?bond ?country .
  ?country lg:countryCode ?code .
}"""
_CLASSES = """SELECT DISTINCT ?class ?label WHERE {
  { ?thing a ?class } UNION { ?class a owl:Class }
  FILTER(isIRI(?class))
  OPTIONAL { ?class rdfs:label ?label }
}"""


def levels_of(dataset: Dataset, iris: Sequence[str]) -> dict[str, int]:
    """Return 0 for what the graph is about, 1 to 3 for what says something about that, by IRI.

    Others are left out: what nobody knows to be less counts as much as anything.
    """
    types = _grouped(_rows(dataset, _TYPES, "thing", iris))
    levels = {iri: [_LEVELS[class_] for class_ in types[iri] if class_ in _LEVELS] for iri in types}
    return {iri: min(found) for iri, found in levels.items() if found}


def kinds_of(dataset: Dataset, iris: Sequence[str]) -> dict[str, str]:
    """Return the label of the most specific class of each individual, by IRI.

    Classes that somebody stated come before those that follow: China is stated to be a state, and
    found to be a party to many things.
    """
    types = _grouped(_rows(dataset, _TYPES, "thing", iris, inference=False))
    others = [iri for iri in iris if iri not in types]
    types |= _grouped(_rows(dataset, _TYPES, "thing", others))
    classes = sorted({class_ for each in types.values() for class_ in each})
    broader = _grouped(_rows(dataset, _BROADER, "class", classes))
    labels = {iri: label or local_name(iri) for iri, label in dataset.labels(classes).items()}

    def order(class_: str) -> tuple[int, str, str]:
        above = [class_, *broader.get(class_, ())]
        level = min((_LEVELS[each] for each in above if each in _LEVELS), default=0)
        return level, labels[class_], class_

    return {iri: labels[min(_narrowest(types[iri], broader), key=order)] for iri in sorted(types)}


def _narrowest(classes: Iterable[str], broader: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the *classes* that are above none of the others, all if they are above each other."""
    wide = {above for class_ in classes for above in broader.get(class_, ())}
    return [class_ for class_ in classes if class_ not in wide] or list(classes)


def countries_of(dataset: Dataset, iris: Sequence[str]) -> dict[str, str]:
    """Return the names of the countries that each individual was stated to belong to, by IRI."""
    countries = _grouped(_rows(dataset, _COUNTRIES, "thing", iris, inference=False))
    labels = dataset.labels({country for each in countries.values() for country in each})
    return {
        iri: ", ".join(sorted(labels[country] or local_name(country) for country in countries[iri]))
        for iri in sorted(countries)
    }


def members_of(dataset: Dataset, kind: str) -> set[str]:
    """Return the individuals of a class, given by its label, its name, a CURIE or its IRI.

    :raises UnknownNameError: there is no such class; the message offers the nearest.
    """
    wanted = expand(kind) if ":" in kind else None
    letters = fold(kind).letters
    names = _names_of_classes(dataset)
    if wanted is None:
        alike = {
            iri for iri, own in names.items() if letters in [fold(each).letters for each in own]
        }
    else:
        alike = names.keys() & {wanted}
    if not alike:
        raise UnknownNameError("class", kind, {own[0] for own in names.values()})
    return {thing for thing, _ in _rows(dataset, _MEMBERS, "class", sorted(alike))}


def _names_of_classes(dataset: Dataset) -> dict[str, list[str]]:
    """Return all names of each class: its English labels, if it has any, then that of its IRI."""
    labels: dict[str, list[Literal]] = {}
    for class_, *label in select(dataset, _CLASSES):
        labels.setdefault(class_.value, []).extend(e for e in label if isinstance(e, Literal))
    return {
        iri: [
            *(each.value for each in own if each.language == "en"),
            local_name(iri),
            *(each.value for each in own if each.language != "en"),
        ]
        for iri, own in labels.items()
    }


def _rows(
    dataset: Dataset, text: str, variable: str, iris: Iterable[str], *, inference: bool = True
) -> list[tuple[str, str]]:
    """Return the pairs of IRIs that a query selects for *iris* in its one ``VALUES`` of them."""
    bound = bind_values(text, [variable], [[NamedNode(iri)] for iri in iris])
    return sorted(
        (one.value, other.value) for one, other in select(dataset, bound, inference=inference)
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for key, value in pairs:
        group = groups.setdefault(key, [])
        if value not in group:
            group.append(value)
    return groups
