"""Sessions of SQLAlchemy's on a register: what the unit of work does when they read rows and when they write them."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import ORMExecuteState, Session

from core.database.guard import Unguarded, writing
from core.slices import map_tables
from core.work import WORK, UnitOfWork


class RegisterSession(Session):
    """A session whose flush alone may change the register, and that has no way round it.

    `commits` is set when COMMIT is sent: from then on nobody but the database knows whether it happened.
    """

    def __init__(self, engine: Engine, *, commits: Event | None = None, info: dict[Any, Any] | None = None) -> None:
        super().__init__(engine, info=info)
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


# Listening once for all sessions: a session lives for one transaction, and to listen to each costs more than to read a row.


@event.listens_for(RegisterSession, "do_orm_execute")
def _restrict(state: ORMExecuteState) -> None:
    work: UnitOfWork | None = state.session.info.get(WORK)
    if work is not None:
        work.restrict(state)


@event.listens_for(RegisterSession, "before_flush")
def _before_flush(session: RegisterSession, _context: object, _instances: object) -> None:
    work: UnitOfWork | None = session.info.get(WORK)
    if work is not None:
        work.raise_seq(session)


@event.listens_for(RegisterSession, "after_flush")
def _after_flush(session: RegisterSession, _context: object) -> None:
    work: UnitOfWork | None = session.info.get(WORK)
    if work is not None:
        work.recorder.after_flush(session)


# A session without the tables that it may be asked for would be of no use.
map_tables()
