"""The unit of work: one transaction by one actor, committed or rolled back as a whole, with history of all it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from core.actor import Actor
from core.clock import stamp
from core.errors import Fault, Invalid, Refused
from core.operation import Envelope, Operation
from core.rights import Right
from core.settings.views import Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select
    from sqlalchemy.orm import ORMExecuteState

    from core.database.base import Base, Row
    from core.database.sessions import RegisterSession
    from core.recorder import Recorder

# SQLAlchemy is imported where rows are read as objects or written: the first screen's rows come without it (DESIGN 5).

T = TypeVar("T", bound="Base")

_REMOVED = "kundkort_removed"
_WHOLE = "kundkort_whole"
WORK = "kundkort_work"
"""Where a session's `info` has its unit of work."""


class UnitOfWork:
    """What an implementation gets: rows to read and change, who asks, when, and the company's settings.

    `now` is when it is applied (UTC); `made_on` the day the person did it and `today` the present one, both in the
    company's time zone. `seq` is that of this change set; in a read, the last one of the register. `batch` joins the
    change sets of one bulk action, `undoes` is the one that is taken back.
    """

    def __init__(
        self,
        session: RegisterSession,
        operation: Operation[..., Any],
        envelope: Envelope,
        *,
        now: datetime,
        actor: Actor,
        settings: Settings,
        seq: int,
        ids: IdSeries,
    ) -> None:
        self._session = session
        self.connection: Connection = session.connection()
        """The connection, for `core.database` alone: its SQL takes the same criteria."""
        self.operation = operation
        self.envelope = envelope
        self.now = now
        self.actor = actor
        self.settings = settings
        self.seq = seq
        self.ids = ids
        self.batch: int | None = None
        self.undoes: int | None = None
        zone = ZoneInfo(settings.time_zone)
        self.today: date = now.astimezone(zone).date()
        self.made_on: date = envelope.made_at.astimezone(zone).date()
        self.access_changed = False
        session.info[WORK] = self

    @cached_property
    def recorder(self) -> Recorder:
        """What has changed so far."""
        from core.recorder import Recorder

        return Recorder()

    # Who asks ---------------------------------------------------------------------------------------------------------

    def may(self, right: Right) -> bool:
        """Say whether the actor has `right`."""
        return self.actor.may(right)

    def need(self, right: Right) -> None:
        """Raise Refused where the actor lacks `right`."""
        if not self.actor.may(right):
            raise Refused(right.value)

    # Reading ----------------------------------------------------------------------------------------------------------

    def get(self, mapped: type[T], id: int, *, removed: bool = False) -> T | None:
        """Return the row with this id; None where there is none, it is removed (unless `removed`), or not for this actor."""
        from core.database.base import Row

        found = self._session.get(mapped, id, execution_options={_REMOVED: removed})
        if isinstance(found, Row) and found.removed_seq is not None and not removed:
            return None
        return found

    def select(self, statement: Select[T], *, removed: bool = False, whole: bool = False) -> Sequence[T]:
        """Return the rows of a mapped class that `statement` finds and the actor may see, with `removed` ones too if asked.

        `whole` is for rules that look at the whole register (is this number taken?): without row rights, removed rows
        included; what it finds is never shown.
        """
        options = {_REMOVED: removed or whole, _WHOLE: whole}
        return self._session.scalars(statement, execution_options=options).all()

    # Changing ---------------------------------------------------------------------------------------------------------

    def add(self, row: Base) -> None:
        """Add a row; a row of the domain has its id, from `new_id` or the caller's block (`check_id`)."""
        from core.database.base import Row

        if isinstance(row, Row) and not row.id:
            raise ValueError(f"{type(row).__name__} needs an id")
        if isinstance(row, Row) and row.ROOT[1] != "id" and self._session.new:
            # The thing before its parts: nothing else tells the session in which order to insert them.
            self._session.flush()
        self._session.add(row)

    def remove(self, row: Row) -> None:
        """Take a row away: it stays as a tombstone, and history can bring it back."""
        row.removed_seq = self.seq

    def restore(self, row: Row) -> None:
        """Bring a removed row back."""
        row.removed_seq = None

    def insert_many(self, mapped: type[Row], rows: Sequence[Mapping[str, object]]) -> None:
        """Insert many rows, attribute -> value, each with its `id`; history and search text are written as for one."""
        from core.database import bulk

        self._session.flush()
        self.recorder.bulk += bulk.insert_many(self.connection, mapped, rows, self.seq)

    def update_many(self, mapped: type[Row], rows: Sequence[Mapping[str, object]]) -> None:
        """Change many rows, each with its `id` and the attributes that change; what does not differ is no change."""
        from core.database import bulk

        self._session.flush()
        self._session.expire_all()
        self.recorder.bulk += bulk.update_many(self.connection, mapped, rows, self.seq)

    def flush(self) -> None:
        """Write what changed so far, inside this transaction."""
        self._session.flush()

    def trace(self, kind: str, root: tuple[str, int] | None, note: str = "") -> None:
        """Leave a trace of something that was seen or taken out: who, when, what kind, of which thing."""
        from core.database.tables import Activity

        root_kind, root_id = root or ("", None)
        row = Activity(at=stamp(self.now), actor=self.actor.id, kind=kind, note=note)
        row.root_kind, row.root_id = root_kind, root_id
        self._session.add(row)

    # Ids --------------------------------------------------------------------------------------------------------------

    def new_id(self) -> int:
        """Return an id for a row that an operation makes."""
        return self.ids.take(1).start

    def new_ids(self, count: int) -> range:
        """Return `count` ids."""
        return self.ids.take(count)

    def check_id(self, id: int, field: str = "id") -> None:
        """Raise Invalid unless `id` lies in a block that this actor took (`records.take_ids`)."""
        from sqlalchemy import select

        from core.database.tables import IdBlock

        block = self.select(
            select(IdBlock).where(IdBlock.actor == self.actor.id, IdBlock.first <= id, IdBlock.last >= id).limit(1)
        )
        if not block:
            raise Invalid([Fault(field, "id.unknown")])

    # What the session does for us -------------------------------------------------------------------------------------

    def restrict(self, state: ORMExecuteState) -> None:
        """Put the criteria on a select: rows that the actor may see and that are not removed."""
        from core import row_rights

        options = state.execution_options
        if options.get(_WHOLE):
            return
        row_rights.restrict(state, None if self.actor.sees_all else self.actor.id)
        if state.is_select and not options.get(_REMOVED):
            state.statement = state.statement.options(row_rights.PRESENT)

    def raise_seq(self, session: RegisterSession) -> None:
        """Give every changed row, and the root of every changed part, the seq of this change set."""
        from core.database.base import Row
        from core.recorder import refuse_expressions

        if session.deleted:
            raise RuntimeError("rows are never deleted: work.remove gives them removed_seq")
        changed = [row for row in session.new if isinstance(row, Row)]
        changed += [row for row in session.dirty if isinstance(row, Row) and session.is_modified(row)]
        for row in changed:
            refuse_expressions(row)
        present = {(row.ENTITY, row.id): row for row in changed}
        with session.no_autoflush:
            for row in changed:
                row.seq = self.seq
                kind, attribute = row.ROOT
                key = (kind, getattr(row, attribute))
                if attribute != "id" and key not in present:
                    root = session.get(root_class(kind), key[1], execution_options={_WHOLE: True})
                    if root is not None:
                        root.seq = self.seq
                        present[key] = root


class IdSeries:
    """The counter that all ids of this database come from: 53 bits, `(device << 32) | counter`."""

    def __init__(self, device: int, counter: int) -> None:
        self._device = device
        self.counter = counter

    def take(self, count: int) -> range:
        """Return the next `count` ids."""
        first = (self._device << 32) | (self.counter + 1)
        self.counter += count
        return range(first, first + count)


def root_class(kind: str) -> type[Row]:
    """Return the mapped class of the things called `kind` in history."""
    from core.database.base import Base, Row

    for mapper in Base.registry.mappers:
        mapped = mapper.class_
        if issubclass(mapped, Row) and kind == mapped.ENTITY and (kind, "id") == mapped.ROOT:
            return mapped
    raise LookupError(kind)
