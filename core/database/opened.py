"""A connection that SQLAlchemy works with, as the lanes of a register use one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from sqlalchemy import Engine

from core.database.guard import guard
from core.database.sessions import RegisterSession


class OpenedEngine:
    """Sessions on an engine of one connection; with `writing` nothing but the unit of work changes anything by it."""

    def __init__(self, engine: Engine, *, writing: bool) -> None:
        self._engine = engine
        if writing:
            guard(engine)

    @contextmanager
    def session(self, commits: Event) -> Iterator[RegisterSession]:
        """Give a session, rolled back unless it committed; `commits` is set when it does."""
        with RegisterSession(self._engine, commits=commits) as session:
            yield session

    def let_go(self) -> None:
        """Close the connection; another one is opened when it is needed."""
        self._engine.dispose()
