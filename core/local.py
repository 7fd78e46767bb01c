"""LocalRegister: runs every operation here, in a database of its own; one writer, two readers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar, cast

from core import transaction
from core.actor import Actor
from core.arguments import cleaned, content_hash
from core.clock import Clock, stamp
from core.database.files import housekeeping, ready_file
from core.database.guard import RegisterSession, writing
from core.database.lanes import Lanes
from core.operation import Envelope, Operation, Outside, Transaction, new_operation_id
from core.people.actors import find_actor
from core.register import Register
from core.slices import implement, map_tables
from core.transaction import Call
from core.work import UnitOfWork

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger(__name__)


class LocalRegister:
    """A register in a database that this program opens itself (DESIGN 1)."""

    def __init__(
        self,
        lanes: Lanes,
        *,
        login: str,
        session: str,
        clock: Clock,
        tasks: set[asyncio.Task[None]] | None = None,
        operation_id: str | None = None,
        made_at: datetime | None = None,
    ) -> None:
        self._lanes = lanes
        self.login = login
        self._session = session
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set() if tasks is None else tasks
        self._operation_id = operation_id
        self._made_at = made_at

    @property
    def session(self) -> str:
        """The id of this running program."""
        return self._session

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
            call = Call(operation, self._envelope(operation, now), self.login)
            return await self._lanes.read(lambda session: transaction.read(session, call, now, run))

        def content(actor: int) -> str:
            return content_hash(operation.name, operation.version, actor, arguments)

        call = Call(operation, self._envelope(operation, now), self.login, content)
        return await self._lanes.write(lambda session: transaction.write(session, call, now, run))

    def _envelope(self, operation: Operation[..., Any], now: datetime) -> Envelope:
        return Envelope(
            operation_id=self._operation_id or new_operation_id(),
            session=self._session,
            made_at=self._made_at or now,
            version=operation.version,
        )

    def sending(self, *, operation_id: str | None = None, made_at: datetime | None = None) -> LocalRegister:
        """Return the same register with this envelope."""
        return LocalRegister(
            self._lanes,
            login=self.login,
            session=self._session,
            clock=self._clock,
            tasks=self._tasks,
            operation_id=operation_id,
            made_at=made_at,
        )

    async def tidy(self, kept: timedelta) -> None:
        """Let receipts that are older than `kept` go; a write with their operation id would happen again."""
        before = stamp(self._clock() - kept)

        def tidy(session: RegisterSession) -> None:
            connection = session.connection()
            with writing(connection):
                connection.exec_driver_sql("DELETE FROM receipt WHERE at < ?", (before,))
            session.commit()

        await self._lanes.write(tidy)

    async def close(self) -> None:
        """Stop what runs in the background, finish what is being written, and let go of the file."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._lanes.close()

    # Services ---------------------------------------------------------------------------------------------------------

    async def actor(self) -> Actor:
        """Return who asks; raises SignedOut where the login is unknown."""
        return await self._lanes.read(lambda session: find_actor(session, self.login))

    async def within(
        self, operation: Operation[..., Any], function: Callable[[UnitOfWork], R], *, batch: int | None = None
    ) -> R:
        """Run `function` in one write transaction, recorded as part of `operation`."""
        now = self._clock()
        call = Call(operation, self.sending()._envelope(operation, now), self.login)
        return await self._lanes.write(lambda session: transaction.write(session, call, now, function, batch=batch))

    async def reading(self, operation: Operation[..., Any], function: Callable[[UnitOfWork], R]) -> R:
        """Run `function` in one read transaction."""
        now = self._clock()
        call = Call(operation, self._envelope(operation, now), self.login)
        return await self._lanes.read(lambda session: transaction.read(session, call, now, function))

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
    """Open the file of `url` as `user`; see `core.register.open_register`."""
    await asyncio.to_thread(map_tables)
    path = await asyncio.to_thread(ready_file, url, user, clock(), upgrade=upgrade)
    register = LocalRegister(Lanes(path), login=user, session=session, clock=clock)
    try:
        await register.actor()
    except BaseException:
        await register.close()
        raise
    register.spawn(housekeeping(register), "housekeeping")
    return register
