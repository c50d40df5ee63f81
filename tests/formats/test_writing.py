import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, parse

from lunargraph.errors import UnknownNameError
from lunargraph.formats import FORMATS, parse_quads, serialize
from lunargraph.namespaces import LGI, PREFIXES
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


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "text",
    [
        # a list with a second parent, one without end, one with a type, one that holds itself
        "lgi:a lgi:p _:l ; lgi:q _:l . _:l rdf:first 1 ; rdf:rest () .",
        "lgi:a lgi:p _:l . _:l rdf:first 1 ; rdf:rest lgi:b .",
        "lgi:a lgi:p _:l . _:l rdf:first 1 ; rdf:rest _:m . _:m rdf:first 2 .",
        "lgi:a lgi:p _:l . _:l a rdf:List ; rdf:first 1 ; rdf:rest ( 2 3 ) .",
        "lgi:a lgi:p _:l . _:l rdf:first 1, 2 ; rdf:rest () .",
        "_:l rdf:first _:l ; rdf:rest () .",
        "_:l rdf:first 1 ; rdf:rest ( _:l ) .",
        "_:l rdf:first 1 ; rdf:rest _:l .",
        "( 1 2 ) lgi:p ( 3 ) .",
        "lgi:a lgi:p ( ( 1 ( ) ) [ lgi:p ( [] ) ] ) .",
        "lgi:a lgi:p [] . [] lgi:p [] , [] . _:x lgi:p _:y , _:z . _:y lgi:p _:z .",
    ],
)
def test_odd_lists_and_knots_are_read_back(text: str, name: str) -> None:
    head = f"@prefix lgi: <{LGI}> . @prefix rdf: <{PREFIXES['rdf']}> . "
    check_round_trip(name, list(parse(head + text, RdfFormat.TURTLE)))


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
