"""The palette: a field and what it finds, dropping from the header over the page; knows no register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from core.values.cleaning import LENGTHS
from tui.keys import bindings, moves
from tui.lines import Row
from tui.paint import Span, gap, paint
from tui.widgets.lines_view import LedLines, LinesView
from tui.widgets.text_input import TextInput


class PaletteGutter(Widget):
    """The sign of the palette's key before its field."""

    def render_line(self, y: int) -> Strip:
        """Return the sign."""
        return paint([gap(1), Span(":", "accent", bold=True)], self.app.theme, self.size.width, "fieldfocus")


class PaletteList(LedLines):
    """What is found, on the palette's own ground."""

    ground = "surface"


class Palette(Vertical):
    """Asks `typed` at every change of its text, `chosen` with what is run, and `left` when it is left.

    While it is open no key reaches the page below.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *moves("palette.up", "palette.down", "palette.page_up", "palette.page_down", "palette.run", "palette.close"),
        *bindings("app.palette", "app.help", "app.messages"),
    ]

    def __init__(self, typed: Callable[[str], None], chosen: Callable[[str], None], left: Callable[[], None]) -> None:
        super().__init__()
        self._when_typed, self._when_chosen, self._when_left = typed, chosen, left

    @property
    def is_modal(self) -> bool:
        """Keys end here."""
        return True

    def compose(self) -> ComposeResult:
        """Make the field and the list."""
        with Horizontal():
            yield PaletteGutter()
            yield TextInput(high=LENGTHS["search"])
        yield PaletteList()

    def on_mount(self) -> None:
        """Take the focus."""
        self.query_one(Input).focus(scroll_visible=False)

    @property
    def entries(self) -> PaletteList:
        """What is found."""
        return self.query_one(PaletteList)

    def show(self, rows: Sequence[Row], *, first: bool = False) -> None:
        """Show what is found; with `first` the cursor goes to the first of it."""
        self.entries.show(rows)
        if first:
            self.entries.scroll_home()

    def press(self, key_id: str) -> None:
        """Do what one of its keys does, as a click on it in the band."""
        getattr(self, f"action_{key_id.partition('.')[2]}")()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._when_typed(event.value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_run()

    @on(LinesView.Moved)
    @on(LinesView.NearEnd)
    def _moved(self, event: LinesView.Moved | LinesView.NearEnd) -> None:
        event.stop()

    def on_click(self, event: events.Click) -> None:
        """A click on an entry runs it."""
        event.stop()
        if isinstance(event.widget, PaletteList):
            self.action_run()

    def action_up(self) -> None:
        """One entry up."""
        self.entries.action_up()

    def action_down(self) -> None:
        """One entry down."""
        self.entries.action_down()

    def action_page_up(self) -> None:
        """One page up."""
        self.entries.action_page_up()

    def action_page_down(self) -> None:
        """One page down."""
        self.entries.action_page_down()

    def action_run(self) -> None:
        """Do what the cursor is on."""
        if isinstance(self.entries.ref, str):
            self._when_chosen(self.entries.ref)

    def action_close(self) -> None:
        """Close without doing anything."""
        self._when_left()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the entries out for another width."""
        self._when_typed(self.query_one(Input).value)
