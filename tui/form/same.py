"""A new customer that is there already: looked for when name or organisation number is left; a hint, never a stop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from core.customers.api import list_customers
from core.customers.views import CustomerQuery, CustomerRow, CustomerWindow
from core.text import _
from core.values.sorting import fold
from tui.form.model import EditModel

if TYPE_CHECKING:
    from tui.screens.form import FormScreen

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


async def hint_same(page: FormScreen, model: EditModel, key: str) -> None:
    """Say beside the field which customer has the same, or no longer."""
    found = await same_customer(model, key, lambda query: page.kundkort.ask(list_customers, query, limit=SEVERAL))
    page.view.show_hint(key, _("exists: {number} {name}", number=found.number, name=found.name) if found else "")
