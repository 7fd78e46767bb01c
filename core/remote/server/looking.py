"""What only looks is broken off: when it takes too long, when its caller leaves, or says that nobody waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.remote.server.answers import Exchange
from core.remote.server.meeting import left
from core.remote.server.traffic import Running, Traffic, too_long
from core.remote.server.trouble import Gone


@asynccontextmanager
async def looking(exchange: Exchange, traffic: Traffic, seconds: float) -> AsyncIterator[Running]:
    """Run the block for at most so many seconds, and only as long as somebody waits for its answer.

    Raises `too_long`, Gone where the caller left, or what it was broken off with from outside.
    """
    deadline = asyncio.timeout(seconds)
    running = Running(deadline)
    watch = _Watch(exchange, running)
    # Most reads are over before it is worth while to listen for their caller.
    timer = asyncio.get_running_loop().call_later(traffic.limits.watched_after, watch.begin)
    try:
        async with deadline:
            yield running
    except TimeoutError:
        if not deadline.expired():
            raise
        raise running.ended or too_long() from None
    finally:
        timer.cancel()
        watch.end()


class _Watch:
    """Listens for the caller's leaving, and breaks off what runs for it."""

    def __init__(self, exchange: Exchange, running: Running) -> None:
        self._exchange = exchange
        self._running = running
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Listen from now on."""
        self._task = asyncio.get_running_loop().create_task(self._listen(), name="watch")

    def end(self) -> None:
        """Listen no more."""
        if self._task is not None:
            self._task.cancel()

    async def _listen(self) -> None:
        await left(self._exchange.receive)
        self._running.end(Gone())
