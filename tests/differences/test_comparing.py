from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from lunargraph.differences import Difference, State, compare
from lunargraph.errors import UnknownNameError, UsageError
from lunargraph.formats.rdf_patch import apply_patch, parse_patch
from lunargraph.reasoning import Closure
from rdf_strategies import canonical, datasets, few
from thoroughness import some

PREFIXES = """
prefix : <http://e/>
prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#>
prefix owl: <http://www.w3.org/2002/07/owl#>
"""
POOL = """
:a a :C . :a a :D . :b a :C . :a :p :b . :b :p :c . :a :q :b . :c :q :a . :b :r :c .
:C rdfs:subClassOf :D . :D rdfs:subClassOf :E . :p rdfs:subPropertyOf :q . :q rdfs:range :C .
:q a owl:SymmetricProperty . :r owl:inverseOf :p . :a owl:sameAs :c . :p a owl:TransitiveProperty .
"""


def triples(text: str) -> list[Triple]:
    return [quad.triple for quad in parse((PREFIXES + text).encode(), RdfFormat.TURTLE)]


def state(name: str, statements: Iterable[Triple]) -> State:
    return State(name, [Quad(*each) for each in statements])


def difference(
    before: Iterable[Triple],
    after: Iterable[Triple],
    known: Iterable[Triple] = (),
    layer: str = "all",
) -> Difference:
    known = list(known)
    return compare(
        state("a", before),
        state("b", after),
        known=known,
        closure=lambda more: Closure.of_triples({*known, *more}),
        layer=layer,  # type: ignore[arg-type]
    )


subsets = st.lists(st.sampled_from(triples(POOL)), max_size=9).map(set)


def holds(statements: set[Triple]) -> set[Triple]:
    return statements | set(Closure.of_triples(statements).inferred())


@settings(few, max_examples=some(25))
@given(subsets, subsets, subsets)
def test_what_follows_is_what_both_closures_say(
    before: set[Triple], after: set[Triple], known: set[Triple]
) -> None:
    found = difference(before, after, known)
    old, new = holds(before | known), holds(after | known)
    said = (before ^ after) - known
    assert set(found.gained or ()) == new - old - said
    assert set(found.lost or ()) == old - new - said


@few
@given(datasets(), datasets())
def test_the_patch_makes_the_one_out_of_the_other(before: list[Quad], after: list[Quad]) -> None:
    found = compare(
        State("a", before), State("b", after), closure=Closure.of_triples, layer="asserted"
    )
    patch = parse_patch(found.write("patch").encode(), name="-")
    assert canonical(list(apply_patch(patch, before))) == canonical(after)
    assert found.equal == (canonical(before) == canonical(after))
    back = compare(
        State("b", after), State("a", before), closure=Closure.of_triples, layer="asserted"
    )
    assert canonical(list(apply_patch(back.patch, after))) == canonical(before)


def test_layers() -> None:
    before, after = triples(":C rdfs:subClassOf :D ."), triples(":C rdfs:subClassOf :D . :a a :C .")
    whole = difference(before, after)
    assert [len(each or ()) for each in (whole.removed, whole.added, whole.lost, whole.gained)] == [
        0,
        1,
        0,
        1,
    ]
    asserted = difference(before, after, layer="asserted")
    assert (asserted.added, asserted.gained, asserted.lost) == (whole.added, None, None)
    inferred = difference(before, after, layer="inferred")
    assert (inferred.added, inferred.removed, inferred.gained) == (None, None, whole.gained)
    with pytest.raises(UsageError):
        inferred.write("patch")
    with pytest.raises(UnknownNameError, match="layer"):
        difference(before, after, layer="al")
    with pytest.raises(UnknownNameError, match="format"):
        whole.write("ptach")


def test_a_difference_that_changes_nothing_inferred() -> None:
    text = ":C rdfs:subClassOf :D . :a a :C ."
    found = difference(triples(text), triples(text + ":a a :D ."), layer="inferred")
    assert found.equal  # it held before


def _in(graph: str, triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, NamedNode(f"http://e/{graph}"))


def test_a_statement_that_moves_to_another_record_is_a_difference_of_records_only() -> None:
    [triple] = triples(":a :p :b .")
    before = State("a", [_in("g", triple)])
    after = State("b", [_in("h", triple)])

    def never(_: Iterable[Triple]) -> Closure:
        raise AssertionError

    found = compare(before, after, closure=never)
    assert (len(found.added or ()), len(found.removed or ())) == (1, 1)
    assert (found.gained, found.lost) == ((), ())
