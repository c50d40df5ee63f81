"""A closure that was changed is the one worked out from scratch, ranks and clashes included."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closure_tables import has_equals, ranked
from lunargraph.reasoning import Closure, maintenance
from ontologies import CLASHING, FACTS, KEYED, RICH, RICH_FACTS, reasoned, triples
from thoroughness import some

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Triple


def assert_equal(changed: Closure, asserted: set[Triple]) -> None:
    fresh = Closure.of_triples(asserted)
    assert changed.inferred() == fresh.inferred()
    assert changed.clashes() == fresh.clashes()
    if not has_equals(fresh):  # which of equal things stands for all depends on what came first
        assert ranked(changed) == ranked(fresh)


def taken_up_again(closure: Closure, folder: Path) -> Closure:
    path = folder / "closure"
    path.unlink(missing_ok=True)
    closure.save(path)
    return Closure.load(path)


WAYS = [(1_000, 20_000), (1_000, 20_000), (0, 0), (2, 4)]
"""Above so many rows, found or looked up, steps are left to SQL: hardly any, all, and some."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts the steps of changes, and those that were left to SQL."""
    counts: Counter[str] = Counter()

    def counted(step: str, name: str) -> None:
        method = getattr(maintenance.Maintenance, name)

        def count(*arguments: object) -> object:
            counts[step] += 1
            return method(*arguments)

        monkeypatch.setattr(maintenance.Maintenance, name, count)

    counted("step", "_conclusions")
    counted("step", "_rederived")
    counted("by SQL", "_selected")
    counted("by SQL", "_selected_again")
    return counts


@pytest.mark.parametrize("graphs", [RICH, KEYED], ids=["rich", "keyed"])
def test_any_sequence_of_changes_ends_where_starting_anew_does(
    graphs: st.SearchStrategy[str],
    asked: Counter[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    anew: list[bool] = []

    @settings(reasoned, max_examples=some(8))
    @given(graphs, st.integers(0, 2**32))
    def change(turtle: str, seed: int) -> None:
        random = Random(seed)  # noqa: S311  # no secret
        asserted = set(triples(turtle))
        closure = Closure.of_triples(asserted)
        if random.random() < 0.5:
            closure = taken_up_again(closure, tmp_path)
        for _ in range(4):
            most_rows, most_looked_up = random.choice(WAYS)
            monkeypatch.setattr(maintenance, "MOST_ROWS", most_rows)
            monkeypatch.setattr(maintenance, "MOST_LOOKED_UP", most_looked_up)
            if random.random() < 0.5 and asserted:
                some = random.sample(sorted(asserted, key=str), min(2, len(asserted)))
                change = closure.remove(some)
                asserted -= set(some)
            else:
                some = triples(random.choice(FACTS)(random))
                change = closure.add(some)
                asserted |= set(some)
            anew.append(change.anew)
            assert_equal(closure, asserted)

    change()
    assert any(anew)  # the ontology, or what is the same
    assert not all(anew)
    assert 0 < asked["by SQL"] < asked["step"]


def test_new_contradictions_are_those_that_were_not_there_before(
    asked: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rules: set[str] = set()

    @settings(reasoned, max_examples=25)
    @given(CLASHING, st.integers(0, 2**32))
    def change(turtle: str, seed: int) -> None:
        random = Random(seed)  # noqa: S311  # no secret
        closure = Closure.of_triples(triples(turtle))
        for _ in range(4):
            most_rows, most_looked_up = random.choice(WAYS)
            monkeypatch.setattr(maintenance, "MOST_ROWS", most_rows)
            monkeypatch.setattr(maintenance, "MOST_LOOKED_UP", most_looked_up)
            before = set(closure.clashes())
            some = triples(random.choice(FACTS + RICH_FACTS)(random))
            change = closure.add(some, clashes=True)
            after = closure.clashes()
            assert change.clashes == tuple(clash for clash in after if clash not in before)
            rules.update(() if change.anew else (clash.rule for clash in change.clashes))

    change()
    assert len(rules) > 5, rules
    assert 0 < asked["by SQL"] < asked["step"]


GIVEN = """lg:part a owl:TransitiveProperty . lg:part rdfs:domain lg:Thing . lg:A rdfs:subClassOf lg:B .
lg:near a owl:SymmetricProperty . lg:uncle owl:propertyChainAxiom ( lg:parent lg:brother ) .
lg:Both owl:equivalentClass [ owl:intersectionOf ( lg:A lg:C ) ] .
lgi:a lg:part lgi:b . lgi:b lg:part lgi:c . lgi:c lg:part lgi:d . lgi:a lg:part lgi:d .
lgi:x a lg:A , lg:C ; lg:parent lgi:y . lgi:y lg:brother lgi:z . lgi:x lg:near lgi:y ."""
DATA = triples(GIVEN)  # once: the labels of blank nodes differ from time to time


def test_what_newly_follows_is_told() -> None:
    closure = Closure.of_triples(DATA)
    change = closure.add(triples("lgi:d lg:part lgi:e . lgi:w a lg:C , lg:A ."))
    expected = (
        "lgi:a lg:part lgi:e . lgi:b lg:part lgi:e . lgi:c lg:part lgi:e . lgi:w a lg:B , lg:Both ."
    )
    assert not change.anew
    assert set(change.gained) == set(triples(expected + " lgi:d a lg:Thing ."))
    assert change.lost == ()


def test_what_follows_no_more_is_told_and_what_has_another_proof_stays() -> None:
    closure = Closure.of_triples(DATA)
    change = closure.remove(triples("lgi:b lg:part lgi:c . lgi:x a lg:C ."))
    expected = "lgi:a lg:part lgi:c . lgi:b lg:part lgi:d . lgi:b a lg:Thing . lgi:x a lg:Both ."
    assert not change.anew
    assert set(change.lost) == set(triples(expected))  # a part d is asserted, c still is a Thing
    assert_equal(closure, set(DATA) - set(triples("lgi:b lg:part lgi:c . lgi:x a lg:C .")))


def test_taking_back_what_follows_all_the_same_changes_nothing() -> None:
    closure = Closure.of_triples(DATA)
    change = closure.remove(triples("lgi:a lg:part lgi:d . lgi:nobody lg:near lgi:nowhere ."))
    assert (change.gained, change.lost) == ((), ())
    assert set(triples("lgi:a lg:part lgi:d .")) <= set(closure.inferred())


def test_a_label_and_a_date_are_taken_in_by_what_they_change() -> None:
    closure = Closure.of_triples(DATA)
    new = triples("lgi:x rdfs:label 'x'@en ; lg:on '2024-06-25'^^xsd:date .")
    assert not closure.add(new).anew
    assert_equal(closure, {*DATA, *new})
    assert not closure.remove(new).anew
    assert_equal(closure, set(DATA))


@pytest.mark.parametrize(
    "change",
    [
        "[] owl:annotatedSource lgi:a .",
        "lgi:x a owl:Ontology .",
        "lg:B rdfs:subClassOf lg:D .",
        "lgi:a owl:sameAs lgi:x .",
        "lg:near a owl:TransitiveProperty .",
        "lg:key owl:hasKey ( lg:near ) .",
    ],
)
def test_a_change_of_the_ontology_or_of_sameness_starts_anew(change: str) -> None:
    closure = Closure.of_triples(DATA)
    new = triples(change)
    assert closure.add(new).anew
    assert_equal(closure, set(DATA) | set(new))
    assert closure.remove(new).anew
    assert_equal(closure, set(DATA))


def test_a_change_that_fails_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    closure = Closure.of_triples(DATA)
    before = ranked(closure)

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(maintenance.Maintenance, "_take", fail)
    with pytest.raises(MemoryError):
        closure.add(triples("lgi:d lg:part lgi:e ."))
    monkeypatch.undo()
    assert ranked(closure) == before
    assert_equal(closure, set(DATA))
    closure.add(triples("lgi:d lg:part lgi:e ."))
    assert_equal(closure, set(DATA) | set(triples("lgi:d lg:part lgi:e .")))
