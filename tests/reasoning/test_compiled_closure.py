"""The closure of the compiled rules against two oracles, each derived statement with its proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from closure_tables import ranked
from literal_values import same_value
from lunargraph.errors import StoreError
from lunargraph.namespaces import LG, LGI
from lunargraph.reasoning import Closure, close, instances
from lunargraph.reasoning.clashes import as_triple
from lunargraph.reasoning.connection import connect
from lunargraph.reasoning.noise import anonymous_expressions, is_noise
from nemo_oracle import nemo_closure
from ontologies import CLASHING, KEYED, PLAIN, RICH, reasoned, triples
from proof_checker import check_proof
from rdf_terms import named
from thoroughness import some

if TYPE_CHECKING:
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy

    from lunargraph import LunarGraph
    from rdf_terms import Statement

SAME = named("owl:sameAs")


def statements(given_: list[Triple]) -> set[Statement]:
    return {(triple.subject, triple.predicate, triple.object) for triple in given_}


def spreads(closed: set[Statement]) -> bool:
    """Tell whether a literal became the same as something else, which our closure does not spread."""
    return any(
        predicate == SAME
        and isinstance(one, Literal) | isinstance(other, Literal)
        and not (isinstance(one, Literal) and isinstance(other, Literal) and same_value(one, other))
        for one, predicate, other in closed
    )


def respelt(statement: Statement, held: set[Statement]) -> bool:
    """Tell whether a statement only repeats another with a different spelling of its value."""
    value = statement[2]
    return isinstance(value, Literal) and any(
        isinstance(other, Literal) and same_value(value, other)
        for subject, predicate, other in held
        if (subject, predicate) == statement[:2]
    )


@settings(reasoned, max_examples=some(25))
@given(PLAIN)
def test_the_closure_is_that_of_owlrl(turtle: str) -> None:
    given_ = triples(turtle)
    ours, theirs = close(given_), close(given_, engine="owlrl")
    assert ours.inferred == theirs.inferred
    assert [clash[:3] for clash in ours.clashes] == [clash[:3] for clash in theirs.clashes]


@pytest.mark.parametrize("graphs", [RICH, KEYED, CLASHING], ids=["rich", "keyed", "clashing"])
def test_the_closure_is_that_of_the_table_by_nemo_and_all_of_it_is_proved(
    graphs: SearchStrategy[str],
) -> None:
    seen: list[int] = []

    @settings(reasoned, max_examples=some(15))
    @given(graphs)
    def compare(turtle: str) -> None:
        given_ = triples(turtle)
        closed, false = nemo_closure(given_)
        if spreads(closed):
            return
        asserted = statements(given_)
        closure = Closure.of_triples(given_)
        inferred = {(each.subject, each.predicate, each.object) for each in closure.inferred()}
        expressions = anonymous_expressions(asserted)
        expected = {
            each
            for each in closed - asserted
            if not is_noise(each, expressions) and as_triple(each) is not None
        }
        assert inferred <= closed
        held = inferred | asserted
        assert [each for each in expected - inferred if not respelt(each, held)] == []
        clashes = closure.clashes()
        assert bool(clashes) == bool(false)
        proofs = [closure.why(each) for each in sorted(inferred, key=str)[:15]]
        proofs += [closure.why_false(clash) for clash in clashes]
        assert [check_proof(each, asserted) if each else "none" for each in proofs] == [
            None for _ in proofs
        ]
        seen.append(len(proofs))

    compare()
    assert sum(seen) > 50


@settings(reasoned, max_examples=some(10))
@given(st.one_of(RICH, KEYED, CLASHING), st.sampled_from([(0, 0), (1_500, 5), (50, 3_000)]))
def test_small_and_large_ontologies_are_treated_alike(turtle: str, most: tuple[int, int]) -> None:
    given_ = triples(turtle)
    closure = Closure.of_triples(given_)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(instances, "MOST_AXIOMS", most[0])
        patch.setattr(instances, "MOST_ROWS", most[1])
        by_sql = Closure.of_triples(given_)
    assert ranked(closure) == ranked(by_sql)
    assert closure.inferred() == by_sql.inferred()
    assert closure.clashes() == by_sql.clashes()
    ours, theirs = closure.statistics(), by_sql.statistics()
    assert {name: run.rows for name, run in ours.rules.items()} == {
        name: run.rows for name, run in theirs.rules.items()
    }


def test_the_shipped_graph_has_the_closure_that_owlrl_finds(graph: LunarGraph) -> None:
    asserted = {quad.triple for quad in graph.asserted()}
    ours, theirs = close(asserted), close(asserted, engine="owlrl")
    assert ours.inferred == theirs.inferred
    assert ours.clashes == theirs.clashes == ()


def test_a_proof_of_each_kind_of_link_in_the_shipped_graph_checks(graph: LunarGraph) -> None:
    closure = graph.closure()
    asserted = statements([quad.triple for quad in graph.asserted()])
    kinds: dict[object, Triple] = {}
    for triple in closure.inferred():
        kind = triple.object if triple.predicate == named("rdf:type") else triple.predicate
        kinds.setdefault(kind, triple)
    assert len(kinds) > 60
    for triple in kinds.values():
        proof = closure.why(triple)
        assert proof is not None
        assert check_proof(proof, asserted) is None


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    given_ = triples(
        "lg:p a owl:SymmetricProperty . lgi:b lg:p lgi:a . lgi:c owl:sameAs lgi:a ."
        " lg:A owl:equivalentClass [ owl:unionOf ( lg:B lg:C ) ] . _:b a lg:B ."
    )
    orders = (given_, given_[::-1])
    runs = [b"".join(Closure.of_triples(order).ntriples("all")) for order in orders]
    assert runs[0] == runs[1]
    lines = runs[0].decode().splitlines()
    assert lines == sorted(set(lines))
    path = tmp_path / "again.nt"
    path.write_bytes(runs[0])
    assert b"".join(Closure.of_files([path]).ntriples("all")) == runs[0]


@pytest.mark.parametrize(
    "turtle",
    [
        "lg:A rdfs:subClassOf lg:B . lg:B rdfs:subClassOf lg:A . lgi:x a lg:A .",
        "lg:p owl:propertyChainAxiom ( lg:p lg:p ) . lgi:x lg:p lgi:x , lgi:y . lgi:y lg:p lgi:x .",
        "lg:p owl:propertyChainAxiom ( lg:q ) . lgi:x lg:q lgi:y .",
        "lg:A owl:disjointWith lg:A . lgi:x a lg:A .",
        "lg:A owl:equivalentClass [ owl:intersectionOf ( lg:A lg:A ) ] . lgi:x a lg:A .",
        "lg:A owl:intersectionOf () . lgi:x a lg:A .",
        "owl:sameAs rdfs:subPropertyOf lg:p . lgi:x owl:sameAs lgi:y .",
        "rdf:type rdfs:subPropertyOf lg:p . lgi:x a lg:A .",
        "lg:p rdfs:subPropertyOf owl:sameAs . lgi:x lg:p lgi:y . lgi:y lg:q 1 .",
        "rdfs:subClassOf rdfs:domain lg:A . lg:A rdfs:subClassOf lg:B .",
        "owl:Thing owl:sameAs owl:Nothing . lgi:x a owl:Thing .",
        "rdf:nil owl:sameAs lgi:x .",
        "lgi:x a owl:Thing . owl:Thing rdfs:subClassOf lg:A . lgi:y lg:p lgi:z . lg:B a owl:Class ."
        " lgi:y a lg:B .",
    ],
)
def test_odd_ontologies_end(turtle: str) -> None:
    closure = Closure.of_triples(triples(turtle))
    assert isinstance(closure.inferred(), tuple)
    assert isinstance(closure.remarks(), tuple)


def test_lists_of_any_length() -> None:
    links = [f"lg:p{n}" for n in range(12)]
    chain = f"lg:whole owl:propertyChainAxiom ( {' '.join(links)} ) . "
    facts = " ".join(f"lgi:x{n} {link} lgi:x{n + 1} ." for n, link in enumerate(links))
    classes = [f"lg:C{n}" for n in range(200)]
    whole = f"lg:Both owl:intersectionOf ( {' '.join(classes)} ) . lgi:y a {' , '.join(classes)} ."
    inferred = set(Closure.of_triples(triples(chain + facts + whole)).inferred())
    assert set(triples("lgi:x0 lg:whole lgi:x12 . lgi:y a lg:Both .")) <= inferred


def test_schema_that_the_data_yield_is_taken_into_account() -> None:
    turtle = (
        "lg:Way rdfs:subClassOf owl:TransitiveProperty . lg:road a lg:Way ."
        " lgi:a lg:road lgi:b . lgi:b lg:road lgi:c . lg:narrower rdfs:subPropertyOf rdfs:subClassOf ."
        " lg:A lg:narrower lg:B . lgi:a a lg:A ."
    )
    expected = triples("lgi:a lg:road lgi:c . lgi:a a lg:B .")
    assert set(expected) <= set(Closure.of_triples(triples(turtle)).inferred())


def test_two_spellings_of_a_value_meet_and_come_out_as_they_went_in() -> None:
    turtle = (
        "[ owl:onProperty lg:p ; owl:hasValue 1 ] rdfs:subClassOf lg:A ."
        " lg:p rdfs:subPropertyOf lg:q . lgi:x lg:p 01 . lgi:y lg:p 1.0 . lgi:z lg:p '1' ."
    )
    inferred = set(Closure.of_triples(triples(turtle)).inferred())
    expected = triples("lgi:x a lg:A ; lg:q 01 . lgi:y a lg:A ; lg:q 1.0 . lgi:z lg:q '1' .")
    assert inferred == set(expected)


def test_a_closure_is_kept_and_taken_up_again(tmp_path: Path) -> None:
    turtle = "lg:p a owl:TransitiveProperty . lgi:a lg:p lgi:b . lgi:b lg:p lgi:c ."
    closure = Closure.of_triples(triples(turtle))
    closure.save(tmp_path / "closure")
    again = Closure.load(tmp_path / "closure")
    assert again.inferred() == closure.inferred()
    assert again.statistics().rounds == closure.statistics().rounds
    assert again.why(triples("lgi:a lg:p lgi:c .")[0]) == closure.why(
        triples("lgi:a lg:p lgi:c .")[0]
    )
    gained = again.add(triples("lgi:c lg:p lgi:d .")).gained
    assert set(gained) == set(triples("lgi:b lg:p lgi:d . lgi:a lg:p lgi:d ."))


def test_the_file_of_a_closure_is_not_changed_by_changes_of_what_was_taken_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, copies = tmp_path / "closure", tmp_path / "copies"
    copies.mkdir()
    Closure.of_triples(triples("lg:p a owl:TransitiveProperty . lgi:a lg:p lgi:b .")).save(path)
    before = path.read_bytes()
    monkeypatch.setattr("tempfile.tempdir", str(copies))
    one, other = Closure.load(path), Closure.load(path)
    new = triples("lgi:b lg:p lgi:c .")
    assert one.add(new).gained == other.add(new).gained != ()
    assert other.add(triples("lg:p a owl:SymmetricProperty .")).anew
    assert set(one.inferred()) < set(other.inferred())
    assert path.read_bytes() == before
    assert list(copies.iterdir()) == []


@pytest.mark.parametrize("place", [100, 5_000, 60_000, -20, -3])
def test_a_damaged_closure_is_refused(place: int, tmp_path: Path) -> None:
    path = tmp_path / "closure"
    Closure.of_triples(triples("lg:p a owl:TransitiveProperty . lgi:a lg:p lgi:b .")).save(path)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    with pytest.raises(StoreError, match="there is no closure here, or a damaged one"):
        Closure.load(path)
    path.write_bytes(data[:place])
    with pytest.raises(StoreError, match="there is no closure here, or a damaged one"):
        Closure.load(path)


def test_what_is_no_closure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "closure"
    path.write_bytes(b"not a database")
    with pytest.raises(StoreError, match="there is no closure here"):
        Closure.load(path)
    with pytest.raises(StoreError, match="cannot be saved"):
        Closure.of_triples([]).save(tmp_path / "no" / "folder")


def test_what_is_closest_to_a_statement_that_does_not_hold() -> None:
    turtle = (
        "lg:Both owl:equivalentClass [ owl:intersectionOf ( lg:A lg:B ) ] . lgi:x a lg:A ."
        " lg:p owl:propertyChainAxiom ( lg:q lg:r ) . lgi:x lg:q lgi:y . lgi:z lg:s lgi:w ."
    )
    closure = Closure.of_triples(triples(turtle))
    x, y, z = (NamedNode(LGI + name) for name in "xyz")
    [gap] = closure.closest(Triple(x, named("rdf:type"), NamedNode(LG + "Both")))
    assert (gap.rule, gap.missing) == ("cls-int1", ((x, named("rdf:type"), NamedNode(LG + "B")),))
    [gap] = closure.closest(Triple(x, NamedNode(LG + "p"), z))
    assert (gap.rule, gap.missing) == ("prp-spo2", ((y, NamedNode(LG + "r"), z),))
    assert closure.closest(Triple(x, NamedNode(LG + "unknown"), z)) == ()


def test_the_ways_to_a_statement() -> None:
    turtle = (
        "lg:p rdfs:domain lg:A . lg:B rdfs:subClassOf lg:A . lgi:x a lg:A , lg:B ; lg:p lgi:y ."
    )
    ways = Closure.of_triples(triples(turtle)).ways(triples("lgi:x a lg:A .")[0])
    assert [way.rule for way in ways] == ["asserted", "prp-dom", "cax-sco"]
    assert Closure.of_triples([]).ways(triples("lgi:x a lg:A .")[0]) == ()


@pytest.mark.parametrize(
    ("turtle", "said"),
    [
        ("lg:A rdfs:subClassOf [ owl:minCardinality 1 ; owl:onProperty lg:p ] .", "owl:minCardi"),
        (
            "[ owl:maxCardinality 3 ; owl:onProperty lg:p ] a owl:Class .",
            "owl:maxCardinality above 1",
        ),
        (
            "[ owl:maxQualifiedCardinality 2 ; owl:onProperty lg:p ; owl:onClass lg:A ] a owl:Class .",
            "owl:maxQualifiedCardinality above 1, used once",
        ),
        ("lg:p a owl:ReflexiveProperty .", "lg:p is an owl:ReflexiveProperty"),
        ("lg:A rdfs:subClassOf [ owl:someValuesFrom lg:B ; owl:onProperty lg:p ] .", "lg:A rdfs"),
        ("lg:A rdfs:subClassOf [ owl:unionOf ( lg:B lg:C ) ] .", "one of several classes"),
        ("lg:A owl:disjointWith lg:A .", "lg:A is disjoint with itself"),
        ("lg:p owl:propertyChainAxiom ( lg:q ) .", "a chain of lg:p has one link"),
        ("lg:A owl:unionOf _:l . _:l rdf:first lg:B .", "lg:A owl:unionOf says nothing: it has no"),
    ],
)
def test_what_the_rules_pass_over_is_said(turtle: str, said: str) -> None:
    [remark] = Closure.of_triples(triples(turtle)).remarks()
    assert said in remark


def test_nothing_is_said_of_an_ontology_within_owl_2_rl(graph: LunarGraph) -> None:
    assert graph.closure().remarks() == ()


def test_memory_that_is_not_enough_is_said_in_our_words(monkeypatch: pytest.MonkeyPatch) -> None:
    from lunargraph.reasoning import closure

    def cramped() -> duckdb.DuckDBPyConnection:
        sql = connect()
        sql.execute("SET memory_limit = '1MB'")
        sql.execute("SET temp_directory = ''")
        return sql

    monkeypatch.setattr(closure, "connect", cramped)
    facts = " . ".join(f"lgi:x{n} lg:p lgi:x{n + 1}" for n in range(20_000))
    with pytest.raises(StoreError, match="the memory is not enough"):
        Closure.of_triples(triples(facts + " ."))
