"""Running a command line: which way it takes, and how it fails."""

from __future__ import annotations

__all__ = ["run"]

import os
import sys
from typing import TYPE_CHECKING

from lunargraph.cli.quick import run_quickly
from lunargraph.errors import LunarGraphError

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code; errors are told on stderr."""
    if sys.stdout is None:
        return _fail(
            "there is no stdout to write to\n  to mend: give one, or write with -o FILE", 3
        )
    try:
        code = run_quickly(arguments)
        if code is None:
            from lunargraph.cli.app import run_command  # click: half the time of a whole query

            code = run_command(arguments)
        sys.stdout.flush()
    except LunarGraphError as error:
        return _fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _fail("interrupted", 130)
    except BrokenPipeError:
        _forget_stdout()  # the reader, such as `head`, has seen enough
        return 0
    except OSError as error:
        _forget_stdout()
        return _fail(f"the output cannot be written: {error.strerror}", 3)
    return code


def _forget_stdout() -> None:
    """Send what is still to be written nowhere, so that Python does not complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str, code: int) -> int:
    clear = "\r\x1b[K" if sys.stderr.isatty() else ""
    shown = "".join(char if char.isprintable() or char == "\n" else "?" for char in message)
    sys.stderr.write(f"{clear}lunargraph: {shown}\n")
    return code
