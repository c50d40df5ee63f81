from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from lunargraph.errors import FileError, ParseError
from lunargraph.formats.rdf_patch import Patch, apply_patch, load_patch, parse_patch, write_patch
from rdf_strategies import canonical, datasets, few

A, B = NamedNode("http://e/a"), NamedNode("http://e/b")
ROW = b'A <http://e/a> <http://e/b> "x" .\n'
STATEMENT = Quad(A, B, Literal("x"))


def complaint(data: bytes) -> ParseError:
    with pytest.raises(ParseError) as caught:
        parse_patch(data, name="1.rdfp")
    assert caught.value.path == "1.rdfp"
    return caught.value


_words = st.from_regex(r"[A-Za-z]([A-Za-z0-9_-]{0,4})", fullmatch=True)
_terms = st.one_of(
    st.sampled_from([A, BlankNode("b"), Literal("x", language="en"), Literal("1")]),
    st.text(st.characters(exclude_categories=["Cs"])).map(Literal),
)
_prefixes = st.dictionaries(
    st.one_of(st.just(""), _words), st.sampled_from([None, "http://e/", "urn:x:"]), max_size=3
)


@few
@given(datasets(), datasets(), st.dictionaries(_words, _terms, max_size=3), _prefixes)
def test_what_was_written_is_read_back(
    removed: list[Quad],
    added: list[Quad],
    header: dict[str, NamedNode | BlankNode | Literal],
    prefixes: dict[str, str | None],
) -> None:
    patch = Patch(frozenset(removed) - frozenset(added), frozenset(added), header, prefixes)
    data = write_patch(patch)
    again = parse_patch(data, name="-")
    assert again == patch
    assert list(again.header) == list(header)
    assert write_patch(again) == data


@few
@given(datasets(), datasets())
def test_rows_are_sorted_and_removals_come_first(removed: list[Quad], added: list[Quad]) -> None:
    rows = write_patch(Patch(frozenset(removed), frozenset(added))).decode().split("\n")
    assert (rows[0], rows[-2:]) == ("TX .", ["TC .", ""])
    codes = [row.split(" ")[0] for row in rows[1:-2]]
    assert codes == sorted(codes, reverse=True)
    for code in "DA":
        own = [row for row in rows if row.startswith(code)]
        assert own == sorted(own)
        assert len(own) == len(set(own))


def test_all_rows_of_the_format_are_understood() -> None:
    patch = parse_patch(
        b"# a comment\n"
        b'H id <uuid:1> .\nH prev "none" .\nH "who did it" _:x .  # another\n'
        b"TX .\r\n"
        b'PA "rdf" "http://www.w3.org/1999/02/22-rdf-syntax-ns#" .\n'
        b'PA ex <http://example.org/> .\nPD "old" .\n'
        b'  A <http://e/a> <http://e/b> "x" .\n'
        b'D <http://e/a> <http://e/b> "<_:no>" <http://e/g> . # gone\n'
        b"A _:n0 <http://e/b> <_:n1> .\n"
        b"\n"
        b"TC .\n",
        name="-",
    )
    assert patch.header == {
        "id": NamedNode("uuid:1"),
        "prev": Literal("none"),
        "who did it": BlankNode("x"),
    }
    assert patch.prefixes == {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "ex": "http://example.org/",
        "old": None,
    }
    assert patch.removed == {Quad(A, B, Literal("<_:no>"), NamedNode("http://e/g"))}
    assert patch.added == {STATEMENT, Quad(BlankNode("n0"), B, BlankNode("n1"))}


def test_the_last_row_of_a_statement_counts() -> None:
    delete = ROW.replace(b"A", b"D", 1)
    assert parse_patch(ROW + delete, name="-") == Patch(removed=frozenset([STATEMENT]))
    assert parse_patch(delete + ROW, name="-") == Patch(added=frozenset([STATEMENT]))
    both = b"TX .\n" + ROW + b"TC .\nTX .\n" + delete + b"TC .\n"
    assert parse_patch(both, name="-") == Patch(removed=frozenset([STATEMENT]))


def test_an_aborted_transaction_leaves_no_trace() -> None:
    data = b"TX .\n" + ROW + b'PA "e" <http://e/> .\nTA .\nTX .\n' + ROW.replace(b"x", b"y", 1)
    patch = parse_patch(data + b"TC .\n", name="-")
    assert patch == Patch(added=frozenset([Quad(A, B, Literal("y"))]))


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (b"", (None, None), "the file is empty"),
        (b"\x80\x00", (1, 2), "binary"),
        (b"TX .\n\xff", (2, 1), "not UTF-8"),
        (b"X <http://e/a> .", (1, 1), "no row of an RDF Patch"),
        (b"<http://e/a> <http://e/b> 1 .", (1, 1), "no row of an RDF Patch"),
        (b"TX .\n" + ROW, (1, None), "a transaction has no end"),
        (b"TX .\nTX .\nTC .\n", (2, 1), "begins inside another"),
        (b"TC .\n", (1, 1), "never began"),
        (b"TX\nTC .\n", (1, 3), "a row has no end"),
        (b"TX . TC .\n", (1, 3), "a row has no end"),
        (b"TX .\nTC .\n" + ROW, (3, 1), "outside of all transactions"),
        (ROW + b"TX .\nTC .\n", (1, 1), "outside of all transactions"),
        (ROW + b"H id <uuid:1> .", (2, 1), "a header stands after"),
        (b"H id <uuid:1> .\nH id <uuid:2> .", (2, 3), "given twice"),
        (b"H <uuid:1> .", (1, 3), "a header has no field"),
        (b"H 1d <uuid:1> .", (1, 3), "a header has no field"),
        (b"H id <uuid:1> <uuid:2> .", (1, 6), "not one value"),
        (b"H id <uuid:1>", (1, 14), "a statement has no end"),
        (b"H id .", (1, 6), "cannot be read"),
        (b"PA rdf: <http://e/> .", (1, 4), "this is no prefix"),
        (b'PA "rdf" "no IRI" .', (1, 10), "stands for an IRI"),
        (b'PD "rdf" <http://e/> .', (1, 10), "a row has no end"),
        (ROW + b'A <http://e/a> <http://e/b> "x"', (2, 32), "has no end"),
        (ROW + b"A <http://e/a> <b> <http://e/c> .", (2, 16), "an IRI is relative"),
        (ROW + b"A <http://e/a> .", (2, 16), "cannot be read"),
        (ROW + b"A # <http://e/a>", (2, 1), "has not one statement"),
        (ROW + ROW[:-1] + b"\r" + ROW[2:], (2, 1), "has not one statement"),
        (b"A <http://e/a> <http://e/b>\n<http://e/c> .", (2, 1), "no row of an RDF Patch"),
        (b"A <http://e/a> <http://e/b> <_:a b> .", (1, 29), "cannot be read"),
        (b"A <http://e/a> <http://e/b> <_:-> .", (1, 29), "this label cannot be kept"),
        (b'A <http://e/a> <http://e/b> "x"@en--ltr .', (1, None), "RDF 1.2"),
        (b"A <http://e/a> <http://e/b> <<<http://e/a>>> .", (1, 29), "RDF 1.2"),
        (b"<<<<<<< HEAD\n" + ROW, (1, None), "a merge conflict is left"),
    ],
)  # fmt: skip
def test_what_is_no_patch_is_refused_with_its_place(
    data: bytes, place: tuple[int | None, int | None], words: str
) -> None:
    error = complaint(data)
    assert words in error.what
    assert (error.line, error.column) == place


@few
@given(st.binary(max_size=60), st.sampled_from([b"", b"TX .\n", ROW, b"A ", b"H id ", b"PA "]))
def test_garbage_gives_a_patch_or_a_complaint(garbage: bytes, start: bytes) -> None:
    try:
        parse_patch(start + garbage, name="-")
    except ParseError:
        return


@pytest.mark.parametrize(
    "patch",
    [
        Patch(header={"no word": A}),
        Patch(prefixes={"no:prefix": "http://e/"}),
        Patch(prefixes={"p": "no IRI"}),
        Patch(added=frozenset([Quad(A, B, Literal("x", language="en", direction=None))]), header={"": A}),
    ],
)  # fmt: skip
def test_what_could_not_be_read_back_is_not_written(patch: Patch) -> None:
    with pytest.raises(FileError):
        write_patch(patch)


def test_a_patch_is_applied_by_canonical_labels() -> None:
    mine, theirs = BlankNode("mine"), BlankNode("theirs")
    patch = parse_patch(
        b'D _:c14n0 <http://e/b> "old" .\nA _:c14n0 <http://e/b> "new" .\n'
        b"A <http://e/a> <http://e/b> _:c14n1 .\n",
        name="-",
    )
    for node in (mine, theirs):
        before = [Quad(A, B, node), Quad(node, B, Literal("old"))]
        after = [Quad(A, B, node), Quad(node, B, Literal("new")), Quad(A, B, BlankNode("other"))]
        assert canonical(list(apply_patch(patch, before))) == canonical(after)


def test_a_patch_for_something_else_is_refused() -> None:
    patch = Patch(removed=frozenset([STATEMENT]))
    with pytest.raises(FileError, match="does not fit"):
        apply_patch(patch, [Quad(A, B, B)])
    assert apply_patch(patch, [Quad(A, B, B)], strict=False) == {Quad(A, B, B)}


def test_a_file_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "1.rdfp"
    path.write_bytes(ROW)
    assert load_patch(path) == Patch(added=frozenset([STATEMENT]))
    with pytest.raises(FileError, match="no such file"):
        load_patch(tmp_path / "2.rdfp")
