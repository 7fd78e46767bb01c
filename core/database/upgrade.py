"""Brings an older register up to date: every migration in one transaction, then checks; a file is copied first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from core.database import search_index
from core.database.borrowing import engine_over
from core.database.migrations.running import MIGRATIONS, run, wanted
from core.database.revision import REVISION
from core.database.sqlite.connecting import begin_immediate, connect
from core.database.sqlite.copies import copy_file
from core.database.sqlite.errors import database_errors
from core.database.sqlite.files import file_of
from core.errors import Broken
from core.places import kind_of, without_password


def upgrade(url: str) -> Path | None:
    """Bring the register at `url` up to date; return the copy that was made of a file first, None for a database."""
    if kind_of(url) == "postgres":
        upgrade_database(url)
        return None
    return upgrade_file(file_of(url))


def upgrade_file(path: Path, *, migrations: Path = MIGRATIONS, target: str = REVISION) -> Path:
    """Bring the register in `path` to `target` and return the copy that was made of it first; see `migrate_file`."""
    with database_errors(path), closing(connect(path, writing=True)) as connection:
        wanted(str(path), _revision(connection), target, migrations)
        copy = path.with_name(f"{path.name}.before-{target}-{datetime.now(UTC):%Y%m%dT%H%M%S}")
        copy_file(path, copy)
        _migrate(connection, path, migrations, target)
    return copy


def migrate_file(path: Path, *, migrations: Path = MIGRATIONS, target: str = REVISION) -> None:
    """Bring the register in `path`, which is a copy already, to `target`.

    All or nothing: where a migration fails, or leaves the register unsound (Broken), the file is as it was.
    """
    with database_errors(path), closing(connect(path, writing=True)) as connection:
        _migrate(connection, path, migrations, target)


def _migrate(connection: sqlite3.Connection, path: Path, migrations: Path, target: str) -> None:
    # A rebuilt table drops its old self: with foreign keys on, that would take the rows that point at it along.
    connection.execute("PRAGMA foreign_keys=OFF")
    with _transaction(connection):
        # Read again, now that nobody else can change it: two may have started an upgrade.
        scripts = wanted(str(path), _revision(connection), target, migrations)
        with engine_over(connection, "sqlite").connect() as bound:
            run(bound, scripts)
            _fill(bound, target)
        connection.execute("UPDATE feed SET revision = ? WHERE id = 1", (target,))
        if not is_sound(connection):
            raise Broken(str(path))


def _revision(connection: sqlite3.Connection) -> str:
    revision: str = connection.execute("SELECT revision FROM feed WHERE id = 1").fetchone()[0]
    return revision


def upgrade_database(url: str, *, migrations: Path = MIGRATIONS, target: str = REVISION) -> None:
    """Bring the register in PostgreSQL to `target`, with nobody else at work in it; all or nothing.

    Raises Broken where nobody knows its revision, Unavailable "busy" where others do not end what they do.
    """
    from core.database.postgres import alone, dialect, engine, errors

    place = without_password(url)
    with errors.database_errors(place), closing(engine.connect(url, writing=True, patient=True)) as connection:
        alone.be_alone(connection)
        scripts = wanted(place, alone.revision_here(connection, place), target, migrations)
        with engine_over(connection, dialect.NAME).connect() as bound:
            run(bound, scripts)
            _fill(bound, target)
        connection.execute("UPDATE feed SET revision = %s WHERE id = 1", (target,))
        connection.commit()


def _fill(connection: Connection, target: str) -> None:
    """Make anew what is derived, where migrations have emptied it: it is written as today's program knows it."""
    if target == REVISION and not search_index.is_ready(connection):
        search_index.rebuild(connection)


def is_sound(connection: sqlite3.Connection) -> bool:
    """Say whether every reference has its row and the file its structure."""
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        return False
    answer: str = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    return answer == "ok"


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    begin_immediate(connection)
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
