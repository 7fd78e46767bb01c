"""Where one goes from the list: other places, and any row of it by its number or as a share of the whole."""

from __future__ import annotations

from collections.abc import Awaitable, Coroutine
from typing import Any, ClassVar

from textual.binding import BindingType

from core.text import _
from tui.keys import bindings
from tui.listing.page import ListPage


class Going(ListPage):
    """The list's page with its `g` menu."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("go.menu")

    def action_go_menu(self) -> Coroutine[Any, Any, None]:
        """Go to another place; the question is asked at once, so that the next key is its answer."""
        from tui.listing.actions import choose_place

        return self._go_to(choose_place(self))

    async def _go_to(self, chosen: Awaitable[str | None]) -> None:
        place = await chosen or ""
        if place[:1].isdigit():
            self._go_to_row(place)
        elif place == "first":
            self.table.action_first()
        elif place in ("import", "recent", "sign_ins"):
            self.press(f"go.{place}")

    def _go_to_row(self, typed: str) -> None:
        """Go to the row with this number, from 1; with a percent sign so far down, where it is known how many there are."""
        if not typed.endswith("%"):
            self.table.jump_to(int(typed) - 1)
        elif self.table.count is None:
            self.say(_("It is not known how many there are: type the number of a row"), level="warning")
        else:
            self.table.jump_to(row_of_share(int(typed[:-1]), self.table.count))


def row_of_share(percent: int, count: int) -> int:
    """Return which of `count` rows, from 0, is so far down: the first at 0 %, the last at 100 % and beyond."""
    return min(percent, 100) * max(count - 1, 0) // 100
