"""The pane beside the list from 120 columns on: what the customer at the cursor is, painted a line at a time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from textual.strip import Strip

from tui.paint import Line, gap, paint
from tui.widgets.line_widget import LineWidget


class Preview(LineWidget):
    """Shows lines; only those that differ from what is there are painted."""

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines from the top."""
        before, self._lines = self._lines, lines
        for y, (was, now) in enumerate(zip_longest(before, lines, fillvalue=())):
            if list(was) != list(now):
                self.refresh_rows(y)

    @property
    def text(self) -> str:
        """Everything that is shown."""
        return "\n".join("".join(span.text for span in line) for line in self._lines)

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        line = self._lines[y] if y < len(self._lines) else ()
        return paint([gap(1), *line], self.app.theme, self.size.width)
