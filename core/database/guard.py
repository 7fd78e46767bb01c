"""The guard of the writer: nothing but the unit of work changes a register, so that history has everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

_FREE = ("SELECT", "PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "WITH")
_LONGEST = max(map(len, _FREE))
_KEY = "kundkort_writing"


class Unguarded(RuntimeError):
    """A statement would have changed the register without history."""


def guard(engine: Engine) -> None:
    """Refuse every changing statement on `engine` outside `writing`."""

    @event.listens_for(engine, "before_cursor_execute")
    def check(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:  # noqa: ANN401
        if not connection.info.get(_KEY) and not statement.lstrip()[:_LONGEST].upper().startswith(_FREE):
            raise Unguarded(f"only the unit of work changes a register: {statement[:80]}")


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """Let statements through for as long as this lasts: a flush, insert_many, receipts, the search text."""
    info = connection.info
    before = info.get(_KEY, False)
    info[_KEY] = True
    try:
        yield
    finally:
        info[_KEY] = before


class RegisterSession(Session):
    """A session whose flush alone may change the register, and that has no way round it.

    `commits` is set when COMMIT is sent: from then on nobody but the database knows whether it happened.
    """

    def __init__(self, engine: Engine, *, commits: Event | None = None) -> None:
        super().__init__(engine)
        self._commits = commits

    def commit(self) -> None:
        """Write what changed, then commit."""
        self.flush()
        if self._commits is not None:
            self._commits.set()
        super().commit()

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Write what changed."""
        with writing(self.connection()):
            super().flush(objects)

    def bulk_save_objects(self, *_args: Any, **_kwargs: Any) -> None:  # noqa: ANN401
        """Refuse: it goes round history."""
        raise Unguarded("work.insert_many writes history, bulk_save_objects does not")

    def bulk_insert_mappings(self, *_args: Any, **_kwargs: Any) -> None:  # noqa: ANN401
        """Refuse: it goes round history."""
        raise Unguarded("work.insert_many writes history, bulk_insert_mappings does not")

    def bulk_update_mappings(self, *_args: Any, **_kwargs: Any) -> None:  # noqa: ANN401
        """Refuse: it goes round history."""
        raise Unguarded("work.update_many writes history, bulk_update_mappings does not")
