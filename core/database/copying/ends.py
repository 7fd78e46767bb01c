"""The two ends of a copying: one database that is read at one moment, and one that is made as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from core.database.copying import sqlite_end
from core.database.copying.digest import Fetch
from core.database.copying.layout import Layout, Row
from core.database.sqlite.store import SqliteStore
from core.database.store import store_of


class Source(Protocol):
    """A database whose rows are read; what others write meanwhile is not seen."""

    @property
    def revision(self) -> str:
        """The revision of its schema."""
        ...

    def count(self, table: Layout) -> int:
        """Return how many rows a table has."""
        ...

    def fetching(self, table: Layout) -> AbstractContextManager[Fetch]:
        """Give what fetches a table's rows in the order of their keys; its texts in the order of their bytes."""
        ...


class Target(Source, Protocol):
    """A database that is written; nothing of it is there for others before its block ends without an error."""

    def make_tables(self, revision: str) -> tuple[Layout, ...]:
        """Make every table of the schema of that revision, and return them, each after those that it points at."""
        ...

    def write(self, table: Layout, pieces: Iterable[Sequence[Row]]) -> None:
        """Write these rows; Unfit for a value that has no room here."""
        ...

    def finish(self, tables: Sequence[Layout]) -> None:
        """Make the indexes, and let columns that count themselves go on after the highest."""
        ...

    def begin_anew(self, skipped: int, epoch: str) -> None:
        """Leave out so many ids and begin a new epoch: the copy is not the register that it came from."""
        ...


@contextmanager
def reading(url: str) -> Iterator[Source]:
    """Open the register at `url` to be read at one moment; Broken where it is none, Unavailable."""
    # Says what is missing where the URL is of a kind that can't be opened here.
    store = store_of(url)
    if isinstance(store, SqliteStore):
        with sqlite_end.reading(store.path) as source:
            yield source
        return
    from core.database.copying import postgres_end

    with postgres_end.reading(url) as source:
        yield source


@contextmanager
def making(url: str) -> Iterator[Target]:
    """Make a new register at `url`, there for others when the block has ended without an error.

    Raises Occupied or FileExistsError where anything is there already, Unavailable, OSError.
    """
    store = store_of(url)
    if isinstance(store, SqliteStore):
        with sqlite_end.making(store.path) as target:
            yield target
        return
    from core.database.copying import postgres_end

    with postgres_end.making(url) as target:
        yield target
