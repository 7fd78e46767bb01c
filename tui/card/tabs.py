"""The tabs of a card, and which keys work on each; pure."""

from __future__ import annotations

from collections.abc import Sequence

from core.customers.views import Customer
from core.text import N_, _
from tui.widgets.card_head import Tab

OVERVIEW, CONTACTS, HISTORY = "card.overview", "card.contacts", "card.history"
TABS = (
    Tab(OVERVIEW, "1", N_("Overview"), N_("Overview")),
    Tab(CONTACTS, "2", N_("Contacts"), N_("Cont.")),
    Tab(HISTORY, "3", N_("History"), N_("Hist.")),
)
HIGH = 30
"""From this height on the overview ends with what was changed last."""


def counted(customer: Customer) -> list[Tab]:
    """Return the tabs with how many things each has."""
    counts = {CONTACTS: len(customer.contacts)}
    return [tab._replace(number=counts.get(tab.key_id)) for tab in TABS]


def beside(tab: str, by: int) -> str:
    """Return the tab so many to the right of one; after the last comes the first."""
    ids = [each.key_id for each in TABS]
    return ids[(ids.index(tab) + by) % len(ids)]


def offered(tab: str, *, has_neighbours: bool) -> Sequence[str | tuple[str, str]]:
    """Return the keys of a tab, the most used first."""
    back = ("app.back", _("the list"))
    if tab == HISTORY:
        return ["history.open", "history.put_back", "history.filter", back]
    steps = ["card.next", "card.previous"] if has_neighbours else []
    return ["card.edit", "card.copy", "app.undo", "card.actions", back, *steps]


def reason_not(key_id: str, *, tab: str, loaded: bool, may_edit: bool, has_neighbours: bool) -> str | None:
    """Say why a key of the card cannot be used now."""
    if key_id.startswith("history.") and tab != HISTORY:
        return _("That works in the history: 3 opens it")
    if not loaded and key_id.startswith(("card.", "history.")):
        return _("The card is not here yet")
    if key_id == "card.edit" and not may_edit:
        return _("You lack the right {right}: ask an administrator", right=_("Edit customers"))
    if key_id in ("card.next", "card.previous") and not has_neighbours:
        return _("This card was not opened from a list")
    return None
