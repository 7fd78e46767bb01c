"""Reading a file without SQLAlchemy, until somebody asks for mapped rows: the first screen's rows come without it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, cast

from core.database.sqlite.connecting import connect

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from core.database.sessions import RegisterSession


class SqliteReader:
    """One connection to read by, opened when it is first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._driver: sqlite3.Connection | None = None
        self._engine: Engine | None = None
        self.info: dict[Any, Any] = {}
        """What is remembered about this connection, for as long as it is the same one."""

    @contextmanager
    def session(self, _commits: Event) -> Iterator[RegisterSession]:
        """Give a session that reads one moment of the file."""
        driver = self.driver
        driver.execute("BEGIN")
        light = _LightSession(self)
        try:
            # It has all that a session has, most of it from one that is made when it is asked for.
            yield cast("RegisterSession", light)
        finally:
            light.end()
            if driver.in_transaction:
                driver.execute("ROLLBACK")

    @property
    def driver(self) -> sqlite3.Connection:
        """The connection."""
        if self._driver is None:
            self._driver = connect(self._path, writing=False)
        return self._driver

    @property
    def engine(self) -> Engine:
        """An engine over the same connection."""
        if self._engine is None:
            from core.database.borrowing import engine_over

            self._engine = engine_over(self.driver, "sqlite")
        return self._engine

    def let_go(self) -> None:
        """Close the connection; another one is opened when it is needed."""
        driver, self._driver, self._engine = self._driver, None, None
        self.info.clear()
        if driver is not None:
            driver.close()


class _LightSession:
    """Has a connection for statements of ours; for everything else it is a session of SQLAlchemy's on the same one."""

    def __init__(self, reader: SqliteReader) -> None:
        self._reader = reader
        self._whole: RegisterSession | None = None
        self._light = _LightConnection(self, reader)
        self.info: dict[Any, Any] = {}

    def connection(self) -> _LightConnection:
        return self._light

    def whole(self) -> RegisterSession:
        if self._whole is None:
            from core.database.sessions import RegisterSession

            self._whole = RegisterSession(self._reader.engine, info=self.info)
        return self._whole

    def end(self) -> None:
        if self._whole is not None:
            self._whole.close()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a session has
        return getattr(self.whole(), name)


class _LightConnection:
    """What `core.database.plain.fetch` works with."""

    def __init__(self, session: _LightSession, reader: SqliteReader) -> None:
        self._session = session
        self.connection = _Driver(reader.driver)
        self.dialect = _DIALECT
        self.info = reader.info

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a connection has
        return getattr(self._session.whole().connection(), name)


class _Driver:
    """A connection of the driver's, called as SQLAlchemy calls it."""

    def __init__(self, driver: sqlite3.Connection) -> None:
        self.driver_connection = driver
        self.cursor = driver.cursor


class _Dialect:
    """What the dialect of the file is called, and how it runs a statement."""

    name = "sqlite"

    @staticmethod
    def do_execute(cursor: sqlite3.Cursor, statement: str, parameters: Sequence[Any]) -> None:
        cursor.execute(statement, parameters)


_DIALECT = _Dialect()
