"""Which keys the list offers, by what has focus and what is so, and why one cannot be used; pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from core.people.views import User
from core.rights import Right
from core.text import _

Offered = str | tuple[str, str]
NEEDED = {
    "list.edit": Right.CUSTOMER_EDIT,
    "list.new": Right.CUSTOMER_CREATE,
    "search.new": Right.CUSTOMER_CREATE,
    "list.take_out": Right.EXPORT,
}
"""The right that a key needs."""
ABOUT_A_ROW = ("list.open", "list.edit", "list.copy")


class Situation(NamedTuple):
    """What is so in the list: who has the focus, whether there is a row, text, filters, hidden inactive ones.

    `side_keys` are the keys of the pane that has the focus; `view_step` is what Esc does about the named view in use:
    "restore" it, "leave" it, "" nothing.
    """

    where: str
    row: bool
    text: bool
    filters: bool
    inactive_hidden: bool
    inactive_shown: bool
    user: User | None
    side_keys: Sequence[Offered] = ()
    wide: bool = False
    view_step: str = ""


def offered(now: Situation) -> list[Offered]:
    """Return the keys for the band, the most used first."""
    if now.where == "search":
        back = ("app.back", _("clear") if now.text else _("the list"))
        return [*(["search.to_list"] if now.row else []), back, "search.filters", "search.new"]
    if now.where != "list":
        return [*now.side_keys]
    keys: list[Offered] = [
        "list.open",
        "list.edit",
        "list.new",
        "list.sort",
        "list.columns",
        "list.views",
        "list.copy",
        "app.undo",
    ]
    if now.inactive_hidden or now.inactive_shown:
        keys.append(("list.inactive", _("hide inactive") if now.inactive_shown else _("show inactive")))
    if now.view_step:
        keys.append(("app.back", _("as in the view") if now.view_step == "restore" else _("leave the view")))
    elif now.text or now.filters:
        keys.append(("app.back", _("clear") if now.text else _("clear filters")))
    return [*keys, "list.take_out", "go.menu", "list.quit"]


def reason_not(key_id: str, now: Situation) -> str | None:
    """Return why a key cannot be used now, None where it can."""
    right = NEEDED.get(key_id)
    if right is not None and now.user is not None and not now.user.may(right):
        from core.errors import Refused
        from core.words import error_text

        return error_text(Refused(right))
    if key_id in ABOUT_A_ROW and not now.row:
        return _("There is no customer at the cursor: search, or n for a new one")
    if key_id == "list.take_out" and not now.row:
        return _("There is nothing to take out: the list is empty")
    if key_id == "list.inactive" and not (now.inactive_hidden or now.inactive_shown):
        return _("No inactive customers are hidden")
    if key_id == "list.preview" and not now.wide:
        return _("From 120 columns on there is room for the card beside the list")
    if key_id == "list.clear_filters" and not now.filters:
        return _("No filter is on but the one for active customers")
    if key_id == "app.back" and now.where == "list" and not (now.text or now.filters or now.view_step):
        return _("This is the first page: q quits")
    return None
