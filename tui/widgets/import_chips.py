"""The outcomes of an import as chips with counts; a click turns one on or off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.paint import Line, Span, gap, paint, press_at
from tui.widgets.line_widget import LineWidget

MARGIN = 3


class ImportChips(LineWidget):
    """Shows the line that `line_of` gives for a width."""

    @dataclass
    class Pressed(Message):
        """Somebody clicked on a chip, or on the key before them ("import.filter")."""

        turns: str

    def __init__(self, line_of: Callable[[int], list[Span]]) -> None:
        super().__init__()
        self._line_of = line_of
        self._painted: Line = ()

    def bring_up_to_date(self) -> None:
        """Paint the line where it differs from what is there."""
        if self._line() != list(self._painted):
            self.refresh()

    def _line(self) -> list[Span]:
        return [gap(MARGIN), *self._line_of(self.size.width - MARGIN - 2)]

    def on_click(self, event: events.Click) -> None:
        """Turn the chip that was clicked on."""
        pressed = press_at(self._line(), event.x)
        if pressed:
            self.post_message(self.Pressed(pressed.removeprefix("turn ")))

    def render_line(self, y: int) -> Strip:
        """Return the one line."""
        self._painted = self._line()
        return paint(self._painted, self.app.theme, self.size.width)
