"""What a register's database must be able to do, and which one a URL names: a file of SQLite's, or PostgreSQL."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol

from core.errors import Unavailable
from core.places import kind_of, without_password

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from core.database.sessions import RegisterSession

POSTGRES_PACKAGE = "kundkort[postgres]"
"""What to install where PostgreSQL's driver is missing."""


class Interrupted(Exception):
    """A read was stopped because nobody waits for its answer any more."""


class Lost(Unavailable):
    """The connection died, or none could be made: what was running may run again on another one."""

    def __init__(self, place: str) -> None:
        super().__init__("lost", retry=True, place=place)


class Opened(Protocol):
    """One connection, for one thread."""

    def session(self, commits: Event, /) -> AbstractContextManager[RegisterSession]:
        """Give a session, rolled back unless it committed; `commits` is set when it does."""
        ...

    def let_go(self) -> None:
        """Close the connection; another one is opened when it is needed."""
        ...


class Store(Protocol):
    """A database that a register lives in; the lanes (`core.database.lanes`) work with one."""

    @property
    def place(self) -> str:
        """What messages call it: a file, or a URL without a password."""
        ...

    @property
    def ask_again(self) -> float:
        """Seconds between two interrupts of a read that nobody waits for any more."""
        ...

    def ready(self, login: str, now: datetime, *, upgrade: bool) -> None:
        """Make a register with `login` as its administrator where there is none; see `ready_store`."""
        ...

    def revision(self) -> str:
        """Return the revision of the register's schema.

        Raises Broken where it is no register, Unavailable ("missing": no file, "empty": no table).
        """
        ...

    def check(self) -> None:
        """Raise Unavailable where what was opened is not there any more; asked before every call, so it is quick."""
        ...

    def make_engine(self, *, writing: bool) -> Engine:
        """Return an engine of ONE connection, for one thread; a reader's transactions see one moment and write nothing."""
        ...

    def open(self, *, writing: bool) -> Opened:
        """Return a connection to work by, opened when it is first needed; a reader's writes nothing."""
        ...

    def errors(self) -> AbstractContextManager[None]:
        """Turn what the driver raises into Unavailable, Broken, Interrupted or Lost; other errors pass."""
        ...

    def interrupt(self, driver: Any) -> None:  # noqa: ANN401 - a connection of the driver's
        """Stop the statement that runs on the connection `driver`, from another thread; nothing where none runs."""
        ...


def store_of(url: str) -> Store:
    """Return the store that `url` names, without touching it; Unavailable where it is of a kind that can't be opened."""
    kind = kind_of(url)
    if kind == "file":
        from core.database.sqlite.store import SqliteStore

        return SqliteStore.of(url)
    if kind == "postgres":
        try:
            from core.database.postgres.store import PostgresStore
        except ImportError as error:
            raise Unavailable("driver", retry=False, place=POSTGRES_PACKAGE) from error
        return PostgresStore(url)
    raise Unavailable("scheme", retry=False, place=without_password(url))


def ready_store(url: str, login: str, now: datetime, *, upgrade: bool = False) -> Store:
    """Return the store of the register at `url`, ready to be worked in.

    A file that is not there, and a database without tables, becomes a register with `login` as its administrator. A
    file is brought up to date with `upgrade`; a database never, when it is opened. Raises Outdated, Broken, Unavailable.
    """
    store = store_of(url)
    store.ready(login, now, upgrade=upgrade)
    return store
