"""The list of an import's rows: which columns there are, and how a row is written in them."""

from __future__ import annotations

from collections.abc import Collection, Hashable

from tui.importing.lines import ImportLine, heads, layout, row_line
from tui.listing.columns import Layout
from tui.paint import Line, Span
from tui.widgets.window_list import WindowList


class ImportList(WindowList[ImportLine], can_focus=True):
    """Rows of a file; those numbered in `left_out` are left out. `done`: they have been imported, which the words say."""

    def __init__(self, number_width: int = 5, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.number_width = number_width
        self.beside_pane = False
        self.done = False
        self.last_row = 0
        self.left_out: Collection[int] = ()
        self._columns: Layout = layout(80)

    def relayout(self) -> None:
        """Lay out the columns anew: width, pane or language is another."""
        self._columns = layout(self.size.width, self.number_width, self.last_row, beside_pane=self.beside_pane)
        super().relayout()

    def show_last_row(self, last_row: int) -> None:
        """Make room for row numbers up to this one."""
        if len(str(last_row)) != len(str(self.last_row)):
            self.last_row = last_row
            self.relayout()

    def show_number_width(self, width: int) -> None:
        """Make room for customer numbers of so many characters."""
        if width > self.number_width:
            self.number_width = width
            self.relayout()

    def show_done(self, done: bool) -> None:
        """Say of the rows what became of them, or what would."""
        if done != self.done:
            self.done = done
            self.relayout()

    def poke(self) -> None:
        """Ask for the rows that are needed now: there may be more than a moment ago."""
        with self._repainting():
            pass

    def repaint_row(self) -> None:
        """Paint the row at the cursor anew."""
        self.refresh_rows(self.view.line + 1)

    def heads_line(self, *, underline: bool) -> Line:
        """Return the heads."""
        return heads(self._columns, underline=underline)

    def row_line(self, row: ImportLine, *, cursor: bool) -> list[Span]:
        """Return a row's line."""
        left_out = row.id in self.left_out and not self.done
        return row_line(row._replace(left_out=left_out), self._columns, done=self.done, cursor=cursor)

    def strip_key(self, row: ImportLine) -> Hashable:
        """Return what a row's line depends on: a file's row is decided on once a job."""
        return (row.id, row.id in self.left_out, row.row.outcome)

    def column_at(self, x: int) -> str:
        """Return the name of the column at cell `x`."""
        return self._columns.at(x)
