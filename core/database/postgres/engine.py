"""PostgreSQL: connections with every setting that a register stands on."""

from __future__ import annotations

from typing import Any, TypeAlias

import psycopg
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from core.database.postgres.address import parameters
from core.database.postgres.dialect import NAME
from core.database.postgres.errors import refusal
from core.errors import Unavailable
from core.places import without_password

Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"

OLDEST_POSTGRES = 14


def connect(url: str, *, writing: bool, patient: bool = False) -> Connection:
    """Connect to the database at `url`; `patient`: without time-outs on statements, for what takes long.

    A writer works at READ COMMITTED, since it holds the lock of the one writer before it reads; a reader sees one moment
    and writes nothing. Raises Unavailable.
    """
    place = without_password(url)
    try:
        connection = psycopg.connect(**parameters(url, patient=patient))
    except psycopg.OperationalError as error:
        # From None: what libpq says may name what was typed as a password.
        raise refusal(error, place) from None
    version = connection.info.server_version // 10_000
    if version < OLDEST_POSTGRES:
        connection.close()
        raise Unavailable("postgres_old", retry=False, place=str(version))
    level = psycopg.IsolationLevel
    connection.isolation_level = level.READ_COMMITTED if writing else level.REPEATABLE_READ
    # None, not False: a standby would refuse to begin READ WRITE as something it can't do, not as what it is.
    connection.read_only = None if writing else True
    return connection


def make_engine(url: str, *, writing: bool, patient: bool = False) -> Engine:
    """Return an engine of ONE connection, for one thread."""
    return create_engine(
        f"{NAME}://",
        creator=lambda: connect(url, writing=writing, patient=patient),
        poolclass=StaticPool,
        # What customers are called and live at does not belong in a log.
        hide_parameters=True,
        use_native_hstore=False,
    )
