"""A new register in an empty database, and the revision of one that is there."""

from __future__ import annotations

from psycopg import errors

from core.database.postgres.dialect import register_dialect, translated
from core.database.postgres.engine import Connection
from core.database.revision import REVISION
from core.database.schema import first_rows, statements
from core.errors import Broken, Outdated, Unavailable

LOCK = 0x6B756E64
"""The advisory lock of whoever makes or replaces a register: two programs may come to a database at the same time."""

# Other programs may call a table of theirs so: all its columns are asked for.
_FEED = "SELECT revision, seq, counter, device, epoch FROM feed WHERE id = 1"
_ANYTHING = (
    "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = ANY (current_schemas(false)) AND c.relkind IN ('r', 'p', 'v', 'm', 'f'))"
)


def revision_of(connection: Connection, place: str) -> str | None:
    """Return the revision of the register, None where the database is empty; Broken where it is of something else.

    The connection is left without a transaction.
    """
    try:
        found = connection.execute(_FEED).fetchone()
    except (errors.UndefinedTable, errors.UndefinedColumn) as error:
        connection.rollback()
        anything = _holds_anything(connection)
        connection.rollback()
        if anything:
            raise Broken(place) from error
        return None
    connection.rollback()
    if found is None or not isinstance(found[0], str):
        raise Broken(place)
    return found[0]


def _holds_anything(connection: Connection) -> bool:
    """Ask in the transaction that runs, and leave it open."""
    found = connection.execute(_ANYTHING).fetchone()
    return found is None or bool(found[0])


def ready_database(connection: Connection, place: str, login: str, at: str) -> None:
    """Make an empty database a register, in one transaction; raises Outdated, Broken, Unavailable."""
    have = revision_of(connection, place)
    if have is None:
        if connection.info.parameter_status("server_encoding") != "UTF8":
            raise Unavailable("not_utf8", retry=False, place=place)
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        # Another program may have been quicker: at READ COMMITTED this sees what it made.
        if not _holds_anything(connection):
            make_register(connection, login, login, at)
            connection.commit()
        have = revision_of(connection, place)
    if have != REVISION:
        found = have or ""
        raise Outdated(found, REVISION, newer=found > REVISION)


def make_register(connection: Connection, login: str, name: str, at: str) -> None:
    """Make every table and index, and `login` the administrator, in the transaction that runs."""
    for statement in statements(register_dialect()):
        connection.execute(statement.encode())
    for statement, parameters in first_rows(login, name, at):
        connection.execute(translated(statement).encode(), parameters)
