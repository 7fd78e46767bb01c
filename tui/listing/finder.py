"""Keeps a list of customers filled: asks the register anew at every change of the query, counts, looks for news."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from core.customers.views import Choices, Customer, CustomerQuery, CustomerRow
from core.errors import KundkortError
from core.values.finding import read_typed
from tui.keys import KEYS, shown_key
from tui.listing import query as list_query
from tui.listing.loading import Loader, window_size
from tui.listing.query import Counts, FoundWay
from tui.listing.viewport import Wanted, ahead
from tui.paint import Line

if TYPE_CHECKING:
    from tui.screens.base import Page
    from tui.widgets.customer_list import CustomerList

COUNT_EVERY = 3.0
"""Seconds between two counts because others changed something."""
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
        self._counts_soon = False
        self._counted = -COUNT_EVERY
        self._answered = False

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
        self._answered = False
        try:
            with self._page.waiting():
                await self._before()
                window = await self._loader.window(query, Wanted("first"), self._size)
        except KundkortError:
            self._table.fail(generation, "first")
            raise
        self._answered = True
        if not window.rows:
            self._table.say_instead(self._empty(query, ()))
        self._table.feed(generation, Wanted("first"), window)
        self._changed()

    @property
    def _size(self) -> int:
        return window_size(self._table.view.page)

    async def more(self, generation: int, wanted: Wanted) -> None:
        """Fetch rows that the list wants."""
        fed = False
        try:
            window = await self._loader.window(self.asked, wanted, self._size)
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
        found, whole, _choices = await asyncio.gather(
            self._loader.count(query), self._total(query), self._learn_choices()
        )
        self.counts = Counts(found, found.found if not list_query.is_narrowed(query) else whole)
        self._changed()
        self._tell_places()
        if not found.found:
            self._table.say_instead(self._empty(query, await self._loader.ways_out(query)))

    async def _total(self, query: CustomerQuery) -> int | None:
        """Return how many there are in all, asking only where that is another number than the count, and not known."""
        if self.counts.total is None and list_query.is_narrowed(query):
            return await self._loader.total(query)
        return self.counts.total

    async def _learn_choices(self) -> None:
        if not self._choices_known:
            self.choices, self._choices_known = await self._loader.choices(), True
            self._changed()

    def known_card(self, row: CustomerRow | None, width: int) -> list[Line]:
        """Return the card beside the list as it was last read, nothing where it was not."""
        known = self._loader.known(row.id) if row is not None else None
        return self._card_lines(known, width)

    async def card_of(self, row: CustomerRow | None, width: int) -> list[Line]:
        """Return the card beside the list in `width` cells; nothing where there is no row, or it was just deleted."""
        if row is None:
            return []
        known = self._loader.known(row.id)
        # The row of the list says which change of the card is the last: it need not be read again.
        if known is None or known.seq != row.seq:
            known = await self._loader.customer(row.id)
        return self._card_lines(known, width)

    def _card_lines(self, customer: Customer | None, width: int) -> list[Line]:
        settings = self._page.kundkort.settings
        if customer is None or settings is None:
            return []
        from tui.listing.preview import preview_lines

        return preview_lines(customer, settings, width)

    async def follow(self) -> bool:
        """Read anew what is in sight, and a little more, because others changed something; False where it can't be yet.

        The cursor stays on its customer and its line. Counted is at most every few seconds.
        """
        if not self._answered:
            return False
        generation, query, view = self._table.generation, self.asked, self._table.view
        wanted = view.reading_again()
        if wanted is None:
            return False
        held = len(view.rows)
        rows = held if wanted.place == "last" else min(held, view.top + view.page + ahead(view.page))
        windows = await self._loader.again(query, wanted, rows)
        if generation == self._table.generation:
            self._table.replace(windows)
            self._count_soon()
        return True

    def _count_soon(self) -> None:
        """Count at once, or when COUNT_EVERY has passed since the last time that others were the reason."""
        left = self._counted + COUNT_EVERY - asyncio.get_running_loop().time()
        if left <= 0:
            self._count_anew()
        elif not self._counts_soon:
            self._counts_soon = True
            self._page.set_timer(left, self._count_anew)

    def _count_anew(self) -> None:
        self._counts_soon, self._counted = False, asyncio.get_running_loop().time()
        self.counts = Counts(self.counts.found, None)
        self._choices_known = False
        self._page.start(self._count(self.asked), group="count", exclusive=True, beside=True)

    async def read_again(self, then_at: int = 0) -> None:
        """Read the rows that are held again; the cursor stays on its row, or goes to the customer `then_at`."""
        if not self._answered:
            # What stands there answers an earlier question.
            self.ask(self.asked)
            return
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
