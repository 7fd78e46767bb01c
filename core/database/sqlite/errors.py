"""What SQLite's errors mean to a user."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.database.store import Interrupted
from core.errors import Broken, KundkortError, Unavailable

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


@contextmanager
def database_errors(place: Path) -> Iterator[None]:
    """Turn what the database raises into Unavailable, Broken or Interrupted; other errors pass."""
    try:
        yield
    except sqlite3.Error as error:
        raise meaning(error, place) or error from error
    except Exception as error:
        # SQLAlchemy, which is not imported for this, wraps the driver's errors.
        original = getattr(error, "orig", None)
        if isinstance(original, sqlite3.Error) and (found := meaning(original, place)) is not None:
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
