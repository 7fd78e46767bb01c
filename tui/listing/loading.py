"""What the list screen asks the register: windows, counts, rows again, ways out; knows the operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.customers.api import count_customers, customer_choices, get_customer, list_customers
from core.customers.views import Choices, Customer, CustomerCount, CustomerQuery, CustomerWindow
from core.errors import NotFound
from tui.listing.query import COUNT_CAP, TOTAL_CAP, FoundWay, is_narrowed, nearest, ways_out
from tui.listing.rows import MOST_WINDOWS
from tui.listing.viewport import Wanted

if TYPE_CHECKING:
    from tui.app import KundkortApp

WINDOW = 100
"""Rows asked for at a time."""


class Loader:
    """Asks for what the list shows; errors are the caller's."""

    def __init__(self, app: KundkortApp) -> None:
        self._app = app

    async def window(self, query: CustomerQuery, wanted: Wanted, limit: int = WINDOW) -> CustomerWindow:
        """Return the rows that are wanted."""
        after = wanted.position if wanted.place == "after" else ""
        before = wanted.position if wanted.place == "before" else ""
        return await self._app.ask(list_customers, query, after, before, wanted.place == "last", limit)

    async def again(self, query: CustomerQuery, wanted: Wanted, rows: int) -> list[CustomerWindow]:
        """Return some `rows` rows anew, in windows, from `wanted` on (backwards from the last)."""
        windows: list[CustomerWindow] = []
        while len(windows) < MOST_WINDOWS and (not windows or sum(len(window.rows) for window in windows) < rows):
            window = await self.window(query, wanted)
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
        found = []
        for way in ways_out(query):
            count = await self._app.ask(count_customers, way.query, COUNT_CAP)
            found.append(FoundWay(way, count.found, count.cap))
        return [await self._with_name(way) for way in nearest(found)]

    async def _with_name(self, found: FoundWay) -> FoundWay:
        if found.hits != 1:
            return found
        window = await self.window(found.way.query, Wanted("first"), 1)
        return found._replace(only=window.rows[0] if window.rows else None)

    async def customer(self, customer_id: int) -> Customer | None:
        """Return a card, None where it was deleted meanwhile."""
        try:
            return await self._app.ask(get_customer, customer_id)
        except NotFound:
            return None

    async def choices(self) -> Choices:
        """Return what the filters can offer."""
        return await self._app.ask(customer_choices)
