"""Reading the folder of a bulk source: ``source.toml``, its mappings and its checks."""

from __future__ import annotations

__all__ = ["find_source", "load_source"]

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import QuerySolutions, QueryTriples, Store

from lunargraph import resources
from lunargraph.errors import DataError, QuerySyntaxError, UnknownNameError
from lunargraph.files import read_bytes
from lunargraph.ingest.bulk.sources import Check, Column, Source, SourceTable
from lunargraph.ingest.cells import CELL_TYPES
from lunargraph.store.querying import evaluate
from lunargraph.stored_queries import values_variables

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SOURCE_KEYS = {
    "title": str,
    "description": str,
    "licence": str,
    "known_until": str,
    "confidence": str,
    "verification": str,
    "note": str,
    "needs": list,
    "rests_on": list,
    "document": dict,
    "tables": dict,
}
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
}
_COLUMN_KEYS = {"type": str, "required": bool, "choices": list, "missing": list}
_CHECK_KEYS = {"question": str, "table": str, "outcome": str}
_REQUIRED = ("title", "description", "licence", "known_until", "confidence", "verification",
             "tables")  # fmt: skip
_OUTCOMES = ("left-out", "noted")


def find_source(name: str | os.PathLike[str]) -> Source:
    """Return the source of this *name*, or the one in the folder that *name* is the path of.

    :raises UnknownNameError: neither; the nearest names are offered.
    :raises DataError: its files are wrong, with every problem.
    """
    known = {folder.name: folder for folder in resources.source_folders()}
    folder = known.get(str(name), Path(name))
    if not (folder / "source.toml").exists():
        raise UnknownNameError("source", str(name), known)
    return load_source(folder)


def load_source(folder: Path) -> Source:
    """Read the source in *folder*.

    :raises DataError: with every problem of its files.
    :raises FileError: a file is missing or unreadable.

    >>> from lunargraph import resources
    >>> list(load_source(resources.root() / "imports" / "space-launches").options)
    ['agencies', 'launches']
    """
    path = folder / "source.toml"
    about = _read_toml(path)
    name = folder.resolve().name
    problems = _misused(str(path), about, _SOURCE_KEYS, _REQUIRED)
    if not _SLUG.fullmatch(name) or name in {each.name for each in resources.dataset_folders()}:
        problems.append(f"{folder}: a source has a name of its own in kebab-case, not {name!r}")
    if not problems:
        tables = about["tables"]
        for table, facts in tables.items():
            where = f"{path}: tables.{table}"
            problems += _table_problems(where, table, facts, tables)
        problems += _unknown_needs(path, about)
    _refuse(name, problems)
    checks = list(_read_checks(folder, about["tables"], problems))
    tables = {
        table: _table(folder, table, about["tables"][table], checks, problems)
        for table in _in_order(name, about["tables"])
    }
    _refuse(name, problems)
    return Source(
        name=name,
        folder=folder,
        **{key: about[key] for key in _REQUIRED if key != "tables"},
        note=about.get("note"),
        needs=tuple(about.get("needs", ())),
        rests_on=tuple(about.get("rests_on", ())),
        document=about.get("document", {}),
        tables=tables,
    )


def _refuse(name: str, problems: list[str]) -> None:
    if problems:
        raise DataError(f"the source {name!r} is not well described", problems)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_bytes(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError("the source is not described", [f"{path}: {error}"]) from error


def _misused(
    where: str, facts: Mapping[str, Any], keys: Mapping[str, type], required: tuple[str, ...] = ()
) -> list[str]:
    """Return what is wrong with the keys of a TOML table."""
    problems = [f"{where}: {key!r} is missing" for key in required if key not in facts]
    for key, value in facts.items():
        if key not in keys:
            problems.append(f"{where}: {key!r} is not a key; use {', '.join(keys)}")
        elif not isinstance(value, keys[key]):
            problems.append(f"{where}: {key!r} must be a {keys[key].__name__}")
    return problems


def _table_problems(where: str, name: str, facts: Any, tables: Mapping[str, Any]) -> list[str]:
    if not isinstance(facts, dict):
        return [f"{where} must be a table"]
    problems = _misused(where, facts, _TABLE_KEYS, ("about", "key", "columns"))
    if problems:
        return problems
    if not _SLUG.fullmatch(name):
        problems.append(f"{where}: the name of a table is an option; write it in kebab-case")
    columns: dict[str, Any] = facts["columns"]
    for column, spec in columns.items():
        here = f"{where}.columns.{column}"
        options = {"type": spec} if isinstance(spec, str) else spec
        problems += _misused(here, options, _COLUMN_KEYS, ("type",))
        problems += _kind_problems(here, options.get("type"), tables)
    variables = [Column(name, "").variable for name, spec in columns.items() if spec != "row"]
    if len({*variables, "id", "row"} - {""}) != len(variables) + 2:
        problems.append(
            f"{where}: two columns, or a column and ?id or ?row, have one name in SPARQL"
        )
    if facts["key"] not in columns:
        problems.append(f"{where}: the key {facts['key']!r} is not among the columns")
    if (columns.get("id") == "row") == ("prefix" in facts):
        problems.append(f"{where}: give either a 'prefix' for slugs, or a column id = \"row\"")
    return problems


def _kind_problems(where: str, kind: object, tables: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(kind, str):
        return
    word, *rest = kind.split() or [""]
    if word == "code" and rest:
        unknown = [table for table in rest if table not in tables]
        if unknown:
            yield f"{where}: there is no table {', '.join(unknown)}"
    elif kind == "row" and where.endswith(".columns.id"):
        return
    elif kind == "row" or not (
        kind in CELL_TYPES or (word in {"concept", "concepts"} and len(rest) == 1)
    ):
        yield f"{where}: the type {kind!r} is unknown"


def _unknown_needs(path: Path, about: Mapping[str, Any]) -> list[str]:
    known = {folder.name for folder in resources.dataset_folders()}
    return [
        f"{path}: there is no data set {name!r}"
        for name in about.get("needs", ())
        if name not in known
    ]


def _read_query(path: Path, problems: list[str], form: type, *variables: str) -> str:
    """Return the text of a query of this *form*, one that selects at least these *variables*."""
    text = read_bytes(path).decode("utf-8", "replace")
    try:
        answer = evaluate(Store(), text, inference=False, name=str(path))
    except QuerySyntaxError as error:
        problems.append(f"{error.where}: {error.what}")
        return text
    if not isinstance(answer, form):
        word = "SELECT" if form is QuerySolutions else "CONSTRUCT"
        problems.append(f"{path}: this must be a {word}")
    elif isinstance(answer, QuerySolutions):
        found = {variable.value for variable in answer.variables}
        lacking = sorted(set(variables) - found)
        problems += [f"{path}: ?{variable} is not selected" for variable in lacking]
    return text


def _read_checks(folder: Path, tables: Mapping[str, Any], problems: list[str]) -> Iterator[Check]:
    for path in sorted((folder / "checks").glob("*.rq")):
        text = _read_query(path, problems, QuerySolutions, "row", "detail")
        lines = [line[2:].strip() for line in text.splitlines() if line.startswith("#+")]
        try:
            header = tomllib.loads("\n".join(lines))
        except tomllib.TOMLDecodeError as error:
            problems.append(f"{path}: {error}")
            continue
        found = _misused(str(path), header, _CHECK_KEYS, tuple(_CHECK_KEYS))
        if not found and header["outcome"] not in _OUTCOMES:
            found.append(f"{path}: the outcome is one of {', '.join(_OUTCOMES)}")
        if not found and header["table"] not in tables:
            found.append(f"{path}: there is no table {header['table']!r}")
        blocks = [block for block in values_variables(text) if "row" in block]
        if not found:
            columns = tables[header["table"]]["columns"]
            known = {"row", "id", *(Column(name, "").variable for name in columns)}
            if len(blocks) != 1 or not known.issuperset(blocks[0]):
                found.append(f"{path}: expected one VALUES with ?row and columns of the table")
        problems += found
        if not found:
            yield Check(path.stem, **header, text=text, columns=tuple(blocks[0]))


def _table(
    folder: Path, name: str, facts: dict[str, Any], checks: list[Check], problems: list[str]
) -> SourceTable:
    missing = ("", *facts.get("missing", ()))
    columns = {}
    for column, spec in facts["columns"].items():
        options: dict[str, Any] = {"type": spec} if isinstance(spec, str) else spec
        columns[column] = Column(
            column,
            options["type"],
            required=options.get("required", False),
            choices=tuple(options.get("choices", ())),
            missing=("", *options["missing"]) if "missing" in options else missing,
        )
    mapping = folder / facts.get("mapping", "mapping.rq")
    text = _read_query(mapping, problems, QueryTriples)
    variables = {"id", *(column.variable for column in columns.values())}
    if variables not in [set(block) for block in values_variables(text)]:
        names = " ".join(f"?{variable}" for variable in sorted(variables))
        problems.append(f"{mapping}: expected one VALUES ({names}) {{ }} for the rows of {name}")
    same = folder / facts["same"] if "same" in facts else None
    key = columns[facts["key"]].variable
    return SourceTable(
        name=name,
        about=facts["about"],
        file=folder / facts["file"] if "file" in facts else None,
        key=facts["key"],
        prefix=facts.get("prefix", ""),
        words=facts.get("words", {}),
        columns=columns,
        unmapped=facts.get("unmapped", {}),
        mapping=text,
        same=_read_query(same, problems, QuerySolutions, "id", key) if same else None,
        checks=tuple(check for check in checks if check.table == name),
    )


def _in_order(name: str, tables: Mapping[str, Any]) -> list[str]:
    """Return the names of the tables, each after those whose keys it holds."""
    needs = {
        table: {other for column, spec in facts["columns"].items()
                for other in Column(column, spec if isinstance(spec, str) else spec["type"]).tables}
        for table, facts in tables.items()
    }  # fmt: skip
    order: list[str] = []
    while len(order) < len(tables):
        ready = [table for table in tables if table not in order and needs[table] <= set(order)]
        if not ready:
            circle = ", ".join(table for table in tables if table not in order)
            raise DataError(f"the tables of {name!r} need each other in a circle", [circle])
        order += ready
    return order
