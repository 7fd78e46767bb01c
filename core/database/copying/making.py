"""The schema of a copy: today's from the mapped classes, an older one by its migrations; both as layouts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Dialect

from core.database import search_index
from core.database.base import Base
from core.database.borrowing import engine_over
from core.database.copying.layout import Layout, layout, layouts_found
from core.database.revision import REVISION
from core.database.schema import statements
from core.database.searching.index_tables import BESIDE, DERIVED, DERIVED_SINCE
from core.slices import map_tables


class Making:
    """Makes the tables of one revision in an empty database: first what rows need, then what finds them quickly."""

    def __init__(self, place: str, connection: Any, dialect: Dialect, execute: Callable[[str], object]) -> None:  # noqa: ANN401 - a connection of a driver
        self._place = place
        self._connection = connection
        self._dialect = dialect
        self._execute = execute
        self._later: list[str] = []
        self._derives = False

    def _bound(self) -> Connection:
        """Return a connection of SQLAlchemy's within the transaction that runs."""
        return engine_over(self._connection, f"{self._dialect.name}+{self._dialect.driver}").connect()

    def tables(self, revision: str) -> tuple[Layout, ...]:
        """Make the tables of that revision; Broken where nobody knows it."""
        if revision != REVISION:
            with self._bound() as bound:
                return _older_tables(self._place, revision, bound)
        self._derives = True
        for statement in statements(self._dialect):
            if statement.lstrip().startswith(("CREATE INDEX", "ALTER INDEX")):
                # Filling a table first and sorting once is quicker than keeping every index in order.
                self._later.append(statement)
            else:
                self._execute(statement)
        return today()

    def indexes(self) -> None:
        """Make the indexes that are still missing, and everything that is derived from the rows."""
        for statement in self._later:
            self._execute(statement)
        self._later = []
        if self._derives:
            with self._bound() as bound:
                search_index.rebuild(bound)


def today() -> tuple[Layout, ...]:
    """Return the layouts of every table of this program's revision that is copied, each after those that it points at."""
    map_tables()
    return tuple(layout(table) for table in Base.metadata.sorted_tables if table.name not in DERIVED)


def _older_tables(place: str, revision: str, connection: Connection) -> tuple[Layout, ...]:
    """Make them by the migrations that made them once; Alembic is imported for nothing else here."""
    from core.database.migrations.running import run, wanted

    run(connection, wanted(place, "base", revision))
    left_out = DERIVED | BESIDE if revision >= DERIVED_SINCE else frozenset()
    return layouts_found(connection, left_out)
