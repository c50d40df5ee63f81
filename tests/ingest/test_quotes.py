"""A quote stands in its document, and one that was found there cannot change unseen."""

from pathlib import Path

import pytest

from lunargraph import resources
from lunargraph.errors import DataError, FileError
from lunargraph.ingest import build_graphs, load_dataset
from lunargraph.ingest.quotes import DIGESTS, documents_folder, misquotes
from small_dataset import GOOD, TOML, Build

QUOTES = (
    TOML
    + """
[quotes]
column = "name"
source = "flown_by"
[quotes.files]
agency = "a.txt"
"""
)


def problem(folder: Path, documents: Path | None) -> str:
    with pytest.raises(DataError) as caught:
        build_graphs([folder], [folder.parent.parent / "ontology.ttl"], documents=documents)
    (only,) = caught.value.problems
    return only


@pytest.fixture
def folder(build: Build, tmp_path: Path) -> Path:
    """The small data set, whose names are quotes now; they have not been checked yet."""
    build(GOOD)
    folder = tmp_path / "data" / "flights"
    (folder / "dataset.toml").write_text(QUOTES, "utf-8")
    (tmp_path / "a.txt").write_text("We flew Moon 1 in May.", "utf-8")
    return folder


def test_a_quote_has_to_be_in_its_document(folder: Path, tmp_path: Path) -> None:
    build_graphs([folder], [tmp_path / "ontology.ttl"], documents=tmp_path)
    (tmp_path / "a.txt").write_text("We flew Moon\n1 in May.", "utf-8")
    said = problem(folder, tmp_path)
    table = folder / "flights.csv"
    assert said.startswith(f"{table}:2: column 'name' is not in the document a.txt of 'agency'")


def test_a_quote_of_a_source_without_a_text_is_refused(folder: Path, tmp_path: Path) -> None:
    table = folder / "flights.csv"
    table.write_text(table.read_text("utf-8").replace("agency", "office"), "utf-8")
    for documents in (tmp_path, None):
        assert "flights.csv:2: column 'name' quotes 'office'" in problem(folder, documents)


def test_without_the_documents_only_a_quote_found_before_is_believed(
    folder: Path, tmp_path: Path
) -> None:
    ontology, table = tmp_path / "ontology.ttl", folder / "flights.csv"
    assert "is not the quote that was found" in problem(folder, None)
    texts = build_graphs([folder], [ontology], documents=tmp_path)
    (folder / DIGESTS).write_text(texts[folder / DIGESTS], "utf-8")
    assert sorted(build_graphs([folder], [ontology])) == [folder / "graph.trig"]
    table.write_text(table.read_text("utf-8").replace("Moon 1", "Moon 2"), "utf-8")
    assert "flights.csv:2: column 'name' is not the quote" in problem(folder, None)


def test_a_folder_of_facts_that_is_named_has_the_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUNARGRAPH_FACTS", str(tmp_path))
    with pytest.raises(FileError, match="there are no documents here"):
        documents_folder()
    (tmp_path / "seeds").mkdir()
    assert documents_folder() == tmp_path / "seeds"


def test_every_quote_of_the_seeds_is_verbatim() -> None:
    documents = documents_folder()
    if documents is None:
        pytest.skip(f"the seed documents are not in {resources.facts_folder()}")
    datasets = [load_dataset(folder) for folder in resources.dataset_folders()]
    assert list(misquotes(datasets, documents)) == []
    assert any(dataset.quotes for dataset in datasets)
