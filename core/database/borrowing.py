"""SQLAlchemy over a connection of a driver whose transaction is somebody else's."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool


def engine_over(connection: Any, dialect: str) -> Engine:  # noqa: ANN401 - a connection of a driver
    """Return an engine over a driver's connection that has begun already, and that it neither commits nor closes."""
    engine = create_engine(f"{dialect}://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True)
    for hook in ("do_commit", "do_rollback"):
        setattr(engine.dialect, hook, _nothing)
    return engine


def _nothing(_connection: Any) -> None:  # noqa: ANN401 - a hook of the dialect
    """Leave the transaction to whoever began it."""
