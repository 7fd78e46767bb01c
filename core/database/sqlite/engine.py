"""SQLite: SQLAlchemy's engine over one connection, with our own BEGIN."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from core.database.sqlite.connecting import begin_immediate, connect


def make_engine(path: Path, *, writing: bool) -> Engine:
    """Return an engine of ONE connection, for one thread: the writer begins IMMEDIATE, a reader sees one moment."""
    return engine_over(lambda: connect(path, writing=writing), writing=writing)


def engine_over(connected: Callable[[], sqlite3.Connection], *, writing: bool = False) -> Engine:
    """Return an engine of the ONE connection that `connected` gives; a transaction that it is in already goes on."""
    # No pool of many: the threads of a register each have their own engine.
    engine = create_engine(
        "sqlite://",
        creator=connected,
        poolclass=StaticPool,
        # What customers are called and live at does not belong in a log.
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's connection
        driver: sqlite3.Connection = connection.connection.driver_connection
        if writing:
            begin_immediate(driver)
        elif not driver.in_transaction:
            driver.execute("BEGIN")

    return engine
