"""N-Triples read at full speed: every form of a line, and a refusal with its number."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from lunargraph.errors import FileError, ParseError
from lunargraph.reasoning import Closure
from ontologies import PLAIN, reasoned, triples

LINES = [
    '<http://example.org/a> <http://example.org/p> "x" .',
    '<http://example.org/a> <http://example.org/p> "a b  c"@en .',
    '<http://example.org/a> <http://example.org/p> "嫦娥 五号"@zh-Hans .',
    '<http://example.org/a> <http://example.org/p> "say \\"hello\\" \\\\ \\n \\t" .',
    '<http://example.org/a> <http://example.org/p> "\\u00e9t\\u00E9" .',
    '<http://example.org/a> <http://example.org/p> "s"^^<http://www.w3.org/2001/XMLSchema#string> .',
    '<http://example.org/a> <http://example.org/p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    "<http://example.org/a>   <http://example.org/p>\t_:b.1 .  # a comment",
    "_:x <http://example.org/p> <http://example.org/é?q=1&r=(2)> .",
    "",
    "   # nothing here",
    '<http://example.org/a> <http://example.org/p> "tab\tin it" .',
    "<http://example.org/a> <http://example.org/p> <urn:x:y> .",
    '<http://example.org/a> <http://example.org/p> "\x01 and \x7f" .',
]


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_lines_of_every_form_are_read_as_by_a_parser(tmp_path: Path, end: str) -> None:
    path = tmp_path / "lines.nt"
    data = (end or "\n").join(LINES).encode() + end.encode()
    path.write_bytes(data)
    expected = {str(quad.triple) for quad in parse(data, RdfFormat.N_TRIPLES)}
    written = b"".join(Closure.of_files([path]).ntriples("asserted")).decode()
    assert {line.removesuffix(" .") for line in written.splitlines()} == expected


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("<http://example.org/a> <http://example.org/p> .", "3"),
        ("<http://example.org/a b> <http://example.org/p> <http://example.org/c> .", "3"),
        ('"a" <http://example.org/p> <http://example.org/c> .', "3"),
        ("<http://example.org/a> _:p <http://example.org/c> .", "3"),
        ('<http://example.org/a> "x" <http://example.org/c> .', "3"),
        ("<http://example.org/a> <http://example.org/p> <http://example.org/c> <urn:g:> .", "3"),
        ('<http://example.org/a> <http://example.org/p> "x" "x" .', "3"),
        ("<http://example.org/a>", "3"),
        ("<http://example.org/a> <http://example.org/p>  .", "3"),
        ("<a> <http://example.org/p> <http://example.org/c> .", "relative"),
        ('<http://example.org/a> <http://example.org/p> "open .', "3"),
        ("<http://example.org/a> <http://example.org/p> <http://example.org/c>", "3"),
        ('<http://example.org/a> <http://example.org/p> "x"@1 .', "3"),
    ],
)
def test_a_line_that_is_no_n_triples_is_refused_with_its_number(
    tmp_path: Path, line: str, said: str
) -> None:
    path = tmp_path / "bad.nt"
    good = '<http://example.org/a> <http://example.org/p> "x" .'
    path.write_text(f"{good}\n# a comment\n{line}\n{good}\n", "utf-8")
    with pytest.raises(ParseError, match=said) as caught:
        Closure.of_files([path])
    assert caught.value.line == 3


def test_of_several_bad_lines_the_first_of_its_file_is_told(tmp_path: Path) -> None:
    good = '<http://example.org/a> <http://example.org/p> "x" .'
    first, second = tmp_path / "first.nt", tmp_path / "second.nt"
    first.write_text(f"{good}\n{good}\n", "utf-8")
    second.write_text(f"{good}\n<urn:x:a> <urn:x:p> .\n{good}\n<urn:x:a b> .\n", "utf-8")
    with pytest.raises(ParseError) as caught:
        Closure.of_files([first, second])
    assert (caught.value.line, str(second) in str(caught.value)) == (2, True)


def test_odd_lines_of_several_files_come_out_canonical(tmp_path: Path) -> None:
    texts = {"a.nt": LINES[3], "b.nt": LINES[0], "c.nt": f"{LINES[7]}\n# {LINES[1]}\n{LINES[1]}"}
    for name, text in texts.items():
        (tmp_path / name).write_text(f"{text}\n", "utf-8")
    data = "\n".join(texts.values()).encode()
    expected = {f"{quad.triple} ." for quad in parse(data, RdfFormat.N_TRIPLES)}
    written = b"".join(Closure.of_files([tmp_path / n for n in texts]).ntriples("asserted"))
    assert written.decode().splitlines() == sorted(expected)


TERMS = ["<urn:x:a>", "_:b", "_:b.", '"x"', '"x y"@en', '"x"@EN', '"\\u0041"', "<a>", ".", "", "é"]


@settings(reasoned, max_examples=40)
@given(st.lists(st.lists(st.sampled_from(TERMS), min_size=1, max_size=5), min_size=1, max_size=3))
def test_any_lines_are_read_or_refused_as_by_a_parser(lines: list[list[str]]) -> None:
    data = "".join(f"{' '.join(line)}\n" for line in lines).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.nt"
        path.write_bytes(data)
        try:
            expected = sorted({f"{quad.triple} ." for quad in parse(data, RdfFormat.N_TRIPLES)})
        except SyntaxError:
            with pytest.raises(ParseError):
                Closure.of_files([path])
        else:
            written = b"".join(Closure.of_files([path]).ntriples("asserted")).decode()
            assert written.splitlines() == expected


def test_what_is_no_text_is_refused_and_what_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "bad.nt"
    path.write_bytes(b'<http://example.org/a> <http://example.org/p> "\xff" .\n')
    with pytest.raises(ParseError, match="UTF-8"):
        Closure.of_files([path])
    with pytest.raises(FileError, match="no such file"):
        Closure.of_files([tmp_path / "none.nt"])


def test_an_empty_file_has_an_empty_closure(tmp_path: Path) -> None:
    path = tmp_path / "empty.nt"
    path.write_bytes(b"")
    assert Closure.of_files([path]).inferred() == ()


@settings(reasoned, max_examples=15)
@given(PLAIN)
def test_a_file_and_its_triples_have_the_same_closure(turtle: str) -> None:
    given_ = triples(turtle)
    closure = Closure.of_triples(given_)
    written = b"".join(closure.ntriples("asserted")).decode().splitlines()
    assert written == sorted({f"{triple} ." for triple in given_})


def test_pieces_come_in_order_and_one_may_stop_between_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "many.nt"
    lines = sorted(f'<urn:x:a> <urn:x:p{n % 3}> "{n:02}" .' for n in range(11))
    path.write_text("".join(f"{line}\n" for line in reversed(lines)), "utf-8")
    closure = Closure.of_files([path])
    monkeypatch.setattr("lunargraph.reasoning.output._SMALLEST", 2)
    pieces = closure.ntriples("asserted")
    assert next(pieces).decode().splitlines() == lines[:2]
    del pieces
    assert b"".join(closure.ntriples("asserted")).decode().splitlines() == lines


def test_texts_of_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    given_ = triples("lgi:a lg:p 'one' , 'two' . lgi:b lg:q lgi:a .")
    expected = b"".join(Closure.of_triples(given_).ntriples("asserted"))
    monkeypatch.setattr("lunargraph.reasoning.dictionary._SHORT", "length({})")
    assert b"".join(Closure.of_triples(given_).ntriples("asserted")) == expected
    assert len(expected.splitlines()) == len(given_)
