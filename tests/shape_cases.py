"""Small graphs and shapes for the tests of what findings of shapes say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from lunargraph.namespaces import PREFIXES
from lunargraph.reasoning.index import Index
from lunargraph.validation.alternatives import Alternatives
from lunargraph.validation.lookups import Listing
from lunargraph.validation.names import Names
from lunargraph.validation.shacl import shacl_results
from lunargraph.validation.wording import Wording

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from lunargraph.validation import Finding
    from lunargraph.validation.alternatives import Nearest

PREFIXES_ = {**PREFIXES, "s": "https://w3id.org/lunargraph/shape/"}
HEADER = "".join(f"prefix {name}: <{base}>\n" for name, base in PREFIXES_.items())
THINGS = """
    lg:Mission a owl:Class ; rdfs:label "mission"@en .
    lg:Agency a owl:Class ; rdfs:label "agency"@en .
    lg:State a owl:Class ; rdfs:label "state"@en .
    lg:landedOn a owl:DatatypeProperty ; rdfs:label "landed on"@en .
    lg:operatedBy a owl:ObjectProperty ; rdfs:label "operated by"@en .
    lg:size a owl:DatatypeProperty ; rdfs:label "size"@en .
    lgi:nasa a lg:Agency ; rdfs:label "NASA"@en .
    lgi:esa a lg:Agency ; rdfs:label "ESA"@en .
    lgi:peru a lg:State ; rdfs:label "Peru"@en .
    lgi:m a lg:Mission ; rdfs:label "M"@en .
"""


def triples(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse((HEADER + turtle).encode(), RdfFormat.TURTLE)]


def on_missions(constraint: str) -> list[Triple]:
    """Return a shape with a constraint on missions themselves."""
    return triples(f"s:m a sh:NodeShape ; sh:targetClass lg:Mission ; {constraint} .")


def on_landing(constraint: str) -> list[Triple]:
    """Return a shape with a constraint on the values of `lg:landedOn` of missions."""
    return on_missions(f"sh:property [ sh:path lg:landedOn ; {constraint} ]")


def nearest(shapes: list[Triple], facts: str) -> Nearest | None:
    """Return what is nearest to a way out of the only result."""
    data = triples(THINGS + facts)
    [result] = shacl_results(data, shapes)
    return Alternatives(Index.of_triples(shapes), Listing(data)).nearest(result)


def found(shapes: list[Triple], facts: str) -> list[Finding]:
    data = triples(THINGS + facts)
    wording = Wording(shapes, Listing(data), Names([*data, *shapes]))
    return [wording.finding(r, lambda *_: None) for r in shacl_results(data, shapes)]
