import time

import pytest
from pyoxigraph import Store

from lunargraph.errors import QuerySyntaxError, UsageError
from lunargraph.store import Dataset
from lunargraph.store.syntax import complexity

EMPTY = Dataset.from_quads([])


def error_of(text: str) -> QuerySyntaxError:
    with pytest.raises(QuerySyntaxError) as caught:
        EMPTY.query(text, name="ask.rq")
    return caught.value


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("SELEC ?x { ?s ?p ?o }", 1, 1),
        ("SELECT * { ?s ?p ?o . FLITER(?o > 3) }", 1, 23),
        ("SELECT *\n{ ?s ?p ?o\n  OPTINAL { ?s ?p ?o } }", 3, 3),
        ("SELECT * { ?s ?p ?o } ODER BY ?s", 1, 23),
        ("SELECT * { ?s ?p ?o } LIMIT ten", 1, 29),
        ("SELECT * { ?s ?p ?o }\n}", 2, 1),
        ("SELECT * {\n ?s ?p ?o", 2, 10),
        ("SELECT * { ?s ?p 'open\n} # and an 'apostrophe'", 1, 18),
        ("SELECT * { ?s <relative> ?o }", 1, 15),
        ("SELECT * { ?s ?p '中文' . ?x bad }", 1, 28),
        ("SELECT ?s, ?p { ?s ?p ?o }", 1, 10),
        ("SELECT ?s ?p WHERE ?s ?p ?o", 1, 20),
        ("", 1, 1),
        ("# nothing but a comment\n", 1, 1),
    ],
)
def test_the_place_is_the_first_token_that_does_not_fit(text: str, line: int, column: int) -> None:
    error = error_of(text)
    assert (error.line, error.column) == (line, column)
    assert str(error).startswith(f"ask.rq:{line}:{column}: ")


def test_the_message_shows_the_line_and_stays_short() -> None:
    error = error_of("SELECT *\nWHERE { ?s ?p ?o OPTINAL { ?s ?p ?o } }\nORDER BY ?s")
    assert str(error) == (
        "ask.rq:2:18: the query does not parse\n"
        "  expected: {, }, ., ;, ,\n"
        "  got: WHERE { ?s ?p ?o OPTINAL { ?s ?p ?o } }\n"
        "                        ^\n"
        "  to mend: did you mean OPTIONAL?"
    )


def test_the_caret_minds_wide_characters() -> None:
    shown = str(error_of("SELECT * { ?s ?p '中文' . ?x bad }")).splitlines()
    assert shown[-1] == " " * (len("  got: ") + 29) + "^"


def test_a_long_line_is_cut_around_the_place() -> None:
    error = error_of("SELECT * { " + "?s ?p ?o . " * 200 + "?s ?p ?o FLITER(?o) }")
    shown, caret = (error.got or "").split("\n")
    assert len(shown) <= 90
    assert shown[len(caret) - 1 - len("  got: ") :].startswith("FLITER")


def test_nothing_that_drives_a_terminal_is_shown() -> None:
    assert "\x1b" not in str(error_of("SELECT \x1b[31m * { }"))


def test_the_prefixes_of_the_house_need_no_line() -> None:
    assert error_of("SELECT * { ?s a lg:Mission, lgx:Thing }").what.startswith("the prefix 'lgx:'")


def test_a_misspelt_prefix_gets_the_nearest() -> None:
    declared = "PREFIX moons: <http://example.org/>\nSELECT * { ?s a {}:x ; a moons:y }"
    assert "moons:" in (error_of(declared.replace("{}", "mons")).mend or "")
    assert "skos:" in (error_of(declared.replace("{}", "skso")).mend or "")
    assert error_of(declared.replace("{}", "zzzz")).mend == "add a line PREFIX zzzz: <...>"


def test_what_is_open_is_named() -> None:
    error = error_of("SELECT * {\n  FILTER(?x > 1\n")
    assert (error.what, error.expected) == (
        "the query ends too early",
        "the ) that closes the ( at 2:9",
    )


def test_an_ungrouped_variable_is_explained() -> None:
    error = error_of("SELECT (COUNT(*) AS ?n) ?s { ?s ?p ?o }")
    assert "neither grouped nor computed" in error.what
    assert "GROUP BY" in (error.mend or "")


@pytest.mark.parametrize("cut", range(5, 150, 7))
def test_every_cut_of_a_query_is_explained(cut: int) -> None:
    whole = (
        "PREFIX ex: <http://example.org/>\n"
        "SELECT ?state (MIN(?on) AS ?since) WHERE { # since when?\n"
        "  ?s ex:state ?state ; ex:on ?on . FILTER(?on > '2000') } GROUP BY ?state"
    )
    Store().query(whole)  # it does parse
    assert len(whole) > 150
    error = error_of(whole[:cut])
    assert error.line is not None
    assert 1 <= error.line <= 3


@pytest.mark.parametrize("piece", ['"\\', "a.b-", "a:.", "<a", "'", '""" ', ":a..", "a " * 2, "?"])
def test_long_nonsense_is_refused_in_no_time(piece: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(UsageError):
        EMPTY.query("ASK { " + piece * (20_000 // len(piece)))
    assert time.perf_counter() - begun < 2  # a scanner that steps back takes minutes


def test_complexity_counts_neither_strings_nor_comments_nor_iris() -> None:
    text = "ASK { ?s <http://a/+/+> '((((+' . # ((((\n FILTER(?a || ?b) }"
    assert complexity(text) == (2, 1)
