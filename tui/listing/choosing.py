"""The columns beside the list: ticked, moved and made wider by key, and shown in the list at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from core.customers.columns import COLUMNS, ColumnName, ListColumn
from core.text import _
from tui.listing.asking import Offered
from tui.listing.columns import as_chosen, column_width, layout, moved, ticked, widened
from tui.listing.page import ListPage
from tui.listing.side import Side
from tui.widgets.column_pane import ColumnPane, Picked

STEP = 1
"""Cells that a column gets wider or narrower by one key."""


class Choosing(Side):
    """The pane of columns. Where nothing was chosen, choosing begins with what the list has by itself."""

    name: ClassVar[str] = "columns"

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self.widget: ColumnPane = ColumnPane(self._toggle_clicked, self._move_to)

    @property
    def _chosen(self) -> tuple[ListColumn, ...]:
        table = self.page.table
        return table.chosen or as_chosen(
            layout(self._width_alone, table.number_width, beside_pane=self.page.has_preview)
        )

    @property
    def _width_alone(self) -> int:
        """How wide the list is when the pane is closed again."""
        return self.page.table.size.width if self.page.has_preview else self.page.size.width

    def _choose(self, columns: tuple[ListColumn, ...]) -> None:
        self.page.choose_columns(columns)
        self.show()

    # -- what a pane is --------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Show the columns that were chosen, then the rest."""
        self.widget.show(self._picked(), by_width=not self.page.table.chosen)

    def _picked(self) -> list[Picked]:
        table, chosen = self.page.table, self._chosen
        widths = {
            column.name: column.width
            for column in layout(
                self._width_alone, table.number_width, beside_pane=self.page.has_preview, chosen=table.chosen
            ).columns
        }
        on = [Picked(column, True, widths.get(column.name, 0)) for column in chosen]
        names = [column.name for column in chosen]
        return [*on, *(Picked(ListColumn(name), False, 0) for name in COLUMNS if name not in names)]

    def focus(self) -> None:
        """Go to the columns."""
        self.widget.options.focus()

    def keys(self) -> Sequence[Offered]:
        """Return its keys."""
        return [
            "columns.toggle",
            "columns.move_up",
            "columns.narrower",
            "columns.wider",
            "columns.reset",
            "columns.move_down",
            "columns.done",
            ("app.back", _("close")),
        ]

    def why_not(self, key_id: str) -> str | None:
        """Return why one of its keys cannot be used now."""
        if key_id == "columns.reset":
            return None if self.page.table.chosen else _("The columns are as the width gives them")
        name = self.widget.name_at_cursor
        if key_id == "columns.toggle":
            return _("The name is always shown") if name == "name" else None
        is_on = any(column.name == name for column in self._chosen)
        return None if is_on or key_id == "columns.done" else _("The column is not shown: Space ticks it")

    # -- what its keys do ------------------------------------------------------------------------------------------

    def action_toggle(self) -> None:
        """Show the column at the cursor, or not."""
        name = self.widget.name_at_cursor
        if name is not None:
            self._choose(ticked(self._chosen, name))

    def action_move_up(self) -> None:
        """Move the column at the cursor one place to the left."""
        self._move(-1)

    def action_move_down(self) -> None:
        """Move the column at the cursor one place to the right."""
        self._move(1)

    def action_narrower(self) -> None:
        """Make the column at the cursor narrower."""
        self._widen(-STEP)

    def action_wider(self) -> None:
        """Make the column at the cursor wider."""
        self._widen(STEP)

    def action_reset(self) -> None:
        """Go back to the columns that the width gives by itself."""
        self._choose(())

    def _move(self, by: int) -> None:
        name = self.widget.name_at_cursor
        if name is not None:
            self._choose(moved(self._chosen, name, by))

    def _move_to(self, name: ColumnName, over: ColumnName) -> None:
        """Move a column to where another one is, if both are shown."""
        names = [column.name for column in self._chosen]
        if name in names and over in names:
            self._choose(moved(self._chosen, name, names.index(over) - names.index(name)))

    def _widen(self, by: int) -> None:
        name, table = self.widget.name_at_cursor, self.page.table
        column = next((column for column in self._chosen if column.name == name), None)
        if column is not None:
            shown = next((one.shown for one in self._picked() if one.column.name == name), 0)
            shown = shown or column_width(column, table.number_width)
            self._choose(widened(self._chosen, column.name, by, table.number_width, shown))

    def _toggle_clicked(self) -> None:
        self.page.press("columns.toggle")
