"""The list of customers: lines out of a few windows of rows, moved through by keys and mouse; knows no register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from core.customers.views import CustomerRow, CustomerWindow
from core.values.finding import Typed
from tui.customer_lines import NO_TYPED, Layout, heads, layout, row_line
from tui.keys import moves
from tui.paint import Line, Span, paint
from tui.signs import sign
from tui.theme import PALETTES
from tui.viewport import Place, Viewport, Wanted
from tui.widgets.line_widget import LineWidget

KEPT_STRIPS = 600
WHEEL_ROWS = 3


class CustomerList(LineWidget, can_focus=True):
    """Shows rows that it is fed: it asks by `WindowWanted` and gets `feed`; a new question begins with `begin`.

    Line 0 is the column heads. `generation` tells answers to an earlier question apart: they are let go.
    """

    BINDINGS: ClassVar[list[BindingType]] = moves(
        "table.up",
        "table.down",
        "table.page_up",
        "table.page_down",
        "table.half_up",
        "table.half_down",
        "table.first",
        "table.last",
    )

    @dataclass
    class WindowWanted(Message):
        """Rows are needed; the answer goes to `feed` with the same generation."""

        generation: int
        wanted: Wanted

    @dataclass
    class Moved(Message):
        """The cursor is on another row, or on none."""

        row: CustomerRow | None

    class Opened(Message):
        """The row at the cursor was double-clicked."""

    @dataclass
    class HeadClicked(Message):
        """Somebody clicked on the head of a column."""

        column: str

    def __init__(self, number_width: int = 5, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.view = Viewport()
        self.generation = 0
        self.sorted_by, self.descending = "name", False
        self.beside_pane = False
        self.number_width = number_width
        self.lit = True
        self._instead: Sequence[Line] = ()
        self._typed: Typed = NO_TYPED
        self._next_typed: Typed = NO_TYPED
        self._strips: dict[tuple[int, int, bool, str, str], Strip] = {}
        self._columns: Layout = layout(80, number_width)

    # -- what it is told -------------------------------------------------------------------------------------------

    def begin(self, typed: Typed, *, stay: bool = False) -> int:
        """Begin another question, and return its generation; the rows there are stay until the answer comes.

        With `stay` the cursor stays on its customer, if that is among the first rows of the answer.
        """
        self.generation += 1
        self._next_typed = typed
        self.view.begin(stay=stay)
        return self.generation

    def feed(self, generation: int, wanted: Wanted, window: CustomerWindow) -> None:
        """Take the rows that were asked for; the answer to an earlier question is let go."""
        if generation != self.generation:
            return
        with self._repainting():
            if wanted.place in ("first", "last") and self._next_typed != self._typed:
                self._typed = self._next_typed
                self._strips.clear()
                self.refresh_rows(1, self.view.page)
            self.view.feed(wanted, window)

    def fail(self, generation: int, place: Place) -> None:
        """Learn that rows that were asked for do not come; they are asked for again at the next move."""
        if generation == self.generation:
            self.view.failed(place)

    def replace(self, windows: Sequence[CustomerWindow]) -> None:
        """Take rows that were read again: the cursor stays on its row, and only lines that differ are painted."""
        with self._repainting():
            self.view.replace(windows)

    def show_order(self, column: str, *, descending: bool) -> None:
        """Show in the heads what the rows are sorted by ("" for none)."""
        if (column, descending) != (self.sorted_by, self.descending):
            self.sorted_by, self.descending = column, descending
            self.refresh_rows(0)

    def show_number_width(self, width: int) -> None:
        """Make the column of numbers so wide (at least 5)."""
        if width != self.number_width:
            self.number_width = width
            self.relayout()

    @property
    def row(self) -> CustomerRow | None:
        """The row at the cursor."""
        return self.view.row

    @property
    def columns(self) -> Layout:
        """The columns as they are laid out now."""
        return self._columns

    def go_to(self, row_id: int) -> bool:
        """Put the cursor on a row that is held; say whether it is."""
        index = self.view.rows.index_of(row_id)
        if index is not None:
            self._move(index)
        return index is not None

    # -- moving ----------------------------------------------------------------------------------------------------

    def action_up(self) -> None:
        """One row up."""
        self._move(self.view.cursor - 1)

    def action_down(self) -> None:
        """One row down."""
        self._move(self.view.cursor + 1)

    def action_page_up(self) -> None:
        """One page up: the rows move, the cursor stays on its line."""
        self._move(self.view.cursor - self.view.page, -self.view.page)

    def action_page_down(self) -> None:
        """One page down."""
        self._move(self.view.cursor + self.view.page, self.view.page)

    def action_half_up(self) -> None:
        """Half a page up."""
        self._move(self.view.cursor - self.view.page // 2, -(self.view.page // 2))

    def action_half_down(self) -> None:
        """Half a page down."""
        self._move(self.view.cursor + self.view.page // 2, self.view.page // 2)

    def action_first(self) -> None:
        """The first row of all."""
        self._jump("first")

    def action_last(self) -> None:
        """The last row of all."""
        self._jump("last")

    def _move(self, index: int, scroll: int = 0) -> None:
        with self._repainting():
            self.view.move_to(index, scroll)

    def _jump(self, place: Literal["first", "last"]) -> None:
        with self._repainting():
            wanted = self.view.jump(place)
        if wanted is not None:
            self.post_message(self.WindowWanted(self.generation, wanted))

    @contextmanager
    def _repainting(self) -> Iterator[None]:
        """Paint the lines that what happens inside changes, and no others; tell where the cursor is, ask for rows."""
        rows, line, row = self.view.in_sight(), self.view.line, self.view.row
        yield
        now = self.view.in_sight()
        changed = {y for y in range(max(len(rows), len(now))) if rows[y : y + 1] != now[y : y + 1]}
        if self.view.line != line or (row is None) != (self.view.row is None):
            changed |= {line, self.view.line}
        for y in changed:
            self.refresh_rows(y + 1)
        if row != self.view.row:
            self.post_message(self.Moved(self.view.row))
        for wanted in self.view.needed():
            self.post_message(self.WindowWanted(self.generation, wanted))

    # -- the mouse -------------------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the click was; a double click opens, a click on a head sorts."""
        if event.y == 0:
            self.post_message(self.HeadClicked(self._columns.at(event.x)))
        elif self.view.top + event.y - 1 < len(self.view.rows):
            self._move(self.view.top + event.y - 1)
            if event.chain == 2:
                self.post_message(self.Opened())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Show rows further down; the cursor stays on its row while that is in sight."""
        event.stop()
        with self._repainting():
            self.view.wheel(WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Show rows further up."""
        event.stop()
        with self._repainting():
            self.view.wheel(-WHEEL_ROWS)

    # -- painting --------------------------------------------------------------------------------------------------

    def light(self, lit: bool) -> None:
        """Show the cursor row as the one that keys work on, or as that of a list beside something that has the keys."""
        if lit != self.lit:
            self.lit = lit
            self.refresh_rows(self.view.line + 1)

    def say_instead(self, lines: Sequence[Line]) -> None:
        """Show these lines where there are no rows."""
        if list(map(list, lines)) != list(map(list, self._instead)):
            self._instead = tuple(lines)
            if not len(self.view.rows):
                self.refresh_rows(1, self.view.page)

    def on_resize(self, event: events.Resize) -> None:
        """Lay out columns for the new size; the cursor stays in sight."""
        with self._repainting():
            self.view.resize(event.size.height - 1)
        self.relayout()

    def relayout(self) -> None:
        """Lay out the columns anew: width, language or the column of numbers is another."""
        self._columns = layout(self.size.width, self.number_width, beside_pane=self.beside_pane)
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget what was painted in another theme."""
        self._strips.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Return the heads, or the row of that line."""
        theme, width = self.app.theme, self.size.width
        if y == 0:
            underline = PALETTES[theme].ansi
            line = heads(self._columns, self.sorted_by, descending=self.descending, underline=underline)
            return paint(line, theme, width)
        index = self.view.top + y - 1
        if index >= len(self.view.rows):
            instead = self._instead if not len(self.view.rows) else ()
            return paint(instead[y - 2] if 0 <= y - 2 < len(instead) else (), theme, width)
        row = self.view.rows[index]
        look = "" if index != self.view.cursor else "lit" if self.lit else "blurred"
        key = (row.id, row.seq, row.active, row.also, look)
        if key not in self._strips:
            if len(self._strips) >= KEPT_STRIPS:
                self._strips.clear()
            self._strips[key] = self._row_strip(row, look)
        return self._strips[key]

    def _row_strip(self, row: CustomerRow, look: str) -> Strip:
        theme, width = self.app.theme, self.size.width
        line = row_line(row, self._columns, self._typed, cursor=bool(look))
        if not look:
            return paint(line, theme, width)
        name, role = ("cursor", "accent") if look == "lit" else ("cursor_blurred", "muted")
        bar = Span(sign(name), role, sign=True, on="background" if PALETTES[theme].ansi else "")
        line[0] = line[0]._replace(text=" " * (len(line[0].text) - len(bar.text)))
        return paint([bar, *line], theme, width, "cursor" if look == "lit" else "background")
