"""The list of a bulk change's customers: number, name, and each before and after or why not."""

from __future__ import annotations

from collections.abc import Hashable

from core.bulk.views import BulkRow
from tui.bulk.lines import heads, layout, row_line
from tui.listing.columns import Layout
from tui.paint import Line, Span
from tui.widgets.window_list import WindowList


class BulkList(WindowList[BulkRow], can_focus=True):
    """Rows of customers as they would be, or those that could not be changed."""

    def __init__(self, number_width: int = 5, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.number_width = number_width
        self._columns: Layout = layout(80, number_width)

    def relayout(self) -> None:
        """Lay out the columns anew: width or language is another."""
        self._columns = layout(self.size.width, self.number_width)
        super().relayout()

    def heads_line(self, *, underline: bool) -> Line:
        """Return the heads."""
        return heads(self._columns, underline=underline)

    def row_line(self, row: BulkRow, *, cursor: bool) -> list[Span]:
        """Return a customer's line."""
        return row_line(row, self._columns, cursor=cursor)

    def strip_key(self, row: BulkRow) -> Hashable:
        """Return what a customer's line depends on."""
        return (row.id, row.outcome, repr(row.changes), repr(row.faults))

    def column_at(self, x: int) -> str:
        """Return the name of the column at cell `x`."""
        return self._columns.at(x)
