"""Who changes a workspace, and when: what the log notes and no result depends on."""

from __future__ import annotations

__all__ = ["author", "moment"]

import datetime
import getpass
import os
import subprocess
from typing import TYPE_CHECKING

from lunargraph.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def moment() -> str:
    """Return the time as an ``xsd:dateTime`` in UTC: ``SOURCE_DATE_EPOCH``, or that of the clock.

    :raises UsageError: ``SOURCE_DATE_EPOCH`` is no number of seconds.

    Source: reproducible-builds.org, SOURCE_DATE_EPOCH.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is not None and not (epoch.isdecimal() and len(epoch) < 12):
        raise UsageError("SOURCE_DATE_EPOCH is no number of seconds", got=repr(epoch))
    if epoch is None:
        now = datetime.datetime.now(datetime.UTC)
    else:
        now = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def author(folder: Path) -> str:
    """Return who works in *folder*: by the configuration of git, else the name of the user."""
    said = [_configured(folder, key) for key in ("user.name", "user.email")]
    if said[0]:
        return f"{said[0]} <{said[1]}>" if said[1] else said[0]
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return f"user {os.getuid()}"


def _configured(folder: Path, key: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - words of our own
            ["git", "config", "--get", key],  # noqa: S607 - the git of the user
            cwd=folder, capture_output=True, text=True, check=False, timeout=10,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
