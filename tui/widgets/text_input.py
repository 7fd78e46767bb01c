"""Textual's field of one line, in which nothing can be put that a terminal would obey, and that says when it is full."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.widgets import Input

from core.errors import Fault
from core.values.cleaning import clean
from tui.harmless import harmless
from tui.screens.base import Page


class TextInput(Input):
    """Takes at most `high` characters; what is longer is refused with how much, and what was there stays."""

    def __init__(self, placeholder: str = "", *, high: int) -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False, max_length=high)
        self.cursor_blink = False
        self._over = 0

    @property
    def _value(self) -> Text:
        # Each character stays one, so that the caret is where it is: Rich would leave some out, and let others through.
        return Text(harmless(self.value), no_wrap=True, overflow="ignore", end="")

    def _on_paste(self, event: events.Paste) -> None:
        """Put in what was pasted, as one line of clean text."""
        event.stop()
        event.prevent_default()
        self.replace(clean(event.text), *self.selection)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put `text` in the place of what stands there, unless that makes it too long."""
        self._over = len(self.value) + len(text) - abs(end - start) - (self.max_length or 0)
        super().replace(text, start, end)

    def restricted(self) -> None:
        """Say that it is full, and by how much what was put in is too long."""
        from core.words import fault_sentence

        if isinstance(self.screen, Page):
            fault = Fault("search", "too_long", {"high": self.max_length or 0, "over": max(self._over, 1)})
            self.screen.say(fault_sentence(fault), level="warning")
