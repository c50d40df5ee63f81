"""What ``source.toml`` and the headers of checks may say, and what is wrong with one."""

from __future__ import annotations

__all__ = ["header_problems", "source_problems"]

import re
from typing import TYPE_CHECKING, Any

from lunargraph import resources
from lunargraph.errors import DataError
from lunargraph.ingest.bulk.describing import read_document
from lunargraph.ingest.bulk.results import LEFT_OUT, NOTED
from lunargraph.ingest.bulk.sources import Column
from lunargraph.ingest.cells import CELL_TYPES, CellError, parse_cell
from lunargraph.namespaces import is_iri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_REQUIRED = ("title", "description", "licence", "known_until", "tables")
_TRUST = ("confidence", "verification")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_GROUNDS_KEYS = {
    "confidence": str,
    "verification": str,
    "unverified_columns": list,
    "note": str,
    "rests_on": list,
}
_SOURCE_KEYS = {
    "title": str,
    "description": str,
    "licence": str,
    "known_until": str,
    "document": dict,
    "tables": dict,
} | _GROUNDS_KEYS
_TABLE_KEYS = {
    "about": str,
    "file": str,
    "key": str,
    "prefix": str,
    "words": dict,
    "missing": list,
    "mapping": str,
    "same": str,
    "columns": dict,
    "unmapped": dict,
} | _GROUNDS_KEYS
_COLUMN_KEYS = {"type": str, "required": bool, "choices": list, "missing": list}
_CHECK_KEYS = {"question": str, "table": str, "outcome": str}
_NAMES = {"confidence", "verification", "rests_on", "prefix"}
"""Keys whose texts become a part of the IRI of an individual."""
_TAKEN = {"output", "format", "report", "strict", "help", "statements", "tables"}
"""Options and graphs that every import has: no table can be called so."""


def source_problems(name: str, about: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with ``source.toml`` of the source *name*."""
    problems = list(_misused("", about, _SOURCE_KEYS, (*_REQUIRED, *_TRUST)))
    if not _SLUG.fullmatch(name) or name in {each.name for each in resources.dataset_folders()}:
        problems.append(f"a source has a name of its own in kebab-case, not {name!r}")
    yield from problems
    if problems:
        return
    if not is_iri(about["licence"]):
        yield f"the licence is named by its address, not by {about['licence']!r}"
    try:
        parse_cell(about["known_until"], "date")
    except CellError as error:
        yield f"known_until: {error}"
    if not about.get("rests_on") and "document" not in about:
        yield "say what it rests on: describe a 'document', or name known ones in 'rests_on'"
    if "document" in about:
        try:
            read_document(about["document"])
        except DataError as error:
            yield from (f"document: {problem}" for problem in error.problems)
    for table, facts in about["tables"].items():
        yield from _table_problems(table, facts, about["tables"])


def header_problems(header: Mapping[str, Any], tables: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the header of a check."""
    problems = list(_misused("", header, _CHECK_KEYS, tuple(_CHECK_KEYS)))
    yield from problems
    if not problems and header["outcome"] not in {LEFT_OUT, NOTED}:
        yield f"the outcome is {LEFT_OUT!r} or {NOTED!r}"
    if not problems and header["table"] not in tables:
        yield f"there is no table {header['table']!r}"


def _misused(
    where: str, facts: Mapping[str, Any], keys: Mapping[str, type], required: tuple[str, ...] = ()
) -> Iterator[str]:
    """Yield what is wrong with the keys of a TOML table."""
    before = f"{where}: " if where else ""
    for key in required:
        if key not in facts:
            yield f"{before}{key!r} is missing"
    for key, value in facts.items():
        if key not in keys:
            yield f"{before}{key!r} is not a key; use {', '.join(keys)}"
        elif not isinstance(value, keys[key]):
            yield f"{before}{key!r} must be a {keys[key].__name__}"
        elif isinstance(value, list) and not all(isinstance(each, str) for each in value):
            yield f"{before}{key!r} is a list of texts"
        elif key in required and not value:
            yield f"{before}{key!r} must say something"
        elif key in _NAMES:
            wrong = [word for word in _texts(value) if not _SLUG.fullmatch(word)]
            if wrong and (key, value) != ("prefix", ""):
                yield f"{before}{key!r} holds names in kebab-case, such as moon-list; not {wrong}"


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _table_problems(name: str, facts: Any, tables: Mapping[str, Any]) -> Iterator[str]:
    where = f"tables.{name}"
    if not isinstance(facts, dict):
        yield f"{where} must be a table"
        return
    problems = list(_misused(where, facts, _TABLE_KEYS, ("about", "key", "columns")))
    yield from problems
    if problems:
        return
    if not _SLUG.fullmatch(name) or name in _TAKEN:
        yield f"{where}: a table has a name of its own, in kebab-case"
    if facts["key"] not in facts["columns"]:
        yield f"{where}: the key {facts['key']!r} is not among the columns"
    if (facts["columns"].get("id") == "row") == ("prefix" in facts):
        yield f"{where}: give either a 'prefix' for slugs, or a column id = \"row\""
    own = "file" in facts and "mapping" in facts
    lacking = [key for key in ("rests_on", *_TRUST) if key not in facts]
    if own and lacking:
        yield f"{where}: what the table says needs {', '.join(map(repr, lacking))}"
    elif not own and set(facts) & set(_GROUNDS_KEYS):
        yield f"{where}: only a table with a 'file' and a 'mapping' has grounds of its own"
    if not all(_SLUG.fullmatch(str(word)) for word in facts.get("words", {}).values()):
        yield f"{where}: 'words' says how words are written in slugs, such as alp = \"alpha\""
    yield from _column_problems(where, facts["columns"], tables)


def _column_problems(
    where: str, columns: Mapping[str, Any], tables: Mapping[str, Any]
) -> Iterator[str]:
    for column, spec in columns.items():
        here = f"{where}.columns.{column}"
        options = {"type": spec} if isinstance(spec, str) else spec
        if not isinstance(options, dict):
            yield f"{here} must be the name of a type, or a table"
            continue
        yield from _misused(here, options, _COLUMN_KEYS, ("type",))
        if isinstance(options.get("type"), str) and (column, spec) != ("id", "row"):
            yield from _kind_problems(here, options["type"], tables)
    variables = [Column(name, "").variable for name, spec in columns.items() if spec != "row"]
    if len({*variables, "id", "row"} - {""}) != len(variables) + 2:
        yield f"{where}: two columns, or a column and ?id or ?row, have one name in SPARQL"


def _kind_problems(where: str, kind: str, tables: Mapping[str, Any]) -> Iterator[str]:
    word, *rest = kind.split() or [""]
    if word == "code" and rest:
        unknown = [table for table in rest if table not in tables]
        if unknown:
            yield f"{where}: there is no table {', '.join(unknown)}"
    elif word in {"concept", "concepts"} and len(rest) == 1:
        return
    elif kind not in CELL_TYPES or kind == "row":
        yield f"{where}: the type {kind!r} is unknown"
