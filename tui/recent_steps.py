"""Going back and forward through the cards that were opened, from a card, the list and wherever else there are customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.customers.api import get_customer
from core.errors import NotFound
from core.text import _
from tui.recent import Step, recent_of
from tui.screens.card import CardScreen

if TYPE_CHECKING:
    from tui.screens.base import Page


async def go(page: Page[Any], by: int) -> None:
    """Show the card opened before the present one (`by` -1), or the one that one went back from (1).

    From a card it takes that one's place; from any other page the first step back is the card one saw last. One that
    is not there any more, or not for this user, is left out.
    """
    trail = recent_of(page.kundkort).trail
    if by < 0 and not isinstance(page, CardScreen):
        by = 0
    while (step := trail.beside(by)) is not None:
        try:
            await page.ask(get_customer, step.customer)
        except NotFound:
            trail.forget(step)
            continue
        trail.go(by)
        await show(page, step)
        return
    if trail.here is None:
        page.say(_("No card has been opened yet"))
    else:
        page.say(_("There is no card further on") if by > 0 else _("This is the first card that was opened"))


async def show(page: Page[Any], step: Step) -> None:
    """Show the card of a step: in the place of the card that is open, else on top of the page."""
    if isinstance(page, CardScreen):
        await page.card_actions.show_step(step)
    else:
        page.kundkort.open_page("tui.screens.card", "CardScreen", step.customer, step.neighbours)
