"""The policy book: all clauses with what they rest on, twice the same, and one file that needs no other.

That the committed book is up to date is a matter of ``docs/build.py --check``, as for every reference.
"""

from __future__ import annotations

import importlib
import re
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lunargraph.namespaces import LGI
from lunargraph.policy.policies import load_policies
from lunargraph.policy.records import records_of
from lunargraph.store.worlds import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lunargraph import LunarGraph
    from lunargraph.policy.policies import Clause, Policies

DOCS = Path(__file__).parent.parent.parent / "docs"
SCENARIOS = DOCS.parent / "tests" / "scenarios"
CLOSING = {"br", "meta"}


@pytest.fixture(scope="module")
def policies(graph: LunarGraph) -> Policies:
    return load_policies(World(graph.dataset))


@pytest.fixture(scope="module")
def clauses(policies: Policies) -> dict[str, Clause]:
    return {
        clause.iri.value.removeprefix(LGI): clause
        for each in policies.instruments.values()
        for clause in each.clauses
    }


@pytest.fixture(scope="module")
def book() -> str:
    return (DOCS / "reference" / "policy-book.md").read_text("utf-8")


@pytest.fixture(scope="module")
def printed() -> str:
    return (DOCS / "reference" / "policy-book.html").read_text("utf-8")


class Reader(HTMLParser):
    """Collects anchors, links, tags and words, and holds each closing tag against the opening one."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.loading: list[str] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        assert not self._open

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        said = dict(attrs)
        self.anchors += [said["id"]] if "id" in said else []
        self.links += [said["href"]] if tag == "a" else []
        self.loading += [name for name in said if name in {"src", "srcset", "data", "poster"}]
        if tag not in CLOSING:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def section(book: str, name: str) -> str:
    """Return what the book says of a clause."""
    start = book.index(f'<a id="{name}"></a>')
    rest = book[start:]
    following = re.search(r"\n##?#? ", rest[rest.index("\n### ") + 4 :])
    return rest[: following.start()] if following else rest


def test_the_page_loads_nothing_and_runs_nothing(printed: str) -> None:
    page = Reader(printed)
    assert page.tags.isdisjoint({"script", "link", "img", "iframe", "object", "form"})
    assert not page.loading
    assert "url(" not in printed
    assert "@import" not in printed
    assert not re.search(r"\son\w+=", re.sub(r">[^<]*<", "><", printed))


def test_every_link_leads_somewhere(printed: str, book: str) -> None:
    page = Reader(printed)
    assert len(page.anchors) == len(set(page.anchors))
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert inside <= set(page.anchors)
    assert all(link.startswith(("#", "http://", "https://")) for link in page.links)
    anchors = re.findall(r'<a id="([^"]+)">', book)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]+)\)", book)) <= set(anchors)


def test_each_clause_stands_beside_its_elements(book: str, clauses: dict[str, Clause]) -> None:
    plain = book.replace("\\", "")
    for name, clause in clauses.items():
        said = section(plain, name)
        assert clause.quote is None or clause.quote in said
        assert clause.place in said
        for element in clause.elements:
            assert element.question in said, (name, element.label)
            for reading in element.readings:
                assert reading.label in said


def test_what_is_not_verified_is_marked(
    book: str, clauses: dict[str, Clause], graph: LunarGraph
) -> None:
    plain = book.replace("\\", "")
    marked = 0
    for name, clause in clauses.items():
        for record in records_of(graph.dataset, [clause.iri]).get(clause.iri, []):
            first = section(plain, name).partition("\n> ")[0].partition("\n- ")[0]
            assert (record.caution is None) == ("**[" not in first), name
            assert record.caution is None or record.caution in first
            marked += record.caution is not None
            assert all(
                source.title in section(plain, name) for source in record.sources if source.title
            )
    assert marked


def test_each_scenario_is_told_with_the_clauses_that_it_exercises(book: str) -> None:
    for path in SCENARIOS.glob("*.toml"):
        assert f'<a id="scenario-{path.stem}"></a>' in book
        exercises = tomllib.loads(path.read_text("utf-8"))["expected"].get("clauses")
        assert (f"](#scenario-{path.stem})" in book) == bool(exercises), path.stem


def test_both_forms_say_the_same(printed: str, book: str) -> None:
    words = " ".join("".join(Reader(printed).words).split())
    for line in re.findall(r"^#{1,4} (.+)$", book, re.MULTILINE):
        assert line.replace("\\", "") in words


@pytest.fixture
def makers(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, Any]]:
    """The modules that make the book, which stand beside it and in no package."""
    monkeypatch.syspath_prepend(DOCS)
    yield importlib.import_module("pages"), importlib.import_module("policy_book")
    for name in ("pages", "policy_book"):
        del sys.modules[name]


def test_the_book_is_the_same_again(graph: LunarGraph, book: str, makers: tuple[Any, Any]) -> None:
    pages, policy_book = makers
    assert pages.markdown(policy_book.blocks(graph)) == book
    assert pages.markdown(policy_book.blocks(graph)) == book


def test_words_of_others_do_no_harm(makers: tuple[Any, Any]) -> None:
    pages, _ = makers
    nasty = pages.Table(("<b>",), [[["a|b <script>", pages.Link("[x]", 'http://e.org/"')]]])
    assert "<script>" not in pages.html("<t>", [nasty])
    assert 'href="http://e.org/&quot;"' in pages.html("t", [nasty])
    assert "a\\|b \\<script\\>" in pages.markdown([nasty])
