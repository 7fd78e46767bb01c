"""Runs migrations on a connection whose transaction is somebody else's: `feed.revision` is the only version there is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import StaticPool

from core.errors import Broken

MIGRATIONS = Path(__file__).parent


def wanted(place: str, have: str, target: str, migrations: Path = MIGRATIONS) -> list[Script]:
    """Return the migrations from `have` ("base": nothing) to `target`, the first one first.

    Raises Broken, about the register at `place`, where nobody knows `have`.
    """
    try:
        return list(ScriptDirectory(str(migrations)).iterate_revisions(target, have))[::-1]
    except (CommandError, RevisionError) as error:
        raise Broken(place) from error


def run(connection: Connection, scripts: list[Script]) -> None:
    """Run these migrations; `feed` is not touched, nor anything committed."""
    # Alembic does not wrap SQLite by itself; without this it would commit between two migrations.
    context = MigrationContext.configure(connection, opts={"transactional_ddl": True})
    with Operations.context(context):
        for script in scripts:
            script.module.upgrade()


def engine_over(connection: Any, dialect: str) -> Engine:  # noqa: ANN401 - a connection of a driver
    """Return an engine over a driver's connection that has begun already, and that it neither commits nor closes."""
    engine = create_engine(f"{dialect}://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True)
    for hook in ("do_commit", "do_rollback"):
        setattr(engine.dialect, hook, _nothing)
    return engine


def _nothing(_connection: Any) -> None:  # noqa: ANN401 - a hook of the dialect
    """Leave the transaction to whoever began it."""
