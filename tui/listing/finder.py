"""Keeps a list of customers filled: asks the register anew at every change of the query, counts, looks for news."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from core.customers.views import Choices, CustomerQuery, CustomerRow
from core.values.finding import read_typed
from tui.keys import KEYS, shown_key
from tui.listing import query as list_query
from tui.listing.loading import Loader
from tui.listing.query import Counts, FoundWay
from tui.listing.viewport import Wanted
from tui.paint import Line

if TYPE_CHECKING:
    from tui.screens.base import Page
    from tui.widgets.customer_list import CustomerList

COUNT_AFTER = 0.15
"""Seconds after the last key before anything is counted."""


class Finder:
    """What is asked, what is known of the answer, and the list that shows it; calls `changed` when more is known.

    `before` is awaited before anything is read.
    """

    def __init__(
        self,
        page: Page[Any],
        table: CustomerList,
        changed: Callable[[], None],
        before: Callable[[], Awaitable[None]],
    ) -> None:
        self.asked = list_query.from_state(page.kundkort.state)
        self.counts = Counts()
        self.choices = Choices()
        self._page, self._table = page, table
        self._changed, self._before = changed, before
        self._loader = Loader(page.kundkort)
        self._choices_known = False

    def ask(self, query: CustomerQuery) -> None:
        """Ask something else; the answer to what was asked before is not waited for, and nothing waits for this one.

        What is there stays until the answer comes. The cursor goes to the best hit of another text; with the same text
        (another filter or order) it stays on its customer, where that is near the top.
        """
        before, self.asked = self.asked, query
        list_query.to_state(query, self._page.kundkort.state)
        generation = self._table.begin_for(read_typed(query.text), stay=query.text == before.text)
        self.counts = Counts(None, self.counts.total if query.active == before.active else None)
        self._page.start(self._first_rows(generation, query), group="rows", exclusive=True)
        self._page.start(self._count(query), group="count", exclusive=True)

    async def _first_rows(self, generation: int, query: CustomerQuery) -> None:
        with self._page.waiting():
            await self._before()
            window = await self._loader.window(query, Wanted("first"))
        if not window.rows:
            self._table.say_instead(self._empty(query, ()))
        self._table.feed(generation, Wanted("first"), window)
        self._changed()

    async def more(self, generation: int, wanted: Wanted) -> None:
        """Fetch rows that the list wants."""
        fed = False
        try:
            window = await self._loader.window(self.asked, wanted)
            self._table.feed(generation, wanted, window)
            fed = True
        finally:
            if not fed:
                self._table.fail(generation, wanted.place)
        self._tell_places()

    def _tell_places(self) -> None:
        """After a jump to the end the rows' places follow from how many there are, where that is known exactly."""
        found = self.counts.found
        if found is not None and found.found <= found.cap:
            self._table.view.know_count(found.found)
            self._changed()

    async def more_now(self) -> None:
        """Fetch whatever rows the list needs next."""
        for wanted in self._table.view.needed():
            await self.more(self._table.generation, wanted)

    def _empty(self, query: CustomerQuery, ways: Sequence[FoundWay]) -> list[Line]:
        new = "search.new" if self._page.typing else "list.new"
        key = "" if self._page.why_not(new) else shown_key(KEYS[new], typing=self._page.typing)
        return list_query.empty_lines(query, ways, key)

    async def _count(self, query: CustomerQuery) -> None:
        await asyncio.sleep(COUNT_AFTER)
        found = await self._loader.count(query)
        total = self.counts.total
        if not list_query.is_narrowed(query):
            total = found.found
        elif total is None:
            total = await self._loader.total(query)
        self.counts = Counts(found, total)
        self._changed()
        self._tell_places()
        if not found.found:
            self._table.say_instead(self._empty(query, await self._loader.ways_out(query)))
        if not self._choices_known:
            self.choices, self._choices_known = await self._loader.choices(), True
            self._changed()

    async def card_of(self, row: CustomerRow | None, width: int) -> list[Line]:
        """Return the card beside the list in `width` cells; nothing where there is no row, or it was just deleted."""
        settings = self._page.kundkort.settings
        if row is None or settings is None:
            return []
        from tui.listing.preview import preview_lines

        customer = await self._loader.customer(row.id)
        return preview_lines(customer, settings, width) if customer is not None else []

    async def read_again(self, then_at: int = 0) -> None:
        """Read the rows that are held again; the cursor stays on its row, or goes to the customer `then_at`."""
        generation, query, wanted = self._table.generation, self.asked, self._table.view.reading_again()
        if wanted is not None:
            windows = await self._loader.again(query, wanted, len(self._table.view.rows))
            if generation == self._table.generation:
                self._table.replace(windows)
                if then_at:
                    self._table.go_to(then_at)
        self.counts = Counts(self.counts.found, None)
        self._choices_known = False
        self._page.start(self._count(query), group="count", exclusive=True)
