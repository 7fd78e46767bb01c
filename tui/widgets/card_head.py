"""The head of a card: what one must know before anything else, and its tabs with their digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.strip import Strip

from core.text import _
from tui.paint import Line, Span, gap, paint, press_at
from tui.widgets.line_widget import LineWidget

GUTTER = 3
BADGES, TABS = 0, 2
SHORT_BELOW = 100
"""Under this width counts go and words are cut with a full stop (LOOK.md 7)."""


class Tab(NamedTuple):
    """One tab: the id of its key, digit, word, the word cut with a full stop, and how many things it has."""

    key_id: str
    digit: str
    word: str
    short: str
    number: int | None = None


def tabs_line(tabs: Sequence[Tab], active: str, width: int) -> list[Span]:
    """Return the line of tabs: the active one accent, bold and underlined; an empty one muted."""
    line: list[Span] = [gap(GUTTER)]
    for index, tab in enumerate(tabs):
        on = tab.key_id == active
        role = "accent" if on else "muted" if tab.number == 0 else "text"
        word = _(tab.short if width < SHORT_BELOW else tab.word)
        line += [gap(2)] if index else []
        line.append(Span(tab.digit, "accent" if on else "muted", bold=on, press=tab.key_id))
        line.append(Span(" ", press=tab.key_id))
        line.append(Span(word, role, bold=on, underline=on, press=tab.key_id))
        if tab.number is not None and width >= SHORT_BELOW:
            line.append(Span(f" {tab.number}", "accent" if on else "muted", press=tab.key_id))
    return line


class CardHead(LineWidget, can_focus=False):
    """Line 0 has the badges, line 2 the tabs; a click on a tab presses its key."""

    @dataclass
    class Pressed(Message):
        """Somebody clicked on a tab."""

        id: str

    def __init__(self, tabs: Sequence[Tab], active: str) -> None:
        super().__init__()
        self.tabs = tabs
        self.active_tab = active
        self.badge_line: Line = ()

    def show_badges(self, line: Line) -> None:
        """Show these badges."""
        if list(line) != list(self.badge_line):
            self.badge_line = line
            self.refresh_rows(BADGES)

    def show_tabs(self, tabs: Sequence[Tab], active: str) -> None:
        """Show these tabs, one of them active."""
        if (tuple(tabs), active) != (tuple(self.tabs), self.active_tab):
            self.tabs, self.active_tab = tabs, active
            self.refresh_rows(TABS)

    def on_click(self, event: events.Click) -> None:
        """Press the key of the tab that was clicked on."""
        if event.y == TABS:
            key_id = press_at(tabs_line(self.tabs, self.active_tab, self.size.width), event.x)
            if key_id:
                self.post_message(self.Pressed(key_id))

    def render_line(self, y: int) -> Strip:
        """Return badges, tabs, or an empty line."""
        width = self.size.width
        line: Line = ()
        if y == BADGES:
            line = [gap(GUTTER), *self.badge_line]
        elif y == TABS:
            line = tabs_line(self.tabs, self.active_tab, width)
        return paint(line, self.app.theme, width)
