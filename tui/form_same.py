"""A new customer that is there already: looked for when name or organisation number is left; a hint, never a stop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from core.customers.views import CustomerQuery, CustomerRow, CustomerWindow
from core.values.sorting import fold
from tui.edit_model import EditModel

ASKED = ("name", "org_no")
SEVERAL = 20

Search = Callable[[CustomerQuery], Awaitable[CustomerWindow]]


async def same_customer(model: EditModel, key: str, search: Search) -> CustomerRow | None:
    """Return a customer with the same name (letters compared as search does), or the same organisation number."""
    if key not in ASKED or not model.new or not model.text(key).strip():
        return None
    wanted = str(model.now(key))
    window = await search(CustomerQuery(text=wanted, active=None))
    for row in window.rows:
        if row.org_no == wanted if key == "org_no" else fold(row.name) == fold(wanted):
            return row
    return None
