"""Having a database to oneself, for what replaces its tables: an upgrade, a restored copy."""

from __future__ import annotations

import random
import time

from psycopg import errors, sql

from core.database.postgres.engine import Connection
from core.database.postgres.making import LOCK
from core.errors import Broken, Unavailable

PATIENCE = 30.0
"""Seconds that we wait for others to end what they do."""

GIVE_WAY = "500ms"
"""How long one lock is waited for, shorter than deadlock_timeout (1 s): of two who wait for each other, we give way."""

_TABLES = """
    SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY (current_schemas(false)) AND c.relkind IN ('r', 'p')
    AND NOT EXISTS (
        SELECT 1 FROM pg_catalog.pg_depend d
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
    )
    ORDER BY c.relname = 'feed', c.relname
"""


def own_tables(connection: Connection) -> list[tuple[str, str]]:
    """Return schema and name of every table that is found without naming a schema, `feed` last; not those of extensions."""
    return [(schema, name) for schema, name in connection.execute(_TABLES)]


def be_alone(connection: Connection, patience: float = PATIENCE) -> None:
    """Begin a transaction in which nobody else makes, reads or writes a table.

    Raises psycopg's LockNotAvailable when others have not ended after `patience` seconds.
    """
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute(f"SET LOCAL lock_timeout = '{GIVE_WAY}'".encode())
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            tables = own_tables(connection)
            if tables:
                # `feed` comes last: a writer holds it while it works with the others.
                names = sql.SQL(", ").join(sql.Identifier(schema, name) for schema, name in tables)
                connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(names))
        except (errors.LockNotAvailable, errors.DeadlockDetected):
            connection.rollback()
            if time.monotonic() > until:
                raise
            time.sleep(random.uniform(0.02, 0.2))  # noqa: S311 - no secret
        else:
            return


def revision_here(connection: Connection, place: str) -> str:
    """Return the revision of the register, in the transaction that runs.

    Raises Unavailable "empty" where there is no table, Broken where those there are belong to something else.
    """
    names = [name for _schema, name in own_tables(connection)]
    if not names:
        raise Unavailable("empty", retry=False, place=place)
    found = connection.execute("SELECT revision FROM feed WHERE id = 1").fetchone() if "feed" in names else None
    if found is None or not isinstance(found[0], str):
        raise Broken(place)
    return found[0]
