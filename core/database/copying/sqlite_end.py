"""A register in a file as one end of a copying."""

from __future__ import annotations

import errno
import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path

from sqlalchemy.dialects import sqlite

from core.database.copying.digest import Fetch
from core.database.copying.layout import Layout, Row
from core.database.copying.making import Making
from core.database.sqlite.connecting import connect, need_file
from core.database.sqlite.copies import read_only
from core.database.sqlite.errors import database_errors
from core.errors import Broken, Unavailable
from core.proof import Unsound


class SqliteEnd:
    """A connection to the file, within a transaction that `reading` or `making` ends."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._making = Making(str(path), connection, sqlite.dialect(), connection.execute)

    @cached_property
    def revision(self) -> str:
        """The revision of its schema; Broken where it is no register."""
        try:
            found = self._connection.execute("SELECT revision FROM feed WHERE id = 1").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
                raise Broken(str(self._path)) from error
            raise
        if found is None or not isinstance(found[0], str):
            raise Broken(str(self._path))
        return found[0]

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Say whose errors these are: reading goes on while another database is written. A text must be UTF-8."""
        try:
            with database_errors(self._path):
                yield
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) is None:
                raise Broken(str(self._path)) from error
            raise

    def count(self, table: Layout) -> int:
        """Return how many rows a table has."""
        with self._errors():
            n: int = self._connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]  # noqa: S608 - our names
            return n

    @contextmanager
    def fetching(self, table: Layout) -> Iterator[Fetch]:
        """Give what fetches a table's rows in the order of their keys."""
        order = ", ".join(f'"{table.fields[place].name}"' for place in table.key)
        statement = f'SELECT {table.columns} FROM "{table.name}" ORDER BY {order}'  # noqa: S608 - our names
        with self._errors():
            cursor = self._connection.execute(statement)

        def fetch(size: int) -> Sequence[Row]:
            with self._errors():
                return cursor.fetchmany(size)

        with closing(cursor):
            yield fetch

    def make_tables(self, revision: str) -> tuple[Layout, ...]:
        """Make the tables of that revision."""
        return self._making.tables(revision)

    def write(self, table: Layout, pieces: Iterable[Sequence[Row]]) -> None:
        """Write these rows; SQLite holds whatever it is given."""
        marks = ", ".join("?" for _ in table.fields)
        statement = f'INSERT INTO "{table.name}" ({table.columns}) VALUES ({marks})'  # noqa: S608 - our names
        for rows in pieces:
            try:
                self._connection.executemany(statement, rows)
            except sqlite3.IntegrityError:
                raise Unsound from None

    def finish(self, tables: Sequence[Layout]) -> None:
        """Make the indexes; columns that count themselves go on after the highest by themselves."""
        self._making.indexes()

    def begin_anew(self, skipped: int, epoch: str) -> None:
        """Leave out so many ids and begin a new epoch."""
        self._connection.execute("UPDATE feed SET counter = counter + ?, epoch = ? WHERE id = 1", (skipped, epoch))


@contextmanager
def reading(path: Path) -> Iterator[SqliteEnd]:
    """Open the file to be read at one moment, and leave it as it is; Unavailable where there is none, Broken."""
    if not path.exists():
        raise Unavailable("missing", retry=False, place=str(path))
    need_file(path)
    with database_errors(path), closing(read_only(path)) as connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("BEGIN")
        if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise Broken(str(path))
        yield SqliteEnd(connection, path)


@contextmanager
def making(path: Path) -> Iterator[SqliteEnd]:
    """Make a register in a new file (mode 0600), which is in its place when the block has ended without an error.

    Raises FileExistsError where there is one already, OSError where it can't be written.
    """
    if path.exists():
        raise _there_already(path)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    _touch(unfinished, path)
    try:
        with database_errors(path), closing(connect(unfinished, writing=True)) as connection:
            # One file, not three; and nobody reads it yet, so one sync at the end is enough.
            connection.execute("PRAGMA journal_mode=DELETE")
            # References are looked at in the end, all at once.
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute("BEGIN IMMEDIATE")
            yield SqliteEnd(connection, path)
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise Unsound
            connection.execute("COMMIT")
        _put_in_place(unfinished, path)
    finally:
        for ending in ("", "-journal"):
            unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)


def _touch(unfinished: Path, path: Path) -> None:
    try:
        unfinished.touch(mode=0o600)
    except OSError as error:
        # Who reads the message knows the name that was typed.
        error.filename = str(path)
        raise


def _put_in_place(unfinished: Path, path: Path) -> None:
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise _there_already(path) from None
    except OSError:
        # No hard links here: renaming is the next best.
        if path.exists():
            raise _there_already(path) from None
        unfinished.replace(path)


def _there_already(path: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
