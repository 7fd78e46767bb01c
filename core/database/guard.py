"""The guard of the writer: nothing but the unit of work changes a register, so that history has everything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_FREE = ("SELECT", "PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "WITH")
_LONGEST = max(map(len, _FREE))
_KEY = "kundkort_writing"


class Unguarded(RuntimeError):
    """A statement would have changed the register without history."""


def guard(engine: Engine) -> None:
    """Refuse every changing statement on `engine` outside `writing`."""
    from sqlalchemy import event

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
