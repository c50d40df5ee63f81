"""RDF Patch: what is taken out of a dataset and what is put into it, as text.

A patch names blank nodes by label, and a label has to mean something to whoever applies it. Here
the labels of a patch are those that `with_canonical_labels` gives to the statements *before* the
change (``c14n0``, ``c14n1``, ...); every other label is a node that the patch brings along. So a
patch fits any file that says the same, however its blank nodes are spelt there.

Source: RDF Patch, Apache Jena documentation. ``.rdfp``, ``application/rdf-patch``.
"""

from __future__ import annotations

__all__ = [
    "MEDIA_TYPE",
    "SUFFIX",
    "Patch",
    "apply_patch",
    "load_patch",
    "parse_patch",
    "write_patch",
]

import os
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Quad, RdfFormat, serialize

from lunargraph.errors import FileError
from lunargraph.files import read_bytes
from lunargraph.formats.guards import check_turtle, decode_text
from lunargraph.formats.labels import with_canonical_labels
from lunargraph.formats.patch_rows import WORD, PatchRows
from lunargraph.formats.terms import refuse_new_terms
from lunargraph.namespaces import is_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lunargraph.formats.patch_rows import Term

SUFFIX = ".rdfp"
MEDIA_TYPE = "application/rdf-patch"

_NOTHING: Mapping[str, Term] = MappingProxyType({})
_NO_PREFIXES: Mapping[str, str | None] = MappingProxyType({})


class Patch(NamedTuple):
    """The net change: statements to take out, then statements to put in.

    ``header``: the values of the fields, in their order. ``prefixes``: the IRI that a prefix is to
    have from now on, None if it is dropped; they change how a dataset is written, not what it says.
    """

    removed: frozenset[Quad] = frozenset()
    added: frozenset[Quad] = frozenset()
    header: Mapping[str, Term] = _NOTHING
    prefixes: Mapping[str, str | None] = _NO_PREFIXES


def load_patch(path: str | os.PathLike[str]) -> Patch:
    """Return the patch in the file at *path*; errors as in `parse_patch`.

    :raises FileError: it cannot be read.
    """
    return parse_patch(read_bytes(path), name=os.fspath(path))


def parse_patch(data: bytes, *, name: str) -> Patch:
    r"""Return the net change of a patch: for each statement its last row counts.

    Transactions that end in ``TA`` leave no trace. Labels of blank nodes are kept.

    :raises ParseError: a row that is none, a header after the changes, a transaction without its
        end (such as that of a file that was cut off), a change outside of all transactions.

    >>> data = b'H id <urn:x:1> .\nTX .\nA <urn:a> <urn:b> "c" .\nTC .\n'
    >>> patch = parse_patch(data, name="-")
    >>> patch.header["id"], len(patch.added)
    (<NamedNode value=urn:x:1>, 1)
    """
    text = decode_text(data, name)
    check_turtle(text, name)
    rows = PatchRows(text, name)
    last: dict[Quad, str] = {}
    prefixes: dict[str, str | None] = {}
    for code, change in rows.changes():
        if isinstance(change, Quad):
            last[change] = code
        else:
            prefixes[change.prefix] = change.iri
    return Patch(
        frozenset(quad for quad, code in last.items() if code == "D"),
        frozenset(quad for quad, code in last.items() if code == "A"),
        rows.header,
        prefixes,
    )


def write_patch(patch: Patch) -> bytes:
    r"""Return *patch* as one transaction; the same patch always gives the same bytes.

    Header fields come in their order, then prefixes, removed and added statements, each sorted.
    What is both removed and added is added.

    :raises FileError: RDF 1.2, or a header field or a prefix that cannot be written.

    >>> from pyoxigraph import Literal, NamedNode
    >>> a = NamedNode("urn:a")
    >>> print(write_patch(Patch(added=frozenset([Quad(a, a, Literal("é"))]))).decode())
    TX .
    A <urn:a> <urn:a> "é" .
    TC .
    <BLANKLINE>
    """
    lines = [f"H {_word(field)} {value} ." for field, value in patch.header.items()]
    lines.append("TX .")
    for prefix, iri in sorted(patch.prefixes.items()):
        if iri is not None and not is_iri(iri):
            raise FileError("this is no IRI for a prefix", got=iri)
        code = f"PD {_quoted(prefix)}" if iri is None else f"PA {_quoted(prefix)} <{iri}>"
        lines.append(f"{code} .")
    lines += _rows("D", patch.removed - patch.added)
    lines += _rows("A", patch.added)
    text = "\n".join([*lines, "TC .", ""])
    return text.replace("\0", "\\u0000").encode()  # a raw one looks like a binary file


def apply_patch(patch: Patch, quads: Iterable[Quad], *, strict: bool = True) -> set[Quad]:
    """Return what *quads* say after the change; their blank nodes come with canonical labels.

    :param strict: refuse a patch that was made for something else.
    :raises FileError: *strict*, and a statement to take out is not there.

    >>> from pyoxigraph import BlankNode, NamedNode
    >>> a = NamedNode("urn:a")
    >>> before = [Quad(a, a, BlankNode("mine")), Quad(BlankNode("mine"), a, a)]
    >>> patch = Patch(removed=frozenset([Quad(BlankNode("c14n0"), a, a)]))
    >>> len(apply_patch(patch, before))
    1
    """
    before = set(with_canonical_labels(quads))
    missing = patch.removed - before
    if strict and missing:
        more = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
        raise FileError(
            f"the patch does not fit: a statement to take out is not there{more}",
            got=min(map(str, missing)),
            mend="apply it to what it was made from",
        )
    return (before - patch.removed) | patch.added


def _rows(code: str, quads: frozenset[Quad]) -> list[str]:
    """Return the sorted rows of statements, each without its line end."""
    refuse_new_terms(quads)
    text = (serialize(quads, format=RdfFormat.N_QUADS) or b"").decode()
    return [f"{code} {line}" for line in sorted(text.split("\n")) if line]


def _word(field: str) -> str:
    if not WORD.fullmatch(field):
        raise FileError("this is no field of a header", got=repr(field), expected="letters, digits")
    return field


def _quoted(prefix: str) -> str:
    if prefix and not WORD.fullmatch(prefix):
        raise FileError("this is no prefix", got=repr(prefix), expected="letters, digits")
    return f'"{prefix}"'
