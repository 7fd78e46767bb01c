"""Keeps a list of customers filled: asks the register anew at every change of the query, counts, looks for news."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from core.customers.views import Choices, Customer, CustomerOrder, CustomerQuery, CustomerRow, CustomerWindow
from core.errors import Invalid, KundkortError
from core.values.finding import read_typed
from tui.keys import KEYS, shown_key
from tui.listing import query as list_query
from tui.listing.loading import Loader, window_size
from tui.listing.query import Counts, FoundWay
from tui.listing.viewport import JUMPS, Wanted, ahead
from tui.paint import Line

if TYPE_CHECKING:
    from tui.screens.base import Page
    from tui.widgets.customer_list import CustomerList

COUNT_EVERY = 3.0
"""Seconds between two counts because others changed something."""
COUNT_AFTER = 0.15
"""Seconds after the last key before anything is counted."""
PATIENCE = 0.15
"""Seconds before it is mentioned that more is searched for."""
FIRST = Wanted("first")


def most_sorted(error: Invalid) -> int | None:
    """Return how many can be sorted, where the fault is that the order needs fewer hits; None where it is another."""
    return next((int(fault.params["most"]) for fault in error.faults if fault.code == "order.narrow"), None)


class Finder:
    """What is asked, what is known of the answer, and the list that shows it; calls `changed` when more is known.

    `given_up` is what was asked for in an order that too many are found for; it is shown in the order of finding.
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
        self.given_up: CustomerQuery | None = None
        self.counts = Counts()
        self.choices = Choices()
        self._page, self._table = page, table
        self._changed, self._before = changed, before
        self._loader = Loader(page.kundkort)
        self._choices_known = False
        self._counts_soon = False
        self._counted = -COUNT_EVERY
        self._answered = False
        self._searches_since: float | None = None

    def ask(self, query: CustomerQuery) -> None:
        """Ask something else; the answer to what was asked before is not waited for, and nothing waits for this one.

        What is there stays until the answer comes. The cursor goes to the best hit of another text; with the same text
        (another filter or order) it stays on its customer, where that is near the top. An order that was given up
        because too many were found is tried again.
        """
        if self.given_up is not None and query.order is self.asked.order:
            query = replace(query, order=self.given_up.order, descending=self.given_up.descending)
        before = self.asked
        generation = self._begin(query)
        self.counts = Counts(None, self.counts.total if query.active == before.active else None)
        self._table.show_count(None)
        self._page.start(self._first_rows(generation, query), group="rows", exclusive=True)
        self._page.start(self._count(query), group="count", exclusive=True)

    def _begin(self, query: CustomerQuery) -> int:
        before, self.asked, self.given_up = self.asked, query, None
        list_query.to_state(query, self._page.kundkort.state)
        self._page.workers.cancel_group(self._page, "more")
        return self._table.begin_for(read_typed(query.text), stay=query.text == before.text)

    @property
    def meant(self) -> CustomerQuery:
        """What is asked, in the order that was given up where it was."""
        return self.given_up or self.asked

    async def sort(self, query: CustomerQuery) -> None:
        """Show the same in another order; where too many are found for that, say so, and all stays as it is."""
        before, limit = self.asked, self._size
        if not self._answered:
            self.ask(query)
            return
        try:
            with self._page.waiting():
                window = await self._loader.window(query, FIRST, limit)
        except Invalid as error:
            most = most_sorted(error)
            if most is None:
                raise
            self._page.say(list_query.narrow_first(query, most), level="warning")
            return
        if self.asked is before:
            self._feed(self._begin(query), FIRST, window, limit)

    async def _first_rows(self, generation: int, query: CustomerQuery) -> None:
        self._answered = False
        limit = self._size
        try:
            with self._page.waiting():
                await self._before()
                window = await self._sorted_window(query, limit)
        except KundkortError:
            self._table.fail(generation, FIRST)
            raise
        self._feed(generation, FIRST, window, limit)

    async def _sorted_window(self, query: CustomerQuery, limit: int) -> CustomerWindow:
        """Return the first rows; in the order of finding where too many are found for another one."""
        try:
            return await self._loader.window(query, FIRST, limit)
        except Invalid as error:
            if most_sorted(error) is None or query.order is CustomerOrder.RELEVANCE:
                raise
        self.asked, self.given_up = replace(query, order=CustomerOrder.RELEVANCE, descending=False), query
        return await self._loader.window(self.asked, FIRST, limit)

    @property
    def _size(self) -> int:
        return window_size(self._table.view.page)

    async def more(self, generation: int, wanted: Wanted) -> None:
        """Fetch rows that the list wants."""
        if generation != self._table.generation:
            return
        fed, limit = False, self._size
        try:
            window = await self._loader.window(self.asked, wanted, limit)
            self._feed(generation, wanted, window, limit)
            fed = True
        except Invalid as error:
            self._give_up_order(error)
        finally:
            if not fed:
                self._table.fail(generation, wanted)

    def _give_up_order(self, error: Invalid) -> None:
        """Ask anew, in the order of finding, where more have come than can be sorted; any other fault is raised."""
        if most_sorted(error) is None:
            raise error
        self.ask(self.asked)

    async def _again(self, wanted: Wanted, rows: int) -> None:
        """Read some rows again, and show them if nothing else was asked meanwhile."""
        generation = self._table.generation
        try:
            windows = await self._loader.again(self.asked, wanted, rows)
        except Invalid as error:
            self._give_up_order(error)
            return
        if generation == self._table.generation:
            self._table.replace(wanted, windows)

    def _feed(self, generation: int, wanted: Wanted, window: CustomerWindow, limit: int) -> None:
        """Give the list rows of which `limit` were asked for; with fewer, and more to come, it asks on by itself."""
        if generation != self._table.generation:
            return
        over = window.at_start if wanted.place in ("before", "last") else window.at_end
        view = self._table.view
        self._answered = self._answered or wanted.place in JUMPS
        if not window.rows and (wanted == FIRST or (over and not len(view.rows) and self.counts.found is None)):
            self._table.say_instead(self._empty(self.asked, ()) if over else ())
        self._table.feed(generation, wanted, window, thin=not over and len(window.rows) < limit)
        if not view.searching_on:
            self._searches_since = None
        elif self._searches_since is None:
            self._searches_since = asyncio.get_running_loop().time()
            self._page.set_timer(PATIENCE, self._changed)
        self._changed()

    @property
    def searching_on(self) -> bool:
        """Whether it is a while now that more is searched for: rows are still missing in sight."""
        since = self._searches_since
        return since is not None and asyncio.get_running_loop().time() - since >= PATIENCE * 0.9

    async def more_now(self) -> None:
        """Fetch whatever rows the list needs next, until some came or there are none."""
        view = self._table.view
        while wanted := view.needed(eager=True):
            held = len(view.rows)
            for one in wanted:
                await self.more(self._table.generation, one)
            if len(view.rows) != held:
                break

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
        self._table.show_count(found.found if found.found <= found.cap else None)
        self._changed()
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
        generation, view = self._table.generation, self._table.view
        wanted = view.reading_again()
        if wanted is None:
            return False
        held = len(view.rows)
        rows = held if wanted.place == "last" else min(held, view.top + view.page + ahead(view.page))
        await self._again(wanted, rows)
        if generation == self._table.generation:
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
        query, wanted = self.asked, self._table.view.reading_again()
        if wanted is not None:
            await self._again(wanted, len(self._table.view.rows))
            if then_at:
                self._table.go_to(then_at)
        self.counts = Counts(self.counts.found, None)
        self._choices_known = False
        self._page.start(self._count(query), group="count", exclusive=True)
