"""The search field: `/` in the gutter, what is typed from column 3 on; echoes at once, whatever the register does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from core.text import _
from core.values.cleaning import LENGTHS
from tui.keys import bindings
from tui.paint import Span, gap, paint
from tui.theme import PALETTES
from tui.widgets.text_input import TextInput


class _Gutter(Widget):
    """The sign of the field's key, on the field's own ground."""

    def render_line(self, y: int) -> Strip:
        """Return the sign."""
        parent = self.parent
        focused = isinstance(parent, SearchField) and parent.input.has_focus
        underline = PALETTES[self.app.theme].ansi
        mark = parent.mark if isinstance(parent, SearchField) else ""
        line = [gap(1), Span(mark, "accent", bold=True, underline=underline), Span(" ", underline=underline)]
        return paint(line, self.app.theme, self.size.width, "fieldfocus" if focused else "field")


class SearchField(Horizontal):
    """A field for a text to look for; posts `Typed` at every change."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("search.to_list", "search.filters", "search.new")

    enter_key = "search.to_list"
    """The id of the key that Enter is while one types here."""

    @dataclass
    class Typed(Message):
        """Another text stands in the field."""

        text: str
        field: SearchField

        @property
        def control(self) -> SearchField:
            """The field."""
            return self.field

    def __init__(self, placeholder: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        """Make the gutter and the field."""
        yield _Gutter()
        yield self.make_input(_(self._placeholder))

    def make_input(self, placeholder: str) -> Input:
        """Make the field."""
        return TextInput(placeholder, high=LENGTHS["search"])

    @property
    def mark(self) -> str:
        """The sign in the gutter."""
        return "/"

    @property
    def input(self) -> Input:
        """Textual's field."""
        return self.query_one(Input)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.input.value

    def put(self, text: str) -> None:
        """Put a text into the field, as if it had been typed."""
        self.input.value = text
        self.input.cursor_position = len(text)

    def retranslate(self) -> None:
        """Show the placeholder in the language that is spoken now."""
        self.input.placeholder = _(self._placeholder)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value, self))

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        # Textual's field keeps Enter for itself; here it is a key like any other.
        await self.run_action(f"screen.press({self.enter_key!r})")

    def on_descendant_focus(self) -> None:
        """Paint the gutter on the ground of a field with focus."""
        self.query_one(_Gutter).refresh()

    def on_descendant_blur(self) -> None:
        """Paint the gutter on the ground of a field without focus."""
        self.query_one(_Gutter).refresh()
