"""Checking quotes against the documents they are taken from.

The documents belong to their publishers and are not part of the project. Whoever has them names
their folder in ``LUNARGRAPH_DOCUMENTS``; ``[quotes]`` in ``dataset.toml`` says which column holds a
quote, which one names its source, and which file is the text of a source.
"""

from __future__ import annotations

__all__ = ["misquotes"]

from typing import TYPE_CHECKING

from lunargraph.files import read_bytes
from lunargraph.namespaces import LGI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from lunargraph.ingest.tables import DataSet


def misquotes(datasets: Iterable[DataSet], documents: Path) -> Iterator[str]:
    """Yield a problem, with file and line, for each quote that is not in its document.

    :param documents: the folder of the documents.
    :raises FileError: a document is not there.
    """
    for dataset in datasets:
        quotes = dataset.quotes
        if quotes is None:
            continue
        texts = {
            LGI + source: read_bytes(documents / file).decode("utf-8")
            for source, file in quotes.files.items()
        }
        for row in dataset.rows:
            for source in row.cells[quotes.source]:
                for quote in row.cells[quotes.column]:
                    if quote.value not in texts.get(source.value, quote.value):
                        name = source.value.removeprefix(LGI)
                        yield (
                            f"{row.where}: column {quotes.column!r} is not in the document "
                            f"{quotes.files[name]} of {name!r}; quote it verbatim"
                        )
