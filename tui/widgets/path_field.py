"""A field for a path: what is dropped or pasted into it takes the place of what stands there."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.widgets import Input

from tui.importing.folder import meant_path
from tui.keys import bindings
from tui.signs import sign
from tui.widgets.search_field import SearchField
from tui.widgets.text_input import TextInput

LONGEST = 4096


class PathInput(TextInput):
    """Textual's field, in which a whole path that is pasted is the path."""

    def _on_paste(self, event: events.Paste) -> None:
        path = meant_path(event.text.strip())
        if path[:1] in ("/", "\\") or path[1:2] == ":":
            event.stop()
            event.prevent_default()
            self.value = path
            self.cursor_position = len(path)
        else:
            super()._on_paste(event)


class PathField(SearchField, inherit_bindings=False):
    """Posts `SearchField.Typed`; its page has actions for `path.complete`, `path.up`, `path.down` and `path.open`."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("path.complete", "path.up", "path.down")
    enter_key = "path.open"

    @property
    def mark(self) -> str:
        """The sign in the gutter."""
        return sign("path")

    def make_input(self, placeholder: str) -> Input:
        """Make the field."""
        return PathInput(placeholder, high=LONGEST)
