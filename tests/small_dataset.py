"""A data set small enough to read, and a way to build it from rows that a test makes up."""

from collections.abc import Callable

import pytest
from pyoxigraph import Quad

from lunargraph.errors import DataError

HEADER = "id,name,flown_by,launched_on,source_ids,confidence,verification,unverified_columns,note"
GOOD = "moon-1,Moon 1,agency,2024-05,paper,high,sourced,,"
TOML = """
title = "Flights"
description = "Made up for this test"
table = "flights.csv"
licence = "https://creativecommons.org/licenses/by/4.0/"
known_until = "2026-06"
[columns]
id = "row"
name = "text"
flown_by = "things"
launched_on = "date"
"""
MAPPING = """
PREFIX lg: <https://w3id.org/lunargraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT { ?id a lg:Mission ; rdfs:label ?label ; lg:operatedBy ?flown_by ; lg:happenedOn ?launched_on }
WHERE {
  VALUES (?id ?name ?flown_by ?launched_on) { }
  VALUES (?name ?label) { ("Moon 1" "first"@en) ("Moon 2" "second"@en) }
}
"""
ONTOLOGY = """
PREFIX lgi: <https://w3id.org/lunargraph/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
lgi:agency rdfs:label "agency"@en . lgi:office rdfs:label "office"@en . lgi:paper rdfs:label "paper"@en .
lgi:confidence-high rdfs:label "high"@en . lgi:verification-sourced rdfs:label "sourced"@en .
"""

Build = Callable[..., list[Quad]]


def refusal(build: Build, *rows: str, **files: str) -> str:
    with pytest.raises(DataError) as caught:
        build(*rows, **files)
    return "\n".join(caught.value.problems)
