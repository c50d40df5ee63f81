"""The DuckDB connection that a closure lives in, and its errors in our words."""

from __future__ import annotations

__all__ = ["ROWS_A_GROUP", "connect", "explained", "quoted"]

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from lunargraph.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS_A_GROUP = 16_384
"""The size of the groups of rows that a look-up reads or skips; DuckDB's own default is 122,880."""


def connect(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return a new database in memory, which moves to a folder of its own on disk if it must.

    Nothing is fetched: extensions are neither installed nor loaded. Tables are kept in small
    groups of rows, so that to find a few rows takes reading little else.

    :param path: a database that is ours and that nobody needs later, to work in instead.
    """
    spill = Path(tempfile.gettempdir()) / f"lunargraph-{os.getpid()}.spill"
    sql = duckdb.connect(
        config={
            "temp_directory": str(spill),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    if path is None:
        sql.execute(f"ATTACH ':memory:' AS closure (ROW_GROUP_SIZE {ROWS_A_GROUP})")
    else:
        sql.execute(f"ATTACH '{quoted(path)}' AS closure (RECOVERY_MODE NO_WAL_WRITES)")
        sql.execute("PRAGMA disable_checkpoint_on_shutdown")
    sql.execute("USE closure")
    return sql


@contextmanager
def explained() -> Iterator[None]:
    """Turn what DuckDB says when memory or disk is not enough into an error that names the cure.

    :raises StoreError: there was not enough of either.
    """
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise StoreError(
            "the memory is not enough for this closure",
            got=_first_line(error),
            mend="free some memory or disk, or reason over fewer statements at a time",
        ) from error
    except RuntimeError as error:
        if "interrupt" not in str(error).lower():
            raise
        raise KeyboardInterrupt from error  # what DuckDB makes of Ctrl-C
    except (duckdb.IOException, OSError) as error:
        raise StoreError(
            "the closure could not be written to disk",
            got=_first_line(error),
            mend="free some space, or set TMPDIR to a folder on another disk",
        ) from error


def quoted(path: str | os.PathLike[str]) -> str:
    """Return a path as it stands between the quotes of SQL."""
    return os.fspath(path).replace("'", "''")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
