"""The panes beside the list: opened by key, one at a time, in place of the card; at 80 columns the list narrows."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from tui.keys import KEYS, bindings
from tui.listing.page import ListPage

if TYPE_CHECKING:
    from tui.listing.side import Side

SIDES: dict[str, tuple[str, str]] = {
    "filters": ("tui.listing.filtering", "Filtering"),
    "columns": ("tui.listing.choosing", "Choosing"),
    "views": ("tui.listing.viewing", "Viewing"),
}
"""Every pane by its name, which is the area of its keys: the module and the class of its `Side`."""


class Sides(ListPage):
    """The list's page with its panes; each is imported and made when it is first opened, and then kept."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("list.filters", "list.columns", "list.preview")

    _sides: dict[str, Side]
    _on_its_way = False

    @property
    def opening(self) -> bool:
        """Whether a pane is on its way: keys that come early wait for it."""
        return self._on_its_way or super().opening

    def side_called(self, name: str) -> Side:
        """Return the pane of that name, made now where it is new."""
        if not hasattr(self, "_sides"):
            self._sides = {}
        if name not in self._sides:
            module, kind = SIDES[name]
            self._sides[name] = getattr(import_module(module), kind)(self)
        return self._sides[name]

    async def open_side(self, name: str) -> None:
        """Open a pane in place of the one that is open."""
        side = self.side_called(name)
        self._on_its_way = True
        try:
            if side.widget.parent is None:
                await self.query_one("#body").mount(side.widget)
            if self.side is not None and self.side is not side:
                self.side.widget.remove_class("-open")
                self.side.closed()
            self.side = side
            side.widget.add_class("-open")
            self.set_class(side.takes_keys, "-side-keys")
            self.add_class("-side")
            self.lay_out_panes()
            side.show()
            if side.takes_keys:
                side.focus()
        finally:
            self._on_its_way = False
        self.refresh_band()

    def close_side(self) -> None:
        """Close the pane that is open; the list has the focus again."""
        side, self.side = self.side, None
        if side is None:
            return
        side.widget.remove_class("-open")
        self.remove_class("-side", "-side-keys")
        side.closed()
        self.table.focus()
        self.lay_out_panes()
        self.show_asked()
        self.follow(self.table.row)
        self.refresh_band()

    def lay_out_panes(self) -> None:
        """Let the list know whether something is beside it, and whether that has the keys."""
        self.table.beside_pane = self.has_preview or self.side is not None
        self.set_class(not self.kundkort.state.preview, "-no-preview")
        self.table.light(self.side is None or not self.side.takes_keys)
        self.table.relayout()

    def action_for(self, key_id: str) -> Callable[[], object]:
        """Return what a key does; those of the pane that is open are its own."""
        own = getattr(self.side, f"action_{KEYS[key_id].verb}", None) if self._is_of_side(key_id) else None
        return own if own is not None else super().action_for(key_id)

    def reason(self, key_id: str) -> str | None:
        """Return why a key cannot be used now; the pane that is open knows of its own."""
        if self.side is not None and self._is_of_side(key_id):
            return self.side.why_not(key_id)
        return super().reason(key_id)

    def _is_of_side(self, key_id: str) -> bool:
        return self.side is not None and key_id.partition(".")[0] == self.side.name

    def action_preview(self) -> None:
        """Show the card at the cursor beside the list, or no longer: without it moving costs a slow line less."""
        self.kundkort.state.preview = not self.kundkort.state.preview
        self.lay_out_panes()
        self.follow(self.table.row)

    def action_filters(self) -> Coroutine[Any, Any, None]:
        """Open the filters beside the list."""
        return self.open_side("filters")

    def action_columns(self) -> Coroutine[Any, Any, None]:
        """Open the columns beside the list."""
        return self.open_side("columns")

    def retranslate(self) -> None:
        """Show the pane that is open in the other language."""
        if self.side is not None:
            self.side.show()
        super().retranslate()
