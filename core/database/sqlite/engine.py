"""SQLite: SQLAlchemy's engine over one connection, with our own BEGIN."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from core.database.sqlite.connecting import begin_immediate, connect


def make_engine(path: Path, *, writing: bool) -> Engine:
    """Return an engine of ONE connection, for one thread: the writer begins IMMEDIATE, a reader sees one moment."""
    # No pool of many: the threads of a register each have their own engine.
    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(path, writing=writing),
        poolclass=StaticPool,
        # What customers are called and live at does not belong in a log.
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's connection
        if writing:
            begin_immediate(connection.connection.driver_connection)
        else:
            connection.connection.driver_connection.execute("BEGIN")

    return engine
