from pathlib import Path

import pytest

from lunargraph.cli import run
from lunargraph.errors import UnknownNameError
from lunargraph.formats import FORMATS, format_of, format_of_media_type


def test_the_formats_of_export_are_these_in_this_order() -> None:
    names = "turtle trig ntriples nquads jsonld rdfxml csv parquet graphml"
    assert " ".join(FORMATS) == names


def test_suffixes_and_media_types_mean_one_format_each() -> None:
    suffixes = [suffix for form in FORMATS.values() for suffix in form.suffixes]
    media_types = [kind for form in FORMATS.values() for kind in form.media_types]
    assert len(set(suffixes)) == len(suffixes)
    assert len(set(media_types)) == len(media_types)


@pytest.mark.parametrize(
    ("name", "format_name"),
    [
        ("turtle", "turtle"),
        ("NQuads", "nquads"),
        ("x.nq", "nquads"),
        (Path("data/a.b.TRIG"), "trig"),
        ("ontology.owl", "rdfxml"),
        ("context.json", "jsonld"),
    ],
)
def test_a_format_is_found_by_name_and_by_suffix(name: str | Path, format_name: str) -> None:
    assert format_of(name).name == format_name


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [("turtel", "turtle"), ("facts.tll", ".ttl"), (Path("facts.trigg"), ".trig")],
)
def test_an_unknown_format_offers_the_nearest(name: str | Path, suggestion: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        format_of(name)
    assert suggestion in caught.value.suggestions


@pytest.mark.parametrize("name", ["", "README", Path("turtle")])
def test_a_file_without_suffix_has_no_format(name: str | Path) -> None:
    with pytest.raises(UnknownNameError):
        format_of(name)


def test_every_media_type_leads_back_to_its_format() -> None:
    for form in FORMATS.values():
        assert format_of_media_type(f"{form.media_type.upper()} ; charset=UTF-8") is form


def test_a_media_type_of_something_else_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="'text/turtel'") as caught:
        format_of_media_type("text/turtel")
    assert "text/turtle" in caught.value.suggestions


def test_a_file_may_be_called_after_turtle_in_full(tmp_path: Path) -> None:
    path = tmp_path / "facts.turtle"
    path.write_text("<http://e/a> a <http://e/b> .", "utf-8")
    assert format_of(path).name == "turtle"
    assert FORMATS["turtle"].suffixes[0] == ".ttl"
    assert run(["-g", str(path), "export", "-o", str(tmp_path / "out.turtle")]) == 0
    assert "<http://e/b>" in (tmp_path / "out.turtle").read_text("utf-8")
