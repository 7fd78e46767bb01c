"""The pane of named views: its head, the field for a name, and the views; knows no register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input

from core.text import N_, _
from core.values.cleaning import LENGTHS
from tui.keys import bindings
from tui.lines import Row
from tui.listing.view_lines import share_row
from tui.paint import Span
from tui.signs import sign
from tui.widgets.lines_view import LinesView
from tui.widgets.search_field import SearchField
from tui.widgets.text_input import TextInput


class NameField(SearchField, inherit_bindings=False):
    """The field for the name of a view; Enter keeps it, Tab shares the view."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("views.share")
    enter_key = "views.keep"

    def make_input(self, placeholder: str) -> Input:
        """Make the field."""
        return TextInput(placeholder, high=LENGTHS["filter_name"])

    @property
    def mark(self) -> str:
        """The sign in the gutter."""
        return sign("field")


class ViewPane(Vertical):
    """Shows views; calls `pick` with the digit that was pressed, and `moved` when the cursor is on another view."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "views.use", "views.save", "views.new", "views.begin", "views.rename", "views.delete"
    )

    def __init__(self, pick: Callable[[int], None], moved: Callable[[], None]) -> None:
        super().__init__(classes="pane")
        self._pick, self._moved = pick, moved

    def compose(self) -> ComposeResult:
        """Make the head, the field with the line below it, and the views."""
        yield LinesView(id="view-head")
        yield NameField(N_("Name of the view"), id="view-name")
        yield LinesView(id="view-share")
        yield LinesView(id="view-list")

    @property
    def list(self) -> LinesView:
        """The views."""
        return self.query_one("#view-list", LinesView)

    @property
    def field(self) -> NameField:
        """The field for a name, shown while one is typed."""
        return self.query_one(NameField)

    def show(self, rows: Sequence[Row], shared: bool | None) -> None:
        """Show these views; `shared`: a name is being typed, for everybody or not; None: none is."""
        self.set_class(shared is not None, "-naming")
        head, share = self.query_one("#view-head", LinesView), self.query_one("#view-share", LinesView)
        head.can_focus = share.can_focus = False
        head.show([Row([Span(_("Views"), bold=True)])])
        share.show([share_row(bool(shared))])
        self.field.retranslate()
        self.list.show(rows)

    def on_key(self, event: events.Key) -> None:
        """Take a digit: it switches at once."""
        if self.list.has_focus and event.character is not None and event.character in "0123456789":
            event.stop()
            self._pick(int(event.character))

    @on(LinesView.Moved)
    def _at_another(self, event: LinesView.Moved) -> None:
        event.stop()
        self._moved()

    @on(LinesView.Opened)
    async def _opened(self, event: LinesView.Opened) -> None:
        event.stop()
        await self.run_action("screen.press('views.use')")
