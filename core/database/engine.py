"""SQLite: connections with our own BEGIN, the wait for the one writer, and what its errors mean."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from core.errors import Broken, KundkortError, Unavailable

OLDEST_SQLITE = (3, 40)
PATIENCE = 5.0
"""Seconds that a writer waits for another process before the register is "busy"."""

LITTLE = 256 * 1024
"""Bytes: with less on its disk a register that can't be worked with lacks room, not a disk."""

_REASONS = {
    sqlite3.SQLITE_BUSY: ("busy", True),
    sqlite3.SQLITE_LOCKED: ("busy", True),
    sqlite3.SQLITE_FULL: ("full", True),
    sqlite3.SQLITE_READONLY: ("read_only", False),
    sqlite3.SQLITE_PERM: ("read_only", False),
    sqlite3.SQLITE_CANTOPEN: ("missing", False),
    sqlite3.SQLITE_IOERR: ("lost", True),
}
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}


class Interrupted(Exception):
    """A read was stopped because nobody waits for its answer any more."""


@contextmanager
def database_errors(place: Path) -> Iterator[None]:
    """Turn what the database raises into Unavailable, Broken or Interrupted; other errors pass."""
    try:
        yield
    except sqlite3.Error as error:
        raise meaning(error, place) or error from error
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error) and (found := meaning(error.orig, place)) is not None:
            raise found from error
        raise


def meaning(error: sqlite3.Error, place: Path) -> KundkortError | Interrupted | None:
    """Return what an error of SQLite means to a user; None where it is a fault of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code == sqlite3.SQLITE_INTERRUPT:
        return Interrupted()
    if code & 0xFF in _BROKEN:
        return Broken(str(place))
    if code & 0xFF == sqlite3.SQLITE_IOERR and (code == sqlite3.SQLITE_IOERR_WRITE or _is_full(place)):
        # A full disk may show so, when SQLite could not make room for its log or its shared memory.
        return Unavailable("full", retry=True, place=str(place))
    if code & 0xFF == sqlite3.SQLITE_CANTOPEN and os.access(place, os.F_OK) and not os.access(place.parent, os.W_OK):
        # Beside the file SQLite keeps its log, even for reading.
        return Unavailable("read_only", retry=False, place=str(place))
    reason = _REASONS.get(code & 0xFF)
    return Unavailable(reason[0], retry=reason[1], place=str(place)) if reason else None


def _is_full(place: Path) -> bool:
    """Say whether the disk of `place` has no room for the little that SQLite needs to open a file."""
    try:
        return shutil.disk_usage(place.parent).free < LITTLE
    except OSError:
        return False


def need_file(path: Path) -> None:
    """Raise Broken unless `path` is a file, or a link to one: a pipe would be waited for, a device read for ever."""
    if not path.is_file():
        raise Broken(str(path))


def connect(path: Path, *, writing: bool) -> sqlite3.Connection:
    """Open the file with every setting that a register stands on (DESIGN 4)."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise Unavailable("sqlite_old", retry=False, place=sqlite3.sqlite_version)
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False, timeout=PATIENCE
    )
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cache_size=-16000",
        "temp_store=MEMORY",
        f"query_only={'OFF' if writing else 'ON'}",
        "busy_timeout=0",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def make_engine(path: Path, *, writing: bool) -> Engine:
    """Return an engine of ONE connection, for one thread: the writer begins IMMEDIATE, a reader sees one moment."""
    # No pool of many: the threads of a register each have their own engine.
    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(path, writing=writing),
        poolclass=StaticPool,
        # What customers are called and live at does not belong in a log.
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's connection
        if writing:
            begin_immediate(connection.connection.driver_connection)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def begin_immediate(connection: sqlite3.Connection, patience: float | None = None) -> None:
    """Take the write lock: our own short, uneven waits, since SQLite's are not fair between processes.

    `patience` is in seconds (None: PATIENCE). Raises sqlite3.OperationalError (SQLITE_BUSY) when it is over.
    """
    until = time.monotonic() + (PATIENCE if patience is None else patience)
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorcode or 0) & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(random.uniform(0.002, 0.005))  # noqa: S311 - no secret
        else:
            return
