"""The canonical form of query files."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunargraph import resources
from lunargraph.errors import ParseError
from lunargraph.stored_queries.canonical import canonical_query

TEXTS = st.text(
    st.characters(blacklist_categories=["Cc", "Cs"], blacklist_characters="#\u2028\u2029"),
    max_size=10,
)
SCALARS = st.one_of(
    TEXTS, st.booleans(), st.integers(0, 99), st.lists(TEXTS, min_size=1, max_size=3)
)
KEYS = st.sampled_from(["question", "theme", "about", "type", "zeal"])
TABLES = st.dictionaries(KEYS, SCALARS, min_size=1, max_size=4)


@given(TABLES, TABLES, st.permutations([0, 1, 2, 3]))
@settings(derandomize=True)
def test_it_says_the_same_in_one_way(
    top: dict[str, object], inner: dict[str, object], order: list[int]
) -> None:
    def write(pairs: list[tuple[str, object]]) -> list[str]:
        return [f"#+{key} = {spell(value)}" for key, value in pairs]

    def spell(value: object) -> str:
        if isinstance(value, list):
            return "[" + ",".join(map(spell, value)) + "]"
        if isinstance(value, str):
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return str(value).lower()

    def shuffled(table: dict[str, object]) -> list[tuple[str, object]]:
        return [item for _, item in sorted(zip(order, table.items(), strict=False))]

    def text(first: list[tuple[str, object]], second: list[tuple[str, object]]) -> str:
        lines = [*write(first), "#+[parameters.x]", *write(second), "ASK { }"]
        return "\n".join(lines) + "\n\n"

    written = canonical_query(text(list(top.items()), list(inner.items())), "x.rq")
    assert written == canonical_query(text(shuffled(top), shuffled(inner)), "x.rq")
    assert written == canonical_query(written, "x.rq")
    assert written.endswith("\nASK { }\n")
    header = [line[3:] for line in written.splitlines() if line.startswith("#+ ")]
    assert tomllib.loads("\n".join(header)) == {**top, "parameters": {"x": inner}}


@pytest.mark.parametrize(
    ("text", "line"),
    [("ASK { }", 1), ('#+ a = "x"\n#+ b = "y" # z\nASK { }', 2), ("#+ a = \nASK { }", 1)],
)
def test_what_has_no_canonical_form_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(ParseError) as caught:
        canonical_query(text, "x.rq")
    assert caught.value.line == line


@pytest.mark.parametrize(
    "path", resources.query_files() + resources.check_files(), ids=lambda p: p.stem
)
def test_our_own_are_canonical(path: "object") -> None:
    text = path.read_text("utf-8")  # type: ignore[attr-defined]  # a Path
    assert canonical_query(text, "x.rq") == text
