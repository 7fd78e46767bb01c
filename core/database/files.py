"""Registers in files: made when missing, checked for their revision when opened, tidied in the background."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from core.clock import stamp
from core.database.engine import database_errors, need_file
from core.database.schema import REVISION, make_register
from core.errors import Broken, Outdated, Unavailable
from core.places import sqlite_path

if TYPE_CHECKING:
    from core.local import LocalRegister

RECEIPTS_KEPT = timedelta(days=90)
_HEADER = b"SQLite format 3\0"
# Other programs may call a table of theirs so: all its columns are asked for.
_FEED = "SELECT revision, seq, counter, device, epoch FROM feed WHERE id = 1"
TIDY_AFTER = 5.0
"""Seconds after opening: the first screen comes first."""


def file_of(url: str) -> Path:
    """Return the file of a register's URL; Unavailable where the URL is of a kind that this program can't open."""
    try:
        return sqlite_path(url)
    except ValueError:
        raise Unavailable("scheme", retry=False, place=url) from None


def ready_file(url: str, login: str, now: datetime, *, upgrade: bool) -> Path:
    """Return the file of the register at `url`, made if it is missing, brought up to date if `upgrade`.

    Raises Outdated, Broken, Unavailable.
    """
    path = file_of(url)
    try:
        if not path.exists():
            with database_errors(path):
                make_register(path, login, login, stamp(now))
        have = revision_of(path)
    except OSError as error:
        raise Unavailable("full" if error.errno == 28 else "read_only", retry=False, place=str(path)) from error
    if have != REVISION:
        if not upgrade or have > REVISION:
            raise Outdated(have, REVISION, newer=have > REVISION)
        from core.database.upgrade import upgrade_file

        upgrade_file(path)
    return path


def revision_of(path: Path) -> str:
    """Return the revision of the schema in a file; raises Broken where the file is no register."""
    with database_errors(path):
        need_file(path)
        with path.open("rb") as file:
            if file.read(len(_HEADER)) != _HEADER:
                raise Broken(str(path))
        # Without the settings of a register: a file of another program stays as it is.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
            try:
                found = connection.execute(_FEED).fetchone()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
                    raise Broken(str(path)) from error
                raise
    if found is None or not isinstance(found[0], str):
        raise Broken(str(path))
    revision: str = found[0]
    return revision


async def housekeeping(register: LocalRegister) -> None:
    """Let old receipts and forgotten blobs go, a while after opening; another time where the register is busy."""
    await asyncio.sleep(TIDY_AFTER)
    try:
        await register.tidy(RECEIPTS_KEPT)
    except Unavailable:
        return
