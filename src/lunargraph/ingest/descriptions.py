"""``dataset.toml``: what the description of a data set may say, and what is wrong with one."""

from __future__ import annotations

__all__ = ["COMMON_COLUMNS", "JUDGEMENTS", "read_description", "required_columns"]

import tomllib
from typing import TYPE_CHECKING, Any

from lunargraph.errors import DataError
from lunargraph.files import read_bytes
from lunargraph.ingest.cells import CELL_TYPES, CellError, parse_cell
from lunargraph.namespaces import is_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

COMMON_COLUMNS = {
    "source_ids": "things",
    "confidence": "concept confidence",
    "verification": "concept verification",
    "unverified_columns": "texts",
    "note": "text",
}
"""Columns of every table, which become the metadata of the row's graph."""

JUDGEMENTS = ("confidence", "verification")
"""The common columns that every row fills, unless the data set is bibliographic."""

_KEYS = {
    "title": str,
    "description": str,
    "table": str,
    "licence": str,
    "known_until": str,
    "needs": list,
    "sources": list,
    "shares": list,
    "bibliographic": bool,
    "quotes": dict,
    "columns": dict,
    "unmapped": dict,
}
_REQUIRED = ("title", "description", "table", "licence", "known_until", "columns")
_QUOTES_KEYS = {"column": str, "source": str, "files": dict}
_OF_TEXTS = ("needs", "sources", "shares", "unmapped", "quotes.files")


def read_description(folder: Path) -> dict[str, Any]:
    """Return what ``dataset.toml`` in *folder* says.

    :raises DataError: with everything that is wrong with it.
    :raises FileError: it is missing or unreadable.
    """
    path = folder / "dataset.toml"
    try:
        about = tomllib.loads(read_bytes(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(
            f"the data set {folder.name!r} is not described", [f"{path}: {error}"]
        ) from error
    problems = list(_misused(about)) or list(_contradictions(about))
    if problems:
        raise DataError(
            f"the data set {folder.name!r} is not described",
            [f"{path}: {problem}" for problem in problems],
        )
    return about


def required_columns(about: Mapping[str, Any]) -> list[str]:
    """Return the columns that the header has to have: those declared and the common ones.

    A data set that names its sources in other columns need not have ``source_ids``, and one that is
    bibliographic needs nothing that judges.
    """
    judging = not about.get("bibliographic", False)
    common = [name for name in COMMON_COLUMNS if judging or name == "note"]
    if "sources" in about and "source_ids" in common:
        common.remove("source_ids")
    return list(
        dict.fromkeys([*about["columns"], *about.get("unmapped", {}), *_sources(about), *common])
    )


def _sources(about: Mapping[str, Any]) -> list[str]:
    return list(about.get("sources", ["source_ids"]))


def _misused(about: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the keys and the types of their values."""
    for key in _REQUIRED:
        if key not in about:
            yield f"{key!r} is missing"
        elif not about[key]:
            yield f"{key!r} must say something"
    yield from _mistyped("", about, _KEYS)
    if isinstance(about.get("quotes"), dict):
        yield from _mistyped("quotes.", about["quotes"], _QUOTES_KEYS)
        yield from (
            f"'quotes.{key}' is missing" for key in _QUOTES_KEYS if key not in about["quotes"]
        )


def _mistyped(before: str, values: Mapping[str, Any], keys: Mapping[str, type]) -> Iterator[str]:
    for key, value in values.items():
        name = f"{before}{key}"
        if key not in keys:
            yield f"{name!r} is not a key; use {', '.join(keys)}"
        elif not isinstance(value, keys[key]):
            yield f"{name!r} must be a {keys[key].__name__}"
        elif name in _OF_TEXTS and not all(isinstance(each, str) for each in _parts(value)):
            yield f"{name!r} holds texts"


def _parts(value: Any) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value


def _contradictions(about: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a description whose keys and types are right."""
    if not _is_date(about["known_until"]):
        yield "'known_until' must be a date such as 2026 or 2026-06"
    if not is_iri(about["licence"]):
        yield "'licence' must be an IRI"
    for name, kind in about["columns"].items():
        if not isinstance(kind, str):
            yield f"the type of column {name!r} must be a text"
        elif kind not in CELL_TYPES and kind.partition(" ")[0] not in {"concept", "concepts"}:
            yield f"column {name!r} has the unknown type {kind!r}"
    known = {**about["columns"], **COMMON_COLUMNS}
    for name in _sources(about):
        if known.get(name) not in {"row", "thing", "things"}:
            yield f"'sources' names {name!r}, which is no column of things"
    quotes = about.get("quotes", {})
    for key in ("column", "source"):
        if key in quotes and quotes[key] not in about["columns"]:
            yield f"'quotes.{key}' names {quotes[key]!r}, which is no column"


def _is_date(text: str) -> bool:
    try:
        return bool(parse_cell(text, "date"))
    except CellError:
        return False
