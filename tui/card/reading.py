"""Reading a card: from memory at once, from the register beside, together with its history; and anew when it changed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from core.customers.api import get_customer
from core.errors import KundkortError, NotFound
from core.text import _
from tui.card.tabs import HISTORY

if TYPE_CHECKING:
    from core.records.views import Changes
    from tui.screens.card import CardScreen


class Reader:
    """Reads what one card screen shows."""

    def __init__(self, page: CardScreen) -> None:
        self.page = page

    async def load(self) -> None:
        """Read the card, and show it where it differs; one that was read before is shown until the answer comes."""
        page, wanted = self.page, self.page.customer_id
        if page.customer is None or page.customer.id != wanted:
            known = page.kundkort.remembered(get_customer, wanted)
            if known is not None:
                page.show_customer(known)
        await page.live.remember()
        with_history = page.tab == HISTORY or page.shows_recent()
        try:
            await asyncio.gather(self._read(wanted), *([page.history_part.load()] if with_history else []))
        except KundkortError as error:
            if page.customer is not None:
                # What keys do is done to the card that is shown.
                page.customer_id = page.customer.id
                raise
            # There is nothing to look at: the page below says why.
            page.dismiss(None)
            page.kundkort.call_later(page.kundkort.tell, error)
            return
        page.card_actions.prefetch()

    async def _read(self, customer_id: int) -> None:
        page = self.page
        try:
            customer = await page.ask(get_customer, customer_id)
        except NotFound as error:
            if page.customer is None:
                page.kundkort.tell(error, page)
            else:
                page.say(_("The card has been deleted: Esc leads back to the list"), level="warning")
            return
        if customer_id == page.customer_id:
            page.show_customer(customer)

    async def follow(self, changes: Changes) -> None:
        """Read the card anew when somebody changed it; one that may not be seen any more stays as it was, and says so."""
        page = self.page
        lost = page.customer_id in changes.lost
        if changes.everything and page.customer is not None:
            try:
                await page.kundkort.ask(get_customer, page.customer_id)
            except NotFound:
                lost = True
        if lost:
            page.say(_("You may not see this card any more: Esc leads back to the list"), level="warning")
        elif changes.everything or page.customer_id in changes.customers:
            await self.load()
