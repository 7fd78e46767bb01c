"""Which rows of an import are fetched: windows both ways, those left out by hand put where they belong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.imports.api import import_rows
from core.imports.views import ImportRow, ImportRows
from tui.importing.lines import ImportLine, ImportWindow, Shown
from tui.importing.run import Import
from tui.listing.viewport import Wanted

if TYPE_CHECKING:
    from tui.app import KundkortApp

WINDOW = 100
"""Rows asked for at a time."""


class RowLoader:
    """Asks for the rows of the job that an import shows; errors are the caller's."""

    def __init__(self, app: KundkortApp, work: Import) -> None:
        self._app = app
        self._work = work

    async def window(self, shown: Shown, wanted: Wanted) -> ImportWindow:
        """Return the rows that are wanted, of those shown."""
        job = self._work.shown_job
        left_out = self._work.left_out if self._work.job is None else {}
        asked = shown.asked()
        if job is None or not (asked or shown.outcomes):
            return ImportWindow(())
        after = int(wanted.position) if wanted.place == "after" and wanted.position else 0
        before = int(wanted.position) if wanted.place == "before" else 0 if wanted.place == "last" else None
        while True:
            found = await self._app.ask(import_rows, job.id, asked, after, WINDOW, before)
            window = _merged(found, shown, left_out, after if before is None else None, before)
            if window.rows or not found.rows or (found.at_end if before is None else found.at_start):
                break
            # All of them are rows left out that are not shown now: look further.
            after, before = (found.last, None) if before is None else (0, found.rows[0].row)
        # While the job goes on there is always more to come.
        return window._replace(at_end=window.at_end and not self._work.is_running)

    async def around(self, shown: Shown, row: int) -> ImportWindow:
        """Return the rows from row number `row` on; the last ones where none follows."""
        window = await self.window(shown, Wanted("after", str(max(row - 1, 0))))
        return window if window.rows else await self.window(shown, Wanted("last"))

    async def next_refused(self, row: int) -> int | None:
        """Return the number of the next refused row after `row`, from the top again behind the last; None if none is."""
        job = self._work.shown_job
        if job is None:
            return None
        for after in (row, 0):
            found = await self._app.ask(import_rows, job.id, ("refused",), after, 1)
            if found.rows:
                return found.rows[0].row
        return None

    async def refused(self, limit: int) -> tuple[ImportRow, ...]:
        """Return the first refused rows."""
        job = self._work.shown_job
        return (await self._app.ask(import_rows, job.id, ("refused",), 0, limit)).rows if job is not None else ()


def _merged(
    found: ImportRows, shown: Shown, left_out: Mapping[int, ImportRow], after: int | None, before: int | None
) -> ImportWindow:
    """Return a window with the rows that are left out by hand among those skipped, and nowhere else."""
    rows = [
        ImportLine(row.row, row, row.row in left_out)
        for row in found.rows
        if row.row not in left_out or shown.only or shown.has("skipped")
    ]
    if left_out and shown.has("skipped"):
        there = {row.id for row in rows}
        low = after if after is not None else 0 if found.at_start else found.rows[0].row - 1
        high = found.rows[-1].row if found.rows and not found.at_end else before
        rows += [
            ImportLine(number, row, True)
            for number, row in left_out.items()
            if number not in there and low < number and (not high or number <= high)
        ]
        rows.sort(key=lambda row: row.id)
    return ImportWindow(
        tuple(rows),
        str(found.rows[0].row) if found.rows else "",
        str(found.rows[-1].row) if found.rows else "",
        found.at_start,
        found.at_end,
    )
