"""The list of customers: which columns there are, how a customer is written in them, and what is marked in it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from textual import events
from textual.message import Message

from core.customers.columns import ListColumn
from core.customers.views import CustomerRow
from core.values.finding import Typed
from tui.listing.columns import GUTTER, Layout, layout
from tui.listing.lines import NO_TYPED, Days, heads, row_line, ticked
from tui.paint import Line, Span
from tui.widgets.window_list import WindowList


class CustomerList(WindowList[CustomerRow], can_focus=True):
    """Rows of customers; what was typed is marked in them from the first rows of its answer on."""

    def __init__(self, number_width: int = 5, chosen: tuple[ListColumn, ...] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.chosen = chosen
        self.tell_moved: Callable[[], None] | None = None
        self._days = Days()
        self.sorted_by, self.descending = "name", False
        self.beside_pane = False
        self.number_width = number_width
        self._is_ticked: Callable[[CustomerRow], bool] = lambda _row: False
        self._marked: Typed = NO_TYPED
        self._next_marked: Typed = NO_TYPED
        self._columns: Layout = layout(80, number_width, chosen=chosen)

    @dataclass
    class MarkClicked(Message):
        """Somebody clicked to mark the row at the cursor; `range`: all from the one marked last."""

        range: bool

    def begin_for(self, typed: Typed, *, stay: bool = False) -> int:
        """Begin another question, with what was typed for it, and return its generation (`WindowList.begin`)."""
        self._next_marked = typed
        return self.begin(stay=stay)

    def asked_anew(self) -> None:
        """Mark what was typed for these rows."""
        if self._next_marked != self._marked:
            self._marked = self._next_marked
            self.forget_painted()
            self.refresh_rows(1, self.view.page)

    def show_order(self, column: str, *, descending: bool) -> None:
        """Show in the heads what the rows are sorted by ("" for none)."""
        if (column, descending) != (self.sorted_by, self.descending):
            self.sorted_by, self.descending = column, descending
            self.refresh_rows(0)
            self.show_days(self._days)

    def show_days(self, days: Days) -> None:
        """Write days by this today and time zone; as dates while the rows are sorted by them."""
        days = days._replace(exact=self.sorted_by == "changed")
        if days != self._days:
            self._days = days
            if self._columns.has("changed"):
                self.forget_painted()
                self.refresh_rows(1, self.view.page)

    def choose(self, chosen: tuple[ListColumn, ...]) -> None:
        """Show these columns, as far as there is room; none: what the width gives by itself."""
        if chosen != self.chosen:
            self.chosen = chosen
            self.relayout()

    def moved(self) -> None:
        """Tell it at once: where the cursor is stands in the status line too."""
        if self.tell_moved is not None:
            self.tell_moved()

    def show_number_width(self, width: int) -> None:
        """Make the column of numbers so wide (at least 5)."""
        if width != self.number_width:
            self.number_width = width
            self.relayout()

    @property
    def columns(self) -> Layout:
        """The columns as they are laid out now."""
        return self._columns

    def relayout(self) -> None:
        """Lay out the columns anew: width, language or the column of numbers is another."""
        self._columns = layout(self.size.width, self.number_width, beside_pane=self.beside_pane, chosen=self.chosen)
        super().relayout()

    def heads_line(self, *, underline: bool) -> Line:
        """Return the heads, with the sign of the order at its column."""
        return heads(self._columns, self.sorted_by, descending=self.descending, underline=underline)

    def row_line(self, row: CustomerRow, *, cursor: bool) -> list[Span]:
        """Return a customer's line."""
        line = row_line(row, self._columns, self._marked, cursor=cursor, days=self._days)
        return ticked(line) if self._is_ticked(row) else line

    def strip_key(self, row: CustomerRow) -> Hashable:
        """Return what a customer's line depends on."""
        return (row.id, row.seq, row.active, row.also, self._is_ticked(row))

    def ground_of(self, row: CustomerRow) -> str:
        """Return what a row is painted on: the rows that somebody marked stand out."""
        return "mark" if self._is_ticked(row) else "background"

    def show_marks(self, is_ticked: Callable[[CustomerRow], bool]) -> None:
        """Show which customers somebody marked; only rows that look different now are painted."""
        before, self._is_ticked = self._is_ticked, is_ticked
        for y, row in enumerate(self.view.in_sight(), 1):
            if row is not None and before(row) != is_ticked(row):
                self.refresh_rows(y)

    def on_click(self, event: events.Click) -> None:
        """In the gutter, or with shift, a click marks; elsewhere it does what it does in any list."""
        index = self.view.top + event.y - 1
        if event.y and index < len(self.view.rows) and (event.x < GUTTER or event.shift):
            event.prevent_default()
            self._move(index)
            self.post_message(self.MarkClicked(event.shift))

    def column_at(self, x: int) -> str:
        """Return the name of the column at cell `x`."""
        return self._columns.at(x)
