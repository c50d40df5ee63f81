"""Stored queries: their files, their rules, and values bound safely."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store
from rdflib.plugins.sparql import prepareQuery

from lunargraph.errors import (
    DataError,
    FileError,
    ParameterError,
    ParseError,
    UnknownNameError,
)
from lunargraph.namespaces import LGI, PREFIXES
from lunargraph.results import Table, result_of
from lunargraph.stored_queries import StoredQuery, find_query, load_queries, load_query
from lunargraph.stored_queries.inline_data import find_inline_data

XSD = PREFIXES["xsd"]
HEADER = """\
#+ question = "Which missions launched in a year?"
#+ theme = "missions"
#+ answers = "one row a mission"
"""
YEAR = """\
#+ [parameters.year]
#+ type = "year"
#+ about = "the year of launch"
"""
BODY = f"""\
PREFIX xsd: <{XSD}>
SELECT ?year WHERE {{
  VALUES ?year {{ "2020"^^xsd:gYear }}
}} ORDER BY ?year
"""


def write(folder: Path, text: str, name: str = "missions/launches.rq") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def problems_of(path: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        load_query(path)
    assert path.stem in caught.value.what
    return [problem.removeprefix(str(path)) for problem in caught.value.problems]


def test_a_file_becomes_a_stored_query(tmp_path: Path) -> None:
    text = HEADER + YEAR + "#+ [expect]\n#+ min_rows = 3\n" + BODY
    query = load_query(write(tmp_path, text))
    assert (query.name, query.theme, query.min_rows) == ("launches", "missions", 3)
    assert query.question == "Which missions launched in a year?"
    assert query.answers == "one row a mission"
    assert query.text == text
    assert query.path == tmp_path / "missions" / "launches.rq"
    assert repr(query) == "<StoredQuery launches>"
    (parameter,) = query.parameters.values()
    assert (parameter.name, parameter.type, parameter.required) == ("year", "year", False)
    assert parameter.about == "the year of launch"
    assert parameter.default == Literal("2020", datatype=NamedNode(XSD + "gYear"))
    # It runs as it is.
    assert result_of(Store().query(text)) == Table(["year"], [(parameter.default,)])


def test_a_query_without_parameters_or_floor(tmp_path: Path) -> None:
    query = load_query(write(tmp_path, HEADER + "ASK { }\n"))
    assert query.parameters == {}
    assert query.min_rows == 0
    assert query.bind({}) == query.text


def test_binding_changes_the_block_and_nothing_else(tmp_path: Path) -> None:
    query = load_query(write(tmp_path, HEADER + YEAR + BODY))
    assert query.bind({}) == query.text
    assert query.bind({"year": "1969"}) == query.text.replace(
        '"2020"^^xsd:gYear', f'"1969"^^<{XSD}gYear>'
    )


def test_several_parameters_are_bound_at_once(tmp_path: Path) -> None:
    text = HEADER.replace("\n", "\r\n") + (
        '#+ [parameters.who]\r\n#+ type = "iri"\r\n#+ about = "the agency"\r\n'
        '#+ [parameters.name]\r\n#+ type = "string"\r\n#+ about = "its name"\r\n'
        "PREFIX lgi: <" + LGI + ">\r\n"
        "SELECT ?who ?name { VALUES (?who) { (lgi:cnsa) } VALUES ?name { UNDEF } }\r\n"
    )
    query = load_query(write(tmp_path, text))
    assert query.parameters["who"].default == NamedNode(LGI + "cnsa")
    assert query.parameters["name"].default is None
    for values in ({"who": "nasa", "name": "NASA"}, {"name": "NASA", "who": "lgi:nasa"}):
        result = result_of(Store().query(query.bind(values)))
        assert result == Table(["who", "name"], [(NamedNode(LGI + "nasa"), Literal("NASA"))])
    left_out = result_of(Store().query(query.bind({})))
    assert left_out == Table(["who", "name"], [(NamedNode(LGI + "cnsa"), None)])


def test_a_choice_is_bound_and_anything_else_refused(tmp_path: Path) -> None:
    text = HEADER + (
        '#+ [parameters.stage]\n#+ type = "string"\n#+ about = "the stage"\n'
        '#+ choices = ["open", "closed"]\nSELECT ?stage { VALUES ?stage { UNDEF } }\n'
    )
    query = load_query(write(tmp_path, text))
    assert query.parameters["stage"].choices == ("open", "closed")
    assert query.bind({"stage": "closed"}) == query.text.replace("UNDEF", '"closed"')
    with pytest.raises(ParameterError, match="did you mean 'closed'"):
        query.bind({"stage": "close"})


def test_an_unknown_parameter_offers_the_nearest(tmp_path: Path) -> None:
    query = load_query(write(tmp_path, HEADER + YEAR + BODY))
    with pytest.raises(ParameterError) as caught:
        query.bind({"yaer": "1969"})
    assert str(caught.value) == (
        "the query 'launches' has no parameter 'yaer'\n"
        "  expected: year\n"
        "  to mend: did you mean 'year'?"
    )
    plain = load_query(write(tmp_path, HEADER + "ASK { }"))
    with pytest.raises(ParameterError, match="no parameter at all"):
        plain.bind({"year": "1969"})


def test_a_required_parameter_must_be_given(tmp_path: Path) -> None:
    text = HEADER + YEAR + '#+ required = true\n#+ example = "1959"\nASK { VALUES ?year { UNDEF } }'
    query = load_query(write(tmp_path, text))
    with pytest.raises(ParameterError) as caught:
        query.bind({})
    assert str(caught.value) == (
        "the query 'launches' needs the parameter 'year'\n"
        "  expected: year: the year of launch\n"
        "  got: nothing\n"
        "  to mend: give -p year=1959"
    )
    assert f'VALUES ?year {{ "1969"^^<{XSD}gYear> }}' in query.bind({"year": "1969"})


@pytest.mark.parametrize(
    ("type_", "cell", "default"),
    [
        ("integer", "42", Literal(42)),
        ("decimal", "1.50", Literal("1.50", datatype=NamedNode(XSD + "decimal"))),
        ("string", '"""a "quoted" }"""', Literal('a "quoted" }')),
        ("string", "'it''s'".replace("''", "\\'"), Literal("it's")),
        ("iri", "<nasa> # the agency\n", NamedNode(LGI + "nasa")),
        ("date", f'"1959-09-14"^^<{XSD}date>',
         Literal("1959-09-14", datatype=NamedNode(XSD + "date"))),
        ("date", "undef", None),
    ],
)  # fmt: skip
def test_defaults_are_read_as_written(
    tmp_path: Path, type_: str, cell: str, default: NamedNode | Literal | None
) -> None:
    header = HEADER + f'#+ [parameters.x]\n#+ type = "{type_}"\n#+ about = "a thing"\n'
    for block in (f"VALUES ?x {{ {cell} }}", f"VALUES (?x) {{ ( {cell} ) }}"):
        query = load_query(write(tmp_path, f"{header}BASE <{LGI}> SELECT * {{ {block} }}"))
        assert query.parameters["x"].default == default


@pytest.mark.parametrize(
    ("header", "problems"),
    [
        ('#+ theme = "missions"\n', [":1: answers is missing", ":1: question is missing"]),
        (HEADER.replace('"missions"', '"policy"'),
         [":2: the theme is 'policy', but the folder is 'missions'"]),
        (HEADER.replace('"one row a mission"', '" "'), [":3: answers must be a text"]),
        (HEADER.replace('"one row a mission"', "5"), [":3: answers must be a text"]),
        (HEADER + '#+ tehme = "missions"\n', [":4: unknown key 'tehme'; did you mean 'theme'?"]),
        (HEADER + "#+ [paramters.x]\n",
         [":4: unknown key 'paramters'; did you mean 'parameters'?"]),
        (HEADER + '#+ parameters = "x"\n', [":4: parameters must be a table: [parameters]"]),
        (HEADER + "#+ [parameters]\n#+ x = 1\n",
         [":5: parameters.x must be a table: [parameters.x]"]),
        (HEADER + YEAR.replace('"year"', '"yaer"'),
         [":5: type must be one of date, decimal, integer, iri, string, term, year"]),
        (HEADER + YEAR.replace('type = "year"', 'kind = "year"'),
         [":4: type must be one of date, decimal, integer, iri, string, term, year",
          ":5: unknown key 'kind'; did you mean 'kinds'?"]),
        (HEADER + YEAR.replace("about", "abuot"),
         [":4: about is missing in [parameters.year]",
          ":6: unknown key 'abuot'; did you mean 'about'?"]),
        (HEADER + YEAR + "#+ required = 1\n", [":7: required must be true or false"]),
        (HEADER + YEAR + "#+ example = 1959\n", [":7: example must be a text"]),
        *((HEADER + YEAR.replace('"year"', '"string"') + f"#+ choices = {choices}\n",
           [':7: choices must be a list of texts: ["open", "closed"]'])
          for choices in ("[]", '"open"', "[1]", '["open", " "]', "true")),
        (HEADER + YEAR.replace('"year"', '"string"') + '#+ choices = ["a", "b", "a"]\n',
         [":7: a choice stands twice"]),
        (HEADER + YEAR + '#+ choices = ["2024", "2025"]\n',
         [':7: only a parameter of type "string" has choices']),
        (HEADER + YEAR.replace("[parameters.year]", '[parameters."a b"]'),
         [":4: 'a b' cannot name a parameter: use letters and digits"]),
        (HEADER + "#+ [expect]\n#+ min_rows = -1\n",
         [":5: min_rows must be a whole number, 0 or more"]),
        (HEADER + "#+ [expect]\n#+ min_rows = true\n",
         [":5: min_rows must be a whole number, 0 or more"]),
        (HEADER + "#+ [expect]\n#+ max_rows = 1\n",
         [":5: unknown key 'max_rows'; did you mean 'min_rows'?"]),
        (HEADER + "#+ expect = 1\n", [":4: expect must be a table: [expect]"]),
        (HEADER + "\n" + YEAR,
         [f":{line}: this line stands apart from the header at the top of the file"
          for line in (5, 6, 7)]),
    ],
)  # fmt: skip
def test_a_header_that_breaks_the_rules(tmp_path: Path, header: str, problems: list[str]) -> None:
    assert problems_of(write(tmp_path, header + BODY)) == problems


@pytest.mark.parametrize(
    ("header", "body", "problem"),
    [
        (YEAR, "ASK { }", "expected one VALUES ?year { ... } in the query, found none"),
        (YEAR, "ASK { } # VALUES ?year { 1 }",
         "expected one VALUES ?year { ... } in the query, found none"),
        (YEAR, "ASK { VALUES (?year ?month) { (UNDEF UNDEF) } }",
         "expected one VALUES ?year { ... } in the query, found none"),
        (YEAR, "ASK { VALUES ?year { UNDEF } { VALUES (?year) { (UNDEF) } } }",
         "expected one VALUES ?year { ... } in the query, found 2"),
        (YEAR, "ASK { VALUES ?year { } }",
         "VALUES ?year must hold one default term or UNDEF, not ''"),
        (YEAR, 'ASK { VALUES ?year { "1" "2" } }',
         "VALUES ?year must hold one default term or UNDEF, not '\"1\" \"2\"'"),
        (YEAR, "ASK { VALUES (?year) { (1) (2) } }",
         "VALUES ?year must hold one default term or UNDEF, not '1) (2'"),
        (YEAR, "ASK { VALUES ?year { 2020 } }",
         f'the default "2020"^^<{XSD}integer> is not of the type \'year\''),
        (YEAR, f'ASK {{ VALUES ?year {{ "20"^^<{XSD}gYear> }} }}',
         "the parameter 'year' refuses its value: "
         "expected year: a year of four digits (the year of launch), got '20'"),
        (YEAR.replace('"year"', '"string"'), 'ASK { VALUES ?year { "x"@en } }',
         "the default \"x\"@en is not of the type 'string'"),
        (YEAR + "#+ required = true\n", BODY,
         "a required parameter has UNDEF in its VALUES, not a default"),
        (YEAR.replace('"year"', '"string"') + '#+ choices = ["open", "closed"]\n',
         'ASK { VALUES ?year { "shut" } }',
         "the parameter 'year' refuses its value: "
         "expected string: one of open, closed (the year of launch), got 'shut'"),
        (YEAR + '#+ example = "soon"\n', BODY,
         "the parameter 'year' refuses its value: "
         "expected year: a year of four digits (the year of launch), got 'soon'"),
    ],
)  # fmt: skip
def test_parameters_must_agree_with_the_query(
    tmp_path: Path, header: str, body: str, problem: str
) -> None:
    assert problems_of(write(tmp_path, HEADER + header + body)) == [f":4: {problem}"]


@pytest.mark.parametrize("name", ["Launches.rq", "two_words.rq", "launches-.rq", "launches.sparql"])
def test_a_file_name_is_kebab_case(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, HEADER + "ASK { }", f"missions/{name}")
    (problem,) = problems_of(path)
    assert problem.startswith(":1: the file must be named in kebab-case and end in .rq")


def test_broken_files_are_reported_with_their_place(tmp_path: Path) -> None:
    def error_of(data: bytes) -> ParseError:
        path = tmp_path / "x.rq"
        path.write_bytes(data)
        with pytest.raises(ParseError) as caught:
            load_query(path)
        assert caught.value.path == str(path)
        return caught.value

    latin = error_of(HEADER.encode() + "#+ é".encode("latin-1"))
    assert (latin.line, latin.column, latin.got) == (4, 4, "byte 0xe9")
    assert error_of(b"").what == "the stored query has no header"
    assert error_of(b"SELECT * { }").line == 1
    assert error_of(HEADER.replace('"missions"', "missions").encode()).line == 2
    with pytest.raises(FileError):
        load_query(tmp_path / "nothing.rq")


def test_all_queries_are_loaded_by_name(tmp_path: Path) -> None:
    paths = [write(tmp_path, HEADER + "ASK { }", f"missions/{name}.rq") for name in ("b", "c", "a")]
    assert list(load_queries(paths)) == ["a", "b", "c"]
    assert load_queries([]) == {}


def test_the_problems_of_all_files_are_listed_together(tmp_path: Path) -> None:
    first = write(tmp_path, HEADER + "ASK { }", "missions/a.rq")
    paths = [
        first,
        write(tmp_path, HEADER + YEAR + "ASK { }", "missions/b.rq"),
        write(tmp_path, HEADER.replace('"missions"', '"policy"') + "ASK { }", "policy/a.rq"),
        write(tmp_path, HEADER + "#+ x = 1\nASK { }", "missions/c.rq"),
    ]
    with pytest.raises(DataError) as caught:
        load_queries(reversed(paths))
    assert caught.value.problems == [
        f"{paths[1]}:4: expected one VALUES ?year {{ ... }} in the query, found none",
        f"{paths[3]}:4: unknown key 'x'; known are question, theme, answers, expect, parameters, "
        "statement",
        f"{paths[2]}:1: the name stands already in {first}",
    ]


def test_a_query_is_found_without_reading_the_others(tmp_path: Path) -> None:
    good = write(tmp_path, HEADER + "ASK { }", "missions/good.rq")
    bad = write(tmp_path, "no header", "missions/bad.rq")
    assert find_query("good", [bad, good]).path == good
    with pytest.raises(UnknownNameError, match="did you mean 'good'") as caught:
        find_query("goood", [bad, good])
    assert caught.value.kind == "query"
    twin = write(tmp_path, HEADER, "policy/good.rq")
    with pytest.raises(DataError) as several:
        find_query("good", [good, twin])
    assert several.value.problems == [str(good), str(twin)]


# --- no value ever becomes syntax -----------------------------------------------------------------

ECHO = """\
#+ question = "What comes back?"
#+ theme = "missions"
#+ answers = "the value, with each of two numbers"
#+ [parameters.text]
#+ type = "string"
#+ about = "any text"
#+ [parameters.thing]
#+ type = "iri"
#+ about = "any resource"
SELECT ?text ?thing ?n WHERE {
  VALUES ?n { 1 2 }
  VALUES ?text { "default" } # VALUES ?text { "decoy" }
  VALUES (?thing) { (UNDEF) }
} ORDER BY ?n
"""


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory) -> StoredQuery:
    return load_query(write(tmp_path_factory.mktemp("echo"), ECHO, "missions/echo.rq"))


any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
attacks = st.lists(
    st.sampled_from(
        ['"', "'", '"""', "'''", "\\", "\\u0022", "\\U00000022", "}", "{", "#", "\n", "\r", "<",
         ">", "?s ?p ?o", "UNDEF", "VALUES ?n { 3 }", "@en", "^^xsd:date", "\x00", "\x85",
         "\u2028", "\ufeff", "\U0010ffff", "$", "(", ")", ";", ".", "DROP ALL"]
    ),
    max_size=10,
).map("".join)  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.one_of(any_text, attacks))
@example("2000 } ?s ?p ?o {")
@example('" } } INSERT DATA { <a:a> <a:a> <a:a> } #')
@example("\\")
def test_any_text_comes_back_as_it_was(echo: StoredQuery, text: str) -> None:
    result = result_of(Store().query(echo.bind({"text": text})))
    assert result == Table(
        ["text", "thing", "n"], [(Literal(text), None, Literal(n)) for n in (1, 2)]
    )


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.one_of(any_text, attacks))
@example("2000 } ?s ?p ?o {")
@example('" } UNION { ?s ?p ?o } #')
def test_any_text_leaves_the_algebra_unchanged(echo: StoredQuery, text: str) -> None:
    # rdflib replaces \uXXXX in the whole query before it parses, also where \\ comes before.
    assume("\\u" not in text.lower())

    def algebra(query: str, value: str) -> str:
        tree = repr(prepareQuery(query).algebra)
        literal = f"rdflib.term.Literal({value!r})"
        assert tree.count(literal) >= 1
        return tree.replace(literal, "VALUE")

    assert algebra(echo.bind({"text": text}), text) == algebra(echo.text, "default")


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.one_of(any_text, attacks, any_text.map(lambda text: f"http://a/{text}")))
@example("http://a> ?s ?p <http://b")
def test_any_iri_comes_back_or_is_refused(echo: StoredQuery, text: str) -> None:
    try:
        bound = echo.bind({"thing": text})
    except ParameterError:
        return
    result = result_of(Store().query(bound))
    assert isinstance(result, Table)
    iri = echo.parameters["thing"].term(text)
    assert [row[1] for row in result.terms] == [iri, iri]


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.one_of(any_text, attacks))
def test_binding_moves_no_other_block(echo: StoredQuery, text: str) -> None:
    bound = find_inline_data(echo.bind({"text": text}))
    assert [block.variables for block in bound] == [["n"], ["text"], ["thing"]]
