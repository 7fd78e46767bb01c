"""A file of SQLite's as the store of a register."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.database.sqlite.errors import database_errors
from core.database.sqlite.files import file_of, ready_file, revision_of
from core.database.sqlite.reader import SqliteReader
from core.errors import Unavailable

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from core.database.store import Opened


class SqliteStore:
    """A register in a file; it knows which file it was opened in: what is written into one taken away is lost."""

    ask_again = 0.005

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = self._look()

    @classmethod
    def of(cls, url: str) -> SqliteStore:
        """Return the store of a `sqlite:///…` URL; Unavailable where it names no file."""
        return cls(file_of(url))

    @property
    def place(self) -> str:
        """The file."""
        return str(self.path)

    def ready(self, login: str, now: datetime, *, upgrade: bool) -> None:
        """Make the file where it is missing, bring it up to date if `upgrade`."""
        ready_file(self.path, login, now, upgrade=upgrade)
        self._file = self._look()

    def revision(self) -> str:
        """Return the revision in the file; Unavailable "missing" where there is none."""
        if not self.path.exists():
            raise Unavailable("missing", retry=False, place=self.place)
        return revision_of(self.path)

    def check(self) -> None:
        """Raise Unavailable "moved" where another file, or none, stands in its place by now."""
        if self._look() != self._file:
            raise Unavailable("moved", retry=True, place=self.place)

    def make_engine(self, *, writing: bool) -> Engine:
        """Return an engine of one connection: the writer begins IMMEDIATE."""
        from core.database.sqlite.engine import make_engine

        return make_engine(self.path, writing=writing)

    def open(self, *, writing: bool) -> Opened:
        """Return a connection to work by: SQLAlchemy is needed for writing alone, or for mapped rows."""
        if not writing:
            return SqliteReader(self.path)
        from core.database.opened import OpenedEngine

        return OpenedEngine(self.make_engine(writing=True), writing=True)

    def errors(self) -> AbstractContextManager[None]:
        """Turn SQLite's errors into ours."""
        return database_errors(self.path)

    def interrupt(self, driver: sqlite3.Connection) -> None:
        """Interrupt what runs; at once, so it may be called from the thread of the event loop."""
        # Closed meanwhile, nothing runs on it.
        with suppress(sqlite3.ProgrammingError):
            driver.interrupt()

    def _look(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
