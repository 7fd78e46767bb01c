"""The pane of columns: those that are shown first, in their order, then the rest, each with its width; no register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from core.customers.columns import COLUMNS, ColumnName, ListColumn
from core.text import _
from tui.keys import bindings
from tui.lines import Row
from tui.paint import Span, gap, width_of
from tui.signs import sign
from tui.widgets.lines_view import LinesView

TEXT_WIDTH = 40


class Picked(NamedTuple):
    """A column as the pane shows it: whether somebody chose it, how wide it is in the list (0: no room), its own width."""

    column: ListColumn
    on: bool
    shown: int


class ColumnPane(Vertical):
    """Shows columns; a double click ticks, a row that is dragged moves its column."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("columns.toggle", "columns.move_up", "columns.move_down", "columns.narrower"),
        *bindings("columns.wider", "columns.reset", "columns.done"),
    ]

    def __init__(self, toggle: Callable[[], None], move_to: Callable[[ColumnName, ColumnName], None]) -> None:
        super().__init__(classes="pane")
        self._toggle, self._move_to = toggle, move_to
        self._dragged: ColumnName | None = None

    def compose(self) -> ComposeResult:
        """Make the head and the columns."""
        yield LinesView(id="column-head")
        yield LinesView(id="column-options")

    @property
    def options(self) -> LinesView:
        """The columns, a row each."""
        return self.query_one("#column-options", LinesView)

    @property
    def name_at_cursor(self) -> ColumnName | None:
        """The column at the cursor."""
        return next((name for name in COLUMNS if name == self.options.ref), None)

    def show(self, picked: Sequence[Picked], *, by_width: bool) -> None:
        """Show these columns; `by_width`: they are what the width gives by itself."""
        head = self.query_one("#column-head", LinesView)
        head.can_focus = False
        note = _("as the width gives") if by_width else _("chosen")
        words = [Span(_("Columns"), bold=True)]
        words += [gap(TEXT_WIDTH - width_of(words) - width_of([Span(note)])), Span(note, "muted")]
        head.show([Row(words), Row()])
        self.options.show(list(column_rows(picked)))

    @on(LinesView.Opened)
    def _opened(self, event: LinesView.Opened) -> None:
        event.stop()
        self._toggle()

    # -- dragging --------------------------------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the column under the mouse."""
        self._dragged = self._name_at(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the column that is held to where the mouse is."""
        over = self._name_at(event)
        if event.button and self._dragged is not None and over not in (None, self._dragged):
            self._move_to(self._dragged, over)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        self._dragged = None

    def _name_at(self, event: events.MouseEvent) -> ColumnName | None:
        options = self.options
        place = options.top + event.screen_y - options.region.y
        inside = options.region.contains(event.screen_x, event.screen_y) and 0 <= place < len(options.rows)
        return next((name for name in COLUMNS if inside and name == options.rows[place].ref), None)


def column_rows(picked: Iterable[Picked]) -> Iterable[Row]:
    """Yield a line for each column: ticked or not, and how wide it is; one that is chosen and has no room says so."""
    was_on = True
    for one in picked:
        if was_on and not one.on:
            yield Row()
        was_on = one.on
        tick = Span(sign("tick"), "accent", sign=True) if one.on else None
        words = [Span(_(COLUMNS[one.column.name].words), "text" if one.on else "muted")]
        width = str(one.shown) if one.shown else _("no room") if one.on else ""
        words += [gap(TEXT_WIDTH - width_of(words) - len(width)), Span(width, "muted")]
        yield Row(words, ref=one.column.name, sign=tick, bold=0)
