"""Reading the folder of a bulk source: ``source.toml``, its mappings and its checks."""

from __future__ import annotations

__all__ = ["find_source", "load_source"]

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import QuerySolutions, QueryTriples, Store

from lunargraph import resources
from lunargraph.errors import DataError, UnknownNameError, UsageError
from lunargraph.files import read_bytes
from lunargraph.ingest.bulk.keys import header_problems, source_problems
from lunargraph.ingest.bulk.sources import Check, Column, Grounds, Source, SourceTable
from lunargraph.store.querying import evaluate
from lunargraph.stored_queries import values_variables

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping


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
    ['launches', 'agencies']
    """
    path = folder / "source.toml"
    name = folder.resolve().name
    try:
        about = tomllib.loads(read_bytes(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"the source {name!r} is not described", [f"{path}: {error}"]) from error
    problems = [f"{path}: {problem}" for problem in source_problems(name, about)]
    _refuse(name, problems)
    checks = list(_read_checks(folder, about["tables"], problems))
    tables = {
        table: _table(folder, table, about["tables"][table], checks, problems)
        for table in about["tables"]
    }
    _refuse(name, problems)
    return Source(
        name=name,
        folder=folder,
        title=about["title"],
        description=about["description"],
        licence=about["licence"],
        known_until=about["known_until"],
        grounds=_grounds(about),
        document=about.get("document", {}),
        tables=tables,
        order=_in_order(name, tables),
    )


def _refuse(name: str, problems: list[str]) -> None:
    if problems:
        raise DataError(f"the source {name!r} is not well described", problems)


def _read_query(path: Path, problems: list[str], form: type, *variables: str) -> str:
    """Return the text of a query of this *form*, one that selects at least these *variables*."""
    text = read_bytes(path).decode("utf-8", "replace")
    try:
        answer = evaluate(Store(), text, inference=False, name=str(path))
    except UsageError as error:
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
        found = [f"{path}: {problem}" for problem in header_problems(header, tables)]
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
    mapping = facts.get("mapping", None if "file" in facts else "mapping.rq")
    same = facts.get("same")
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
        grounds=_grounds(facts) if "rests_on" in facts else None,
        mapping=_read_mapping(folder / mapping, columns, problems) if mapping else None,
        same=_read_query(folder / same, problems, QuerySolutions, "id", key) if same else None,
        checks=tuple(check for check in checks if check.table == name),
    )


def _grounds(facts: Mapping[str, Any]) -> Grounds:
    document = facts.get("document", {})
    return Grounds(
        rests_on=(*facts.get("rests_on", ()), *([document["id"]] if document else ())),
        confidence=facts["confidence"],
        verification=facts["verification"],
        unverified_columns=tuple(facts.get("unverified_columns", ())),
        note=facts.get("note"),
    )


def _read_mapping(path: Path, columns: Mapping[str, Column], problems: list[str]) -> str:
    text = _read_query(path, problems, QueryTriples)
    variables = {"id", *(column.variable for column in columns.values())}
    if variables not in [set(block) for block in values_variables(text)]:
        names = " ".join(f"?{variable}" for variable in sorted(variables))
        problems.append(f"{path}: expected one VALUES ({names}) {{ }} for the rows")
    return text


def _in_order(name: str, tables: Mapping[str, SourceTable]) -> tuple[str, ...]:
    """Return the names of the tables, each after those whose keys it holds."""
    needs = {
        table.name: {other for column in table.columns.values() for other in column.tables}
        for table in tables.values()
    }
    order: list[str] = []
    while len(order) < len(tables):
        ready = [table for table in tables if table not in order and needs[table] <= set(order)]
        if not ready:
            circle = ", ".join(table for table in tables if table not in order)
            raise DataError(f"the tables of {name!r} need each other in a circle", [circle])
        order += ready
    return tuple(order)
