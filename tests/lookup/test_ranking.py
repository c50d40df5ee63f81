"""What must hold of every ranking, whatever the names."""

from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import Literal

from lunargraph.lookup.folding import fold
from lunargraph.lookup.names import Name, Thing
from lunargraph.lookup.ranking import HOWS, rank

WORDS = st.sampled_from(
    ["university", "of", "osaka", "change", "5", "6", "stony", "brook", "national", "space",
     "agency", "kaist", "china", "chine", "嫦娥五号", "嫦娥六号", "türkiye", "eu"]
)  # fmt: skip
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
GRAPHS = st.lists(st.lists(NAMES, min_size=1, max_size=3), min_size=1, max_size=8)
TEXTS = NAMES | st.text(alphabet="chanuosy 56嫦", min_size=1).filter(
    lambda text: fold(text).letters
)


def things_of(graph: list[list[str]]) -> list[Thing]:
    return [
        Thing(
            f"http://example.org/{number}",
            Literal(names[0]),
            tuple(Name(Literal(name), fold(name), "name") for name in names),
        )
        for number, names in enumerate(graph)
    ]


@given(GRAPHS, st.data())
def test_each_thing_is_found_by_each_of_its_names(
    graph: list[list[str]], data: st.DataObject
) -> None:
    things = things_of(graph)
    thing = data.draw(st.sampled_from(things))
    name = data.draw(st.sampled_from(thing.names))
    found = {hit.thing.iri: hit.how for hit in rank(name.folded, things)}
    assert found[thing.iri] == "exact"


@given(GRAPHS, TEXTS)
def test_each_thing_comes_once_and_the_better_ways_come_first(
    graph: list[list[str]], text: str
) -> None:
    hits = rank(fold(text), things_of(graph))
    assert len({hit.thing.iri for hit in hits}) == len(hits)
    places = [HOWS.index(hit.how) for hit in hits]
    assert places == sorted(places)
    assert all(hit.name in hit.thing.names for hit in hits)


@given(GRAPHS, TEXTS, st.data())
def test_the_order_of_the_graph_does_not_count(
    graph: list[list[str]], text: str, data: st.DataObject
) -> None:
    things = things_of(graph)
    shuffled = data.draw(st.permutations(things))
    assert rank(fold(text), things) == rank(fold(text), shuffled)


@given(GRAPHS, TEXTS)
def test_spelling_does_not_count(graph: list[list[str]], text: str) -> None:
    things = things_of(graph)
    plain = rank(fold(text), things)
    assert rank(fold(f" «{text.upper()}!» "), things) == plain


@given(GRAPHS, TEXTS, st.integers(0, 3))
def test_lower_levels_come_first_within_a_way(graph: list[list[str]], text: str, low: int) -> None:
    things = things_of(graph)
    levels = {thing.iri: 0 if number == low else 1 for number, thing in enumerate(things)}
    hits = rank(fold(text), things, lambda _: levels)
    for how in HOWS[:-1]:  # similar ones go by their likeness first
        found = [levels[hit.thing.iri] for hit in hits if hit.how == how]
        assert found == sorted(found)


@given(GRAPHS, st.data())
def test_one_typing_mistake_loses_nothing(graph: list[list[str]], data: st.DataObject) -> None:
    things = things_of(graph)
    thing = data.draw(st.sampled_from(things))
    letters = data.draw(st.sampled_from(thing.names)).folded.letters
    place = data.draw(st.integers(0, len(letters) - 1))
    assume(len(letters) >= 4 and not letters[place].isdecimal())
    wrong = letters[:place] + data.draw(st.sampled_from(["", "x", letters[place] * 2]))
    hits = rank(fold(wrong + letters[place + 1 :]), things)
    assert any(hit.thing == thing for hit in hits) or any(hit.how == "exact" for hit in hits)


def test_initials() -> None:
    things = things_of([["United Kingdom"], ["Ukraine"], ["University of Central Florida"]])
    assert [(hit.how, hit.thing.label.value) for hit in rank(fold("UK"), things)] == [
        ("initials", "United Kingdom"),
        ("prefix", "Ukraine"),
    ]
    assert [hit.how for hit in rank(fold("ucf"), things)] == ["initials"]


def test_words_run_together_end_where_words_end() -> None:
    things = things_of([["US applauds"], ["Universities and schools"], ["An U.S. A"]])
    assert [(hit.how, hit.thing.label.value) for hit in rank(fold("USA"), things)] == [
        ("substring", "An U.S. A")
    ]
    assert rank(fold("esa"), things) == []


def test_a_rare_word_decides_and_a_number_alone_does_not() -> None:
    others = [[f"University {name}"] for name in ("Abcdef", "Ghijkl", "Mnopqr", "Stuvwx")]
    things = things_of([*others, ["Change 8"], ["Section 9: range"]])
    assert rank(fold("Yale University"), things) == []
    assert rank(fold("change 9"), things) == []
