"""Headers: plain lines read without tomllib give what tomllib gives."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lunargraph.errors import ParseError
from lunargraph.stored_queries.toml_comments import parse_plain, parse_toml

PLAIN = """
 question = "Which missions launched in a year, and \u67d0 when?"
 theme = "missions" # not "policy"

 answers = ""
 [parameters.year]
 type = "year"\t# iri | string
 required = true
 choices = ["in-flight", "a, b]",  "\u67d0 #"] # all of them
 [parameters.second-one]
 example = "[expect]"
 [expect]
 min_rows = 12"""


def test_a_header_as_we_write_them_is_plain() -> None:
    assert parse_plain(PLAIN.split("\n")) == tomllib.loads(PLAIN)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
keys = st.sampled_from(["theme", "expect", "parameters", "min_rows", "a-b", "1", "é", "", '"q"'])
values = st.one_of(
    st.sampled_from(["true", "false", "0", "7", "007", "1_000", "-1", "1.5", "2026-11-01", "[]"]),
    texts.map(lambda text: f'"{text}"'),
    texts.map(lambda text: f"'{text}'"),
    st.lists(texts.map(lambda text: f'"{text}"'), max_size=3).map(", ".join).map("[{}]".format),
    st.sampled_from(['["a",]', '["a" "b"]', '["a",\t"b"]', '[["a"]]', '["a", 1]', "['a']"]),
    st.sampled_from(['"\\u0041"', '"a\\"b"', '"""', '""""""', "{}", "{a = 1}", ""]),
)
entries = st.builds(lambda key, equals, value: key + equals + value, keys,
                    st.sampled_from([" = ", "=", " =", "  =\t"]), values)  # fmt: skip
tables = st.sampled_from(
    ["[expect]", "[parameters.a]", "[parameters.b]", "[parameters]", "[theme]", "[ expect ]",
     "[[expect]]", "[parameters.a.b]", "[parameters.'a']", "[expect", "[]"]
)  # fmt: skip
comments = st.one_of(st.just(""), st.just("  "), texts.map(lambda text: f" #{text}"))
header_lines = st.lists(
    st.builds(lambda line, comment: line + comment, st.one_of(entries, tables, texts), comments)
    .filter(lambda line: "\n" not in line),
    max_size=6,
)  # fmt: skip


def read_by_tomllib(lines: list[str]) -> object:
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return None


@settings(derandomize=True, deadline=None, max_examples=600)
@given(header_lines)
@example(["expect = 1", "[expect]"])
@example(["parameters = 1", "[parameters.a]"])
@example(["[expect]", "[expect]"])
def test_plain_lines_mean_what_toml_says(lines: list[str]) -> None:
    ours = parse_plain(lines)
    assert ours is None or ours == read_by_tomllib(lines)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(header_lines)
def test_every_other_header_goes_to_tomllib(lines: list[str]) -> None:
    theirs = read_by_tomllib(lines)
    if theirs is None:
        with pytest.raises(ParseError):
            parse_toml(lines, "x.rq")
    else:
        assert parse_toml(lines, "x.rq") == theirs


def test_types_are_kept() -> None:
    values = parse_plain(["a = 1", "b = true", 'c = "1"'])
    assert values == {"a": 1, "b": True, "c": "1"}
    assert [type(value) for value in values.values()] == [int, bool, str]


def test_broken_toml_is_reported_where_it_stands() -> None:
    with pytest.raises(ParseError) as caught:
        parse_toml([' question = "x"', " theme = missions"], "q.rq")
    assert (caught.value.path, caught.value.line) == ("q.rq", 2)
    # The column counts the two characters of "#+", which the lines no longer have.
    assert caught.value.column == len("#+ theme = m")
