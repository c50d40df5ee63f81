"""Tables for people: the terminal and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from lunargraph.namespaces import LGI, PREFIXES
from lunargraph.results import Table
from lunargraph.results.text import display_width, row_count

if TYPE_CHECKING:
    from lunargraph.results.values import Term


def day(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + "date"))


def grams(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + "decimal"))


def rows_of(text: str) -> list[str]:
    return text.splitlines()[2:-2]


def test_columns_are_aligned_and_rows_counted() -> None:
    table = Table(
        ["mission", "name", "mass", "returnedOn"],
        [
            (NamedNode(LGI + "change-5"), Literal("嫦娥五号"), grams("1731.0"), day("2020-12-16")),
            (NamedNode(LGI + "luna-16"), Literal("Luna 16"), grams("101"), day("1970-09-24")),
            (NamedNode("http://example.org/x"), None, None, None),
            (BlankNode("b0"), Literal("e\u0301te\u0301"), grams("0.5"), day("1970-09-24")),
        ],
    )
    assert table.write("table") == (
        "mission               name        mass  returnedOn\n"
        "--------------------  --------  ------  ----------\n"
        "lgi:change-5          嫦娥五号  1731.0  2020-12-16\n"
        "lgi:luna-16           Luna 16      101  1970-09-24\n"
        "http://example.org/x\n"
        "_:b0                  e\u0301te\u0301          0.5  1970-09-24\n"
        "\n"
        "4 rows\n"
    )


def test_a_table_without_rows_still_has_its_header() -> None:
    assert Table(["state", "on"], []).write("table") == "state  on\n-----  --\n\nno rows\n"
    assert Table(["a"], [(None,)]).write("table") == "a\n-\n\n\n1 row\n"
    assert Table([], [()]).write("table") == "1 row\n"


def test_a_column_of_mixed_terms_is_text() -> None:
    table = Table(["mixed"], [(Literal(1),), (Literal("unknown"),)])
    assert rows_of(table.write("table")) == ["1", "unknown"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines", "two\\nlines"),
        ("\x1b[2J\x1b]0;owned\x07", "\\u001B[2J\\u001B]0;owned\\u0007"),
        ("\x9b31m", "\\u009B31m"),
        ("abc\u202egpj.exe", "abc\\u202Egpj.exe"),
        ("a\u2028b", "a\\u2028b"),
        ("tab\there", "tab\\there"),
        ("del\x7f", "del\\u007F"),
    ],
)
def test_control_characters_are_shown_and_not_sent(text: str, shown: str) -> None:
    assert rows_of(Table(["a"], [(Literal(text),)]).write("table")) == [shown]
    assert text not in Table(["a"], [(Literal(text),)]).write("md")


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("Moon", 4),
        ("月球", 4),
        ("Ｍ", 2),  # full width
        ("e\u0301", 1),
        ("각", 2),
        ("\u1100\u1161\u11a8", 2),  # the same syllable in three letters
        ("🌕", 2),
        ("a\u200bb", 2),  # zero width space
        ("so\u00adft", 5),  # terminals show the soft hyphen
        ("±°…", 3),  # ambiguous: narrow
    ],
)
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width


def test_long_texts_are_wrapped_and_numbers_and_dates_are_not() -> None:
    table = Table(
        ["state", "quote", "source", "grams", "on"],
        [
            (
                NamedNode(LGI + "senegal"),
                Literal("short words " * 3),
                NamedNode("https://example.org/" + "path/" * 8),
                grams("123456789.123456789"),
                day("2025-07-24"),
            )
        ],
    )
    assert table.write("table", width=80).split("\n")[2:-3] == [
        "lgi:senegal  short words       https://example.  123456789.123456789  2025-07-24",
        "               short words       org/path/path/",
        "               short words       path/path/",
        "                                 path/path/pat…",
    ]
    assert len(rows_of(table.write("table"))[0]) > 100


def test_a_table_that_fits_is_left_alone() -> None:
    table = Table(["a", "b"], [(Literal("x" * 40), Literal("y" * 58))])
    assert table.write("table", width=100) == table.write("table")
    assert (
        len(table.write("table", width=99).split("\n")) == len(table.write("table").split("\n")) + 1
    )


def test_columns_that_do_not_fit_are_named() -> None:
    row = (Literal("Chang'e 6 mission"), Literal(1234567890123), day("2024-05-03"))
    table = Table(["name", "n", "on"], [row])
    assert table.write("table", width=30).split("\n")[2:] == [
        "Chang'e 6        1234567890123",
        "  mission",
        "",
        "1 row; too narrow for: on (csv shows all)",
        "",
    ]
    assert rows_of(table.write("table", width=5))[0] == "Chang'e 6"


def test_columns_without_a_value_go_first() -> None:
    row = (Literal("Chang'e 6"), None, None, Literal(1234567890123), day("2024-05-03"))
    table = Table(["name", "none", "nothing", "n", "on"], [row])
    assert table.write("table", width=60).split("\n")[-2] == "1 row"
    said = table.write("table", width=40).split("\n")
    assert said[0].split() == ["name", "n", "on"]
    assert said[-2] == "1 row; empty: none, nothing (csv shows all)"
    said = table.write("table", width=30).split("\n")
    assert said[-2] == "1 row; empty: none, nothing; too narrow for: on (csv shows all)"
    assert table.write("table", width=3).split("\n")[0] == "name"


def test_cells_that_are_cut_are_counted() -> None:
    row = (Literal("words of a sentence " * 9), Literal("ends in three dots…"))
    table = Table(["long", "other"], [row, row])
    assert (
        table.write("table", width=60).split("\n")[-2]
        == "2 rows; 2 cells are cut short (csv shows all)"
    )
    assert table.write("table").split("\n")[-2] == "2 rows"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("10.1126/science.abl7957", ["10.1126/science.", "  abl7957"]),
        ("nssdca-lroc-landing-catalogue", ["nssdca-lroc-", "  landing-", "  catalogue"]),
        ("China National Space Administration", ["China National", "  Space", "  Administration"]),
    ],
)
def test_words_and_slugs_are_broken_at_their_joints(text: str, lines: list[str]) -> None:
    table = Table(["a", "b"], [(Literal(text), day("2024-05-03"))])
    shown = table.write("table", width=29).split("\n")[2:-3]
    assert [line.removesuffix("2024-05-03").rstrip() for line in shown] == lines


def test_wide_and_combining_characters_are_not_torn() -> None:
    table = Table(
        ["name", "alias"], [(Literal("嫦娥六号月球探测器返回舱"), Literal("e\u0301" * 18))]
    )
    lines = table.write("table", width=32).split("\n")[2:4]
    assert lines == [
        "嫦娥六号月球探  " + "e\u0301" * 16,
        "  测器返回舱      " + "e\u0301" * 2,
    ]


cells: st.SearchStrategy[Term | None] = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(Literal),
    st.integers(-(10**9), 10**9).map(Literal),
)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.lists(st.tuples(cells, cells, cells), max_size=5), st.integers(30, 120))
def test_any_table_fits(terms: list[tuple[Term | None, ...]], width: int) -> None:
    *lines, count, end = Table(["a", "b", "c"], terms).write("table", width=width).split("\n")
    assert end == ""
    assert count.split(";")[0] == row_count(len(terms))
    assert all(display_width(line) <= width for line in lines)
    assert all(char >= " " and not "\x7f" <= char <= "\x9f" for line in lines for char in line)


def test_markdown() -> None:
    table = Table(
        ["claim", "n"],
        [
            (NamedNode(LGI + "claim-1"), Literal(17)),
            (Literal("a | b\nsecond *line* <b>\r\nthird\rlast"), None),
            (NamedNode("http://example.org/a_b"), Literal(2)),
        ],
    )
    assert table.write("md") == (
        "| claim | n |\n"
        "| --- | ---: |\n"
        "| lgi:claim-1 | 17 |\n"
        "| a \\| b<br>second \\*line\\* \\<b\\><br>third<br>last |  |\n"
        "| <http://example.org/a_b> | 2 |\n"
    )
    assert Table(["a"], []).write("md") == "| a |\n| --- |\n"


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_markdown_rows_keep_their_cells(text: str) -> None:
    lines = Table(["a", "b"], [(Literal(text), Literal(1))]).write("md").split("\n")
    assert len(lines) == 4
    bare = lines[2].replace("\\\\", "").replace("\\|", "")
    assert bare.count("|") == 3
