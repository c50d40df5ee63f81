"""VALUES blocks: found in any SPARQL text, never in its comments and strings, and rewritten."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Store

from lunargraph.errors import DataError, UsageError
from lunargraph.results import Table, result_of
from lunargraph.stored_queries import bind_values, values_variables

DECOYS = {
    "comment": "# VALUES ?x { 1 }\n",
    "comment with quotes": "# it's \"\"\" ''' VALUES ?x { 1 }\n",
    "short string": 'BIND("VALUES ?x { 1 }" AS ?d)',
    "short string with escapes": r'BIND("\\\" VALUES ?x { 1 } \\" AS ?d)',
    "single quotes": "BIND('VALUES ?x { \" 1 }' AS ?d)",
    "single quotes with escapes": r"BIND('it\'s VALUES ?x { 1 } \\' AS ?d)",
    "long string": 'BIND("""VALUES "?x" { ""\n1 } # """ AS ?d)',
    "long single quotes": "BIND('''VALUES '?x' { ''\n1 } # ''' AS ?d)",
    "long string with escapes": r'BIND("""\""" VALUES ?x { 1 } \\""" AS ?d)',
    "empty strings": "BIND(\"\" AS ?d) BIND('' AS ?e)",
    "IRI with a fragment": "BIND(<http://example.org/#VALUES> AS ?d) ",
    "IRI with an escape": r"BIND(<http://example.org/\u00e9#'> AS ?d) ",
    "IRI with quotes": "BIND(<http://example.org/'> AS ?d)",
    "prefixed name": "BIND(ex:VALUES AS ?d)",
    "prefix": "BIND(values:x AS ?d)",
    "escaped name": r"BIND(ex:a\'b\#c AS ?d)",
    "language": 'BIND("x"@values AS ?d)',
    "variable": "BIND(1 AS ?VALUES) BIND(2 AS $values2)",
    "blank node": "OPTIONAL { _:VALUES ex:p _:values }",
    "comparison": "FILTER(1 <2 && 3> 2) FILTER(1<2)",
    "number before": "OPTIONAL { ex:s ex:p 1.VALUES ?y { 1 } }",
    "flag before": "OPTIONAL { ex:s ex:p true.VALUES ?y { 1 } }",
}
FRAME = """PREFIX ex: <http://example.org/>
PREFIX values: <http://example.org/values#>
SELECT ?x WHERE {{
  {before} values ?x {{ "default" }} {after}
}}"""


@pytest.mark.parametrize("decoy", DECOYS.values(), ids=list(DECOYS))
@pytest.mark.parametrize("place", ["before", "after"])
def test_only_the_real_block_is_found(decoy: str, place: str) -> None:
    text = FRAME.format(**{"before": "", "after": ""} | {place: decoy})
    assert [names for names in values_variables(text) if names != ["y"]] == [["x"]]
    bound = bind_values(text, ["x"], [[Literal("bound")]])
    assert text.replace('{ "default" }', '{ "bound" }') == bound
    # The engine reads both texts as we do: the decoy changes nothing.
    for query, value in ((text, "default"), (bound, "bound")):
        assert result_of(Store().query(query)) == Table(["x"], [(Literal(value),)])


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("SELECT * { }", []),
        ("SELECT * { VALUES ?a{1} VALUES (?b ?c) {(1 2)(3 4)} VALUES () { () } }",
         [["a"], ["b", "c"], []]),
        ("SELECT * { VALUES(?a){} } VALUES $b { UNDEF }", [["a"], ["b"]]),
        ("SELECT * { VALUES # first\n ( # second }\n ?a # third\n ) # {\n { (1) } }", [["a"]]),
        ('SELECT * { VALUES ?a { "}" <http://a/{> \'\'\'}\'\'\' } VALUES ?b { 2 } }',
         [["a"], ["b"]]),
        ("SELECT * { VALUES ?été { 1 } }", [["été"]]),
        ("VALUES", []),
        ("VALUES ?a { 1", []),
    ],
)  # fmt: skip
def test_the_variables_of_each_block(text: str, variables: list[list[str]]) -> None:
    assert values_variables(text) == variables


def test_rows_take_the_place_of_the_block() -> None:
    text = "SELECT * WHERE {\n  VALUES (?id ?name\n    ?mass) {\n  # rows\n}\n  BIND(1 AS ?one)\n}"
    rows: list[list[NamedNode | Literal | None]] = [
        [NamedNode("http://a"), Literal('say "x" } #\n'), None],
        [NamedNode("http://b"), Literal("月", language="zh"), Literal(5)],
    ]
    bound = bind_values(text, ["id", "name", "mass"], rows)
    assert bound.startswith("SELECT * WHERE {\n  VALUES (?id ?name\n    ?mass) { (<http://a> ")
    assert bound.endswith("}\n  BIND(1 AS ?one)\n}")
    assert bound.count("\n") == text.count("\n")  # errors in the rest keep their line
    result = result_of(Store().query(bound.replace("*", "?id ?name ?mass")))
    assert result == Table(["id", "name", "mass"], [tuple(row) for row in rows])


def test_columns_may_come_in_another_order() -> None:
    text = "SELECT ?a ?b WHERE { VALUES (?b ?a) { } }"
    bound = bind_values(text, ["a", "b"], [[Literal("1"), Literal("2")], [None, Literal("4")]])
    assert bound == 'SELECT ?a ?b WHERE { VALUES (?b ?a) { ("2" "1") ("4" UNDEF) } }'


def test_a_block_can_be_emptied() -> None:
    text = "SELECT * { VALUES (?a) { (1) } VALUES ?b { 1 2 } }"
    for column in ("a", "b"):
        assert result_of(Store().query(bind_values(text, [column], []))) == Table(["a", "b"], [])


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["a"], "expected one VALUES (?a) { }, found 0"),
        (["a", "b", "c"], "expected one VALUES (?a ?b ?c) { }, found 0"),
        (["c"], "expected one VALUES (?c) { }, found 2"),
    ],
)
def test_a_missing_or_repeated_block_is_refused(columns: list[str], said: str) -> None:
    text = "SELECT * { VALUES (?a ?b) { } VALUES ?c { 1 } VALUES (?c) { (1) } }"
    with pytest.raises(DataError) as caught:
        bind_values(text, columns, [])
    assert caught.value.problems[0] == said
    assert "found VALUES (?a ?b)" in caught.value.problems


def test_rows_must_fit_and_hold_only_what_values_may_hold() -> None:
    text = "SELECT * { VALUES (?a ?b) { } }"
    with pytest.raises(UsageError, match="2 cells"):
        bind_values(text, ["a", "b"], [[Literal(1)]])
    blank: list[list[object]] = [[BlankNode("x"), None]]
    with pytest.raises(UsageError, match="an IRI or a literal"):
        bind_values(text, ["a", "b"], blank)  # type: ignore[arg-type]  # the test is that it fails
