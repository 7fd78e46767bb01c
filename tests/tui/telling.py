"""How a register in memory tells a program that waits of what changed, and the named views it has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from core.list_views.views import ListView
from core.records.views import Changes


class Telling:
    """`seq` is where it stands; `kinds` and `lost` what else the last change was; `waiting` how many wait.

    `views` are the named views of the list.
    """

    def __init__(self) -> None:
        self.seq = 1
        self.kinds: tuple[str, ...] = ()
        self.lost: tuple[int, ...] = ()
        self.waiting = 0
        self.views: tuple[ListView, ...] = ()
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

    def do_list_views_list(self) -> tuple[ListView, ...]:
        """Return the views."""
        return self.views
