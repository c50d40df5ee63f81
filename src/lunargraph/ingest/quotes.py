"""Checking quotes against the documents they are taken from.

The documents belong to their publishers and are not part of the project: they are looked for among
the facts (``resources.facts_folder``). ``[quotes]`` in ``dataset.toml`` says which column holds a
quote, which one names its source, and which file is the text of a source. A quote that was found
in its document leaves its digest in ``quotes.sha256``, so that whoever changes it without having
the documents is told so.
"""

from __future__ import annotations

__all__ = ["DIGESTS", "documents_folder", "misquotes", "write_digests"]

import os
from typing import TYPE_CHECKING

from lunargraph.errors import FileError
from lunargraph.files import digest, read_bytes
from lunargraph.namespaces import LGI
from lunargraph.resources import facts_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from lunargraph.ingest.tables import DataSet, Quotes, Row

DIGESTS = "quotes.sha256"
"""The file of a data set with the digest of each quote that was found in its document."""


def documents_folder() -> Path | None:
    """Return the folder of the documents; None if it is not here and nobody says that it is.

    :raises FileError: ``LUNARGRAPH_FACTS`` names a folder without them.
    """
    folder = facts_folder() / "seeds"
    if folder.is_dir():
        return folder
    if os.environ.get("LUNARGRAPH_FACTS"):
        raise FileError(
            "there are no documents here to check quotes against", where=str(folder),
            mend="set LUNARGRAPH_FACTS to the folder of the facts, or leave it unset",
        )  # fmt: skip
    return None


def misquotes(datasets: Iterable[DataSet], documents: Path | None) -> Iterator[str]:
    """Yield a problem, with file and line, for each quote that is not known to be verbatim.

    :param documents: the folder of the documents; without it a quote has to be one that was found
        in its document before.
    :raises FileError: a document is not there.
    """
    for dataset in datasets:
        quotes = dataset.quotes
        if quotes is None:
            continue
        texts = _load_texts(quotes, documents)
        verified = {} if texts else _load_digests(dataset.folder / DIGESTS)
        for row in dataset.rows:
            if not row.cells[quotes.column]:
                continue
            homeless = [name for name in _sources(quotes, row) if name not in quotes.files]
            if homeless:
                yield (
                    f"{row.where}: column {quotes.column!r} quotes {homeless[0]!r}, of which there "
                    "is no text; name its file in [quotes.files] of dataset.toml, or leave it out"
                )
            elif texts:
                yield from _not_verbatim(quotes, row, texts)
            elif verified.get(_slug(row)) != _digest(quotes, row):
                yield (
                    f"{row.where}: column {quotes.column!r} is not the quote that was found in "
                    "its document; set LUNARGRAPH_FACTS to the folder of the facts, to check it"
                )


def write_digests(dataset: DataSet) -> str:
    """Return the text of :data:`DIGESTS`: a line for each row that quotes, digest and id."""
    quotes = dataset.quotes
    return "".join(
        f"{_digest(quotes, row)}  {_slug(row)}\n"
        for row in dataset.rows
        if quotes is not None and row.cells[quotes.column]
    )


def _load_texts(quotes: Quotes, documents: Path | None) -> dict[str, str]:
    if documents is None:
        return {}
    return {
        source: read_bytes(documents / file).decode("utf-8")
        for source, file in quotes.files.items()
    }


def _load_digests(path: Path) -> dict[str, str]:
    lines = read_bytes(path).decode("utf-8").splitlines() if path.exists() else []
    return {slug: sha for sha, _, slug in (line.partition("  ") for line in lines)}


def _not_verbatim(quotes: Quotes, row: Row, texts: dict[str, str]) -> Iterator[str]:
    for source in _sources(quotes, row):
        if not all(term.value in texts[source] for term in row.cells[quotes.column]):
            yield (
                f"{row.where}: column {quotes.column!r} is not in the document "
                f"{quotes.files[source]} of {source!r}; quote it verbatim"
            )


def _sources(quotes: Quotes, row: Row) -> list[str]:
    return [term.value.removeprefix(LGI) for term in row.cells[quotes.source]]


def _digest(quotes: Quotes, row: Row) -> str:
    words = [*_sources(quotes, row), *(term.value for term in row.cells[quotes.column])]
    return digest("\n".join(words).encode())


def _slug(row: Row) -> str:
    return row.iri.value.removeprefix(LGI)
