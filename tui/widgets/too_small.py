"""What is shown where the window is too small for anything else: one sentence."""

from __future__ import annotations

from textual.strip import Strip
from textual.widget import Widget

from core.text import _
from tui.paint import Span, paint

LEAST = (60, 15)
"""The smallest window that a page fits in: columns and lines."""


class TooSmall(Widget):
    """Says how large the window must be."""

    def render_line(self, y: int) -> Strip:
        """Return the sentence on the first line, nothing below."""
        width, height = LEAST
        words = _("The window is too small: at least {width} × {height}.", width=width, height=height)
        return paint([Span(words if y == 0 else "")], self.app.theme, self.size.width)
