"""SQLite: connections with every setting that a register stands on, and the wait for the one writer."""

from __future__ import annotations

import random
import sqlite3
import time
from pathlib import Path

from core.errors import Broken, Unavailable

OLDEST_SQLITE = (3, 40)
PATIENCE = 5.0
"""Seconds that a writer waits for another process before the register is "busy"."""


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
