"""The list's page with `x`: what it shows is taken out as a file."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tui.keys import bindings
from tui.listing.page import ListPage


class TakingOut(ListPage):
    """The list's page that takes out what it shows, or what is marked."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("list.take_out")

    async def action_take_out(self) -> None:
        """Take out what is shown, or stop what is being taken out."""
        from tui.exporting.actions import take_out

        await take_out(self)
