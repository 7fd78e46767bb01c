"""Registers in files: made when missing, checked for their revision when opened."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from core.clock import stamp
from core.database.revision import REVISION
from core.database.sqlite.connecting import connect, need_file
from core.database.sqlite.errors import database_errors
from core.errors import Broken, Outdated, Unavailable
from core.places import sqlite_path

_HEADER = b"SQLite format 3\0"
# Other programs may call a table of theirs so: all its columns are asked for.
_FEED = "SELECT revision, seq, counter, device, epoch FROM feed WHERE id = 1"


def file_of(url: str) -> Path:
    """Return the file of a register's URL; Unavailable where the URL is of a kind that this program can't open."""
    try:
        return sqlite_path(url)
    except ValueError:
        raise Unavailable("scheme", retry=False, place=url) from None


def ready_file(path: Path, login: str, now: datetime, *, upgrade: bool) -> None:
    """Make the register in `path` if it is missing, bring it up to date if `upgrade`.

    Raises Outdated, Broken, Unavailable.
    """
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


def make_register(path: Path, login: str, name: str, at: str) -> None:
    """Make a register in a new file, with `login` as its administrator; nothing where another program was quicker."""
    from sqlalchemy.dialects import sqlite

    from core.database.schema import first_rows, statements

    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    unfinished.touch(mode=0o600)
    try:
        with closing(connect(unfinished, writing=True)) as connection:
            # The file is not in its place yet: nobody reads it, so one sync at the end is enough.
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN IMMEDIATE")
            for statement in statements(sqlite.dialect()):
                connection.execute(statement)
            for statement, parameters in first_rows(login, name, at):
                connection.execute(statement, parameters)
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode=WAL")
        _put_in_place(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _put_in_place(unfinished: Path, path: Path) -> None:
    try:
        os.link(unfinished, path)
    except FileExistsError:
        return
    except OSError:
        # No hard links here: renaming is the next best, and refuses on Windows where the file is there already.
        if not path.exists():
            unfinished.replace(path)


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
