"""Lanes: one thread with one connection each; a register has one for its writer and two for readers."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from core.database.store import Lost, Opened, Store
from core.errors import Unavailable

if TYPE_CHECKING:
    from core.database.sessions import RegisterSession

R = TypeVar("R")

PATIENCE = 8.0
"""Seconds in which a lost connection is made anew before the register is "lost": a server is back by then, or not soon."""
LONGEST_REST = 1.0
"""Seconds between two tries, at most; the first ones follow more quickly."""


class Lane:
    """One thread and its connection. A read that nobody waits for any more is interrupted; a write always ends.

    What ran on a connection that died runs again on a new one: a read always, a write where nothing can have been
    committed, or where it finds its own receipt (`repeatable`).
    """

    def __init__(self, store: Store, *, writing: bool) -> None:
        self._store = store
        self._writing = writing
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="kundkort-writer" if writing else "kundkort-reader")
        self._opened: Opened | None = None
        self._driver: Any = None
        self._closing = threading.Event()

    async def run(self, function: Callable[[RegisterSession], R], *, repeatable: bool = False) -> R:
        """Run `function` with a session of its own, rolled back unless it committed.

        Raises what it raises, or Unavailable and Broken for what the database raised.
        """
        unwanted = threading.Event()
        try:
            future = self._executor.submit(self._within, function, unwanted, repeatable=repeatable)
        except RuntimeError as error:
            raise Unavailable("closed", retry=False) from error
        answer = asyncio.wrap_future(future)
        answer.add_done_callback(_retrieve)
        try:
            await asyncio.wait([answer])
        except asyncio.CancelledError:
            if not self._writing:
                await _to_its_end(self._stop(future, answer, unwanted))
            raise
        return answer.result()

    async def _stop(self, future: Future[R], answer: asyncio.Future[R], unwanted: threading.Event) -> None:
        """Interrupt the read in `future` and wait until its thread is free again."""
        if future.cancel():
            return
        unwanted.set()
        while not answer.done():
            # Between two statements there is nothing to interrupt: ask again until the thread is free.
            if self._driver is not None:
                await asyncio.to_thread(self._store.interrupt, self._driver)
            await asyncio.wait([answer], timeout=self._store.ask_again)

    def _within(self, function: Callable[[RegisterSession], R], unwanted: threading.Event, *, repeatable: bool) -> R:
        """Run `function`, again where its connection died and that does no harm, until PATIENCE is over."""
        until = time.monotonic() + PATIENCE
        tries = 0
        while True:
            self._store.check()
            commits = threading.Event()
            try:
                with self._store.errors():
                    return self._once(function, commits)
            except Lost as lost:
                self._let_go()
                tries += 1
                may_run_again = repeatable or not commits.is_set()
                if not may_run_again or unwanted.is_set() or time.monotonic() > until or not self._rested(tries):
                    raise Unavailable("lost", retry=True, place=self._store.place) from lost

    def _once(self, function: Callable[[RegisterSession], R], commits: threading.Event) -> R:
        if self._opened is None:
            self._opened = self._store.open(writing=self._writing)
        with self._opened.session(commits) as session:
            self._driver = session.connection().connection.driver_connection
            return function(session)

    def _rested(self, tries: int) -> bool:
        """Wait a while before the next try, the longer the more there were; False where the register closes meanwhile."""
        rest = random.uniform(0, min(LONGEST_REST, 0.02 * 3**tries))  # noqa: S311 - no secret
        return not self._closing.wait(rest)

    def _let_go(self) -> None:
        """Close a connection that is of no use; the engine makes another one when it needs it."""
        self._driver = None
        if self._opened is not None:
            self._opened.let_go()

    async def close(self) -> None:
        """Finish what runs and close the connection."""
        self._closing.set()
        if self._opened is not None:
            await asyncio.wrap_future(self._executor.submit(self._opened.let_go))
            self._opened = None
        await asyncio.to_thread(self._executor.shutdown)


async def _to_its_end(stopping: Any) -> None:  # noqa: ANN401 - a coroutine
    """Wait for `stopping` however often the caller is cancelled meanwhile: the lane must be free for the next one."""
    task = asyncio.ensure_future(stopping)
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            continue
    task.result()


def _retrieve(answer: asyncio.Future[Any]) -> None:
    """Take note of an error that nobody may be left to be told."""
    if not answer.cancelled():
        answer.exception()


class Lanes:
    """The lanes of one register: reads take whichever reader is free, writes stand in one line."""

    READERS = 2

    def __init__(self, store: Store) -> None:
        self.store = store
        self._writer = Lane(store, writing=True)
        self._readers = [Lane(store, writing=False) for _ in range(self.READERS)]
        self._free = list(self._readers)
        self._turn = asyncio.Semaphore(self.READERS)

    async def read(self, function: Callable[[RegisterSession], R]) -> R:
        """Run a read as soon as a reader is free."""
        async with self._turn:
            lane = self._free.pop()
            try:
                return await lane.run(function)
            finally:
                self._free.append(lane)

    async def write(self, function: Callable[[RegisterSession], R], *, repeatable: bool = False) -> R:
        """Run a write after those before it; `repeatable`: run twice it happens once, by its operation id."""
        return await self._writer.run(function, repeatable=repeatable)

    async def close(self) -> None:
        """Close every lane, the writer last: it takes the log of a file into it."""
        for lane in [*self._readers, self._writer]:
            await lane.close()
