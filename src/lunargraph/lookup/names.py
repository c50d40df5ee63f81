"""Which names a graph holds: labels, titles and codes, and what the IRIs themselves say."""

from __future__ import annotations

__all__ = [
    "NAMING",
    "Name",
    "Thing",
    "load_named",
    "load_nameless",
    "local_name",
    "select",
    "typed",
]

from typing import TYPE_CHECKING, NamedTuple, cast

from pyoxigraph import Literal

from lunargraph.lookup.folding import fold
from lunargraph.namespaces import LGI, compact, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import NamedNode

    from lunargraph.lookup.folding import Folded
    from lunargraph.results import Table
    from lunargraph.store import Dataset

_LABELS = ("rdfs:label", "skos:prefLabel", "schema:name", "foaf:name", "dcterms:title", "dc:title")
_OTHERS = ("skos:altLabel", "schema:alternateName", "skos:hiddenLabel")
_CODES = (
    "lg:countryCode", "lg:cosparId", "lg:doi", "skos:notation", "dcterms:identifier",
    "schema:identifier", "skos:exactMatch", "owl:sameAs",
)  # fmt: skip
_REACH = {
    expand(curie): reach
    for curies, reach in ((_LABELS, "label"), (_OTHERS, "name"), (_CODES, "code"))
    for curie in curies
}
NAMING = frozenset(map(expand, (*_LABELS, *_OTHERS)))
"""The properties whose values are names in words; codes are others."""

# Terms are no individuals, and a record is found by the thing that it describes.
_TERMS = """
  MINUS {
    VALUES ?term {
      owl:Class rdfs:Class rdfs:Datatype rdf:Property owl:ObjectProperty owl:DatatypeProperty
      owl:AnnotationProperty owl:Ontology lg:Record
    }
    ?thing a ?term .
  }"""
_NAMES = f"""SELECT ?thing ?property ?name WHERE {{
  VALUES ?property {{ {" ".join(map("<{}>".format, _REACH))} }}
  ?thing ?property ?name .
  FILTER(isIRI(?thing)){_TERMS}
}}"""
_TYPED = f"""SELECT DISTINCT ?thing WHERE {{
  ?thing a ?type .
  FILTER(isIRI(?thing)){_TERMS}
  MINUS {{ ?thing rdfs:label ?label }}
}}"""
_SUBJECTS = f"""SELECT DISTINCT ?thing WHERE {{
  ?thing ?property ?object .
  FILTER(isIRI(?thing)){_TERMS}
}}"""
_FREEDOM = ("label", "name", "slug", "code")


class Name(NamedTuple):
    """A name as it is *written*, and folded; *reach* says how freely a text may be matched to it.

    A ``"label"`` or another ``"name"`` is found by a part of it; a ``"slug"``, the last part of the
    IRI of a thing that has such names, only whole, if with typing mistakes; a ``"code"`` only
    without.
    """

    written: Literal
    folded: Folded
    reach: str


class Thing(NamedTuple):
    """An individual, with the *label* to show for it, and all of its names."""

    iri: str
    label: Literal
    names: tuple[Name, ...]


def select(
    dataset: Dataset, text: str, *, inference: bool = True
) -> Sequence[tuple[NamedNode | Literal, ...]]:
    """Return the rows of a SELECT whose cells are IRIs and literals."""
    rows = cast("Table", dataset.query(text, inference=inference)).terms
    return cast("Sequence[tuple[NamedNode | Literal, ...]]", rows)


def load_named(dataset: Dataset) -> list[Thing]:
    """Return the individuals that have a name or a type, by IRI."""
    written: dict[str, list[tuple[str, Literal]]] = {
        thing.value: [] for (thing,) in select(dataset, _TYPED)
    }
    for thing, property_, name in select(dataset, _NAMES):
        text = name if isinstance(name, Literal) else Literal(local_name(name.value))
        written.setdefault(thing.value, []).append((_REACH[property_.value], text))
    return [_thing(iri, written[iri]) for iri in sorted(written)]


def load_nameless(dataset: Dataset) -> list[Thing]:
    """Return every IRI that something is said of, by IRI, as if it had no other name."""
    rows = select(dataset, _SUBJECTS, inference=False)
    return [_thing(iri, ()) for iri in sorted(thing.value for (thing,) in rows)]


def local_name(iri: str) -> str:
    """Return the last part of an *iri*, which is the slug of an individual of ours.

    >>> local_name("https://w3id.org/lunargraph/id/nasa"), local_name("http://example.org/#")
    ('nasa', 'example.org')
    """
    parts = iri.replace("#", "/").replace(":", "/").split("/")
    return next((part for part in reversed(parts) if part), iri)


def typed(iri: str) -> str:
    """Return what is typed for an *iri*: its slug if it is one of our individuals, or a CURIE.

    >>> typed("https://w3id.org/lunargraph/id/nasa"), typed("https://w3id.org/lunargraph/ns#Loan")
    ('nasa', 'lg:Loan')
    """
    return local_name(iri) if iri.startswith(LGI) else compact(iri)


def _thing(iri: str, written: Iterable[tuple[str, Literal]]) -> Thing:
    """Return a thing with its names, labels before others and English before other languages."""
    slug = Literal(local_name(iri))
    named = sorted(written, key=_preference)
    bare = all(reach == "code" for reach, _ in named)
    named.append(("name" if bare else "slug", slug))
    names: dict[str, Name] = {}
    for reach, name in sorted(named, key=lambda each: _FREEDOM.index(each[0])):
        folded = fold(name.value)
        if folded.letters:
            names.setdefault(folded.letters, Name(name, folded, reach))
    return Thing(iri, slug if bare else named[0][1], tuple(names.values()))


def _preference(named: tuple[str, Literal]) -> tuple[int, int, str, str]:
    reach, name = named
    language = name.language or ""
    return (
        _FREEDOM.index(reach),
        0 if language == "en" else 1 if language.startswith("en-") else 2 if not language else 3,
        language,
        name.value,
    )
