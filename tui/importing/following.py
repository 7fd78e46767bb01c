"""Keeps the rows of an import filled while its job goes on, and knows where the next refused one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.imports.views import ImportRow
from core.text import _
from tui.importing.detail import MOST_REFUSED
from tui.importing.lines import ImportWindow, Shown
from tui.importing.loading import RowLoader
from tui.listing.viewport import Wanted
from tui.paint import Line, Span, gap

if TYPE_CHECKING:
    from tui.screens.import_page import ImportPage

LONGEST_NUMBER = 12
"""Cells that the column of numbers grows to at most: longer ones are cut."""


class Following:
    """The rows of the page: asked for anew when there is another job or other rows are to be shown."""

    def __init__(self, page: ImportPage) -> None:
        self.shown = Shown()
        self.refused: tuple[ImportRow, ...] = ()
        self._page = page
        self._job_id = 0

    @property
    def _loader(self) -> RowLoader:
        return RowLoader(self._page.kundkort, self._page.work)

    def bring_up_to_date(self) -> None:
        """Ask for what is new: the rows of another job, or more rows of the one that goes on."""
        work, table = self._page.work, self._page.table
        job = work.shown_job
        if job is None:
            return
        table.show_done(work.job is not None)
        table.show_last_row(job.total + 1)
        if job.id != self._job_id:
            self._job_id = job.id
            self.refused = ()
            table.forget_painted()
            self.reload()
        elif len(table.view.rows):
            table.poke()
        else:
            self.reload()
        if not work.is_running:
            self._page.start(self._look_at_refused(), group="refused", exclusive=True)

    async def _look_at_refused(self) -> None:
        if self._page.work.rows("refused"):
            self.refused = await self._loader.refused(MOST_REFUSED)
            self._page.follow()

    def reload(self, row: int | None = None) -> None:
        """Ask for the rows that are shown now, from row number `row` on, else from the first."""
        self._page.start(self._load(self._page.table.begin(), row), group="rows", exclusive=True)

    async def _load(self, generation: int, row: int | None) -> None:
        with self._page.waiting():
            if row is None:
                window = await self._loader.window(self.shown, Wanted("first"))
            else:
                window = await self._loader.around(self.shown, row)
        table = self._page.table
        if not window.rows:
            table.say_instead(self._empty())
        self._feed(generation, Wanted("first"), window)
        self._page.follow()
        self._page.refresh_band()

    def _feed(self, generation: int, wanted: Wanted, window: ImportWindow) -> None:
        """Show rows; where their numbers are longer than those so far, the column grows for good."""
        table = self._page.table
        table.show_number_width(min(max((len(line.row.number) for line in window.rows), default=0), LONGEST_NUMBER))
        table.feed(generation, wanted, window)

    def _empty(self) -> list[Line]:
        words = _("No row of this kind. f shows others.") if self._page.work.read else ""
        return [[gap(3), Span(words, "muted")]]

    async def more(self, generation: int, wanted: Wanted) -> None:
        """Fetch rows that the list wants."""
        fed = False
        table = self._page.table
        try:
            self._feed(generation, wanted, await self._loader.window(self.shown, wanted))
            fed = True
        finally:
            if not fed:
                table.fail(generation, wanted)

    def show(self, shown: Shown) -> None:
        """Show other rows; the cursor stays on its row, or goes to the next that is shown."""
        self.shown = shown
        row = self._page.table.row
        self.reload(row.id if row is not None else None)

    async def next_refused(self) -> None:
        """Go to the next refused row, from the top again behind the last; where they are hidden, show them."""
        table = self._page.table
        with self._page.waiting():
            row = await self._loader.next_refused(table.row.id if table.row is not None else 0)
        if row is None:
            return
        if not self.shown.has("refused"):
            self.shown = Shown(self.shown.outcomes | {"refused"})
            self._page.chips.bring_up_to_date()
            self.reload(row)
        elif not table.go_to(row):
            self.reload(row)
