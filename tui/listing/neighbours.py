"""Who stands before and after a customer in a list: a card opened from it goes through the same selection."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tui.widgets.customer_list import CustomerList


class ListNeighbours:
    """Goes through a list whose cursor follows, so that one comes back to where one went; `more` fetches rows."""

    def __init__(self, table: CustomerList, more: Callable[[], Awaitable[None]]) -> None:
        self._table = table
        self._more = more

    async def next(self, customer_id: int) -> int | None:
        """Return the one after, None at the end or where the list no longer has this one."""
        return await self._step(customer_id, 1)

    async def previous(self, customer_id: int) -> int | None:
        """Return the one before, None at the beginning."""
        return await self._step(customer_id, -1)

    def beside(self, customer_id: int, by: int) -> int | None:
        """Return the one so many places after, without going there; None where the list does not hold it."""
        rows = self._table.view.rows
        index = rows.index_of(customer_id)
        return rows[index + by].id if index is not None and 0 <= index + by < len(rows) else None

    async def _step(self, customer_id: int, by: int) -> int | None:
        rows = self._table.view.rows
        index = rows.index_of(customer_id)
        if index is None:
            return None
        if not 0 <= index + by < len(rows):
            await self._more()
            index = rows.index_of(customer_id)
            if index is None or not 0 <= index + by < len(rows):
                return None
        found = rows[index + by].id
        self._table.go_to(found)
        return found
