"""What the list screen asks the register: windows, counts, rows again, ways out; knows the operations."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from core.customers.api import count_customers, customer_choices, get_customer, list_customers
from core.customers.views import Choices, Customer, CustomerCount, CustomerQuery, CustomerWindow
from core.errors import NotFound
from tui.listing.query import COUNT_CAP, TOTAL_CAP, FoundWay, Way, is_narrowed, nearest, ways_out
from tui.listing.viewport import Wanted, ahead

if TYPE_CHECKING:
    from tui.app import KundkortApp

WINDOW, LARGEST = 100, 500
"""Rows asked for at a time: at the least, and at the most."""


def window_size(page: int) -> int:
    """Return how many rows are asked for where `page` are in sight: so many that the first window is enough to begin."""
    return min(max(page + ahead(page), WINDOW), LARGEST)


class Loader:
    """Asks for what the list shows; errors are the caller's."""

    def __init__(self, app: KundkortApp) -> None:
        self._app = app

    async def window(self, query: CustomerQuery, wanted: Wanted, limit: int) -> CustomerWindow:
        """Return the rows that are wanted, `limit` at the most."""
        after = wanted.position if wanted.place == "after" else ""
        before = wanted.position if wanted.place == "before" else ""
        at = wanted.at if wanted.place == "at" else None
        return await self._app.ask(list_customers, query, after, before, wanted.place == "last", limit, at)

    async def again(self, query: CustomerQuery, wanted: Wanted, rows: int) -> list[CustomerWindow]:
        """Return some `rows` rows anew, in as few windows as can be, from `wanted` on (backwards from the last)."""
        windows: list[CustomerWindow] = []
        while not windows or rows > 0:
            window = await self.window(query, wanted, min(max(rows, WINDOW), LARGEST))
            rows -= len(window.rows)
            if wanted.place in ("last", "before"):
                windows.insert(0, window)
                over, wanted = window.at_start, Wanted("before", window.first)
            else:
                windows.append(window)
                over, wanted = window.at_end, Wanted("after", window.last)
            if over or not window.rows:
                break
        return windows

    async def count(self, query: CustomerQuery) -> CustomerCount:
        """Return how many are found: exactly where nothing narrows, else to the cap."""
        return await self._app.ask(count_customers, query, COUNT_CAP if is_narrowed(query) else TOTAL_CAP)

    async def total(self, query: CustomerQuery) -> int:
        """Return how many there would be without text and filters (active ones, where only those show)."""
        whole = CustomerQuery(active=query.active)
        return (await self._app.ask(count_customers, whole, TOTAL_CAP)).found

    async def ways_out(self, query: CustomerQuery) -> list[FoundWay]:
        """Return the nearest ways out of an empty answer, with counts."""
        found = await asyncio.gather(*(self._counted(way) for way in ways_out(query)))
        return list(await asyncio.gather(*(self._with_name(way) for way in nearest(found))))

    async def _counted(self, way: Way) -> FoundWay:
        count = await self._app.ask(count_customers, way.query, COUNT_CAP)
        return FoundWay(way, count.found, count.cap)

    async def _with_name(self, found: FoundWay) -> FoundWay:
        if found.hits != 1:
            return found
        window = await self.window(found.way.query, Wanted("first"), 1)
        return found._replace(only=window.rows[0] if window.rows else None)

    def known(self, customer_id: int) -> Customer | None:
        """Return a card as it was last read, without asking; None where it was not."""
        return self._app.remembered(get_customer, customer_id)

    async def customer(self, customer_id: int) -> Customer | None:
        """Return a card, None where it was deleted meanwhile."""
        try:
            return await self._app.ask(get_customer, customer_id)
        except NotFound:
            return None

    async def choices(self) -> Choices:
        """Return what the filters can offer."""
        return await self._app.ask(customer_choices)
