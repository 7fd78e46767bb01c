"""A list with a bar at its edge: a mark where one is, that a click or a drag moves; nothing where everything fits."""

from __future__ import annotations

from collections.abc import Collection
from typing import Generic

from textual import events
from textual.geometry import Region
from textual.strip import Strip

from tui.listing.bar import Bar, bar, row_at
from tui.listing.rows import R
from tui.listing.viewport import Viewport
from tui.paint import Span, paint
from tui.signs import sign
from tui.theme import PALETTES
from tui.widgets.line_widget import LineWidget


class BarredList(LineWidget, Generic[R]):
    """Line 0 is the heads, below them are rows; the last cell of each is the bar's. `count` is how many there are in all.

    `was_dragged`: the click that comes now ends a drag of the bar. `lit`: the cursor row is the one that keys work on.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.view: Viewport[R] = Viewport()
        self.count: int | None = None
        self.lit = True
        self.was_dragged = False
        self._bar = Bar()
        self._grip: int | None = None

    def jump_to(self, number: int, line: int | None = None) -> None:
        """Go to row `number` of all, from 0; it comes to stand on that line, else in the middle."""
        raise NotImplementedError

    def show_bar(self, painted: Collection[int] = ()) -> None:
        """Bring the bar up to date: of the lines that are not painted anyway only its cell."""
        before, view = self._bar, self.view
        self._bar = bar(self.count, None if view.rows.offset is None else view.rows.offset + view.top, view.page)
        for y in range(view.page):
            if before.covers(y) != self._bar.covers(y) and y not in painted:
                self.refresh(Region(self.size.width - 1, y + 1, 1, 1))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the bar, or draw it to where the mouse is."""
        self.was_dragged = event.x == self.size.width - 1 and event.y > 0 and self._bar.lines > 0
        if self.was_dragged:
            y = event.y - 1
            self._grip = y - self._bar.first if self._bar.covers(y) else self._bar.lines // 2
            self.capture_mouse()
            self._draw_to(y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Draw the bar along."""
        if self._grip is not None:
            self._draw_to(event.y - 1)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let the bar go."""
        if self._grip is not None:
            self._grip = None
            self.release_mouse()

    def _draw_to(self, y: int) -> None:
        if self.count is not None and self._grip is not None:
            top = row_at(y, self.count, self.view.page, self._bar.lines, self._grip)
            self.jump_to(top + self.view.line, self.view.line)

    def bar_cell(self, y: int, theme: str) -> Strip:
        """Return the last cell of a line, on the ground of its row, with the mark where that stands there."""
        index = self.view.top + y
        ground = "cursor" if index == self.view.cursor and self.lit and index < len(self.view.rows) else "background"
        if not self._bar.covers(y):
            return paint((), theme, 1, ground)
        plain = "background" if PALETTES[theme].ansi else ""
        return paint([Span(sign("bar"), "rule", sign=True, on=plain)], theme, 1, ground)
