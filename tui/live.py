"""What others change while a page is open: one look a second at the register, and a page told what it shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from core.records.api import changes
from core.records.views import Changes
from tui.screens.base import Page

LOOK_EVERY = 1.0
"""Seconds between two looks."""


class Live:
    """Tells a page what changed in the register since it began; it looks only while the page is on top."""

    def __init__(self, page: Page[Any], told: Callable[[Changes], Awaitable[None]]) -> None:
        self.page = page
        self.told = told
        self.seen = -1
        self.epoch = ""

    def begin(self) -> None:
        """Look from now on."""
        self.page.set_interval(LOOK_EVERY, self.look)

    async def remember(self) -> None:
        """Note where the register stands; called before the page reads, so that nothing is missed."""
        if self.seen < 0:
            found = await self.page.kundkort.ask(changes, -1)
            self.seen, self.epoch = found.seq, found.epoch

    def look(self) -> None:
        """Look once, beside whatever else is done; not before the page has read for the first time."""
        if self.page.is_current and self.seen >= 0:
            self.page.start(self._look(), group="look", exclusive=True)

    async def _look(self) -> None:
        found = await self.page.kundkort.ask(changes, self.seen, self.epoch)
        news = found.seq != self.seen or found.everything
        self.seen, self.epoch = found.seq, found.epoch
        if news:
            await self.told(found)
