"""Copies of a register in a file, page by page: taken while it is in use, and put back."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from core.database.revision import REVISION
from core.database.schema import IDS_SKIPPED, new_epoch
from core.database.sqlite.connecting import connect, need_file
from core.database.sqlite.errors import database_errors, meaning
from core.errors import Broken, Outdated


def copy_file(path: Path, target: Path) -> None:
    """Copy the register in `path`, as it stands at one moment, to the new file `target` (mode 0600).

    Raises FileExistsError where `target` is there already, OSError where it can't be written.
    """
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    with database_errors(path):
        need_file(path)
        _touch(unfinished, target)
        try:
            with closing(connect(path, writing=False)) as source, closing(sqlite3.connect(unfinished)) as copy:
                source.backup(copy)
                # One file, not three: a copy is carried about.
                copy.execute("PRAGMA journal_mode=DELETE")
            if target.exists():
                raise FileExistsError(target)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


def _touch(unfinished: Path, target: Path) -> None:
    try:
        unfinished.touch(mode=0o600)
    except OSError as error:
        # Who reads the message knows the name that was typed.
        error.filename = str(target)
        raise


def put_back(source: Path, path: Path) -> Path | None:
    """Make the register in `path` what the copy `source` is; return the copy of what was there before, if anything was.

    Who has the register open sees the old one as it was. Raises Broken where `source` is no register, Outdated where it
    is of a newer version. The register gets a new epoch and skips a million ids.
    """
    revision = sound_revision(source)
    if revision > REVISION:
        raise Outdated(revision, REVISION, newer=True)
    before = None
    with database_errors(path):
        if path.exists():
            before = path.with_name(f"{path.name}.before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
            _keep(path, before)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with closing(read_only(source)) as copy, closing(sqlite3.connect(path, isolation_level=None)) as target:
            copy.backup(target)
            target.execute("UPDATE feed SET counter = counter + ?, epoch = ? WHERE id = 1", (IDS_SKIPPED, new_epoch()))
    return before


def _keep(path: Path, before: Path) -> None:
    """Copy the register in `path` to `before`; a damaged one, which can't be copied, is moved there with its log."""
    need_file(path)
    try:
        with closing(read_only(path)) as connection:
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        if sound:
            copy_file(path, before)
            return
    except (sqlite3.DatabaseError, Broken) as error:
        if isinstance(error, sqlite3.Error) and not isinstance(meaning(error, path), Broken):
            raise
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).replace(before.with_name(before.name + ending))


def sound_revision(path: Path) -> str:
    """Return the revision of a copy; Broken where it is no register, or damaged."""
    need_file(path)
    try:
        with closing(read_only(path)) as connection:
            found = connection.execute("SELECT revision FROM feed WHERE id = 1").fetchone()
            sound = connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
    except sqlite3.DatabaseError as error:
        raise Broken(str(path)) from error
    if found is None or not sound:
        raise Broken(str(path))
    revision: str = found[0]
    return revision


def read_only(path: Path) -> sqlite3.Connection:
    """Open the file of a register or of another program, and change nothing in it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
