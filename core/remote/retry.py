"""Trying again: how often, how long between, and when it is given up."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from core.errors import Unavailable

T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """At most `tries` tries, all begun within `deadline` seconds of the first.

    Before the n-th comes a pause of a random length up to `first` · 2ⁿ⁻², at most `longest` seconds (full jitter: clients
    that lost the same server do not come back all at once), or as long as the server asked for. `now`, `sleep` and
    `chance` (0 to 1) are the machine's own; tests give others.
    """

    tries: int = 4
    deadline: float = 20.0
    first: float = 0.25
    longest: float = 4.0
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random

    def pause(self, tried: int) -> float:
        """Return how many seconds to wait after so many tries."""
        return self.chance() * min(self.longest, self.first * 2.0 ** (tried - 1))


async def persist(
    attempt: Callable[[], Awaitable[T]], may_repeat: Callable[[Unavailable], bool], patience: Patience
) -> T:
    """Return what `attempt` gives, however often it must be tried; the last Unavailable where that does not help.

    `may_repeat` says whether trying once more after this error is harmless and may help. A server's Retry-After is
    obeyed; where that is later than the deadline, the error is raised at once.
    """
    began = patience.now()
    tried = 0
    while True:
        try:
            return await attempt()
        except Unavailable as error:
            tried += 1
            wait = error.wait + patience.pause(tried)
            late = patience.now() + wait - began > patience.deadline
            if not error.retry or tried == patience.tries or late or not may_repeat(error):
                raise
        await patience.sleep(wait)
