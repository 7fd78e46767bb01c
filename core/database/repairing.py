"""Making anew what is derived from the customers: the list's rows, the search text and its index, in one transaction."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from core.database.borrowing import engine_over
from core.database.searching.rebuilding import rebuild
from core.database.sqlite.connecting import begin_immediate, connect
from core.database.sqlite.errors import database_errors
from core.database.sqlite.files import file_of
from core.places import kind_of, without_password


def repair(url: str) -> None:
    """Rebuild in the register at `url`, which must be up to date; all or nothing. Raises Broken, Unavailable."""
    if kind_of(url) == "postgres":
        _in_database(url)
    else:
        _in_file(file_of(url))


def _in_file(path: Path) -> None:
    with database_errors(path), closing(connect(path, writing=True)) as connection:
        begin_immediate(connection)
        with engine_over(connection, "sqlite").connect() as bound:
            rebuild(bound)
        connection.execute("COMMIT")


def _in_database(url: str) -> None:
    from core.database.postgres import alone, dialect, engine, errors

    place = without_password(url)
    with errors.database_errors(place), closing(engine.connect(url, writing=True, patient=True)) as connection:
        alone.be_alone(connection)
        with engine_over(connection, dialect.NAME).connect() as bound:
            rebuild(bound)
        connection.commit()
