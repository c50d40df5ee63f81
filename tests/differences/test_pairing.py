from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from lunargraph.differences.pairing import pair
from rdf_strategies import canonical, datasets, few, trees


def read(text: str) -> list[Quad]:
    return list(parse(f"prefix : <http://e/> {text}".encode(), RdfFormat.TURTLE))


def relabelled(quads: list[Quad], stem: str) -> list[Quad]:
    def other(term: object) -> object:
        return BlankNode(f"{stem}{term.value}") if isinstance(term, BlankNode) else term

    return [
        Quad(other(q.subject), q.predicate, other(q.object), other(q.graph_name))  # type: ignore[arg-type]
        for q in reversed(quads)
    ]


def lines(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = pair(read(before), read(after))
    return sorted(map(str, old - new)), sorted(map(str, new - old))


@few
@given(datasets())
def test_labels_alone_make_no_difference(quads: list[Quad]) -> None:
    old, new = pair(quads, relabelled(quads, "z"))
    assert old == new


@few
@given(datasets(), datasets())
def test_both_sides_still_say_what_they_said(before: list[Quad], after: list[Quad]) -> None:
    old, new = pair(before, after)
    assert canonical(list(old)) == canonical(before)
    assert canonical(list(new)) == canonical(after)


@few
@given(datasets(), datasets())
def test_the_outcome_depends_on_what_is_said_alone(before: list[Quad], after: list[Quad]) -> None:
    assert pair(before, after) == pair(relabelled(before, "p"), relabelled(after, "q"))


@few
@given(trees(), st.data())
def test_one_statement_less_is_one_difference(quads: list[Quad], data: st.DataObject) -> None:
    whole = list(dict.fromkeys(quads))
    part = [quad for quad in whole if not isinstance(quad.object, BlankNode)]
    if not part:
        return
    gone = data.draw(st.sampled_from(part))
    old, new = pair(whole, relabelled([quad for quad in whole if quad != gone], "z"))
    assert (len(old - new), len(new - old)) == (1, 0)


def test_a_value_deep_inside_is_one_line() -> None:
    before = ":a :p [ :q [ :r [ :v 1 ; :w 2 ] ; :s 3 ] ; :t 4 ] , [ :t 5 ] ."
    after = ":a :p [ :t 5 ] , [ :q [ :r [ :v 9 ; :w 2 ] ; :s 3 ] ; :t 4 ] ."
    removed, added = lines(before, after)
    assert [len(removed), len(added)] == [1, 1]
    assert removed[0].split()[0] == added[0].split()[0]
    assert '"9"' in added[0]


def test_an_item_of_a_list_is_one_line() -> None:
    removed, added = lines(":a :p ( 1 2 3 4 5 ) .", ":a :p ( 1 2 0 4 5 ) .")
    assert [len(removed), len(added)] == [1, 1]


def test_an_item_put_into_a_list_moves_no_other() -> None:
    removed, added = lines(":a :p ( 1 2 3 4 5 ) .", ":a :p ( 1 2 0 3 4 5 ) .")
    assert len(removed) == 1  # the link to 3
    assert len(added) == 3  # the link to 0, 0, and the link from there to 3


def test_what_is_not_there_on_the_other_side_has_a_label_of_its_own() -> None:
    removed, added = lines(":a :p [ :v 1 ] .", ":a :p [ :v 1 ] , [ :v 2 ] .")
    assert removed == []
    assert added == [
        '<http://e/a> <http://e/p> _:n0',
        '_:n0 <http://e/v> "2"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ]  # fmt: skip


def test_one_of_many_alike_is_one_difference() -> None:
    many = " ".join(":a :p [ :v 1 ; :q [ :w 2 ] ] ." for _ in range(30))
    removed, added = lines(many, many + ":a :p [ :v 1 ; :q [ :w 2 ] ] .")
    assert (len(removed), len(added)) == (0, 4)


def test_long_lists_take_time_by_their_length() -> None:
    items = [str(number) for number in range(2000)]
    changed = [*items[:1000], '"x"', *items[1001:]]
    removed, added = lines(f":a :p ( {' '.join(items)} ) .", f":a :p ( {' '.join(changed)} ) .")
    assert [len(removed), len(added)] == [1, 1]


def test_a_node_that_names_a_graph_is_paired_too() -> None:
    a, g, h = NamedNode("http://e/a"), BlankNode("g"), BlankNode("h")
    old, new = pair(
        [Quad(a, a, Literal("1"), g), Quad(a, a, Literal("2"), g)],
        [Quad(a, a, Literal("1"), h), Quad(a, a, Literal("3"), h)],
    )
    assert len(old - new) == len(new - old) == 1
