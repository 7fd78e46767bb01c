"""The list of customers: which columns there are, how a customer is written in them, and what is marked in it."""

from __future__ import annotations

from collections.abc import Hashable

from core.customers.views import CustomerRow
from core.values.finding import Typed
from tui.listing.lines import NO_TYPED, Layout, heads, layout, row_line
from tui.paint import Line, Span
from tui.widgets.window_list import WindowList


class CustomerList(WindowList[CustomerRow], can_focus=True):
    """Rows of customers; what was typed is marked in them from the first rows of its answer on."""

    def __init__(self, number_width: int = 5, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sorted_by, self.descending = "name", False
        self.beside_pane = False
        self.number_width = number_width
        self._marked: Typed = NO_TYPED
        self._next_marked: Typed = NO_TYPED
        self._columns: Layout = layout(80, number_width)

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
        self._columns = layout(self.size.width, self.number_width, beside_pane=self.beside_pane)
        super().relayout()

    def heads_line(self, *, underline: bool) -> Line:
        """Return the heads, with the sign of the order at its column."""
        return heads(self._columns, self.sorted_by, descending=self.descending, underline=underline)

    def row_line(self, row: CustomerRow, *, cursor: bool) -> list[Span]:
        """Return a customer's line."""
        return row_line(row, self._columns, self._marked, cursor=cursor)

    def strip_key(self, row: CustomerRow) -> Hashable:
        """Return what a customer's line depends on."""
        return (row.id, row.seq, row.active, row.also)

    def column_at(self, x: int) -> str:
        """Return the name of the column at cell `x`."""
        return self._columns.at(x)
