"""A widget that paints lines itself: only those that changed, and not all of them when focus comes or goes."""

from __future__ import annotations

from typing import Self

from textual import events
from textual.geometry import Region
from textual.widget import Widget


class LineWidget(Widget):
    """The base of lists and panes on Textual's line API: override `render_line`, and `focus_changed` where it shows."""

    def refresh_rows(self, y: int, count: int = 1) -> None:
        """Paint these lines anew, and no others."""
        shown = Region(0, y, self.size.width, count).intersection(self.size.region)
        if shown:
            self.refresh(shown)

    def focus_changed(self) -> None:
        """Paint anew what looks different with focus; nothing, unless a subclass says so."""

    def focus(self, scroll_visible: bool = False) -> Self:
        """Ask for the focus, without Textual's repaint of the whole widget."""
        self.app.call_later(self._take_focus)
        return self

    def _take_focus(self) -> None:
        if self.is_attached:
            self.screen.set_focus(self, scroll_visible=False)

    def on_focus(self, event: events.Focus) -> None:
        """Take the focus without Textual's repaint of the whole widget."""
        event.prevent_default()
        self.has_focus = True
        if self.parent is not None:
            self.parent.post_message(events.DescendantFocus(self))
        self.focus_changed()

    def on_blur(self, event: events.Blur) -> None:
        """Let the focus go without Textual's repaint of the whole widget."""
        event.prevent_default()
        self.has_focus = False
        if self.parent is not None:
            self.parent.post_message(events.DescendantBlur(self))
        self.focus_changed()
