"""How a register in memory tells a program that waits of what changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from core.records.views import Changes


class Telling:
    """`seq` is where it stands; `kinds` and `lost` what else the last change was; `waiting` how many wait."""

    def __init__(self) -> None:
        self.seq = 1
        self.kinds: tuple[str, ...] = ()
        self.lost: tuple[int, ...] = ()
        self.waiting = 0
        self._told = asyncio.Event()

    def tell(self, *, kinds: tuple[str, ...] = (), lost: tuple[int, ...] = ()) -> None:
        """Say that something changed: customers, other things of these kinds, customers that one may see no longer."""
        self.seq += 1
        self.kinds, self.lost = kinds, lost
        self._told.set()
        self._told = asyncio.Event()

    async def wait_for(self, look: Callable[[], Changes]) -> Changes:
        """Return what `look` finds as soon as that tells anything; it raises what is to be raised."""
        while not (found := look()).tells:
            self.waiting += 1
            try:
                await self._told.wait()
            finally:
                self.waiting -= 1
        return found
