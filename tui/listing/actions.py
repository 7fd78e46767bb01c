"""What can be done in the list that takes a question: another order, something to copy, where to go."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

from core.customers.views import CustomerRow
from core.text import N_, _
from core.values.phone import format_phone
from tui.state import Order
from tui.widgets.band import Answer, Question

if TYPE_CHECKING:
    from tui.screens.base import Page

PAUSE = 0.3
"""Seconds before the places to go to are shown."""
ORDERS: dict[Order, str] = {
    "name": N_("m name"),
    "number": N_("n number"),
    "city": N_("t town"),
    "changed": N_("c last changed"),
}
"""The orders, each after the key that chooses it."""


async def choose_order(page: Page[Any], now: Order) -> Order | None:
    """Ask what the list is to be sorted by; the order that it is in means: turn it. None for Esc."""
    turn = _("s turn the order")
    answers = [Answer(name, _(text)) for name, text in ORDERS.items() if name != now]
    found = await page.question(
        Question(
            _("Sort by what?"),
            [Answer(now, turn), *answers],
            escape=_("leave it"),
            consequence=_("Now by {order}.", order=_(ORDERS[now]).partition(" ")[2]),
        )
    )
    return next((name for name in ORDERS if name == found), None)


async def choose_copy(page: Page[Any], row: CustomerRow) -> str | None:
    """Ask what of a customer is to be copied, the phone first, which Enter takes too; None for Esc."""
    from core.values.org_no import format_org_no

    texts = {
        _("t phone"): format_phone(row.phone),
        _("e e-mail"): row.email,
        _("n number"): row.number,
        _("a name"): row.name,
        _("o org. no."): format_org_no(row.org_no),
    }
    answers = [Answer(text, words) for words, text in texts.items() if text]
    return await page.question(
        Question(
            _("Copy what of {name}?", name=row.name),
            answers,
            escape=_("nothing"),
            consequence=f"Enter: {answers[0].value}",
            enter=answers[0].value,
        )
    )


def choose_place(page: Page[Any]) -> Awaitable[str | None]:
    """Ask where to go; what can be chosen shows after a moment, so that g g is one movement. None for Esc."""
    return page.question(
        Question(
            _("Go to what?"),
            [
                Answer("first", _("g the first row")),
                Answer("customers", _("c customers")),
                Answer("import", _("u upload")),
                *([Answer("sign_ins", _("m my sign-ins"))] if page.reason("go.sign_ins") is None else []),
            ],
            escape=_("stay here"),
            delay=PAUSE,
        )
    )
