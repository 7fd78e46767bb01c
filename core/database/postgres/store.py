"""A PostgreSQL database as the store of a register."""

from __future__ import annotations

from contextlib import AbstractContextManager, closing, suppress
from datetime import datetime

import psycopg
from sqlalchemy import Engine

from core.clock import stamp
from core.database.opened import OpenedEngine
from core.database.postgres.address import parameters
from core.database.postgres.engine import Connection, connect, make_engine
from core.database.postgres.errors import database_errors
from core.database.postgres.making import ready_database, revision_of
from core.errors import Unavailable
from core.places import without_password

CANCELLED_WITHIN = 5.0
"""Seconds that asking a server to stop a statement may take."""


class PostgresStore:
    """A register in a PostgreSQL database; it connects when it must, and forgets nothing when a server goes away."""

    ask_again = 0.2

    def __init__(self, url: str) -> None:
        parameters(url)
        self.url = url

    @property
    def place(self) -> str:
        """The URL without a password."""
        return without_password(self.url)

    def ready(self, login: str, now: datetime, *, upgrade: bool) -> None:
        """Make an empty database a register; an older one is not touched, whatever `upgrade` says (DESIGN 4)."""
        with self.errors(), closing(connect(self.url, writing=True)) as connection:
            ready_database(connection, self.place, login, stamp(now))

    def revision(self) -> str:
        """Return the revision of the register; Unavailable "empty" where the database is empty."""
        with self.errors(), closing(connect(self.url, writing=False)) as connection:
            have = revision_of(connection, self.place)
        if have is None:
            raise Unavailable("empty", retry=False, place=self.place)
        return have

    def check(self) -> None:
        """Nothing: the connection itself says when its server is gone."""

    def make_engine(self, *, writing: bool) -> Engine:
        """Return an engine of one connection: the writer at READ COMMITTED, a reader at REPEATABLE READ, READ ONLY."""
        return make_engine(self.url, writing=writing)

    def open(self, *, writing: bool) -> OpenedEngine:
        """Return a connection to work by."""
        return OpenedEngine(self.make_engine(writing=writing), writing=writing)

    def errors(self) -> AbstractContextManager[None]:
        """Turn PostgreSQL's errors into ours."""
        return database_errors(self.place)

    def interrupt(self, driver: Connection) -> None:
        """Ask the server, over a connection of its own, to stop what runs."""
        # Where the server can't be asked any more, the statement ends by its time-out or with its connection.
        with suppress(psycopg.Error):
            driver.cancel_safe(timeout=CANCELLED_WITHIN)
