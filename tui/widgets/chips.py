"""The filters as chips beside the search field: what is on in accent with a tick, what can be chosen muted."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.listing.query import Chip, chips_line
from tui.paint import Span, gap, paint, press_at
from tui.widgets.line_widget import LineWidget

MARGIN = 2


class Chips(LineWidget):
    """Shows chips and the key that opens them; a click does what the key does."""

    @dataclass
    class Pressed(Message):
        """Somebody clicked on a chip."""

        id: str

    def __init__(self) -> None:
        super().__init__()
        self._chips: list[Chip] = []
        self._key = ""

    def show(self, chips: list[Chip], key: str) -> None:
        """Show these chips after `key`; paints only if they differ."""
        if (chips, key) != (self._chips, self._key):
            self._chips, self._key = chips, key
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Press the key of what was clicked on."""
        pressed = press_at([gap(MARGIN), *self._line()], event.x)
        if pressed:
            self.post_message(self.Pressed(pressed))

    def _line(self) -> list[Span]:
        return chips_line(self._chips, self._key, self.size.width - 2 * MARGIN)

    def render_line(self, y: int) -> Strip:
        """Return the one line."""
        return paint([gap(MARGIN), *self._line()], self.app.theme, self.size.width)
