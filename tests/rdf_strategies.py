"""Generated RDF data with everything that a writer can stumble over, and what it is compared by."""

import logging
import warnings

import rdflib
from hypothesis import settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
    serialize,
)

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

few = settings(derandomize=True, max_examples=60, deadline=None)

_iris = st.sampled_from(
    [
        *(
            f"https://w3id.org/lunargraph/id/{slug}"
            for slug in ("a", "b-c", "9", "x.y", "x.", "-z")
        ),
        "https://w3id.org/lunargraph/id/",
        "https://w3id.org/lunargraph/graph/set/row",
        "http://example.org/é/嫦娥",
        "http://example.org/a%20b?q=1&r=(2),;'*!$~@#:x",
        "http://example.org/\u202e",
        "urn:isbn:1",
        "schema:thing",  # a scheme that is also a prefix
        "mailto:a@example.org",
        RDF + "nil",
        "http://www.w3.org/2002/07/owl#Ontology",
        "http://www.w3.org/2002/07/owl#Class",
    ]
).map(NamedNode)
_predicates = st.sampled_from(
    [
        RDF + "type",
        RDF + "first",
        RDF + "rest",
        "http://www.w3.org/2000/01/rdf-schema#label",
        "https://w3id.org/lunargraph/ns#partOf",
        "http://example.org/p/2b_c.d",
        "http://example.org/嫦娥x",
        "urn:x:p",
    ]
).map(NamedNode)
_blanks = st.sampled_from("abcdef").map(BlankNode)
_chars = st.sampled_from("aé嫦\U0001f600 '\"\\#<>&]{}@^_.,;\n\t\u00ad\u2028\u202e\ufeff")
_nasty = st.sampled_from("\r\0\x01\b\f\x1f\x7f\x85\ufffe\uffff")
_texts = st.lists(_chars, max_size=8).map("".join)
_texts_with_controls = st.lists(st.one_of(_chars, _nasty), max_size=8).map("".join)
_lexical = st.sampled_from(
    ["0", "-1", "+1", "007", "-0", "1.", "-1.50", ".5", "0.0000001", "1e5", "NaN", "true", "TRUE"]
)
_datatypes = st.sampled_from(
    [XSD + name for name in ("boolean", "integer", "decimal", "double", "date")]
    + ["http://example.org/datatype", RDF + "XMLLiteral", RDF + "JSON"]
).map(NamedNode)


def _literals(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Literal]:
    return st.one_of(
        texts.map(Literal),
        st.builds(
            lambda text, tag: Literal(text, language=tag),
            texts,
            st.sampled_from(["en", "zh-hans", "de-at-1996", "en-x-us"]),
        ),
        st.builds(lambda text, kind: Literal(text, datatype=kind), _lexical, _datatypes),
        st.builds(lambda text, kind: Literal(text, datatype=kind), texts, _datatypes),
    )


@st.composite
def _nested(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> list[Quad]:
    """Trees of blank nodes with one parent each, and lists."""
    quads: list[Quad] = []
    parents: list[NamedNode | BlankNode] = [draw(_iris)]
    for number in range(draw(st.integers(0, 6))):
        node = BlankNode(f"n{number}")
        quads.append(Quad(draw(st.sampled_from(parents)), draw(_predicates), node))
        parents.append(node)
    items = draw(st.lists(st.one_of(_iris, _literals(texts)), max_size=5))
    parts = draw(st.lists(st.tuples(st.sampled_from(parents), _predicates, _literals(texts))))
    quads += [Quad(*part) for part in parts]
    cell: NamedNode | BlankNode = NamedNode(RDF + "nil")
    for number, item in enumerate(items):
        node = BlankNode(f"l{number}")
        quads += [Quad(node, NamedNode(RDF + "first"), item)]
        quads += [Quad(node, NamedNode(RDF + "rest"), cell)]
        cell = node
    return [*quads, Quad(draw(st.sampled_from(parents)), draw(_predicates), cell)]


def trees(texts: st.SearchStrategy[str] = _texts_with_controls) -> st.SearchStrategy[list[Quad]]:
    """Graphs that have a canonical text without labels."""
    return _nested(texts)


def graphs(texts: st.SearchStrategy[str] = _texts_with_controls) -> st.SearchStrategy[list[Quad]]:
    """Graphs in which any blank node can meet any other."""
    quad = st.builds(
        Quad,
        st.one_of(_iris, _blanks),
        _predicates,
        st.one_of(_iris, _blanks, _literals(texts)),
    )
    return st.builds(lambda some, others: some + others, st.lists(quad, max_size=8), trees(texts))


_Graph = DefaultGraph | NamedNode | BlankNode


def datasets(texts: st.SearchStrategy[str] = _texts_with_controls) -> st.SearchStrategy[list[Quad]]:
    """Graphs with their statements dealt to the default graph and two named ones."""
    choices: list[_Graph] = [DefaultGraph(), NamedNode("http://example.org/g"), BlankNode("g")]
    names = st.sampled_from(choices)
    return graphs(texts).flatmap(
        lambda quads: st.lists(names, min_size=len(quads), max_size=len(quads)).map(
            lambda dealt: [
                Quad(quad.subject, quad.predicate, quad.object, name)
                for quad, name in zip(quads, dealt, strict=True)
            ]
        )
    )


plain_texts = _texts
"""Without the characters that XML cannot hold."""


def canonical(quads: list[Quad]) -> bytes:
    """Return the canonical N-Quads of *quads* (RDFC-1.0): equal for equal data."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = serialize(dataset, format=RdfFormat.N_QUADS) or b""
    return b"".join(sorted(lines.splitlines(keepends=True)))


def merged(quads: list[Quad]) -> list[Quad]:
    """Return *quads* with all graphs put into one."""
    return [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]


def read_by_oxigraph(data: bytes, form: RdfFormat) -> bytes:
    return canonical(list(parse(data, form)))


def read_by_rdflib(data: bytes, form: str) -> bytes:
    """Return what rdflib reads, as canonical N-Quads, with lexical forms left alone."""
    normalise, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    log = logging.getLogger("rdflib.term")
    log.disabled = True  # it tells of every ill-typed literal
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # rdflib uses what it deprecates
            dataset = rdflib.Dataset()
            dataset.parse(data=data, format=form)
            lines = dataset.serialize(format="nquads", encoding="utf-8")
    finally:
        log.disabled = False
        rdflib.NORMALIZE_LITERALS = normalise
    default = NamedNode("urn:x-rdflib:default")
    return canonical(
        [
            Quad(quad.subject, quad.predicate, quad.object) if quad.graph_name == default else quad
            for quad in parse(lines, RdfFormat.N_QUADS)
        ]
    )
