"""What all that a list of customers can do is built on: its widgets, what it is asked, and how that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.getters import query_one

from core.customers.columns import ColumnName, ListColumn
from core.customers.views import CustomerQuery, CustomerRow
from tui.listing import query as list_query
from tui.listing.finder import Finder
from tui.listing.lines import Days
from tui.listing.shown import Shown
from tui.live import Live
from tui.screens.base import Page
from tui.widgets.chips import Chips
from tui.widgets.customer_list import CustomerList
from tui.widgets.preview import Preview
from tui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from tui.listing.side import Side

WIDE = 120
"""Cells from which on there is room for the card beside the list."""


class ListPage(Page[None]):
    """The widgets of the list and what it is asked; rooms of tui.listing add what can be done (Ordering, Sides …)."""

    table = query_one("#list", CustomerList)
    search = query_one("#search", SearchField)
    chips = query_one(Chips)
    preview = query_one(Preview)
    finder: Finder
    live: Live
    side: Side | None = None
    """The pane that is open beside the list in place of the preview."""

    @property
    def where(self) -> str:
        """Return what has the keys: "search", "list", or the name of the pane that is open."""
        if self.search.input.has_focus:
            return "search"
        return self.side.name if self.side is not None and self.side.takes_keys else "list"

    @property
    def shown(self) -> Shown:
        """What is asked, and the columns that were chosen."""
        return Shown(self.finder.asked, self.table.chosen)

    @property
    def meant(self) -> Shown:
        """The same with the order that somebody chose, where it was given up because too many are found."""
        return Shown(self.finder.meant, self.table.chosen)

    def show(self, shown: Shown) -> None:
        """Ask something else and show it in these columns, as a saved view does."""
        self.choose_columns(shown.columns)
        self.finder.given_up = None
        self.ask_for(shown.query)

    def choose_columns(self, columns: tuple[ListColumn, ...]) -> None:
        """Show these columns from now on; none: what the width gives by itself."""
        self.kundkort.state.columns = list(columns)
        self.table.choose(columns)
        self.show_days()

    def show_days(self) -> None:
        """Let the list write days by today and the company's time zone, where it shows any."""
        settings = self.kundkort.settings
        if self.table.columns.has("changed") and settings is not None:
            self.table.show_days(Days(self.kundkort.today, settings.time_zone))

    def ask_for(self, query: CustomerQuery) -> None:
        """Ask something else."""
        self.finder.ask(query)
        self.show_asked()
        self.refresh_band()

    def show_asked(self) -> None:
        """Show what is asked: in the heads, the chips, and the pane that is open."""
        raise NotImplementedError

    def close_side(self) -> None:
        """Close the pane that is open; the list has the focus again."""
        raise NotImplementedError

    def follow(self, row: CustomerRow | None) -> None:
        """Show the card of a customer beside the list, where there is room for it."""
        raise NotImplementedError

    @property
    def has_preview(self) -> bool:
        """Whether the card at the cursor stands beside the list where no other pane does."""
        return self.size.width >= WIDE and self.kundkort.state.preview

    @property
    def order(self) -> ColumnName:
        """The name of the column that the rows are in the order of."""
        return list_query.sorted_column(self.finder.asked)
