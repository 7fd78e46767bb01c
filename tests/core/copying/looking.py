"""How tests look at what a copying left behind."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from core.database.copying import postgres_end
from core.database.copying.copying import digests
from core.database.copying.ends import making, reading
from core.database.copying.making import today
from core.database.postgres.dialect import translated
from core.database.postgres.engine import connect
from core.database.schema import first_rows
from core.database.store import store_of
from core.places import kind_of, sqlite_path


def contents(url: str) -> dict[str, str]:
    """Return the digest of every table of a register, but for `feed`, which no two have alike."""
    with reading(url) as source:
        tables = [table for table in today() if table.name != "feed"]
        return {table.name: digest.value for table, digest in zip(tables, digests(source, tables), strict=True)}


def feed(url: str) -> tuple[object, ...]:
    """Return the row of `feed`: id, seq, revision, counter, device, epoch."""
    table = next(table for table in today() if table.name == "feed")
    with reading(url) as source, source.fetching(table) as fetch:
        (row,) = fetch(2)
    return tuple(row)


def is_nothing(url: str) -> bool:
    """Say whether nothing is at `url`: no file and nothing unfinished beside it, or no table."""
    if kind_of(url) == "file":
        path = sqlite_path(url)
        return not path.exists() and not list(path.parent.glob(f".{path.name}*"))
    with closing(connect(url, writing=True)) as connection:
        return postgres_end.PostgresEnd(connection, url).is_empty()


def run_sql(url: str, *statements: str) -> None:
    """Change what stands in a register, past every rule."""
    if kind_of(url) == "file":
        with closing(sqlite3.connect(sqlite_path(url))) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        return
    with closing(connect(url, writing=True)) as postgres:
        for statement in statements:
            postgres.execute(statement.encode())
        postgres.commit()


def use(url: str) -> None:
    """Open a register and close it, as whoever works in it does: a copy in a file takes others in from then on."""
    engine = store_of(url).make_engine(writing=True)
    with engine.connect():
        pass
    engine.dispose()


def make_first(url: str) -> None:
    """Make a register of the first version of all, with "karin" as its administrator, where nothing is."""
    with making(url) as end:
        end.make_tables("0001")
        connection = vars(end)["_connection"]
        for statement, parameters in first_rows("karin", "Karin", "2026-11-24T08:12:00Z"):
            connection.execute(translated(statement) if kind_of(url) == "postgres" else statement, parameters)
        connection.execute("UPDATE feed SET revision = '0001'")
