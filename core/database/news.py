"""News: whoever waits for a change is told of it within a second, by one look at the database for all of them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Iterator

from core.actor import Actor
from core.database.lanes import Lanes
from core.database.looking import Look, look, stands
from core.database.recent import Asker, Recent
from core.errors import Unavailable
from core.records.views import Changes

LOOK_EVERY = 1.0
"""Seconds after which it is looked whether another process wrote."""
GATHER = 0.25
"""Seconds in which changes that follow each other are gathered before they are told."""

Promise = asyncio.Future[BaseException | None]
"""Settled with None by what was waited for, or with why that cannot come."""


class News:
    """One for each opened register, whoever works with it; it looks only while somebody waits.

    A write of this process is told at once (`wrote`), one of another process when it is looked for, every `look_every`
    seconds; after each it rests for `gather` seconds. Everything but `wrote` belongs to the event loop.
    """

    def __init__(self, lanes: Lanes) -> None:
        self.look_every, self.gather = LOOK_EVERY, GATHER
        self._lanes = lanes
        self._recent = Recent()
        self._askers: dict[str, Asker] = {}
        self._all: set[Promise] = set()
        self._few: dict[int, set[Promise]] = {}
        self._next: list[Promise] = []
        self._written = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def waiting(self) -> int:
        """How many wait to be told something."""
        return len(self._all) + sum(map(len, self._few.values()))

    @property
    def looking(self) -> bool:
        """Whether it is looked for changes."""
        return self._task is not None and not self._task.done()

    def wrote(self) -> None:
        """Learn that this process has committed something; from whichever thread, and quick where nobody waits."""
        loop, task = self._loop, self._task
        if loop is not None and task is not None:
            loop.call_soon_threadsafe(self._written.set)

    # -- who asks --------------------------------------------------------------------------------------------------

    async def asker(self, login: str, find: Callable[[], Awaitable[Actor]]) -> Asker:
        """Return who the user called `login` is here; `find` finds out, where that may have changed since the last time.

        What is remembered is as old as the changes that are: both are brought up to date by the same look.
        """
        known = self._askers.get(login)
        if known is not None and self.looking:
            return known
        seq = self._recent.seq
        actor = await find()
        found = Asker(actor.id, actor.sees_all)
        if seq == self._recent.seq:
            self._askers[login] = found
        return found

    # -- waiting ---------------------------------------------------------------------------------------------------

    async def wait(self, asker: Asker, since: int, epoch: str, patience: float) -> Changes | None:
        """Return what of the changes after `since` concerns `asker`, as soon as there is any.

        After `patience` seconds it is where the register stood at the last look; None where what was that long ago is
        not remembered, so that the database must be asked. Raises what looking raises, and Unavailable "closed".
        """
        until = asyncio.get_running_loop().time() + patience
        if self._recent.seq < since or not self.looking:
            # Whoever knows of a later change than we do has just written it, or knows another register.
            await self._looked(until)
        recent = self._recent
        while True:
            if since > recent.seq or (epoch and epoch != recent.epoch):
                return Changes(seq=recent.seq, epoch=recent.epoch, everything=True)
            if since < recent.whole_from:
                return None
            found = recent.about(asker, since)
            if found.tells or not await self._told(asker, until):
                return found

    async def _told(self, asker: Asker, until: float) -> bool:
        """Wait until something may concern `asker`; False where the time is over."""
        with self._waiting(asker) as promise:
            return await _kept(promise, until)

    @contextlib.contextmanager
    def _waiting(self, asker: Asker) -> Iterator[Promise]:
        waiting = self._all if asker.sees_all else self._few.setdefault(asker.user, set())
        promise = self._promise()
        waiting.add(promise)
        try:
            yield promise
        finally:
            waiting.discard(promise)
            if not waiting and self._few.get(asker.user) is waiting:
                del self._few[asker.user]

    async def _looked(self, until: float) -> None:
        """Wait for the end of a look that has not begun yet; however long that takes where there was none before."""
        promise = self._promise()
        self._next.append(promise)
        self._written.set()
        while not await _kept(promise, until) and self._recent.seq < 0:
            until += self.look_every

    def _promise(self) -> Promise:
        """Return what the next look settles, or one that tells something; looking begins again where it had ended."""
        if self._closed:
            raise closed()
        if self._task is not None and self._task.done():
            self._ended(self._task)
        if self._task is None:
            self._loop = asyncio.get_running_loop()
            self._task = self._loop.create_task(self._look_around(), name="news")
            self._task.add_done_callback(self._ended)
        return asyncio.get_running_loop().create_future()

    # -- looking ---------------------------------------------------------------------------------------------------

    async def _look_around(self) -> None:
        """Look at once, then after each write and every while, until nobody waits any more."""
        begun = False
        while True:
            promised = len(self._next)
            self._written.clear()
            if begun:
                found = await self._look()
            else:
                # What happened while nobody waited may be much; who asks about it asks the database.
                self._recent.begin(*await self._lanes.read(lambda session: stands(session.connection())))
                self._askers.clear()
                begun, found = True, None
            settled, self._next = self._next[:promised], self._next[promised:]
            _settle(settled)
            if found is not None:
                self._tell(found)
                await asyncio.sleep(self.gather)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._written.wait(), self.look_every)
            if not (self._all or self._few or self._next):
                return

    async def _look(self) -> Look | None:
        seen = self._recent.seq
        return await self._lanes.read(lambda session: look(session.connection(), seen))

    def _tell(self, found: Look) -> None:
        """Remember what was found, and wake whom it may concern."""
        recent = self._recent
        changed = [thing.id for thing in found.things if thing.kind == "customer"]
        to_all = found.epoch != recent.epoch or not found.whole or len(changed) < len(found.things)
        recent.add(found)
        if to_all or any(sight.customer is None for sight in found.sights):
            self._askers.clear()
        _settle(self._all)
        if to_all or recent.seq == recent.whole_from:
            concerned = set(self._few)
        else:
            concerned = {sight.user for sight in found.sights}.union(*found.seers.values())
        for user in concerned & self._few.keys():
            _settle(self._few[user])

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Tell all who wait why nothing can be told any more."""
        if task is not self._task:
            return
        self._task = None
        error = closed() if task.cancelled() else task.exception()
        if error is not None:
            _settle(
                [*self._next, *self._all, *(promise for waiting in self._few.values() for promise in waiting)], error
            )
            self._next.clear()

    async def close(self) -> None:
        """End every wait at once, and look no more."""
        self._closed = True
        if self._task is not None:
            task = self._task
            task.cancel()
            await asyncio.wait([task])
            self._ended(task)


async def _kept(promise: Promise, until: float) -> bool:
    """Wait for a promise until a moment of the loop's clock; False where it is not kept by then. Raises why it can't be."""
    left = until - asyncio.get_running_loop().time()
    await asyncio.wait([promise], timeout=max(left, 0))
    if not promise.done():
        return False
    error = promise.result()
    if error is not None:
        raise error
    return True


def _settle(promises: Iterable[Promise], error: BaseException | None = None) -> None:
    for promise in promises:
        if not promise.done():
            promise.set_result(error)


def closed() -> Unavailable:
    """Return the error of a register that is closed."""
    return Unavailable("closed", retry=False)
