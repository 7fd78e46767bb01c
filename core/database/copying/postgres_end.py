"""A register in PostgreSQL as one end of a copying: read at one moment, or made in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager

import psycopg
from psycopg import sql

from core.database.copying.digest import Fetch
from core.database.copying.layout import Layout, Row
from core.database.copying.making import Making
from core.database.postgres.alone import be_alone, own_tables, revision_here
from core.database.postgres.dialect import register_dialect
from core.database.postgres.engine import Connection, connect
from core.database.postgres.errors import database_errors
from core.database.searching.index_tables import DERIVED, DERIVED_SINCE
from core.errors import Unavailable
from core.places import without_password
from core.proof import Occupied, Unfit, Unsound


class PostgresEnd:
    """A connection to the database, within a transaction that `reading`, `making` or `replacing` ends."""

    def __init__(self, connection: Connection, place: str) -> None:
        self._connection = connection
        self._place = place
        self._making = Making(place, connection, register_dialect(), self._execute)

    def _execute(self, statement: str) -> None:
        self._connection.execute(statement.encode())

    @property
    def revision(self) -> str:
        """The revision of its schema; Unavailable "empty" where nothing is there, Broken where it is no register."""
        return revision_here(self._connection, self._place)

    def is_empty(self) -> bool:
        """Say whether no table is there."""
        return not own_tables(self._connection)

    def count(self, table: Layout) -> int:
        """Return how many rows a table has."""
        statement = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table.name))
        with database_errors(self._place):
            found = self._connection.execute(statement).fetchone()
        assert found is not None
        n: int = found[0]
        return n

    @contextmanager
    def fetching(self, table: Layout) -> Iterator[Fetch]:
        """Give what fetches a table's rows in the order of their keys; texts by their bytes, a truth as 0 or 1."""
        columns = [
            sql.SQL("CAST({} AS integer)" if field.kind == "truth" else "{}").format(sql.Identifier(field.name))
            for field in table.fields
        ]
        order = [
            sql.SQL('{} COLLATE "C"' if table.fields[place].kind == "text" else "{}").format(
                sql.Identifier(table.fields[place].name)
            )
            for place in table.key
        ]
        statement = sql.SQL("SELECT {} FROM {} ORDER BY {}").format(
            sql.SQL(", ").join(columns), sql.Identifier(table.name), sql.SQL(", ").join(order)
        )
        # A cursor on the server: a table need not have room here.
        with psycopg.ServerCursor(self._connection, "copying") as cursor:
            with database_errors(self._place):
                cursor.execute(statement, binary=True)

            def fetch(size: int) -> Sequence[Row]:
                # Whose errors these are must be said here: reading goes on while another database is written.
                with database_errors(self._place):
                    return cursor.fetchmany(size)

            yield fetch

    def make_tables(self, revision: str) -> tuple[Layout, ...]:
        """Make the tables of that revision."""
        return self._making.tables(revision)

    def write(self, table: Layout, pieces: Iterable[Sequence[Row]]) -> None:
        """Write these rows by COPY."""
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table.name), sql.SQL(", ").join(sql.Identifier(field.name) for field in table.fields)
        )
        try:
            with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
                for rows in pieces:
                    for row in rows:
                        copy.write_row(row)
        except psycopg.DataError:
            # From None: the server's message quotes what stood in the row.
            raise Unfit(table.name) from None
        except psycopg.IntegrityError:
            raise Unsound from None

    def finish(self, tables: Sequence[Layout]) -> None:
        """Make the indexes, let columns that count themselves go on after the highest, and count for the planner."""
        self._making.indexes()
        for table in tables:
            for field in table.fields:
                if field.counts:
                    self._connection.execute(_go_on_after_highest(table.name, field.name))
            self._analyse(table.name)
        if self.revision >= DERIVED_SINCE:
            for name in sorted(DERIVED):
                self._analyse(name)

    def _analyse(self, table: str) -> None:
        self._connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))

    def begin_anew(self, skipped: int, epoch: str) -> None:
        """Leave out so many ids and begin a new epoch."""
        self._connection.execute("UPDATE feed SET counter = counter + %s, epoch = %s WHERE id = 1", (skipped, epoch))

    def drop(self, tables: Iterable[str]) -> None:
        """Take these tables away; Occupied where something else in the database stands on one of them."""
        names = sql.SQL(", ").join(map(sql.Identifier, tables))
        try:
            self._connection.execute(sql.SQL("DROP TABLE {}").format(names))
        except psycopg.errors.DependentObjectsStillExist:
            raise Occupied(self._place) from None


def _go_on_after_highest(table: str, column: str) -> sql.Composed:
    return sql.SQL(
        "SELECT setval(pg_get_serial_sequence({}, {}), coalesce(max({column}), 0) + 1, false) FROM {table}"
    ).format(
        # The name of the table is read as SQL is, that of the column as it is.
        sql.Literal(sql.Identifier(table).as_string()),
        sql.Literal(column),
        column=sql.Identifier(column),
        table=sql.Identifier(table),
    )


@contextmanager
def reading(url: str) -> Iterator[PostgresEnd]:
    """Open the register to be read at one moment; Unavailable where none is there, Broken."""
    place = without_password(url)
    with database_errors(place), closing(connect(url, writing=False, patient=True)) as connection:
        yield PostgresEnd(connection, place)


@contextmanager
def making(url: str) -> Iterator[PostgresEnd]:
    """Make a register in an empty database, in one transaction; Occupied where any table is there."""
    place = without_password(url)
    with database_errors(place), closing(connect(url, writing=True, patient=True)) as connection:
        _need_utf8(connection, place)
        be_alone(connection)
        if own_tables(connection):
            raise Occupied(place)
        yield PostgresEnd(connection, place)
        connection.commit()


@contextmanager
def replacing(url: str) -> Iterator[PostgresEnd]:
    """Have the database to oneself, with what is in it, until the block ends; an error leaves it as it was."""
    place = without_password(url)
    with database_errors(place), closing(connect(url, writing=True, patient=True)) as connection:
        _need_utf8(connection, place)
        be_alone(connection)
        yield PostgresEnd(connection, place)
        connection.commit()


def _need_utf8(connection: Connection, place: str) -> None:
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise Unavailable("not_utf8", retry=False, place=place)
