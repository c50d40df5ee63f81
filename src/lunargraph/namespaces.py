"""The IRI bases and prefixes; CURIE to IRI and back; the only place where an IRI is spelt.

Terms live in ``ns#`` (prefix ``lg``), individuals in ``id/`` (prefix ``lgi``), named graphs in
``graph/<data set>/<row>``.
"""

from __future__ import annotations

__all__ = [
    "BASE",
    "GRAPH",
    "INFERRED",
    "LG",
    "LGI",
    "ONTOLOGY",
    "PREFIXES",
    "PROOFS",
    "PROPOSED",
    "REPORTS",
    "SCHEMA_IRIS",
    "SHAPES",
    "compact",
    "expand",
    "graph_iri",
    "is_iri",
]

from typing import TYPE_CHECKING

from lunargraph.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

BASE = "https://w3id.org/lunargraph/"
LG = BASE + "ns#"
LGI = BASE + "id/"
GRAPH = BASE + "graph/"
ONTOLOGY = BASE + "ontology/"
SHAPES = BASE + "shape/"
INFERRED = GRAPH + "inferred"
"""The one named graph that holds every inferred statement."""
PROPOSED = GRAPH + "proposed"
"""The named graph in which the checks of a change find what would hold newly; it is not kept."""
PROOFS = BASE + "proof/"
"""The base of the statements and steps of proofs, which are named after what they say."""
REPORTS = BASE + "report#"
"""The base of the terms of validation reports that SHACL has no terms for."""
SCHEMA_IRIS = BASE + "schema/"
"""The base of the published JSON Schemas."""

PREFIXES: dict[str, str] = {
    "lg": LG,
    "lgi": LGI,
    "lgs": SHAPES,
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes that are understood everywhere and written by the canonical writers."""

_FORBIDDEN = frozenset('<>"{}|^`\\')


def is_iri(text: str) -> bool:
    """Tell whether *text* looks like an absolute IRI that SPARQL can write between ``< >``.

    >>> is_iri("https://w3id.org/lunargraph/id/nasa"), is_iri("nasa"), is_iri("http://a/ b")
    (True, False, False)
    """
    scheme, colon, rest = text.partition(":")
    return bool(
        colon
        and rest
        and scheme[:1].isalpha()
        and all(char.isalnum() or char in "+-." for char in scheme)
        and scheme.isascii()
        and not any(char <= " " or char in _FORBIDDEN for char in text)
    )


def expand(text: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return the full IRI of a slug, a CURIE, an IRI, or an IRI in angle brackets.

    :raises UnknownNameError: a CURIE whose prefix is not known; the nearest are offered.
    :raises UsageError: neither of the three.

    >>> expand("nasa"), expand("lg:Mission")
    ('https://w3id.org/lunargraph/id/nasa', 'https://w3id.org/lunargraph/ns#Mission')
    """
    inner = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    prefix, colon, local = inner.partition(":")
    if not colon and inner and is_iri(LGI + inner):
        return LGI + inner
    if colon and prefix in prefixes and not local.startswith("//") and is_iri(inner + "_"):
        return prefixes[prefix] + local
    if local.startswith("//") or prefix in {"urn", "mailto", "tag"}:
        if is_iri(inner):
            return inner
    elif colon and prefix not in prefixes and prefix.replace("-", "").isalnum():
        raise UnknownNameError("prefix", prefix, prefixes, where=text)
    raise UsageError(
        "this is not a resource",
        expected="a slug (nasa), a CURIE (lg:Mission) or a full IRI",
        got=repr(text),
    )


def compact(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return the shortest CURIE of *iri*, or *iri* itself where no prefix fits.

    >>> compact("https://w3id.org/lunargraph/id/nasa"), compact("http://example.org/x")
    ('lgi:nasa', 'http://example.org/x')
    """
    best = max(
        ((name, base) for name, base in prefixes.items() if iri.startswith(base)),
        key=lambda item: len(item[1]),
        default=None,
    )
    if best is None:
        return iri
    local = iri[len(best[1]) :]
    return f"{best[0]}:{local}" if local.replace("-", "").replace("_", "").isalnum() else iri


def graph_iri(dataset: str, row: str | None = None) -> str:
    """Return the IRI of the named graph of a *row*, or of the graph that describes a data set.

    >>> graph_iri("accords", "accords-sn")
    'https://w3id.org/lunargraph/graph/accords/accords-sn'
    """
    return f"{GRAPH}{dataset}/{row}" if row else f"{GRAPH}{dataset}"
