import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat

from lunargraph.errors import UnknownNameError
from lunargraph.formats import FORMATS, parse_quads, serialize
from rdf_strategies import (
    canonical,
    datasets,
    few,
    graphs,
    merged,
    plain_texts,
    read_by_oxigraph,
    read_by_rdflib,
)

READERS = {
    "turtle": (RdfFormat.TURTLE, "turtle"),
    "trig": (RdfFormat.TRIG, "trig"),
    "ntriples": (RdfFormat.N_TRIPLES, "nt"),
    "nquads": (RdfFormat.N_QUADS, "nquads"),
    "jsonld": (RdfFormat.JSON_LD, "json-ld"),
    "rdfxml": (RdfFormat.RDF_XML, "xml"),
}


def test_every_readable_format_is_tested() -> None:
    assert set(READERS) == {name for name, form in FORMATS.items() if form.readable}


@pytest.mark.parametrize("name", [name for name in READERS if name != "rdfxml"])
@few
@given(data=st.data())
def test_oxigraph_rdflib_and_we_read_back_what_was_written(name: str, data: st.DataObject) -> None:
    check_round_trip(name, data.draw(datasets()))


@few
@given(graphs(plain_texts))
def test_rdf_xml_is_read_back_where_xml_can_hold_it(quads: list[Quad]) -> None:
    check_round_trip("rdfxml", quads)


def check_round_trip(name: str, quads: list[Quad]) -> None:
    written = serialize(quads, name)
    expected = canonical(quads if FORMATS[name].holds_graphs else merged(quads))
    oxigraph, rdflib = READERS[name]
    assert read_by_oxigraph(written, oxigraph) == expected
    assert read_by_rdflib(written, rdflib) == expected
    if written:
        assert canonical(parse_quads(written, name, name="-")) == expected


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "parquet"])
@few
@given(quads=datasets(plain_texts), shuffler=st.randoms(use_true_random=False))
def test_the_same_graph_gives_the_same_bytes(
    name: str, quads: list[Quad], shuffler: random.Random
) -> None:
    assert serialize(quads, name) == serialize(shuffler.sample(quads, len(quads)) + quads, name)


@given(datasets())
@few
def test_nquads_are_sorted_and_canonical(quads: list[Quad]) -> None:
    assert serialize(quads, "nquads") == canonical(quads)
    assert serialize(quads, "ntriples") == canonical(merged(quads))


def test_an_unknown_format_offers_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        serialize([], "ntripels")
    assert caught.value.suggestions[0] == "ntriples"
