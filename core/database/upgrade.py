"""Brings an older register up to date: a copy beside it first, then every migration in one transaction, then checks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from core.database.backup import copy_file
from core.database.engine import begin_immediate, connect, database_errors
from core.database.schema import REVISION
from core.errors import Broken

MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade_file(path: Path, *, migrations: Path = MIGRATIONS, target: str = REVISION) -> Path:
    """Bring the register in `path` to `target` and return the copy that was made of it first.

    All or nothing: where a migration fails, or leaves the register unsound (Broken), the file is as it was.
    """
    with database_errors(path), closing(connect(path, writing=True)) as connection:
        have: str = connection.execute("SELECT revision FROM feed WHERE id = 1").fetchone()[0]
        scripts = _wanted(path, migrations, have, target)
        copy = path.with_name(f"{path.name}.before-{target}-{datetime.now(UTC):%Y%m%dT%H%M%S}")
        copy_file(path, copy)
        # A rebuilt table drops its old self: with foreign keys on, that would take the rows that point at it along.
        connection.execute("PRAGMA foreign_keys=OFF")
        with _transaction(connection):
            _migrate(connection, scripts)
            connection.execute("UPDATE feed SET revision = ? WHERE id = 1", (target,))
            if not is_sound(connection):
                raise Broken(str(path))
    return copy


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


def _wanted(path: Path, migrations: Path, have: str, target: str) -> list[Script]:
    """Return the migrations from `have` to `target`, the first one first; Broken where nobody knows `have`."""
    try:
        return list(ScriptDirectory(str(migrations)).iterate_revisions(target, have))[::-1]
    except (CommandError, RevisionError) as error:
        raise Broken(str(path)) from error


def _migrate(connection: sqlite3.Connection, scripts: list[Script]) -> None:
    with _engine(connection).connect() as bound:
        context = MigrationContext.configure(bound, opts={"transactional_ddl": True})
        with Operations.context(context):
            for script in scripts:
                script.module.upgrade()


def _engine(connection: sqlite3.Connection) -> Engine:
    """Return an engine over a connection that has begun already, and that it neither commits nor closes."""
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True)
    for hook in ("do_commit", "do_rollback"):
        setattr(engine.dialect, hook, _nothing)
    return engine


def _nothing(_connection: Any) -> None:  # noqa: ANN401 - a hook of the dialect
    """Leave the transaction to `_transaction`."""
