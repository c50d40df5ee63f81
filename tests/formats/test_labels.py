import pytest
from hypothesis import given
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from lunargraph.errors import FileError
from lunargraph.formats.labels import with_canonical_labels
from rdf_strategies import canonical, datasets, few

P = NamedNode("http://example.org/p")


def node(name: object) -> BlankNode:
    return BlankNode(f"x{name}")


@few
@given(datasets())
def test_labels_are_those_of_rdfc_1_0(quads: list[Quad]) -> None:
    labelled = with_canonical_labels(quads)
    assert {f"{quad} ." for quad in labelled} == set(canonical(quads).decode().split("\n")[:-1])


@pytest.mark.parametrize(
    "quads",
    [
        pytest.param(
            [Quad(node(a), P, node(b)) for a in range(20) for b in range(20) if a != b],
            id="a ring of friends",
        ),
        pytest.param([Quad(node(n), P, node(n + 1)) for n in range(5000)], id="a long chain"),
        pytest.param(
            [Quad(node(n % 2), P, node(n)) for n in range(2, 40)],
            id="two equal hubs",
        ),
    ],
)
def test_work_without_end_is_refused_at_once(quads: list[Quad]) -> None:
    with pytest.raises(FileError, match="too alike") as caught:
        with_canonical_labels(quads)
    assert caught.value.mend == "give some of them IRIs"


@pytest.mark.parametrize(
    "quads",
    [
        pytest.param([Quad(P, P, node(n)) for n in range(3000)], id="one hub with an IRI"),
        pytest.param(
            [Quad(node(n), P, node(n + 1)) for n in range(1000)]
            + [Quad(node(n), P, Literal(n)) for n in range(1000)],
            id="a long chain of different nodes",
        ),
        pytest.param(
            [Quad(node(10 * n + m), P, node(10 * n + m + 1)) for n in range(300) for m in range(3)],
            id="many short chains",
        ),
    ],
)
def test_many_blank_nodes_are_no_trouble_where_something_tells_them_apart(
    quads: list[Quad],
) -> None:
    assert len(with_canonical_labels(quads)) == len(quads)
