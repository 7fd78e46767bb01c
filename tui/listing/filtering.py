"""The filters beside the list: which are on, what a tick lets through, finding a town among many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from core.text import _
from tui.listing.asking import Offered
from tui.listing.page import ListPage
from tui.listing.side import Side
from tui.widgets.filter_pane import FilterPane


class Filtering(Side):
    """The pane of filters; a tick asks anew at once."""

    name: ClassVar[str] = "filters"

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self.widget: FilterPane = FilterPane(page.ask_for)

    def show(self) -> None:
        """Show what is asked, and what there is to choose from."""
        self.widget.show(self.page.finder.asked, self.page.finder.choices)

    def focus(self) -> None:
        """Go to the options."""
        self.widget.options.focus()

    def search(self) -> None:
        """Go to the field for towns, where there are so many that it shows."""
        if self.widget.search.display:
            self.widget.search.input.focus()

    def keys(self) -> Sequence[Offered]:
        """Return its keys."""
        return ["filters.toggle", "filters.done", "list.clear_filters", ("app.back", _("close"))]

    def action_toggle(self) -> None:
        """Tick the filter at the cursor."""
        self.widget.toggle()

    def action_search(self) -> None:
        """Look for a town."""
        self.search()
