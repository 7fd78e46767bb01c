"""Runs migrations on a connection whose transaction is somebody else's: `feed.revision` is the only version there is."""

from __future__ import annotations

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from sqlalchemy import Connection

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
