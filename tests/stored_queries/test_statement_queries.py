"""Queries about one statement, asserted or inferred: they are told what its proof rests on."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Quad

from lunargraph import LunarGraph, resources
from lunargraph.errors import DataError, ParameterError, UsageError
from lunargraph.explaining import explain, foundations
from lunargraph.explaining.naming import exactly
from lunargraph.explaining.schema import is_axiom, is_part
from lunargraph.interop import to_rdflib
from lunargraph.namespaces import BASE, graph_iri
from lunargraph.reasoning import Closure
from lunargraph.results import Table
from lunargraph.store import Dataset
from lunargraph.store.loading import load_asserted
from lunargraph.stored_queries import Foundation, StoredQuery, bind_values, load_query
from query_answers import ask, ask_rdflib, by_name, lexical
from thoroughness import THOROUGH

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Statement

KNOWN = {"subject": "senegal", "predicate": "signatoryOf", "object": "artemis-accords"}
RDFLIB_WARNS = r"ignore:Dataset\.(default_context|contexts) is deprecated:DeprecationWarning"
"""rdflib 7.6 warns of its own calls."""
WORDS = {"subject": "x", "predicate": "x", "object": "x"}
"""Any words: what they mean is told by the foundations."""
BY = "inferred by"
PARTS = 5
"""The statements of the sample are divided among so many tests, which run side by side.

Each looks at every fourth of its own, or at all if the tests are to be thorough.
"""


class Graph:
    """Asserted statements and all that follows from them, without files and cache."""

    def __init__(self, quads: list[Quad]) -> None:
        self.quads = quads
        self.closure = Closure.of_triples({quad.triple for quad in quads})
        self.inferred = sorted(set(self.closure.inference().inferred), key=str)
        self.dataset = Dataset.from_quads(quads, self.inferred)
        self.asserting: dict[Statement, list[Quad]] = {}
        for quad in quads:
            key = (quad.subject, quad.predicate, quad.object)
            self.asserting.setdefault(key, []).append(quad)

    def rests_on(self, triple: Triple) -> tuple[list[Foundation], set[tuple[Statement, str]]]:
        """Return what a query is told, and each fact of the proof with each graph that says so."""
        explanation = explain(self.closure, self.quads, triple)
        assert explanation.proof is not None
        leaves = explanation.proof.leaves()
        # Only the graphs of the leaves matter: to read all for each statement takes a minute.
        explanation.quads = [quad for leaf in leaves for quad in self.asserting[leaf]]
        facts = {
            (leaf, str(quad.graph_name).strip("<>"))
            for leaf in leaves
            if not (is_axiom(leaf) or is_part(leaf))
            for quad in self.asserting[leaf]
        }
        return foundations(explanation), facts


@pytest.fixture(scope="module")
def sources_of() -> StoredQuery:
    return by_name("sources-of")


@pytest.fixture(scope="module")
def sample() -> Graph:
    paths = [*resources.ontology_files(), resources.root() / "queries" / "sample.trig"]
    return Graph(load_asserted(paths))


@pytest.fixture(scope="module")
def opened(graph_cache: Path) -> LunarGraph:
    sample = resources.root() / "queries" / "sample.trig"
    return LunarGraph.open(sample, *resources.ontology_files(), cache=graph_cache)


def sources(graph: LunarGraph, values: dict[str, str]) -> Table:
    return graph.query("sources-of", **values)  # type: ignore[arg-type]  # some are options


def check(graph: Graph, query: StoredQuery, triple: Triple) -> None:
    """Ask for the sources of *triple* and compare with the leaves of its proof."""
    told, facts = graph.rests_on(triple)
    premises = {(tuple(row[:3]), row.record.value) for row in told if row.basis.value != BY}
    assert {(tuple(map(str, fact)), record) for fact, record in premises} == {
        (tuple(map(named, fact)), record) for fact, record in facts
    }
    header, *rows = lexical(ask(graph.dataset, query.bind(WORDS, told)))
    answer = [dict(zip(header, row, strict=True)) for row in rows]
    assert {row["record"] for row in answer} == {row.record.value for row in told}
    assert {row["basis"] for row in answer} <= {"inferred from", "inferred by"}
    assert all(row["statement"] and row["source"] and row["document"] for row in answer)


def named(term: object) -> str:
    text = str(term)
    return '"something"' if text.startswith("_:") else text


@pytest.mark.parametrize("part", range(PARTS))
def test_inferred_statements_of_the_sample_have_their_sources(
    part: int, sample: Graph, sources_of: StoredQuery
) -> None:
    assert len(sample.inferred) > 1000
    for triple in sample.inferred[part :: PARTS * (1 if THOROUGH > 1 else 4)]:
        check(sample, sources_of, triple)


def test_statements_of_the_shipped_graph_have_their_sources(
    graph: LunarGraph, sources_of: StoredQuery
) -> None:
    shipped = Graph(graph.asserted())
    for triple in random.Random(3).sample(shipped.inferred, 40):  # noqa: S311  # no secret
        check(shipped, sources_of, triple)


def test_through_the_facade_words_are_read_as_why_reads_them(opened: LunarGraph) -> None:
    chosen = random.Random(4).sample(  # noqa: S311  # no secret
        sorted((quad.triple for quad in opened.dataset.quads("inferred")), key=str), 3
    )
    for triple in chosen:
        words = [exactly(term) for term in (triple.subject, triple.predicate, triple.object)]
        explanation = opened.why(*words)
        answer = sources(opened, dict(zip(WORDS, words, strict=True)))
        told = {str(row.record) for row in answer.rows}
        assert told == {row.record.value for row in foundations(explanation)}


SENEGAL = ("signature of the Artemis Accords by Senegal: ", "inferred from")


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        # A chain of properties: the signature that joins the state and the instrument.
        (
            ("Senegal", "signatoryOf", "artemis-accords"),
            [
                ("lunargraph cooperation: states axioms", "inferred by", "ontology/cooperation"),
                (f"{SENEGAL[0]}signature of Artemis Accords", SENEGAL[1], "accords-sn"),
                (f"{SENEGAL[0]}signed by Senegal", SENEGAL[1], "accords-sn"),
            ],
        ),
        # A wider class.
        (
            ("eu", "a", "Organisation"),
            [
                (
                    "European Union: is of kind intergovernmental organisation",
                    SENEGAL[1],
                    "register/eu",
                ),
                ("lunargraph core: states axioms", "inferred by", "ontology/core"),
            ],
        ),
        # The inverse of a property.
        (
            ("senegal", "madeSignature", "accords-sn"),
            [
                ("lunargraph cooperation: states axioms", "inferred by", "ontology/cooperation"),
                (f"{SENEGAL[0]}signed by Senegal", SENEGAL[1], "accords-sn"),
            ],
        ),
        # What is asserted, of a thing, of a value, and by the ontology.
        (
            ("accords-sn", "signedBy", "senegal"),
            [(f"{SENEGAL[0]}signed by Senegal", "asserted", "accords-sn")],
        ),
        (
            ("accords-sn", "signedOn", "2025-07-24"),
            [(f"{SENEGAL[0]}signed on 2025-07-24", "asserted", "accords-sn")],
        ),
        (
            ("Loan", "rdfs:subClassOf", "Transfer"),
            [("loan: is a kind of transfer", "asserted", "ontology/samples")],
        ),
    ],
)
def test_a_statement_is_followed_to_where_it_comes_from(
    opened: LunarGraph, words: tuple[str, str, str], rows: list[tuple[str, str, str]]
) -> None:
    answer = sources(opened, dict(zip(WORDS, words, strict=True)))
    told = {(row.statement, row.basis, str(row.record)) for row in answer.rows}
    assert told == {(statement, basis, iri_of(place)) for statement, basis, place in rows}


def iri_of(place: str) -> str:
    """Return the IRI of a module of the ontology, or of a record of the sample."""
    if place.startswith("ontology/"):
        return BASE + place
    return graph_iri("sample-register" if "/" in place else "sample", place.rpartition("/")[2])


@pytest.mark.filterwarnings(RDFLIB_WARNS)
def test_rdflib_gives_the_same_rows(sample: Graph, sources_of: StoredQuery) -> None:
    [triple] = [
        triple
        for triple in sample.inferred
        if "state-sn> <https://w3id.org/lunargraph/ns#signatoryOf>" in str(triple)
    ]
    told, _ = sample.rests_on(triple)
    # A block without rows, which is what a statement makes of a required parameter, fails in rdflib.
    columns = [*sources_of.statement, "record", "basis"]
    text = bind_values(sources_of.bind({"about": "no-such-thing"}), columns, told)
    assert lexical(ask(sample.dataset, text)) == lexical(
        ask(sample.dataset, sources_of.bind(WORDS, told))
    )
    # rdflib 7.6 drops a row of VALUES that an OPTIONAL does not fit, as none fits an axiom.
    text = bind_values(text, columns, [row for row in told if row.basis.value != BY])
    header, *rows = lexical(ask(sample.dataset, text))
    assert len(rows) == 2
    merged = [Quad(*triple) for triple in {q.triple for q in sample.quads} | set(sample.inferred)]
    assert ask_rdflib(to_rdflib([*sample.quads, *merged]), text) == [header, *rows]


def test_only_sources_of_a_kind_are_told_if_a_kind_is_asked_for(opened: LunarGraph) -> None:
    kinds = {row.sourceKind for row in sources(opened, KNOWN).rows}
    assert len(kinds) > 1
    for kind in kinds - {"ontology"}:
        answer = sources(opened, {**KNOWN, "kind": str(kind)})
        assert {row.sourceKind for row in answer.rows} == {kind}


def test_what_does_not_hold_has_no_row_and_that_is_said(graph_cache: Path) -> None:
    said: list[str] = []
    graph = LunarGraph.open(cache=graph_cache, announce=said.append)
    words = {"subject": "state-eg", "predicate": "signatoryOf", "object": "artemis-accords"}
    assert len(sources(graph, words)) == 0
    assert said == [
        "Egypt is signatory of Artemis Accords: it does not follow. `lunargraph why` tells more"
    ]


def test_records_that_are_left_out_support_nothing(graph_cache: Path) -> None:
    graph = LunarGraph.open(cache=graph_cache, verified_only=True)
    words = {"subject": "thailand", "predicate": "signatoryOf", "object": "artemis-accords"}
    assert len(sources(graph, words)) == 0


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({}, "needs the parameter 'about'"),
        ({"subject": "senegal"}, "needs the parameter 'predicate'"),
        ({"object": "senegal", "subject": "senegal"}, "needs the parameter 'predicate'"),
        ({**KNOWN, "about": "state-sn"}, "is asked about two things"),
        ({**KNOWN, "kind": "laws"}, "refuses its value"),
    ],
)
def test_half_a_question_is_refused(opened: LunarGraph, values: dict[str, str], what: str) -> None:
    with pytest.raises(ParameterError, match=what) as caught:
        sources(opened, values)
    assert caught.value.mend


def test_words_that_mean_nothing_are_refused(opened: LunarGraph) -> None:
    with pytest.raises(UsageError, match="nothing is called") as caught:
        opened.query("sources-of", subject="utopia-9", predicate="a", object="State")
    assert caught.value.where == "subject"


def test_a_server_is_not_asked_for_a_proof(opened: LunarGraph) -> None:
    with pytest.raises(UsageError, match="no proof") as caught:
        sources(opened, {**WORDS, "endpoint": "http://localhost:1/query"})
    assert caught.value.mend


QUERY = """#+ question = "What is it?"
#+ theme = "made-up"
#+ answers = "nothing"
#+ statement = ["s", "p", "o"]
#+ [parameters.o]
#+ type = "term"
#+ about = "the object"
#+ [parameters.p]
#+ type = "term"
#+ about = "the predicate"
#+ [parameters.s]
#+ type = "term"
#+ about = "the subject"
SELECT ?s WHERE {
  VALUES (?s ?p ?o ?record ?basis) { }
} ORDER BY ?s
"""


def write(folder: Path, old: str = "", new: str = "") -> Path:
    path = folder / "made-up" / "one.rq"
    path.parent.mkdir()
    assert old in QUERY
    path.write_text(QUERY.replace(old, new), "utf-8")
    return path


def test_the_block_is_told_the_foundations(tmp_path: Path, sample: Graph) -> None:
    query = load_query(write(tmp_path))
    told, _ = sample.rests_on(sample.inferred[0])
    values = {"s": "any", "p": "any", "o": "any"}
    assert query.asked(values) == ("any", "any", "any")
    assert query.asked({}) is None
    assert len(ask(sample.dataset, query.bind(values, told))) == len(told)
    assert query.bind({}) == query.text


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('["s", "p", "o"]', '["s", "p"]', ":4: statement must list three parameters"),
        ('["s", "p", "o"]', '"s p o"', ":4: statement must list three parameters"),
        ('["s", "p", "o"]', '["s", "p", "q"]', ":4: the parameters of type term"),
        ('#+ statement = ["s", "p", "o"]\n', "", "the parameters of type term"),
        ('the object"\n', 'the object"\n#+ required = true\n', ":4: the parameters of type term"),
        ("?o ?record", "?record", ":4: expected one VALUES (?s ?p ?o ?record ?basis) { }"),
    ],
)
def test_a_header_that_names_no_statement_is_refused(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    with pytest.raises(DataError) as caught:
        load_query(write(tmp_path, old, new))
    assert problem in caught.value.problems[0]
