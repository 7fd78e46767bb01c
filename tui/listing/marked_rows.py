"""What the pane of marked customers asks the register: their rows, as many as one call gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.customers.api import get_rows, list_customers
from core.values.sorting import sort_key
from tui.listing.marked import Known
from tui.listing.marks import Marks

if TYPE_CHECKING:
    from tui.app import KundkortApp

MOST_ROWS = 500
"""Rows of one call: what more customers share is not looked for."""
FEW_ROWS = 50
"""Rows of those that a search marked, where there are more than one call gives."""


async def find_marked(app: KundkortApp, marks: Marks) -> Known:
    """Return the rows of the marked customers: all of them where one call gives them, else some."""
    count = marks.count
    whole = count is not None and count <= MOST_ROWS
    ids = sorted(marks.ids)[: MOST_ROWS if whole else FEW_ROWS]
    rows = [*(await app.ask(get_rows, tuple(ids)))] if ids else []
    if marks.query is not None:
        window = await app.ask(list_customers, marks.query, limit=MOST_ROWS if whole else FEW_ROWS)
        rows += [row for row in window.rows if row.id not in marks.but and row.id not in marks.ids]
    rows.sort(key=lambda row: (sort_key(row.name), row.id))
    return Known(rows, whole and len(rows) == count)
