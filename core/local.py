"""LocalRegister: runs every operation here, in a database of its own; one writer, two readers."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from core import reading
from core.actor import Actor
from core.arguments import cleaned, content_hash
from core.caller import Caller
from core.clock import Clock, stamp
from core.database.housekeeping import housekeeping
from core.database.lanes import Lanes
from core.database.news import News
from core.database.standing import find_actor
from core.database.store import ready_store
from core.operation import Envelope, Operation, Outside, Transaction, new_operation_id
from core.reading import Call
from core.register import LOCAL, Link, Register
from core.slices import implement
from core.work import UnitOfWork

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from core.database.sessions import RegisterSession

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
log = logging.getLogger(__name__)

WRITES = "core.transaction"
"""What a write is done by; with it comes SQLAlchemy, which the rows of the first screen do without."""
READY_AFTER = 1.0
"""Seconds after opening in which the first screen fills; then what the first change needs is imported, before it comes."""


class LocalRegister:
    """A register in a database that this program opens itself (DESIGN 1)."""

    def __init__(
        self,
        lanes: Lanes,
        *,
        caller: Caller,
        clock: Clock,
        news: News | None = None,
        tasks: set[asyncio.Task[None]] | None = None,
        shared: dict[Callable[[], Any], Any] | None = None,
        operation_id: str | None = None,
        made_at: datetime | None = None,
        seen_seq: int = 0,
    ) -> None:
        self._lanes = lanes
        self.caller = caller
        self._clock = clock
        self.news = news or News(lanes)
        self._tasks: set[asyncio.Task[None]] = set() if tasks is None else tasks
        self._shared: dict[Callable[[], Any], Any] = {} if shared is None else shared
        self._operation_id = operation_id
        self._made_at = made_at
        self._seen_seq = seen_seq

    @property
    def session(self) -> str:
        """The id of this running program."""
        return self.caller.session

    @property
    def link(self) -> Link:
        """Nothing lies between this register and its database."""
        return LOCAL

    def remembered(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Return None: asking the database is as quick as remembering."""
        return None

    @property
    def register(self) -> Register:
        """The register that services work with: this one, each call with an envelope of its own."""
        return self.sending()

    @property
    def now(self) -> datetime:
        """The present moment, UTC."""
        return self._clock()

    async def __call__(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `operation`: clean the texts of its arguments, then do it in its transaction, or outside one."""
        arguments = {name: cleaned(value, name) for name, value in operation.bind(*args, **kwargs).items()}
        if operation.implementation is None:
            # What is rarely done is not imported before it is asked for.
            await asyncio.to_thread(implement, operation.name)
        if isinstance(operation, Transaction):
            return await self._transaction(operation, arguments)
        if not isinstance(operation, Outside):
            raise TypeError(f"{operation!r} is of no kind a register knows")
        if not operation.open_to_all:
            actor = await self.actor()
            if operation.needs is not None:
                actor.need(operation.needs)
        running: Any = operation.run(self, arguments)
        # A stream out is an iterator at once; everything else is awaited.
        return cast("R", running if isinstance(running, AsyncIterator) else await running)

    async def _transaction(self, operation: Transaction[P, R], arguments: dict[str, Any]) -> R:
        now = self._clock()

        def run(work: UnitOfWork) -> R:
            return operation.run(work, arguments)

        if operation.kind == "read":
            call = Call(operation, self._envelope(operation, now), self.caller.login)
            return await self._lanes.read(lambda session: reading.read(session, call, now, run))

        def content(actor: int) -> str:
            return content_hash(operation.name, operation.version, actor, arguments)

        call = Call(operation, self._envelope(operation, now), self.caller.login, content)
        return await self._write(lambda session: _write_within(session, call, now, run), repeatable=True)

    async def _write(self, function: Callable[[RegisterSession], R], *, repeatable: bool = False) -> R:
        """Run a write, and let those know who wait for one."""
        if WRITES not in sys.modules:
            await asyncio.to_thread(import_module, WRITES)

        def write(session: RegisterSession) -> R:
            result = function(session)
            # In the writer's thread: a caller that is gone by now does not keep it back.
            self.news.wrote()
            return result

        return await self._lanes.write(write, repeatable=repeatable)

    def _envelope(self, operation: Operation[..., Any], now: datetime) -> Envelope:
        return Envelope(
            operation_id=self._operation_id or new_operation_id(),
            session=self.caller.session,
            device=self.caller.device,
            made_at=self._made_at or now,
            seen_seq=self._seen_seq,
            version=operation.version,
        )

    def sending(self, *, operation_id: str | None = None, made_at: datetime | None = None) -> LocalRegister:
        """Return the same register with this envelope."""
        return self._with(self.caller, operation_id, made_at, 0)

    def acting(self, caller: Caller, *, envelope: Envelope | None = None) -> LocalRegister:
        """Return the same register for another caller, whose calls carry what `envelope` says: what a server works with."""
        if envelope is None:
            return self._with(caller, None, None, 0)
        return self._with(caller, envelope.operation_id, envelope.made_at, envelope.seen_seq)

    def _with(self, caller: Caller, operation_id: str | None, made_at: datetime | None, seen_seq: int) -> LocalRegister:
        return LocalRegister(
            self._lanes,
            caller=caller,
            clock=self._clock,
            news=self.news,
            tasks=self._tasks,
            shared=self._shared,
            operation_id=operation_id,
            made_at=made_at,
            seen_seq=seen_seq,
        )

    async def tidy(self, kept: timedelta) -> None:
        """Let receipts older than `kept` go (a write with their operation id would happen again), and ended sign-ins."""
        from core.database.guard import writing

        before = stamp(self._clock() - kept)

        def tidy(session: RegisterSession) -> None:
            connection = session.connection()
            with writing(connection):
                connection.exec_driver_sql("DELETE FROM receipt WHERE at < ?", (before,))
                connection.exec_driver_sql("DELETE FROM token WHERE expires_at < ? OR ended_at < ?", (before, before))
            session.commit()

        await self._lanes.write(tidy)

    async def looking_after(self, step: Callable[[Connection], R], *, writes: bool = False) -> R:
        """Run `step`, which changes nothing that anybody wrote, in one read, or with `writes` in one write."""
        if not writes:
            return await self._lanes.read(lambda session: step(session.connection()))

        def write(session: RegisterSession) -> R:
            result = step(session.connection())
            session.commit()
            return result

        return await self._lanes.write(write)

    async def close(self) -> None:
        """Stop what runs in the background, finish what is being written, and let go of the file."""
        await self.news.close()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._lanes.close()

    # Services ---------------------------------------------------------------------------------------------------------

    async def actor(self) -> Actor:
        """Return who asks; raises SignedOut where the login is unknown."""
        return await self._lanes.read(lambda session: find_actor(session.connection(), self.caller.login))

    async def within(
        self, operation: Operation[..., Any], function: Callable[[UnitOfWork], R], *, batch: int | None = None
    ) -> R:
        """Run `function` in one write transaction, recorded as part of `operation`."""
        now = self._clock()
        call = Call(operation, self.sending()._envelope(operation, now), self.caller.login)
        return await self._write(lambda session: _write_within(session, call, now, function, batch))

    async def reading(self, operation: Operation[..., Any], function: Callable[[UnitOfWork], R]) -> R:
        """Run `function` in one read transaction."""
        now = self._clock()
        call = Call(operation, self._envelope(operation, now), self.caller.login)
        return await self._lanes.read(lambda session: reading.read(session, call, now, function))

    async def unsigned(self, function: Callable[[RegisterSession], R]) -> R:
        """Run `function` with a bare session in one read, for finding out who calls: nobody's rights are looked at."""
        return await self._lanes.read(function)

    def shared(self, make: Callable[[], T]) -> T:
        """Return what every caller of this opened register shares, made by `make` when it is first asked for."""
        if make not in self._shared:
            self._shared[make] = make()
        found: T = self._shared[make]
        return found

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Start work that goes on after the call; what it raises goes to the log."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s ended with an error", task.get_name(), exc_info=error)


async def open_local(url: str, *, user: str, session: str, clock: Clock, upgrade: bool = False) -> LocalRegister:
    """Open the file or the database of `url` as `user`; see `core.register.open_register`."""
    register = await _open(url, Caller(user, session), clock, upgrade=upgrade)
    try:
        await register.actor()
    except BaseException:
        await register.close()
        raise
    return register


async def open_for_others(url: str, *, session: str, clock: Clock) -> LocalRegister:
    """Open the register at `url` as nobody, for a server whose callers say who they are (`LocalRegister.acting`)."""
    return await _open(url, Caller("", session), clock, upgrade=False)


async def _open(url: str, caller: Caller, clock: Clock, *, upgrade: bool) -> LocalRegister:
    store = await asyncio.to_thread(ready_store, url, caller.login, clock(), upgrade=upgrade)
    register = LocalRegister(Lanes(store), caller=caller, clock=clock)
    register.spawn(housekeeping(register), "housekeeping")
    register.spawn(_get_ready_to_write(), "getting ready")
    return register


async def _get_ready_to_write() -> None:
    await asyncio.sleep(READY_AFTER)
    await asyncio.to_thread(import_module, WRITES)


def _write_within(
    session: RegisterSession, call: Call, now: datetime, function: Callable[[UnitOfWork], R], batch: int | None = None
) -> R:
    from core import transaction

    return transaction.write(session, call, now, function, batch=batch)
