"""Write ``graph.trig`` of every data set from its table: ``python -m lunargraph.ingest``.

With ``--check`` nothing is written, and a file that is not what its table gives is a finding.
"""

from __future__ import annotations

import sys

from lunargraph.errors import LunarGraphError
from lunargraph.files import read_bytes, write_atomically
from lunargraph.ingest.build import build_graphs
from lunargraph.ingest.quotes import DIGESTS, documents_folder
from lunargraph.resources import dataset_folders, ontology_files


def main(arguments: list[str]) -> int:
    """Build all data sets; return the exit code."""
    check = arguments == ["--check"]
    if arguments and not check:
        sys.stderr.write("usage: python -m lunargraph.ingest [--check]\n")
        return 2
    try:
        documents = documents_folder()
        if documents is None:
            sys.stderr.write(f"without the documents, quotes are checked against {DIGESTS}\n")
        texts = build_graphs(dataset_folders(), ontology_files(), documents=documents)
        stale = [
            path
            for path, text in texts.items()
            if not path.exists() or read_bytes(path) != text.encode()
        ]
        if not check:
            for path in stale:
                write_atomically(path, texts[path].encode())
    except LunarGraphError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    for path in stale:
        sys.stderr.write(f"{path}: {'is stale; run `make data`' if check else 'written'}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
