"""Lanes: one thread with one connection each; a register has one for its writer and two for readers."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine

from core.database.engine import database_errors, make_engine
from core.database.guard import RegisterSession, guard
from core.errors import Unavailable

R = TypeVar("R")

ASK_AGAIN = 0.005
"""Seconds between two interrupts of a read that nobody waits for any more."""


class SameFile:
    """Knows which file a register was opened in: what is written into one that was taken away is lost."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = self._look()

    def check(self) -> None:
        """Raise Unavailable "moved" where another file, or none, stands in its place by now."""
        if self._look() != self._file:
            raise Unavailable("moved", retry=True, place=str(self.path))

    def _look(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino


class Lane:
    """One thread and its connection. A read that nobody waits for any more is interrupted; a write always ends."""

    def __init__(self, file: SameFile, *, writing: bool) -> None:
        self._file = file
        self._path = file.path
        self._writing = writing
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="kundkort-writer" if writing else "kundkort-reader")
        self._engine: Engine | None = None
        self._driver: sqlite3.Connection | None = None

    async def run(self, function: Callable[[RegisterSession], R]) -> R:
        """Run `function` with a session of its own, rolled back unless it committed.

        Raises what it raises, or Unavailable and Broken for what the database raised.
        """
        try:
            future = self._executor.submit(self._within, function)
        except RuntimeError as error:
            raise Unavailable("closed", retry=False) from error
        answer = asyncio.wrap_future(future)
        answer.add_done_callback(_retrieve)
        try:
            await asyncio.wait([answer])
        except asyncio.CancelledError:
            if not self._writing:
                await self._stop(future, answer)
            raise
        return answer.result()

    async def _stop(self, future: Future[R], answer: asyncio.Future[R]) -> None:
        """Interrupt the read in `future` and wait until its thread is free again."""
        if future.cancel():
            return
        while not answer.done():
            # Between two statements there is nothing to interrupt: ask again until the thread is free.
            if self._driver is not None:
                self._driver.interrupt()
            await asyncio.wait([answer], timeout=ASK_AGAIN)

    def _within(self, function: Callable[[RegisterSession], R]) -> R:
        self._file.check()
        with database_errors(self._path):
            if self._engine is None:
                self._engine = make_engine(self._path, writing=self._writing)
                if self._writing:
                    guard(self._engine)
            with RegisterSession(self._engine) as session:
                driver = session.connection().connection.driver_connection
                assert isinstance(driver, sqlite3.Connection)
                self._driver = driver
                return function(session)

    async def close(self) -> None:
        """Finish what runs and close the connection."""
        if self._engine is not None:
            await asyncio.wrap_future(self._executor.submit(self._engine.dispose))
            self._engine = None
        await asyncio.to_thread(self._executor.shutdown)


def _retrieve(answer: asyncio.Future[Any]) -> None:
    """Take note of an error that nobody may be left to be told."""
    if not answer.cancelled():
        answer.exception()


class Lanes:
    """The lanes of one file: reads take whichever reader is free, writes stand in one line."""

    READERS = 2

    def __init__(self, path: Path) -> None:
        self.path = path
        file = SameFile(path)
        self._writer = Lane(file, writing=True)
        self._readers = [Lane(file, writing=False) for _ in range(self.READERS)]
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

    async def write(self, function: Callable[[RegisterSession], R]) -> R:
        """Run a write after those before it."""
        return await self._writer.run(function)

    async def close(self) -> None:
        """Close every lane, the writer last: it takes the log into the file."""
        for lane in [*self._readers, self._writer]:
            await lane.close()
